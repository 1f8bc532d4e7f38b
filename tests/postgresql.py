"""PostgreSQL's server, run by the tests themselves on a cluster that nobody else uses."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

PASSWORD = "not-to-be-seen"


def programs():
    """The folder of PostgreSQL's server programs, which Debian keeps off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


class Server:
    """A cluster that nobody else uses, run by somebody who is not root, as it demands."""

    def __init__(self, folder, port, settings=()):
        self.folder, self.port = folder, port
        self.settings = ("fsync=off", *settings)
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
        self.start_again()
        return self

    def start_again(self):
        told = " ".join(f"-c {setting}" for setting in self.settings)
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} {told}"
        self.run(
            "pg_ctl",
            f"--pgdata={self.folder}/data",
            f"--log={self.folder}/log",
            f"--options={options}",
            "--wait",
            "start",
        )

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

    def hold(self, *, still: bool):
        """Stop the server's processes where they stand, or let them go on: silence, not refusal."""
        number = signal.SIGSTOP if still else signal.SIGCONT
        parent = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        for pid in (parent, *_children_of(parent)):
            os.kill(pid, number)


def _children_of(pid):
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


@contextmanager
def a_server(*settings: str) -> Iterator[Server]:
    """Start one in a folder of its own; pytest's are root's alone."""
    folder = Path(tempfile.mkdtemp(prefix="minbar-postgresql-"))
    server = Server(folder, free_port(), settings).start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
