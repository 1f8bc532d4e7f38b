"""Where the newsroom corrects, publishes replies, and answers what readers report."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import SubmenuMenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from minbar.corrections import publishing, reports
from minbar.corrections.models import Correction, ErrorReport, Record, RightOfReply
from minbar.corrections.newsroom_forms import (
    AnswerForm,
    CorrectionForm,
    CorrectionWithdrawalForm,
    ReplyForm,
    ReplyWithdrawalForm,
)
from minbar.stories.dates import when
from minbar.stories.models import Story
from minbar.stories.path_converters import RowNumber

if TYPE_CHECKING:
    from django.contrib.auth.models import User

WITHDRAW, ANSWER = "corrections.withdraw", "corrections.answer"
"""Actions in Wagtail's log."""
EXCERPT = 120


class StoriesListView(generic.IndexView):
    """A list of what stands beside stories."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Fetch the stories with it."""
        return super().get_base_queryset().select_related("story")

    def get_list_more_buttons(self, instance: Any) -> list[Button]:
        """Offer to withdraw what stands; nothing is edited."""
        address = self.get_edit_url(instance) if instance.is_standing else None
        return [Button(_("Withdraw"), url=address, icon_name="undo")] if address else []


class ReportsListView(StoriesListView):
    """Readers' reports, the open ones first."""

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Begin with what waits, unless a column's order was chosen."""
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        return cast("Any", queryset).open_first()

    def get_list_more_buttons(self, instance: Any) -> list[Button]:
        """Offer what can be done about an open one."""
        address = self.get_edit_url(instance)
        if not (address and instance.is_unanswered):
            return []
        correct = f"{reverse('corrections:add')}?report={instance.pk}"
        return [
            Button(_("Correct the story"), url=correct, icon_name="edit", priority=10),
            Button(_("Nothing to correct"), url=address, icon_name="check", priority=20),
        ]


class DoneOnce:
    """What a form does stays done: nothing is edited, and of two colleagues one is told so."""

    too_late: type[Exception]
    """Raised where a colleague was quicker."""
    told_too_late: Any

    def get_success_buttons(self) -> list[Any]:
        """Offer none."""
        return []

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it, or say that a colleague was quicker."""
        view: Any = super()
        try:
            response: HttpResponse = view.form_valid(form)
        except self.too_late:
            form.add_error(None, str(self.told_too_late))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            response = self.form_invalid(form)  # type: ignore[attr-defined]
        return response


class MakingView(DoneOnce, generic.CreateView):
    """Makes a record; begun from a story, it names it."""

    too_late = reports.AnsweredMeanwhile
    told_too_late = _("A colleague has answered this report meanwhile.")

    submit_button_label = _("Publish")
    submit_button_active_label = _("Publishing…")
    success_message = _("It stands under the story.")
    error_message = _("It was not published: see what is to be mended.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the story that the address names."""
        story = RowNumber.read(self.request.GET.get("story", ""))
        return {**super().get_initial(), "story": story}

    @property
    def by(self) -> "User":
        """Who makes it."""
        return cast("User", self.request.user)


class CorrectView(MakingView):
    """Corrects a story; begun from a reader's report, it answers that."""

    template_name = "corrections/correct.html"
    page_title = _("New correction")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the story of the report that the address names."""
        report = self.report
        named = {"story": report.story_id, "report": report.pk} if report else {}
        return {**super().get_initial(), **named}

    @property
    def report(self) -> ErrorReport | None:
        """The open report that is answered, if one is."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        number = RowNumber.read(asked.get("report", ""))
        if number is None:
            return None
        return ErrorReport.objects.open().select_related("story").filter(pk=number).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what the reader wrote."""
        return super().get_context_data(report=self.report, **kwargs)

    def save_instance(self) -> Correction:
        """Publish it."""
        told = self.form.cleaned_data
        made = publishing.correct(told["story"], told["text"], by=self.by, answers=told["report"])
        log(made, "wagtail.create", user=self.by)
        return made

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show it again; a report that is answered is let go of."""
        if "report" in form.errors:
            form.data = form.data.copy()
            form.data["report"] = ""
        response: HttpResponse = super().form_invalid(form)
        return response


class ReplyView(MakingView):
    """Publishes the reply of somebody whom a story is about."""

    page_title = _("New right of reply")

    def save_instance(self) -> RightOfReply:
        """Publish it."""
        made = publishing.publish_reply(**self.form.cleaned_data, by=self.by)
        log(made, "wagtail.create", user=self.by)
        return made


class WithdrawView(DoneOnce, generic.EditView):
    """Shows a record as it was made, and withdraws it for a reason."""

    too_late = publishing.WithdrawnAlready
    told_too_late = _("A colleague has withdrawn it meanwhile.")

    template_name = "corrections/withdraw.html"
    page_title = _("Withdraw")
    submit_button_label = _("Withdraw")
    submit_button_active_label = _("Withdrawing…")
    success_message = _("It is withdrawn; readers see when and why.")
    error_message = _("It was not withdrawn: see what is to be mended.")

    def get_page_subtitle(self) -> str:
        """Say what it is and since when; its story stands below."""
        return _titled(self.object)

    def save_instance(self) -> Record:
        """Withdraw it; the form's own copy is not what is stored."""
        record: Record = self.model.objects.get(pk=self.object.pk)
        publishing.withdraw(
            record,
            because=self.form.cleaned_data["withdrawn_because"],
            by=cast("User", self.request.user),
        )
        log(record, WITHDRAW, user=self.request.user)
        return record


