"""``minbar moderation``: judges comments from the command line, as the newsroom's queue does."""

import json
import sys
import textwrap
from argparse import ArgumentParser
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.utils import timezone

from minbar.discussion import policy
from minbar.discussion.models import UNDECIDED, Comment, Move, MoveKind, PolicyRule, Status
from minbar.discussion.moves import ChangedMeanwhile, NotAllowed
from minbar.moderation import queue
from minbar.moderation.ban_command import BanActions, colleague_named, reason_named
from minbar.moderation.decisions import (
    NeedsAName,
    NeedsAnotherJudge,
    NeedsASenior,
    NotYours,
    approve,
    reject,
    return_to_writer,
    strike,
    undo,
    uphold,
)
from minbar.moderation.permissions import DECIDE
from minbar.moderation.queue import NoSuchReference, Reference

DONE = {
    MoveKind.APPROVE: "published",
    MoveKind.REJECT: "refused",
    MoveKind.STRIKE: "taken from the page",
    MoveKind.RETURN: "returned to its writer",
    MoveKind.UPHOLD: "refused again",
    MoveKind.WITHDRAW: "withdrawn",
    MoveKind.UNDO: "decided no longer",
}
FITS = {
    "approve": "a comment that waits can be published",
    "reject": "a pending comment can be refused",
    "return": "a pending comment can be returned, once",
    "uphold": "the refusal of an appealed comment can be upheld",
    "strike": "a published comment can be taken from the page",
    "undo": "the newsroom's last decision can be undone, while nothing followed it",
}


WHO: dict[type[Exception], str] = {
    NeedsAName: "an appeal is judged by another person than who refused; say who, with --by USER",
    NeedsASenior: "an appeal is judged by a senior; an editor can make somebody one",
    NeedsAnotherJudge: "who refused it does not judge its appeal; let a colleague do so",
    NotYours: "a colleague decided this, and only a senior may undo it",
}


class Command(BanActions):
    """See the module."""

    help = "List the comments that wait, and publish or refuse them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="the comments that wait, or that have a status")
        listing.add_argument("--status", choices=Status.values, help="else all that wait")
        reasons = actions.add_parser("reasons", help="the reasons that a refusal may give")
        for printing in (listing, reasons):
            printing.add_argument("--json", action="store_true")
        approving = actions.add_parser("approve", help="publish comments")
        rejecting = actions.add_parser("reject", help="refuse comments")
        returning = actions.add_parser("return", help="ask writers to change their comments")
        returning.add_argument("--message", default="", help="what the writer reads beside it")
        striking = actions.add_parser("strike", help="take published comments from the page")
        for giving_a_reason in (rejecting, returning, striking):
            giving_a_reason.add_argument(
                "--reason", required=True, metavar="CODE", help="see “reasons”"
            )
        upholding = actions.add_parser("uphold", help="let refusals stand that were appealed")
        undoing = actions.add_parser("undo", help="take the last decision back")
        for deciding in (approving, rejecting, returning, striking, upholding, undoing):
            deciding.add_argument(
                "comments", nargs="+", metavar="ID", help="ID@REVISION decides only that revision"
            )
            deciding.add_argument("--by", metavar="USER", help="who decides")
            deciding.add_argument("--note", default="", help="stays at the desk")
        self.add_ban_arguments(actions)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, f"_{options['action']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        status = options["status"]
        comments = queue.listed(Status(status) if status else None)
        if options["json"]:
            self._print_json(map(_as_json, comments))
            return
        for comment in comments:
            self.stdout.write(_as_text(comment))

    def _reasons(self, options: dict[str, Any]) -> None:
        rules = policy.reasons()
        if options["json"]:
            self._print_json(_rule_as_json(rule) for rule in rules)
            return
        for rule in rules:
            self.stdout.write(f"{rule.number}  {rule.code}  {rule.text}")

    def _approve(self, options: dict[str, Any]) -> None:
        self._decide(options, approve)

    def _reject(self, options: dict[str, Any]) -> None:
        self._decide(options, reject, reason=reason_named(options["reason"]))

    def _return(self, options: dict[str, Any]) -> None:
        told = {"reason": reason_named(options["reason"]), "message": options["message"]}
        self._decide(options, return_to_writer, **told)

    def _strike(self, options: dict[str, Any]) -> None:
        reason = reason_named(options["reason"])
        self._decide(options, strike, statuses=[Status.APPROVED], reason=reason)

    def _uphold(self, options: dict[str, Any]) -> None:
        self._decide(options, uphold)

    def _undo(self, options: dict[str, Any]) -> None:
        self._decide(options, undo, statuses=list(Status))

    def _decide(
        self,
        options: dict[str, Any],
        decide: Callable[..., Move],
        *,
        statuses: Collection[str] = UNDECIDED,
        **told: Any,
    ) -> None:
        """Decide each comment, those after a failure too; end with status 1 if there was one."""
        told |= {"by": _colleague(options["by"]), "note": options["note"]}
        failed = False
        for reference in options["comments"]:
            try:
                comment = queue.as_read(Reference.parse(reference), statuses=statuses)
                move = decide(comment, **told)
            except tuple(WHO) as error:
                failed = True
                self.stderr.write(f"Comment {comment.pk}: {WHO[type(error)]}; nothing was changed.")
            except (NoSuchReference, Comment.DoesNotExist, ChangedMeanwhile, NotAllowed) as error:
                failed = True
                self.stderr.write(_why_not(reference, error))
            else:
                self.stdout.write(f"Comment {move.comment_id}: {_done(move)}.")
        if failed:
            sys.exit(1)

    def _print_json(self, things: Iterable[dict[str, Any]]) -> None:
        self.stdout.write(json.dumps(list(things), ensure_ascii=False, indent=2))


