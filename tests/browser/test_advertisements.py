"""An advertisement moves nothing, and another company's frame waits for a yes."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from .conftest import Newspaper, Reader
from .looks import assert_holds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MAKE = """
from datetime import timedelta
from django.utils import timezone
from minbar.advertising.models import Advertisement, Slot
from minbar.stories.models import Section
slot = Slot.objects.create(place="story", section=Section.objects.get(slug="sport"))
Advertisement.objects.create(
    name="framed",
    advertiser="بورصة الإعلانات",
    code='<script src="https://exchange.example/show.js"></script>',
    ends_at=timezone.now() + timedelta(days=1),
).slots.add(slot)
"""
UNMAKE = """
from minbar.advertising.models import Advertisement, Slot
Advertisement.objects.filter(name="framed").delete()
Slot.objects.filter(place="story").delete()
"""
ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1)")
NOTE_WHAT_MOVES = """() => {
  window.moved = [];
  new PerformanceObserver(list => {
    for (const {sources} of list.getEntries()) {
      window.moved.push(...sources.map(({node}) => node?.parentElement?.outerHTML.slice(0, 200)));
    }
  }).observe({type: 'layout-shift'});
}"""
"""From now on: before, the faces of the page have come."""


@pytest.fixture
def story(newspaper: Newspaper, links_on: Callable[..., list[str]]) -> Iterator[str]:
    """A story with a slot in which a company's code runs."""
    newspaper.command("shell", "--no-imports", "--command", MAKE)
    yield links_on("/sport/")[0]
    newspaper.command("shell", "--no-imports", "--command", UNMAKE)


def test_a_frame_is_loaded_after_a_yes_in_the_room_kept_for_it_and_a_no_takes_it_away(
    story: str, make_reader: Callable[..., Reader]
):
    reader, asked = make_reader(), []

    def answer(route):
        asked.append((route.request.url, route.request.headers.get("referer")))
        said = "document.body.append('إعلان من ' + (window.origin))"
        route.fulfill(body=said, content_type="text/javascript")

    reader.page.context.route(ELSEWHERE, answer)
    page = reader.open_once_it_says("/fragments/advertising/story/", story)
    room = page.locator(".slot--wide [data-room]")
    page.evaluate(NOTE_WHAT_MOVES)

    room.scroll_into_view_if_needed()
    reader.settle()
    expect(room).to_contain_text("بورصة الإعلانات")
    assert page.evaluate("window.moved") == []
    assert_holds(reader, "advertisement-asks")
    assert asked == []
    assert page.locator("iframe").count() == 0

    page.evaluate("window.moved = []")  # by the photographs
    room.locator("[data-answer=shown]").click()
    frame = room.frame_locator("iframe")
    expect(frame.locator("body")).to_have_text("إعلان من null")
    assert asked == [("https://exchange.example/show.js", None)]

    page.locator(".reading__summary").press("Enter")
    page.locator("[name=frames][value=refused]").check()
    expect(room.locator("iframe")).to_have_count(0)
    expect(room.locator("a")).to_have_attribute("href", "/contact/")
    assert page.evaluate("window.moved") == []
    page.reload()
    room.scroll_into_view_if_needed()
    expect(room.locator("a")).to_have_attribute("href", "/contact/")
    assert len(asked) == 1
