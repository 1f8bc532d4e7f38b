"""Lists of what was decided, and each comment's history, with what is done there."""

from collections.abc import Collection
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from minbar.discussion.models import TEXT_LENGTH, UNDECIDED, Comment, Status
from minbar.discussion.moves import UNDOABLE, ChangedMeanwhile, NotAllowed
from minbar.discussion.opening import may_open
from minbar.moderation import queue, sentences
from minbar.moderation.acts import why_not
from minbar.moderation.decisions import (
    NotYours,
    answer,
    pick,
    undo,
    unpick,
)
from minbar.moderation.desk_views import DeskView
from minbar.moderation.forms import (
    AnswerForm,
    ReferenceForm,
)
from minbar.moderation.permissions import is_senior
from minbar.moderation.queue import Reference

if TYPE_CHECKING:
    from django.contrib.auth.models import User

DECIDED = (Status.APPROVED, Status.REJECTED)
"""Which comments have a list."""


@dataclass(frozen=True)
class Setback:
    """A decision that was not made: why, and what its moderator had typed."""

    sentence: str
    status: HTTPStatus
    comment: Comment | None = None
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def is_still_here(self) -> bool:
        """Whether the comment is still published, so that what was typed stands in its form."""
        return self.comment is not None and self.comment.status == Status.APPROVED


class ListView(WagtailAdminTemplateMixin, TemplateView):
    """Comments that were decided, a page at a time."""

    template_name = "moderation/list.html"
    page_title = _("Decided comments")
    header_icon = "comment"
    http_method_names = ["get", "head"]
    setback: Setback | None = None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the desk."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("moderation:index"), "label": DeskView.page_title},
            {"url": reverse("moderation:list"), "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch one page of comments with what stands beside them."""
        chosen = self.request.GET.get("status")
        status = next((status for status in DECIDED if status == chosen), Status.APPROVED)
        decisions = queue.decided(status)
        page: Any = Paginator(decisions, queue.PAGE_LENGTH).get_page(self.request.GET.get("p", 1))
        return super().get_context_data(
            decisions=page,
            page=page,
            status=status,
            setback=self.setback,
            **kwargs,
        )


class DecisionView(ListView):
    """Makes one decision and leads back; or shows the list again and says why.

    What a moderator typed comes back with the page.
    """

    http_method_names = ["post"]
    form_class: type[Form]
    statuses: Collection[str] = UNDECIDED
    """Where a comment may stand for this."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide on the revision that was read."""
        form = self.form_class(request.POST)
        is_complete = form.is_valid()
        reference: Reference | None = form.cleaned_data.get("comment")
        try:
            if reference is None:
                raise Comment.DoesNotExist
            comment = queue.as_read(reference, statuses=self.statuses)
            if not is_complete:
                return self._go_back(_first_error(form), HTTPStatus.UNPROCESSABLE_ENTITY, comment)
            told = self.decide(comment, form.cleaned_data)
        except Comment.DoesNotExist:
            return self._go_back(sentences.unknown(), HTTPStatus.NOT_FOUND)
        except (ChangedMeanwhile, NotAllowed, NotYours) as error:
            if isinstance(error, ChangedMeanwhile):
                comment = error.move.comment
            is_theirs = isinstance(error, NotYours)
            status = HTTPStatus.FORBIDDEN if is_theirs else HTTPStatus.CONFLICT
            return self._go_back(why_not(comment.pk, error, self.moderator), status, comment)
        address = reverse("moderation:history", args=[comment.pk])
        history = messages.button(address, pgettext("of a comment", "History"))
        messages.success(request, told, buttons=[history])
        return self.lead_on(comment)

    def lead_on(self, comment: Comment) -> HttpResponseRedirect:
        """Go back to the comment's history."""
        address = reverse("moderation:history", args=[comment.pk])
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Make the decision and say what was done."""
        raise NotImplementedError

    @property
    def moderator(self) -> "User":
        """Who decides; these views are open to nobody else."""
        return cast("User", self.request.user)

    def _go_back(
        self, sentence: str, status: HTTPStatus, comment: Comment | None = None
    ) -> HttpResponse:
        names = [name for name in self.form_class.base_fields if name != "comment"]
        typed = {name: self.request.POST.get(name, "") for name in names}
        self.setback = Setback(sentence, status, comment, typed)
        return self.render_to_response(self.get_context_data(), status=status)


class UndoView(DecisionView):
    """Takes the last decision on a comment back."""

    form_class = ReferenceForm
    statuses = tuple(Status)

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Undo it."""
        undo(comment, by=self.moderator)
        return sentences.undone(comment)


class PublishedView(DecisionView):
    """Does something with a published comment."""

    statuses = (Status.APPROVED,)


class PickView(PublishedView):
    """Makes a published comment the editor's pick."""

    form_class = ReferenceForm

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Pick it."""
        pick(comment)
        return sentences.picked(comment)


class UnpickView(PublishedView):
    """Takes an editor's pick back."""

    form_class = ReferenceForm

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Pick it no more."""
        unpick(comment)
        return sentences.picked(comment)


class AnswerView(PublishedView):
    """Publishes the newsroom's reply to a comment."""

    form_class = AnswerForm

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Answer it."""
        answer(comment, sent["text"], by=self.moderator)
        return sentences.answered(comment)


class HistoryView(WagtailAdminTemplateMixin, TemplateView):
    """Everything that happened to one comment."""

    template_name = "moderation/history.html"
    page_title = _("History of a comment")
    header_icon = "history"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the queue."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("moderation:index"), "label": DeskView.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch the comment and its moves."""
        comment = get_object_or_404(
            Comment.objects.select_related("story"), pk=self.kwargs["comment_id"]
        )
        moves = list(queue.history_of(comment))
        moderator = cast("User", self.request.user)
        is_theirs = moves[-1].by_id == moderator.pk or is_senior(moderator)
        return super().get_context_data(
            comment=comment,
            moves=moves,
            may_undo=is_theirs and moves[-1].kind in UNDOABLE and comment.erased_at is None,
            awaits_decision=comment.status in UNDECIDED,
            is_published=comment.status == Status.APPROVED,
            text_length=TEXT_LENGTH,
            may_open_email=may_open(self.request.user),
            may_close=comment.story.permissions_for_user(moderator).can_edit(),
            sees_all_colleagues=is_senior(moderator),
            **kwargs,
        )


def _first_error(form: Form) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)
