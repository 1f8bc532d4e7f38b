"""Which pages are pressed again when something happens in the newsroom, and which are not.

Each test presses the whole edition, lets one thing happen, and names the pages that are stale.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from minbar.corrections.publishing import correct, publish_reply
from minbar.corrections.publishing import withdraw as withdraw_record
from minbar.discussion.models import Comment, DiscussionSettings
from minbar.discussion.modes import close_what_is_due
from minbar.discussion.policy import amend, reason
from minbar.discussion.reporting import report
from minbar.discussion.submission import Origin, submit
from minbar.discussion.votes import show_votes, vote
from minbar.discussion.writer_actions import withdraw
from minbar.moderation.decisions import answer, approve, pick, strike
from minbar.paper.public_paths import public_paths
from minbar.press import keys, pressing
from minbar.press.edition import check, press_all
from minbar.press.models import ClockTouch
from minbar.press.staleness import stale_edition, stale_pages
from minbar.stories.announcing import announce, announce_missed
from minbar.stories.models import (
    Author,
    Desk,
    Front,
    Newspaper,
    Photo,
    RelatedStory,
    Section,
    Signature,
    Story,
    Tag,
)
from minbar.stories.months import month_of

pytestmark = [
    pytest.mark.usefixtures("nothing_is_removed"),
    pytest.mark.only_on_sqlite("Keys are named alike on both; tests/press asks both at random."),
]

FEEDS = {"/feed/", "/feed.json", "/national/feed/"}
FEEDS_OF_TRAIN = {*FEEDS, "/authors/siham/feed/"}
FIELDS = {"name": "قارئ", "place": "", "email": "reader@example.org", "text": "تعليق"}


@pytest.fixture
def photo(db: None) -> Photo:
    drawn = BytesIO()
    Image.new("RGB", (320, 180), "#7a5230").save(drawn, "JPEG")
    return Photo.objects.create(title="صورة", file=ImageFile(drawn, name="photo.jpg"))


@pytest.fixture
def sport(front: Front) -> Section:
    section = front.add_child(instance=Section(title="رياضة", slug="sport", colour="#335533"))
    announce(section)
    return section


@pytest.fixture
def story(make_story: Callable[..., Story], photo: Photo) -> Story:
    story = make_story(
        "قطار الجنوب",
        slug="train",
        kicker="بعد انقطاع",
        lead_photo=photo,
        desk=Desk.objects.create(name="مكتب وهران"),
        body=[("text", "<p>نص</p>")],
        first_published_at=timezone.now() - timedelta(hours=3),
        last_published_at=timezone.now() - timedelta(hours=3),
    )
    story.signatures = [Signature(author=Author.objects.create(name="سهام", slug="siham"))]
    story.save()
    return story


@pytest.fixture
def older(make_story: Callable[..., Story]) -> Story:
    moment = timezone.now() - timedelta(days=1)
    return make_story("خبر أقدم", slug="older", first_published_at=moment, last_published_at=moment)


@pytest.fixture
def edition(front: Front, sport: Section, older: Story, story: Story) -> set[str]:
    """Everything pressed; the paths of the edition."""
    announce(story)
    result = press_all(processes=1, tell=lambda *_: None)
    assert result.failed == 0
    assert stale() == set()
    return set(public_paths())


def stale() -> set[str]:
    return {*stale_pages(), *stale_edition()}


def press_what_is_stale() -> None:
    for path in sorted(stale()):
        pressing.press(path)
    assert stale() == set()
    assert [path for path, is_same in check() if not is_same] == []


@pytest.fixture
def publish(django_capture_on_commit_callbacks) -> Callable[..., None]:
    """Publish a page as an editor does, with changes; what waits for the commit is done."""

    def publish(page: Page, **changes: object) -> None:
        for name, value in changes.items():
            setattr(page, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return publish


class TestStories:
    """A story's own page, and what shows something of it."""

    def test_another_body_is_the_storys_own_and_told_by_its_feeds(
        self, edition: set[str], story: Story, publish
    ):
        publish(story, body=[("text", "<p>نص آخر</p>")])

        month = month_of(story.first_published_at)
        assert stale() == {"/national/train/", f"/sitemaps/{month}.xml"} | FEEDS_OF_TRAIN

    def test_another_headline_is_shown_where_its_card_stands(
        self, edition: set[str], story: Story, publish
    ):
        publish(story, title="قطار الشمال")

        assert stale() >= {"/national/train/", "/", "/national/"}
        assert "/sport/" not in stale()
        assert "/national/older/" not in stale()

    def test_a_new_story_is_listed(self, edition: set[str], make_story, section: Section, publish):
        new = section.add_child(instance=Story(title="جديد", slug="new", live=False))
        publish(new)

        changed = stale()
        assert {"/", "/national/"} <= changed
        assert changed.isdisjoint({"/national/train/", "/national/older/", "/sport/"})

    def test_a_draft_changes_nothing(self, edition: set[str], section: Section, story: Story):
        section.add_child(instance=Story(title="مسودة", slug="draft", live=False)).save_revision()
        story.title = "عنوان لم ينشر"
        story.save_revision()

        assert stale() == set()

    def test_a_story_that_is_taken_back_is_gone_everywhere(
        self, edition: set[str], story: Story, older: Story
    ):
        story.unpublish()

        assert {"/", "/national/", "/national/train/", f"/s/{story.pk}/"} <= stale()
        press_what_is_stale()
        assert pressing.store().read("/national/train/").status == 410
        assert "قطار الجنوب" not in pressing.store().read("/").body.decode()

    def test_a_story_that_comes_back_is_there_again(self, edition: set[str], story: Story, publish):
        story.unpublish()
        press_what_is_stale()

        publish(Story.objects.get(pk=story.pk))

        press_what_is_stale()
        assert pressing.store().read("/national/train/").status == 200

    def test_one_that_others_point_to_is_replaced_there(
        self, edition: set[str], make_story, story: Story
    ):
        make_story("يشير إليه", slug="pointing")
        press_all(processes=1, tell=lambda *_: None)
        assert "قطار الجنوب" in pressing.store().read("/national/pointing/").body.decode()

        story.unpublish()

        assert "/national/pointing/" in stale()
        press_what_is_stale()
        assert "قطار الجنوب" not in pressing.store().read("/national/pointing/").body.decode()

    def test_another_address_leads_on_from_the_old_one(
        self, edition: set[str], story: Story, publish
    ):
        publish(story, slug="southern-train")

        assert {"/national/train/", "/", "/national/", f"/s/{story.pk}/"} <= stale()
        press_what_is_stale()
        old = pressing.store().read("/national/train/")
        assert (old.status, dict(old.headers)["Location"]) == (301, "/national/southern-train/")

    def test_the_longest_address_leads_on_too(
        self, edition: set[str], section: Section, story: Story, publish
    ):
        publish(section, slug="ع" * 50)
        publish(Story.objects.get(pk=story.pk), slug="a" * 200)

        publish(Section.objects.get(pk=section.pk), slug="homeland")

        press_what_is_stale()
        old = pressing.store().read(f"/{'ع' * 50}/{'a' * 200}/")
        assert (old.status, dict(old.headers)["Location"]) == (301, f"/homeland/{'a' * 200}/")

    def test_another_section_changes_both_lists(
        self, edition: set[str], story: Story, sport: Section
    ):
        story.move(sport, pos="last-child")

        assert {"/national/train/", "/", "/national/", "/sport/"} <= stale()
        press_what_is_stale()
        assert "قطار الجنوب" in pressing.store().read("/sport/").body.decode()
        assert "قطار الجنوب" not in pressing.store().read("/national/").body.decode()

    def test_a_deleted_story_is_gone(self, edition: set[str], older: Story):
        Page.objects.get(pk=older.pk).delete()

        assert {"/", "/national/", "/national/older/"} <= stale()
        press_what_is_stale()
        assert pressing.store().read("/national/older/").status == 410

    def test_comments_close_by_the_clock(self, edition: set[str], story: Story, publish):
        publish(story, comments_close_at=timezone.now() + timedelta(minutes=5))
        press_what_is_stale()

        ClockTouch.objects.update(moment=timezone.now())
        close_what_is_due()

        assert stale() == {"/national/train/"}


