"""A comment from the first letter to the page: without script, by keyboard alone, and judged."""

import json
import time
from collections.abc import Callable

import pytest

from .conftest import DESKTOP, Newspaper, Reader
from .test_how_pages_look import CUT, SIDEWAYS, violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EMAIL = "canary-in-chromium@example.org"


def fill(reader: Reader, **fields: str) -> None:
    typed = {"name": "نورة", "place": "سعيدة", "email": EMAIL, "text": "شكرا على المقال."} | fields
    for name, value in typed.items():
        reader.page.fill(f"#comment-form [name={name}]", value)


@pytest.fixture
def story(newspaper: Newspaper, make_reader: Callable[..., Reader]) -> str:
    reader = make_reader()
    links = reader.open("/sport/").locator(".card__headline a")
    return links.first.get_attribute("href") or ""


class TestWithoutScript:
    """The oldest phone sends a comment and reads what became of it."""

    def test_its_whole_life(
        self, make_reader: Callable[..., Reader], newspaper: Newspaper, story: str
    ):
        reader = make_reader(java_script_enabled=False)
        text = f"تعليق بلا سكربت {time.time_ns()}"
        reader.open(story)
        fill(reader, text=text, email="noura@localhost")
        reader.page.click("#comment-form [type=submit]")
        assert reader.page.locator(".field__error").count() == 1
        reader.photograph("rejected-form-phone-light")
        assert text in reader.page.input_value("[name=text]")
        reader.page.fill("[name=email]", EMAIL)
        reader.page.click("#comment-form [type=submit]")
        receipt = reader.page.url
        assert "/receipts/" in receipt
        assert "في انتظار القراءة" in reader.page.inner_text("main")
        assert text in reader.page.inner_text("main")

        waiting = json.loads(
            newspaper.command("moderation", "list", "--status", "pending", "--json")
        )
        (ours,) = [row for row in waiting if row["text"] == text]
        assert EMAIL not in json.dumps(waiting)
        newspaper.command("moderation", "approve", f"{ours['id']}@{ours['revision']}")

        reader.page.goto(receipt)
        assert "نُشر تعليقك" in reader.page.inner_text("h1")
        reader.open(story)
        assert text in reader.page.inner_text(".comments")
        assert EMAIL not in reader.page.content()
        reader.complaints.clear()  # the browser itself reports the 422


class TestByKeyboard:
    """Every field and button is reached and seen with Tab alone."""

    def test_a_comment_is_sent(self, reader: Reader, story: str):
        page = reader.open(story)
        page.focus("#comment-name")
        for typed in ("كريم", "تيارت", EMAIL, "أرسلته بلوحة المفاتيح."):
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
        reached = page.evaluate("document.activeElement.closest('form')?.id")
        while page.evaluate("document.activeElement.type") != "submit":
            page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        page.keyboard.press("Enter")
        page.wait_for_url("**/receipts/**")

        assert reached == "comment-form"
        assert outline == "solid"

    def test_the_first_tab_offers_the_content(self, reader: Reader):
        page = reader.open("/")

        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        assert page.url.endswith("#content")


class TestReceipt:
    """A letter, not a ticket."""

    @pytest.mark.parametrize(
        ("width", "scheme"), [("phone", "light"), ("phone", "dark"), ("desktop", "light")]
    )
    def test_it_holds_at_each_stage(
        self,
        make_reader: Callable[..., Reader],
        newspaper: Newspaper,
        story: str,
        width: str,
        scheme: str,
    ):
        options = {"viewport": DESKTOP} if width == "desktop" else {}
        reader = make_reader(color_scheme=scheme, **options)
        reader.open(story)
        text = f"هل شملت الخطة قرى دائرة مهدية؟ {width} {scheme}"
        fill(reader, text=text)
        reader.page.click("#comment-form [type=submit]")
        reader.page.wait_for_url("**/receipts/**")
        reader.photograph(f"receipt-{width}-{scheme}")

        assert reader.page.evaluate(SIDEWAYS) == 0
        assert reader.page.evaluate(CUT) == []
        assert violations(reader.page) == []

        waiting = json.loads(
            newspaper.command("moderation", "list", "--status", "pending", "--json")
        )
        (ours,) = [row["id"] for row in waiting if row["text"] == text]
        newspaper.command("moderation", "reject", str(ours), "--reason", "off-topic")
        reader.page.reload()
        reader.photograph(f"receipt-refused-{width}-{scheme}")

        assert "خارج الموضوع" in reader.page.inner_text("main")
        assert violations(reader.page) == []


