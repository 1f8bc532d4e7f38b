"""Comments taken in, each figure against something in the same run.

    .venv/bin/python benchmarks/submission.py [--seconds 8] [--rounds 3] [--comments 1000000]

1. Accepted comments a second, on disk when the receipt is shown, through HTTP with two clients
   that write without pause, against a bare Django view with one insert on the same database and
   the same server, by turns. At least half. No middleware stands before the view; it inserts as
   Django's views do, by ``Model.objects.create``, and beside that one that writes its SQL by hand.
2. The 99th percentile against the median of a submission while fifty readers read: under 20.
3. Submission, and rendering a story's first page, with a thousand comments in the database and with
   a million: at most 1.3 times as long. The story that is measured has the same first page both
   times, a full one with replies; the others are on later pages of it, and on other stories.

Limits are off (``MINBAR_RATE_LIMITS=off``); screeners, seal, history and receipt are not.
"""

import argparse
import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

HERE = Path(__file__).parent
DATA = Path(os.environ.get("MINBAR_DATA") or tempfile.mkdtemp(prefix="minbar-benchmark-"))
WAS_MADE = "MINBAR_DATA" not in os.environ
os.environ |= {
    "MINBAR_DATA": str(DATA),
    "MINBAR_RATE_LIMITS": "off",
    "MINBAR_LOG_LEVEL": "ERROR",
    "DJANGO_SETTINGS_MODULE": "minbar.project.settings",
}
BARE = {"/bare/model/": "bare inserts", "/bare/sql/": "bare inserts by hand-written SQL"}
CLIENTS = 2
READERS = 50
FEW = 1_000
FIRST_PAGE = 51
"""Comments on the story that is measured before all others: a full page, and one that follows."""
REPLIES = 3
BATCH = 5_000
AT_ONCE = 100
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WORDS = [
    "الحافلة",
    "تعود",
    "إلى",
    "الحي",
    "بعد",
    "انقطاع",
    "عامين",
    "وشكرا",
    "لمن",
    "كتب",
    "هذا",
    "المقال",
    "الجميل",
]


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer as Minbar does, and below ``/bare/`` as Django at its barest with one insert."""
    if environ["PATH_INFO"].startswith("/bare/"):
        return _bare()(environ, start_response)
    from minbar.project.wsgi import application as minbar

    return minbar(environ, start_response)


_made: list[Any] = []


def _bare() -> Any:
    if not _made:
        from minbar.project.wsgi import application as _minbar  # noqa: F401 - sets Django up

        _made.append(_BareHandler())
    return _made[0]


class _BareHandler:
    """Django's own handler without middleware, around a view that stores the text and redirects."""

    def __init__(self) -> None:
        from django.core.handlers.wsgi import WSGIHandler
        from django.urls import path

        class Handler(WSGIHandler):
            def load_middleware(self, is_async: bool = False) -> None:
                self._middleware_chain = self._get_response
                self._view_middleware = []
                self._template_response_middleware = []
                self._exception_middleware = []

        self._handler = Handler()
        paths = [path("bare/model/", _create), path("bare/sql/", _insert)]
        self._urls = type("urls", (), {"urlpatterns": paths})

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        from django.core.handlers.wsgi import WSGIRequest

        request = WSGIRequest(environ)
        request.urlconf = self._urls
        response = self._handler.get_response(request)
        start_response(f"{response.status_code} x", list(response.items()))
        return response


@cache
def bare_model() -> Any:
    """Return the model of the bare table; it can be made once Django is set up."""
    from django.db import models

    class BareComment(models.Model):
        name = models.TextField()
        email = models.TextField()
        text = models.TextField()

        class Meta:
            app_label = "benchmarks"
            db_table = "bare_comment"
            managed = False

        def __str__(self) -> str:
            return f"{self.pk}"

    return BareComment


def _create(request: Any) -> Any:
    from django.http import HttpResponseRedirect

    bare_model().objects.create(
        name=request.POST["name"], email=request.POST["email"], text=request.POST["text"]
    )
    return HttpResponseRedirect("/", status=303)


