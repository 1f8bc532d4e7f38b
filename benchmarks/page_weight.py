"""What the first view of a front page and of a story costs a cheap phone, against our bars.

    .venv/bin/python benchmarks/page_weight.py [--address http://127.0.0.1:8000] [--story PATH]

A real ``minbar serve`` with the demo edition (or the newspaper at an address), Chromium as a phone
of 360 points with two pixels each, an empty cache. Printed per page: bytes over the wire by kind,
as they were sent, headers included; requests; what blocks the first paint. Then the same view over
a slow line on a processor at a quarter of its speed: when the largest part of it stood there (LCP)
and how far things jumped (CLS). Bytes and requests are the same on every machine; LCP is not, and
CLS says something of a phone only where its faces are (on Debian: fonts-noto-core and
fonts-liberation).
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

MINBAR = Path(sys.executable).parent / "minbar"
BROWSERS = ("chromium", "google-chrome", "chromium-browser")
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SETTLED = 4
"""Seconds after which a view has asked for all it wants: it is counted after two."""
ROUNDS = 3
SLOWER = 4
"""Times that the processor is slowed."""
LINES = {
    "slow 3G (400 kbit/s, 400 ms)": (400, 400),
    "slow 4G (1638 kbit/s, 150 ms)": (1638, 150),
}
"""Kilobits a second and milliseconds of a round trip: WebPageTest's and Lighthouse's lines."""
STORY_BYTES, FRONT_BYTES = 100_000, 150_000
MOST_REQUESTS = 12
LONGEST_LCP = 2500
MOST_SHIFT = 0.005
"""More does not round to 0.00. Lines of a hundred letters come out a pixel wider or narrower."""
WATCH = """
window.seen = { largest: 0, element: "", shift: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const { element } = entry;
    window.seen.largest = entry.startTime;
    window.seen.element = element ? `${element.localName}.${element.className}` : "gone";
  }
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) window.seen.shift += entry.value;
  }
}).observe({ type: "layout-shift", buffered: true });
"""
BLOCKING = """() => performance.getEntriesByType("resource")
  .filter((entry) => entry.renderBlockingStatus === "blocking")
  .map((entry) => entry.name)"""
KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS", "Font": "fonts"}


@dataclass
class View:
    """What was sent for one page."""

    requests: dict[str, dict[str, Any]] = field(default_factory=dict)

    def listen(self, session: CDPSession) -> None:
        """Keep each answer's address, kind, encoding and bytes."""
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        address = event["request"]["url"]
        if address.startswith("http"):
            asked = {"address": address, "kind": event.get("type", "Other")}
            self.requests[event["requestId"]] = asked | {"bytes": 0, "encoding": ""}

    def _answered(self, event: dict[str, Any]) -> None:
        if known := self.requests.get(event["requestId"]):
            headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
            known["kind"] = event["type"]
            known["encoding"] = headers.get("content-encoding", "")

    def _finished(self, event: dict[str, Any]) -> None:
        if known := self.requests.get(event["requestId"]):
            known["bytes"] = round(event["encodedDataLength"])

    def is_photo(self, asked: dict[str, Any]) -> bool:
        """Whether a request brings a picture of the newsroom's."""
        return "/media/" in urlsplit(asked["address"]).path

    @property
    def bytes_by_kind(self) -> Counter[str]:
        """Bytes, by what they were for."""
        sums: Counter[str] = Counter()
        for asked in self.requests.values():
            kind = "photos" if self.is_photo(asked) else KINDS.get(asked["kind"], "other")
            sums[kind] += asked["bytes"]
        return sums

    @property
    def without_photos(self) -> list[dict[str, Any]]:
        """Requests for all but the photos."""
        return [asked for asked in self.requests.values() if not self.is_photo(asked)]


