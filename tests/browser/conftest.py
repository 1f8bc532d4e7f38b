"""A real newspaper with its demo edition, and Chromium to look at it with.

``minbar serve`` runs as an operator runs it, on data of its own. Screenshots are left in
``screenshots/`` for people to look at. Any error in the console fails the test that met it.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    StorageState,
    sync_playwright,
)

from tests.databases import Named, without_database
from tests.ports import free_port
from tests.prepared_newspapers import copy_demo_edition, copy_newspaper

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "screenshots"
pytest.register_assert_rewrite("tests.browser.looks")  # so that it tells what it saw

MINBAR = [sys.executable, "-c", "from minbar.project.command import main; main()"]
PASSWORD = "a-password-for-tests"
BROWSERS = ("chromium", "google-chrome", "chromium-browser")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 60
"""Seconds after which a test gives up waiting; nothing here says how fast something is."""
NOT_KEPT = "Service Worker registration blocked by Playwright"
"""What the console says for us, in browsers that are to keep no page."""
A_MOMENT = 50
"""Milliseconds in which what a page's scripts want has begun to be asked for."""
AT_WORK = """
import contextlib, io, json, sys
from django.core.management import execute_from_command_line
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        execute_from_command_line(["minbar", *json.loads(line)])
    print(json.dumps(said.getvalue()), flush=True)
"""
"""Runs one command after the other: to start anew for each took longer than the commands."""
BRING_PICTURES = """() => Promise.all([...document.images].map(image => {
  image.loading = 'eager';
  return image.complete || new Promise(come => { image.onload = image.onerror = come; });
}))"""
"""A screenshot of a whole page shows pictures that nobody has scrolled to."""


