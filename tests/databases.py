"""Databases for newspapers that tests run in processes of their own.

Such a newspaper has SQLite in its folder, as any has by default. Where DATABASE_URL names
PostgreSQL it gets a database of its own on that server, and none sees the tests' own.
"""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

Named = dict[str, str]
"""What the environment of a newspaper's processes says of its database; nothing of SQLite."""


def is_on_postgresql() -> bool:
    return urlsplit(os.environ.get("DATABASE_URL", "sqlite:")).scheme != "sqlite"


def without_database(environment: dict[str, str]) -> dict[str, str]:
    """Of an environment what names no database, so that no newspaper writes into the tests' own."""
    return {name: value for name, value in environment.items() if name != "DATABASE_URL"}


@contextmanager
def own_database() -> Iterator[Named]:
    """Make an empty database that is taken away in the end, whoever may still use it."""
    if not is_on_postgresql():
        yield {}
        return
    name = f"newspaper_{secrets.token_hex(8)}"
    server = urlsplit(os.environ["DATABASE_URL"])
    _tell(f"CREATE DATABASE {name}")
    try:
        yield {"DATABASE_URL": server._replace(scheme="postgres", path=f"/{name}").geturl()}
    finally:
        _tell(f"DROP DATABASE {name} WITH (FORCE)")


def dump(database: Named, file: Path) -> None:
    """Write down a database, which may be in use."""
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={file}", database["DATABASE_URL"])


def load(file: Path, database: Named) -> None:
    """Fill an empty database with what was written down of another."""
    _run(
        "pg_restore", "--exit-on-error", "--no-owner", f"--dbname={database['DATABASE_URL']}", file
    )


def connect(database: Named) -> psycopg.Connection:
    address = urlsplit(database["DATABASE_URL"])._replace(scheme="postgresql")
    return psycopg.connect(address.geturl(), autocommit=True)


def _tell(order: str) -> None:
    with connect({"DATABASE_URL": os.environ["DATABASE_URL"]}) as connection:
        connection.execute(order)


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)
