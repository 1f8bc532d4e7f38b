"""Backing up and restoring, by the commands that an operator types, on folders of their own."""

import fcntl
import json
import resource
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from dataclasses import asdict, replace

import pytest

from minbar.project import backing_up, restoring
from minbar.project.archives import NotABackup, Origin, read_origin, write_archive
from minbar.project.backing_up import CannotBackUp, back_up, fingerprints
from minbar.project.database_copies import BUT_NOT, SQLite
from minbar.project.restoring import CannotRestore, restore
from minbar.project.secret_keys import load_secret_keys, parse_secret_keys
from tests.project import newspapers
from tests.project.newspapers import EMAIL, emails, minbar, pages

pytestmark = pytest.mark.xdist_group("backup")

PATIENCE = 180
"""Seconds after which a test gives up waiting; nothing here says how fast something is."""


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory):
    return newspapers.found(tmp_path_factory)


@pytest.fixture(scope="module")
def kept(newspaper, tmp_path_factory):
    """A folder with the newspaper's state and its keys, as an operator has them."""
    folder = tmp_path_factory.mktemp("kept")
    for command, name in (("backup", "state.tar.gz"), ("backup-keys", "keys.json")):
        run = minbar(newspaper, command, folder / name)
        assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="module")
def unpacked(kept, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["tar", "-xzf", kept / "state.tar.gz"], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def restored(kept, tmp_path_factory):
    data = tmp_path_factory.mktemp("restored")
    run = minbar(data, "restore", kept / "state.tar.gz", "--keys", kept / "keys.json")
    assert run.returncode == 0, run.stderr
    assert "Its keys open what they opened before." in run.stdout
    return data


@pytest.fixture
def empty(tmp_path, settings, monkeypatch):
    """An empty folder for this very process to restore into."""
    settings.MINBAR_DATA = tmp_path / "empty"
    settings.MINBAR_DATA.mkdir()
    database = SQLite(settings.MINBAR_DATA / "minbar.sqlite3")
    monkeypatch.setattr(restoring, "engine", lambda: database)
    monkeypatch.setattr(restoring, "take_lock", lambda: None)
    return settings.MINBAR_DATA


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def ignore(*_):
    pass


def archive(file, origin, **members):
    """Write a backup's file with members that no backup need have."""
    with write_archive(file, origin) as add:
        for name, content in members.items():
            source = file.with_suffix(".member")
            source.write_bytes(content)
            with source.open("rb") as opened:
                add(name, opened)
    return file


class TestBackup:
    """A newspaper's state is one file, from which the same newspaper is made again."""

    def test_a_restore_answers_the_same_pages_byte_for_byte(self, newspaper, restored):
        answered = pages(restored)

        assert answered == pages(newspaper)
        assert "شكرا لمن أعادها." in str(answered["/national/bus/"])

    def test_media_layouts_and_the_journal_of_views_come_back(self, newspaper, restored):
        for folder in ("media", "layouts"):
            assert files(restored / folder) == files(newspaper / folder) != {}
        assert (restored / "journal" / "2026-11-24.log").read_text() == "a view\n"

    def test_others_on_the_machine_cannot_read_it(self, kept, restored):
        for file in (kept / "state.tar.gz", kept / "keys.json", restored / "minbar.sqlite3"):
            assert file.stat().st_mode & 0o777 == 0o600

    def test_nothing_is_left_beside_it(self, kept):
        assert {file.name for file in kept.iterdir()} == {"state.tar.gz", "keys.json"}

    def test_plain_tools_read_it_and_check_it(self, unpacked):
        check = subprocess.run(
            ["sha256sum", "--check", "--strict", "SHA256SUMS"],
            cwd=unpacked,
            capture_output=True,
            text=True,
            check=False,
        )

        assert check.returncode == 0, check.stdout
        assert "database: OK" in check.stdout

    def test_it_tells_where_it_is_from(self, unpacked):
        told = json.loads((unpacked / "minbar-backup.json").read_text())

        assert told["engine"] == "sqlite"
        assert told["rows"]["discussion_comment"] == 1

    def test_what_is_backed_up_while_others_write_is_one_moment(self, newspaper, tmp_path):
        own = tmp_path / "own"
        subprocess.run(["cp", "-r", newspaper, own], check=True)
        with self.writer(own) as writer:
            before = int(writer.stdout.readline())
            run = minbar(own, "backup", tmp_path / "state.tar.gz")
            writer.kill()
            after = before + len(writer.stdout.readlines())
        assert run.returncode == 0, run.stderr

        rows = read_origin(tmp_path / "state.tar.gz").rows
        assert before < rows["discussion_comment"] <= after + 2
        assert rows["discussion_sealedemail"] == rows["discussion_comment"]
        # The first comment has been approved, which is a second move.
        assert rows["discussion_move"] == rows["discussion_comment"] + 1

    @staticmethod
    def writer(data):
        script = """
from minbar.discussion.models import Comment
from minbar.discussion.submission import Origin, submit
from minbar.stories.models import Story
number = 1
while True:
    number += 1
    fields = {"name": "سلمى", "place": "", "email": "a@example.org", "text": f"رأي {number}"}
    submit(Story.objects.get(), fields, origin=Origin(address=f"{number}", browser="b"))
    print(number, flush=True)
"""
        return subprocess.Popen(
            [sys.executable, "-c", newspapers.PREPARE + script],
            env=newspapers.environment(data),
            stdout=subprocess.PIPE,
            text=True,
        )


class TestCopyOfSQLite:
    """What must die, or can be made again, is in no copy: not even as remains in a page."""

    @pytest.fixture
    def copied(self, tmp_path):
        with closing(sqlite3.connect(tmp_path / "live")) as live:
            live.execute("PRAGMA journal_mode=WAL")
            for table in ("comment", "django_session", "press_page", *BUT_NOT):
                live.execute(f"CREATE TABLE {table} (value TEXT)")
                live.execute(f"INSERT INTO {table} VALUES ('{table}-value')")
            live.execute("INSERT INTO comment VALUES ('a comment that is erased')")
            live.commit()
            live.execute("DELETE FROM comment WHERE value LIKE '%erased'")
            live.commit()
            rows = SQLite(tmp_path / "live").copy_to(tmp_path / "copy")
        return rows, (tmp_path / "copy").read_bytes()

    def test_has_its_rows_counted(self, copied):
        rows, content = copied

        assert rows["comment"] == 1
        assert b"comment-value" in content

    @pytest.mark.parametrize("table", ["django_session", "press_page"])
    def test_is_without_what_is_left_out(self, copied, table):
        rows, content = copied

        assert rows[table] == 0
        assert f"{table}-value".encode() not in content

    def test_keeps_what_is_due_at_a_moment_to_come(self, copied):
        rows, _content = copied

        assert rows["press_clocktouch"] == 1

    def test_has_no_remains_of_what_was_deleted(self, copied):
        _rows, content = copied

        assert b"a comment that is erased" not in content


class TestApart:
    """State and keys are apart: either alone opens no e-mail."""

    def test_no_byte_of_the_state_tells_an_address_a_key_a_salt_or_a_password(
        self, newspaper, unpacked
    ):
        keys = json.loads((newspaper / "secrets" / "keys.json").read_text())
        secret = [EMAIL, "salma.haddad", "THE-DAYS-SALT", "THE-FIRST-PASSWORD"]
        secret += [
            keys["django"],
            *keys["sealing"],
            keys["receipts"],
            keys["push"],
            *keys["story_tokens"].values(),
        ]

        told = [
            (name, word)
            for name, content in files(unpacked).items()
            for word in secret
            if word.encode() in content
        ]

        assert told == []
        assert not any("salt" in name or "secrets" in name for name in files(unpacked))

    def test_state_and_keys_together_open_it(self, restored):
        assert emails(restored) == [EMAIL]

    def test_the_state_alone_opens_nothing_and_one_is_told_what_is_lost(self, kept, tmp_path):
        run = minbar(tmp_path, "restore", kept / "state.tar.gz")

        assert run.returncode == 0, run.stderr
        for lost in ("addresses", "receipts", "forms", "New keys are in"):
            assert lost in run.stdout
        assert emails(tmp_path) == ["sealed"]

    def test_other_keys_are_refused_before_anything_is_written(self, kept, empty, tmp_path):
        load_secret_keys(tmp_path / "other")

        with pytest.raises(CannotRestore, match="not those that this newspaper had"):
            restore(kept / "state.tar.gz", ignore, keys=tmp_path / "other" / "keys.json")

        assert list(empty.iterdir()) == []

    def test_a_file_without_keys_is_refused(self, kept, empty, tmp_path):
        (tmp_path / "shopping.json").write_text('{"bread": 2}')

        with pytest.raises(CannotRestore, match="holds no keys of Minbar's"):
            restore(kept / "state.tar.gz", ignore, keys=tmp_path / "shopping.json")

    def test_keys_that_were_added_to_since_are_still_the_newspaper_s(self, newspaper, tmp_path):
        had = load_secret_keys(newspaper / "secrets")
        new = load_secret_keys(tmp_path)
        rotated = replace(had, sealing=(*new.sealing, *had.sealing))
        origin = Origin(1, "0.1.0", "sqlite", "", {}, fingerprints(had))

        assert restoring._fits(rotated, origin)
        assert not restoring._fits(had, replace(origin, keys=fingerprints(rotated)))

    def test_keys_kept_before_there_were_pushes_are_the_newspaper_s_and_get_one_once(
        self, newspaper, tmp_path
    ):
        had = load_secret_keys(newspaper / "secrets")
        older = {name: value for name, value in asdict(had).items() if name != "push"}
        (tmp_path / "keys.json").write_text(json.dumps(older))
        (tmp_path / "keys.json").chmod(0o600)
        origin = Origin(1, "0.1.0", "sqlite", "", {}, fingerprints(had))

        assert restoring._fits(parse_secret_keys(json.dumps(older)), origin)
        added = load_secret_keys(tmp_path)
        assert added.push
        assert added == load_secret_keys(tmp_path) == replace(had, push=added.push)
        assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


class TestRefusing:
    """An archive that is not as a backup was written restores nothing."""

    @pytest.fixture
    def origin(self, kept):
        return read_origin(kept / "state.tar.gz")

    @pytest.fixture
    def refused(self, empty):
        def refuse(file, because):
            with pytest.raises(CannotRestore, match=because):
                restore(file, ignore)
            assert list(empty.iterdir()) == []

        return refuse

    def test_one_that_ends_early(self, kept, refused, tmp_path):
        whole = (kept / "state.tar.gz").read_bytes()
        for length in (0, 10, len(whole) // 2, len(whole) - 1):
            (tmp_path / "cut").write_bytes(whole[:length])
            refused(tmp_path / "cut", "damaged|no backup")

    def test_one_of_which_a_byte_has_changed(self, kept, refused, tmp_path):
        whole = bytearray((kept / "state.tar.gz").read_bytes())
        whole[len(whole) // 2] ^= 0xFF
        (tmp_path / "changed").write_bytes(whole)

        refused(tmp_path / "changed", "damaged")

    def test_one_that_was_packed_again_with_another_file(self, unpacked, refused, tmp_path):
        own = tmp_path / "own"
        subprocess.run(["cp", "-r", unpacked, own], check=True)
        (own / "media" / "original_images" / "الزيتون.jpg").write_bytes(b"another photo")
        names = [*tarfile_names(own), "SHA256SUMS"]
        with tarfile.open(tmp_path / "again.tar.gz", "w:gz") as again:
            for name in names:
                again.add(own / name, name)

        refused(tmp_path / "again.tar.gz", "الزيتون.jpg is not as it was written")

    @pytest.mark.parametrize(
        "name",
        ["../evil", "/etc/evil", "media/../../evil", "media", "secrets/keys.json", "./media/a"],
    )
    def test_one_with_a_name_that_leads_elsewhere(self, origin, refused, tmp_path, name):
        refused(archive(tmp_path / "a", origin, **{name: b"evil"}), "which no backup does")
        assert not (tmp_path / "evil").exists()

    @pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
    def test_one_with_a_link_or_a_pipe(self, unpacked, refused, tmp_path, kind):
        with tarfile.open(tmp_path / "linked.tar.gz", "w:gz") as linked:
            linked.add(unpacked / "minbar-backup.json", "minbar-backup.json")
            member = tarfile.TarInfo("media/photo.jpg")
            member.type, member.linkname = kind, "/etc/passwd"
            linked.addfile(member)

        refused(tmp_path / "linked.tar.gz", "which no backup does")

    def test_one_that_names_a_file_twice(self, origin, refused, tmp_path):
        with write_archive(tmp_path / "twice", origin) as add:
            for _time in range(2):
                with (tmp_path / "member").open("w+b") as opened:
                    add("media/photo.jpg", opened)

        refused(tmp_path / "twice", "File exists")

    def test_one_that_lacks_rows(self, origin, unpacked, refused, tmp_path):
        more = replace(origin, rows=origin.rows | {"discussion_comment": 2})
        database = (unpacked / "database").read_bytes()

        refused(archive(tmp_path / "a", more, database=database), "has 1 rows in place of 2")

    def test_one_whose_database_is_not_sound(self, origin, unpacked, refused, tmp_path):
        database = bytearray((unpacked / "database").read_bytes())
        database[8192:65536] = bytes(65536 - 8192)

        refused(archive(tmp_path / "a", origin, database=bytes(database)), "sound|SQLite says")

    def test_what_is_no_archive_at_all(self, refused, tmp_path):
        (tmp_path / "letter.txt").write_text("السلام عليكم")
        with tarfile.open(tmp_path / "foreign.tar.gz", "w:gz") as foreign:
            foreign.add(tmp_path / "letter.txt", "letter.txt")

        refused(tmp_path / "letter.txt", "no backup of Minbar's")
        refused(tmp_path / "foreign.tar.gz", "no backup of Minbar's")
        refused(tmp_path / "absent", "does not exist")

    def test_one_of_a_newer_minbar_is_refused_by_name(self, origin, refused, tmp_path):
        newer = archive(tmp_path / "newer", replace(origin, minbar="9.4.1"))
        later = archive(tmp_path / "later", replace(origin, format=2, minbar="12.0"))

        refused(newer, r"taken by Minbar 9\.4\.1; this is Minbar")
        refused(later, r"Install Minbar 12\.0")

    def test_one_of_another_engine(self, origin, refused, tmp_path):
        other = archive(tmp_path / "other", replace(origin, engine="postgresql"))

        refused(other, "database of postgresql, and DATABASE_URL names one of sqlite")


class TestWhereANewspaperIs:
    """Nothing is written over."""

    def test_a_folder_with_a_newspaper_is_refused(self, kept, restored):
        before = files(restored)

        run = minbar(restored, "restore", kept / "state.tar.gz")

        assert run.returncode == 1
        assert "has a newspaper in it (media, journal, layouts" in run.stderr
        assert files(restored).keys() == before.keys()

    def test_a_database_alone_is_a_newspaper_too(self, kept, empty):
        (empty / "minbar.sqlite3").write_bytes(b"")

        with pytest.raises(CannotRestore, match="has tables in it"):
            restore(kept / "state.tar.gz", ignore)

    def test_a_folder_that_is_being_served_is_refused(self, kept, tmp_path):
        with (tmp_path / "serve.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            lock.write("4711")
            lock.flush()
            run = minbar(tmp_path, "restore", kept / "state.tar.gz")

        assert run.returncode == 1
        assert "Another minbar serve (process 4711)" in run.stderr


class TestBeingCutOff:
    """A restore that is killed leaves nothing that would be served, and is simply run again."""

    @pytest.mark.parametrize(
        "moment",
        ["restoring/database", "restoring/placing"],
    )
    def test_by_a_kill(self, kept, tmp_path, moment):
        command = ["restore", kept / "state.tar.gz", "--keys", kept / "keys.json"]
        stop_at = tmp_path / "data" / moment
        process = subprocess.Popen(
            [newspapers.MINBAR, *command],
            env=newspapers.environment(tmp_path / "data"),
            stdout=subprocess.DEVNULL,
        )
        wait_for(lambda: stop_at.exists() or process.poll() is not None)
        process.kill()
        process.wait()

        if (tmp_path / "data" / "restoring").exists():  # or it was faster than we
            serve = minbar(tmp_path / "data", "serve")
            assert serve.returncode == 1
            assert "was cut off" in serve.stderr
            again = minbar(tmp_path / "data", *command)
            assert again.returncode == 0, again.stderr
        there = files(tmp_path / "data")
        assert there["secrets/keys.json"] == (kept / "keys.json").read_bytes()
        assert not [name for name in there if name.startswith("restoring")]
        with closing(sqlite3.connect(tmp_path / "data" / "minbar.sqlite3")) as database:
            assert database.execute("SELECT count(*) FROM discussion_comment").fetchone() == (1,)

    def test_by_a_failure_of_the_last_step(self, kept, empty, monkeypatch):
        def fail(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(restoring, "_migrate", ignore)
        monkeypatch.setattr(SQLite, "put_in_place", fail)
        (empty / "secrets").mkdir()
        (empty / "secrets" / "keys.json").write_bytes((kept / "keys.json").read_bytes())

        with pytest.raises(CannotRestore, match="No space left"):
            restore(kept / "state.tar.gz", ignore)

        assert set(files(empty)) == {"secrets/keys.json"}


class TestNoBackup:
    """Where there can be none, one is told why, and nothing half is left."""

    def test_a_file_that_is_there_is_not_written_over(self, newspaper, tmp_path):
        (tmp_path / "state.tar.gz").write_text("yesterday's")

        run = minbar(newspaper, "backup", tmp_path / "state.tar.gz")

        assert run.returncode == 1
        assert "is there already" in run.stderr
        assert files(tmp_path) == {"state.tar.gz": b"yesterday's"}

    def test_a_folder_that_is_not_there(self, newspaper, tmp_path):
        run = minbar(newspaper, "backup", tmp_path / "absent" / "state.tar.gz")

        assert run.returncode == 1
        assert "cannot be written: No such file or directory" in run.stderr
        assert "Traceback" not in run.stderr

    @pytest.mark.parametrize("room", [500_000, 1_700_000])
    def test_a_disk_that_is_full(self, newspaper, tmp_path, room):
        run = subprocess.run(
            [newspapers.MINBAR, "backup", tmp_path / "state.tar.gz"],
            env=newspapers.environment(newspaper),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        )

        assert run.returncode in {0, 1}
        if run.returncode:
            assert "Traceback" not in run.stderr
            assert list(tmp_path.iterdir()) == []

    def test_no_newspaper(self, tmp_path):
        run = minbar(tmp_path / "nothing", "backup", tmp_path / "state.tar.gz")

        assert run.returncode == 1
        assert "There is no newspaper" in run.stderr

    def test_what_cannot_be_read_back_is_not_kept(self, tmp_path, settings, monkeypatch):
        def fail(file, _receive):
            raise NotABackup(f"{file} is damaged")

        settings.MINBAR_DATA = tmp_path
        with closing(sqlite3.connect(tmp_path / "live")) as live:
            live.execute("CREATE TABLE comment (value TEXT)")
        monkeypatch.setattr(backing_up, "engine", lambda: SQLite(tmp_path / "live"))
        monkeypatch.setattr(backing_up, "read_archive", fail)

        with pytest.raises(CannotBackUp, match="is damaged\nNo backup was made"):
            back_up(tmp_path / "state.tar.gz", ignore)

        assert set(files(tmp_path)) == {"live"}


def tarfile_names(folder):
    """Names in the order in which the hashes have them."""
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    return [line.partition("  ")[2] for line in lines]


def wait_for(condition):
    give_up_at = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.001)
