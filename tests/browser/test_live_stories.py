"""A live story in a page that stays open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import Newspaper, Reader
from .looks import WIDTHS, assert_holds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
"""Whoever comes back to the page need not wait for its next look."""


@pytest.fixture(scope="session")
def running(links_on: Callable[..., list[str]]) -> str:
    """The live story of the demo edition."""
    return next(link for link in links_on("/national/") if links_on(link, ".live__time"))


def act(newspaper: Newspaper, said: str) -> None:
    coverage = "from minbar.stories.models import *; c = Coverage.objects.get()"
    newspaper.command(
        "shell", "--no-imports", "-c", f"from minbar.stories import live; {coverage}; {said}"
    )


def test_what_is_added_waits_for_a_button_and_what_is_taken_back_goes(
    newspaper: Newspaper, make_reader: Callable[..., Reader], running: str
):
    reader = make_reader()
    page = reader.open(running)
    before = page.locator(".live__entry").count()

    act(newspaper, "live.tell(c, 'أضيف الآن', by=None)")
    button = page.locator(".live__new")
    for _again in range(100):
        page.evaluate(LOOK_AGAIN)
        if button.is_visible():
            break
        page.wait_for_timeout(100)
    expect(page.locator(".live__entry")).to_have_count(before)
    button.press("Enter")
    expect(page.locator(".live__entry").first).to_contain_text("أضيف الآن")
    expect(page.locator(".live__entry:first-child a")).to_be_focused()

    act(newspaper, "live.take_back(c.entries.first())")
    page.evaluate(LOOK_AGAIN)
    expect(page.locator(".live__entry")).to_have_count(before)


@pytest.mark.parametrize("width", WIDTHS)
def test_it_holds(make_reader: Callable[..., Reader], running: str, width: str):
    reader = make_reader(viewport=WIDTHS[width])
    reader.open(running)
    assert_holds(reader, f"live-{width}")
