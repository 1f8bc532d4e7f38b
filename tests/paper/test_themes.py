"""A newspaper's own look is readable, small, and changes every page."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

import minbar
from minbar.press.keys import EVERY_PAGE
from minbar.press.models import Touch
from minbar.stories.colours import (
    DARK_PAPERS,
    ENOUGH,
    LIGHT_PAPERS,
    contrast,
    least_contrast,
    readable_on,
)
from minbar.stories.models import DEFAULT_ACCENT, HeadlineFace, Newspaper
from minbar.stories.themes import stylesheet_of

TOKENS = Path(minbar.__file__).parent / "paper/static/paper/tokens.css"
COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
ADDRESS = "/newsroom/settings/stories/newspaper/"


class TestColours:
    """WCAG's ratio, and the nearest colour that reaches it."""

    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#8f1d1d", "#fffdf8", 8.7)],
    )
    def test_ratios_are_those_that_others_reckon(self, one, other, ratio):
        assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.05)

    @given(colour=COLOURS, papers=st.sampled_from([LIGHT_PAPERS, DARK_PAPERS]))
    def test_a_near_one_is_always_read_well(self, colour, papers):
        assert least_contrast(readable_on(colour, papers), papers) >= ENOUGH

    @given(colour=COLOURS)
    def test_one_that_is_read_well_stays(self, colour):
        near = readable_on(colour, LIGHT_PAPERS)

        channels = zip(*(bytes.fromhex(each[1:]) for each in (near, colour)), strict=True)
        if least_contrast(colour, LIGHT_PAPERS) >= ENOUGH:
            assert all(abs(one - other) <= 1 for one, other in channels)

    def test_papers_are_those_of_the_style(self):
        tokens = TOKENS.read_text()
        told = [
            re.search(rf"--{name}: var\(--light, (#\w+)\) var\(--dark, (#\w+)\)", tokens).groups()
            for name in ("paper", "sheet")
        ]

        assert list(zip(*told, strict=True)) == [LIGHT_PAPERS, DARK_PAPERS]
        assert f"--accent: var(--light, {DEFAULT_ACCENT})" in tokens


class TestStylesheet:
    """Only what differs, in the layer that print overrides."""

    def test_a_newspaper_without_a_look_of_its_own_has_none(self, client, front):
        Newspaper.load().save()

        assert Newspaper.load().theme == ""
        assert "/media/themes/" not in client.get("/").content.decode()

    def test_each_page_names_it(self, client, front):
        newspaper = Newspaper.load()
        newspaper.accent, newspaper.headline_face = "#1d5a8f", HeadlineFace.SANS
        newspaper.save()

        page = client.get("/").content.decode()

        name = re.search(r'<link rel="stylesheet" href="/media/(themes/\w+\.css)">', page)[1]
        with default_storage.open(name) as file:
            said = file.read().decode()
        assert said == stylesheet_of(newspaper)
        assert "--accent:var(--light,#1d5a8f) var(--dark,#" in said
        assert "--headline-face:var(--label-face)" in said

    def test_another_look_touches_every_page(self, front):
        newspaper = Newspaper.load()
        Touch.objects.all().delete()

        newspaper.accent = "#1d5a8f"
        newspaper.save()

        assert [touch.key for touch in Touch.objects.all()] == [EVERY_PAGE]


class TestInTheNewsroom:
    """A colour that readers could not read is refused, with one near it."""

    @pytest.fixture
    def save(self, client, editor):
        client.force_login(editor)

        def save(**changed):
            newspaper = Newspaper.load()
            fields = {name: getattr(newspaper, name) or "" for name in ("name", "headline_face")}
            return client.post(f"{ADDRESS}{newspaper.pk}/", fields | changed)

        return save

    def test_a_pale_one_is_refused_and_another_offered(self, save):
        answer = save(accent="#ff8888")

        text = answer.content.decode()
        assert f"{least_contrast('#ff8888', LIGHT_PAPERS):.1f} : 1" in text
        assert readable_on("#ff8888", LIGHT_PAPERS) in text
        assert Newspaper.load().accent == DEFAULT_ACCENT

    def test_a_readable_one_is_taken(self, save):
        assert save(accent="#1d5a8f").status_code == 302
        assert Newspaper.load().accent == "#1d5a8f"


class TestRegion:
    """Whose months are named is part of the look: جانفي here, يناير or كانون الثاني elsewhere."""

    @pytest.fixture
    def january(self, make_story):
        return make_story(first_published_at=datetime(2026, 1, 23, 8, 12, tzinfo=UTC))

    @pytest.mark.parametrize(
        ("region", "name"), [("", "جانفي"), ("EG", "يناير"), ("LB", "كانون الثاني")]
    )
    def test_its_months_are_named(self, client, january, region, name):
        newspaper = Newspaper.load()
        newspaper.region = region
        newspaper.save()

        assert f"23 {name} 2026" in client.get(january.url).content.decode()

    def test_every_page_is_pressed_again(self, front):
        newspaper = Newspaper.load()
        Touch.objects.all().delete()

        newspaper.region = "MA"
        newspaper.save()

        assert [touch.key for touch in Touch.objects.all()] == [EVERY_PAGE]

    def test_a_page_reads_it_once(self, client, january):
        with CaptureQueriesContext(connection) as asked:
            client.get(january.url)

        told = [query for query in asked if 'SELECT "stories_newspaper"."region" ' in query["sql"]]
        assert len(told) == 1

    def test_an_editor_chooses_it(self, client, editor):
        client.force_login(editor)
        newspaper = Newspaper.load()
        address = f"{ADDRESS}{newspaper.pk}/"
        fields = {"name": newspaper.name, "accent": "#8f1d1d", "headline_face": "naskh"}

        assert "المغرب" in client.get(address).content.decode()
        assert client.post(address, fields | {"region": "XX"}).status_code == 200
        assert client.post(address, fields | {"region": "MA"}).status_code == 302
        assert Newspaper.load().region == "MA"


class TestLogo:
    """In place of the lettered name, which who listens still hears."""

    def test_it_stands_in_the_masthead(self, client, front, make_photo):
        newspaper = Newspaper.load()
        newspaper.logo = make_photo()
        newspaper.save()

        page = client.get("/").content.decode()

        assert re.search(r'<img class="masthead__logo masthead__logo--only"[^>]+alt="منبر"', page)

    def test_dark_pages_may_have_their_own(self, client, front, make_photo):
        newspaper = Newspaper.load()
        newspaper.logo, newspaper.logo_in_the_dark = make_photo(), make_photo()
        newspaper.save()

        page = client.get("/").content.decode()

        assert "masthead__logo--light" in page
        assert "masthead__logo--dark" in page
