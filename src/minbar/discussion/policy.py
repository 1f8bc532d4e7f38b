"""The reasons that a refusal may give: the numbered rules of the published policy."""

from django.db.models import QuerySet

from minbar.discussion.models import PolicyRule

FIRST_EDITION = [
    ("insult", "سبّ أو قذف", "Insult or defamation"),
    (
        "hatred",
        "كراهية أو تمييز (عنصري، جهوي، قبلي، طائفي)",
        "Hatred or discrimination (racial, regional, tribal, sectarian)",
    ),
    ("religion", "إساءة إلى الأديان", "Offence to religions"),
    ("unproven", "اتهام أو خبر بلا دليل", "An accusation or news without proof"),
    ("personal", "معلومات شخصية", "Personal information"),
    ("obscene", "كلام فاحش", "Obscene language"),
    ("impersonation", "انتحال اسم", "Use of another person's name"),
    ("advertising", "إعلان أو رابط دعائي", "Advertising, or a link that advertises"),
    ("off-topic", "خارج الموضوع", "Off the subject"),
]
"""Code, Arabic, English; the order is the numbering."""


class UnknownReason(Exception):
    """No rule has this code; the message names those that there are."""

    def __init__(self, code: str) -> None:
        known = ", ".join(reasons().values_list("code", flat=True))
        super().__init__(f"There is no reason “{code}”. Give one of: {known}.")


def reasons() -> QuerySet[PolicyRule]:
    """Every rule, in the order of the policy."""
    return PolicyRule.objects.all()


def reason(code: str) -> PolicyRule:
    """Return the rule with this code. Raises UnknownReason, naming those that there are."""
    found = PolicyRule.objects.filter(code=code).first()
    if found is None:
        raise UnknownReason(code)
    return found


def lay_down_first_edition() -> None:
    """Write the first edition of the rules, unless the newspaper has rules already."""
    if PolicyRule.objects.exists():
        return
    PolicyRule.objects.bulk_create(
        PolicyRule(number=number, code=code, text_ar=arabic, text_en=english)
        for number, (code, arabic, english) in enumerate(FIRST_EDITION, start=1)
    )