def main() -> None:
    """Measure and print; end with 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", help="a newspaper that is up; without it one is made")
    parser.add_argument("--story", help="a story's path; without it the front page's first")
    chosen = parser.parse_args()
    with sync_playwright() as playwright, newspaper(chosen.address) as address:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        story = chosen.story or first_story(browser, address)
        missed = [
            *measure(browser, "front page", f"{address}/", FRONT_BYTES),
            *measure(browser, "story", f"{address}{story}", STORY_BYTES),
        ]
        browser.close()
    print("\n" + ("\n".join(["Missed:", *missed]) if missed else "Every bar is kept."))
    sys.exit(bool(missed))


def measure(browser: Browser, name: str, address: str, most_bytes: int) -> list[str]:
    """Print what a page costs, and return which bars it misses."""
    view, blocking = weigh(browser, address)
    kinds = view.bytes_by_kind
    bytes_without = sum(asked["bytes"] for asked in view.without_photos)
    scripts = [path for path in blocking if path.endswith(".js")]
    print(f"\n{name}: {bytes_without / 1000:.1f} KB without photos (at most {most_bytes // 1000})")
    print("  " + ", ".join(f"{kind} {size / 1000:.1f} KB" for kind, size in kinds.most_common()))
    print(
        f"  {len(view.without_photos)} requests without photos (at most {MOST_REQUESTS}), ", end=""
    )
    print(f"{len(view.requests)} with; {len(scripts)} blocking scripts, {len(blocking)} blocking")
    for asked in sorted(view.requests.values(), key=lambda asked: -asked["bytes"]):
        path = urlsplit(asked["address"]).path
        print(f"    {asked['bytes']:>7}  {asked['encoding'] or '-':<4}  {path[-70:]}")
    missed = []
    if bytes_without > most_bytes:
        missed.append(f"{name}: {bytes_without} bytes without photos")
    if len(view.without_photos) > MOST_REQUESTS:
        missed.append(f"{name}: {len(view.without_photos)} requests without photos")
    if scripts:
        missed.append(f"{name}: scripts that block: {scripts}")
    for line, (kilobits, milliseconds) in LINES.items():
        rounds = [watch(browser, address, kilobits, milliseconds) for _round in range(ROUNDS)]
        largest = statistics.median(seen["largest"] for seen in rounds)
        shift = max(seen["shift"] for seen in rounds)
        elements = {seen["element"] for seen in rounds}
        print(f"  {line}, processor / {SLOWER}: ", end="")
        print(
            f"LCP {largest:.0f} ms (at most {LONGEST_LCP}; {', '.join(elements)}), CLS {shift:.4f}"
        )
        if largest > LONGEST_LCP:
            missed.append(f"{name}: LCP {largest:.0f} ms over {line}")
        if shift > MOST_SHIFT:
            missed.append(f"{name}: CLS {shift:.4f} over {line}")
    return missed


def weigh(browser: Browser, address: str) -> tuple[View, list[str]]:
    """Open a page with an empty cache; return what was sent and what blocked its first paint."""
    with opened(browser) as (page, session):
        view = View()
        view.listen(session)
        page.goto(address)
        page.wait_for_timeout(SETTLED * 1000)
        return view, page.evaluate(BLOCKING)


def watch(browser: Browser, address: str, kilobits: int, milliseconds: int) -> dict[str, Any]:
    """Open a page over a slow line on a slow processor; return what was seen of it."""
    with opened(browser) as (page, session):
        session.send("Network.enable")
        speed = kilobits * 1000 / 8
        line = {"latency": milliseconds, "downloadThroughput": speed, "uploadThroughput": speed}
        session.send("Network.emulateNetworkConditions", {"offline": False, **line})
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(WATCH)
        page.goto(address, wait_until="load", timeout=120_000)
        page.wait_for_timeout(SETTLED * 1000)
        seen: dict[str, Any] = page.evaluate("window.seen")
        return seen


@contextmanager
def opened(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """Give a phone whose cache is empty."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    try:
        yield page, context.new_cdp_session(page)
    finally:
        context.close()


def chromium() -> str:
    """Return the path of the Chromium that there is."""
    return next(path for name in BROWSERS if (path := shutil.which(name)))


def first_story(browser: Browser, address: str) -> str:
    """Return the path of the story that leads the front page."""
    page = browser.new_page()
    page.goto(address)
    path: str | None = page.locator(".card__headline a").first.get_attribute("href")
    page.close()
    assert path
    return path


@contextmanager
def newspaper(address: str | None) -> Iterator[str]:
    """Give the address of a newspaper; without one make the demo edition and serve it."""
    if address:
        yield address.rstrip("/")
        return
    data = Path(tempfile.mkdtemp(prefix="minbar-benchmark-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = os.environ | {"MINBAR_DATA": str(data), "PORT": str(port), "MINBAR_LOG_LEVEL": "ERROR"}
    with (data / "serve.log").open("w") as log:
        serve = subprocess.Popen([MINBAR, "serve", "--demo"], env=own, stdout=log, stderr=log)
    try:
        wait_until_up(f"http://127.0.0.1:{port}/readyz")
        yield f"http://127.0.0.1:{port}"
    finally:
        serve.terminate()
        serve.wait()
        shutil.rmtree(data, ignore_errors=True)


def wait_until_up(address: str) -> None:
    """Wait until the demo edition is drawn and pressed."""
    give_up_at = time.monotonic() + 600
    while time.monotonic() < give_up_at:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit(f"{address} never answered.")


if __name__ == "__main__":
    main()
