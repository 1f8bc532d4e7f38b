"""The database in a backup: copied while others write, checked, and put in place again.

What has to die soon, or can be made again, is in no copy (``LEFT_OUT``): sessions, each of which is
a way into the newsroom; and what the press knows of its pages, which are pressed again (moments to
come it keeps).
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

LEFT_OUT = ("django_session", "press_*")
BUT_NOT = ("press_clocktouch",)

Rows = dict[str, int]


class CopyFailed(Exception):
    """Why a database could not be copied or put in place, and what to do."""


class Engine(Protocol):
    """What a backup asks of a kind of database."""

    name: str

    def copy_to(self, file: Path) -> Rows:
        """Write one moment of the database to a new ``file``, and count that moment's rows."""

    def is_empty(self) -> bool:
        """Whether there is no newspaper in it."""

    def load(self, file: Path, rows: Rows) -> None:
        """Check a copy and load it as far as it can be before files are put in place."""

    def put_in_place(self, file: Path) -> None:
        """Make a loaded copy the newspaper's database."""

    def take_away(self) -> None:
        """Remove a database that a restore had put in place before it failed, where one can."""


def engine() -> Engine:
    """Return what copies the database that the settings name."""
    if connection.vendor == "sqlite":
        return SQLite(Path(settings.DATABASES["default"]["NAME"]))
    if connection.vendor == "postgresql":
        return PostgreSQL()
    raise CopyFailed(
        f"Minbar backs up SQLite and PostgreSQL, not {connection.vendor}. Use that database's own."
    )


class SQLite:
    """One file, copied through SQLite's online backup, which writers do not notice."""

    name = "sqlite"

    def __init__(self, file: Path) -> None:
        """Take the path of the newspaper's database."""
        self.file = file

    def copy_to(self, file: Path) -> Rows:
        """See Engine. Remains of deleted rows, which SQLite leaves in its pages, are not copied."""
        if not self.file.exists():
            raise CopyFailed(f"There is no newspaper: {self.file} does not exist.")
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with _sqlite_in_words():
            address = f"file:{quote(str(self.file))}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as source, _sqlite(file) as copy:
                source.backup(copy)  # in one step, so that no writer makes it begin again
                copy.execute("PRAGMA journal_mode=DELETE")
                for table in _counted(copy):
                    if is_left_out(table):
                        copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a table's own name
                copy.execute("VACUUM")
                rows = _counted(copy)
                _check(copy, rows)
        return rows

    def is_empty(self) -> bool:
        """See Engine."""
        return not self.file.exists()

    def load(self, file: Path, rows: Rows) -> None:
        """See Engine."""
        with _sqlite_in_words(), _sqlite(file) as copy:
            _check(copy, rows)

    def put_in_place(self, file: Path) -> None:
        """See Engine."""
        with _sqlite_in_words(), _sqlite(file) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")  # all in the one file, whatever came before
        shutil.move(file, self.file)

    def take_away(self) -> None:
        """See Engine."""
        self.file.unlink(missing_ok=True)


class PostgreSQL:
    """A dump that pg_restore reads, of the very snapshot in which rows are counted."""

    name = "postgresql"

    def copy_to(self, file: Path) -> Rows:
        """See Engine."""
        with (
            _postgresql_in_words(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            rows = _rows()
            if not rows:
                raise CopyFailed("There is no newspaper: the database that is named is empty.")
            _run(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={snapshot}",
                f"--file={file}",
                *(f'--exclude-table-data="{table}"' for table in rows if is_left_out(table)),
            )
        return {table: 0 if is_left_out(table) else count for table, count in rows.items()}

    def is_empty(self) -> bool:
        """See Engine."""
        with _postgresql_in_words():
            return not connection.introspection.table_names()

    def load(self, file: Path, rows: Rows) -> None:
        """See Engine. All of it or nothing, in one transaction."""
        _run(
            "pg_restore",
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            last=(str(file), "--dbname"),
        )
        with _postgresql_in_words():
            _compare(rows, _rows())

    def put_in_place(self, file: Path) -> None:
        """See Engine: it is there since it was loaded."""
        file.unlink()

    def take_away(self) -> None:
        """See Engine: a database on a server is for its operator to empty."""


def is_left_out(table: str) -> bool:
    """Whether a copy has this table without its rows."""
    return table not in BUT_NOT and any(fnmatch(table, pattern) for pattern in LEFT_OUT)


@contextmanager
def _sqlite(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        yield opened


@contextmanager
def _sqlite_in_words() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise CopyFailed(f"SQLite says: {error}.") from error


def _counted(opened: sqlite3.Connection) -> Rows:
    tables = opened.execute(
        # A virtual table keeps its rows in tables of its own; of itself it may not let one count.
        r"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' "
        r"ESCAPE '\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    return {
        table: opened.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
        for (table,) in tables
    }


def _check(opened: sqlite3.Connection, rows: Rows) -> None:
    (verdict,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise CopyFailed(f"The database's copy is not sound: {verdict}.")
    _compare(rows, _counted(opened))


def _compare(expected: Rows, found: Rows) -> None:
    for table, count in expected.items():
        if found.get(table) != count:
            raise CopyFailed(f"{table} has {found.get(table)} rows in place of {count}.")


def _rows() -> Rows:
    """Count every table, in whatever transaction the connection is."""
    with connection.cursor() as cursor:
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608 - a table's own name
            (rows[table],) = cursor.fetchone()
        return rows


@contextmanager
def _postgresql_in_words() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise CopyFailed(f"PostgreSQL says: {reason}.") from error


def _run(program: str, *options: str, last: tuple[str, ...] = ()) -> None:
    """Run a tool of PostgreSQL's; the password goes by the environment, which none but we read."""
    command, secrets = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, [*options, *last]
    )
    try:
        subprocess.run(  # noqa: S603 - its arguments are the settings'
            [program, *command[1:]],
            env=os.environ | (secrets or {}),
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise CopyFailed(
            f"{program} is not installed. On Debian: apt install postgresql-client"
        ) from error
    except subprocess.CalledProcessError as error:
        raise CopyFailed(f"{program} says: {error.stderr.strip()}") from error
