"""The house rules in the newsroom: editors word them, and what they said before stays told."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from minbar.discussion import policy
from minbar.discussion.models import PolicyRule


class RuleForm(forms.ModelForm[PolicyRule]):
    """Number and wording; what cites a rule by its code must find it, so that stays."""

    class Meta:
        model = PolicyRule
        fields = ["number", *policy.WORDINGS]
        widgets = {
            "text_ar": forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
            "text_en": forms.TextInput(attrs={"dir": "ltr", "lang": "en"}),
            "text_fr": forms.TextInput(attrs={"dir": "ltr", "lang": "fr"}),
        }


class NewRuleForm(RuleForm):
    """Those, and the code."""

    class Meta(RuleForm.Meta):
        fields = ["number", "code", *policy.WORDINGS]
        help_texts = {
            "code": _("In Latin letters, such as “off-topic”. It is never changed afterwards."),
        }


class AddView(generic.CreateView):
    """Adds a rule."""

    def save_instance(self) -> PolicyRule:
        """Store it, with its history."""
        rule: PolicyRule = self.form.save(commit=False)
        policy.add(rule, by=self.request.user)
        log(rule, "wagtail.create", user=self.request.user)
        return rule


class EditView(generic.EditView):
    """Words a rule otherwise."""

    def save_instance(self) -> PolicyRule:
        """Store it, with what it said until now."""
        rule: PolicyRule = self.form.save(commit=False)
        policy.amend(rule, by=self.request.user)
        log(rule, "wagtail.edit", user=self.request.user)
        return rule


class DeleteView(generic.DeleteView):
    """Deletes a rule that nothing cites."""

    def delete_action(self) -> None:
        """Delete it; what it said stays told on ``/policy/``."""
        policy.remove(self.object, by=self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete it, or say why it stays."""
        try:
            response: HttpResponse = super().form_valid(form)
        except policy.Cited:
            message = _(
                "Rule %(number)s stays: a refusal, a report, a ban or a screening rule cites it, "
                "and whoever it concerns must be able to read it. Word it otherwise instead."
            )
            messages.error(self.request, message % {"number": self.object.number})
            return redirect(self.index_url_name)
        return response


class PolicyRuleViewSet(ModelViewSet):
    """The numbered rules at ``/newsroom/policy/``."""

    model = PolicyRule
    name = "policy"
    menu_label = _("Comment policy")
    icon = "list-ol"
    menu_order = 155
    add_to_settings_menu = True
    add_to_reference_index = False
    list_display = ["number", "text", "code"]
    ordering = ["number"]
    search_fields = [*policy.WORDINGS, "code"]
    copy_view_enabled = False
    add_view_class = AddView
    edit_view_class = EditView
    delete_view_class = DeleteView

    def get_form_class(self, for_update: bool = False) -> type[RuleForm]:
        """Ask for a code only where a rule begins."""
        return RuleForm if for_update else NewRuleForm
