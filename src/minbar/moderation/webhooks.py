"""One small JSON document, posted to an address that an editor has written down.

The address is a stranger's as far as this machine goes: whoever may change a setting of the
newsroom is not thereby let into the network that the server stands in. So (OWASP, «Server-Side
Request Forgery Prevention») only http and https, no redirect is followed, every address that the
name has must be a public one, and the connection goes to the very address that was looked at, for a
name may be given another one a moment later. An operator whose receiver stands inside says so with
``MINBAR_ALERT_PRIVATE_WEBHOOKS``.
"""

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

SIGNATURE = "Minbar-Signature"
SECONDS = 5.0
"""For all of it together: the schedule waits meanwhile."""
MOST_READ = 4096
"""Bytes of an answer that are looked at, for its first line."""
PORTS = {"http": 80, "https": 443}


class NotAWebhook(Exception):
    """Nothing may be posted to this address; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        """``not-http``, ``no-host``, ``not-found`` or ``private``."""


class NotDelivered(Exception):
    """The receiver was not reached, or did not answer with a 2xx; the message says which."""


@dataclass(frozen=True)
class Webhook:
    """An address that has been looked at."""

    parts: SplitResult
    address: str
    """Where its name leads, as it was when it was looked at."""

    @classmethod
    def at(cls, url: str) -> Self:
        """Look at an address. Raises NotAWebhook."""
        parts = split(url)
        return cls(parts, _public_address(str(parts.hostname), _port(parts)))


def split(url: str) -> SplitResult:
    """Take an address apart without looking its name up. Raises NotAWebhook."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAWebhook("not-http") from error
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in PORTS or not is_plain or port == 0:
        raise NotAWebhook("not-http")
    if not parts.hostname or parts.username is not None:
        raise NotAWebhook("no-host")
    return parts


def secret_of(url: str) -> str:
    """Return the secret that documents for this address are signed with.

    Made from the newspaper's key, so that nothing of it is in the database or its backups, and
    another for each address, so that no receiver can sign for another.
    """
    return salted_hmac("minbar.webhook", url, algorithm="sha256").hexdigest()


def sign(body: bytes, secret: str) -> str:
    """Return what the header ``Minbar-Signature`` says: HMAC-SHA-256 of the body, as it is sent."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post(url: str, document: Mapping[str, object]) -> None:
    """Post ``document``, signed; return once the receiver has answered with a 2xx.

    Raises NotAWebhook, or NotDelivered.
    """
    give_up_at = time.monotonic() + SECONDS
    webhook = Webhook.at(url)
    body = json.dumps(document, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Minbar",
        "Connection": "close",
        SIGNATURE: sign(body, secret_of(url)),
    }
    try:
        status = _status_of(webhook, body, headers, give_up_at)
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(type(error).__name__) from error
    if not 200 <= status < 300:
        raise NotDelivered(f"HTTP {status}")


def _status_of(webhook: Webhook, body: bytes, headers: Mapping[str, str], give_up_at: float) -> int:
    parts = webhook.parts
    host, port = str(parts.hostname), _port(parts)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    with (
        socket.create_connection((webhook.address, port), timeout=_left(give_up_at)) as plain,
        _secured(plain, host, give_up_at) if parts.scheme == "https" else plain as line,
    ):
        line.settimeout(_left(give_up_at))
        connection.sock = line
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, dict(headers))
        return _read_status(line, give_up_at)


def _secured(plain: socket.socket, host: str, give_up_at: float) -> ssl.SSLSocket:
    """Speak TLS, asking for the certificate of the name, though an address was dialled."""
    plain.settimeout(_left(give_up_at))
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _read_status(line: socket.socket, give_up_at: float) -> int:
    """Read the first line of an answer; a receiver that sends it letter by letter is left."""
    read = b""
    while b"\n" not in read and len(read) < MOST_READ:
        line.settimeout(_left(give_up_at))
        more = line.recv(MOST_READ)
        if not more:
            break
        read += more
    words = read.partition(b"\n")[0].split()
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise http.client.BadStatusLine("")
    return int(words[1])


def _left(give_up_at: float) -> float:
    left = give_up_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _public_address(host: str, port: int) -> str:
    """Return an address of ``host``, all of whose addresses are public ones."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotAWebhook("not-found") from error
    addresses = [str(where[0]) for *_rest, where in found]
    if not addresses:
        raise NotAWebhook("not-found")
    if not settings.MINBAR_ALERT_PRIVATE_WEBHOOKS:
        for address in addresses:
            if not is_public(address):
                raise NotAWebhook("private")
    return addresses[0]


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


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that NAT64 leads to (RFC 6052), if this is such a one."""
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
