"""Where editors write rules, and see what each would have done before it does anything."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from minbar.moderation import rules
from minbar.moderation.models import Rule, RuleKind
from minbar.moderation.rule_forms import FORMS, RuleForm, effect_of
from minbar.moderation.trying import try_out
from minbar.moderation.word_lists import Trouble, encode

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ADD, CHANGE, DELETE, VIEW = (
    f"moderation.{action}_rule" for action in ("add", "change", "delete", "view")
)
ABOUT: dict[str, str | Promise] = {
    RuleKind.WORDS: _("Listed words, however they are spelt or dressed up."),
    RuleKind.LINKS: _("More links than a number, or any link in a first comment."),
    RuleKind.LENGTH: _("Very short or very long comments."),
    RuleKind.SHOUTING: _("Capitals, rows of signs, letters drawn out."),
    RuleKind.LANGUAGE: _("Comments that seem to be in a language; never to refuse them."),
    RuleKind.FIRST: _("Writers of whom nothing is published yet."),
    RuleKind.RATE: _("Many comments of one writer within minutes."),
    RuleKind.REPORTS: _("Published comments that several readers report."),
}
WHY: dict[str, str | Promise] = {
    Trouble.NO_LETTER: _("no letter and no digit stands in it, so it would never be found"),
    Trouble.TOO_LONG: _("it has more than 200 letters"),
    Trouble.UNKNOWN_OPTION: _("behind the bar stands nothing that is known"),
    Trouble.EMPTY_EXCEPTION: _("an exception is empty"),
    Trouble.TOO_MANY_EXCEPTIONS: _("it has more than 50 exceptions"),
    Trouble.UNREADABLE: _("signs stand in it that no text has; perhaps the file is damaged"),
    Trouble.OTHER_ENCODING: _("it is in another encoding than the rest of the file"),
    Trouble.TOO_MANY: _("a list has at most 100,000 terms; put the rest into another rule"),
    Trouble.TOO_MANY_IN_LATIN: _(
        "at most 10,000 terms of a list are looked for in Latin letters; put the rest into another "
        "rule"
    ),
}


class RulesView(WagtailAdminTemplateMixin, TemplateView):
    """All rules, those at work first, and where a new one begins."""

    template_name = "moderation/rules.html"
    page_title = _("Screening rules")
    header_icon = "sliders"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the newsroom's home."""
        here = {"url": reverse("rules:index"), "label": self.page_title}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch them."""
        user = cast("User", self.request.user)
        return super().get_context_data(
            rules=Rule.objects.listed().select_related("reason", "changed_by"),
            kinds=[(kind, ABOUT[kind]) for kind in RuleKind],
            may_add=user.has_perm(ADD),
            may_change=user.has_perm(CHANGE),
            **kwargs,
        )


class RuleView(WagtailAdminTemplateMixin, TemplateView):
    """A rule being written: tried as often as one likes, then saved."""

    template_name = "moderation/rule.html"
    header_icon = "sliders"
    http_method_names = ["get", "head", "post"]
    rule: Rule

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the rule, or begin one."""
        super().setup(request, *args, **kwargs)
        self.rule = self.begun(**kwargs)
        self.was_at_work = self.rule.is_live
        self.had_effect = effect_of(self.rule)

    def begun(self, **kwargs: Any) -> Rule:
        """Return the rule as it is."""
        return get_object_or_404(Rule, pk=kwargs["rule_id"])

    @property
    def page_title(self) -> str:
        """Name the rule."""
        return self.rule.name if self.rule.pk else gettext("New rule")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("rules:index"), "label": RulesView.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the form, and what a trial found."""
        form = kwargs.pop("form", None) or self._form()
        user = cast("User", self.request.user)
        return super().get_context_data(
            form=form,
            rule=self.rule,
            kind_name=RuleKind(self.rule.kind).label,
            about=ABOUT[self.rule.kind],
            problems=[
                (problem, WHY[problem.trouble]) for problem in getattr(form, "problems_shown", [])
            ],
            problems_beyond=getattr(form, "problems_beyond", 0),
            packed_lines=getattr(form, "packed_lines", 0),
            has_words=self.rule.kind == RuleKind.WORDS,
            may_delete=bool(self.rule.pk and not self.rule.first_live_at and user.has_perm(DELETE)),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Try the rule as it is written, or save it; what would go to work is tried first."""
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._answer(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        rule = form.written()
        effect = effect_of(rule)
        is_tried = request.POST.get("tried") == effect
        does_the_same = self.was_at_work and effect == self.had_effect
        if "try" in request.POST:
            return self._answer(form, trial=try_out(rule), tried=effect)
        if rule.is_live and not (is_tried or does_the_same):
            return self._answer(form, trial=try_out(rule), tried=effect, is_to_be_confirmed=True)
        is_new = rule.pk is None
        by = cast("User", request.user)
        rules.keep(rule, by=by)
        log(rule, "wagtail.create" if is_new else "wagtail.edit", user=by)
        said = (
            gettext("Saved, and at work: {name}")
            if rule.is_live
            else gettext("Saved, at rest: {name}")
        )
        messages.success(request, said.format(name=rule.name))
        return HttpResponseRedirect(reverse("rules:index"), status=HTTPStatus.SEE_OTHER)

    def _answer(
        self, form: RuleForm, *, status: HTTPStatus = HTTPStatus.OK, **shown: Any
    ) -> HttpResponse:
        context = self.get_context_data(form=form, has_unsaved_changes=True, **shown)
        return self.render_to_response(context, status=status)

    def _form(self, *sent: Any) -> RuleForm:
        return FORMS[self.rule.kind](*sent, rule=self.rule)


class NewRuleView(RuleView):
    """A rule that begins."""

    def begun(self, **kwargs: Any) -> Rule:
        """Begin one of a kind."""
        if kwargs["kind"] not in RuleKind.values:
            raise Http404
        return Rule(kind=kwargs["kind"])


class DeleteView(View):
    """Deletes a rule that never worked."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, rule_id: int) -> HttpResponse:
        """Delete it, or say why it stays."""
        rule = get_object_or_404(Rule, pk=rule_id)
        try:
            rules.remove(rule)
        except rules.WasAtWork:
            message = gettext(
                "“{name}” stays: it has been at work, and comments may carry its name. Put it to "
                "rest instead."
            )
            messages.error(request, message.format(name=rule.name))
        else:
            messages.success(request, gettext("Deleted: {name}").format(name=rule.name))
        return HttpResponseRedirect(reverse("rules:index"), status=HTTPStatus.SEE_OTHER)


class WordsView(View):
    """The list of a rule, as a plain text file."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, rule_id: int) -> HttpResponse:
        """Send it."""
        rule = get_object_or_404(Rule, pk=rule_id, kind=RuleKind.WORDS)
        answer = HttpResponse(encode(rule.words), content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="words-{rule.pk}.txt"'
        return answer


class RulesMenuItem(MenuItem):
    """Leads to the rules; only for those who may see them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this colleague may."""
        return request.user.has_perm(VIEW)


class RulesViewSet(ViewSet):
    """The rules at ``/newsroom/rules/``."""

    name = "rules"
    menu_label = pgettext_lazy("menu", "Screening rules")
    icon = "sliders"
    menu_order = 152
    add_to_admin_menu = True
    menu_item_class = RulesMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Give every address, each only for those who may."""
        return [
            path("", permission_required(VIEW)(RulesView.as_view()), name="index"),
            path("new/<slug:kind>/", permission_required(ADD)(NewRuleView.as_view()), name="add"),
            path(
                "<row_number:rule_id>/",
                permission_required(CHANGE)(RuleView.as_view()),
                name="edit",
            ),
            path(
                "<row_number:rule_id>/delete/",
                permission_required(DELETE)(DeleteView.as_view()),
                name="delete",
            ),
            path(
                "<row_number:rule_id>/words.txt",
                permission_required(VIEW)(WordsView.as_view()),
                name="words",
            ),
        ]


def permissions() -> QuerySet[Permission]:
    """Return the rights that a group may have with rules."""
    codenames = [permission.partition(".")[2] for permission in (ADD, CHANGE, DELETE, VIEW)]
    return Permission.objects.filter(content_type__app_label="moderation", codename__in=codenames)
