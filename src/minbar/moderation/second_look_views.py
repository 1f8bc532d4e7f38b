"""The screen where a colleague judges a sample, one comment at a time, blind."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from minbar.discussion import policy
from minbar.moderation.models import SecondLook
from minbar.moderation.second_looks import NotToBeJudged, judge, open_for
from minbar.moderation.statistics_views import StatisticsView
from minbar.stories.path_converters import RowNumber

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PUBLISH, REFUSE = "publish", "refuse"


class SecondLookForm(forms.Form):
    """What a colleague would have done."""

    look: forms.ModelChoiceField[SecondLook] = forms.ModelChoiceField(SecondLook.objects.all())
    verdict = forms.ChoiceField(choices=[(PUBLISH, ""), (REFUSE, "")])
    reason = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Want a rule with a refusal, and none without."""
        sent: dict[str, Any] = super().clean() or {}
        code, sent["reason"] = sent.get("reason", ""), None
        if sent.get("verdict") == REFUSE:
            rules = {rule.code: rule for rule in policy.reasons()}
            sent["reason"] = rules.get(code)
            if not code:
                self.add_error("reason", _("Choose the rule by which you would refuse it."))
            elif code not in rules:
                gone = _("The policy has no such rule any more. Choose one of these.")
                self.add_error("reason", gone)
        return sent


class SecondLookView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the sample's next comment, and takes what a colleague says of it."""

    template_name = "moderation/second_look.html"
    page_title = gettext_lazy("Second-look sample")
    header_icon = "view"
    http_method_names = ["get", "head", "post"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead here from the desk's figures."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("moderation:statistics"), "label": StatisticsView.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch the next comment; of its status and its decision nothing."""
        looks = open_for(self._colleague())
        return super().get_context_data(
            **{"look": looks.first()} | kwargs,
            left=looks.count(),
            reasons=list(policy.reasons()),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the judgement down and go on with the next; or say why it cannot be."""
        form = SecondLookForm(request.POST)
        if not form.is_valid():
            error = next(iter(form.errors.get("reason", [])), "") or _gone()
            number = RowNumber.read(request.POST.get("look", "")) or 0
            look = open_for(self._colleague()).filter(pk=number).first()
            context = {"error": error, **({"look": look} if look else {})}
            status = HTTPStatus.UNPROCESSABLE_ENTITY if look else HTTPStatus.NOT_FOUND
            return self.render_to_response(self.get_context_data(**context), status=status)
        try:
            judge(
                form.cleaned_data["look"],
                by=self._colleague(),
                reason=form.cleaned_data["reason"],
            )
        except NotToBeJudged:
            context = self.get_context_data(error=_gone())
            return self.render_to_response(context, status=HTTPStatus.CONFLICT)
        messages.success(request, _("Written down. Nothing has moved by it."))
        here = reverse("moderation:second-looks")
        return HttpResponseRedirect(here, status=HTTPStatus.SEE_OTHER)

    def _colleague(self) -> "User":
        return cast("User", self.request.user)


def _gone() -> str:
    return _(
        "That comment is not to be judged any more: a colleague was faster, or it has changed. "
        "Nothing was written down; here is the next one."
    )
