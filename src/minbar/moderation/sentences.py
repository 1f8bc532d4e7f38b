"""What the queue tells a moderator: who made a move, and what became of a decision."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from minbar import arabic
from minbar.discussion.models import UNDECIDED, Comment, Move, MoveKind, PolicyRule, Status
from minbar.discussion.moves import UNDOABLE

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def published(comment: Comment) -> SafeString:
    """Say that a comment is published."""
    return _fill(_("Published: the comment by {name} on “{story}”."), comment)


def refused(comment: Comment, reason: PolicyRule) -> SafeString:
    """Say that a comment is refused, and by which rule."""
    sentence = _("Refused by rule {rule}: the comment by {name} on “{story}”.")
    return _fill(sentence, comment, rule=reason.number)


def returned(comment: Comment, reason: PolicyRule) -> SafeString:
    """Say that a comment's writer is asked to change it, and by which rule."""
    sentence = _("Returned to its writer by rule {rule}: the comment by {name} on “{story}”.")
    return _fill(sentence, comment, rule=reason.number)


def upheld(comment: Comment) -> SafeString:
    """Say that the refusal of a comment stands."""
    return _fill(_("The refusal stands: the comment by {name} on “{story}”."), comment)


def undone(comment: Comment) -> SafeString:
    """Say that the last decision on a comment was taken back."""
    return _fill(_("The decision is undone: the comment by {name} on “{story}”."), comment)


def needs_another_judge(comment: Comment) -> SafeString:
    """Say that whoever refused a comment does not judge its appeal."""
    sentence = _(
        "You refused this comment by {name}, so a colleague judges the appeal. Nothing was changed."
    )
    return _fill(sentence, comment)


def not_yours(comment: Comment) -> SafeString:
    """Say that a colleague's decision is a senior's to undo."""
    sentence = _(
        "A colleague decided on this comment by {name}; only a senior undoes that. Nothing was "
        "changed."
    )
    return _fill(sentence, comment)


def struck(comment: Comment, reason: PolicyRule) -> SafeString:
    """Say that a published comment was taken from the page, and by which rule."""
    sentence = _("Taken from the page by rule {rule}: the comment by {name} on “{story}”.")
    return _fill(sentence, comment, rule=reason.number)


def kept(comment: Comment) -> SafeString:
    """Say that a reported comment stays."""
    return _fill(_("It stays: the comment by {name} on “{story}”."), comment)


def picked(comment: Comment) -> SafeString:
    """Say that a comment is, or is no longer, the editor's pick."""
    if comment.picked_at:
        return _fill(_("Now an editor's pick: the comment by {name} on “{story}”."), comment)
    return _fill(_("No longer an editor's pick: the comment by {name} on “{story}”."), comment)


def answered(comment: Comment) -> SafeString:
    """Say that the newsroom's reply to a comment is published."""
    return _fill(_("Published: the newsroom's reply to {name} on “{story}”."), comment)


def meanwhile(comment: Comment, move: Move, reader: "AbstractBaseUser") -> SafeString:
    """Say what happened to ``comment`` since ``reader`` read it; ``move`` was the last of it."""
    if comment.returned_at is not None:
        sentence = _(
            "{who} has asked {name} to change this comment: {when}. Nothing was changed; it comes "
            "back when that is done."
        )
    elif comment.status in UNDECIDED:
        sentence = _(
            "{name} has changed this comment since you read it, so nothing was decided. "
            "Read it as it is now, then decide."
        )
    elif comment.status == Status.WITHDRAWN:
        sentence = _(
            "{name} withdrew this comment {when}, so nothing was decided. Go on with the next one."
        )
    elif move.by == reader:
        sentence = _("You have decided on the comment by {name} already: {status}, {when}.")
    else:
        sentence = _(
            "{who} was faster with the comment by {name}: {status}, {when}. "
            "Nothing was changed; go on with the next one."
        )
    status = comment.get_status_display()
    return _fill(sentence, comment, who=maker(move), status=status, when=ago(move.at))


def not_refusable(comment: Comment) -> SafeString:
    """Say that a comment that waits as an appeal cannot be refused a second time here."""
    sentence = _(
        "{name} has appealed the refusal of this comment. It can be published here, but not "
        "refused once more; nothing was changed."
    )
    return _fill(sentence, comment)


def unknown() -> str:
    """Say that no comment has the number that was sent."""
    return _("This comment is no longer there, so nothing was decided. Go on with the next one.")


def maker(move: Move) -> str:
    """Name who made a move: a colleague, the newsroom without a name, or the comment's writer."""
    if move.by:
        return move.by.get_full_name() or move.by.get_username()
    is_decision = move.kind in UNDOABLE or move.kind == MoveKind.UNDO
    return _("The newsroom") if is_decision else _("Its writer")


def ago(moment: datetime) -> str:
    """Say how long ago something was, in its largest unit: «قبل 10 ثوان»."""
    now = timezone.now()
    return arabic.relative_time(
        min(moment, now),  # another server's clock may be ahead
        now,
        language=translation.get_language() or settings.MINBAR_LANGUAGE,
        digits=settings.MINBAR_DIGITS,
    )


def _fill(sentence: str, comment: Comment, **parts: object) -> SafeString:
    """Fill a sentence in; nothing that people wrote turns the words around it."""
    parts |= {"name": comment.name, "story": comment.story.title}
    isolated = {key: format_html("<bdi>{}</bdi>", part) for key, part in parts.items()}
    return format_html(sentence, **isolated)
