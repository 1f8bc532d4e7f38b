import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import OperationalError

from minbar.project import preparing
from minbar.project.preparing import CannotServe


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.MINBAR_DATA = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    return tmp_path


@pytest.fixture
def called(monkeypatch):
    """The commands that were called, none of which was carried out."""
    commands = []
    monkeypatch.setattr(preparing, "call_command", lambda name, **_: commands.append(name))
    return commands


def ignore(_line):
    pass


class TestLock:
    """A newspaper is served once at a time, and the lock never outlives who holds it."""

    def test_is_taken_while_another_process_holds_it(self, data, monkeypatch):
        monkeypatch.setattr(preparing, "LOCK_WAIT", 0.0)
        with self.holder(data) as holder:
            holder.stdout.readline()
            with pytest.raises(CannotServe, match=f"process {holder.pid}"):
                preparing.take_lock()
            holder.kill()

    def test_is_free_as_soon_as_its_holder_is_killed(self, data):
        with self.holder(data) as holder:
            holder.stdout.readline()
            holder.kill()
            preparing.take_lock()

        assert (data / "serve.lock").read_text() == f"{os.getpid()}\n"

    def test_where_nothing_can_be_written_one_is_told(self, settings):
        settings.MINBAR_DATA = Path("/dev/null/data")

        with pytest.raises(CannotServe, match="Nothing can be written to /dev/null/data"):
            preparing.take_lock()

    @staticmethod
    def holder(data):
        script = (
            "import fcntl, os, sys, time\n"
            f"file = open({str(data / 'serve.lock')!r}, 'w')\n"
            "fcntl.flock(file, fcntl.LOCK_EX)\n"
            "file.write(str(os.getpid())); file.flush()\n"
            "print('held', flush=True)\n"
            "time.sleep(60)\n"
        )
        return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)


class TestAddress:
    """What cannot be listened on is said before anything is changed."""

    def test_a_name_of_this_machine_is_an_address(self, settings):
        settings.HOST = "localhost"

        address, _port = preparing.find_address()

        assert address in {"127.0.0.1", "::1"}

    @pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "nowhere.invalid"])
    def test_a_host_that_is_not_ours(self, settings, host):
        settings.HOST = host

        with pytest.raises(CannotServe, match=f"HOST={host} is no address of this machine"):
            preparing.find_address()

    @pytest.mark.parametrize("port", [0, -1, 65536])
    def test_a_number_that_is_no_port(self, settings, port):
        settings.PORT = port

        with pytest.raises(CannotServe, match=f"PORT={port} is no port"):
            preparing.find_address()


class TestDatabase:
    """A database that does not answer is said to be so, and the step that failed is named."""

    def test_that_does_not_answer(self, monkeypatch):
        class Silent:
            settings_dict = {"OPTIONS": {"pool": {}}}

            def copy(self):
                return self

            def ensure_connection(self):
                assert "pool" not in self.settings_dict["OPTIONS"]
                raise OperationalError("connection refused\nIs the server running?")

            def close(self):
                pass

        monkeypatch.setattr(preparing, "connection", Silent())

        with pytest.raises(CannotServe, match="does not answer: connection refused"):
            preparing.reach_database()

    def test_that_answers(self, db):
        preparing.reach_database()

    def test_that_cannot_be_brought_up_to_date(self, monkeypatch):
        def fail(*_, **__):
            raise CommandError("conflicting migrations")

        monkeypatch.setattr(preparing, "call_command", fail)

        with pytest.raises(CannotServe, match="conflicting migrations\nRun `minbar migrate`"):
            preparing.migrate(ignore)