def _insert(request: Any) -> Any:
    from django.db import connection
    from django.http import HttpResponseRedirect

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bare_comment (name, email, text) VALUES (%s, %s, %s)",
            [request.POST["name"], request.POST["email"], request.POST["text"]],
        )
    return HttpResponseRedirect("/", status=303)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--comments", type=int, default=1_000_000)
    chosen = parser.parse_args()
    try:
        prepare()
        with_server(lambda port: compare_rates(port, chosen.seconds, chosen.rounds))
        compare_sizes(chosen.comments)
    finally:
        if WAS_MADE:
            shutil.rmtree(DATA, ignore_errors=True)


def prepare() -> None:
    """Make an edition, and the bare table."""
    subprocess.run(
        [sys.executable, HERE / "edition.py", "60"], check=True, stdout=subprocess.DEVNULL
    )
    import django

    django.setup()
    from django.db import connection

    column = "bigserial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_comment")
        cursor.execute(
            f"CREATE TABLE bare_comment (id {column} PRIMARY KEY, name text, email text, text text)"
        )


def with_server(measure: Any) -> None:
    """Start a server as ``minbar serve`` starts its own, and measure."""
    from django.conf import settings

    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--blocking-threads", str(settings.THREADS), "--log-level", "error"]
    path = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    server = subprocess.Popen(
        [*command, "submission:application"], env=os.environ | {"PYTHONPATH": path}
    )
    try:
        wait_until_up(port)
        measure(port)
    finally:
        server.terminate()
        server.wait(20)


def compare_rates(port: int, seconds: float, rounds: int) -> None:
    """Write comments and bare rows by turns; then comments while many read."""
    story = some_story()
    ours = f"/stories/{story.pk}/comments/"
    ratios: dict[str, list[float]] = {path: [] for path in BARE}
    for path in (ours, *BARE):
        write(port, story, 1.0, path)
    for number in range(rounds):
        bare = {path: len(write(port, story, seconds, path)) / seconds for path in BARE}
        taken = len(write(port, story, seconds, ours)) / seconds
        rates = ", ".join(f"{rate:.0f} {BARE[path]}" for path, rate in bare.items())
        print(f"round {number + 1}, a second: {taken:.0f} comments, {rates}", flush=True)
        for path, rate in bare.items():
            ratios[path].append(taken / rate)
    for path, measured in ratios.items():
        bar = " (at least 0.5)" if path == "/bare/model/" else ""
        print(f"comments : {BARE[path]} = {statistics.median(measured):.2f}{bar}")
    ask(port, story)  # pressed for its first reader
    ending = threading.Event()
    readers = [
        threading.Thread(target=read, args=(port, story, ending), daemon=True)
        for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    took = sorted(write(port, story, seconds * rounds, ours))
    ending.set()
    for reader in readers:
        reader.join()
    p50, p99 = statistics.median(took), took[int(len(took) * 0.99)]
    print(
        f"while {READERS} read: p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, "
        f"p99 : p50 = {p99 / p50:.1f} (under 20)"
    )


def write(port: int, story: Any, seconds: float, path: str) -> list[float]:
    """Write from two clients without pause, and return how long each writing took."""
    took: list[list[float]] = [[] for _ in range(CLIENTS)]
    threads = [
        threading.Thread(target=write_on, args=(port, story, seconds, path, own)) for own in took
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for own in took for one in own]


def write_on(port: int, story: Any, seconds: float, path: str, took: list[float]) -> None:
    """Write from one client over one connection."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    give_up_at = time.perf_counter() + seconds
    while (began_at := time.perf_counter()) < give_up_at:
        line.request("POST", path, urlencode(fields_for(story)), FORM)
        response = line.getresponse()
        response.read()
        if response.status != 303:
            raise RuntimeError(f"{path} answers {response.status}")
        took.append(time.perf_counter() - began_at)
    line.close()


def fields_for(story: Any) -> dict[str, str]:
    """Return a form that nobody has sent."""
    from minbar.discussion.story_tokens import story_token

    number = time.perf_counter_ns() ^ threading.get_ident()
    return {
        "name": "قارئ",
        "place": "سعيدة",
        "email": f"reader-{number}@example.org",
        "text": f"{' '.join(WORDS * 3)} {number}",
        "token": story_token(story.pk),
    }


def read(port: int, story: Any, ending: threading.Event) -> None:
    """Read a story again and again, as a person who turns pages quickly."""
    while not ending.is_set():
        ask(port, story)
        ending.wait(0.2)


def ask(port: int, story: Any) -> None:
    """Read a story once."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", quote(unquote(urlsplit(story.url).path)))
    line.getresponse().read()
    line.close()