class TestCorrections:
    """What is on record is on its story's page and in the lists, and nowhere else.

    A correction is a change of its story for feeds and sitemaps, too.
    """

    @pytest.fixture
    def month(self) -> str:
        return f"/corrections/{timezone.localdate():%Y/%m}/"

    def machines(self, story: Story) -> set[str]:
        return FEEDS_OF_TRAIN | {f"/sitemaps/{month_of(story.first_published_at)}.xml"}

    def test_a_first_correction_makes_its_month(self, edition: set[str], story: Story, month: str):
        correct(story, "تصويب أول", by=None)

        assert stale() == {"/national/train/", "/corrections/", month, *self.machines(story)}
        press_what_is_stale()
        for path in ("/national/train/", "/corrections/", month):
            assert "تصويب أول" in pressing.store().read(path).body.decode()

    def test_a_reply_is_in_the_same_lists(self, edition: set[str], older: Story, month: str):
        day = timezone.localdate()
        publish_reply(older, "نص الرد", name="مليكة", capacity="", received_on=day, by=None)

        assert stale() == {"/national/older/", "/corrections/", month}
        press_what_is_stale()

    def test_one_that_is_withdrawn_leaves_a_line(self, edition: set[str], story: Story, month: str):
        correction = correct(story, "تصويب أول", by=None)
        press_what_is_stale()

        withdraw_record(correction, because="تبيّن العكس", by=None)

        assert stale() == {"/national/train/", "/corrections/", month, *self.machines(story)}
        press_what_is_stale()
        for path in ("/national/train/", "/corrections/", month):
            page = pressing.store().read(path).body.decode()
            assert "تصويب أول" not in page
            assert "تبيّن العكس" in page

    def test_another_headline_is_in_the_lists(
        self, edition: set[str], story: Story, month: str, publish
    ):
        correct(story, "تصويب أول", by=None)
        press_what_is_stale()

        publish(Story.objects.get(pk=story.pk), title="قطار الشمال")

        assert {"/corrections/", month} <= stale()
        press_what_is_stale()

    def test_a_story_that_is_taken_back_takes_it_from_the_lists_and_brings_it_back(
        self, edition: set[str], story: Story, month: str, publish
    ):
        correct(story, "تصويب أول", by=None)
        press_what_is_stale()

        story.unpublish()

        press_what_is_stale()
        assert "تصويب أول" not in pressing.store().read("/corrections/").body.decode()
        assert pressing.store().read(month) is None

        publish(Story.objects.get(pk=story.pk))

        press_what_is_stale()
        assert "تصويب أول" in pressing.store().read("/corrections/").body.decode()

    def test_a_story_that_is_deleted_takes_it_along(
        self, edition: set[str], older: Story, month: str
    ):
        correct(older, "تصويب أول", by=None)
        press_what_is_stale()

        Page.objects.get(pk=older.pk).delete()

        press_what_is_stale()
        assert "تصويب أول" not in pressing.store().read("/corrections/").body.decode()
        assert pressing.store().read(month) is None


