"""Readers who find a published comment against a rule, and the desk that looks at it."""

from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minbar.arabic import clean_text
from minbar.discussion.forms import NotAccepted, SafeField
from minbar.discussion.models import MESSAGE_LENGTH, Comment, PolicyRule, Report


class ReportForm(forms.Form):
    """Which rule a comment is against, and what else the desk should know."""

    rule: forms.ModelChoiceField[PolicyRule] = forms.ModelChoiceField(
        PolicyRule.objects.all(),
        to_field_name="code",
        label=_("Which rule is it against?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose the rule that the comment is against."),
            "invalid_choice": _("The policy has no such rule any more. Choose one of these."),
        },
    )
    message = SafeField(
        length=MESSAGE_LENGTH,
        clean=clean_text,
        label=_("What should the editors know?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "maxlength": MESSAGE_LENGTH}),
    )

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **{"auto_id": "report-%s"} | options)  # type: ignore[arg-type]


@transaction.atomic(durable=True)
def report(comment: Comment, fields: Mapping[str, str], *, reporter: str) -> Report:
    """Tell the desk that a reader finds ``comment`` against a rule; once for each reader.

    What the same reader sends again changes nothing. Raises NotAccepted, storing nothing.
    """
    form = ReportForm(fields)
    if not form.is_valid():
        raise NotAccepted(form)
    told = {"at": timezone.now(), **form.cleaned_data}
    return Report.objects.get_or_create(comment=comment, reporter=reporter, defaults=told)[0]


def reported() -> QuerySet[Comment]:
    """Published comments with reports that nobody has looked at: the most reported first."""
    unsettled = Report.objects.filter(settled_at=None)
    is_open = Q(reports__settled_at=None)
    found = Comment.objects.approved().filter(pk__in=unsettled.values("comment"))
    counted = found.annotate(
        how_many=Count("reports", filter=is_open), since=Min("reports__at", filter=is_open)
    )
    return counted.select_related("story").order_by(F("how_many").desc(), F("since"), "pk")


def open_reports(comment: Comment) -> QuerySet[Report]:
    """Reports of a comment that nobody has looked at, the first first."""
    return Report.objects.filter(comment=comment, settled_at=None).order_by("at", "pk")


def settle(comment: Comment, *, at: datetime | None = None) -> int:
    """Write down that the desk has looked at what readers reported; return how many reports."""
    return open_reports(comment).update(settled_at=at or timezone.now())


def reopen(comment: Comment, *, settled_at: datetime) -> int:
    """Let the desk look again at what it settled at a moment; return how many reports that are."""
    return Report.objects.filter(comment=comment, settled_at=settled_at).update(settled_at=None)
