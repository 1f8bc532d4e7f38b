"""A discussion's places never shift, and cost the same however many comments there are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minbar.discussion import moves
from minbar.discussion.models import (
    Comment,
    DiscussionFigures,
    MoveKind,
    PolicyRule,
    Status,
    comments_of,
)
from minbar.discussion.pages import (
    PAGE_LENGTH,
    REPLIES_BENEATH,
    REPLIES_LENGTH,
    Sight,
    discussion_page,
    further_paths,
    ordered_page,
    path_of,
    places_of,
    thread_page,
)
from minbar.press.models import Touch


@pytest.fixture
def publish(story) -> Callable[..., list[Comment]]:
    """Publish so many comments, a second apart, or replies to ``to``."""

    def publish(count: int = 1, *, to: Comment | None = None, **fields: Any) -> list[Comment]:
        now = timezone.now() + timedelta(seconds=Comment.objects.count())
        thread = (to.thread or to) if to else None
        return Comment.objects.bulk_create(
            Comment(
                story=story,
                parent=to,
                thread=thread,
                name=f"قارئ {number}",
                text="نص",
                status=Status.APPROVED,
                submitted_at=at,
                moved_at=at,
                first_approved_at=at,
                **fields,
            )
            for number, at in enumerate(now + timedelta(seconds=second) for second in range(count))
        )

    return publish


def numbers(entries) -> list[int]:
    return [entry.comment.pk for entry in entries]


class TestPlaces:
    """Fifty comments to a page, the oldest first; twenty replies beneath, the rest on their own."""

    def test_a_page_has_fifty_comments_whatever_is_replied(self, story, publish):
        comments = publish(PAGE_LENGTH + 1)
        publish(3, to=comments[0])

        first, second = discussion_page(story, 1), discussion_page(story, 2)

        assert numbers(first.entries) == [comment.pk for comment in comments[:PAGE_LENGTH]]
        assert numbers(second.entries) == [comments[-1].pk]
        assert (first.has_more, second.has_more) == (True, False)

    def test_twenty_replies_stand_beneath_and_the_others_on_pages_of_fifty(self, story, publish):
        (comment,) = publish()
        replies = publish(REPLIES_BENEATH + REPLIES_LENGTH + 1, to=comment)
        ordered = [reply.pk for reply in replies]

        (entry,) = discussion_page(story, 1).entries
        further = [thread_page(story, comment.pk, number) for number in (1, 2, 3)]

        assert numbers(entry.replies) == ordered[:20]
        assert entry.has_more_replies
        assert [numbers(page.entries[0].replies) for page in further[:2]] == [
            ordered[20:70],
            ordered[70:],
        ]
        assert [page.has_more for page in further] == [True, False, False]
        assert further[2].entries == []

    def test_exactly_twenty_replies_need_no_page(self, story, publish):
        (comment,) = publish()
        publish(REPLIES_BENEATH, to=comment)

        (entry,) = discussion_page(story, 1).entries

        assert not entry.has_more_replies
        assert further_paths() == {}

    def test_a_reply_to_a_reply_stands_in_the_same_thread_and_says_whom_it_answers(
        self, story, publish
    ):
        (comment,) = publish()
        (reply,) = publish(to=comment, from_newsroom=True)
        (deeper,) = publish(to=reply)

        (entry,) = discussion_page(story, 1).entries

        assert numbers(entry.replies) == [reply.pk, deeper.pk]
        assert [one.answered for one in entry.replies] == [None, reply]

    def test_nobody_is_named_who_is_no_longer_on_the_page(self, story, publish):
        (comment,) = publish()
        (reply,) = publish(to=comment)
        publish(to=reply)
        moves.move(reply, MoveKind.STRIKE, reason=PolicyRule.objects.first())

        (entry,) = discussion_page(story, 1).entries

        assert entry.replies[1].answered is None

    @pytest.mark.parametrize("place", [0, 19, 20, 69, 70])
    def test_a_permalink_leads_to_the_page_that_shows_it(self, story, publish, client, place):
        comments = publish(PAGE_LENGTH + 1)
        replies = publish(REPLIES_BENEATH + REPLIES_LENGTH + 1, to=comments[-1])

        answer = client.get(f"/comments/{replies[place].pk}/")

        page, _, anchor = answer["Location"].partition("#")
        assert (answer.status_code, anchor) == (303, f"comment-{replies[place].pk}")
        assert f'id="{anchor}"' in client.get(page).content.decode()

    def test_every_place_is_on_the_page_that_its_path_names(self, story, publish):
        comments = publish(PAGE_LENGTH * 2 + 1)
        replies = publish(REPLIES_BENEATH + 1, to=comments[60])

        assert [path_of(comments[place]) for place in (0, 49, 50, 99, 100)] == [
            *["", "", "comments/2/", "comments/2/", "comments/3/"]
        ]
        assert path_of(replies[19]) == "comments/2/"
        assert path_of(replies[20]) == f"comments/thread/{comments[60].pk}/"


class TestWhatBecameOfIt:
    """A place once taken is kept; what stands there depends on how its comment left."""

    @pytest.fixture
    def published(self, story) -> Comment:
        comment = Comment(story=story, name="عادل", text="نص", submitted_at=timezone.now())
        moves.enter(comment)
        moves.move(comment, MoveKind.APPROVE)
        return comment

    def sight(self, story) -> tuple[Sight, int | None]:
        (entry,) = discussion_page(story, 1).entries
        return entry.sight, entry.broken_rule

    def test_a_struck_one_leaves_the_line_with_its_rule(self, story, published):
        moves.move(published, MoveKind.STRIKE, reason=PolicyRule.objects.get(number=2))

        assert self.sight(story) == (Sight.STRUCK, 2)

    def test_it_stays_while_its_writer_appeals(self, story, published):
        moves.move(published, MoveKind.STRIKE, reason=PolicyRule.objects.get(number=2))
        moves.move(published, MoveKind.APPEAL)

        assert self.sight(story) == (Sight.STRUCK, 2)

    def test_a_withdrawn_one_leaves_its_line(self, story, published):
        moves.move(published, MoveKind.WITHDRAW)

        assert self.sight(story) == (Sight.WITHDRAWN, None)

    @pytest.mark.parametrize("after", [[], [MoveKind.REJECT], [MoveKind.REJECT, MoveKind.APPEAL]])
    def test_one_whose_approval_was_undone_is_not_seen_and_keeps_its_place(
        self, story, published, publish, client, after
    ):
        publish(PAGE_LENGTH)
        moves.undo(published, by=None)
        for kind in after:
            moves.move(published, kind)

        first = discussion_page(story, 1)

        assert first.entries[0].sight == Sight.NOTHING
        assert len(first.entries) == PAGE_LENGTH
        assert f'id="comment-{published.pk}"' not in client.get(story.url).content.decode()

    def test_it_takes_its_own_place_again(self, story, published, publish):
        publish(3)
        moves.undo(published, by=None)
        moves.move(published, MoveKind.APPROVE)

        assert numbers(discussion_page(story, 1).entries)[0] == published.pk

    def test_its_replies_stay_where_they_are(self, story, published, publish):
        (reply,) = publish(to=published)
        moves.move(published, MoveKind.STRIKE, reason=PolicyRule.objects.first())

        (entry,) = discussion_page(story, 1).entries

        assert numbers(entry.replies) == [reply.pk]


class TestTheNumber:
    """How many comments are published is a row, kept exact by adding what each move changes."""

    def test_it_is_what_a_count_gives_after_every_move(self, story):
        made = []
        for number in range(4):
            comment = Comment(story=story, name="ع", text=f"{number}", submitted_at=timezone.now())
            moves.enter(comment, Status.APPROVED if number == 3 else Status.PENDING)
            made.append(comment)
        steps = [
            lambda: moves.move(made[0], MoveKind.APPROVE),
            lambda: moves.move(made[1], MoveKind.APPROVE),
            lambda: moves.undo(made[1], by=None),
            lambda: moves.move(made[0], MoveKind.STRIKE),
            lambda: moves.undo(made[0], by=None),
            lambda: moves.move(made[0], MoveKind.WITHDRAW),
            lambda: moves.move(made[2], MoveKind.REJECT),
            lambda: moves.move(made[1], MoveKind.APPROVE),
        ]
        for step in steps:
            step()
            counted = Comment.objects.filter(status=Status.APPROVED).count()
            assert comments_of([story]).get(story.pk, 0) == counted

    @pytest.mark.parametrize("kind", [MoveKind.STRIKE, MoveKind.WITHDRAW])
    def test_a_story_without_a_row_is_counted_once(self, story, publish, kind):
        comments = publish(3)

        moves.move(comments[1], kind)

        assert DiscussionFigures.objects.get(story=story).published == 2

    def test_it_is_not_counted_anew(self, story, publish):
        first, second = publish(2)
        moves.move(first, MoveKind.WITHDRAW)

        with CaptureQueriesContext(
            connection,
        ) as asked:
            moves.move(second, MoveKind.WITHDRAW)

        counting = [query["sql"] for query in asked if "COUNT(" in query["sql"]]
        assert all("first_approved_at" in sql for sql in counting)  # places, not all comments


class TestSpeed:
    """A page of many comments asks the database no more often than a page of few."""

    def test_as_many_queries_for_a_full_page_as_for_one_comment(
        self, story, publish, django_assert_max_num_queries
    ):
        comments = publish(PAGE_LENGTH + 5)
        for comment in comments[:10]:
            (reply,) = publish(to=comment)
            publish(25, to=reply)
        moves.move(comments[3], MoveKind.WITHDRAW)

        with django_assert_max_num_queries(6):
            page = discussion_page(story, 1)
        with django_assert_max_num_queries(5):
            thread_page(story, comments[0].pk, 1)

        assert len(page.entries) == PAGE_LENGTH

    def test_a_story_page_asks_the_same_with_many_as_with_few(self, client, story, publish):
        comments = publish(2)
        publish(2, to=comments[0])
        with CaptureQueriesContext(connection) as few:
            client.get(f"{story.url}?order=")
        publish(PAGE_LENGTH)
        publish(30, to=comments[0])
        with CaptureQueriesContext(connection) as many:
            client.get(f"{story.url}?order=")

        assert len(many) <= len(few)

    def test_a_move_asks_the_same_however_long_the_discussion(self, story, publish):
        def asked() -> int:
            comment = Comment(story=story, name="ع", text="نص", submitted_at=timezone.now())
            moves.enter(comment)
            with CaptureQueriesContext(connection) as queries:
                moves.move(comment, MoveKind.APPROVE)
            return len(queries)

        asked()
        few = asked()
        publish(200)

        assert asked() <= few


class TestOtherOrders:
    """The newest and the most agreed first: live, of published comments alone."""

    def test_the_newest_come_first(self, story, publish):
        comments = publish(3)
        moves.move(comments[1], MoveKind.WITHDRAW)

        assert numbers(ordered_page(story, "newest", 1).entries) == [comments[2].pk, comments[0].pk]

    def test_the_most_agreed_come_first_by_the_exact_count(self, story, publish):
        comments = publish(3)
        Comment.objects.filter(pk=comments[1].pk).update(agreed=5)
        Comment.objects.filter(pk=comments[2].pk).update(agreed=2)

        agreed = ordered_page(story, "agreed", 1)

        assert numbers(agreed.entries) == [comments[1].pk, comments[2].pk, comments[0].pk]

    @pytest.mark.parametrize("order", ["newest", "agreed"])
    def test_they_are_live_and_no_search_engines(self, client, story, publish, order):
        publish(PAGE_LENGTH + 1)

        answer = client.get(f"{story.url}comments/1/?order={order}")

        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert f"comments/2/?order={order}" in answer.content.decode()

    def test_the_storys_own_address_leads_there(self, client, story, publish):
        answer = client.get(f"{story.url}?order=newest")

        assert (answer.status_code, answer["Location"]) == (
            303,
            f"{story.url}comments/1/?order=newest",
        )

    def test_the_first_page_without_an_order_is_the_storys(self, client, story, publish):
        answer = client.get(f"{story.url}comments/1/")

        assert (answer.status_code, answer["Location"]) == (301, f"{story.url}#discussion")

    @pytest.mark.parametrize("number", [0, 2, 10**25])
    def test_a_page_that_there_is_not(self, client, story, publish, number):
        publish(3)

        assert client.get(f"{story.url}comments/{number}/").status_code == 404
        assert client.get(f"{story.url}comments/{number}/?order=newest").status_code == 404


class TestKeys:
    """A move touches what shows the comment, and what leads to it."""

    @pytest.mark.parametrize(
        ("place", "expected"),
        [
            (0, {"page:1"}),
            (19, {"page:1"}),
            (20, {"thread:1", "page:1"}),
            (21, {"thread:1"}),
            (70, {"thread:2", "thread:1"}),
            (71, {"thread:2"}),
        ],
    )
    def test_of_a_reply(self, story, publish, place, expected):
        (comment,) = publish()
        replies = publish(72, to=comment)
        Touch.objects.all().delete()

        names = {name for name in places_of(replies[place]) if name.startswith("discussion")}

        assert names == {
            f"discussion:{story.pk}:" + name.replace("thread:", f"thread:{comment.pk}:")
            for name in expected
        }
