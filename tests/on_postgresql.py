"""Runs pytest, with whatever follows, against a PostgreSQL server of its own.

.venv/bin/python -m tests.on_postgresql tests/press
"""

import os
import subprocess
import sys

from tests.postgresql import PASSWORD, a_server

if __name__ == "__main__":
    with a_server() as server:
        here = ("--host=127.0.0.1", f"--port={server.port}", "--username=minbar")
        role = f"CREATE ROLE tests LOGIN CREATEDB PASSWORD '{PASSWORD}'"
        server.run("psql", *here, "--dbname=postgres", f"--command={role}")
        server.run("createdb", *here, "--owner=tests", "tests")
        address = f"postgres://tests:{PASSWORD}@127.0.0.1:{server.port}/tests"
        run = subprocess.run(
            [sys.executable, "-m", "pytest", *sys.argv[1:]],
            env=os.environ | {"DATABASE_URL": address},
            check=False,
        )
    sys.exit(run.returncode)
