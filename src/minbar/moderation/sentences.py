"""What the queue tells a moderator: who made a move, and what became of a decision."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from minbar import arabic
from minbar.discussion.models import UNDECIDED, Comment, Move, MoveKind, Status
from minbar.discussion.moves import UNDOABLE
from minbar.moderation import told_figures
from minbar.moderation.models import Act

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def undone(comment: Comment) -> SafeString:
    """Say that the last decision on a comment was taken back."""
    return _fill(_("The decision is undone: the comment by {name} on “{story}”."), comment)


def needs_another_judge(comment: Comment) -> SafeString:
    """Say that whoever refused a comment does not judge its appeal."""
    sentence = _(
        "You refused this comment by {name}, so a colleague judges the appeal. Nothing was changed."
    )
    return _fill(sentence, comment)


def needs_a_senior(comment: Comment) -> SafeString:
    """Say that an appeal, or what was laid aside for a senior, is a senior's to judge."""
    sentence = _("The comment by {name} waits for a senior, who decides on it.")
    return _fill(sentence, comment)


def being_read(comment: Comment, colleague: str) -> SafeString:
    """Say that a colleague has a comment on the screen now."""
    sentence = _(
        "{who} is reading the comment by {name} now, so nothing was decided. Go on with the next "
        "one."
    )
    return _fill(sentence, comment, who=colleague)


def not_allowed(comment: Comment) -> SafeString:
    """Say that this cannot be done with a comment where it stands."""
    sentence = _(
        "This cannot be done with the comment by {name} as it stands: {status}. Nothing was "
        "changed."
    )
    return _fill(sentence, comment, status=comment.get_status_display())


def followed(comment: Comment) -> SafeString:
    """Say that a decision cannot be undone any more, since something followed it."""
    sentence = _(
        "Something followed on the comment by {name}: {status}. The decision stays; its history "
        "tells what happened."
    )
    return _fill(sentence, comment, status=comment.get_status_display())


def not_yours(comment: Comment) -> SafeString:
    """Say that a colleague's decision is a senior's to undo."""
    sentence = _(
        "A colleague decided on this comment by {name}; only a senior undoes that. Nothing was "
        "changed."
    )
    return _fill(sentence, comment)


def picked(comment: Comment) -> SafeString:
    """Say that a comment is, or is no longer, the editor's pick."""
    if comment.picked_at:
        return _fill(_("Now an editor's pick: the comment by {name} on “{story}”."), comment)
    return _fill(_("No longer an editor's pick: the comment by {name} on “{story}”."), comment)


def answered(comment: Comment) -> SafeString:
    """Say that the newsroom's reply to a comment is published."""
    return _fill(_("Published: the newsroom's reply to {name} on “{story}”."), comment)


def act(done: Act) -> SafeString:
    """Say what was done with one key, for the line that offers to undo it."""
    steps = list(done.steps.all())
    kind, colon = done.get_kind_display(), pgettext("between phrases", ": ")
    if len(steps) == 1:
        return format_html("{}{}<bdi>{}</bdi>", kind, colon, steps[0].comment.name)
    return format_html("{}{}{}", kind, colon, told_figures.comments(len(steps)))


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


def unknown() -> str:
    """Say that no comment has the number that was sent."""
    return _("This comment is no longer there, so nothing was decided. Go on with the next one.")


def maker(move: Move) -> str:
    """Name who made a move: a colleague, the newsroom without a name, or the comment's writer."""
    if move.by:
        return name_of(move.by)
    is_decision = move.kind in UNDOABLE or move.kind == MoveKind.UNDO
    return _("The newsroom") if is_decision else _("Its writer")


def name_of(colleague: "AbstractBaseUser") -> str:
    """Name a colleague as colleagues know one another."""
    return getattr(colleague, "get_full_name", str)() or colleague.get_username()


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