def compare_sizes(many: int) -> None:
    """Time submission and a story's first page with few comments and with many."""
    from minbar.discussion.models import Comment

    story = some_story(without_comments=True)
    fill_first_page(story)
    fill(FEW - Comment.objects.count())
    few = time_both(story)
    fill(many - Comment.objects.count())
    total = Comment.objects.count()
    lots = time_both(story)
    for name, before, after in zip(("submission", "first page"), few, lots, strict=True):
        print(
            f"{name}: {before * 1000:.2f} ms with {FEW}, {after * 1000:.2f} ms with {total} "
            f"comments; ratio {after / before:.2f} (at most 1.3)"
        )


def time_both(story: Any) -> tuple[float, float]:
    """Return the medians of submitting to a story and of rendering it."""
    from minbar.discussion.origins import Origin
    from minbar.discussion.submission import submit
    from minbar.press.rendering import render

    submitting, rendering = [], []
    for number in range(AT_ONCE):
        fields, origin = fields_for(story), Origin(f"address {number}", "browser")
        began_at = time.perf_counter()
        submit(story, fields, origin=origin)
        submitting.append(time.perf_counter() - began_at)
        if number % 5 == 0:
            began_at = time.perf_counter()
            render(unquote(story.url))
            rendering.append(time.perf_counter() - began_at)
    return statistics.median(submitting), statistics.median(rendering)


def fill_first_page(story: Any) -> None:
    """Give a story what stands on its first page however many comments follow."""
    from datetime import timedelta

    from django.utils import timezone

    from minbar.discussion.models import Comment, Status

    at = timezone.now() - timedelta(days=20_000)
    told = {"story": story, "name": "قارئ", "status": Status.APPROVED}
    for number in range(FIRST_PAGE):
        over = None
        for reply in range(1 + REPLIES):
            at += timedelta(minutes=1)
            moments = {"submitted_at": at, "moved_at": at, "first_approved_at": at}
            text = f"{' '.join(WORDS)} {number} {reply}"
            comment = Comment(**told, **moments, text=text, parent=over, thread=over)
            comment.save()
            over = over or comment


def fill(count: int) -> None:
    """Add comments as they would be after years: of every status, on many stories, some long."""
    from datetime import timedelta

    from django.db import connection, transaction
    from django.utils import timezone

    from minbar.discussion.models import Comment, SealedEmail, Status
    from minbar.stories.models import Story

    stories = list(Story.objects.order_by("pk").values_list("pk", flat=True))
    now = timezone.now() - timedelta(hours=1)
    statuses = [Status.APPROVED] * 7 + [Status.REJECTED, Status.WITHDRAWN, Status.PENDING]
    made = 0
    while made < count:
        batch = []
        for _ in range(min(BATCH, count - made)):
            at = now - timedelta(seconds=20 * (count - made))
            status = statuses[made % len(statuses)]
            batch.append(
                Comment(
                    story_id=stories[made % len(stories)],
                    name="قارئ",
                    text=f"{' '.join(WORDS)} {made}",
                    status=status,
                    submitted_at=at,
                    moved_at=at,
                    first_approved_at=at if status == Status.APPROVED else None,
                    receipt_digest=f"filled {count} {made}",
                    folded_digest=f"{made % 50_000}",
                    origin=f"{made % 20_000}",
                    browser=f"{made % 300}",
                )
            )
            made += 1
        with transaction.atomic():
            comments = Comment.objects.bulk_create(batch)
            SealedEmail.objects.bulk_create(
                SealedEmail(comment=comment, ciphertext=b"x" * 120, writer=f"{comment.pk % 30_000}")
                for comment in comments
            )
        if made % 100_000 < BATCH:
            print(f"  {made} of {count}", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            )  # what filling left is no submission's


def some_story(*, without_comments: bool = False) -> Any:
    """Return the newest story, or the newest that nobody has commented on."""
    from minbar.stories.models import Story

    stories = Story.objects.published()
    return (stories.filter(comments=None) if without_comments else stories).first()


def wait_until_up(port: int) -> None:
    """Return when the server answers."""
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The server does not come up.")


def free_port() -> int:
    """Return a port that nobody listens on."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as trial:
        return int(trial.getsockname()[1])


if __name__ == "__main__":
    main()
