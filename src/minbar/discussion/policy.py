"""The reasons that a refusal may give: the numbered rules of the published policy.

Each change of a rule is told on ``/policy/``: what it said until then. What was decided by the old
wording keeps it (``Move.cited``).
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone

from minbar.discussion.models import PolicyChange, PolicyRule
from minbar.press import keys

if TYPE_CHECKING:
    from django.contrib.auth.models import User

KEY = "policy"
"""Named by what shows the rules."""

WORDINGS = ("text_ar", "text_en", "text_fr")
"""The fields of a rule that word it, one a language."""

FIRST_EDITION = [
    ("insult", "سبّ أو قذف", "Insult or defamation", "Insulte ou diffamation"),
    (
        "hatred",
        "كراهية أو تمييز (عنصري، جهوي، قبلي، طائفي)",
        "Hatred or discrimination (racial, regional, tribal, sectarian)",
        "Haine ou discrimination (raciale, régionaliste, tribale, confessionnelle)",
    ),
    ("religion", "إساءة إلى الأديان", "Offence to religions", "Offense aux religions"),
    (
        "unproven",
        "اتهام أو خبر بلا دليل",
        "An accusation or news without proof",
        "Accusation ou information sans preuve",
    ),
    ("personal", "معلومات شخصية", "Personal information", "Informations personnelles"),
    ("obscene", "كلام فاحش", "Obscene language", "Propos obscènes"),
    (
        "impersonation",
        "انتحال اسم",
        "Use of another person's name",
        "Usurpation du nom d’une autre personne",
    ),
    (
        "advertising",
        "إعلان أو رابط دعائي",
        "Advertising, or a link that advertises",
        "Publicité ou lien publicitaire",
    ),
    ("off-topic", "خارج الموضوع", "Off the subject", "Hors sujet"),
]
"""Code, Arabic, English, French; the order is the numbering."""


class UnknownReason(Exception):
    """No rule has this code; the message names those that there are."""

    def __init__(self, code: str) -> None:
        known = ", ".join(reasons().values_list("code", flat=True))
        super().__init__(f"There is no reason “{code}”. Give one of: {known}.")


class Cited(Exception):
    """A refusal or a report names this rule, so it stays; it can be worded otherwise."""


def reasons() -> QuerySet[PolicyRule]:
    """Every rule, in the order of the policy."""
    return PolicyRule.objects.all()


def reason(code: str) -> PolicyRule:
    """Return the rule with this code. Raises UnknownReason, naming those that there are."""
    found = PolicyRule.objects.filter(code=code).first()
    if found is None:
        raise UnknownReason(code)
    return found


def changes() -> QuerySet[PolicyChange]:
    """What rules said before, the latest change first."""
    return PolicyChange.objects.all()


def number_key(rule_id: int) -> str:
    """Name what shows a rule's number beside a comment that was taken from the page."""
    return f"rule:{rule_id}:number"


@transaction.atomic
def add(rule: PolicyRule, *, by: "User | None") -> None:
    """Store a new rule, and that there was none before."""
    rule.save(force_insert=True)
    _write_down(PolicyRule(pk=rule.pk, number=rule.number), by)


@transaction.atomic
def amend(rule: PolicyRule, *, by: "User | None") -> None:
    """Store another number or wording of a rule, and what it was until now. Its code stays."""
    before = PolicyRule.objects.get(pk=rule.pk)
    if _wording(before) == _wording(rule):
        return
    _write_down(before, by)
    rule.save(force_update=True, update_fields=["number", *WORDINGS])
    if before.number != rule.number:
        keys.touch(number_key(rule.pk))


@transaction.atomic
def remove(rule: PolicyRule, *, by: "User | None") -> None:
    """Delete a rule that nothing names; what it said stays told. Raises Cited."""
    _write_down(rule, by)
    try:
        rule.delete()
    except ProtectedError as error:
        raise Cited from error


def _wording(rule: PolicyRule) -> dict[str, str | int]:
    return {field: getattr(rule, field) for field in ("number", *WORDINGS)}


def _write_down(before: PolicyRule, by: "User | None") -> None:
    PolicyChange.objects.create(rule_id=before.pk, **_wording(before), at=timezone.now(), by=by)
    keys.touch(KEY)


def lay_down_first_edition() -> None:
    """Write the first edition of the rules, unless the newspaper has rules already."""
    if PolicyRule.objects.exists():
        return
    PolicyRule.objects.bulk_create(
        PolicyRule(number=number, code=code, text_ar=arabic, text_en=english, text_fr=french)
        for number, (code, arabic, english, french) in enumerate(FIRST_EDITION, start=1)
    )
