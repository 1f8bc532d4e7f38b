"""The queue in the newsroom; each view translates between a page and a decision."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from minbar.discussion import policy
from minbar.discussion.models import TEXT_LENGTH, UNDECIDED, Comment, Move, Report, Status
from minbar.discussion.moves import UNDOABLE, ChangedMeanwhile, NotAllowed
from minbar.discussion.opening import may_open
from minbar.moderation import queue, sentences
from minbar.moderation.decisions import (
    NeedsAnotherJudge,
    NotYours,
    answer,
    approve,
    keep,
    pick,
    reject,
    return_to_writer,
    strike,
    undo,
    unpick,
    uphold,
)
from minbar.moderation.forms import (
    AnswerForm,
    ApprovalForm,
    PublishedForm,
    RefusalForm,
    ReturnForm,
)
from minbar.moderation.permissions import is_senior
from minbar.moderation.queue import Record, Reference

if TYPE_CHECKING:
    from django.contrib.auth.models import User

OTHERS = {
    NeedsAnotherJudge: sentences.needs_another_judge,
    NotYours: sentences.not_yours,
}
"""What is said where a decision is a colleague's to make."""
DECIDED = (Status.APPROVED, Status.REJECTED)
"""Which comments the queue shows beside those that wait."""
REPORTED = "reported"
"""What the address calls those that readers reported."""


@dataclass(frozen=True)
class Entry:
    """A comment in the queue: with its writer's record while it waits, later with its decision."""

    comment: Comment
    record: Record | None = None
    decision: Move | None = None
    reports: list[Report] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        """Whether there is a decision to make."""
        return self.decision is None and not self.reports


@dataclass(frozen=True)
class Setback:
    """A decision that was not made: why, and what its moderator had typed."""

    sentence: str
    status: HTTPStatus
    comment: Comment | None = None
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def is_still_here(self) -> bool:
        """Whether the comment still waits, so that what was typed stands in its form again."""
        return self.comment is not None and self.comment.status == Status.PENDING


class QueueView(WagtailAdminTemplateMixin, TemplateView):
    """The comments that await a decision, or those that were decided, a page at a time."""

    template_name = "moderation/queue.html"
    page_title = _("Comment review")
    header_icon = "comment"
    http_method_names = ["get", "head"]
    setback: Setback | None = None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the newsroom's home."""
        here = {"url": reverse("moderation:index"), "label": self.page_title}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch one page of comments with what stands beside them."""
        status = REPORTED if self._shows_reports() else self._chosen_status()
        shown: QuerySet[Any]
        entries_of: Callable[[Iterable[Any]], list[Entry]]
        if status == REPORTED:
            shown, entries_of = queue.reported(), _reported_entries
        elif status:
            shown, entries_of = queue.decided(Status(status)), _decided_entries
        else:
            shown, entries_of = queue.waiting(), _waiting_entries
        page: Any = Paginator(shown, queue.PAGE_LENGTH).get_page(self._page_number())
        return super().get_context_data(
            entries=entries_of(page),
            page=page,
            status=status,
            count_waiting=queue.count_waiting() if status else page.paginator.count,
            count_reported=queue.count_reported(),
            reasons=list(policy.reasons()),
            setback=self.setback,
            **kwargs,
        )

    def _shows_reports(self) -> bool:
        return self.request.GET.get("status") == REPORTED

    def _chosen_status(self) -> Status | None:
        chosen = self.request.GET.get("status")
        return next((status for status in DECIDED if status == chosen), None)

    def _page_number(self) -> str | int:
        if self.setback and self.setback.comment and not self._shows_reports():
            return queue.page_of(self.setback.comment)
        return self.request.GET.get("p", 1)


class DecisionView(QueueView):
    """Makes one decision and leads on to the next comment; or shows the queue again and says why.

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
        except ChangedMeanwhile as changed:
            comment = changed.move.comment
            told = sentences.meanwhile(comment, changed.move, self.moderator)
            return self._go_back(told, HTTPStatus.CONFLICT, comment)
        except NotAllowed:
            return self._go_back(sentences.not_refusable(comment), HTTPStatus.CONFLICT, comment)
        except (NeedsAnotherJudge, NotYours) as error:
            told = OTHERS[type(error)](comment)
            return self._go_back(told, HTTPStatus.FORBIDDEN, comment)
        address = reverse("moderation:history", args=[comment.pk])
        history = messages.button(address, pgettext("of a comment", "History"))
        messages.success(request, told, buttons=[history])
        return self.lead_on(comment)

    def lead_on(self, comment: Comment) -> HttpResponseRedirect:
        """Go on to the comment that waits next."""
        return _lead_on(comment)

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


