"""What is shown of other platforms is loaded when it is tapped, in the room kept for it."""

import re
from collections.abc import Callable

import pytest

from .conftest import Newspaper, Reader
from .looks import assert_holds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MAKE = """
from minbar.stories.announcing import announce
from minbar.stories.models import Section, Story
title = "ندوة عن الماء في تيميمون، كما صوّرها الحاضرون"
body = [("embed", {"title": title, "address": "https://youtu.be/abcdefghij1"})]
section = Section.objects.get(slug="culture")
announce(section.add_child(instance=Story(title="ندوة", slug="embeds", body=body)))
"""
ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1)")


def test_a_tap_loads_a_frame_where_its_room_is(
    newspaper: Newspaper, make_reader: Callable[..., Reader]
):
    newspaper.command("shell", "--no-imports", "--command", MAKE)
    reader, asked = make_reader(), []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(body="<p>ندوة</p>", content_type="text/html")

    reader.page.context.route(ELSEWHERE, answer)
    page = reader.open("/culture/embeds/")
    assert asked == []
    assert_holds(reader, "embeds-phone")

    frame = page.locator("minbar-embed")
    room = frame.evaluate("element => element.offsetHeight")
    frame.get_by_role("link").click()
    frame.locator("iframe").wait_for()
    reader.settle()

    assert frame.evaluate("element => element.offsetHeight") == room
    assert page.url.endswith("/culture/embeds/")
    (address,) = asked
    assert address.startswith("https://www.youtube-nocookie.com/")
