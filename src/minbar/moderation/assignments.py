"""Where an editor says who reads the comments of which section."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from minbar.moderation.models import Assignment
from minbar.moderation.permissions import DECIDE


class AssignmentForm(forms.ModelForm[Assignment]):
    """A colleague who may decide, and a section."""

    class Meta:
        model = Assignment
        fields = ["colleague", "section"]
        error_messages = {
            "__all__": {"unique_together": _("This colleague has this section already.")}
        }

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        colleague: Any = self.fields["colleague"]
        colleague.queryset = get_user_model().objects.with_perm(
            DECIDE, backend="django.contrib.auth.backends.ModelBackend"
        )


class AssignmentsViewSet(ModelViewSet):
    """Assignments at ``/newsroom/assignments/``, in the menu of settings."""

    model = Assignment
    name = "assignments"
    icon = "user"
    menu_label = _("Comment assignments")
    add_to_settings_menu = True
    inspect_view_enabled = False
    list_display = ["colleague", "section"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[AssignmentForm]:
        """Use the form of ours."""
        return AssignmentForm