class TestSections:
    """The row of sections stands over every page; what lies below follows."""

    def test_another_name_is_on_every_page(self, edition: set[str], sport: Section, publish):
        publish(sport, title="ملاعب")

        assert stale() >= edition

    def test_a_section_that_moves_to_another_address_takes_its_stories_along(
        self, edition: set[str], section: Section, publish
    ):
        publish(section, slug="homeland")

        press_what_is_stale()
        old = pressing.store().read("/national/train/")
        assert (old.status, dict(old.headers)["Location"]) == (301, "/homeland/train/")
        assert "/homeland/train/" in pressing.store().read("/").body.decode()

    def test_a_section_that_is_taken_back_leaves_the_row(self, edition: set[str], sport: Section):
        sport.unpublish()

        assert stale() >= edition
        press_what_is_stale()
        assert "رياضة" not in pressing.store().read("/").body.decode()

    def test_another_colour_changes_what_shows_its_cards_picture(
        self, edition: set[str], section: Section, publish
    ):
        publish(section, colour="#112233")

        press_what_is_stale()


class TestWhatSendsNothing:
    """Photos, bylines, settings and redirects send nothing of Wagtail's, and are heard of."""

    def test_a_photo_that_is_cut_otherwise(self, edition: set[str], photo: Photo):
        photo.focal_point_x = photo.focal_point_y = 300
        photo.focal_point_width = photo.focal_point_height = 100
        photo.save()

        authors = {"/authors/siham/", "/authors/siham/feed/"}
        assert stale() == {"/", "/national/", "/national/train/", *FEEDS, *authors}
        press_what_is_stale()

    def test_a_photo_that_is_deleted(self, edition: set[str], photo: Photo):
        photo.delete()

        assert stale() >= {"/", "/national/", "/national/train/"}
        press_what_is_stale()

    def test_an_author_with_another_name(self, edition: set[str], story: Story):
        author = Author.objects.get()
        author.name = "سهام قادري"
        author.save()

        month = month_of(story.first_published_at).replace("-", "/")
        lists = {f"/authors/siham/{part}" for part in ("", "feed/", f"{month}/")}
        named = {"/authors/", "/sitemaps/authors.xml"}
        assert stale() == {"/", "/national/", "/national/train/", *FEEDS, *lists, *named}
        press_what_is_stale()

    def test_a_desk_with_another_name(self, edition: set[str]):
        desk = Desk.objects.get()
        desk.name = "مكتب الغرب"
        desk.save()

        assert "/national/train/" in stale()
        press_what_is_stale()

    def test_a_newspaper_with_another_name(self, edition: set[str]):
        newspaper = Newspaper.load()
        newspaper.name = "الغد"
        newspaper.save()

        assert stale() >= edition
        press_what_is_stale()

    def test_a_redirect_that_an_editor_adds(self, edition: set[str], story: Story, older: Story):
        story.unpublish()
        press_what_is_stale()

        Redirect.objects.create(
            old_path=Redirect.normalise_path("/national/train/"), redirect_page=older
        )

        assert "/national/train/" in stale()
        press_what_is_stale()
        led = pressing.store().read("/national/train/")
        assert dict(led.headers)["Location"] == "/national/older/"


