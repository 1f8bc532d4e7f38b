"""The forms in which an editor writes a rule, one for each kind."""

import base64
import hashlib
import json
import zlib
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from minbar.arabic import Language, clean_line, is_blank
from minbar.discussion.models import TEXT_LENGTH, PolicyRule
from minbar.moderation.language_names import NAMES
from minbar.moderation.models import RULE_NAME_LENGTH, Rule, RuleAct, RuleKind
from minbar.moderation.rule_kinds import MOST_MINUTES, acts_of, said
from minbar.moderation.word_lists import (
    LONGEST_FILE,
    Problem,
    TooLong,
    WordList,
    decode,
    joined,
    read,
    without_problems,
)

LONGEST_SHOWN = 60_000
"""Letters of a list that stand in a box; a phone would not move with more. The rest of a longer one
travels beside it, packed."""
PROBLEMS_SHOWN = 100


class RuleForm(forms.Form):
    """What every kind has: a name, what it does, and whether it is at work."""

    kind = ""
    name = forms.CharField(
        label=_("Name"),
        max_length=RULE_NAME_LENGTH,
        help_text=_("The desk reads it beside a comment that the rule finds."),
        error_messages={
            "required": _("Give the rule a name by which the desk knows it."),
            "max_length": _("A name has at most 80 letters. Shorten it."),
        },
    )
    act = forms.ChoiceField(
        label=_("What it does"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the rule does with what it finds.")},
    )
    reason: forms.ModelChoiceField[PolicyRule] = forms.ModelChoiceField(
        PolicyRule.objects.all(),
        label=_("The rule of the policy that a refusal cites"),
        required=False,
        empty_label=_("none"),
        help_text=_("Only where it refuses. The writer reads it on the receipt, and may appeal."),
    )
    is_live = forms.BooleanField(
        label=_("At work"),
        required=False,
        help_text=_("From the next comment on. What was sent before is not looked at again."),
    )
    parameter_names: tuple[str, ...] = ()

    def __init__(self, *arguments: Any, rule: Rule, **options: Any) -> None:
        self.rule = rule
        stored = {name: getattr(rule, name) for name in ("name", "act", "reason", "is_live")}
        told = {"initial": stored | rule.parameters | options.pop("initial", {})}
        super().__init__(*arguments, **told | options)
        acts = acts_of(self.kind)
        cast("forms.ChoiceField", self.fields["act"]).choices = [
            (act.value, act.label) for act in acts
        ]
        if RuleAct.REFUSE not in acts:
            del self.fields["reason"]
        places = [*self.parameter_names, "name", "act", "reason", "is_live"]
        self.order_fields(["name", *(name for name in places if name != "name")])

    def clean_name(self) -> str:
        """Make it safe to show anywhere."""
        name = clean_line(self.cleaned_data["name"])
        if is_blank(name):
            raise forms.ValidationError(
                self.fields["name"].error_messages["required"], code="required"
            )
        return name

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where it refuses."""
        cleaned = super().clean() or {}
        is_groundless = cleaned.get("act") == RuleAct.REFUSE and not cleaned.get("reason")
        if is_groundless and "reason" not in self.errors:
            message = _("Choose the rule that the refusal cites; its writer will read it.")
            self.add_error("reason", forms.ValidationError(message, code="required"))
        return cleaned

    def written(self) -> Rule:
        """Return the rule as it is written in the form, not stored."""
        rule = self.rule
        rule.kind = self.kind
        for name in ("name", "act", "is_live"):
            setattr(rule, name, self.cleaned_data[name])
        refuses = rule.act == RuleAct.REFUSE
        rule.reason = self.cleaned_data["reason"] if refuses else None
        rule.parameters = self.parameters()
        rule.words = self.words()
        return rule

    def parameters(self) -> dict[str, Any]:
        """Return what is kept of this kind's own fields."""
        return said(self.kind, {name: self.cleaned_data[name] for name in self.parameter_names})

    def words(self) -> str:
        """Return the list of words; only one kind has any."""
        return ""


class LinksForm(RuleForm):
    """How many links, and in whose comments."""

    kind = RuleKind.LINKS
    parameter_names = ("most", "first")
    most = forms.IntegerField(
        label=_("More links than"),
        min_value=0,
        max_value=100,
        initial=2,
        help_text=_("0 finds any link, also one that is no more than a site’s name."),
    )
    first = forms.BooleanField(
        label=_("Only in a writer’s first comment"),
        required=False,
        help_text=_("That is one before any with the same e-mail is published."),
    )


class LengthForm(RuleForm):
    """How short, how long."""

    kind = RuleKind.LENGTH
    parameter_names = ("least", "most")
    least = forms.IntegerField(
        label=_("Shorter than (letters)"), required=False, min_value=1, max_value=TEXT_LENGTH
    )
    most = forms.IntegerField(
        label=_("Longer than (letters)"), required=False, min_value=1, max_value=TEXT_LENGTH
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        cleaned = super().clean()
        _ask_for_one(self, self.parameter_names)
        return cleaned


class ShoutingForm(RuleForm):
    """Capitals, repeated signs, letters drawn out."""

    kind = RuleKind.SHOUTING
    parameter_names = ("capitals", "signs", "letters")
    capitals = forms.IntegerField(
        label=_("More capitals among the Latin letters than (in a hundred)"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("From twelve Latin letters on; fewer are an abbreviation."),
    )
    signs = forms.IntegerField(
        label=_("The same sign more often in a row than"),
        required=False,
        min_value=1,
        max_value=TEXT_LENGTH,
        help_text=_("Exclamation and question marks, full stops, pictures."),
    )
    letters = forms.IntegerField(
        label=_("The same letter more often in a row than"),
        required=False,
        min_value=2,
        max_value=TEXT_LENGTH,
        help_text=_("And the stroke that draws a word out (ـــ)."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the three."""
        cleaned = super().clean()
        _ask_for_one(self, self.parameter_names)
        return cleaned


class LanguageForm(RuleForm):
    """Which languages."""

    kind = RuleKind.LANGUAGE
    parameter_names = ("languages",)
    languages = forms.MultipleChoiceField(
        label=_("Comments that seem to be in"),
        choices=[*NAMES.items(), (Language.OTHER.value, _("Another, or too short to tell"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A guess, to sort the queue by and to find a colleague who reads it. No language is a "
            "ground for refusal, so such a rule cannot refuse."
        ),
        error_messages={"required": _("Choose at least one language.")},
    )


class FirstForm(RuleForm):
    """Nothing more is asked."""

    kind = RuleKind.FIRST


class RateForm(RuleForm):
    """How many, within how long."""

    kind = RuleKind.RATE
    parameter_names = ("most", "minutes")
    most = forms.IntegerField(
        label=_("More comments of one writer than"),
        min_value=1,
        max_value=1000,
        initial=5,
        help_text=_(
            "With the same e-mail, or from the same address and browser. Neither proves who it is, "
            "so such a rule cannot refuse."
        ),
    )
    minutes = forms.IntegerField(
        label=_("Within (minutes)"), min_value=1, max_value=MOST_MINUTES, initial=10
    )


class ReportsForm(RuleForm):
    """How many."""

    kind = RuleKind.REPORTS
    parameter_names = ("least",)
    least = forms.IntegerField(
        label=_("So many readers report a published comment"),
        min_value=1,
        max_value=1000,
        initial=3,
        help_text=_("The desk is told; the comment stays until somebody has looked."),
    )


class WordsForm(RuleForm):
    """A list, typed or from a file."""

    kind = RuleKind.WORDS
    parameter_names = ()
    lines = forms.CharField(
        label=_("Words and phrases"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "spellcheck": "false"}),
        strip=False,
    )
    packed = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("From a plain text file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        help_text=_("Its lines are added to those above. UTF-8 or Windows (Arabic)."),
    )
    replaces = forms.BooleanField(
        label=_("The file takes the place of the whole list"), required=False
    )
    sets_aside = forms.BooleanField(
        label=_("Take the good lines, and keep the others as remarks"), required=False
    )

    def __init__(self, *arguments: Any, rule: Rule, **options: Any) -> None:
        shown, packed = _parted(rule.words)
        options["initial"] = {"lines": shown, "packed": packed} | options.get("initial", {})
        super().__init__(*arguments, rule=rule, **options)
        self.order_fields(["name", "lines", "packed", "file", "replaces", "sets_aside"])
        self.read_list = WordList([], [])

    @property
    def packed_lines(self) -> int:
        """How many lines travel beside the box."""
        packed = self.data.get("packed") if self.is_bound else self.initial["packed"]
        text = _unpacked(str(packed or ""))
        return text.count("\n") + 1 if text else 0

    @property
    def problems_shown(self) -> list[Problem]:
        """The first lines that cannot be taken."""
        return self.read_list.problems[:PROBLEMS_SHOWN]

    @property
    def problems_beyond(self) -> int:
        """How many more there are."""
        return len(self.read_list.problems) - len(self.problems_shown)

    def clean(self) -> dict[str, Any]:
        """Read the list, and say of each line that is no term what is wrong with it."""
        cleaned = super().clean()
        text, unreadable = self._whole(cleaned)
        self.read_list = read(text, unreadable)
        if self.read_list.problems and cleaned.get("sets_aside"):
            text = without_problems(text, self.read_list.problems)
            self.read_list = read(text)
        cleaned["words"] = text
        if self.read_list.problems:
            message = _("Some lines of the list cannot be taken; they stand above, each with why.")
            self.add_error("lines", forms.ValidationError(message, code="lines"))
        elif not self.read_list.terms and "file" not in self.errors:
            message = _("Write at least one word, or choose a file.")
            self.add_error("lines", forms.ValidationError(message, code="required"))
        self._keep_for_the_next_sending(text)
        return cleaned

    def words(self) -> str:
        """Return the list as it is to be kept."""
        words: str = self.cleaned_data["words"]
        return words

    def _whole(self, cleaned: dict[str, Any]) -> tuple[str, set[int]]:
        """Return all lines, and which of them came in another encoding than the rest."""
        typed = joined(_unpacked(cleaned.get("packed", "")), cleaned.get("lines", ""))
        file: UploadedFile[bytes] | None = cleaned.get("file")
        if file is None:
            return typed, set()
        try:
            decoded = decode(file.read(LONGEST_FILE + 1))
        except TooLong:
            message = _("The file is larger than 8 MB. Part it into several rules.")
            self.add_error("file", forms.ValidationError(message, code="too_long"))
            return typed, set()
        if cleaned.get("replaces"):
            return decoded.text, set(decoded.unreadable)
        before = joined(typed).count("\n") + 1 if typed.strip() else 0
        leading = len(decoded.text) - len(decoded.text.lstrip("\n"))
        unreadable = {number + before - leading for number in decoded.unreadable}
        return joined(typed, decoded.text), unreadable

    def _keep_for_the_next_sending(self, text: str) -> None:
        """Have the form, where it comes back, hold the file's lines, too: no file comes twice."""
        shown, packed = _parted(text)
        asked_once = {"replaces", "sets_aside"}
        kept = {name: value for name, value in self.data.items() if name not in asked_once}
        self.data = kept | {"lines": shown, "packed": packed}


FORMS: dict[str, type[RuleForm]] = {
    form.kind: form
    for form in (
        WordsForm,
        LinksForm,
        LengthForm,
        ShoutingForm,
        LanguageForm,
        FirstForm,
        RateForm,
        ReportsForm,
    )
}


def effect_of(rule: Rule) -> str:
    """Return what two rules have in common that do the same, however they are named."""
    reason = rule.reason_id if rule.act == RuleAct.REFUSE else None
    effect = [rule.kind, rule.parameters, rule.words, rule.act, reason]
    return hashlib.sha256(json.dumps(effect, sort_keys=True).encode()).hexdigest()


def _ask_for_one(form: forms.Form, names: tuple[str, ...]) -> None:
    if not form.errors and all(form.cleaned_data.get(name) is None for name in names):
        message = _("Fill in at least one of these, or the rule finds nothing.")
        form.add_error(names[0], forms.ValidationError(message, code="required"))


def _parted(words: str) -> tuple[str, str]:
    """Return what stands in the box and what travels beside it: one of both is empty."""
    if len(words) <= LONGEST_SHOWN:
        return words, ""
    return "", base64.b85encode(zlib.compress(words.encode(), 9)).decode()


def _unpacked(packed: str) -> str:
    """Return what ``_parted`` packed; what is no such thing, or was blown up, is nothing."""
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b85decode(packed), LONGEST_FILE)
        return data.decode()
    except (ValueError, zlib.error):
        return ""
