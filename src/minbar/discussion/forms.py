"""The form beside a story, and what its fields accept."""

import re
from math import isfinite
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from minbar.arabic import clean_line, clean_text, is_blank
from minbar.discussion.models import (
    MESSAGE_LENGTH,
    NAME_LENGTH,
    PLACE_LENGTH,
    TEXT_LENGTH,
    Comment,
)
from minbar.stories.models import Story


class ReaderEmailValidator(EmailValidator):
    """An address that mail could reach: Django's rule, without its exception for ``localhost``."""

    message = _("The e-mail lacks something after the @. A right one looks like name@example.org.")
    code = "email_incomplete"

    def __init__(self) -> None:
        super().__init__(allowlist=[])


class KeptField(forms.CharField):
    """A field that, where its form comes back, holds what was typed, but no U+0000."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Give what was typed."""
        typed = super().bound_data(data, initial)
        return typed.replace("\0", "") if isinstance(typed, str) else typed


class SafeField(KeptField):
    """Text of a reader, made safe and never rewritten (``minbar.arabic``), at most so long."""

    def __init__(self, *, length: int, clean: Any, blank_message: Any = "", **options: Any) -> None:
        self.length = length
        self._clean = clean
        self._blank_message = blank_message
        super().__init__(strip=False, **options)

    def to_python(self, value: object) -> str:
        """Clean first: limits are counted on what will be kept."""
        cleaned: str = self._clean("" if value is None else str(value))
        return "" if is_blank(cleaned) else cleaned

    def validate(self, value: str) -> None:
        """Refuse what is empty or too long, saying by how much."""
        if self.required and not value:
            raise forms.ValidationError(self._blank_message, code="required")
        excess = len(value) - self.length
        if excess > 0:
            message = ngettext(
                "It is %(excess)s letter over the limit of %(length)s. Shorten it and send it "
                "again; what you wrote is kept.",
                "It is %(excess)s letters over the limit of %(length)s. Shorten it and send it "
                "again; what you wrote is kept.",
                excess,
            )
            raise forms.ValidationError(
                message % {"excess": excess, "length": self.length}, code="too_long"
            )


class NotAccepted(Exception):
    """A field is not right; ``form`` says which and why, and holds what was typed."""

    def __init__(self, form: forms.Form) -> None:
        super().__init__(form.errors.as_json())
        self.form = form


class LeadingForm(forms.Form):
    """A form that, where it comes back, has the browser lead to what needs mending."""

    def full_clean(self) -> None:
        """Check all fields, and begin with the first that needs mending."""
        super().full_clean()
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong is not None:
            self.fields[wrong].widget.attrs["autofocus"] = True


class RewritingForm(LeadingForm):
    """What a writer may change of a comment that waits."""

    name = SafeField(
        length=NAME_LENGTH,
        clean=clean_line,
        label=_("Name"),
        blank_message=_("Write the name to be shown over your comment; a pen name will do."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": NAME_LENGTH}),
    )
    place = SafeField(
        length=PLACE_LENGTH,
        clean=clean_line,
        label=_("Town"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2", "maxlength": PLACE_LENGTH}),
    )
    text = SafeField(
        length=TEXT_LENGTH,
        clean=clean_text,
        label=_("Your comment"),
        blank_message=_("Write your comment before you send it."),
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # A page has other forms in time; the fields' addresses say whose they are.
        super().__init__(*arguments, **{"auto_id": "comment-%s"} | options)


class SubmissionForm(RewritingForm):
    """What a reader fills in. All of it is required but the town, and the e-mail as is set.

    ``parent`` names the comment that is answered. Nobody sees ``website``; ``elapsed`` is what a
    script measured; ``challenge`` and ``solution`` are the work asked for while a flood is on.
    """

    email = KeptField(
        max_length=254,
        label=_("E-mail"),
        validators=[ReaderEmailValidator()],
        error_messages={
            "required": _("Write your e-mail, like name@example.org. It is never published."),
            "max_length": _("An e-mail has at most 254 letters. Write a shorter one."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "maxlength": 254}),
    )

    wants_mail = forms.BooleanField(label=_("Tell me by e-mail what becomes of it"), required=False)

    parent = forms.CharField(required=False, widget=forms.HiddenInput())
    website = forms.CharField(
        required=False,
        strip=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    elapsed = forms.CharField(required=False, widget=forms.HiddenInput())
    challenge = forms.CharField(required=False, widget=forms.HiddenInput())
    solution = forms.CharField(required=False, widget=forms.HiddenInput())

    field_order = ["name", "place", "email", "text", "wants_mail"]

    def __init__(
        self,
        *arguments: Any,
        story: Story | None = None,
        email_required: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._story = story
        self.fields["email"].required = email_required

    def clean_parent(self) -> Comment | None:
        """Return the published comment of the same story that is answered, if one is."""
        typed = self.cleaned_data["parent"].strip()
        if not typed:
            return None
        if re.fullmatch("[0-9]{1,18}", typed):
            published = Comment.objects.approved().filter(pk=int(typed), story=self._story)
            if found := published.select_related("thread").first():
                return found
        raise forms.ValidationError(
            _(
                "The comment that you answer is no longer on the page. You may send yours all the "
                "same: it will stand by itself."
            ),
            code="parent_gone",
        )

    def clean_elapsed(self) -> float | None:
        """Return the seconds that a script measured, or None where it says nothing of use."""
        try:
            elapsed = float(self.cleaned_data["elapsed"])
        except ValueError:
            return None
        return elapsed if isfinite(elapsed) and elapsed >= 0 else None


class AppealForm(forms.Form):
    """Why somebody else should judge a refused comment."""

    message = SafeField(
        length=MESSAGE_LENGTH,
        clean=clean_text,
        label=_("Why it should be published"),
        blank_message=_("Write in a sentence or two why it should be published."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
