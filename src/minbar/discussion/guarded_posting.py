"""Posting to an address that somebody else has written down: an editor, or a reader's browser.

The address is a stranger's as far as this machine goes: whoever may name one is not thereby let
into the network that the server stands in. So (OWASP, «Server-Side Request Forgery Prevention»)
only http and https, no redirect is followed, every address that the name has must be a public one,
and the connection goes to the very address that was looked at, for a name may be given another one
a moment later.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self
from urllib.parse import SplitResult, urlsplit

MOST_READ = 4096
"""Bytes of an answer that are looked at, for its head."""
PORTS = {"http": 80, "https": 443}


class NotAllowed(Exception):
    """Nothing may be posted to this address; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        """``not-http``, ``no-host``, ``not-found`` or ``private``."""


class NotDelivered(Exception):
    """The receiver was not reached, or did not answer as it should; the message says which."""


class Answer(NamedTuple):
    """What a receiver answered."""

    status: int
    retry_after: str
    """The header of that name, as it was written; empty where there is none."""


@dataclass(frozen=True)
class Address:
    """An address that has been looked at."""

    parts: SplitResult
    ip: str
    """Where its name leads, as it was when it was looked at."""

    @classmethod
    def at(cls, url: str, *, may_be_private: bool = False) -> Self:
        """Look at an address. Raises NotAllowed."""
        parts = split(url)
        return cls(parts, _found(str(parts.hostname), _port(parts), may_be_private))


def split(url: str) -> SplitResult:
    """Take an address apart without looking its name up. Raises NotAllowed."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowed("not-http") from error
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in PORTS or not is_plain or port == 0:
        raise NotAllowed("not-http")
    if not parts.hostname or parts.username is not None:
        raise NotAllowed("no-host")
    return parts


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float,
    may_be_private: bool = False,
    trusting: ssl.SSLContext | None = None,
) -> Answer:
    """Post ``body`` within so many ``seconds`` for all of it, and return what was answered.

    ``trusting`` spares whoever posts often the reading of all certificates each time. Raises
    NotAllowed, or NotDelivered where there was no answer.
    """
    give_up_at = time.monotonic() + seconds
    address = Address.at(url, may_be_private=may_be_private)
    try:
        return _exchange(address, body, headers, give_up_at, trusting)
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(type(error).__name__) from error


def is_public(written: str) -> bool:
    """Whether an address is one of the internet's, and none of this machine or its network.

    An IPv6 address that carries an IPv4 one leads to that one.
    """
    address = ipaddress.ip_address(written.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or _translated(address)
        if within is not None:
            return is_public(str(within))
    return address.is_global and not address.is_multicast


def _exchange(
    address: Address,
    body: bytes,
    headers: Mapping[str, str],
    give_up_at: float,
    trusting: ssl.SSLContext | None,
) -> Answer:
    parts = address.parts
    host, port = str(parts.hostname), _port(parts)
    connection = http.client.HTTPConnection(host, port)
    with (
        socket.create_connection((address.ip, port), timeout=_left(give_up_at)) as plain,
        _secured(plain, host, give_up_at, trusting) if parts.scheme == "https" else plain as line,
    ):
        line.settimeout(_left(give_up_at))
        connection.sock = line
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, {**headers, "Connection": "close"})
        return _read_answer(line, give_up_at)


def _secured(
    plain: socket.socket, host: str, give_up_at: float, trusting: ssl.SSLContext | None
) -> ssl.SSLSocket:
    """Speak TLS, asking for the certificate of the name, though an address was dialled."""
    plain.settimeout(_left(give_up_at))
    context = trusting or ssl.create_default_context()
    return context.wrap_socket(plain, server_hostname=host)


def _read_answer(line: socket.socket, give_up_at: float) -> Answer:
    """Read the first line of an answer, and of a refusal what else its head says.

    A receiver that sends it letter by letter is left.
    """
    read = b""
    while b"\n" not in read:
        if not (more := _receive(line, read, give_up_at)):
            break
        read += more
    words = read.partition(b"\n")[0].split()
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise http.client.BadStatusLine("")
    status = int(words[1])
    try:
        while status >= 400 and b"\r\n\r\n" not in read:
            if not (more := _receive(line, read, give_up_at)):
                break
            read += more
    except OSError:
        pass  # its first line is an answer, whatever becomes of the rest
    return Answer(status, _header(read, b"retry-after"))


def _receive(line: socket.socket, read: bytes, give_up_at: float) -> bytes:
    if len(read) >= MOST_READ:
        return b""
    line.settimeout(_left(give_up_at))
    return line.recv(MOST_READ)


def _header(read: bytes, sought: bytes) -> str:
    head = read.partition(b"\r\n\r\n")[0]
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.strip().lower() == sought:
            return value.strip().decode("latin-1")
    return ""


def _left(give_up_at: float) -> float:
    left = give_up_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _found(host: str, port: int, may_be_private: bool) -> str:
    """Return an address of ``host``, all of whose addresses are public ones."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotAllowed("not-found") from error
    addresses = [str(where[0]) for *_rest, where in found]
    if not addresses:
        raise NotAllowed("not-found")
    if not may_be_private and not all(is_public(address) for address in addresses):
        raise NotAllowed("private")
    return addresses[0]


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that NAT64 leads to (RFC 6052), if this is such a one."""
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
