"""What was read can be read without network, and says then that it is a kept copy."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Response, expect

from .conftest import A_MOMENT, PATIENCE, Newspaper, Reader
from .looks import SIDEWAYS, violations
from .test_reading import choose

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KEPT = """async path => {
  for (const name of ['minbar:read', 'minbar:listed']) {
    if (await (await caches.open(name)).match(path)) return name;
  }
  return '';
}"""
PUBLISH = """
from minbar.stories.models import Section, Story
story = Section.objects.get(slug='national').add_child(instance=Story(title='خبر يُسحب'))
story.save_revision().publish()
print(story.pk, story.url)
"""
UNPUBLISH = "from minbar.stories.models import Story; Story.objects.get(pk={}).unpublish()"
FILL = """async count => {
  const cache = await caches.open('minbar:read');
  for (let number = 0; number < count; number++) {
    await cache.put(`/${number}/`, new Response(''));
  }
}"""
SLOW_NETWORK = """async () => {
  await registration.navigationPreload.disable();
  const [ask, wait] = [self.fetch, self.setTimeout];
  const answered = new Promise(go => { self.answer = go; });
  self.fetch = request => answered.then(() => ask(request));
  self.setTimeout = (act, milliseconds) => wait(act, milliseconds / 20);
}"""
"""No answer comes until `answer()`, and the worker's clock runs faster, for a quick test."""
PLACE = "figure => [figure.offsetTop, figure.offsetHeight]"
COUNT = "caches.open('minbar:read').then(cache => cache.keys()).then(keys => keys.length)"


@pytest.fixture
def reader(make_reader: Callable[..., Reader]) -> Reader:
    """Someone whose browser keeps pages."""
    reader = make_reader(service_workers="allow")
    page = reader.open("/about/")
    wait_until(reader, lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    return reader


def wait_until(reader: Reader, is_true: Callable[[], bool]) -> None:
    """Ask the page again and again; Playwright's own way of waiting is against its policy."""
    give_up_at = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < give_up_at
        reader.page.wait_for_timeout(A_MOMENT)


def wait_until_kept(reader: Reader, path: str, where: str = "minbar:read") -> None:
    wait_until(reader, lambda: reader.page.evaluate(KEPT, path) == where)


def test_a_read_story_is_there_without_network_and_says_that_it_is_a_copy(
    reader: Reader, links_on: Callable[..., list[str]]
):
    story, unread, *_ = links_on("/")
    page = reader.open(story)
    headline = page.inner_text("h1")
    wait_until_kept(reader, story)
    expect(page.locator(".kept-copy")).to_have_count(0)

    page.context.set_offline(True)
    reader.open(story)
    expect(page.locator("h1")).to_have_text(headline)
    expect(page.locator(".kept-copy time")).to_have_attribute("datetime", re.compile(r"^20\d\d-"))
    assert page.evaluate("document.fonts.check('600 1rem Vazirmatn', 'ا')")

    reader.open(unread)
    expect(page.locator("minbar-kept-pages a").first).to_have_text(headline)
    assert page.evaluate(SIDEWAYS) == 0
    assert violations(page) == []
    reader.complaints.clear()  # the browser itself reports what it could not have


def test_a_slow_network_shows_the_kept_copy_as_one_and_what_is_not_kept_is_waited_for(
    reader: Reader, links_on: Callable[..., list[str]]
):
    story, unread, *_ = links_on("/")
    page = reader.open(story)
    wait_until_kept(reader, story)
    worker = page.context.service_workers[0]
    worker.evaluate(SLOW_NETWORK)

    page.goto(reader.newspaper.address + story)
    said = page.locator(".kept-copy")
    expect(said).to_contain_text("لأن الشبكة بطيئة")
    expect(said.locator("time")).to_have_attribute("datetime", re.compile(r"^20\d\d-"))

    page.evaluate("path => { location.href = path; }", unread)
    page.wait_for_timeout(8 * A_MOMENT)
    assert page.url.endswith(story)
    worker.evaluate("answer()")
    page.wait_for_url(f"**{unread}")
    expect(said).to_have_count(0)
    reader.open(story)
    expect(said).to_have_count(0)


def test_a_story_that_was_taken_from_the_site_is_kept_no_longer(
    reader: Reader, newspaper: Newspaper
):
    number, path = newspaper.command("shell", "--no-imports", "--command", PUBLISH).split()[-2:]
    page = reader.open_once_it_says("خبر يُسحب", path)
    page.locator(".read-later__button").click()
    wait_until_kept(reader, path, "minbar:listed")

    newspaper.command("shell", "--no-imports", "--command", UNPUBLISH.format(number))
    reader.open_once_it_says("minbar-gone", path)

    assert page.evaluate(KEPT, path) == ""
    page.context.set_offline(True)
    reader.open(path)
    expect(page.locator(".kept-copy")).to_have_count(0)
    reader.open("/reading-list/")
    expect(page.locator("[data-empty]")).to_be_visible()
    reader.complaints.clear()  # the browser itself reports the 410


def test_what_is_not_for_everyone_is_not_kept_and_what_is_kept_has_a_bound(
    reader: Reader, links_on: Callable[..., list[str]]
):
    story, *_ = links_on("/")
    page = reader.open("/search/?q=a")
    reader.open(f"{story}?from=elsewhere")
    page.evaluate(FILL, 70)
    reader.open("/policy/")
    wait_until_kept(reader, "/policy/")

    wait_until(reader, lambda: page.evaluate(COUNT) < 60)
    assert [page.evaluate(KEPT, path) for path in ("/search/", story, "/0/")] == ["", "", ""]
    assert page.evaluate(KEPT, "/69/") == "minbar:read"


def test_no_picture_is_asked_for_until_it_is_tapped(
    reader: Reader, links_on: Callable[..., list[str]]
):
    story = next(link for link in links_on("/") if links_on(link, ".story__lead-photo img") != [])
    page = reader.page
    pictures: list[Response] = []
    page.on("response", lambda answer: pictures.append(answer) if "/media/" in answer.url else None)
    choose(reader, pictures="tap")
    reader.open(story)
    lead = page.locator(".story__lead-photo")
    place = lead.evaluate(PLACE)

    assert pictures
    assert {picture.headers["content-type"] for picture in pictures} == {"image/svg+xml"}
    assert all(picture.from_service_worker for picture in pictures)
    assert violations(page) == []
    pictures.clear()
    lead.get_by_role("button").press("Enter")
    expect(lead.get_by_role("button")).to_have_count(0)
    wait_until(reader, lambda: bool(pictures))

    assert not pictures[0].headers["content-type"].startswith("image/svg")
    assert lead.evaluate(PLACE) == place
    page.reload()
    expect(lead.get_by_role("button")).to_have_count(1)
