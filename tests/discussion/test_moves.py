"""A comment goes only where the table lets it, one step at a time, each written down."""

import itertools
from importlib import import_module

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from minbar.discussion import moves
from minbar.discussion.models import (
    Comment,
    DiscussionFigures,
    Move,
    PolicyRule,
    Status,
    comments_of,
)
from minbar.discussion.moves import MOVES, ChangedMeanwhile, NotAllowed

EVERY_MOVE = list(itertools.product(Status, Status))
ALLOWED = [(seen, to) for seen, to in EVERY_MOVE if to in MOVES[seen]]
FORBIDDEN = [pair for pair in EVERY_MOVE if pair not in ALLOWED]


@pytest.fixture
def make_comment(story):
    def make(status=Status.PENDING) -> Comment:
        comment = Comment(
            story=story,
            name="عادل",
            text="نص",
            status=status,
            submitted_at=timezone.now(),
            first_approved_at=timezone.now() if status == Status.APPROVED else None,
        )
        moves.enter(comment)
        return comment

    return make


class TestTheTable:
    """Every allowed move is made and leaves one row; every other is refused and leaves none."""

    @pytest.mark.parametrize(("seen", "to"), ALLOWED)
    def test_an_allowed_move_is_made_and_written_down(self, make_comment, moderator, seen, to):
        comment = make_comment(seen)
        reason = PolicyRule.objects.first()

        written = moves.move(comment, to, by=moderator, reason=reason, note="لزميل")

        assert Comment.objects.get().status == to
        assert list(comment.history.values_list("came_from", "went_to")) == [("", seen), (seen, to)]
        assert (written.by, written.reason, written.note) == (moderator, reason, "لزميل")
        assert written.revision == comment.revision

    @pytest.mark.parametrize(("seen", "to"), FORBIDDEN)
    def test_a_forbidden_move_changes_nothing(self, make_comment, moderator, seen, to):
        comment = make_comment(seen)

        with pytest.raises(NotAllowed):
            moves.move(comment, to, by=moderator)

        assert Comment.objects.get().status == seen
        assert comment.history.count() == 1


class TestWhatWasRead:
    """A move counts only for the comment that was read."""

    def test_of_two_people_the_first_moves_it(self, make_comment, moderator, colleague):
        comment = make_comment()
        on_another_screen = Comment.objects.get()
        moves.move(comment, Status.APPROVED, by=moderator)

        with pytest.raises(ChangedMeanwhile) as refused:
            moves.move(on_another_screen, Status.REJECTED, by=colleague)

        assert refused.value.move.by == moderator
        assert Comment.objects.get().status == Status.APPROVED

    def test_a_text_that_its_writer_has_changed_was_not_read(self, make_comment, moderator):
        comment = make_comment()
        Comment.objects.update(text="نص آخر", revision=2)

        with pytest.raises(ChangedMeanwhile):
            moves.move(comment, Status.APPROVED, by=moderator)

        assert Comment.objects.get().status == Status.PENDING

    def test_its_place_is_fixed_when_it_is_first_published(self, make_comment, moderator):
        comment = make_comment(Status.APPEALED)
        moves.move(comment, Status.APPROVED, by=moderator)
        first = comment.first_approved_at

        moves.move(comment, Status.REJECTED, by=moderator)
        moves.move(comment, Status.APPEALED, by=None)
        moves.move(comment, Status.APPROVED, by=moderator)

        assert Comment.objects.get().first_approved_at == first


class TestHistory:
    """What is written down stays."""

    def test_the_database_refuses_to_change_a_written_row(self, make_comment, moderator):
        make_comment()

        with pytest.raises(Error, match="only ever added"), transaction.atomic():
            Move.objects.update(note="غير ما كتب")

    def test_a_colleagues_account_can_still_be_deleted(self, make_comment, moderator):
        moves.move(make_comment(), Status.APPROVED, by=moderator)

        moderator.delete()

        assert list(Move.objects.values_list("by", flat=True)) == [None, None]


class TestTheNumberOfPublishedComments:
    """It is a row, right after each move, and was counted for what was published before."""

    def test_what_was_published_before_there_was_a_row_is_counted(self, held, moderator):
        moves.move(held, Status.APPROVED, by=moderator)
        DiscussionFigures.objects.all().delete()
        migration = import_module("minbar.discussion.migrations.0005_published_so_far")

        with connection.cursor() as cursor:
            cursor.execute(migration.COUNT)
            cursor.execute(migration.COUNT)

        assert comments_of([held.story]) == {held.story_id: 1}

    def test_it_follows_each_move(self, held, moderator):
        moves.move(held, Status.APPROVED, by=moderator)
        assert comments_of([held.story]) == {held.story_id: 1}

        moves.move(held, Status.WITHDRAWN, by=None)
        assert comments_of([held.story]) == {}
