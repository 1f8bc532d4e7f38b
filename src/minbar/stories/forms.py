"""Forms of the newsroom about the newspaper itself."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from minbar.stories.nameplate import draw_nameplate


class NewspaperForm(WagtailAdminModelForm):
    """Draws the nameplate anew when the newspaper's name is saved."""

    def clean_name(self) -> str:
        """Refuse a name that the face has no letters for."""
        name: str = self.cleaned_data["name"].strip()
        try:
            self.instance.nameplate = draw_nameplate(name)
        except ValueError as error:
            message = _("The nameplate's face has no letters for this name. Write another.")
            raise ValidationError(message, code="no_letters") from error
        return name
