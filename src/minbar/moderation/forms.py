"""What the forms beside a decided comment send."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minbar.arabic import clean_text
from minbar.discussion.forms import SafeField
from minbar.discussion.models import TEXT_LENGTH, PolicyRule
from minbar.moderation.queue import NoSuchReference, Reference

NOTE_LENGTH = 1000


class ReferenceField(forms.CharField):
    """``ID@REVISION``, as the queue was drawn."""

    def to_python(self, value: Any) -> Any:
        """Return a Reference."""
        try:
            return Reference.parse(super().to_python(value) or "")
        except NoSuchReference as error:
            raise ValidationError("", code="no_such_reference") from error


class ApprovalForm(forms.Form):
    """Which comment is to be published."""

    comment = ReferenceField()


class PublishedForm(forms.Form):
    """Which published comment is to be kept, picked or picked no more."""

    comment = ReferenceField()


class AnswerForm(forms.Form):
    """What the newsroom answers a published comment."""

    comment = ReferenceField()
    text = SafeField(
        length=TEXT_LENGTH,
        clean=clean_text,
        blank_message=_("Write the reply before you publish it."),
    )


class RefusalForm(forms.Form):
    """Which comment is to be refused, and why."""

    comment = ReferenceField()
    reason: forms.ModelChoiceField[PolicyRule] = forms.ModelChoiceField(
        PolicyRule.objects.all(),
        to_field_name="code",
        error_messages={
            "required": _("Choose the rule that the refusal cites; its writer will read it."),
            "invalid_choice": _("The policy has no such rule any more. Choose one of these."),
        },
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": _("A note has at most 1000 letters. Shorten it.")},
    )
