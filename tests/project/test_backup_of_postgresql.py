"""Backing up PostgreSQL and restoring into it, on a server of the test's own."""

import os
import subprocess

import pytest

from minbar.project.database_copies import is_left_out
from tests.postgresql import PASSWORD, a_server, programs
from tests.project import newspapers
from tests.project.newspapers import EMAIL, emails, minbar, pages

pytestmark = [
    pytest.mark.xdist_group("backup"),
    pytest.mark.only_on_postgresql("SQLite is backed up by other tools"),
]


@pytest.fixture(scope="module")
def server():
    with a_server() as server:
        yield server


@pytest.fixture(scope="module")
def newspaper(server, tmp_path_factory):
    """Its data folder, and the address of its database."""
    address = server.database("newspaper")
    return newspapers.found(tmp_path_factory, DATABASE_URL=address), address


@pytest.fixture(scope="module")
def kept(newspaper, tmp_path_factory):
    data, address = newspaper
    folder = tmp_path_factory.mktemp("kept")
    for command, name in (("backup", "state.tar.gz"), ("backup-keys", "keys.json")):
        run = minbar(data, command, folder / name, DATABASE_URL=address)
        assert run.returncode == 0, run.stderr
    return folder


class TestPostgreSQL:
    """The same promises as on SQLite, kept by PostgreSQL's own tools."""

    def test_a_restore_into_an_empty_database_answers_the_same_pages(
        self, newspaper, kept, server, tmp_path
    ):
        data, address = newspaper
        empty = server.database("restored")
        command = ["restore", kept / "state.tar.gz", "--keys", kept / "keys.json"]

        run = minbar(tmp_path, *command, DATABASE_URL=empty)

        assert run.returncode == 0, run.stderr
        assert pages(tmp_path, DATABASE_URL=empty) == pages(data, DATABASE_URL=address)
        assert emails(tmp_path, DATABASE_URL=empty) == [EMAIL]

        again = minbar(tmp_path / "other", *command, DATABASE_URL=empty)
        assert again.returncode == 1
        assert "The database has tables in it" in again.stderr

    def test_the_state_has_no_salt_and_no_address(self, kept, tmp_path):
        subprocess.run(["tar", "-xzf", kept / "state.tar.gz"], cwd=tmp_path, check=True)
        told = subprocess.run(
            [programs() / "pg_restore", "--file=-", tmp_path / "database"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout

        assert "شكرا لمن أعادها." in told
        assert EMAIL not in told
        loaded = [line.split()[1] for line in told.splitlines() if line.startswith("COPY ")]
        assert not [table for table in loaded if is_left_out(table.removeprefix("public."))]

    def test_one_engine_is_not_restored_into_the_other(self, kept, tmp_path):
        run = minbar(tmp_path, "restore", kept / "state.tar.gz")

        assert run.returncode == 1
        assert "holds a database of postgresql" in run.stderr
        assert not (tmp_path / "minbar.sqlite3").exists()

    def test_the_password_is_on_no_command_line(self, newspaper, tmp_path):
        data, address = newspaper
        told = tmp_path / "told"
        spy = tmp_path / "pg_dump"
        spy.write_text(f'#!/bin/sh\necho "$@" >> {told}\nexec {programs()}/pg_dump "$@"\n')
        spy.chmod(0o755)

        run = minbar(
            data,
            "backup",
            tmp_path / "state.tar.gz",
            DATABASE_URL=address,
            PATH=f"{tmp_path}:{os.environ['PATH']}",
        )

        assert run.returncode == 0, run.stderr
        assert "--snapshot=" in told.read_text()
        assert PASSWORD not in told.read_text()

    def test_tools_that_are_not_installed_are_named(self, newspaper, tmp_path):
        data, address = newspaper

        run = minbar(
            data, "backup", tmp_path / "state.tar.gz", DATABASE_URL=address, PATH=str(tmp_path)
        )

        assert run.returncode == 1
        assert "pg_dump is not installed" in run.stderr
        assert list(tmp_path.iterdir()) == []