@dataclass
class Newspaper:
    """A running newspaper."""

    address: str
    data: Path
    database: Named
    environment: dict[str, str]
    seed_story: str = ""
    """The path of the imported story that Minbar began from."""

    def command(self, *words: str) -> str:
        """Run a ``minbar`` command on this newspaper's data and return what it printed."""
        at_work = self._at_work
        at_work.stdin.write(json.dumps(words) + "\n")
        at_work.stdin.flush()
        said: str = json.loads(at_work.stdout.readline())
        return said

    @cached_property
    def _at_work(self) -> Any:
        return subprocess.Popen(
            [sys.executable, "-c", AT_WORK],
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "minbar.project.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def end(self) -> None:
        """Let go of what runs commands, if anything does."""
        if "_at_work" in vars(self):
            self._at_work.communicate()


@dataclass
class Reader:
    """Someone with a browser; keeps what the console complained of."""

    page: Page
    newspaper: Newspaper
    complaints: list[str] = field(default_factory=list)
    _awaited: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("request", self._await)
        self.page.on("requestfinished", self._await_no_more)
        self.page.on("requestfailed", self._await_no_more)

    def open(self, path: str) -> Page:
        """Open a page of the newspaper, or of another at a whole address, and let it settle."""
        self._awaited.clear()
        self.page.goto(urljoin(self.newspaper.address, path))
        self.settle()
        return self.page

    def open_once_it_says(self, text: str, path: str) -> Page:
        """Open a page again and again, until the press has brought it up to date."""
        give_up_at = time.monotonic() + PATIENCE
        while text not in self.open(path).content():
            assert time.monotonic() < give_up_at, f"{path} never said {text}"
        return self.page

    def settle(self) -> None:
        """Wait until the page has all that it asks for; «networkidle» waits half a second more."""
        self.page.wait_for_load_state()
        self.page.wait_for_timeout(A_MOMENT)
        while self._awaited:
            self.page.wait_for_timeout(A_MOMENT)

    def photograph(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.evaluate(BRING_PICTURES)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def _await(self, request: Request) -> None:
        self._awaited.add(request)

    def _await_no_more(self, request: Request) -> None:
        self._awaited.discard(request)

    def _hear(self, line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"} and NOT_KEPT not in line.text:
            self.complaints.append(f"{line.text} {line.location.get('url', '')}")


def wait_for(address: str, process: subprocess.Popen[bytes], seconds: int = 240) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"It ended with {process.returncode} before it answered."
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (OSError, urllib.error.URLError):
            time.sleep(0.3)
        else:
            return
    raise AssertionError(f"{address} did not answer within {seconds} s.")


@pytest.fixture(scope="session")
def newspaper(
    tmp_path_factory: pytest.TempPathFactory, make_database: Callable[[], Named], seed_page: Path
) -> Iterator[Newspaper]:
    data, database, port = tmp_path_factory.mktemp("newspaper"), make_database(), free_port()
    copy_demo_edition(tmp_path_factory, data, database)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "MINBAR_"))}
    environment = without_database(environment) | database
    environment |= {
        "MINBAR_DATA": str(data),
        "PORT": str(port),
        "MINBAR_ADMIN_PASSWORD": PASSWORD,
    }
    running = Newspaper(f"http://127.0.0.1:{port}", data, database, environment)
    log = (data / "serve.log").open("wb")
    process = subprocess.Popen(
        [*MINBAR, "serve"], env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        wait_for(f"{running.address}/healthz", process)
        told = running.command("import", "page", str(seed_page), "--json")
        running.seed_story = json.loads(told)["url"].removeprefix(running.address)
        yield running
    finally:
        running.end()
        process.terminate()
        process.wait(timeout=30)
        log.close()
        if process.returncode:
            sys.stderr.write((data / "serve.log").read_text())


@pytest.fixture(scope="session")
def english_address(
    newspaper: Newspaper,
    signed_in: StorageState,
    tmp_path_factory: pytest.TempPathFactory,
    make_database: Callable[[], Named],
) -> Iterator[str]:
    """The same newspaper in English, on a copy: its pages are pressed in another language.

    Whoever has signed in to the one has signed in to the other.
    """
    data, database, port = tmp_path_factory.mktemp("english"), make_database(), free_port()
    copy_newspaper(newspaper.data, newspaper.database, data, database)
    address = f"http://127.0.0.1:{port}"
    environment = newspaper.environment | database
    environment |= {
        "MINBAR_DATA": str(data),
        "MINBAR_LANGUAGE": "en",
        "MINBAR_SITE_URL": address,
    }
    serve = "--interface wsgi --no-ws --log-level error minbar.project.wsgi:application"
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *serve.split(), "--port", str(port)], env=environment
    )
    try:
        wait_for(f"{address}/healthz", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found, "The browser tests need Chromium: `apt install chromium`."
    # Playwright leaves an event loop in this thread, which Django would take for an async caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def make_reader(chromium: Browser, newspaper: Newspaper) -> Iterator[Callable[..., Reader]]:
    """Give someone a browser: ``viewport``, ``color_scheme``, ``java_script_enabled`` …

    Without ``service_workers="allow"`` it keeps no page, and every one comes from the newspaper.
    """
    contexts: list[BrowserContext] = []
    readers: list[Reader] = []

    def make(**options: Any) -> Reader:
        context = chromium.new_context(**{"viewport": PHONE, "service_workers": "block"} | options)
        contexts.append(context)
        reader = Reader(context.new_page(), newspaper)
        readers.append(reader)
        return reader

    yield make
    for context in contexts:
        context.close()
    assert [complaint for reader in readers for complaint in reader.complaints] == []


@pytest.fixture
def reader(make_reader: Callable[..., Reader]) -> Reader:
    return make_reader()


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, newspaper: Newspaper) -> StorageState:
    """What a browser keeps whose owner has signed in as the newspaper's administrator."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{newspaper.address}/newsroom/login/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/newsroom/")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def admin(make_reader: Callable[..., Reader], signed_in: StorageState) -> Callable[..., Reader]:
    """Someone signed in as the newspaper's administrator."""
    return partial(make_reader, storage_state=signed_in)


@pytest.fixture(scope="session")
def links_on(chromium: Browser, newspaper: Newspaper) -> Callable[..., list[str]]:
    """Give the paths that a page of the newspaper leads to."""

    def links_on(path: str, chosen: str = ".card__headline a") -> list[str]:
        page = chromium.new_page()
        page.goto(newspaper.address + path)
        found: list[str] = page.eval_on_selector_all(
            chosen, "links => links.map(link => link.getAttribute('href'))"
        )
        page.close()
        return found

    return links_on
