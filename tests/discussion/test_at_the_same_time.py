"""Moves and votes that come at the same moment are each counted, and each once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from minbar.discussion import moves
from minbar.discussion.models import Comment, DiscussionFigures, MoveKind, Status, Vote
from minbar.discussion.votes import vote

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def all_at_once() -> Callable[[list[Callable[[], object]]], None]:
    """Do these at the same moment, each in a thread with a connection of its own."""

    def do_all(acts: list[Callable[[], object]]) -> None:
        start = threading.Barrier(len(acts), timeout=20)
        failures: list[Exception] = []

        def do(act: Callable[[], object]) -> None:
            try:
                start.wait()
                act()
            except Exception as error:  # noqa: BLE001 - judged below
                failures.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=do, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert failures == []

    return do_all


@pytest.fixture
def make_comments(story) -> Callable[..., list[Comment]]:
    def make(count: int, status: Status = Status.PENDING) -> list[Comment]:
        made = []
        for number in range(count):
            comment = Comment(story=story, name="ع", text=f"{number}", submitted_at=timezone.now())
            moves.enter(comment, status)
            made.append(comment)
        return made

    return make


def test_the_first_comments_of_a_story_are_each_counted(story, make_comments, all_at_once):
    held = make_comments(6)

    all_at_once([lambda c=c: moves.move(c, MoveKind.APPROVE) for c in held])

    assert DiscussionFigures.objects.get(story=story).published == 6


def test_what_is_published_and_taken_back_is_counted_each_way(story, make_comments, all_at_once):
    held, published = make_comments(3), make_comments(3, Status.APPROVED)

    all_at_once(
        [
            *(lambda c=c: moves.move(c, MoveKind.APPROVE) for c in held),
            *(lambda c=c: moves.move(c, MoveKind.WITHDRAW) for c in published[:2]),
        ]
    )

    assert DiscussionFigures.objects.get(story=story).published == 4


def test_a_double_click_is_one_vote_and_readers_are_as_many_as_they_are(make_comments, all_at_once):
    (comment,) = make_comments(1, Status.APPROVED)

    all_at_once(
        [
            *(lambda: vote(comment.pk, "the same", agrees=True) for _ in range(3)),
            *(lambda n=n: vote(comment.pk, f"reader {n}", agrees=n % 2 == 0) for n in range(4)),
        ]
    )

    comment.refresh_from_db()
    assert (comment.agreed, comment.disagreed) == (3, 2)
    assert Vote.objects.count() == 5


def test_one_who_changes_and_takes_back_at_once_is_counted_as_what_stays(
    make_comments, all_at_once
):
    (comment,) = make_comments(1, Status.APPROVED)
    vote(comment.pk, "reader", agrees=True)

    all_at_once(
        [lambda says=says: vote(comment.pk, "reader", says) for says in (False, None, True, False)]
    )

    comment.refresh_from_db()
    stays = Vote.objects.filter(comment=comment)
    assert comment.agreed == stays.filter(agrees=True).count()
    assert comment.disagreed == stays.filter(agrees=False).count()
