"""How fast views are counted, each figure against something in the same run.

    python benchmarks/count.py [--lines 1000000] [--seconds 5] [--folds 3]

1. Beacons a second against a tiny answer from the same server behind the same journal (needs wrk).
2. The fold of a journal into SQLite, beside a writer who writes a row at a time as comments do: how
   long it took, and how long that writer waited at most. The same writer alone is the comparison.
"""

import argparse
import multiprocessing
import os
import random
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

DATA = Path(tempfile.mkdtemp(prefix="minbar-benchmark-"))
os.environ["MINBAR_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "minbar.project.settings"

from minbar.audience.journal import Journal  # noqa: E402 - after what the settings read is set
from minbar.audience.lines import View, to_line  # noqa: E402
from minbar.audience.volumes import hold_volume  # noqa: E402

STORIES = 2000
READERS_AGAIN = 0.1
"""Share of the lines that repeat a view."""
PAUSE_OF_WRITER = 0.02
BROWSER = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile"
SOURCES = ["", "", "facebook.com", "google.com", "t.me", "x.com"]
BEACON = """
wrk.headers["User-Agent"] = "%s"
function request()
  local story = "story=" .. math.random(1, 2000) .. "&source=facebook.com"
  return wrk.format("POST", "/views/",
    {["Content-Type"] = "application/x-www-form-urlencoded"}, story)
end
"""


def tiny(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer as little as can be answered."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


application = Journal(
    tiny,
    folder=DATA / "beacons",
    zone=UTC,
    address_of=lambda environ: environ.get("REMOTE_ADDR", ""),
)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--folds", type=int, default=3)
    arguments = parser.parse_args()
    try:
        if shutil.which("wrk"):
            compare_beacons(arguments.seconds)
        else:
            print("beacons: not measured, wrk is not installed")
        measure_fold(arguments.lines, arguments.folds)
    finally:
        shutil.rmtree(DATA)


def compare_beacons(seconds: int, rounds: int = 3) -> None:
    """Measure tiny answers and beacons in turn, so that a noisy moment strikes both."""
    with socket.create_server(("127.0.0.1", 0)) as trial:
        port = trial.getsockname()[1]
    serve = (
        f"--interface wsgi --workers 1 --blocking-threads 8 --no-ws --log-level error --port {port}"
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *serve.split(), "benchmarks.count:application"],
        env=os.environ | {"PYTHONPATH": "."},
    )
    script = DATA / "beacon.lua"
    script.write_text(BEACON % BROWSER)
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(port)
        tiny_rates, beacon_rates = [], []
        for _ in range(rounds):
            tiny_rates.append(rate(address, seconds))
            beacon_rates.append(rate(address, seconds, "-s", str(script)))
    finally:
        server.terminate()
        server.wait()
    tiny_rate, beacon_rate = statistics.median(tiny_rates), statistics.median(beacon_rates)
    print(f"tiny answers      {tiny_rate:10,.0f} a second")
    print(f"beacons           {beacon_rate:10,.0f} a second")
    print(f"ratio             {beacon_rate / tiny_rate:10.2f}  (to reach: 0.30)")


def rate(address: str, seconds: int, *more: str) -> float:
    told = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", *more, address],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "Non-2xx" not in told, told
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError


def measure_fold(lines: int, folds: int) -> None:
    """Fold the same journal several times into a database that knows nothing of it."""
    found_newspaper()
    from django.db import connections

    from minbar.audience.counting import Fold
    from minbar.audience.models import DayFigures, Figures

    stories = make_stories()
    folder = DATA / "journal"
    counted = write_journal(folder, lines, stories)
    alone = Writer()
    with alone:
        time.sleep(3)
    took, waited = [], []
    for _ in range(folds):
        DayFigures.objects.all().delete()
        Figures.objects.all().delete()
        connections.close_all()
        schedule = multiprocessing.get_context("fork").Process(target=Fold(folder).run)
        began_at = time.monotonic()
        schedule.start()
        beside = Writer()
        with beside:
            schedule.join()
            took.append(time.monotonic() - began_at)
        assert schedule.exitcode == 0
        waited.append(max(beside.waits))
        total = sum(DayFigures.objects.values_list("views", flat=True))
        assert total == counted, (total, counted)
    print(
        f"fold              {statistics.median(took):10.2f} s for {lines:,} lines  (to reach: 20)"
    )
    print(f"a writer beside   {max(waited) * 1000:10.0f} ms at most  (to reach: 100)")
    print(f"the same alone    {max(alone.waits) * 1000:10.0f} ms at most")


class Writer:
    """Someone else who writes to the database, a row in a transaction, as a comment does."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _write(self) -> None:
        with closing(
            sqlite3.connect(DATA / "minbar.sqlite3", timeout=20, isolation_level=None)
        ) as database:
            database.execute("PRAGMA synchronous=FULL")
            database.execute("CREATE TABLE IF NOT EXISTS benchmark (text)")
            while not self._done.wait(PAUSE_OF_WRITER):
                began_at = time.monotonic()
                database.execute("BEGIN IMMEDIATE")
                database.execute("INSERT INTO benchmark VALUES (?)", ["تعليق" * 50])
                database.execute("COMMIT")
                self.waits.append(time.monotonic() - began_at)


def found_newspaper() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def make_stories() -> list[int]:
    from django.utils import timezone

    from minbar.stories.models import Front, Section, Story

    section = Front.objects.get().add_child(instance=Section(title="الوطن", slug="national"))
    now = timezone.now()
    return [
        section.add_child(
            instance=Story(title=f"خبر {number}", slug=f"s{number}", first_published_at=now)
        ).pk
        for number in range(STORIES)
    ]


def write_journal(folder: Path, lines: int, stories: list[int]) -> int:
    """Write the lines in four segments, and return how many views they are."""
    from django.utils import timezone

    dice = random.Random(1)
    volume = hold_volume(folder, timezone.localdate())
    now = int(datetime.now(UTC).timestamp())
    readers = [dice.getrandbits(64) for _ in range(int(lines * (1 - READERS_AGAIN)))]
    chosen = readers + dice.choices(readers, k=lines - len(readers))
    for part in range(4):
        with (volume.path / f"{part}.views").open("wb") as segment:
            for reader in chosen[part::4]:
                # Few stories are read much, and many a little.
                story = stories[int(len(stories) * dice.random() ** 3)]
                segment.write(to_line(View(now, story, reader, dice.choice(SOURCES))))
    return len(set(readers))


if __name__ == "__main__":
    main()
