"""Sections that an editor puts in another order keep their stories."""

import pytest
from django.utils import timezone

from minbar.stories.announcing import announce, announce_missed
from minbar.stories.models import AnnouncedPage, Section, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def sections(front, publish):
    """Three, each with a story that has its name, in the order in which they were made."""
    made = []
    for slug in ("national", "world", "sport"):
        section = front.add_child(instance=Section(title=slug, slug=slug))
        announce(section)
        publish(section, f"خبر {slug}", f"{slug}-story")
        made.append(section)
    return made


@pytest.fixture
def publish():
    def publish(section, headline, slug):
        now = timezone.now()
        moments = {"first_published_at": now, "last_published_at": now}
        announce(section.add_child(instance=Story(title=headline, slug=slug, live=True, **moments)))

    return publish


def listed():
    return {
        section.slug: [story.slug for story in section.stories()]
        for section in Section.objects.order_by("path")
    }


AS_BEFORE = {
    "national": ["national-story"],
    "world": ["world-story"],
    "sport": ["sport-story"],
}


def test_each_keeps_its_stories(sections):
    Section.objects.get(slug="sport").move(sections[0], pos="left")

    assert list(listed()) == ["sport", "national", "world"]
    assert listed() == AS_BEFORE


def test_what_was_not_told_is_found(sections):
    AnnouncedPage.objects.filter(url_path__contains="world-story").update(
        section_path=sections[0].path
    )
    assert listed() != AS_BEFORE

    announce_missed()

    assert listed() == AS_BEFORE
    assert announce_missed() == 0
