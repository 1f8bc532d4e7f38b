"""Where a colleague who may opens a commenter's e-mail, and where all openings stand."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from minbar.discussion.models import MESSAGE_LENGTH, Comment, OpenedEmail, SealedEmail
from minbar.discussion.opening import OPEN, NoEmail, may_open, open_email
from minbar.discussion.sealing import CannotOpen

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PAGE_LENGTH = 50


class ReasonForm(forms.Form):
    """Why an e-mail must be opened."""

    why = forms.CharField(
        label=_("Why it must be opened"),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={
            "required": _("Write why. Colleagues with this permission will read it."),
            "max_length": _("A reason has at most 1000 letters. Shorten it."),
        },
    )


class OpenView(WagtailAdminTemplateMixin, TemplateView):
    """Asks for a reason, and shows the e-mail once, in the answer to that."""

    template_name = "moderation/open_email.html"
    page_title = _("Opening an e-mail")
    header_icon = "mail"
    http_method_names = ["get", "head", "post"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the comment's history."""
        history = reverse("moderation:history", args=[self.kwargs["comment_id"]])
        return [
            *super().get_breadcrumbs_items(),
            {"url": history, "label": _("History of a comment")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch the comment, and say whether there is an e-mail to open."""
        comment = self._comment()
        return super().get_context_data(
            comment=comment,
            has_email=SealedEmail.objects.filter(comment=comment).exists(),
            openings=comment.email_openings.select_related("by"),
            **{"form": ReasonForm()} | kwargs,
        )

    @sensitive_variables("email")
    def post(self, request: HttpRequest, comment_id: int) -> HttpResponse:
        """Open it: that it was opened is written down before the answer shows it."""
        form = ReasonForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        by = cast("User", request.user)
        try:
            email = open_email(self._comment(), by=by, why=form.cleaned_data["why"])
        except (NoEmail, CannotOpen) as error:
            context = self.get_context_data(form=form, is_locked=isinstance(error, CannotOpen))
            return self.render_to_response(context, status=HTTPStatus.CONFLICT)
        # Wagtail's newsroom answers nothing that may be stored.
        return self.render_to_response(self.get_context_data(email=email))

    def _comment(self) -> Comment:
        comments = Comment.objects.select_related("story")
        return get_object_or_404(comments, pk=self.kwargs["comment_id"])


class OpeningsView(WagtailAdminTemplateMixin, TemplateView):
    """Every opening there was, the latest first. No address stands here."""

    template_name = "moderation/opened_emails.html"
    page_title = _("Opened e-mails")
    header_icon = "mail"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the newsroom's home."""
        here = {"url": reverse("emails:index"), "label": self.page_title}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch one page of openings."""
        openings = OpenedEmail.objects.select_related("by", "comment__story")
        page = Paginator(openings, PAGE_LENGTH).get_page(self.request.GET.get("p", 1))
        return super().get_context_data(openings=page, page=page, **kwargs)


class OpeningsMenuItem(MenuItem):
    """Leads to the list of openings; only for those who may open one."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this colleague may."""
        return may_open(request.user)


class EmailsViewSet(ViewSet):
    """The openings at ``/newsroom/emails/``."""

    name = "emails"
    menu_label = _("Opened e-mails")
    icon = "mail"
    menu_order = 900
    add_to_settings_menu = True
    menu_item_class = OpeningsMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Give both addresses, each only for those who may open an e-mail."""
        only_permitted = permission_required(OPEN)
        return [
            path("", only_permitted(OpeningsView.as_view()), name="index"),
            path("<row_number:comment_id>/", only_permitted(OpenView.as_view()), name="open"),
        ]
