"""Replies, votes and reports as a reader meets them, with a script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import Reader
from .looks import WIDTHS, assert_holds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="session")
def answered(links_on: Callable[..., list[str]]) -> str:
    """A story of the demo edition with a pick, votes and replies."""
    return next(link for link in links_on("/national/") if links_on(link, ".comment--picked a"))


def figure(reader: Reader, says: str) -> int:
    return int(reader.page.locator(f".act[value='{says}'] [data-count]").first.inner_text())


class TestVoting:
    """In place where there is a script, by a plain form where there is none."""

    def test_with_a_script_it_is_counted_in_place_and_taken_back(
        self, make_reader: Callable[..., Reader], answered: str
    ):
        reader = make_reader(user_agent="A browser of one's own")
        page = reader.open(answered)
        agree = page.locator(".act[value='1']").first
        before = figure(reader, "1")

        agree.press("Enter")
        expect(agree).to_have_attribute("aria-pressed", "true")
        assert figure(reader, "1") == before + 1
        assert page.url.endswith(answered)

        agree.press("Enter")
        expect(agree).to_have_attribute("aria-pressed", "false")
        assert figure(reader, "1") == before

    def test_without_a_script_it_leads_back_to_the_comment(
        self, make_reader: Callable[..., Reader], answered: str
    ):
        reader = make_reader(java_script_enabled=False)
        page = reader.open(answered)
        comment = page.locator(".comment").first.get_attribute("id")

        page.locator(".act[value='0']").first.click()

        page.wait_for_url(f"**#{comment}")


class TestReplying:
    """«رد» leads to a page with the comment and the form; the reply is held with a receipt."""

    @pytest.mark.parametrize("has_script", [True, False])
    def test_a_reply_gets_its_receipt(
        self, make_reader: Callable[..., Reader], answered: str, has_script: bool
    ):
        reader = make_reader(java_script_enabled=has_script)
        page = reader.open(answered)
        page.locator(".acts a").first.click()
        assert page.locator(".quoted").count() == 1

        page.fill("#comment-name", "نورة")
        page.fill("#comment-email", "noura@example.org")
        page.fill("#comment-text", f"رد بنص برمجي: {has_script}")
        page.locator("#comment-form [type=submit]").click()

        page.wait_for_url("**/receipts/**")


class TestReporting:
    """A rule, and a thank-you."""

    def test_a_report_is_thanked_for(self, reader: Reader, answered: str):
        page = reader.open(answered)
        page.locator(".acts a").nth(1).click()

        page.locator(".choice").nth(2).click()
        page.locator(".report-form [type=submit]").click()

        page.wait_for_url("**/reported/")


@pytest.mark.parametrize("width", WIDTHS)
class TestHowTheyLook:
    """Nothing sideways, nothing cut, nothing that a screen reader stumbles on."""

    def test_every_page_holds(self, make_reader: Callable[..., Reader], answered: str, width: str):
        reader = make_reader(viewport=WIDTHS[width])
        page = reader.open(answered)
        reply, report = [
            page.locator(".acts a").nth(number).get_attribute("href") for number in (0, 1)
        ]
        addresses = {
            "replies": answered,
            "orders": f"{answered}comments/1/?order=agreed",
            "reply": reply or "",
            "report": report or "",
        }
        for name, address in addresses.items():
            reader.open(address)
            assert_holds(reader, f"threads-{name}-{width}")
