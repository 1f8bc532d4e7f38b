"""A newsroom at random: whatever it does, every pressed page equals a fresh anonymous rendering.

Between two steps the press settles; then each stored page is rendered again and compared byte for
byte, and no address shows what is not published.
"""

import os
import random
from copy import deepcopy
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PIL import Image
from wagtail.models import Page

from minbar.advertising.models import Advertisement, Slot
from minbar.advertising.places import Place
from minbar.advertising.terms import turn_advertisements
from minbar.discussion import pages
from minbar.discussion.models import (
    ClosingTime,
    Comment,
    DiscussionFigures,
    DiscussionSettings,
    Move,
    Status,
)
from minbar.discussion.modes import close_what_is_due, mode_now
from minbar.discussion.moves import UNDOABLE
from minbar.discussion.policy import reason
from minbar.discussion.submission import Origin, submit
from minbar.discussion.votes import show_votes, vote
from minbar.discussion.writer_actions import withdraw
from minbar.moderation.decisions import answer, approve, pick, reject, strike, undo, unpick
from minbar.paper.public_paths import public_paths
from minbar.press import pressing
from minbar.press.draining import Drain
from minbar.press.edition import check
from minbar.press.models import ClockTouch
from minbar.stories.announcing import announce
from minbar.stories.front_layout import default_bands, timed_in
from minbar.stories.front_time import turn_front_page
from minbar.stories.models import (
    Author,
    BreakingNews,
    CommentsMode,
    Front,
    FrontTime,
    Kind,
    Newspaper,
    Photo,
    Section,
    Signature,
    Story,
)

EXAMPLES = int(os.environ.get("MINBAR_MODEL_EXAMPLES", "3"))
STEPS = int(os.environ.get("MINBAR_MODEL_STEPS", "14"))
WORDS = ["قطار", "مطر", "سوق", "ميناء", "مدرسة", "نشيد", "واحة", "زيتون"]
TAGS = ["نقل", "ماء", "كتب"]
TWO_HOURS = timedelta(hours=2)
CHANCE = st.randoms(use_true_random=False)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("edition model")]


