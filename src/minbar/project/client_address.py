"""Whose request is it? Worked out once, before anything else sees the request."""

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ClientAddress:
    """WSGI middleware that writes the client's address into ``environ["minbar.client_address"]``.

    ``X-Forwarded-For`` is believed only as far as it was written by proxies of ours
    (``MINBAR_TRUSTED_PROXIES``): read from its end, the first address that is not a trusted proxy's
    is the client's. By default no proxy is trusted, for anyone may send the header.
    """

    def __init__(self, application: Callable[..., Any], trusted: Sequence[Network]) -> None:
        self._application = application
        self._trusted = trusted

    @classmethod
    def around(cls, application: Callable[..., Any]) -> Self:
        """Wrap ``application`` with the proxies that the settings trust."""
        from django.conf import settings

        networks = [ipaddress.ip_network(network) for network in settings.MINBAR_TRUSTED_PROXIES]
        return cls(application, networks)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer as the wrapped application does."""
        environ["minbar.client_address"] = self.address_of(environ)
        return self._application(environ, start_response)

    def address_of(self, environ: dict[str, Any]) -> str:
        """Return the client's address as text, without a port."""
        address = environ.get("REMOTE_ADDR", "")
        if not self._is_trusted(address):
            return address
        for hop in reversed(environ.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            if not _parse(hop):
                break
            address = hop.strip()
            if not self._is_trusted(address):
                break
        return address

    def _is_trusted(self, address: str) -> bool:
        parsed = _parse(address)
        return parsed is not None and any(parsed in network for network in self._trusted)


def _parse(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address.strip())
    except ValueError:
        return None
