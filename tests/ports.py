"""Ports for the servers that tests start."""

import random
import socket

BELOW_OUTGOING = range(20_000, 32_000)
"""Linux gives connections that go out ports from 32768 on (ip_local_port_range): a port of those,
chosen now, may be taken when its server has started."""

_given: set[int] = set()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on, each time another."""
    while True:
        port = random.choice(BELOW_OUTGOING)
        if port in _given:
            continue
        try:
            with socket.create_server(("127.0.0.1", port)):
                _given.add(port)
                return port
        except OSError:
            continue
