"""The form under «report an error», and what its fields accept."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from minbar.arabic import clean_line, clean_text
from minbar.corrections.models import ERROR_LENGTH, NAME_LENGTH
from minbar.discussion.forms import KeptField, LeadingForm, ReaderEmailValidator, SafeField

SHORTEST = 10
"""Letters: «خطأ» alone tells nobody what is right."""


class ErrorReportForm(LeadingForm):
    """What a reader fills in; only what is right is required. Nobody sees ``website``."""

    wrong = SafeField(
        length=ERROR_LENGTH,
        clean=clean_text,
        label=_("The sentence as it stands"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    right = SafeField(
        length=ERROR_LENGTH,
        clean=clean_text,
        label=_("What is right"),
        blank_message=_("Write what is right, and how you know it if you can."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    name = SafeField(
        length=NAME_LENGTH,
        clean=clean_line,
        label=_("Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": NAME_LENGTH}),
    )
    email = KeptField(
        max_length=254,
        required=False,
        label=_("E-mail"),
        validators=[ReaderEmailValidator()],
        error_messages={"max_length": _("An e-mail has at most 254 letters. Write a shorter one.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "maxlength": 254}),
    )
    website = forms.CharField(
        required=False,
        strip=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **{"auto_id": "error-%s"} | options)  # type: ignore[arg-type]

    def clean_right(self) -> str:
        """Ask for more than a word."""
        right: str = self.cleaned_data["right"]
        if len(right) < SHORTEST:
            message = ngettext(
                "This is too short to be checked: write at least %(least)s letter.",
                "This is too short to be checked: write at least %(least)s letters.",
                SHORTEST,
            )
            raise forms.ValidationError(message % {"least": SHORTEST}, code="too_short")
        return right
