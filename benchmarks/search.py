"""Searching 100,000 stories beside rendering a section's page: one server, one run.

    .venv/bin/python benchmarks/search.py [STORIES] [FOLDER]

Stories are mixed of the demo edition's paragraphs, each with a word of its own, so that words are
as common and as rare as in a newspaper. A ``minbar serve`` is asked in turn for a search, its words
drawn from the stories' headlines and texts, and for a section's page that is rendered, not pressed.
Printed: both at their median and 95th percentile, their ratio, how long the index took to make, and
its size beside the text's. A FOLDER is kept, and used again if it is there.
"""

import http.client
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

HERE = Path(__file__).parent
PYTHON = sys.executable
MINBAR = Path(PYTHON).parent / "minbar"
QUERIES = 300
SERVER = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "minbar.project.settings"
from django.conf import settings
settings.MIDDLEWARE.remove("minbar.press.middleware.PressPublicPages")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""


def main(count: int, data: Path) -> None:
    """Make the edition if need be, and measure."""
    own = os.environ | {"MINBAR_DATA": str(data), "MINBAR_LOG_LEVEL": "ERROR"}
    os.environ.update(own)
    if not (data / "mixed").exists():
        subprocess.run([PYTHON, HERE / "edition.py", str(count)], env=own, check=True)
        prepare_django()
        mix_stories()
        (data / "mixed").touch()
    prepare_django()
    measure_index(own)
    (data / "rendered.py").write_text(SERVER)
    port = free_port()
    command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--log-level", "error", "rendered:application"], env=own, cwd=data
    )
    try:
        wait_until_up(port)
        compare(port)
    finally:
        server.terminate()
        server.wait(20)


def mix_stories() -> None:
    """Give each story a headline and a body of its own."""
    from django.db import connection, transaction

    from minbar.stories.blocks import text_of
    from minbar.stories.models import Story

    dice = random.Random(1)
    originals = list(Story.objects.exclude(slug__startswith="copy-"))
    paragraphs = [
        line for story in originals for line in text_of(story.body).split("\n") if len(line) > 80
    ]
    words = [word for story in originals for word in story.title.split()]
    rows: list[tuple[Any, ...]] = []
    block = Story._meta.get_field("body").stream_block
    from wagtail.blocks import StreamValue
    from wagtail.rich_text import RichText

    for key in Story.objects.filter(slug__startswith="copy-").values_list("pk", flat=True):
        own = "".join(dice.choices("ابتثجحدرسشصعفقكلمنهوي", k=6))
        chosen = [*dice.sample(paragraphs, 7), f"وأضاف {own} أن الأشغال تنتهي قريبا."]
        text = "".join(f"<p>{paragraph}</p>" for paragraph in chosen)
        body = StreamValue(block, [("text", RichText(text))])
        headline = " ".join([*dice.sample(words, 7), own])
        rows.append((headline, body.get_prep_value(), key))
    import json

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE wagtailcore_page SET title = %s WHERE id = %s",
            [(headline, key) for headline, _body, key in rows],
        )
        cursor.executemany(
            "UPDATE stories_story SET body = %s WHERE page_ptr_id = %s",
            [(json.dumps(list(body), default=str), key) for _headline, body, key in rows],
        )


def measure_index(own: dict[str, str]) -> None:
    """Make the index, and say how large it is."""
    from django.db import connection

    from minbar.search.models import Document
    from minbar.stories.models import Story

    if Document.objects.stories().count() < Story.objects.live().count():
        began_at = time.monotonic()
        subprocess.run([MINBAR, "search", "rebuild"], env=own, check=True, capture_output=True)
        print(f"index made in {time.monotonic() - began_at:.0f} s")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%'"
                " OR name LIKE 'sqlite_autoindex_search_%' OR name = 'newest_documents'"
                " OR name = 'one_document_a_story'"
            )
        else:
            cursor.execute(
                "SELECT pg_total_relation_size('search_document')"
                " + pg_total_relation_size('search_word')"
            )
        index = cursor.fetchone()[0]
    text = text_size()
    print(f"index {index / 1e6:.0f} MB, text {text / 1e6:.0f} MB: {index / text:.2f} × the text")


def text_size() -> int:
    """Return the bytes of what is indexed, as it is read."""
    from minbar.stories.blocks import text_of
    from minbar.stories.models import Story

    size = 0
    for story in Story.objects.live().select_related("desk").iterator(chunk_size=500):
        told = [story.title, story.kicker, story.standfirst, story.lead_photo_caption]
        size += len("\n".join([*told, text_of(story.body)]).encode())
    return size


def compare(port: int) -> None:
    """Ask for searches and for the section's page in turn."""
    asked = queries()
    taken: dict[str, list[float]] = {"search": [], "newest first": [], "section": []}
    found = 0
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        for words in asked:
            paths = {
                "search": f"/search/?q={quote(words)}",
                "newest first": f"/search/?order=newest&q={quote(words)}",
                "section": "/national/",
            }
            for name, path in paths.items():
                began_at = time.perf_counter()
                line.request("GET", path)
                answer = line.getresponse()
                page = answer.read().decode()
                taken[name].append(time.perf_counter() - began_at)
                if answer.status != 200:
                    raise RuntimeError(f"{path}: {answer.status}")
                found += name == "search" and "search__results" in page
    print(f"{len(asked)} queries, {found} of them find something")
    usual = percentile(taken["section"])
    for name, times in taken.items():
        print(
            f"  {name:13} median {statistics.median(times) * 1000:6.1f} ms   p95"
            f" {percentile(times) * 1000:6.1f} ms   ({percentile(times) / usual:.1f} × section)"
        )
    slowest = sorted(zip(taken["search"], asked, strict=True), reverse=True)[:5]
    print("  slowest: " + "; ".join(f"{words} {took * 1000:.0f} ms" for took, words in slowest))


def queries() -> list[str]:
    """Return queries of one to three words, as readers take them out of headlines and texts."""
    from minbar.stories.blocks import text_of
    from minbar.stories.models import Story

    dice = random.Random(2)
    stories = list(Story.objects.live().order_by("?")[:QUERIES])
    asked = []
    for number, story in enumerate(stories):
        source = story.title if number % 2 else text_of(story.body)
        words = [word for word in re.findall(r"\w+", source) if len(word) > 2]
        start = dice.randrange(max(1, len(words) - 2))
        asked.append(" ".join(words[start : start + 1 + number % 3]))
    return asked


def percentile(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until_up(port: int) -> None:
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as line:
                line.request("GET", "/healthz")
                if line.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The server did not answer.")


def prepare_django() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "minbar.project.settings"
    django.setup()


if __name__ == "__main__":
    stories = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) > 2:
        main(stories, Path(sys.argv[2]))
    else:
        folder = Path(tempfile.mkdtemp(prefix="minbar-benchmark-"))
        try:
            main(stories, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
