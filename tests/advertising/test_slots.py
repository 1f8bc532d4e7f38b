"""Slots keep room on pages, under a mark; what runs in them comes as a fragment."""

import re

import pytest
from django.utils.translation import gettext

from minbar.advertising.models import Slot
from minbar.advertising.places import Place
from minbar.stories.announcing import announce
from minbar.stories.models import Section

FRAGMENT = "/fragments/advertising/story/"


@pytest.fixture
def sport(front):
    section = front.add_child(instance=Section(title="رياضة", slug="sport", colour="#335533"))
    announce(section)
    return section


def slots_in(text: str) -> list[str]:
    return re.findall(r'<minbar-advertisement src="([^"]+)"', text)


class TestANewNewspaper:
    """No slot is there by itself, and no room is kept for any."""

    def test_no_page_has_one(self, story, page, client):
        for path in ("/", "/national/", story.url):
            assert "advertis" not in page(path).partition("<main")[2], path
        assert client.get(FRAGMENT).status_code == 404


class TestAnOpenSlot:
    """It stands where its place says."""

    @pytest.mark.parametrize(
        ("place", "shape"),
        [("front", "wide"), ("section", "wide"), ("story", "wide"), ("beside", "box")],
    )
    def test_stands_at_its_place_and_nowhere_else(self, story, make_slot, page, place, shape):
        make_slot(place)
        paths = {"front": "/", "section": "/national/", "story": story.url, "beside": story.url}

        found = {path: slots_in(page(path)) for path in paths.values()}

        assert found.pop(paths[place]) == [f"/fragments/advertising/{place}/"]
        assert set(map(tuple, found.values())) == {()}
        assert f'class="slot slot--{shape}"' in page(paths[place])

    def test_its_mark_stands_in_the_page_itself(self, slot, story, page):
        mark = gettext("Advertisement")

        room = (
            page(story.url)
            .partition('<div class="slot ')[2]
            .partition("</minbar-advertisement>")[0]
        )

        assert f'aria-label="{mark}"' in room
        assert f'<p class="slot__mark"><span>{mark}</span>' in room

    def test_stands_under_the_text_and_before_the_discussion(self, slot, story, page):
        text = page(story.url)

        assert text.index("story__body") < text.index('class="slot') < text.index('id="discussion"')

    def test_stands_between_the_stories_of_a_section(self, make_slot, make_story, page):
        make_slot(Place.SECTION)
        for number in range(5):
            make_story(f"خبر {number}")

        parts = page("/national/").split('class="slot ')

        assert [part.count('class="card__headline') for part in parts] == [3, 2]

    def test_a_closed_one_takes_no_room(self, slot, story, page, client):
        slot.is_open = False
        slot.save()

        assert slots_in(page(story.url)) == []
        assert client.get(FRAGMENT).status_code == 404


class TestSections:
    """A section's own slot stands before the one for all."""

    def test_its_own_is_asked_first(self, slot, make_slot, story, section, page):
        own = make_slot(section=section)

        assert slots_in(page(story.url)) == [own.path] == [f"{FRAGMENT}{section.pk}/"]

    def test_that_of_another_is_not(self, slot, make_slot, story, sport, page):
        make_slot(section=sport)

        assert slots_in(page(story.url)) == [slot.path]

    def test_a_closed_one_of_its_own_keeps_a_section_free(
        self, slot, make_slot, story, section, page
    ):
        make_slot(section=section, is_open=False)

        assert slots_in(page(story.url)) == []


class TestWhatRuns:
    """The fragment of a slot holds all that runs in it."""

    def test_a_picture_with_its_words_and_where_it_leads(self, slot, make_advertisement, pressed):
        make_advertisement([slot])

        text = pressed(FRAGMENT)

        assert 'href="https://books.example/" rel="sponsored noopener"' in text
        assert 'data-advertiser="مكتبة الزقاق"' in text
        assert re.search(r'<img [^>]*alt="كتب ومقعد" loading="lazy"', text)

    def test_phones_have_a_picture_of_their_own(
        self, slot, make_advertisement, make_photo, pressed
    ):
        make_advertisement([slot], picture_for_phones=make_photo((96, 30)))

        (first, *_others) = re.findall(r'<source type="image/avif"([^>]+)>', pressed(FRAGMENT))

        assert 'media="(max-width' in first
        assert " 96w" in first

    def test_words_stand_there_until_the_picture_is_made(self, slot, make_advertisement, pressed):
        advertisement = make_advertisement([slot])
        advertisement.picture.renditions.all().delete()

        text = pressed(FRAGMENT)

        assert "<img" not in text
        assert 'class="advertisement advertisement--told" href="https://books.example/"' in text

    def test_only_what_runs_in_this_slot(self, slot, make_slot, section, make_advertisement, page):
        make_advertisement([slot], advertiser="في كل مكان")
        make_advertisement([make_slot(section=section)], advertiser="في قسم")

        assert re.findall('data-advertiser="([^"]+)"', page(FRAGMENT)) == ["في كل مكان"]

    def test_where_nothing_runs_the_newspaper_offers_the_room(self, slot, page):
        assert re.findall(r"<a [^>]+>", page(FRAGMENT)) == [
            '<a class="advertisement advertisement--told" href="/contact/" data-otherwise>'
        ]

    def test_a_section_that_is_deleted_takes_its_slot_along(self, make_slot, sport):
        make_slot(section=sport)

        sport.delete()

        assert not Slot.objects.exists()
