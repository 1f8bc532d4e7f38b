"""All that is kept of one writer, for that person: nobody else's words, names or addresses."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse

from minbar.discussion.erasing import comments_of_writer
from minbar.discussion.holding import hold_on
from minbar.discussion.models import Appeal, Comment, Move
from minbar.discussion.receipts import token_of
from minbar.discussion.sealing import writer_hash

_elsewhere: dict[str, Callable[[str], Any]] = {}


def register(name: str, export: Callable[[str], Any]) -> None:
    """Let a higher room say, under ``name``, what it keeps of the writer with this hash."""
    _elsewhere[name] = export


def export_writer(email: str) -> dict[str, Any]:
    """Return what is kept of the writer of ``email``, ready for JSON.

    The e-mail itself is not in it, nor the desk's notes, colleagues' names, or who reported,
    agreed and answered. A receipt's link is a key: the file goes to nobody but its writer.
    """
    writer = writer_hash(email)
    return {
        "comments": [_comment(comment) for comment in comments_of_writer(email)],
        **{name: export(writer) for name, export in _elsewhere.items()},
    }


def _comment(comment: Comment) -> dict[str, Any]:
    story, hold = comment.story, hold_on(comment)
    appeal = Appeal.objects.filter(comment=comment).first()
    return {
        "id": comment.pk,
        "story": {"headline": story.title, "url": _absolute(story.url)},
        "answers": comment.parent_id,
        "name": comment.name,
        "town": comment.place,
        "text": comment.text,
        "status": comment.status,
        "submitted": None if comment.undated else comment.submitted_at.isoformat(),
        "first_published": _moment(comment.first_approved_at),
        "agreed": comment.agreed,
        "disagreed": comment.disagreed,
        "receipt": _receipt(comment),
        "earlier_versions": [
            {
                "revision": revision.number,
                "name": revision.name,
                "town": revision.place,
                "text": revision.text,
                "replaced": revision.replaced_at.isoformat(),
            }
            for revision in comment.revisions.all()
        ],
        "appeal": appeal and {"message": appeal.message, "at": appeal.at.isoformat()},
        "history": [_move(move) for move in comment.history.select_related("reason")],
        "kept_besides": {
            "email_sealed": True,
            "hash_of_address": bool(comment.origin),
            "wants_mail": comment.sealed_email.wants_mail,
            "email_opened": [_moment(opening.at) for opening in comment.email_openings.all()],
            "held_until": _moment(hold.until) if hold else None,
        },
    }


def _move(move: Move) -> dict[str, Any]:
    cited = move.cited
    return {
        "move": move.kind,
        "at": move.at.isoformat(),
        "from": move.came_from or None,
        "to": move.went_to,
        "revision": move.revision,
        "rule": cited and {"number": cited.number, "text": cited.text},
        "message": move.message or None,
    }


def _receipt(comment: Comment) -> str | None:
    if not comment.receipt_nonce:
        return None
    return _absolute(reverse("receipt", args=[token_of(comment)]))


def _absolute(path: str | None) -> str | None:
    return f"{settings.MINBAR_SITE_URL}{path}" if path else None


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