class TestComments:
    """A comment's move is seen where readers see the comment, and nowhere else."""

    def test_a_held_one_changes_nothing(self, edition: set[str], story: Story):
        submit(story, FIELDS, origin=Origin())

        assert stale() == set()

    def test_a_published_one_is_on_its_page_and_counted_on_cards(
        self, edition: set[str], story: Story, moderator
    ):
        comment = submit(story, FIELDS, origin=Origin()).comment

        approve(comment, by=moderator)

        assert {"/national/train/", "/", "/national/"} <= stale()
        assert stale().isdisjoint({"/sport/", "/national/older/", "/policy/"})
        press_what_is_stale()
        assert "تعليق واحد" in pressing.store().read("/").body.decode()

    def test_a_rule_worded_otherwise_is_on_the_policy_page(self, edition: set[str]):
        rule = reason("off-topic")
        rule.text_ar = "خارج موضوع المقال"
        amend(rule, by=None)

        assert stale() == {"/policy/"}

    def test_another_number_is_also_where_a_struck_comment_names_it(
        self, edition: set[str], story: Story, moderator
    ):
        comment = submit(story, FIELDS, origin=Origin()).comment
        approve(comment, by=moderator)
        rule = reason("off-topic")
        strike(comment, by=moderator, reason=rule)
        press_what_is_stale()

        rule.number = 77
        amend(rule, by=None)

        assert stale() == {"/policy/", "/national/train/"}
        press_what_is_stale()
        assert "77" in pressing.store().read("/national/train/").body.decode()

    def test_a_saved_setting_of_the_discussion_is_on_the_privacy_page(self, edition: set[str]):
        kept = DiscussionSettings.load()
        kept.keep_email_days = 200
        kept.save()

        forms = {"/national/train/", "/national/older/"}
        assert stale() == {"/privacy/", "/fragments/review-time/", *forms}

    def test_a_struck_one_leaves_a_line(self, edition: set[str], story: Story, moderator):
        comment = submit(story, FIELDS | {"text": "كلام يُشطب"}, origin=Origin()).comment
        approve(comment, by=moderator)
        press_what_is_stale()

        strike(comment, by=moderator, reason=reason("insult"))

        press_what_is_stale()
        page = pressing.store().read("/national/train/").body.decode()
        assert "كلام يُشطب" not in page
        assert "حذفت هيئة التحرير هذا التعليق (البند 1)" in page

    def test_a_reply_is_on_the_page_of_its_comment_and_on_no_other(
        self, edition: set[str], story: Story, moderator, full_discussion
    ):
        reply = self.reply_to(full_discussion[50], story, moderator, "رد جديد")

        assert "/national/train/comments/2/" in stale()
        changed = {path for path in stale() if pressing.press(path).changed}
        assert not {path for path in changed if path.endswith("comments/3/")}
        assert "رد جديد" in pressing.store().read("/national/train/comments/2/").body.decode()
        assert [path for path, is_same in check() if not is_same] == []
        assert reply.thread == full_discussion[50]

    def test_a_reply_for_which_there_is_no_room_is_on_a_page_of_its_thread(
        self, edition: set[str], story: Story, moderator, full_discussion
    ):
        first = full_discussion[0]
        for number in range(20):
            self.reply_to(first, story, moderator, f"رد رقم {number}")
        press_what_is_stale()
        page = f"/national/train/comments/thread/{first.pk}/"
        assert page not in set(public_paths())

        self.reply_to(first, story, moderator, "رد بلا مكان")

        press_what_is_stale()
        assert page in pressing.store().read("/national/train/").body.decode()
        assert "رد بلا مكان" not in pressing.store().read("/national/train/").body.decode()
        pressing.press(page)
        assert "رد بلا مكان" in pressing.store().read(page).body.decode()
        self.reply_to(first, story, moderator, "وآخر")
        assert page in stale()
        press_what_is_stale()

    def test_a_comment_is_struck_over_the_further_replies_to_it_too(
        self, edition: set[str], story: Story, moderator, full_discussion
    ):
        first = full_discussion[0]
        for number in range(21):
            self.reply_to(first, story, moderator, f"رد رقم {number}")
        page = f"/national/train/comments/thread/{first.pk}/"
        pressing.press(page)
        press_what_is_stale()

        strike(Comment.objects.get(pk=first.pk), by=moderator, reason=reason("insult"))

        assert page in stale()
        press_what_is_stale()
        assert "تعليق رقم 0<" not in pressing.store().read(page).body.decode()

    def test_a_name_is_gone_from_what_answers_it(self, edition: set[str], story: Story, moderator):
        comment = submit(story, FIELDS, origin=Origin()).comment
        approve(comment, by=moderator)
        answered = self.reply_to(comment, story, moderator, "رد", name="صاحبة الرد")
        self.reply_to(answered, story, moderator, "رد على الرد")
        press_what_is_stale()
        body = pressing.store().read("/national/train/").body.decode()
        assert "ردا على" in body or "In reply to" in body

        withdraw(answered)

        assert "/national/train/" in stale()
        press_what_is_stale()
        assert "صاحبة الرد" not in pressing.store().read("/national/train/").body.decode()

    def test_a_vote_changes_no_page_until_the_schedule_shows_it(
        self, edition: set[str], story: Story, moderator
    ):
        comment = submit(story, FIELDS, origin=Origin()).comment
        approve(comment, by=moderator)
        press_what_is_stale()

        vote(comment.pk, "reader", agrees=True)
        assert stale() == set()
        show_votes()

        assert stale() == {"/national/train/"}
        press_what_is_stale()

    def test_a_pick_is_on_the_comments_page_alone(self, edition: set[str], story: Story, moderator):
        comment = submit(story, FIELDS, origin=Origin()).comment
        approve(comment, by=moderator)
        press_what_is_stale()

        pick(comment)

        assert stale() == {"/national/train/"}
        press_what_is_stale()
        assert "comment--picked" in pressing.store().read("/national/train/").body.decode()

    def test_the_newsrooms_reply_is_on_the_page_at_once(
        self, edition: set[str], story: Story, moderator
    ):
        comment = submit(story, FIELDS, origin=Origin()).comment
        approve(comment, by=moderator)
        press_what_is_stale()

        answer(comment, "جواب هيئة التحرير هنا", by=moderator)

        assert {"/national/train/", "/", "/comments/feed/"} <= stale()
        press_what_is_stale()
        assert "جواب هيئة التحرير هنا" in pressing.store().read("/national/train/").body.decode()

    def test_a_report_changes_no_page(self, edition: set[str], story: Story, moderator):
        comment = submit(story, FIELDS, origin=Origin()).comment
        approve(comment, by=moderator)
        press_what_is_stale()

        report(comment, {"rule": "insult"}, reporter="reader")

        assert stale() == set()

    @pytest.fixture
    def full_discussion(self, story: Story, moderator) -> list[Comment]:
        """More than a page of comments, each of them pressed."""
        comments = []
        for number in range(52):
            fields = FIELDS | {"text": f"تعليق رقم {number}"}
            comments.append(submit(story, fields, origin=Origin()).comment)
            approve(comments[-1], by=moderator)
        press_all(processes=1, tell=lambda *_: None)
        return comments

    def reply_to(
        self, comment: Comment, story: Story, moderator, text: str, **fields: str
    ) -> Comment:
        sent = FIELDS | {"text": text, "parent": str(comment.pk)} | fields
        reply = submit(story, sent, origin=Origin()).comment
        approve(reply, by=moderator)
        return reply

    def test_a_further_page_is_the_only_one_that_a_later_comment_changes(
        self, edition: set[str], story: Story, moderator
    ):
        for number in range(52):
            fields = FIELDS | {"text": f"تعليق رقم {number}"}
            approve(submit(story, fields, origin=Origin()).comment, by=moderator)
        press_all(processes=1, tell=lambda *_: None)
        assert "تعليق رقم 50" in pressing.store().read("/national/train/comments/2/").body.decode()

        latest = submit(story, FIELDS | {"text": "الأخير"}, origin=Origin()).comment
        approve(latest, by=moderator)

        changed = [path for path in stale() if pressing.press(path).changed]
        assert "/national/train/comments/2/" in changed
        assert {"/national/train/", "/"} <= set(changed)  # the number of comments stands there
        assert [path for path, is_same in check() if not is_same] == []


