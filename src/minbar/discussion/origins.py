"""Where a submission came from: enough to know a double click again, not to know a person."""

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from minbar.discussion.sealing import keyed_hash

if TYPE_CHECKING:
    from django.http import HttpRequest

TELLING = ("Sec-Fetch-Site", "Origin", "Referer")
"""Headers that tell from which page a form was sent; old and proxy browsers send none."""


@dataclass(frozen=True)
class Origin:
    """Keyed hashes of an address (IPv6 by /64) and of a browser's name."""

    address: str = ""
    browser: str = ""
    is_silent: bool = False
    """Whether nothing tells from which page it was sent: then it waits for the desk."""


def origin_of(request: "HttpRequest") -> Origin:
    """Return where ``request`` came from. The server has written the client's address down once."""
    address = request.META.get("minbar.client_address") or request.META.get("REMOTE_ADDR", "")
    key = settings.SECRET_KEYS.origins
    return Origin(
        address=keyed_hash(key, f"address:{_network(address)}"),
        browser=keyed_hash(key, f"browser:{request.headers.get('User-Agent', '')[:300]}"),
        is_silent=not any(name in request.headers for name in TELLING),
    )


def reader_of(request: "HttpRequest", comment_id: int, act: str) -> str:
    """Return what knows the same reader again who does ``act`` with the same comment; no more.

    A keyed hash of the address (IPv6 by /64), the browser's name, the act and the comment: two of
    them cannot be laid side by side.
    """
    origin = origin_of(request)
    key = settings.SECRET_KEYS.origins
    return keyed_hash(key, f"{act}:{comment_id}:{origin.address}:{origin.browser}")


def is_from_our_page(request: "HttpRequest") -> bool:
    """Whether a browser sent this from a page of ours, so far as its headers tell.

    ``Sec-Fetch-Site`` decides where it is sent (Fetch Metadata, W3C); else ``Origin``, then
    ``Referer`` must be ours. Where all three are absent (old and proxy browsers) the story token
    in the form suffices: a pressed page can hold no token of a session.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    sent_from = request.headers.get("Origin") or request.headers.get("Referer")
    return sent_from is None or _origin(sent_from) in _ours(request)


def _ours(request: "HttpRequest") -> set[tuple[str, str]]:
    return {_origin(settings.MINBAR_SITE_URL), (request.scheme or "", request.get_host().lower())}


def _origin(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ("", address)
    return (parts.scheme.lower(), parts.netloc.lower())


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