class Newsroom(RuleBasedStateMachine):
    """Editors, reporters, moderators, a clock, and readers who have every page pressed."""

    def __init__(self) -> None:
        super().__init__()
        front = Front.objects.get()
        for slug in ("national", "sport"):
            section = front.add_child(instance=Section(title=slug, slug=slug, colour="#335533"))
            announce(section)
        self.photo = Photo.objects.create(title="صورة", file=picture())
        for name, slug in (("سهام", "siham"), ("كريم", "karim")):
            Author.objects.create(name=name, slug=slug)
        self.editor = User.objects.create_user(f"editor-{random.random()}")
        self.number = 0

    def teardown(self) -> None:
        call_command("flush", verbosity=0, interactive=False)
        for path in list(pressing.store().paths()):
            pressing.store().remove(path)

    @rule(chance=CHANCE, is_pictured=st.booleans(), is_opinion=st.booleans())
    def publish(self, chance: random.Random, is_pictured: bool, is_opinion: bool) -> None:
        self.number += 1
        section = chance.choice(list(Section.objects.all()))
        story = Story(
            title=f"{chance.choice(WORDS)} {self.number}",
            slug=f"story-{self.number}",
            lead_photo=self.photo if is_pictured else None,
            kind=Kind.OPINION if is_opinion else Kind.NEWS,
            live=False,
        )
        section.add_child(instance=story)
        self.published(story)

    @precondition(lambda self: Story.objects.exists())
    @rule(chance=CHANCE, field=st.sampled_from(["title", "kicker", "standfirst", "slug", "photo"]))
    def edit(self, chance: random.Random, field: str) -> None:
        story = self.a_story(chance)
        self.number += 1
        if field == "photo":
            story.lead_photo = None if story.lead_photo else self.photo
        else:
            setattr(story, field, f"{chance.choice(WORDS)}-{self.number}")
        self.published(story)

    @precondition(lambda self: Story.objects.exists())
    @rule(chance=CHANCE, is_signed=st.booleans(), tags=st.sets(st.sampled_from(TAGS), max_size=2))
    def sign_and_tag(self, chance: random.Random, is_signed: bool, tags: set[str]) -> None:
        story = self.a_story(chance)
        authors = list(Author.objects.order_by("pk"))
        story.signatures = [Signature(author=chance.choice(authors))] if is_signed else []
        story.tags.clear()
        story.tags.add(*sorted(tags))
        self.published(story)

    @precondition(lambda self: Story.objects.exists())
    @rule(chance=CHANCE, days=st.sampled_from([-400, -31, -1, 1, 31]), is_undated=st.booleans())
    def date_otherwise(self, chance: random.Random, days: int, is_undated: bool) -> None:
        story = self.a_story(chance)
        if story.first_published_at is None:
            return
        story.first_published_at += timedelta(days=days)
        story.undated = is_undated
        self.published(story)

    @rule(chance=CHANCE, is_renamed=st.booleans())
    def change_an_author(self, chance: random.Random, is_renamed: bool) -> None:
        author = chance.choice(list(Author.objects.order_by("pk")))
        self.number += 1
        if is_renamed:
            author.name, author.slug = f"كاتبة {self.number}", f"author-{self.number}"
        else:
            author.biography = f"سيرة {self.number}"
        author.save()

    @precondition(lambda self: Story.objects.exists())
    @rule(chance=CHANCE)
    def write_a_draft(self, chance: random.Random) -> None:
        story = self.a_story(chance)
        story.title = "مسودة لا يراها أحد"
        story.save_revision()

    @precondition(lambda self: Story.objects.live().exists())
    @rule(chance=CHANCE)
    def unpublish(self, chance: random.Random) -> None:
        chance.choice(list(Story.objects.live().order_by("pk"))).unpublish()

    @precondition(lambda self: Story.objects.exists())
    @rule(chance=CHANCE)
    def move(self, chance: random.Random) -> None:
        sections = list(Section.objects.order_by("pk"))
        self.a_story(chance).move(chance.choice(sections), pos="last-child")

    @precondition(lambda self: Story.objects.filter(comments=None).exists())
    @rule(chance=CHANCE)
    def delete(self, chance: random.Random) -> None:
        story = chance.choice(list(Story.objects.filter(comments=None).order_by("pk")))
        Page.objects.get(pk=story.pk).delete()

    @precondition(lambda self: Story.objects.live().exists())
    @rule(chance=CHANCE)
    def close_comments_at_a_time(self, chance: random.Random) -> None:
        story = self.a_story(chance)
        story.comments_close_at = timezone.now() + timedelta(hours=1)
        self.published(story)

    @rule()
    def let_two_hours_pass(self) -> None:
        closing = Story.objects.filter(comments_close_at__isnull=False)
        closing.update(comments_close_at=F("comments_close_at") - TWO_HOURS)
        ClockTouch.objects.update(moment=F("moment") - TWO_HOURS)
        ClosingTime.objects.update(told_until=F("told_until") - TWO_HOURS)
        close_what_is_due()
        FrontTime.objects.update(told_until=F("told_until") - TWO_HOURS)
        line = {"begins_at": F("begins_at") - TWO_HOURS, "ends_at": F("ends_at") - TWO_HOURS}
        BreakingNews.objects.update(**line)
        Advertisement.objects.update(**line)
        turn_advertisements()
        front = Front.objects.get()
        for timed in timed_in(front.bands):
            if timed["begins_at"]:
                timed["begins_at"] -= TWO_HOURS
        front.save()
        turn_front_page()

    @rule(chance=CHANCE, hours=st.sampled_from([None, 1, 3]))
    def lay_out_the_front_page(self, chance: random.Random, hours: int | None) -> None:
        begins = None if hours is None else timezone.now() + timedelta(hours=hours)
        chosen = chance.sample(list(Story.objects.order_by("pk")), k=min(2, Story.objects.count()))
        picked = [{"story": story, "begins_at": begins} for story in chosen]
        bands = deepcopy(default_bands())
        bands[0][1][chance.choice(["lead", "first_column"])]["picked"] = picked
        section = chance.choice(list(Section.objects.order_by("pk")))
        strip = {"section": section, "picked": picked[::-1], "length": 3}
        bands.insert(chance.randint(0, 4), ("strip", strip))
        front = Front.objects.get()
        front.bands = bands
        self.published(front)

    @rule(chance=CHANCE, place=st.sampled_from(Place))
    def open_or_close_a_slot(self, chance: random.Random, place: Place) -> None:
        sections = [] if place is Place.FRONT else list(Section.objects.order_by("pk"))
        section = chance.choice([None, *sections])
        slot, is_new = Slot.objects.get_or_create(place=place, section=section)
        if not is_new:
            slot.is_open = not slot.is_open
            slot.save()

    @precondition(lambda self: Slot.objects.exists())
    @rule(chance=CHANCE, hours=st.sampled_from([-1, 1]), is_code=st.booleans())
    def advertise(self, chance: random.Random, hours: int, is_code: bool) -> None:
        self.number += 1
        begins = timezone.now() + timedelta(hours=hours)
        advertisement = Advertisement.objects.create(
            advertiser=f"معلن {self.number}",
            begins_at=begins,
            ends_at=begins + timedelta(hours=2),
            **({"code": "<p>"} if is_code else {"picture": self.photo}),
        )
        advertisement.slots.add(chance.choice(list(Slot.objects.order_by("pk"))))

    @rule(chance=CHANCE, hours=st.sampled_from([-1, 1]))
    def break_news(self, chance: random.Random, hours: int) -> None:
        begins = timezone.now() + timedelta(hours=hours)
        story = chance.choice([None, *Story.objects.order_by("pk")])
        BreakingNews.objects.create(
            text="عاجل", story=story, begins_at=begins, ends_at=begins + timedelta(hours=2)
        )

    @rule(chance=CHANCE, is_renamed=st.booleans())
    def change_a_section(self, chance: random.Random, is_renamed: bool) -> None:
        section = chance.choice(list(Section.objects.order_by("pk")))
        self.number += 1
        if is_renamed:
            section.title = f"قسم {self.number}"
        else:
            section.slug = f"section-{self.number}"
        self.published(section)

    @rule(chance=CHANCE)
    def take_comments_otherwise_in_a_section(self, chance: random.Random) -> None:
        section = chance.choice(list(Section.objects.order_by("pk")))
        section.comments_mode = chance.choice(["", *CommentsMode.values])
        self.published(section)

    @rule(chance=CHANCE)
    def run_the_discussion_otherwise(self, chance: random.Random) -> None:
        run = DiscussionSettings.load()
        run.comments_mode = chance.choice(CommentsMode.values)
        run.close_after_days = chance.choice([None, 0, 3])
        run.closing_note = chance.choice(["", "شكرا لكل من كتب."])
        run.email_required = chance.choice([True, False])
        run.save()

    @rule()
    def cut_the_photo_otherwise(self) -> None:
        self.number += 1
        self.photo.focal_point_x = self.photo.focal_point_y = 100 + self.number
        self.photo.focal_point_width = self.photo.focal_point_height = 50
        self.photo.save()

    @rule()
    def rename_the_newspaper(self) -> None:
        newspaper = Newspaper.load()
        newspaper.name = random.Random(self.number).choice(["الغد", "الميناء", "النورس"])
        newspaper.save()

    @precondition(lambda self: Story.objects.live().exists())
    @rule(chance=CHANCE)
    def send_a_comment(self, chance: random.Random) -> None:
        story = chance.choice(list(Story.objects.live().order_by("pk")))
        if mode_now(story, DiscussionSettings.load()) == CommentsMode.CLOSED:
            return
        self.number += 1
        fields = {"name": "قارئ", "place": "", "email": "r@example.org", "text": f"{self.number}"}
        submit(story, fields, origin=Origin())

    @precondition(lambda self: Comment.objects.approved().filter(story__live=True).exists())
    @rule(chance=CHANCE, is_newsroom=st.booleans(), count=st.sampled_from([1, 1, 3]))
    def reply_to_a_comment(self, chance: random.Random, is_newsroom: bool, count: int) -> None:
        published = Comment.objects.approved().filter(story__live=True).select_related("story")
        comment = chance.choice(list(published))
        if mode_now(comment.story, DiscussionSettings.load()) == CommentsMode.CLOSED:
            return
        for _ in range(count):
            self.number += 1
            if is_newsroom:
                answer(comment, f"رد {self.number}", by=self.editor)
                continue
            fields = {"name": f"مجيب {self.number}", "email": "r@example.org", "place": ""}
            fields |= {"text": f"رد {self.number}", "parent": str(comment.pk)}
            approve(submit(comment.story, fields, origin=Origin()).comment, by=None)

    @precondition(lambda self: Comment.objects.approved().filter(story__live=True).exists())
    @rule(chance=CHANCE, agrees=st.sampled_from([True, False, None]), is_shown=st.booleans())
    def vote_on_a_comment(self, chance: random.Random, agrees: bool | None, is_shown: bool) -> None:
        comment = chance.choice(list(Comment.objects.approved().filter(story__live=True)))
        vote(comment.pk, f"reader {chance.randrange(3)}", agrees)
        if is_shown:
            show_votes()

    @precondition(lambda self: Comment.objects.approved().exists())
    @rule(chance=CHANCE)
    def pick_a_comment_or_no_longer(self, chance: random.Random) -> None:
        comment = chance.choice(list(Comment.objects.approved()))
        (unpick if comment.picked_at else pick)(comment)

    @precondition(lambda self: Comment.objects.approved().exists())
    @rule(chance=CHANCE)
    def withdraw_a_comment(self, chance: random.Random) -> None:
        withdraw(chance.choice(list(Comment.objects.approved())))

    @precondition(lambda self: Move.objects.filter(kind__in=UNDOABLE).exists())
    @rule(chance=CHANCE)
    def undo_a_decision(self, chance: random.Random) -> None:
        comments = list(Comment.objects.order_by("pk").filter(history__isnull=False).distinct())
        undoable = [comment for comment in comments if comment.history.latest().kind in UNDOABLE]
        if undoable:
            undo(chance.choice(undoable), by=None)

    @precondition(lambda self: Comment.objects.filter(status=Status.PENDING).exists())
    @rule(chance=CHANCE, is_good=st.booleans())
    def judge_a_comment(self, chance: random.Random, is_good: bool) -> None:
        held = chance.choice(list(Comment.objects.filter(status=Status.PENDING).order_by("pk")))
        if is_good:
            approve(held, by=None)
        else:
            reject(held, by=None, reason=reason("off-topic"))

    @precondition(lambda self: Comment.objects.approved().exists())
    @rule(chance=CHANCE)
    def strike_a_comment(self, chance: random.Random) -> None:
        comment = chance.choice(list(Comment.objects.approved()))
        strike(comment, by=None, reason=reason("insult"))

    @invariant()
    def every_page_is_what_a_fresh_rendering_gives(self) -> None:
        drain = Drain()
        drain.look()
        while not drain.is_empty:
            drain.press_next()
        for path in public_paths():
            if not pressing.store().has(path):
                pressing.press(path)
        assert [path for path, is_same in check() if not is_same] == []

    @invariant()
    def the_number_of_comments_is_what_a_count_gives(self) -> None:
        for figures in DiscussionFigures.objects.all():
            published = Comment.objects.filter(story=figures.story_id, status=Status.APPROVED)
            assert figures.published == published.count()

    @invariant()
    def nothing_unpublished_is_readable(self) -> None:
        shown = "\n".join(
            answer.body.decode(errors="replace")  # the icon is a picture
            for path in pressing.store().paths()
            if (answer := pressing.store().read(path)) and answer.status == 200
        )
        for story in Story.objects.filter(live=False):
            assert f">{story.title}<" not in shown
        assert "مسودة لا يراها أحد" not in shown

    def a_story(self, chance: random.Random) -> Story:
        return chance.choice(list(Story.objects.order_by("pk")))

    def published(self, page: Page) -> None:
        page.save_revision().publish()


def picture() -> ImageFile:
    drawn = BytesIO()
    Image.new("RGB", (320, 180), "#7a5230").save(drawn, "JPEG")
    return ImageFile(drawn, name="photo.jpg")


@pytest.fixture
def short_pages(monkeypatch):
    """Pages of two comments and of two replies, one beneath, so that few make many."""
    for name, length in {"PAGE_LENGTH": 2, "REPLIES_BENEATH": 1, "REPLIES_LENGTH": 2}.items():
        monkeypatch.setattr(pages, name, length)


def test_every_pressed_page_equals_a_fresh_rendering_after_each_step(short_pages):
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
