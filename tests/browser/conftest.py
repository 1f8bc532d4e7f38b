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
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.databases import Named, without_database
from tests.demo_edition import copy_demo_edition, copy_newspaper
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "screenshots"
MINBAR = [sys.executable, "-c", "from minbar.project.command import main; main()"]
PASSWORD = "a-password-for-tests"
BROWSERS = ("chromium", "google-chrome", "chromium-browser")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
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
        done = subprocess.run(
            [*MINBAR, *words],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.stdout


@dataclass
class Reader:
    """Someone with a browser; keeps what the console complained of."""

    page: Page
    newspaper: Newspaper
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.newspaper.address + path, wait_until="networkidle")
        return self.page

    def photograph(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.evaluate(BRING_PICTURES)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


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
        process.terminate()
        process.wait(timeout=30)
        log.close()
        if process.returncode:
            sys.stderr.write((data / "serve.log").read_text())


@pytest.fixture(scope="session")
def english_address(
    newspaper: Newspaper,
    tmp_path_factory: pytest.TempPathFactory,
    make_database: Callable[[], Named],
) -> Iterator[str]:
    """The same newspaper in English, on a copy: its pages are pressed in another language."""
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
    """Give someone a browser: ``viewport``, ``color_scheme``, ``java_script_enabled`` …"""
    contexts: list[BrowserContext] = []
    readers: list[Reader] = []

    def make(**options: Any) -> Reader:
        context = chromium.new_context(**{"viewport": PHONE} | options)
        contexts.append(context)
        reader = Reader(context.new_page(), newspaper)
        readers.append(reader)
        reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        reader.page.on(
            "console",
            lambda line: (
                line.type in {"error", "warning"}
                and reader.complaints.append(f"{line.text} {line.location.get('url', '')}")
            ),
        )
        return reader

    yield make
    for context in contexts:
        context.close()
    assert [complaint for reader in readers for complaint in reader.complaints] == []


@pytest.fixture
def reader(make_reader: Callable[..., Reader]) -> Reader:
    return make_reader()


@pytest.fixture
def admin(make_reader: Callable[..., Reader]) -> Callable[..., Reader]:
    """Someone signed in as the newspaper's administrator."""

    def sign_in(**options: Any) -> Reader:
        admin = make_reader(**options)
        admin.open("/newsroom/login/")
        admin.page.fill("[name=username]", "admin")
        admin.page.fill("[name=password]", PASSWORD)
        admin.page.click("[type=submit]")
        admin.page.wait_for_url("**/newsroom/")
        return admin

    return sign_in