class TestListsOfThePast:
    """Authors, tags, months and days follow their own stories, and no others."""

    @pytest.fixture
    def siham(self, db: None) -> Author:
        return Author.objects.create(name="سهام", slug="siham")

    @pytest.fixture
    def write(self, make_story, siham: Author) -> Callable[..., Story]:
        """Publish a story of a day, signed and tagged."""

        def write(month: int, day: int, slug: str, **fields: object) -> Story:
            at = datetime(2026, month, day, 12, tzinfo=ZoneInfo("Africa/Algiers"))
            story = make_story(slug, first_published_at=at, last_published_at=at, **fields)
            story.signatures = [Signature(author=siham)]
            story.tags.add("نقل")
            story.save()
            announce(story)
            return story

        return write

    @pytest.fixture
    def november(self, write) -> Story:
        return write(11, 22, "november")

    @pytest.fixture
    def past(self, sport: Section, write, november: Story) -> None:
        """An edition of two months, pressed."""
        write(8, 30, "august")
        assert press_all(processes=1, tell=lambda *_: None).failed == 0

    def stale_lists(self) -> set[str]:
        lists = ("/authors/", "/tags/", "/archive/", "/national/2", "/sport/2")
        return {path for path in stale() if path.startswith(lists)}

    def of(self, month: str) -> set[str]:
        """All lists of a month by their paths."""
        lists = ("/authors/siham/", "/tags/نقل/", "/national/", "/archive/")
        return {f"{path}2026/{month}/" for path in lists}

    NEWEST = {"/authors/siham/", "/authors/siham/feed/", "/tags/نقل/", "/tags/نقل/feed/"}

    def test_a_new_story_leaves_past_months_alone(self, past, write):
        write(11, 24, "new")

        yesterdays = {"/archive/2026/11/22/"}  # leads to the day that has begun
        assert self.stale_lists() == self.NEWEST | self.of("11") | yesterdays
        press_what_is_stale()

    def test_the_first_story_of_a_month_is_led_to_from_the_months_beside_it(self, past, write):
        write(10, 5, "between")

        beside = {"/archive/2026/11/22/", "/archive/2026/08/30/", "/archive/"}
        assert self.stale_lists() == self.NEWEST | self.of("11") | self.of("08") | beside
        press_what_is_stale()

    def test_and_from_no_others(self, past, write):
        write(12, 1, "later")

        assert self.of("08").isdisjoint(self.stale_lists())
        assert self.of("11") <= self.stale_lists()
        press_what_is_stale()

    def test_another_date_changes_both_months(self, past, write, november: Story):
        november.first_published_at += timedelta(days=30)
        november.save()
        announce(november)

        assert self.stale_lists() >= self.NEWEST | self.of("11") | {"/archive/2026/11/22/"}
        press_what_is_stale()
        assert pressing.store().read("/archive/2026/11/") is None
        assert pressing.press("/archive/2026/12/22/").answer.status == 200

    def test_another_author_changes_both_authors_lists(
        self, past, november: Story, publish, make_story
    ):
        karim = Author.objects.create(name="كريم", slug="karim")
        publish(november, signatures=[Signature(author=karim)])

        assert self.stale_lists() == {
            *("/authors/", "/authors/siham/", "/authors/siham/feed/"),
            *("/authors/siham/2026/11/", "/authors/siham/2026/08/"),
            # Their cards name who signs.
            *("/tags/نقل/", "/tags/نقل/feed/", "/tags/نقل/2026/11/"),
            *("/national/2026/11/", "/archive/2026/11/22/"),
        }
        press_what_is_stale()
        assert pressing.press("/authors/karim/2026/11/").answer.status == 200
        assert pressing.store().read("/authors/siham/2026/11/") is None

    def test_another_tag_changes_both_tags_lists_and_no_others(
        self, past, november: Story, publish
    ):
        november.tags.clear()
        november.tags.add("سعيدة")
        publish(november)

        tags = {"/tags/نقل/", "/tags/نقل/feed/", "/tags/نقل/2026/11/", "/tags/نقل/2026/08/"}
        assert self.stale_lists() == tags | {"/authors/siham/feed/"}
        assert "/" not in stale()
        press_what_is_stale()
        assert pressing.press("/tags/سعيدة/").answer.status == 200

    def test_another_section_changes_both_sections_months_and_the_day(
        self, past, november: Story, sport: Section
    ):
        november.move(sport, pos="last-child")

        assert self.stale_lists() >= {"/national/2026/11/", "/archive/2026/11/22/"}
        press_what_is_stale()
        assert pressing.store().read("/national/2026/11/") is None
        assert pressing.press("/sport/2026/11/").answer.status == 200

    def test_another_headline_is_told_where_it_is_listed(self, past, november: Story, publish):
        publish(november, title="عنوان آخر")

        day = {"/archive/2026/11/22/"}
        months = self.of("11") - {"/archive/2026/11/"}  # which only counts
        assert self.stale_lists() == self.NEWEST | months | day
        press_what_is_stale()

    def test_another_body_changes_no_list_but_feeds_which_say_when(
        self, past, november: Story, publish
    ):
        publish(november, body=[("text", "<p>نص آخر</p>")])

        assert self.stale_lists() == {"/authors/siham/feed/", "/tags/نقل/feed/"}

    @pytest.mark.parametrize("goes", ["unpublished", "deleted"])
    def test_a_story_that_is_taken_back_leaves_every_list(self, past, november: Story, goes):
        if goes == "deleted":
            Page.objects.get(pk=november.pk).delete()
        else:
            november.unpublish()

        assert self.stale_lists() >= self.NEWEST | self.of("11") | self.of("08")
        press_what_is_stale()
        for path in (*self.of("11"), "/archive/2026/11/22/"):
            assert pressing.store().read(path) is None
        assert "november" not in pressing.store().read("/authors/siham/").body.decode()

    def test_the_last_story_takes_the_author_and_the_tag_along(
        self, past, november: Story, siham: Author
    ):
        for story in Story.objects.all():
            story.unpublish()

        press_what_is_stale()
        assert pressing.store().read("/authors/siham/") is None
        assert pressing.store().read("/tags/نقل/") is None
        assert "سهام" not in pressing.store().read("/authors/").body.decode()

    def test_a_biography_is_on_the_authors_page_alone(self, past, siham: Author):
        siham.biography = "تكتب عن الطرق."
        siham.save()

        assert stale() == {"/authors/siham/"}
        press_what_is_stale()

    def test_an_authors_name_is_on_all_that_is_signed(self, past, siham: Author):
        siham.name = "سهام قادري"
        siham.save()

        months = {"/authors/siham/2026/11/", "/authors/siham/2026/08/"}
        assert self.stale_lists() == {"/authors/", *self.NEWEST, *months}
        assert "/national/november/" in stale()
        press_what_is_stale()

    def test_an_author_who_is_deleted_leaves_no_page(self, past, siham: Author):
        siham.delete()

        press_what_is_stale()
        assert pressing.store().read("/authors/siham/") is None
        assert pressing.store().read("/authors/siham/2026/11/") is None
        assert "/authors/siham/" not in pressing.store().read("/authors/").body.decode()

    def test_a_tag_that_is_worded_otherwise_is_so_on_its_stories(self, past):
        tag = Tag.objects.get()
        tag.name = "النقل"
        tag.save()

        months = {"/tags/نقل/2026/11/", "/tags/نقل/2026/08/"}
        stories = {"/national/november/", "/national/august/"}
        feeds_and_page = {"/tags/نقل/", "/tags/نقل/feed/"}
        assert stale() == {*feeds_and_page, *months, *stories, "/sitemaps/tags.xml"}
        press_what_is_stale()

    def test_the_imprint_is_brought_up_to_date(self, past):
        newspaper = Newspaper.load()
        newspaper.publisher = "دار الفنار"
        newspaper.save()

        assert stale() == {"/about/", "/contact/"}
        press_what_is_stale()
        assert "دار الفنار" in pressing.store().read("/about/").body.decode()


