"""``minbar moderation ban``, ``bans`` and ``lift``: what seniors do with bans in the newsroom."""

import json
import sys
from argparse import ArgumentParser
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from minbar.discussion import policy
from minbar.discussion.models import Comment, PolicyRule
from minbar.moderation import bans
from minbar.moderation.models import Ban

if TYPE_CHECKING:
    from argparse import _SubParsersAction

LONGEST = 3650
NOT_A_SENIOR = "{name} may not ban; that is for those who may undo colleagues' decisions."
NOBODY = (
    "Comment {pk}: too little is known of where it came from (it was forgotten, or the comment "
    "comes from elsewhere), so its writer would not be known again; nobody was banned."
)


class BanActions(BaseCommand):
    """The three actions, for the command that has the others."""

    def add_ban_arguments(self, actions: "_SubParsersAction[ArgumentParser]") -> None:
        """Declare them."""
        banning = actions.add_parser("ban", help="ban the writer of a comment")
        banning.add_argument("comment", type=int, metavar="ID")
        term = banning.add_mutually_exclusive_group(required=True)
        term.add_argument("--days", type=int, metavar="N", help="how long it lasts")
        term.add_argument("--until-lifted", action="store_true", help="with no end of its own")
        banning.add_argument("--reason", required=True, metavar="CODE", help="see “reasons”")
        banning.add_argument(
            "--refuses",
            action="store_true",
            help="refuse what certainly comes from this writer; everything else is held",
        )
        banning.add_argument("--note", default="", help="stays at the desk")
        listing = actions.add_parser("bans", help="the bans in force")
        listing.add_argument("--ended", action="store_true", help="those that are over")
        listing.add_argument("--json", action="store_true")
        lifting = actions.add_parser("lift", help="end a ban now")
        lifting.add_argument("ban", type=int, metavar="BAN", help="its number, see “bans”")
        for deciding in (banning, lifting):
            deciding.add_argument("--by", required=True, metavar="USER", help="who decides")

    def _ban(self, options: dict[str, Any]) -> None:
        by, reason = colleague_named(options["by"]), reason_named(options["reason"])
        comment = Comment.objects.filter(pk=options["comment"]).first()
        if comment is None:
            raise CommandError(f"Comment {options['comment']}: there is none with this number.")
        try:
            laid = bans.ban(
                comment,
                by=by,
                term=None if options["until_lifted"] else _term(options["days"]),
                reason=reason,
                refuses=options["refuses"],
                note=options["note"],
            )
        except bans.OnlySeniors as refused:
            raise CommandError(NOT_A_SENIOR.format(name=by.get_username())) from refused
        except bans.NobodyToBan as refused:
            raise CommandError(NOBODY.format(pk=comment.pk)) from refused
        except bans.BannedAlready as already:
            raise CommandError(
                f"Ban {already.ban.pk} is on this writer already, {_until(already.ban)}; lift it "
                "first."
            ) from already
        self.stdout.write(f"Ban {laid.pk}: the writer of comment {comment.pk}, {_until(laid)}.")

    def _lift(self, options: dict[str, Any]) -> None:
        by = colleague_named(options["by"])
        ban = Ban.objects.filter(pk=options["ban"]).first()
        if ban is None:
            raise CommandError(f"There is no ban {options['ban']}; “bans” lists those in force.")
        try:
            bans.lift(ban, by=by)
        except bans.OnlySeniors as refused:
            raise CommandError(NOT_A_SENIOR.format(name=by.get_username())) from refused
        except bans.Over:
            self.stderr.write(f"Ban {ban.pk} was over already; nothing was changed.")
            sys.exit(1)
        self.stdout.write(f"Ban {ban.pk}: lifted.")

    def _bans(self, options: dict[str, Any]) -> None:
        listed = bans.ended() if options["ended"] else bans.running()
        if options["json"]:
            told = [_as_json(ban) for ban in listed]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for ban in listed:
            by = ban.by.get_username() if ban.by else "?"
            does = "refuses" if ban.refuses else "holds"
            what = f"{ban.pk}  comment {ban.comment_id}  {ban.reason.code}"
            self.stdout.write(f"{what}  {does}  {_until(ban)}  {by}")


def colleague_named(username: str) -> User:
    """Return whoever has this user name. Raises CommandError."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"Nobody in the newsroom has the user name “{username}”.")
    return user


def reason_named(code: str) -> PolicyRule:
    """Return the rule of the policy with this code. Raises CommandError."""
    try:
        return policy.reason(code)
    except policy.UnknownReason as unknown:
        raise CommandError(str(unknown)) from unknown


def _term(days: int) -> timedelta:
    if not 1 <= days <= LONGEST:
        raise CommandError(f"A ban lasts from 1 to {LONGEST} days, or --until-lifted.")
    return timedelta(days=days)


def _until(ban: Ban) -> str:
    if ban.lifted_at:
        return f"lifted {_day(ban.lifted_at)}"
    return f"until {_day(ban.until)}" if ban.until else "until it is lifted"


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _as_json(ban: Ban) -> dict[str, Any]:
    return {
        "id": ban.pk,
        "comment": ban.comment_id,
        "reason": ban.reason.code,
        "refuses": ban.refuses,
        "note": ban.note,
        "by": ban.by.get_username() if ban.by else None,
        "at": ban.at.isoformat(),
        "until": ban.until.isoformat() if ban.until else None,
        "lifted": ban.lifted_at.isoformat() if ban.lifted_at else None,
        "lifted_by": ban.lifted_by.get_username() if ban.lifted_by else None,
    }
