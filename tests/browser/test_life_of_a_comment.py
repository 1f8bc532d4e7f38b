"""A comment from the first letter to the page: without script, by keyboard alone, and judged."""

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import Newspaper, Reader
from .looks import WIDTHS, assert_holds, violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EMAIL = "canary-in-chromium@example.org"


def fill(reader: Reader, **fields: str) -> None:
    typed = {"name": "نورة", "place": "سعيدة", "email": EMAIL, "text": "شكرا على المقال."} | fields
    for name, value in typed.items():
        reader.page.fill(f"#comment-form [name={name}]", value)


@pytest.fixture(scope="session")
def story(links_on: Callable[..., list[str]]) -> str:
    return links_on("/sport/")[0]


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
        reader.open_once_it_says(text, story)
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

    @pytest.mark.parametrize("width", WIDTHS)
    def test_it_holds_at_each_stage(
        self, make_reader: Callable[..., Reader], newspaper: Newspaper, story: str, width: str
    ):
        reader = make_reader(viewport=WIDTHS[width])
        reader.open(story)
        text = f"هل شملت الخطة قرى دائرة مهدية؟ {width}"
        fill(reader, text=text)
        reader.page.click("#comment-form [type=submit]")
        reader.page.wait_for_url("**/receipts/**")
        assert_holds(reader, f"receipt-{width}")

        waiting = json.loads(
            newspaper.command("moderation", "list", "--status", "pending", "--json")
        )
        (ours,) = [row["id"] for row in waiting if row["text"] == text]
        newspaper.command("moderation", "reject", str(ours), "--reason", "off-topic")
        reader.page.reload()

        assert "خارج الموضوع" in reader.page.inner_text("main")
        assert_holds(reader, f"receipt-refused-{width}")


def id_of(newspaper: Newspaper, text: str) -> str:
    """The number of the waiting comment with this text."""
    waiting = json.loads(newspaper.command("moderation", "list", "--json"))
    (ours,) = [row["id"] for row in waiting if row["text"] == text]
    return str(ours)


class TestSecondThoughts:
    """A writer changes, withdraws and appeals, with no account and without script."""

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_from_the_first_word_to_the_last(
        self, make_reader: Callable[..., Reader], newspaper: Newspaper, story: str, scheme: str
    ):
        reader = make_reader(java_script_enabled=False, color_scheme=scheme)
        page = reader.page
        reader.open(story)
        first = f"اتصلوا بي على الرقم 0550 {scheme} {time.time_ns()}"
        fill(reader, text=first)
        page.click("#comment-form [type=submit]")
        told = ("--reason", "personal", "--message", "يُنشر دون رقم الهاتف، وشكرا.")
        newspaper.command("moderation", "return", id_of(newspaper, first), *told)
        page.reload()
        reader.photograph(f"receipt-returned-phone-{scheme}")
        assert "دون رقم الهاتف" in page.inner_text("main")

        page.click("text=تعديل التعليق")
        assert page.input_value("[name=text]") == first
        reader.photograph(f"receipt-editing-phone-{scheme}")
        second = f"اتصلوا بي {scheme} {time.time_ns()}"
        page.fill("[name=text]", second)
        page.click("#comment-form [type=submit]")
        assert "في انتظار القراءة" in page.inner_text("main")
        newspaper.command("moderation", "reject", id_of(newspaper, second), "--reason", "off-topic")
        page.reload()
        reader.photograph(f"receipt-refused-with-ways-on-phone-{scheme}")

        page.click("text=تقديم تظلّم")
        page.fill("[name=message]", "هو في صلب الموضوع.")
        reader.photograph(f"receipt-appeal-phone-{scheme}")
        page.click("#comment-form [type=submit]")
        assert "وصلنا تظلّمك" in page.inner_text("h1")
        reader.photograph(f"receipt-appealed-phone-{scheme}")

        page.click("text=سحب التعليق")
        reader.photograph(f"receipt-withdrawing-phone-{scheme}")
        page.click("button:has-text('سحب التعليق')")
        assert "سُحب تعليقك" in page.inner_text("h1")
        reader.photograph(f"receipt-withdrawn-phone-{scheme}")
        page.click("text=حذف بريدي")
        page.click("button:has-text('حذف بريدي')")
        assert "لا بريد محفوظ" in page.inner_text("main")


