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
    MoveKind,
    PolicyRule,
    Status,
    comments_of,
)
from minbar.discussion.moves import MOVES, ChangedMeanwhile, NotAllowed

EVERY_MOVE = list(itertools.product(Status, MOVES))
ALLOWED = [(seen, kind) for seen, kind in EVERY_MOVE if seen in MOVES[kind][0]]
FORBIDDEN = [pair for pair in EVERY_MOVE if pair not in ALLOWED]
DECIDED = {
    Status.APPROVED: [MoveKind.APPROVE],
    Status.REJECTED: [MoveKind.REJECT],
    Status.APPEALED: [MoveKind.REJECT, MoveKind.APPEAL],
    Status.WITHDRAWN: [MoveKind.WITHDRAW],
    Status.PENDING: [],
}
"""The moves that lead to each status."""


@pytest.fixture
def make_comment(story):
    def make(status=Status.PENDING) -> Comment:
        comment = Comment(story=story, name="عادل", text="نص", submitted_at=timezone.now())
        moves.enter(comment)
        for kind in DECIDED[status]:
            moves.move(comment, kind)
        return comment

    return make


def make(kind: MoveKind, comment: Comment, by, **told) -> Move:
    if kind == MoveKind.EDIT:
        return moves.rewrite(comment, name="عادل", place="", text="نص آخر")
    return moves.move(comment, kind, by=by, **told)


class TestTheTable:
    """Every allowed move is made and leaves one row; every other is refused and leaves none."""

    @pytest.mark.parametrize(("seen", "kind"), ALLOWED)
    def test_an_allowed_move_is_made_and_written_down(self, make_comment, moderator, seen, kind):
        comment = make_comment(seen)
        before = comment.history.count()
        reason, to = PolicyRule.objects.first(), MOVES[kind][1]
        told = {"reason": reason, "message": "لصاحبه", "note": "لزميل"}

        written = make(kind, comment, moderator, **told)

        if kind != MoveKind.EDIT:
            assert (written.by, written.reason) == (moderator, reason)
            assert (written.message, written.note) == ("لصاحبه", "لزميل")

        stored = Comment.objects.get()
        assert (stored.status, stored.moved_at) == (to, written.at)
        assert comment.history.count() == before + 1
        assert (written.kind, written.came_from, written.went_to) == (kind, seen, to)
        assert written.revision == stored.revision

    @pytest.mark.parametrize(("seen", "kind"), FORBIDDEN)
    def test_a_forbidden_move_changes_nothing(self, make_comment, moderator, seen, kind):
        comment = make_comment(seen)
        before = comment.history.count()

        with pytest.raises(NotAllowed):
            make(kind, comment, moderator)

        assert Comment.objects.get().status == seen
        assert comment.history.count() == before

    @pytest.mark.parametrize("status", Status)
    def test_a_comment_begins_held_published_or_refused(self, story, status):
        comment = Comment(story=story, name="عادل", text="نص", submitted_at=timezone.now())

        if status in moves.ENTRANCES:
            assert moves.enter(comment, status).kind == MoveKind.SUBMIT
            assert Comment.objects.get().status == status
        else:
            with pytest.raises(NotAllowed):
                moves.enter(comment, status)
            assert not Comment.objects.exists()


class TestUndoing:
    """The desk's last decision is led back along its row, while nothing followed it."""

    @pytest.mark.parametrize(
        ("before", "kind"),
        [(seen, kind) for kind in sorted(moves.UNDOABLE) for seen in sorted(MOVES[kind][0])],
    )
    def test_a_decision_is_taken_back(self, make_comment, moderator, before, kind):
        comment = make_comment(before)
        moves.move(comment, kind, by=moderator)

        written = moves.undo(comment, by=moderator)

        stored = Comment.objects.get()
        assert (stored.status, stored.returned_at) == (before, None)
        assert (written.kind, written.went_to) == (MoveKind.UNDO, before)

    @pytest.mark.parametrize("kind", [MoveKind.APPEAL, MoveKind.WITHDRAW])
    def test_what_its_writer_did_is_its_writers(self, make_comment, moderator, kind):
        comment = make_comment(Status.REJECTED)
        moves.move(comment, kind)

        with pytest.raises(NotAllowed):
            moves.undo(comment, by=moderator)

    def test_what_was_undone_is_not_undone_again(self, make_comment, moderator):
        comment = make_comment(Status.APPROVED)
        moves.undo(comment, by=moderator)

        with pytest.raises(NotAllowed):
            moves.undo(comment, by=moderator)

    def test_a_place_once_taken_stays_taken(self, make_comment, moderator):
        comment = make_comment(Status.APPROVED)
        first = comment.first_approved_at

        moves.undo(comment, by=moderator)
        moves.move(comment, MoveKind.APPROVE, by=moderator)

        assert Comment.objects.get().first_approved_at == first


