"""Every page holds at every width, in both languages, light and dark, and for everyone."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from .conftest import Newspaper, Reader
from .looks import COVERED, CUT, MISPLACED, SIDEWAYS, WIDTHS, assert_holds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="session")
def addresses(newspaper: Newspaper, links_on: Callable[..., list[str]]) -> dict[str, str]:
    """The pages that readers see, by name."""
    [month] = links_on("/archive/", ".years__months a")[:1]
    return {
        "front": "/",
        "section": "/national/",
        "story": links_on("/")[0],
        "opinion": links_on("/", ".opinion .card__headline a")[0],
        "seed": newspaper.seed_story,
        "author": links_on("/authors/", ".authors a")[0],
        "month": month,
        "day": links_on(month, ".days a")[0],
        "about": "/about/",
        "policy": "/policy/",
        "privacy": "/privacy/",
        "corrections": "/corrections/",
        "search": f"/search/?q={quote('زيت زيتون')}",
        "comments": f"/search/?in=comments&since=2020-01-01&q={quote('شكرا')}",
        "nothing": "/search/?q=hgr'hv",
        "missing": "/no/such/page/",
    }


SEARCHES = ["search", "comments", "nothing"]
OF_THE_PAST = ["author", "month", "day"]
PAGES = [
    *("front", "section", "story", "opinion", "seed", "about", "policy", "privacy", "corrections"),
    *OF_THE_PAST,
    *SEARCHES,
]


class TestEveryPage:
    """Nothing sideways, nothing covered, nothing that a screen reader stumbles on."""

    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("name", PAGES)
    def test_it_holds(
        self, make_reader: Callable[..., Reader], addresses: dict, name: str, width: str
    ):
        reader = make_reader(viewport=WIDTHS[width])

        page = reader.open(addresses[name])

        assert_holds(reader, f"{name}-{width}")
        assert page.evaluate(COVERED) == []

    @pytest.mark.parametrize("name", PAGES)
    def test_it_holds_on_the_narrowest_phone_with_text_twice_as_large(
        self, make_reader: Callable[..., Reader], addresses: dict, name: str
    ):
        reader = make_reader(viewport={"width": 320, "height": 640})
        page = reader.open(addresses[name])
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        page.wait_for_timeout(200)

        reader.photograph(f"{name}-320-double")

        assert page.evaluate(SIDEWAYS) == 0

    @pytest.mark.parametrize("width", WIDTHS)
    def test_it_is_whole_in_english_too(
        self,
        make_reader: Callable[..., Reader],
        addresses: dict,
        english_address: str,
        width: str,
    ):
        reader = make_reader(viewport=WIDTHS[width])
        for name in ("front", "story", "about", "policy", "privacy", *OF_THE_PAST, *SEARCHES):
            page = reader.open(english_address + addresses[name])
            reader.photograph(f"{name}-{width}-english")

            assert page.get_attribute("html", "dir") == "ltr"
            assert page.evaluate(SIDEWAYS) == 0
            assert page.evaluate(CUT) == []
            assert page.evaluate(MISPLACED) == []

    def test_where_one_is_is_seen_in_colours_of_the_readers_own(
        self, make_reader: Callable[..., Reader], addresses: dict
    ):
        page = make_reader(forced_colors="active").open(addresses["section"])

        lines = page.eval_on_selector_all(
            ".sections__link",
            """links => links.map(link =>
              [link.ariaCurrent, getComputedStyle(link).borderBlockEndColor])""",
        )

        here = {colour for current, colour in lines if current}
        assert len(here) == 1
        assert here.isdisjoint(colour for current, colour in lines if not current)

    def test_a_wrong_address_is_met_in_arabic(self, reader: Reader):
        page = reader.open("/no/such/page/")

        reader.photograph("missing-phone-light")

        assert "لا صفحة بهذا العنوان" in page.inner_text("h1")
        reader.complaints.clear()  # the browser itself reports a 404


class TestThePageWeBeganFrom:
    """Imported, it is better than where it came from."""

    def test_names_in_latin_letters_keep_their_direction(
        self, reader: Reader, newspaper: Newspaper
    ):
        page = reader.open(newspaper.seed_story)

        directions = page.eval_on_selector_all(
            ".comment__name",
            "names => names.map(name => [name.textContent, getComputedStyle(name).direction])",
        )

        assert dict(directions)["bahaeddinne"] == "ltr"
        assert dict(directions)["عادل"] == "rtl"
        assert len(directions) == 4

    def test_a_comment_of_two_lines_has_two(self, reader: Reader, newspaper: Newspaper):
        page = reader.open(newspaper.seed_story)

        first = page.locator(".comment__text").first

        assert len(first.inner_text().strip().splitlines()) == 2