class TestAFormWithScript:
    """What a script adds: a draft, the letters left, a field that turns, a list on the phone."""

    def test_a_draft_is_kept_until_the_receipt_is_seen(self, reader: Reader, story: str):
        page = reader.open(story)
        fill(reader, text="نص لم يُرسل بعد")
        page.goto("about:blank")

        reader.open(story)

        assert page.input_value("[name=text]") == "نص لم يُرسل بعد"
        assert page.input_value("[name=name]") == "نورة"
        assert page.input_value("[name=email]") == ""
        assert EMAIL not in page.evaluate("JSON.stringify(localStorage)")
        page.fill("[name=email]", EMAIL)
        page.click("#comment-form [type=submit]")
        page.wait_for_url("**/receipts/**")
        reader.open(story)
        assert page.input_value("[name=text]") == ""

    def test_a_letter_is_kept_as_it_is_typed(self, reader: Reader, story: str):
        page = reader.open(story)

        kept = page.evaluate(
            """() => {
              const text = document.querySelector("[name=text]");
              text.value = "ن";
              text.dispatchEvent(new Event("input", {bubbles: true}));
              return Object.entries(localStorage).find(([key]) => key.startsWith("minbar:draft:"));
            }"""
        )

        assert json.loads(kept[1])["text"] == "ن"

    def test_the_field_turns_the_way_that_most_letters_run(self, reader: Reader, story: str):
        page = reader.open(story)
        turned = {}
        for text in ("شكرا YouTube", "YouTube شكرا لكم على هذا", "Merci beaucoup يا", "12", ""):
            page.fill("[name=text]", text)
            turned[text] = page.evaluate("document.querySelector('[name=text]').dir")

        assert list(turned.values()) == ["ltr", "rtl", "ltr", "auto", "auto"]

    def test_the_letters_left_are_said_in_words(self, reader: Reader, story: str):
        page = reader.open(story)
        said = {}
        for length in (4000, 4997, 4999, 5000, 5012):
            page.fill("[name=text]", ("كلمة " * length)[: length - 1] + "ط")
            said[length] = page.inner_text(".field__left") if length > 4000 else ""

        assert list(said.values()) == [
            "",
            "بقيت 3 أحرف",
            "بقي حرف واحد",
            "لم يبق أي حرف",
            "زاد 12 حرفا على الحد",
        ]
        reader.photograph("form-too-long-phone-light")

    def test_receipts_are_listed_and_erased_in_one_tap(self, reader: Reader, story: str):
        page = reader.open(story)
        fill(reader, text=f"يُحفظ على الهاتف {time.time_ns()}")
        page.click("#comment-form [type=submit]")
        page.wait_for_url("**/receipts/**")
        reader.photograph("receipt-kept-phone-light")

        page.click("text=تعليقاتي")
        page.wait_for_selector(".my-comment--pending")
        reader.photograph("my-comments-phone-light")
        assert "يُحفظ على الهاتف" in page.inner_text("main")
        assert violations(page) == []

        page.click("text=محو هذه القائمة")
        assert "لا شيء محفوظ" in page.inner_text("main")
        assert "receipts" not in page.evaluate("JSON.stringify(localStorage)").replace(
            "minbar:receipts", ""
        )

    def test_nothing_is_kept_on_a_phone_that_is_not_ones_own(self, reader: Reader, story: str):
        page = reader.open(story)
        fill(reader, text=f"هاتف غيري {time.time_ns()}")
        page.click("#comment-form [type=submit]")
        page.wait_for_url("**/receipts/**")
        page.click("text=هذا الهاتف ليس لي")
        assert "مُحي من هذا الهاتف" in page.inner_text("main")

        page.reload()
        reader.open(story)
        page.fill("[name=text]", "مسودة على هاتف غيري")
        page.wait_for_timeout(500)

        kept = page.evaluate("Object.keys(localStorage)")
        assert kept == ["minbar:not-mine"]

    def test_the_first_wrong_field_has_the_focus(self, reader: Reader, story: str):
        page = reader.open(story)
        fill(reader, email="noura@localhost")
        page.evaluate("document.querySelector('#comment-form').noValidate = true")
        page.click("#comment-form [type=submit]")
        page.wait_for_selector(".field__error")

        focused = page.evaluate("document.activeElement.name")
        described = page.evaluate(
            "document.getElementById(document.activeElement.getAttribute('aria-describedby'))"
            "?.textContent"
        )
        assert focused == "email"
        assert "name@example.org" in described
        reader.complaints.clear()  # the browser itself reports the 422


class TestTheFigures:
    """An editor sees what is read, in Arabic."""

    @pytest.mark.parametrize("width", WIDTHS)
    def test_the_figures_hold(self, admin: Callable[..., Reader], width: str):
        editor = admin(viewport=WIDTHS[width])

        page = editor.open("/newsroom/audience/")

        assert_holds(editor, f"audience-{width}")
        page.locator(".plot__bars--numbered a").first.click()
        page.wait_for_url("**/audience/stories/**")
        editor.settle()
        assert_holds(editor, f"audience-story-{width}")


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

        expect(page.locator("minbar-fragment .ranking__item")).to_have_count(5)

    def test_the_link_is_copied(self, make_reader: Callable[..., Reader], story: str):
        reader = make_reader(permissions=["clipboard-read", "clipboard-write"])
        page = reader.open(story)

        page.locator("[data-copy]").first.click()

        page.locator("[data-copy]", has_text="نُسخ").first.wait_for()
        assert "/s/" in page.evaluate("navigator.clipboard.readText()")
