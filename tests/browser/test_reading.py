"""How a reader wants to read: chosen once, kept in the browser, there before the first paint."""

import pytest
from playwright.sync_api import expect

from .conftest import Reader
from .looks import SIDEWAYS, violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WHEN_STYLES_COME = """new MutationObserver((_, watch) => {
  if (document.querySelector('link[rel=stylesheet]')) {
    watch.disconnect();
    window.chosen = {...document.documentElement.dataset};
  }
}).observe(document, {childList: true, subtree: true})"""
"""Notes what stands on the root when the style sheet is first named: nothing is painted before."""
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


def choose(reader: Reader, **choices: str) -> None:
    page = reader.page
    page.locator(".reading__summary").press("Enter")
    for name, value in choices.items():
        page.locator(f"[name={name}][value='{value}']").check()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_choice_wins_over_the_device_and_holds_from_the_first_paint(make_reader, choice):
    other = {"light": "dark", "dark": "light"}[choice]
    reader = make_reader(color_scheme=other)
    page = reader.open("/about/")
    grounds = {other: page.evaluate(GROUND)}

    choose(reader, theme=choice, size="largest", face="sans")
    grounds[choice] = page.evaluate(GROUND)
    page.add_init_script(WHEN_STYLES_COME)
    page.reload()

    assert page.evaluate("window.chosen") == {"theme": choice, "size": "largest", "face": "sans"}
    assert page.evaluate(GROUND) == grounds[choice]
    assert grounds == {"light": "rgb(255, 253, 248)", "dark": "rgb(20, 18, 15)"}
    bars = page.eval_on_selector_all("[name=theme-color]", "bars => bars.map(bar => bar.content)")
    assert len(set(bars)) == 1
    assert violations(page, "{runOnly: ['color-contrast']}") == []


def test_it_works_by_keyboard_on_the_narrowest_phone(make_reader):
    reader = make_reader(viewport={"width": 320, "height": 640})
    page = reader.open("/about/")

    choose(reader, size="largest")

    assert page.evaluate(SIDEWAYS) == 0
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".reading__choices")).to_be_hidden()
    expect(page.locator(".reading__summary")).to_be_focused()


def test_where_nothing_may_be_kept_it_holds_for_the_page_and_says_so(make_reader):
    reader = make_reader()
    reader.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"
    )
    page = reader.open("/about/")

    choose(reader, size="large")

    assert page.get_attribute("html", "data-size") == "large"
    expect(page.locator(".reading__note[data-refused]")).not_to_be_empty()


def test_without_a_script_it_is_not_shown(make_reader):
    page = make_reader(java_script_enabled=False).open("/about/")

    expect(page.locator(".reading__summary")).to_be_hidden()


@pytest.fixture(scope="session")
def story(links_on) -> str:
    return links_on("/")[0]


class TestReadingList:
    """What is kept for later stays in the browser, and is listed there."""

    def test_a_story_is_kept_listed_and_removed(self, reader: Reader, story: str):
        reader.open("/reading-list/")
        expect(reader.page.locator("[data-empty]")).to_be_visible()
        page = reader.open(story)
        headline = page.inner_text("h1")
        button = page.locator(".read-later__button")

        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        page.locator(".read-later a").click()

        entry = page.locator(".reading-list__story")
        expect(entry.locator("a")).to_have_text(headline)
        expect(entry.locator("a")).to_have_attribute("href", story)
        entry.locator("button").press("Enter")
        expect(page.locator("[data-empty]")).to_be_visible()
        expect(page.locator("h1")).to_be_focused()

    def test_the_newest_stands_first_and_what_is_gone_leaves(self, reader: Reader):
        page = reader.open("/about/")
        page.evaluate(
            "localStorage['minbar:reading-list'] = JSON.stringify(['/no/such/', '/about/'].map("
            "address => ({address, headline: address, section: '', date: ''})))"
        )
        listed = page.locator(".reading-list__story a")

        reader.open("/reading-list/")
        expect(listed).to_have_text(["/no/such/", "/about/"])
        listed.first.click()
        reader.settle()
        reader.open("/reading-list/")

        expect(listed).to_have_text(["/about/"])
        reader.complaints.clear()  # the browser itself reports a 404

    def test_it_says_why_there_is_no_list(self, make_reader):
        plain = make_reader(java_script_enabled=False).open("/reading-list/")
        refused = make_reader()
        refused.page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException(); }})"
        )
        refused.open("/reading-list/")

        assert "JavaScript" in plain.locator("noscript").inner_text()
        expect(refused.page.locator("minbar-reading-list [data-refused]")).to_be_visible()
        expect(refused.page.locator("[data-empty]")).to_be_hidden()
