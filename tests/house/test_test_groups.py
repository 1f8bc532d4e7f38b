"""Tests that share a running newspaper share one: what `make test` gives pytest keeps a group."""

import re
import subprocess
import sys

FIVE = """
import pytest
@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(5))
def test_of_a_group(number): pass
"""


def test_a_group_runs_in_one_process(tmp_path):
    (tmp_path / "test_five.py").write_text(FIVE)

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-n", "2", "--dist", "loadgroup", "-p", "no:django"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    workers = re.findall(r"^\[(gw\d)\].*test_of_a_group", run.stdout, re.MULTILINE)
    assert len(workers) == 5
    assert len(set(workers)) == 1, run.stdout