class TestRewriting:
    """New words of a waiting comment's writer; the old ones are kept beside."""

    def test_the_old_words_are_kept(self, make_comment):
        comment = make_comment()

        moves.rewrite(comment, name="عادل", place="وهران", text="نص آخر")

        old = comment.revisions.get()
        assert (old.number, old.name, old.place, old.text) == (1, "عادل", "", "نص")
        stored = Comment.objects.get()
        assert (stored.revision, stored.place, stored.text) == (2, "وهران", "نص آخر")

    def test_a_returned_comment_is_back_in_the_queue(self, make_comment, moderator):
        comment = make_comment()
        moves.move(comment, MoveKind.RETURN, by=moderator)
        assert not Comment.objects.awaiting_decision().exists()

        moves.rewrite(comment, name="عادل", place="", text="نص آخر")

        assert Comment.objects.awaiting_decision().get() == comment


class TestWhatWasRead:
    """A move counts only for the comment that was read."""

    def test_of_two_people_the_first_moves_it(self, make_comment, moderator, colleague):
        comment = make_comment()
        on_another_screen = Comment.objects.get()
        moves.move(comment, MoveKind.APPROVE, by=moderator)

        with pytest.raises(ChangedMeanwhile) as refused:
            moves.move(on_another_screen, MoveKind.REJECT, by=colleague)

        assert refused.value.move.by == moderator
        assert Comment.objects.get().status == Status.APPROVED

    def test_a_text_that_its_writer_has_changed_was_not_read(self, make_comment, moderator):
        comment = make_comment()
        on_another_screen = Comment.objects.get()
        moves.rewrite(on_another_screen, name="عادل", place="", text="نص آخر")

        with pytest.raises(ChangedMeanwhile):
            moves.move(comment, MoveKind.APPROVE, by=moderator)

        assert Comment.objects.get().status == Status.PENDING

    def test_its_place_is_fixed_when_it_is_first_published(self, make_comment, moderator):
        comment = make_comment(Status.APPEALED)
        moves.move(comment, MoveKind.APPROVE, by=moderator)
        first = comment.first_approved_at

        moves.move(comment, MoveKind.STRIKE, by=moderator)
        moves.move(comment, MoveKind.APPEAL, by=None)
        moves.move(comment, MoveKind.APPROVE, by=moderator)

        assert Comment.objects.get().first_approved_at == first

    def test_of_two_who_act_at_once_one_is_told(self, make_comment, moderator, colleague):
        comment = make_comment()
        on_another_screen = Comment.objects.get()
        moves.move(comment, MoveKind.RETURN, by=moderator)  # same status, same text

        with pytest.raises(ChangedMeanwhile):
            moves.move(on_another_screen, MoveKind.APPROVE, by=colleague)


class TestHistory:
    """What is written down stays."""

    def test_the_database_refuses_to_change_a_written_row(self, make_comment, moderator):
        make_comment()

        with pytest.raises(Error, match="only ever added"), transaction.atomic():
            Move.objects.update(note="غير ما كتب")

    def test_a_colleagues_account_can_still_be_deleted(self, make_comment, moderator):
        moves.move(make_comment(), MoveKind.APPROVE, by=moderator)

        moderator.delete()

        assert list(Move.objects.values_list("by", flat=True)) == [None, None]


class TestTheNumberOfPublishedComments:
    """It is a row, right after each move, and was counted for what was published before."""

    def test_what_was_published_before_there_was_a_row_is_counted(self, held, moderator):
        moves.move(held, MoveKind.APPROVE, by=moderator)
        DiscussionFigures.objects.all().delete()
        migration = import_module("minbar.discussion.migrations.0005_published_so_far")

        with connection.cursor() as cursor:
            cursor.execute(migration.COUNT)
            cursor.execute(migration.COUNT)

        assert comments_of([held.story]) == {held.story_id: 1}

    def test_it_follows_each_move(self, held, moderator):
        moves.move(held, MoveKind.APPROVE, by=moderator)
        assert comments_of([held.story]) == {held.story_id: 1}

        moves.move(held, MoveKind.WITHDRAW, by=None)
        assert comments_of([held.story]) == {}
