"""Backing up PostgreSQL and restoring into it, on a server of the test's own."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from minbar.project.database_copies import is_left_out
from tests.project import newspapers
from tests.project.newspapers import EMAIL, emails, minbar, pages


def programs():
    """The folder of PostgreSQL's server programs, which Debian keeps off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


pytestmark = [
    pytest.mark.xdist_group("backup"),
    pytest.mark.skipif(
        programs() is None and "CI" not in os.environ,
        reason="PostgreSQL's server is not installed (on Debian: apt install postgresql)",
    ),
]
PASSWORD = "not-to-be-seen"


class Server:
    """A cluster that nobody else uses, run by somebody who is not root, as it demands."""

    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        self.user = {"user": "nobody", "group": "nogroup"} if os.getuid() == 0 else {}

    def start(self):
        word = self.folder / "word"
        word.write_text(PASSWORD)
        if self.user:
            for path in (self.folder, word):
                shutil.chown(path, **self.user)
        self.run(
            "initdb",
            "--auth=scram-sha-256",
            "--username=minbar",
            f"--pwfile={word}",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            f"--pgdata={self.folder}/data",
        )
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off"
        self.run(
            "pg_ctl",
            f"--pgdata={self.folder}/data",
            f"--log={self.folder}/log",
            f"--options={options}",
            "--wait",
            "start",
        )
        return self

    def stop(self):
        self.run("pg_ctl", f"--pgdata={self.folder}/data", "--mode=immediate", "stop")

    def database(self, name):
        """Make an empty one, whose owner may do nothing beyond it, and return its address."""
        here = ("--host=127.0.0.1", f"--port={self.port}", "--username=minbar")
        role = f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'"
        self.run("psql", *here, "--dbname=postgres", f"--command={role}")
        self.run("createdb", *here, f"--owner={name}", name)
        return f"postgres://{name}:{PASSWORD}@127.0.0.1:{self.port}/{name}"

    def run(self, program, *options):
        subprocess.run(
            [programs() / program, *options],
            cwd=self.folder,
            env=os.environ | {"PGPASSWORD": PASSWORD},
            check=True,
            stdout=subprocess.DEVNULL,
            **self.user,
        )


@pytest.fixture(scope="module")
def server():
    folder = Path(tempfile.mkdtemp(prefix="minbar-postgresql-"))  # pytest's own are root's alone
    with socket.create_server(("127.0.0.1", 0)) as trial:
        port = trial.getsockname()[1]
    server = Server(folder, port).start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def newspaper(server, tmp_path_factory):
    """Its data folder, and the address of its database."""
    address = server.database("newspaper")
    return newspapers.found(tmp_path_factory.mktemp("newspaper"), DATABASE_URL=address), address


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
