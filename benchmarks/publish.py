"""From «publish» to what a reader finds, with editions of a thousand to a hundred thousand stories.

    .venv/bin/python benchmarks/publish.py 1000 10000 100000

A real ``minbar serve`` on SQLite; while an editor publishes and a moderator approves, an import
brings pages and a batch of tasks keeps the worker busy. Each event is timed from the moment at
which its function returns until story and front page show it over HTTP, asked every few
milliseconds. Printed per edition: median, 95th percentile and longest, beside an edition's
own rendering time of one story page, which is what the machine can do in that run.
"""

import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

EVENTS = 30
HERE = Path(__file__).parent
PYTHON = sys.executable
MINBAR = Path(PYTHON).parent / "minbar"
PAGE = """-- -- -- / -- -- --
التحرير
سطر فوق العنوان

خبر رقم {number} جاء من موقع آخر

مكتب التحرير
  • 12
  • 0
خبر رقم {number} جاء من موقع آخر
أرشيف
شرح الصورة

فقرة أولى من الخبر رقم {number}، فيها ما يكفي من الكلمات.

فقرة ثانية.
ع.س

أضف تعليقك

جميع الحقول مطلوبة, ولن يتم نشر بريدك الإلكتروني. يرجى منكم الإلتزام بسياسة الموقع في التعليقات.

لقد تم ارسال تعليقكم للمراجعة, سيتم نشره بعد الموافقة!
التعليقات
0
"""


def main(sizes: list[int]) -> None:
    """Measure each edition."""
    for size in sizes:
        data = Path(tempfile.mkdtemp(prefix="minbar-benchmark-"))
        try:
            measure(size, data)
        finally:
            shutil.rmtree(data, ignore_errors=True)


def measure(size: int, data: Path) -> None:
    """Make an edition of so many stories, press what readers see of it, and publish in it."""
    port = free_port()
    own = os.environ | {"MINBAR_DATA": str(data), "PORT": str(port), "MINBAR_LOG_LEVEL": "ERROR"}
    subprocess.run(
        [PYTHON, HERE / "edition.py", str(size)], env=own, check=True, stdout=subprocess.DEVNULL
    )
    with (data / "serve.log").open("w") as log:
        serve = subprocess.Popen([MINBAR, "serve"], env=own, stdout=log, stderr=log)
    other_port = free_port()
    command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--port", str(other_port)]
    other = subprocess.Popen(
        [*command, "--log-level", "error", "minbar.project.wsgi:application"],
        env=own | {"DJANGO_SETTINGS_MODULE": "minbar.project.settings"},
    )
    try:
        wait_until_up(port)
        wait_until_up(other_port)
        os.environ.update(own)
        prepare_django()
        busy = [
            threading.Thread(target=keep_importing, args=(data, own), daemon=True),
            threading.Thread(target=keep_worker_busy, daemon=True),
        ]
        for thread in busy:
            thread.start()
        report(size, port, other_port)
    finally:
        ENDING.set()
        for process in (serve, other):
            process.terminate()
            process.wait(20)
        ENDING.clear()


ENDING = threading.Event()


def report(size: int, port: int, other_port: int) -> None:
    """Time events of each kind and print what they took."""
    from minbar.press.rendering import render

    story_path = next(iter(some_paths()))
    began_at = time.perf_counter()
    for _ in range(10):
        render(story_path)
    rendering = (time.perf_counter() - began_at) / 10
    print(f"{size} stories; rendering one story page {rendering * 1000:.0f} ms")
    for name, event in (("publish", publish_one), ("approve", approve_one)):
        behind: list[float] = []
        taken = [time_event(port, other_port, event, number, behind) for number in range(EVENTS)]
        taken.sort()
        p95 = taken[int(len(taken) * 0.95)]
        print(
            f"  {name:8} median {statistics.median(taken) * 1000:6.0f} ms   p95 {p95 * 1000:6.0f}"
            f" ms   longest {taken[-1] * 1000:6.0f} ms   ({p95 / rendering:.0f} renderings);"
            f" another server behind by at most {max(behind) * 1000:.0f} ms"
        )