class AnswerView(DoneOnce, generic.EditView):
    """Shows what a reader reported, and what can be done about it."""

    too_late = reports.AnsweredMeanwhile
    told_too_late = _("A colleague has answered this report meanwhile.")

    template_name = "corrections/answer.html"
    page_title = _("Report of an error")
    submit_button_label = _("Nothing to correct")
    submit_button_active_label = _("Sending…")
    success_message = _("The reader is told on the receipt.")
    error_message = _("The report was not answered: see what is to be mended.")

    def get_page_subtitle(self) -> str:
        """Say what it is and since when; its story stands below."""
        return _titled(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Call the button by what it does: without corrections there is nothing to choose."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if "correction" in self.form.fields:
            context["submit_button_label"] = gettext("Send the answer")
        return context

    def save_instance(self) -> ErrorReport:
        """Answer it; the form's own copy is not what is stored."""
        report: ErrorReport = ErrorReport.objects.get(pk=self.object.pk)
        told, by = self.form.cleaned_data, cast("User", self.request.user)
        reports.answer(report, told["answer"], by=by, correction=told.get("correction"))
        log(report, ANSWER, user=by)
        return report


def _titled(record: Record | ErrorReport) -> str:
    return f"{capfirst(record._meta.verbose_name)} · {when(record.at)}"


def _state(record: Record) -> str:
    if record.withdrawn_at is None:
        return gettext("In force")
    return gettext("Withdrawn on %(moment)s") % {"moment": when(record.withdrawn_at)}


def _state_of_report(report: ErrorReport) -> str:
    if report.status == "corrected":
        return gettext("Corrected")
    if report.status == "nothing-to-correct":
        return gettext("Nothing to correct")
    if report.is_doubtful:
        return gettext("Perhaps a program’s")
    return pgettext("report of an error", "Open")


class RecordViewSet(ModelViewSet):
    """What is made and answered, and never edited, copied or deleted."""

    index_view_class = StoriesListView
    copy_view_enabled = False
    add_to_reference_index = False
    ordering = ["-at", "-pk"]
    left_out = frozenset({"delete", "usage"})

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out what is not there."""
        nowhere = {f"{name}_url_name": None for name in self.left_out}
        return super().get_common_view_kwargs(**{**nowhere, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        """Give the addresses of what is."""
        return [found for found in super().get_urlpatterns() if found.name not in self.left_out]


class CorrectionViewSet(RecordViewSet):
    """Corrections at ``/newsroom/corrections/``."""

    model = Correction
    name = "corrections"
    icon = "edit"
    add_view_class = CorrectView
    edit_view_class = WithdrawView
    create_template_name = CorrectView.template_name
    edit_template_name = WithdrawView.template_name
    search_fields = ["text", "story__title"]
    list_display = [
        "headline",
        Column("text", label=_("Correction"), accessor=lambda record: _excerpt(record.text)),
        Column("at", label=_("Published"), accessor=lambda record: when(record.at), sort_key="at"),
        Column("state", label=_("State"), accessor=_state),
    ]

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[Any]]:
        """Make one, or withdraw it."""
        return CorrectionWithdrawalForm if for_update else CorrectionForm


class ReplyViewSet(RecordViewSet):
    """Rights of reply at ``/newsroom/replies/``."""

    model = RightOfReply
    name = "replies"
    icon = "openquote"
    add_view_class = ReplyView
    edit_view_class = WithdrawView
    edit_template_name = WithdrawView.template_name
    search_fields = ["text", "name", "story__title"]
    list_display = [
        "headline",
        Column("name", label=_("Who replies"), accessor="name"),
        Column("at", label=_("Published"), accessor=lambda record: when(record.at), sort_key="at"),
        Column("state", label=_("State"), accessor=_state),
    ]

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[Any]]:
        """Make one, or withdraw it."""
        return ReplyWithdrawalForm if for_update else ReplyForm


class ReportViewSet(RecordViewSet):
    """Readers' reports of errors at ``/newsroom/error-reports/``."""

    model = ErrorReport
    name = "error-reports"
    icon = "warning"
    index_view_class = ReportsListView
    edit_view_class = AnswerView
    edit_template_name = AnswerView.template_name
    left_out = frozenset({"add", "delete", "usage"})
    search_fields = ["right", "wrong", "story__title"]
    list_display = [
        "headline",
        Column("right", label=_("What is right"), accessor=lambda one: _excerpt(one.right)),
        Column("at", label=_("Received"), accessor=lambda one: when(one.at), sort_key="at"),
        Column("state", label=_("State"), accessor=_state_of_report),
    ]

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[Any]]:
        """Answer one; none is made here."""
        return AnswerForm


class CorrectionsMenuItem(SubmenuMenuItem):
    """Leads to all three, and says how many reports wait."""

    def render_component(self, request: HttpRequest) -> Any:
        """Put the number beside the label."""
        component = super().render_component(request)
        waiting = ErrorReport.objects.open().count()
        if waiting:
            component.label = gettext("Corrections (%(waiting)s)") % {"waiting": waiting}
        return component


class CorrectionsViewSetGroup(ModelViewSetGroup):
    """All three under one item of the menu."""

    menu_label = _("Corrections")
    menu_name = "corrections"
    menu_icon = "edit"
    menu_order = 152
    items = (CorrectionViewSet, ReplyViewSet, ReportViewSet)

    def get_menu_item(self, order: int | None = None) -> SubmenuMenuItem:
        """Make the item one that counts."""
        item = super().get_menu_item(order)
        item.__class__ = CorrectionsMenuItem
        return item


def may_correct(user: "User") -> bool:
    """Whether this person may correct stories."""
    return user.has_perm("corrections.add_correction")


def is_story(page: Any) -> bool:
    """Whether a page of the tree is a story."""
    return page.specific_class is Story


def _excerpt(text: str) -> str:
    return Truncator(text).chars(EXCERPT)