class ApproveView(DecisionView):
    """Publishes a comment."""

    form_class = ApprovalForm

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Publish it."""
        approve(comment, by=self.moderator)
        return sentences.published(comment)


class RejectView(DecisionView):
    """Refuses a comment."""

    form_class = RefusalForm

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Refuse it."""
        reject(comment, by=self.moderator, **_told(sent))
        return sentences.refused(comment, sent["reason"])


class ReturnView(DecisionView):
    """Asks a comment's writer to change it."""

    form_class = ReturnForm

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Return it."""
        return_to_writer(comment, by=self.moderator, **_told(sent), message=sent["message"])
        return sentences.returned(comment, sent["reason"])


class UpholdView(DecisionView):
    """Lets the refusal of an appealed comment stand."""

    form_class = ApprovalForm

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Uphold it."""
        uphold(comment, by=self.moderator)
        return sentences.upheld(comment)


class FromHistoryView(DecisionView):
    """Does something that is asked for on a comment's history, and leads back there."""

    def lead_on(self, comment: Comment) -> HttpResponseRedirect:
        """Go back to the comment's history."""
        address = reverse("moderation:history", args=[comment.pk])
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


class UndoView(FromHistoryView):
    """Takes the last decision on a comment back."""

    form_class = ApprovalForm
    statuses = tuple(Status)

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Undo it."""
        undo(comment, by=self.moderator)
        return sentences.undone(comment)


class PublishedView(FromHistoryView):
    """Does something with a published comment."""

    statuses = (Status.APPROVED,)


class ReportedView(PublishedView):
    """Settles what readers reported of a comment."""

    def lead_on(self, comment: Comment) -> HttpResponseRedirect:
        """Go on with what is reported."""
        address = f"{reverse('moderation:index')}?status={REPORTED}"
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)

    def _shows_reports(self) -> bool:
        return True


class StrikeView(ReportedView):
    """Takes a published comment from the page."""

    form_class = RefusalForm

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Strike it."""
        strike(comment, by=self.moderator, **_told(sent))
        return sentences.struck(comment, sent["reason"])


class KeepView(ReportedView):
    """Leaves a reported comment on the page."""

    form_class = PublishedForm

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Settle its reports."""
        keep(comment)
        return sentences.kept(comment)


class PickView(PublishedView):
    """Makes a published comment the editor's pick."""

    form_class = PublishedForm

    def decide(self, comment: Comment, sent: dict[str, Any]) -> str:
        """Pick it."""
        pick(comment)
        return sentences.picked(comment)


class UnpickView(PublishedView):
    """Takes an editor's pick back."""

    form_class = PublishedForm

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
            {"url": reverse("moderation:index"), "label": QueueView.page_title},
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
            queue_page=queue.page_of(comment),
            may_open_email=may_open(self.request.user),
            sees_all_colleagues=is_senior(moderator),
            **kwargs,
        )


def _waiting_entries(comments: Iterable[Comment]) -> list[Entry]:
    comments = list(comments)
    records = queue.records_of(comments)
    return [Entry(comment, record=records.get(comment.pk)) for comment in comments]


def _decided_entries(moves: Iterable[Move]) -> list[Entry]:
    return [Entry(move.comment, decision=move) for move in moves]


def _reported_entries(comments: Iterable[Any]) -> list[Entry]:
    return [Entry(comment, reports=comment.open_reports) for comment in comments]


def _told(sent: dict[str, Any]) -> dict[str, Any]:
    return {"reason": sent["reason"], "note": sent["note"]}


def _first_error(form: Form) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)


def _lead_on(comment: Comment) -> HttpResponseRedirect:
    following = queue.after(comment)
    address = reverse("moderation:index")
    if following is None:
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
    page = queue.page_of(following)
    query = f"?p={page}" if page > 1 else ""
    return HttpResponseRedirect(
        f"{address}{query}#comment-{following.pk}", status=HTTPStatus.SEE_OTHER
    )
