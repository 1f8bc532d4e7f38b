import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from minbar.audience.volumes import Volume


def failing(*_arguments):
    raise OSError(28, "No space left on device")


class TestSyncing:
    """What was written is synced once a second, if anything was."""

    @pytest.fixture
    def synced(self, folder, monkeypatch):
        """The files of this journal that were synced."""
        synced, sync = [], os.fdatasync

        def note(number):
            file = Path(f"/proc/self/fd/{number}").readlink()
            synced.extend([file] if folder in file.parents else [])
            sync(number)

        monkeypatch.setattr(os, "fdatasync", note)
        return synced

    def test_what_was_written_is_synced_once(self, browser, journal, synced):
        browser.send_beacon(217)
        browser.send_beacon(218)

        journal._writer.sync()
        journal._writer.sync()

        assert len(synced) == 1

    def test_a_segment_that_was_left_is_synced_too(self, browser, journal, synced, clock):
        browser.send_beacon(217)
        clock.turn(minutes=61)
        browser.send_beacon(217)

        journal._writer.sync()

        assert len(set(synced)) == 2

    def test_it_goes_by_itself(self, browser, synced):
        browser.send_beacon(217)

        wait_until(lambda: synced)

    def test_it_goes_in_a_forked_process_too(self, browser, journal, synced):
        browser.send_beacon(217)
        child = os.fork()
        if child == 0:
            synced.clear()
            browser.send_beacon(218)
            wait_until(lambda: synced)
            os._exit(0 if len(synced) == 1 else 1)

        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    def test_a_finished_day_is_let_go_though_nobody_reads(self, browser, journal, folder, clock):
        browser.send_beacon(217)
        assert not Volume(folder / "2026-11-23").hold_alone()

        clock.turn(days=1)
        for _ in range(3):
            journal._writer.sync()

        assert Volume(folder / "2026-11-23").hold_alone()


class TestFailing:
    """Nothing is acknowledged that was not written, and nothing written where writing failed."""

    def test_what_the_disk_does_not_take_is_not_acknowledged(self, browser, monkeypatch, caplog):
        browser.send_beacon(217)
        monkeypatch.setattr(os, "write", failing)

        answer = browser.send_beacon(218)

        assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
        assert "was not written down" in caplog.text

    def test_half_a_line_is_not_acknowledged_and_spoils_no_other(
        self, browser, monkeypatch, lines, caplog
    ):
        write = os.write
        monkeypatch.setattr(os, "write", lambda number, line: write(number, line[:30]))
        statuses = [browser.send_beacon(217).status]
        monkeypatch.undo()

        statuses.append(browser.send_beacon(218).status)

        assert statuses == [503, 204]
        assert [len(line) > 30 for line in lines()] == [False, True]

    def test_without_a_folder_to_write_in_the_picture_still_comes(self, browser, folder, caplog):
        folder.write_text("a file in the folder's place")

        answer = browser.load_picture(217)

        assert (answer.status, len(answer.body)) == (503, 43)

    def test_after_a_failed_sync_a_new_segment_is_begun(
        self, browser, journal, folder, monkeypatch, caplog
    ):
        browser.send_beacon(217)
        monkeypatch.setattr(os, "fdatasync", failing)
        journal._writer.sync()
        monkeypatch.undo()

        browser.send_beacon(218)

        assert [len(path.read_bytes().splitlines()) for path in segments(folder)] == [1, 1]
        assert "may be lost" in caplog.text

    def test_with_space_again_it_goes_on_by_itself(self, browser, monkeypatch, lines, caplog):
        monkeypatch.setattr(os, "open", failing)
        assert browser.send_beacon(217).status == 503
        monkeypatch.undo()

        assert browser.send_beacon(217).status == 204
        assert len(lines()) == 1


def test_no_more_files_are_open_than_are_written_to(browser, journal, folder, clock):
    for _ in range(5):
        browser.send_beacon(217)
        clock.turn(hours=2)
        journal._writer.sync()
    for _ in range(2):
        journal._writer.sync()

    assert files_open_below(folder) == []


def test_the_journal_needs_no_django():
    script = "import sys, minbar.audience.journal; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def files_open_below(folder):
    links = (Path(entry.path) for entry in os.scandir("/proc/self/fd"))
    return [link for link in links if folder in link.resolve().parents]


def segments(folder):
    return sorted(folder.glob("*/*.views"))


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
