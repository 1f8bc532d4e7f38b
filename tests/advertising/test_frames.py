"""Another company's code runs in a closed document, and nowhere else."""

import re

import pytest

from minbar.press.public import public_paths
from tests.advertising.conftest import CODE

FRAGMENT = "/fragments/advertising/story/"


@pytest.fixture
def framed(slot, make_advertisement):
    return make_advertisement([slot], code=CODE, advertiser="بورصة الإعلانات")


class TestItsDocument:
    """It holds the code, in an origin that is nobody's."""

    def test_it_holds_the_code(self, framed, page):
        assert CODE in page(f"/advertising/{framed.pk}/")

    def test_it_is_sandboxed_whoever_opens_it(self, framed, client):
        policy = client.get(f"/advertising/{framed.pk}/")["Content-Security-Policy"]

        (sandbox,) = re.findall(r"sandbox ([^;]+);", policy)
        assert set(sandbox.split()) == {
            *("allow-scripts", "allow-popups", "allow-popups-to-escape-sandbox")
        }
        assert "frame-ancestors 'self'" in policy

    def test_it_tells_the_company_nothing_and_is_no_page_for_robots(self, framed, client):
        answer = client.get(f"/advertising/{framed.pk}/")

        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies

    def test_there_is_none_of_what_does_not_run(self, framed, make_advertisement, client):
        picture = make_advertisement()
        framed.begins_at, framed.ends_at = framed.begins_at.replace(year=2020), framed.begins_at
        framed.save()

        for advertisement in (framed, picture):
            assert client.get(f"/advertising/{advertisement.pk}/").status_code == 404

    def test_the_press_knows_of_it(self, framed, slot):
        assert {slot.path, f"/advertising/{framed.pk}/"} <= set(public_paths())


class TestPages:
    """No page and no fragment holds the code, or anything of the company's."""

    def test_the_fragment_asks_first(self, framed, page):
        text = page(FRAGMENT)

        assert f'data-frame="/advertising/{framed.pk}/"' in text
        assert "بورصة الإعلانات" in text
        assert {"shown", "refused"} == set(re.findall('data-answer="([^"]+)"', text))
        for taken in ("exchange.example", "<script", "<iframe"):
            assert taken not in text

    def test_no_page_has_a_frame(self, framed, story, page):
        for path in ("/", "/national/", story.url):
            assert "<iframe" not in page(path)
            assert "exchange.example" not in page(path)


class TestPrivacy:
    """The page on privacy says what is true."""

    @pytest.mark.django_db
    def test_nothing_is_said_of_frames_where_there_are_none(self, make_advertisement, pressed):
        before = pressed("/privacy/")

        make_advertisement()

        assert pressed("/privacy/") == before

    def test_frames_are_told_of_as_long_as_some_run_or_are_to(
        self, framed, make_advertisement, pressed
    ):
        told = pressed("/privacy/")
        framed.delete()

        assert pressed("/privacy/") != told
        assert len(pressed("/privacy/")) < len(told)