class TestPrivacyOfTheDatabase:
    """Nobody else on the machine reads an SQLite database, new or old."""

    @pytest.fixture
    def file(self, data, monkeypatch):
        file = data / "minbar.sqlite3"
        there = {"default": {"NAME": str(file)}}
        monkeypatch.setattr(preparing.settings, "DATABASES", there, raising=False)
        return file

    def test_a_new_one_is_its_owner_s(self, file):
        preparing.keep_database_private()

        assert file.stat().st_mode & 0o777 == 0o600

    def test_one_that_was_readable_is_so_no_more_with_what_belongs_to_it(self, file):
        parts = [file, file.with_name("minbar.sqlite3-wal"), file.with_name("minbar.sqlite3-shm")]
        for part in parts:
            part.touch(0o644)

        preparing.keep_database_private()

        assert {part.stat().st_mode & 0o777 for part in parts} == {0o600}


class TestStaticFiles:
    """They are gathered when one has changed, for gathering takes seconds."""

    @pytest.fixture(autouse=True)
    def source(self, tmp_path, settings):
        """A folder of styles in place of everyone's."""
        source = tmp_path / "source"
        source.mkdir()
        (source / "page.css").write_text("body { color: black }")
        settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
        settings.STATICFILES_DIRS = [source]
        return source

    def test_are_gathered_once(self, called):
        preparing.collect_static_files(ignore)
        preparing.collect_static_files(ignore)

        assert called == ["collectstatic"]

    def test_are_gathered_again_when_one_has_changed(self, called, source):
        preparing.collect_static_files(ignore)
        (source / "page.css").write_text("body { color: #222 }")
        preparing.collect_static_files(ignore)

        assert called == ["collectstatic"] * 2

    def test_are_gathered_again_when_one_is_new(self, called, source):
        preparing.collect_static_files(ignore)
        (source / "print.css").write_text("body { color: black }")
        preparing.collect_static_files(ignore)

        assert called == ["collectstatic"] * 2

    def test_are_gathered_again_by_a_new_version(self, called, monkeypatch):
        preparing.collect_static_files(ignore)
        monkeypatch.setattr(preparing, "version", lambda package: f"the next {package}")
        preparing.collect_static_files(ignore)

        assert called == ["collectstatic"] * 2

    def test_a_part_that_has_changed_changes_what_was_joined_of_it(self, source, settings):
        settings.STORAGES = settings.STORAGES | {
            "staticfiles": {"BACKEND": "minbar.paper.static_files.BundledStaticFilesStorage"}
        }
        (source / "paper").mkdir()
        (source / "paper" / "newspaper.css").write_text('@import url("part.css");')
        (source / "paper" / "part.css").write_text("body{color:black}")
        preparing.collect_static_files(ignore)
        (source / "paper" / "part.css").write_text("body{color:white}")
        preparing.collect_static_files(ignore)

        joined = (settings.STATIC_ROOT / "paper" / "newspaper.css").read_text()
        assert "#fff" in joined

    def test_are_gathered_again_after_a_failure(self, called, monkeypatch):
        def fail(*_, **__):
            raise OSError("No space left on device")

        with monkeypatch.context() as full_disk:
            full_disk.setattr(preparing, "call_command", fail)
            with pytest.raises(CannotServe, match="No space left"):
                preparing.collect_static_files(ignore)
        preparing.collect_static_files(ignore)

        assert called == ["collectstatic"]


class TestDemoEdition:
    """Only a newspaper that has no story gets one."""

    def test_is_made_for_an_empty_newspaper(self, db, called):
        preparing.make_demo_edition(ignore)

        assert called == ["demo"]

    def test_is_not_made_over_someone_s_stories(self, story, called):
        preparing.make_demo_edition(ignore)

        assert called == []

    def test_is_finished_where_it_was_cut_off(self, make_story, called, monkeypatch):
        def fail(*_, **__):
            make_story("أول خبر في النسخة")
            raise OSError("No space left on device")

        with monkeypatch.context() as full_disk:
            full_disk.setattr(preparing, "call_command", fail)
            with pytest.raises(CannotServe, match="No space left"):
                preparing.make_demo_edition(ignore)
        for _start in range(2):
            preparing.make_demo_edition(ignore)

        assert called == ["demo"]
