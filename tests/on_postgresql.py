"""Runs pytest, with whatever follows, on PostgreSQL: on DATABASE_URL's server or on one of its own.

.venv/bin/python -m tests.on_postgresql tests/press
"""

import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

from tests.postgresql import PASSWORD, a_server

UNSAFE_BUT_FAST = (
    *("synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"),
    *("max_connections=200", "jit=off"),
)
"""What these databases hold is wanted no longer than the run."""


def run_pytest(address: str) -> int:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *sys.argv[1:]],
        env=os.environ | {"DATABASE_URL": address},
        check=False,
    )
    return run.returncode


def run_pytest_on_own_server() -> int:
    with a_server(*UNSAFE_BUT_FAST) as server:
        here = ("--host=127.0.0.1", f"--port={server.port}", "--username=minbar")
        role = f"CREATE ROLE tests LOGIN CREATEDB PASSWORD '{PASSWORD}'"
        server.run("psql", *here, "--dbname=postgres", f"--command={role}")
        server.run("createdb", *here, "--owner=tests", "tests")
        return run_pytest(f"postgres://tests:{PASSWORD}@127.0.0.1:{server.port}/tests")


if __name__ == "__main__":
    # The server must not outlive a run that is asked to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    given = os.environ.get("DATABASE_URL", "")
    if given and not urlsplit(given).scheme.startswith("postgres"):
        sys.exit("DATABASE_URL names no PostgreSQL. Unset it, and the tests start a server.")
    sys.exit(run_pytest(given) if given else run_pytest_on_own_server())
