"""What must be let go of before a process is forked."""

from django.db import connections


def let_go_of_database() -> None:
    """Close what must not be used on both sides of a fork: connections, and a pool's threads."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