class TestTheDay:
    """The date stands over front and sections, and over no story."""

    def test_midnight_changes_front_and_sections_alone(self, edition: set[str]):
        keys.touch("edition-date")

        assert stale() == {"/", "/national/", "/sport/"}


class TestTheSweep:
    """What a kill, or a change past our functions, kept from the press is found a minute later."""

    def test_nothing_is_found_where_all_was_told(self, edition: set[str]):
        assert announce_missed() == 0
        assert stale() == set()

    @pytest.mark.parametrize(
        "change",
        [
            {"live": False},
            {"live_revision_id": None, "slug": "renamed", "url_path": "/front/national/renamed/"},
        ],
    )
    def test_a_change_that_nobody_told_of_is_found(
        self, edition: set[str], story: Story, change: dict
    ):
        Page.objects.filter(pk=story.pk).update(**change)

        assert announce_missed() == 1

        assert {"/national/train/", "/", "/national/"} <= stale()
        press_what_is_stale()

    def test_a_page_that_was_deleted_past_our_functions_is_found(
        self, edition: set[str], older: Story
    ):
        RelatedStory.objects.filter(shown=older).delete()
        Story.objects.filter(pk=older.pk)._raw_delete("default")
        Page.objects.filter(pk=older.pk)._raw_delete("default")

        assert announce_missed() == 1

        assert "/national/older/" in stale()


class TestWhatAPageIsMadeOf:
    """A stored page is nobody's: it holds nothing of a request."""

    def test_neither_cookie_nor_host_nor_header_changes_it(
        self, client, edition: set[str], story: Story, editor
    ):
        fresh = pressing.store().read("/national/train/").body
        client.force_login(editor)

        answered = client.get(
            "/national/train/?utm_source=x",
            headers={
                "host": "localhost",
                "cookie": "sessionid=forged",
                "x-forwarded-host": "evil.example",
                "x-forwarded-proto": "https",
                "accept-language": "fr",
            },
        )

        assert answered.content == fresh
        assert pressing.store().read("/national/train/").body == fresh
        assert "Set-Cookie" not in answered.headers

    def test_it_says_neither_no_store_nor_cookie(self, edition: set[str]):
        for path in pressing.store().paths():
            headers = dict(pressing.store().read(path).headers)
            assert "no-store" not in headers.get("Cache-Control", ""), path
            assert "Set-Cookie" not in headers, path
