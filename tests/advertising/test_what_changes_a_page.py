"""Which pages are pressed again when slots and advertisements change, and which are not."""

import pytest

from minbar.advertising.models import Slot
from minbar.press import pressing
from minbar.press.edition import check
from minbar.press.staleness import stale_pages
from minbar.stories.announcing import announce
from minbar.stories.models import Section, Story

pytestmark = pytest.mark.usefixtures("nothing_is_removed")

FRAGMENT = "/fragments/advertising/story/"
WHAT_RUNS = {FRAGMENT, "/privacy/"}
STORIES = {"/national/train/", "/sport/match/"}
PATHS = ["/", "/national/", "/sport/", *STORIES, *WHAT_RUNS, "/feed/", "/about/"]


@pytest.fixture
def edition(front, section, make_story, slot, make_advertisement):
    """A slot under the stories of two sections, and what runs in it, pressed."""
    sport = front.add_child(instance=Section(title="رياضة", slug="sport", colour="#335533"))
    announce(sport)
    make_story("قطار الجنوب", slug="train")
    announce(sport.add_child(instance=Story(title="مباراة", slug="match", live=True)))
    advertisement = make_advertisement([slot])
    for path in PATHS:
        assert pressing.press(path).answer.status == 200
    return advertisement


def press_what_is_stale() -> None:
    for path in stale_pages():
        pressing.press(path)
    assert [path for path, is_same in check() if not is_same] == []


class TestAdvertisements:
    """What changes of them is in small fragments; no story, list or front page is pressed again."""

    def test_other_words(self, edition):
        edition.advertiser = "مكتبة البحر"
        edition.save()

        assert set(stale_pages()) == WHAT_RUNS
        press_what_is_stale()
        assert "مكتبة البحر" in pressing.store().read(FRAGMENT).body.decode()

    def test_other_slots(self, edition):
        edition.slots.clear()

        assert set(stale_pages()) == WHAT_RUNS
        press_what_is_stale()
        assert edition.advertiser not in pressing.store().read(FRAGMENT).body.decode()

    def test_one_that_is_deleted(self, edition):
        edition.delete()

        assert set(stale_pages()) == WHAT_RUNS
        press_what_is_stale()

    def test_another_picture(self, edition):
        edition.picture.focal_point_x = edition.picture.focal_point_y = 10
        edition.picture.focal_point_width = edition.picture.focal_point_height = 5
        edition.picture.save()

        assert set(stale_pages()) == {FRAGMENT}
        press_what_is_stale()


class TestSlots:
    """Opened, closed or moved, they change the pages that they stand on."""

    def test_one_that_is_closed(self, edition, slot):
        slot.is_open = False
        slot.save()

        assert set(stale_pages()) == WHAT_RUNS | STORIES
        press_what_is_stale()
        assert pressing.store().read(FRAGMENT) is None

    def test_one_of_a_section_is_on_its_stories_alone(self, edition, make_slot, section):
        make_slot("beside", section=section)

        assert set(stale_pages()) == {*WHAT_RUNS, "/national/train/"}
        press_what_is_stale()

    def test_one_that_moves_to_another_section(self, edition, make_slot, section):
        own = make_slot(section=section)
        press_what_is_stale()

        own.section = Section.objects.get(slug="sport")
        own.save()

        assert set(stale_pages()) == WHAT_RUNS | STORIES
        press_what_is_stale()

    @pytest.mark.parametrize("place", ["front", "section"])
    def test_one_elsewhere_changes_no_story(self, edition, make_slot, place):
        make_slot(place)

        lists = {"/national/", "/sport/"} if place == "section" else {"/"}
        assert set(stale_pages()) == WHAT_RUNS | lists
        press_what_is_stale()

    def test_one_that_is_deleted(self, edition, slot):
        Slot.objects.all().delete()

        assert set(stale_pages()) == WHAT_RUNS | STORIES
        press_what_is_stale()

    def test_one_that_is_saved_as_it_was(self, edition, slot):
        slot.save()

        assert stale_pages() == []
