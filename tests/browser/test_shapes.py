"""Pages keep their shape whatever an editor puts on them, from the shortest to the longest.

The pages are rendered here and handed to the browser: no newspaper has all these at once.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from minbar.press.rendering import render
from minbar.press.store import Answer
from minbar.stories.announcing import announce
from minbar.stories.models import Author, Kind, Section, Signature, Story
from tests.paper.conftest import make_photo  # noqa: F401 - a fixture

from .conftest import SCREENSHOTS
from .looks import CUT, SIDEWAYS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SITE = "http://127.0.0.1:8000"
WIDTHS = (320, 1280)
WORDS = "وزارة النقل تعلن إعادة تشغيل خطوط الحافلات بين الأحياء الشرقية ووسط المدينة بعد انقطاع "
HEADLINES = {
    "five letters": "قمة 8",
    "180 letters": (WORDS * 3)[:180],
    "one long word": "واستخدامهموها" * 4,
    "Latin names": "مايكروسوفت (Microsoft) تشتري Activision Blizzard بـ69 مليار دولار",
}
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('main h1, main h2, main h3, main .card__kicker')]
    .filter(element => element.checkVisibility() && element.textContent.trim())
    .map(element => [element, element.getBoundingClientRect()]);
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return boxes.flatMap(([one, box], place) => boxes.slice(place + 1)
    .filter(([other, its]) => !one.contains(other) && !other.contains(one) && meet(box, its))
    .map(([other]) => `${one.textContent.slice(0, 30)} / ${other.textContent.slice(0, 30)}`));
}"""

HOLES = """() => [...document.querySelectorAll('.front__top')].flatMap(opening => {
  const sheet = opening.getBoundingClientRect();
  const columns = [...opening.children].map(column => column.getBoundingClientRect());
  const [left, right] = [Math.min(...columns.map(column => column.left)),
    Math.max(...columns.map(column => column.right))];
  return [left - sheet.left, sheet.right - right].filter(hole => hole > 1);
})"""


def answer(route: Route, *, pages: Mapping[str, Answer]) -> None:
    """Answer what a browser asks for; its own thread sees no database of the test's."""
    path = unquote(urlsplit(route.request.url).path)
    if path in pages:
        route.fulfill(content_type="text/html; charset=utf-8", body=pages[path].body)
        return
    file = settings.MEDIA_ROOT / path.removeprefix("/media/")
    if path.startswith("/static/"):
        file = Path(finders.find(path.removeprefix("/static/")) or "none")
    if file.is_file():
        kind = guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(content_type=kind, body=file.read_bytes())
    else:
        route.fulfill(status=404)


@pytest.fixture
def assert_keeps_shape(chromium: Browser) -> Iterator[Callable[[str, str], None]]:
    """Look at a page at each width: nothing sideways, cut or over another, no hole."""
    context = chromium.new_context(service_workers="block")
    pages: dict[str, Answer] = {}
    context.route("**/*", partial(answer, pages=pages))
    page = context.new_page()

    def look(path: str, name: str) -> None:
        pages[unquote(path)] = render(unquote(path)).answer
        assert pages[unquote(path)].status == 200
        page.goto(SITE + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(50)
            _photograph(page, f"shape-{name}-{width}")
            assert page.evaluate(SIDEWAYS) == 0, (name, width)
            assert page.evaluate(CUT) == [], (name, width)
            assert page.evaluate(OVERLAPS) == [], (name, width)
            assert page.evaluate(HOLES) == [], (name, width)

    yield look
    context.close()


def _photograph(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def test_headlines_of_any_length(
    make_story: Callable[..., Story],
    make_photo: Callable[..., Any],  # noqa: F811
    assert_keeps_shape: Callable[[str, str], None],
):
    author = Author.objects.create(name="Jean-Christophe Vandenbroucke-Belmokhtar", slug="jean")
    stories = {
        name: make_story(headline, kicker=headline, standfirst=headline)
        for name, headline in HEADLINES.items()
    }
    photo = make_photo()
    for number in range(8):
        headline = list(HEADLINES.values())[number % len(HEADLINES)]
        kind = Kind.OPINION if number % 3 == 0 else Kind.NEWS
        story = make_story(headline, kind=kind, kicker=headline, lead_photo=photo)
        Signature.objects.create(story=story, author=author)
        announce(story)

    assert_keeps_shape("/", "front of odd headlines")
    assert_keeps_shape("/national/", "section of odd headlines")
    for name, story in stories.items():
        assert_keeps_shape(story.url, name)


def test_a_front_page_of_one_story_and_of_two(
    make_story: Callable[..., Story],
    make_photo: Callable[..., Any],  # noqa: F811
    assert_keeps_shape: Callable[[str, str], None],
):
    for name in ("one story", "two stories"):
        make_story(WORDS, kicker=WORDS, standfirst=WORDS * 2, lead_photo=make_photo())
        assert_keeps_shape("/", f"front of {name}")


@pytest.mark.parametrize("kind", [Kind.NEWS, Kind.PHOTOS])
def test_no_photo_and_twelve(
    make_story: Callable[..., Story],
    make_photo: Callable[..., Any],  # noqa: F811
    assert_keeps_shape: Callable[[str, str], None],
    kind: Kind,
):
    shapes = [(1600, 900), (900, 1600), (1200, 1200), (2400, 600)]
    four = [("photo", {"photo": make_photo(shape=shape), "caption": WORDS}) for shape in shapes]
    none = make_story("بلا صورة", kind=kind, body=[("text", f"<p>{WORDS}</p>")])
    twelve = make_story("اثنتا عشرة صورة", kind=kind, lead_photo=four[0][1]["photo"], body=four * 3)

    assert_keeps_shape(none.url, f"{kind} without photos")
    assert_keeps_shape(twelve.url, f"{kind} with twelve photos")


def test_a_section_of_one_story_and_one_of_twenty_years(
    front: Any, section: Section, make_story: Callable[..., Story], assert_keeps_shape: Any
):
    lone = front.add_child(instance=Section(title="الرياضة", slug="sport"))
    announce(lone)
    only = Story(title="الخبر الوحيد", live=True, first_published_at=_at(0))
    announce(lone.add_child(instance=only))
    for month in range(0, 240, 5):
        make_story(WORDS, first_published_at=_at(month))

    assert_keeps_shape(lone.url, "section of one story")
    assert_keeps_shape(section.url, "section of twenty years")
    assert_keeps_shape("/archive/", "archive of twenty years")
    assert_keeps_shape("/", "front of one section")


def _at(month: int) -> datetime:
    """A moment so many months before the end of 2026."""
    return datetime(2026 - month // 12, 12 - month % 12, 10, 9, tzinfo=UTC)
