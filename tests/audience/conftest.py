"""A newspaper's journal: written to as the web server does, read as the schedule does."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from minbar.audience.counting import Fold
from minbar.audience.journal import FORM, Journal

ALGIERS = ZoneInfo("Africa/Algiers")
ADDRESS = "198.51.100.23"
BROWSER = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ALGIERS)


class Clock:
    """The newspaper's clock, set by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)

    @property
    def today(self) -> date:
        return self.now.astimezone(ALGIERS).date()

    def time(self) -> float:
        return self.now.timestamp()


class Answer:
    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


class Browser:
    """Someone's browser, which knows the journal's addresses."""

    def __init__(self, journal: Journal, address: str = ADDRESS, name: str = BROWSER) -> None:
        self.journal = journal
        self.environ = {"REMOTE_ADDR": address, "HTTP_USER_AGENT": name}

    def ask(self, method: str, path: str, body: bytes = b"", **more: Any) -> Answer:
        answers: list[tuple[str, list[tuple[str, str]]]] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
        given = self.journal(self.environ | environ | more, lambda *answer: answers.append(answer))
        ((status, headers),) = answers
        return Answer(int(status.split()[0]), dict(headers), b"".join(given))

    def send_beacon(self, story: Any, source: str = "", **headers: str) -> Answer:
        body = urlencode({"story": story, "source": source}).encode()
        return self.ask("POST", "/views/", body, CONTENT_TYPE=f"{FORM};charset=UTF-8", **headers)

    def load_picture(self, story: Any, **headers: str) -> Answer:
        return self.ask("GET", f"/views/{story}.gif", **headers)


def behind(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Stand where the front and Django do."""
    start_response("200 OK", [])
    return [b"a page"]


def open_journal(folder: Path, clock: Clock) -> Journal:
    """Begin writing, as a web server's process does when it starts."""
    return Journal(
        behind,
        folder=folder,
        zone=ALGIERS,
        address_of=lambda environ: environ["REMOTE_ADDR"],
        clock=clock.time,
    )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Clock:
    settings.TIME_ZONE = "Africa/Algiers"
    clock = Clock(NOON)
    monkeypatch.setattr(timezone, "now", lambda: clock.now.astimezone(UTC))
    return clock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def journal(folder: Path, clock: Clock) -> Journal:
    return open_journal(folder, clock)


@pytest.fixture
def browser(journal: Journal) -> Browser:
    return Browser(journal)


@pytest.fixture
def neighbour(journal: Journal) -> Browser:
    return Browser(journal, address="198.51.100.24")


@pytest.fixture
def fold(folder: Path) -> Iterator[Fold]:
    return Fold(folder)


@pytest.fixture
def lines(folder: Path) -> Callable[[], list[str]]:
    """Everything that the journal holds."""

    def read() -> list[str]:
        return [
            line
            for segment in sorted(folder.glob("*/*.views"))
            for line in segment.read_text("ascii").splitlines()
        ]

    return read
