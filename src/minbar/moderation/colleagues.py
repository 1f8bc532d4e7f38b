"""What one person of the newsroom decided: for seniors of everybody, for everyone of oneself."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from minbar.discussion.models import Move, MoveKind
from minbar.moderation.permissions import is_senior
from minbar.moderation.statistics import bounds
from minbar.moderation.statistics_views import KINDS, StatisticsView
from minbar.stories.path_converters import RowNumber

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PAGE_LENGTH = 50
EARLIEST, LATEST = date(1970, 1, 2), date(9998, 12, 31)


@dataclass(frozen=True)
class Stretch:
    """Some decisions, the latest first, and where those before them begin."""

    moves: list[Move]
    older: int | None
    """The number to ask with for what came before; None at the end."""


class HistoryForm(forms.Form):
    """Of which day, and which kind."""

    day = forms.DateField(
        required=False,
        label=_("Day"),
        widget=AdminDateInput(attrs={"placeholder": ""}),
        error_messages={"invalid": _("Write a day such as 2026-11-28, or leave it empty.")},
    )
    kind = forms.ChoiceField(
        required=False,
        label=_("Kind"),
        choices=[("", _("all")), *((kind.value, kind.label) for kind in KINDS)],
        error_messages={"invalid_choice": _("There is no such kind. Choose one of these.")},
    )

    def clean_day(self) -> date | None:
        """Refuse a day that no calendar of a newspaper has."""
        day: date | None = self.cleaned_data["day"]
        if day is not None and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(self.fields["day"].error_messages["invalid"])
        return day


def decisions_of(
    person: "User",
    *,
    day: date | None = None,
    kind: MoveKind | None = None,
    before: int | None = None,
    length: int = PAGE_LENGTH,
) -> Stretch:
    """Return what ``person`` decided, the latest first; each page is one look into an index."""
    moves: QuerySet[Move] = Move.objects.filter(by=person).exclude(kind=MoveKind.SUBMIT)
    if day is not None:
        begin, end = bounds(day, day)
        moves = moves.filter(at__gte=begin, at__lt=end)
    if kind is not None:
        moves = moves.filter(kind=kind)
    if before is not None:
        moves = moves.filter(pk__lt=before)
    found = list(moves.select_related("comment__story", "reason").order_by("-pk")[: length + 1])
    is_last = len(found) <= length
    return Stretch(found[:length], None if is_last else found[length - 1].pk)


class ColleagueView(WagtailAdminTemplateMixin, TemplateView):
    """What one colleague decided, a page at a time."""

    template_name = "moderation/colleague.html"
    page_title = _("A colleague’s decisions")
    header_icon = "user"
    http_method_names = ["get", "head"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let everybody see their own, and seniors everyone's."""
        is_own = kwargs["user_id"] == request.user.pk
        if not (is_own or is_senior(request.user)):
            refused: HttpResponse = permission_denied(request)
            return refused
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the desk's figures."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("moderation:statistics"), "label": StatisticsView.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch one page of decisions."""
        person = get_object_or_404(get_user_model(), pk=self.kwargs["user_id"])
        form = HistoryForm(self.request.GET)
        chosen = form.cleaned_data if form.is_valid() else {}
        stretch = decisions_of(
            person,
            day=chosen.get("day"),
            kind=MoveKind(chosen["kind"]) if chosen.get("kind") else None,
            before=self._before(),
        )
        kept = self.request.GET.copy()
        kept.pop("before", None)
        return super().get_context_data(
            person=person,
            is_own=person == self.request.user,
            form=form,
            moves=stretch.moves,
            older=stretch.older,
            is_later=self._before() is not None,
            query=kept.urlencode(),
            **kwargs,
        )

    def _before(self) -> int | None:
        return RowNumber.read(self.request.GET.get("before", ""))