def time_event(
    port: int,
    other_port: int,
    event: Callable[[int], dict[str, str]],
    number: int,
    behind: list[float],
) -> float:
    """Let something happen and return the seconds until each path shows its words.

    How much longer another server process of the same newspaper takes is added to ``behind``.
    """
    expected = event(number)
    began_at = time.perf_counter()
    for path, words in expected.items():
        wait_for_words(port, path, words)
    seen_at = time.perf_counter()
    for path, words in expected.items():
        wait_for_words(other_port, path, words)
    behind.append(time.perf_counter() - seen_at)
    time.sleep(0.1)
    return seen_at - began_at


def wait_for_words(port: int, path: str, words: str) -> None:
    """Ask a path, every few milliseconds, until it shows some words."""
    give_up_at = time.perf_counter() + 60
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while True:
        line.request("GET", quote(path))
        if words in line.getresponse().read().decode():
            break
        if time.perf_counter() > give_up_at:
            raise TimeoutError(f"{path} does not show {words!r}")
        time.sleep(0.003)
    line.close()


def publish_one(number: int) -> dict[str, str]:
    """Publish a new story, as Wagtail does; it leads the front page's lists."""
    from minbar.stories.models import Section, Story

    section = Section.objects.get(slug="national")
    headline = f"خبر عاجل رقم {number} {time.time_ns()}"
    story = section.add_child(instance=Story(title=headline, live=False))
    story.save_revision().publish()
    return {f"/national/{story.slug}/": headline, "/": headline, "/national/": headline}


def approve_one(number: int) -> dict[str, str]:
    """Approve a comment on the newest story; its number of comments stands on the front page."""
    from minbar.discussion.submission import Origin, submit
    from minbar.moderation.decisions import approve
    from minbar.stories.models import Story

    story = Story.objects.filter(slug__startswith="خبر-عاجل").order_by("-pk").first()
    text = f"تعليق {number} {time.time_ns()}"
    fields = {"name": "قارئ", "place": "", "email": "reader@example.org", "text": text}
    approve(submit(story, fields, origin=Origin()).comment, by=None)
    return {f"/national/{story.slug}/": text}


def keep_importing(data: Path, own: dict[str, str]) -> None:
    """Bring pages from elsewhere, twenty at a time."""
    folder = data / "captures"
    folder.mkdir()
    number = 0
    while not ENDING.is_set():
        files = []
        for _ in range(20):
            number += 1
            file = folder / f"{number}.txt"
            file.write_text(PAGE.format(number=number), encoding="utf-8")
            files.append(str(file))
        subprocess.run(
            [MINBAR, "import", "page", *files], env=own, check=False, capture_output=True
        )


def keep_worker_busy() -> None:
    """Give the worker a batch of tasks whenever it has done the last."""
    from django.db import connections
    from django_tasks_db.models import DBTaskResult

    from minbar.project.task_worker import show_sign_of_life

    while not ENDING.is_set():
        if DBTaskResult.objects.ready().count() < 50:
            for _ in range(20):
                show_sign_of_life.enqueue()
        time.sleep(0.2)
    connections.close_all()


def some_paths() -> list[str]:
    """Paths of a few stories."""
    from minbar.stories.models import Story

    return [unquote(story.url) for story in Story.objects.live().order_by("pk")[:5]]


def prepare_django() -> None:
    """Load Django once, in this process."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "minbar.project.settings"
    from django.apps import apps

    if not apps.ready:
        django.setup()


def wait_until_up(port: int) -> None:
    """Return when the server answers."""
    give_up_at = time.monotonic() + 240
    while True:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            line.request("GET", "/")
            if line.getresponse().status == 200:
                return
        except OSError:
            pass
        if time.monotonic() > give_up_at:
            raise TimeoutError("It does not come up.")
        time.sleep(0.2)


def free_port() -> int:
    """Return a port that nobody listens on."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as trial:
        return int(trial.getsockname()[1])


if __name__ == "__main__":
    # A process for each size: Django's settings are read once.
    if len(sys.argv) > 2:
        for size in sys.argv[1:]:
            subprocess.run([PYTHON, __file__, size], check=True)
    else:
        main([int(size) for size in sys.argv[1:]])