class TestAtTheDesk:
    """A moderator judges in the newsroom, in Arabic."""

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", ["phone", "desktop"])
    def test_the_queue_holds(self, admin: Callable[..., Reader], width: str, scheme: str):
        options = {"viewport": DESKTOP} if width == "desktop" else {}
        moderator = admin(color_scheme=scheme, **options)

        page = moderator.open("/newsroom/moderation/")
        moderator.photograph(f"queue-{width}-{scheme}")

        assert page.get_attribute("html", "dir") == "rtl"
        assert page.evaluate(SIDEWAYS) == 0
        assert violations(page) == []
        assert "@example.org" not in page.content()

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", ["phone", "desktop"])
    def test_the_figures_hold(self, admin: Callable[..., Reader], width: str, scheme: str):
        options = {"viewport": DESKTOP} if width == "desktop" else {}
        editor = admin(color_scheme=scheme, **options)

        page = editor.open("/newsroom/audience/")
        editor.photograph(f"audience-{width}-{scheme}")

        assert page.evaluate(SIDEWAYS) == 0
        assert violations(page) == []
        page.locator(".plot__bars--numbered a").first.click()
        page.wait_for_load_state("networkidle")
        editor.photograph(f"audience-story-{width}-{scheme}")
        assert page.evaluate(SIDEWAYS) == 0
        assert violations(page) == []


def views_written(newspaper, story: str) -> int:
    """How many lines the journal has of a story."""
    segments = newspaper.data.glob("journal/*/*.views")
    lines = [line for segment in segments for line in segment.read_text().splitlines()]
    return sum(line.split()[3] == story for line in lines)


class TestWithScript:
    """Script only seasons: it counts, copies and brings what changes."""

    def test_a_view_is_written_down_after_two_seconds(self, make_reader, newspaper, story: str):
        reader = make_reader(user_agent=f"Mozilla/5.0 (a new reader, {time.time_ns()})")
        page = reader.open(story)
        number = page.get_attribute("minbar-view", "story")
        before = views_written(newspaper, number)

        with page.expect_response("**/views/") as answer:
            page.wait_for_timeout(2500)

        assert answer.value.status == 204
        assert views_written(newspaper, number) == before + 1
        page.wait_for_timeout(2500)
        assert views_written(newspaper, number) == before + 1

    def test_the_newsroom_s_own_browser_is_left_out(self, admin, newspaper, story: str):
        asked: list[str] = []
        editor = admin(user_agent="Mozilla/5.0 (an editor)")
        editor.page.on("request", lambda request: asked.append(request.url))

        editor.open(story).wait_for_timeout(2500)

        assert [url for url in asked if "/views/" in url] == []

    def test_the_most_read_come_into_the_page(self, reader: Reader, story: str):
        page = reader.open(story)

        assert page.locator("minbar-fragment .ranking__item").count() == 5

    def test_the_link_is_copied(self, make_reader: Callable[..., Reader], story: str):
        reader = make_reader(permissions=["clipboard-read", "clipboard-write"])
        page = reader.open(story)

        page.locator("[data-copy]").first.click()

        page.locator("[data-copy]", has_text="نُسخ").first.wait_for()
        assert "/s/" in page.evaluate("navigator.clipboard.readText()")