def _colleague(username: str | None) -> User | None:
    if username is None:
        return None
    user = colleague_named(username)
    if not user.has_perm(DECIDE):
        raise CommandError(f"{username} may not decide on comments; an editor can permit it.")
    return user


def _why_not(reference: str, error: Exception) -> str:
    if isinstance(error, NoSuchReference):
        return f"“{reference}” names no comment: write ID or ID@REVISION, as “list” shows them."
    comment = Comment.objects.filter(pk=Reference.parse(reference).comment).first()
    if comment is None:
        return f"Comment {reference}: there is none with this number."
    if isinstance(error, NotAllowed):
        is_now = f"it is {error.came_from}, and only {FITS[error.kind]}"
        return f"Comment {comment.pk}: {is_now}; nothing was changed."
    is_decided = comment.status not in UNDECIDED or comment.returned_at is not None
    if isinstance(error, ChangedMeanwhile) and is_decided:
        return f"Comment {comment.pk}: {_done(error.move)} already; nothing was changed."
    return (
        f"Comment {comment.pk}: its text is not the one that was read, it is revision "
        f"{comment.revision} now; nothing was decided."
    )


def _done(move: Move) -> str:
    done = DONE.get(MoveKind(move.kind), move.went_to)
    because = f" ({move.reason.code})" if move.reason else ""
    by = f" by {move.by.get_username()}" if move.by else ""
    return f"{done}{because}{by}, {timezone.localtime(move.at):%Y-%m-%d %H:%M}"


def _as_json(comment: Comment) -> dict[str, Any]:
    story = comment.story
    reason = getattr(comment, "reason_code", None)
    return {
        "id": comment.pk,
        "revision": comment.revision,
        "story": {
            "id": story.pk,
            "headline": story.title,
            "url": f"{settings.MINBAR_SITE_URL}{story.url}" if story.url else None,
        },
        "name": comment.name,
        "place": comment.place,
        "text": comment.text,
        "status": comment.status,
        "submitted": None if comment.undated else comment.submitted_at.isoformat(),
        "reasons": [reason] if reason else [],
    }


def _as_text(comment: Comment) -> str:
    submitted = timezone.localtime(comment.submitted_at)
    when = "undated" if comment.undated else f"{submitted:%Y-%m-%d %H:%M}"
    writer = f"{comment.name} - {comment.place}" if comment.place else comment.name
    head = f"{comment.pk}@{comment.revision}  {comment.status}  {when}  {writer}"
    story = f"    {comment.story.title}"
    return f"{head}\n{story}\n{textwrap.indent(comment.text, '    | ', lambda line: True)}\n"


def _rule_as_json(rule: PolicyRule) -> dict[str, Any]:
    return {"code": rule.code, "policy": rule.number, "text": rule.text}
