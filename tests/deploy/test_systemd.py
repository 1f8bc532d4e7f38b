"""The units that we ship, as systemd looks at them, and the script that one of them runs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNITS = ("minbar.service", "minbar-backup.service", "minbar-backup.timer")
EXPOSURE = 1.4
"""As docs/operator.md says; 10 is a service that may do anything."""

with_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None,
    reason="systemd-analyze is not installed (on Debian: apt install systemd)",
)


@pytest.fixture
def units(tmp_path):
    """The units, with the program where it is here."""
    for name in UNITS:
        text = (ROOT / "deploy" / "systemd" / name).read_text()
        text = text.replace("/opt/minbar/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / name).write_text(text.replace("/opt/minbar/", f"{ROOT}/"))
    return tmp_path


@with_systemd
class TestUnits:
    """A service may do what a newspaper needs, and hardly anything else."""

    def test_systemd_finds_no_fault_with_them(self, units):
        verified = subprocess.run(
            ["systemd-analyze", "verify", *(units / name for name in UNITS)],
            capture_output=True,
            text=True,
            check=False,
        )

        told = [line for line in verified.stderr.splitlines() if "minbar" in line]
        assert (told, verified.returncode) == ([], 0)

    @pytest.mark.parametrize("name", ["minbar.service", "minbar-backup.service"])
    def test_they_expose_no_more_than_is_said(self, units, name):
        told = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", units / name],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        exposure = re.search(r"exposure level for \S+: ([\d.]+)", told)

        assert exposure
        assert float(exposure.group(1)) <= EXPOSURE
        assert f"exposure level {EXPOSURE}" in (ROOT / "docs" / "operator.md").read_text()


class TestDailyBackup:
    """Each day one more, and of the old ones as many as are wanted: never fewer for a failure."""

    @pytest.fixture
    def folder(self, tmp_path):
        folder = tmp_path / "with a space"
        folder.mkdir()
        for day in (21, 22, 23):
            (folder / f"state-2026-11-{day}T033000Z.tar.gz").touch()
        return folder

    @pytest.fixture
    def back_up(self, folder, tmp_path):
        def run(script, keep):
            stand_in = tmp_path / "minbar"
            stand_in.write_text(f"#!/bin/sh\n{script}\n")
            stand_in.chmod(0o755)
            return subprocess.run(
                [ROOT / "deploy" / "back-up-daily", folder, str(keep)],
                env=os.environ | {"MINBAR": str(stand_in)},
                check=False,
            ).returncode

        return run

    def test_the_newest_are_kept(self, folder, back_up):
        assert back_up('touch "$2"', keep=2) == 0

        left = sorted(file.name for file in folder.iterdir())
        assert len(left) == 2
        assert left[0] == "state-2026-11-23T033000Z.tar.gz"

    def test_none_goes_where_no_new_one_came(self, folder, back_up):
        assert back_up("exit 1", keep=2) == 1

        assert len(list(folder.iterdir())) == 3

    def test_keys_that_were_put_there_are_not_taken_for_a_backup(self, folder, back_up):
        (folder / "keys.json").touch()

        back_up('touch "$2"', keep=1)

        assert (folder / "keys.json").exists()
