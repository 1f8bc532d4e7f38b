"""``minbar privacy``: what a person may ask of the newspaper, and the law's hold on it."""

import json
import sys
from argparse import ArgumentParser
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from minbar.discussion import erasing, exporting, holding
from minbar.discussion.erasing import Erased
from minbar.discussion.models import Comment
from minbar.discussion.moves import ChangedMeanwhile

FROM_INPUT = "-"
NOT_FOUND = (
    "Nothing is kept with this e-mail. Either none came with it, or its e-mail is forgotten: at "
    "its writer's wish, or because its time was over (see /privacy/). Such a comment can no longer "
    "be found by its e-mail: ask for its receipt or its address on the page; “erase --comment ID”."
)
MAY_HOLD = "discussion.oversee_comment"


class Command(BaseCommand):
    """See the module."""

    help = "Give a person what is kept of their comments, or erase it; hold it where the law asks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True)
        export = actions.add_parser("export", help="all that is kept of a writer, as JSON")
        export.add_argument("email", metavar="EMAIL", help="“-” reads it from standard input")
        export.add_argument("--json", action="store_true", help="the default, and the only form")
        erase = actions.add_parser("erase", help="blank at once what is kept of a writer")
        erase.add_argument("email", nargs="?", metavar="EMAIL", help="“-”: from standard input")
        hold = actions.add_parser("hold", help="suspend the erasure of a comment for a term")
        hold.add_argument("--why", required=True, help="the case, and whose order it is")
        hold.add_argument("--until", required=True, metavar="DATE", help="YYYY-MM-DD, its last day")
        hold.add_argument("--by", metavar="USER", help="who places it")
        release = actions.add_parser("release", help="end the holds on a comment")
        for action in (erase, hold, release):
            action.add_argument(
                "--comment", type=int, metavar="ID", required=action is not erase, dest="comment"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, f"_{options['action']}")(options)

    def _export(self, options: dict[str, Any]) -> None:
        exported = exporting.export_writer(_email(options["email"]))
        if not any(exported.values()):
            raise CommandError(NOT_FOUND)
        self.stdout.write(json.dumps(exported, ensure_ascii=False, indent=2))

    def _erase(self, options: dict[str, Any]) -> None:
        if (options["email"] is None) == (options["comment"] is None):
            raise CommandError("Name what to erase: either EMAIL or “--comment ID”.")
        try:
            elsewhere: dict[str, int] = {}
            if options["comment"] is not None:
                erased = [erasing.erase(_comment(options["comment"]))]
            else:
                email = _email(options["email"])
                erased = erasing.erase_writer(email)
                elsewhere = erasing.erase_elsewhere(email)
        except ChangedMeanwhile as changed:
            raise CommandError(
                f"Comment {changed.move.comment_id} moved at this very moment, and was left; what "
                "was erased before it stays erased. Run the command once more."
            ) from changed
        if not erased and not elsewhere:
            raise CommandError(NOT_FOUND)
        for one in erased:
            self.stdout.write(_told(one))
        for name, count in elsewhere.items():
            self.stdout.write(f"{name}: {count} erased.")
        if any(one.hold for one in erased):
            sys.exit(1)

    def _hold(self, options: dict[str, Any]) -> None:
        comment, by, until = _comment(options["comment"]), _senior(options["by"]), options["until"]
        try:
            held = holding.hold(comment, by=by, why=options["why"], until=_end_of(until))
        except holding.NotAHold as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(f"Comment {comment.pk}: what is kept of it stays until {_day(held)}.")

    def _release(self, options: dict[str, Any]) -> None:
        comment = _comment(options["comment"])
        try:
            holding.release(comment)
        except holding.NothingHeld as error:
            raise CommandError(f"Comment {comment.pk} is under no hold.") from error
        self.stdout.write(f"Comment {comment.pk}: held no longer; it is kept as any other is.")


def _email(typed: str) -> str:
    """Read the address from where no shell history and no list of processes shows it, if asked."""
    email = sys.stdin.readline().strip() if typed == FROM_INPUT else typed.strip()
    if "@" not in email:
        raise CommandError("This is no e-mail: there is no @ in it.")
    return email


def _comment(number: int) -> Comment:
    comment = Comment.objects.select_related("story").filter(pk=number).first()
    if comment is None:
        raise CommandError(f"There is no comment with the number {number}.")
    return comment


def _senior(username: str | None) -> User | None:
    if username is None:
        return None
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"Nobody in the newsroom has the user name “{username}”.")
    if not user.has_perm(MAY_HOLD):
        raise CommandError(f"{username} may not hold what is kept; a senior of the desk may.")
    return user


def _end_of(day: str) -> datetime:
    try:
        date = datetime.strptime(day, "%Y-%m-%d").date()  # noqa: DTZ007 - a day of the newspaper's
    except ValueError as error:
        raise CommandError(f"“{day}” is no day: write it as 2027-01-31.") from error
    midnight = datetime.combine(date + timedelta(days=1), time.min)
    return timezone.make_aware(midnight)


def _day(hold: Any) -> str:
    last = timezone.localtime(hold.until - timedelta(seconds=1))
    return f"{last:%Y-%m-%d}"


def _told(one: Erased) -> str:
    if one.hold:
        return (
            f"Comment {one.comment.pk}: off the page, but what is kept of it stays until "
            f"{_day(one.hold)}, by a legal hold. Erase it again then."
        )
    return f"Comment {one.comment.pk}: erased."
