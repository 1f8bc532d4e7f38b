"""What a reader may ask of a search, read from the address."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minbar.search.queries import LONGEST
from minbar.search.searching import Filters
from minbar.stories import editions
from minbar.stories.models import Author, Section

STORIES, COMMENTS = "stories", "comments"
NEWEST = "newest"
WRITE_DATE = _("This is no date. Choose it, or write year, month and day in figures.")


class DayInput(forms.DateInput):
    """A browser's calendar, or a line of text around what is no date: a calendar would hide it."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Say which of the two it is."""
        context = super().get_context(name, value, attrs)
        typed = context["widget"]["value"]
        context["widget"]["type"] = "date" if not typed or _is_day(typed) else "text"
        return context


class DayField(forms.DateField):
    """A day, as an address has it."""

    widget = DayInput(attrs={"dir": "ltr"}, format="%Y-%m-%d")

    def __init__(self, **more: Any) -> None:
        super().__init__(
            required=False,
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": WRITE_DATE},
            **more,
        )


class SearchForm(forms.Form):
    """The search form, of cleaned lines; what is wrong is said beside it, the rest searched for."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        strip=False,
        widget=forms.TextInput(
            attrs={"type": "search", "maxlength": LONGEST, "dir": "auto", "enterkeyhint": "search"}
        ),
    )
    section = forms.ModelChoiceField(
        label=_("Section"),
        queryset=Section.objects.live().order_by("path"),
        to_field_name="slug",
        required=False,
        empty_label=_("All sections"),
        error_messages={"invalid_choice": _("There is no such section.")},
    )
    author = forms.ModelChoiceField(
        label=_("Author"),
        queryset=Author.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("All authors"),
        error_messages={"invalid_choice": _("There is no such author.")},
    )
    since = DayField(label=_("From"))
    until = DayField(label=_("To"))

    def __init__(self, *told: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        sections: Any = self.fields["section"]
        sections.queryset = editions.pages_of_edition(sections.queryset, editions.current())

    @property
    def asked(self) -> str:
        """The words that are looked for."""
        return str(self.data.get("q", ""))[:LONGEST]

    @property
    def filters(self) -> Filters:
        """What the search is narrowed to; a field that is wrong narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        since, until = chosen.get("since"), chosen.get("until")
        return Filters(
            section=chosen.get("section"),
            author=chosen.get("author"),
            edition=editions.current(),
            since=_beginning_of(since) if since else None,
            until=_beginning_of(until + timedelta(days=1)) if until else None,
        )

    @property
    def narrows(self) -> bool:
        """Whether any filter is set, or was meant to be."""
        return any(self.data.get(name) for name in ("section", "author", "since", "until"))


def _is_day(typed: str) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(typed).isoformat() == typed
    return False


def _beginning_of(day: date) -> datetime:
    """Return the moment at which a day begins in the newspaper's time."""
    return timezone.make_aware(datetime.combine(day, time.min))
