"""The press is told of every page that there is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone

from minbar.advertising.models import Advertisement, Slot
from minbar.audience.models import Figures
from minbar.corrections.publishing import correct
from minbar.discussion.models import Status
from minbar.moderation.models import DeskDay
from minbar.paper import public_paths as paths_of_the_paper
from minbar.press.models import PressedPage
from minbar.press.pressing import press
from minbar.press.public import public_paths
from minbar.stories import live
from minbar.stories.announcing import announce
from minbar.stories.models import Author, Kind, Signature, Story


def views_below(resolver: URLResolver) -> Iterator[object]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from views_below(pattern)


def sign_and_tag(story: Story) -> None:
    """Put a story into the lists of an author and a tag."""
    author = Author.objects.create(name="هدى سي علي", slug="هدى")
    story.signatures = [Signature(author=author)]
    story.tags.add("سكك حديدية")
    story.save()
    announce(story)


class TestTheList:
    """What it names is there and pressed, and what is pressed is named."""

    def test_every_path_is_answered_and_pressed(self, story, make_approved):
        first, *_others = make_approved(51)
        make_approved(71, parent=first, thread=first)
        sign_and_tag(story)

        paths = list(public_paths())

        assert {press(path).answer.status for path in paths} == {200, 301}
        assert set(PressedPage.objects.exclude(digest="").values_list("path", flat=True)) == set(
            paths
        )

    def test_every_pressed_view_has_a_path_in_it(
        self, story, make_story, make_approved, make_print_issue
    ):
        make_print_issue(4127)
        running = make_story("مباشر", slug="live", kind=Kind.LIVE)
        live.tell(running.coverage, "خبر", by=None)
        first, *_others = make_approved(51)
        make_approved(21, parent=first, thread=first)
        DeskDay.objects.create(day=date(2026, 11, 1))
        sign_and_tag(story)
        correct(story, "تصويب", by=None)
        Slot.objects.create(place="story")
        tomorrow = timezone.now() + timedelta(days=1)
        Advertisement.objects.create(code="<p>", ends_at=tomorrow)

        named = {resolve(path).func for path in public_paths()}

        pressed = {view for view in views_below(get_resolver()) if hasattr(view, "pressed_queries")}
        assert pressed - named == set()

    def test_paths_are_decoded(self, story):
        assert f"/national/{story.slug}/" in set(public_paths())

    def test_only_what_is_published_is_named(self, story):
        story.unpublish()

        assert not [path for path in public_paths() if story.slug in path or "/s/" in path]

    @pytest.mark.django_db
    def test_a_new_newspaper_has_a_front(self):
        assert next(public_paths()) == "/"

    def test_lists_of_the_past_are_named_by_their_months_and_days(self, make_story):
        for number, month in enumerate((11, 11, 9)):
            at = datetime(2026, month, 22 + number, tzinfo=ZoneInfo("Africa/Algiers"))
            story = make_story(f"خبر {number}", first_published_at=at)
        sign_and_tag(story)
        make_story("بلا تاريخ", undated=True, first_published_at=None)

        paths = list(public_paths())

        assert [path for path in paths if path.startswith("/archive/")] == [
            *("/archive/", "/archive/2026/09/", "/archive/2026/11/"),
            *("/archive/2026/11/23/", "/archive/2026/11/22/", "/archive/2026/09/24/"),
        ]
        assert [path for path in paths if "/2026/09/" in path and "archive" not in path] == [
            *("/authors/هدى/2026/09/", "/tags/سكك-حديدية/2026/09/", "/national/2026/09/"),
        ]


class TestTheOrder:
    """What readers want most comes first."""

    def test_the_most_read_stand_before_the_newest(self, make_story, section):
        now = timezone.now()
        old = make_story("قديم مقروء", first_published_at=now - timedelta(days=900))
        newer = make_story("أحدث", first_published_at=now - timedelta(days=1))
        newest = make_story("الأحدث", first_published_at=now)
        Figures.objects.create(story=old, counted=9)

        paths = list(public_paths())

        wanted = ["/", section.url, *(f"/national/{s.slug}/" for s in (old, newest, newer))]
        assert [path for path in paths if path in wanted] == wanted

    def test_a_discussion_follows_its_story(self, story, make_approved):
        make_approved(60)
        make_approved(60, status=Status.REJECTED)

        paths = list(public_paths())

        at = paths.index(f"/national/{story.slug}/")
        assert paths[at + 1 : at + 3] == [f"{paths[at]}comments/{n}/" for n in (2, 3)]

    def test_the_further_replies_to_a_comment_follow_the_discussion(self, story, make_approved):
        first, *_others = make_approved(51)
        make_approved(71, parent=first, thread=first)

        paths = list(public_paths())

        at = paths.index(f"/national/{story.slug}/")
        assert [path.removeprefix(paths[at]) for path in paths[at + 1 : at + 4]] == [
            "comments/2/",
            f"comments/thread/{first.pk}/",
            f"comments/thread/{first.pk}/2/",
        ]


class TestManyStories:
    """An edition may have 100,000 stories."""

    def test_none_is_lost_between_two_readings(self, make_story, monkeypatch):
        monkeypatch.setattr(paths_of_the_paper, "CHUNK", 2)
        same_moment = timezone.now()
        for number in range(5):
            make_story(f"خبر {number}", first_published_at=same_moment)
        for number in range(3):
            make_story(f"بلا تاريخ {number}", undated=True, first_published_at=None)

        stories = [path for path in public_paths() if path.startswith("/national/خبر")]
        undated = [path for path in public_paths() if path.startswith("/national/بلا")]

        assert stories == [f"/national/خبر-{number}/" for number in reversed(range(5))]
        assert undated == [f"/national/بلا-تاريخ-{number}/" for number in reversed(range(3))]

    def test_the_database_is_asked_the_same_of_many_as_of_few(
        self, make_story, django_assert_max_num_queries
    ):
        for number in range(12):
            make_story(f"خبر {number}")

        with django_assert_max_num_queries(24):
            list(public_paths())
