"""So many requests in Django at once; the others are told so at once, and keep what they sent."""

import html
import io
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from minbar.project.admission import FORM, HEALTH, Admission

COMMENT = "شكرا على المقال، ولي <ملاحظة>."


class SlowBody(io.BytesIO):
    """A body that takes its time on the way."""

    def __init__(self, body: bytes, seconds: float) -> None:
        super().__init__(body)
        self._seconds = seconds

    def read(self, size: int | None = -1) -> bytes:
        time.sleep(self._seconds)
        return super().read(size)


def comment(*, seconds: float = 0.0) -> dict[str, Any]:
    body = urlencode({"name": "سلمى", "text": COMMENT}).encode()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/stories/7/comments/",
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": SlowBody(body, seconds),
    }


def ask(application: Admission, environ: dict[str, Any]) -> tuple[str, str]:
    got: list[str] = []
    body = application(environ, lambda status, _headers: got.append(status))
    return got[0], html.unescape(b"".join(body).decode())


@pytest.fixture
def full() -> Admission:
    """One whose only place is taken by an answer that is still being sent."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [])
        return [b"behind"]

    admission = Admission(application, most=1)
    admission.sending = admission({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *_: None)
    return admission


def test_a_place_is_free_again_once_the_answer_is_sent(full: Admission):
    page = {"REQUEST_METHOD": "GET", "PATH_INFO": "/search/"}
    assert ask(full, page)[0].startswith("503")

    full.sending.close()

    assert ask(full, page) == ("200 OK", "behind")


def test_a_busy_site_is_not_sick(full: Admission):
    assert ask(full, {"REQUEST_METHOD": "GET", "PATH_INFO": HEALTH})[0] == "200 OK"


def test_who_is_turned_away_gets_the_comment_back(full: Admission):
    status, page = ask(full, comment())

    assert status.startswith("503")
    assert COMMENT in page


def test_so_do_many_at_once(full: Admission):
    answers: list[tuple[str, str]] = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask(full, comment(seconds=0.02))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [COMMENT in page for _status, page in answers] == [True] * 4


def test_a_slow_sender_keeps_nobody_long(full: Admission, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("minbar.project.admission.PATIENCE", 0.01)
    slow = threading.Thread(target=lambda: ask(full, comment(seconds=0.5)))
    slow.start()
    time.sleep(0.1)

    status, _page = ask(full, comment())

    assert status.startswith("503")
    assert slow.is_alive()
    slow.join()
