"""The newspaper is read though its database is stopped, silent or locked; no comment is lost.

``MINBAR_FAULT_SECONDS`` says how long readers go on reading in each state; the campaign takes 60.
"""

import html
import http.client
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.ports import free_port
from tests.postgresql import Server, a_server
from tests.prepared_newspapers import MINBAR, copy_migrated
from tests.project.test_serving import Serve, environment, wait_for

SECONDS = float(os.environ.get("MINBAR_FAULT_SECONDS", "3"))
READERS = 4
COMMENT = "نصّ لا يضيع\nوله سطران"
SAME_ORIGIN = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
}
CAPTURE = Path(__file__).parents[1] / "importing" / "captures" / "labelled.txt"

pytestmark = pytest.mark.xdist_group("serve")


class Readers:
    """People who read every pressed page, again and again."""

    def __init__(self, port: int, paths: list[str]) -> None:
        self.answers: Counter[int | str] = Counter()
        self._port, self._paths = port, paths
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _ in range(READERS)]

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def _read(self) -> None:
        while not self._ending.is_set():
            with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)) as line:
                for path in self._paths:
                    self.answers[self._ask(line, path)] += 1

    def _ask(self, line: http.client.HTTPConnection, path: str) -> int | str:
        try:
            line.request("GET", quote(path))
            answer = line.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            return repr(error)
        return answer.status if body or answer.status != 200 else "empty"


class Edition(Serve):
    """A newspaper with everything pressed, and a form that was opened while all was well."""

    def __init__(self, data: Path, **more: str) -> None:
        port = free_port()
        said = data / "serve.log"
        own = environment(data, port) | more
        with said.open("w") as output:
            process = subprocess.Popen(
                [MINBAR, "serve"], env=own, stdout=output, stderr=subprocess.STDOUT
            )
        self.data, self.port, self.said, self.process = data, port, said, process
        wait_for(lambda: "Data " in self.output or process.poll() is not None, within=240)
        assert process.poll() is None, self.output
        command = [MINBAR, "import", "page", str(CAPTURE)]
        subprocess.run(command, env=own, check=True, capture_output=True)
        pressed = subprocess.run(
            [MINBAR, "press", "all"], env=own, capture_output=True, text=True, check=False
        )
        if pressed.returncode:
            self.end()
        assert pressed.returncode == 0, pressed.stdout + pressed.stderr
        self.paths = sorted(self._pressed())
        page = next(text for path in self.paths if "comment-form" in (text := self.read(path)))
        self.form = re.search(r'action="(/stories/\d+/comments/)"', page)[1]
        self.token = re.search(r'name="token" value="([^"]+)"', page)[1]

    def read(self, path: str) -> str:
        return self.ask(path=quote(path)).text

    def comment(self, text: str = COMMENT) -> http.client.HTTPResponse:
        fields = {"name": "سلمى", "email": "salma@example.org", "text": text, "token": self.token}
        return self.ask("POST", self.form, urlencode(fields), SAME_ORIGIN)

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def _pressed(self) -> Iterator[str]:
        from minbar.press.store import Store

        store = Store(self.data / "press")
        return (path for path in store.paths() if store.read(path).status == 200)


def is_kept_for_its_writer(answer: http.client.HTTPResponse) -> bool:
    """The answer thanks for nothing, and has the whole text to copy."""
    return answer.status == 503 and COMMENT in html.unescape(answer.text)


@contextmanager
def read_through(edition: Edition) -> Iterator[None]:
    """Read all the while, and show that not one reading failed."""
    with Readers(edition.port, edition.paths) as readers:
        began_at = time.monotonic()
        yield
        time.sleep(max(0.0, SECONDS - (time.monotonic() - began_at)))
    sys.stdout.write(f"{readers.answers.total()} pages read: {dict(readers.answers)}\n")
    assert set(readers.answers) == {200}
    assert readers.answers.total() >= len(edition.paths)


@contextmanager
def many_at_once(count: int, ask: Callable[[], object]) -> Iterator[list[object]]:
    answers: list[object] = []
    threads = [threading.Thread(target=lambda: answers.append(ask())) for _ in range(count)]
    for thread in threads:
        thread.start()
    yield answers
    for thread in threads:
        thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with a_server() as server:
        yield server


@pytest.fixture(scope="module")
def on_postgresql(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    data, database = tmp_path_factory.mktemp("away"), {"DATABASE_URL": server.database("away")}
    copy_migrated(tmp_path_factory, data, database)
    edition = Edition(data, **database)
    yield edition
    edition.end()


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    data = tmp_path_factory.mktemp("locked")
    copy_migrated(tmp_path_factory, data, {})
    edition = Edition(data)
    yield edition
    edition.end()


class TestPostgreSQL:
    """Stopped or silent, it takes nothing from readers."""

    pytestmark = pytest.mark.only_on_postgresql("SQLite has no server to stop")

    def test_stopped(self, on_postgresql: Edition, server: Server):
        with read_through(on_postgresql):
            server.stop()
            answers = [on_postgresql.comment() for _ in range(3)]
            assert all(is_kept_for_its_writer(answer) for answer in answers)
        server.start_again()

        wait_for(lambda: on_postgresql.comment().status == 303)

    def test_silent(self, on_postgresql: Edition, server: Server):
        server.hold(still=True)
        try:
            with read_through(on_postgresql), many_at_once(12, on_postgresql.comment) as answers:
                pass
            assert all(is_kept_for_its_writer(answer) for answer in answers)
        finally:
            server.hold(still=False)

        wait_for(lambda: on_postgresql.comment("بعد الصمت").status == 303)


class TestSQLite:
    """Its one writer held by somebody else for long, it takes nothing from readers."""

    def test_locked(self, on_sqlite: Edition):
        writer = sqlite3.connect(on_sqlite.data / "minbar.sqlite3", isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        try:
            with read_through(on_sqlite), many_at_once(12, on_sqlite.comment) as answers:
                pass
            assert all(is_kept_for_its_writer(answer) for answer in answers)
        finally:
            writer.close()

        wait_for(lambda: on_sqlite.comment("بعد القفل").status == 303)
