"""The newsroom's forms: a record is made, or withdrawn with a reason; a report is answered."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser

from minbar.arabic import clean_line, clean_text
from minbar.corrections.models import (
    ANSWER_LENGTH,
    CORRECTION_LENGTH,
    REASON_LENGTH,
    REPLY_LENGTH,
    SIGNATURE_LENGTH,
    Correction,
    ErrorReport,
    Record,
    RightOfReply,
)
from minbar.discussion.forms import SafeField
from minbar.stories.models import Story


def _published_story() -> "forms.ModelChoiceField[Story]":
    return forms.ModelChoiceField(
        Story.objects.live(),
        label=_("Story"),
        widget=AdminPageChooser(target_models=[Story]),
        error_messages={
            "required": _("Choose the story."),
            "invalid_choice": _("Choose a story that is published."),
        },
    )


class CorrectionForm(forms.ModelForm[Correction]):
    """A story and what is right; ``report`` names the reader's report that is answered by it."""

    story = _published_story()
    text = SafeField(
        length=CORRECTION_LENGTH,
        clean=clean_text,
        label=_("Correction"),
        blank_message=_("Write what the story had wrong, and what is right."),
        help_text=_(
            "It stands under the story at once and is never worded otherwise: say what was wrong, "
            "and what is right. The story itself is mended in its own editor."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    report: forms.ModelChoiceField[ErrorReport] = forms.ModelChoiceField(
        ErrorReport.objects.open(), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Correction
        fields = ["story", "text"]
        field_classes: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        """See to it that the story is that of the report."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        report, story = cleaned.get("report"), cleaned.get("story")
        if "report" in self.errors:
            message = _(
                "The report was answered meanwhile. Save once more to correct all the same."
            )
            self.add_error(None, forms.ValidationError(message, code="answered"))
        elif report and story and report.story_id != story.pk:
            message = _("The reader’s report is about another story: “%(title)s”.")
            told = forms.ValidationError(message, params={"title": report.story.title})
            self.add_error("story", told)
        return cleaned


class ReplyForm(forms.ModelForm[RightOfReply]):
    """A story, who replies, and the reply in full."""

    story = _published_story()
    name = SafeField(
        length=SIGNATURE_LENGTH,
        clean=clean_line,
        label=_("Who replies"),
        blank_message=_("Write who replies: a reply is signed."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    capacity = SafeField(
        length=SIGNATURE_LENGTH,
        clean=clean_line,
        required=False,
        label=_("Capacity"),
        help_text=_("In what capacity, and for whom: “director of the hospital”."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    received_on = forms.DateField(
        label=_("Received on"),
        widget=AdminDateInput,
        error_messages={
            "required": _("Write the day on which the reply came."),
            "invalid": _("Write the day as 2026-11-28."),
        },
    )
    text = SafeField(
        length=REPLY_LENGTH,
        clean=clean_text,
        label=_("The reply"),
        blank_message=_("Write the reply as it came, in full."),
        help_text=_("In full; an empty line parts paragraphs."),
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
    )

    class Meta:
        model = RightOfReply
        fields = ["story", "name", "capacity", "received_on", "text"]

    def clean_received_on(self) -> Any:
        """Refuse a day that is not there yet."""
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            message = _("This day has not come yet. Write the day on which the reply came.")
            raise forms.ValidationError(message, code="future")
        return day


class WithdrawalForm(forms.ModelForm[Record]):
    """Why a record is withdrawn; readers see it."""

    withdrawn_because = SafeField(
        length=REASON_LENGTH,
        clean=clean_line,
        label=_("Why is it withdrawn?"),
        blank_message=_("Write why: readers see the reason in the place of the text."),
        help_text=_("Readers see the day and this reason in the place of the text."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class CorrectionWithdrawalForm(WithdrawalForm):
    """For a correction."""

    class Meta:
        model = Correction
        fields = ["withdrawn_because"]


class ReplyWithdrawalForm(WithdrawalForm):
    """For a reply of right."""

    class Meta:
        model = RightOfReply
        fields = ["withdrawn_because"]


def _corrected_by(correction: Correction) -> str:
    return gettext("Corrected already: %(text)s") % {"text": correction.text}


class AnswerForm(forms.ModelForm[ErrorReport]):
    """What a reader is told who reported an error, where it leads to no new correction."""

    correction: forms.ModelChoiceField[Correction] = forms.ModelChoiceField(
        Correction.objects.none(),
        required=False,
        blank=True,
        label=_("What came of it"),
        empty_label=_("Nothing is to be corrected"),
        widget=forms.RadioSelect,
    )
    answer = SafeField(
        length=ANSWER_LENGTH,
        clean=clean_text,
        required=False,
        label=_("What the reader is told"),
        help_text=_("It stands on the receipt of whoever sent the report, and nowhere else."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    class Meta:
        model = ErrorReport
        fields = ["correction", "answer"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        chosen: Any = self.fields["correction"]
        chosen.queryset = Correction.objects.on(self.instance.story).standing()
        chosen.label_from_instance = _corrected_by
        if not chosen.queryset.exists():
            del self.fields["correction"]

    def clean(self) -> dict[str, Any]:
        """Ask for words where there is nothing else to show."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("correction") and not cleaned.get("answer") and not self.errors:
            message = _("Write why nothing is to be corrected.")
            self.add_error("answer", forms.ValidationError(message, code="required"))
        return cleaned
