"""What the forms beside a decided comment send."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minbar.arabic import clean_text
from minbar.discussion.forms import SafeField
from minbar.discussion.models import TEXT_LENGTH
from minbar.moderation.queue import NoSuchReference, Reference


class ReferenceField(forms.CharField):
    """``ID@REVISION``, as the queue was drawn."""

    def to_python(self, value: Any) -> Any:
        """Return a Reference."""
        try:
            return Reference.parse(super().to_python(value) or "")
        except NoSuchReference as error:
            raise ValidationError("", code="no_such_reference") from error


class ReferenceForm(forms.Form):
    """Which comment it is about."""

    comment = ReferenceField()


class AnswerForm(forms.Form):
    """What the newsroom answers a published comment."""

    comment = ReferenceField()
    text = SafeField(
        length=TEXT_LENGTH,
        clean=clean_text,
        blank_message=_("Write the reply before you publish it."),
    )
