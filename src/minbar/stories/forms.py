"""Forms of the newsroom about the newspaper itself, and its editions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from minbar.stories.arabic_regions import regions_to_choose
from minbar.stories.colours import ENOUGH, LIGHT_PAPERS, least_contrast, readable_on
from minbar.stories.nameplate import draw_nameplate


class NewspaperForm(WagtailAdminModelForm):
    """Draws the nameplate anew when the newspaper's name is saved, and looks at its colour."""

    region = forms.ChoiceField(
        label=_("region"),
        required=False,
        choices=regions_to_choose,
        help_text=_("Whose names of months and whose separators are used."),
    )

    def clean_accent(self) -> str:
        """Refuse a colour that is hard to read on paper, and say which near it is not."""
        accent: str = self.cleaned_data["accent"]
        reached = least_contrast(accent, LIGHT_PAPERS)
        if reached < ENOUGH:
            message = _(
                "This colour is too pale to be read on the page: %(reached)s : 1, where "
                "%(enough)s : 1 is needed. Near it, %(near)s is read well."
            )
            told = {
                "reached": f"{reached:.1f}",
                "enough": ENOUGH,
                "near": readable_on(accent, LIGHT_PAPERS),
            }
            raise ValidationError(message, code="pale", params=told)
        return accent

    def clean_name(self) -> str:
        """Refuse a name that the face has no letters for."""
        name: str = self.cleaned_data["name"].strip()
        self.instance.nameplate = _drawn(name)
        return name


class FrontForm(WagtailAdminPageForm):
    """Draws the nameplate of an edition that has a name of its own."""

    def clean_newspaper_name(self) -> str:
        """Refuse a name that the face has no letters for; without one there is nothing to draw."""
        name: str = self.cleaned_data["newspaper_name"].strip()
        self.instance.nameplate = _drawn(name) if name else ""
        return name


def _drawn(name: str) -> str:
    try:
        return draw_nameplate(name)
    except ValueError as error:
        message = _("The nameplate's face has no letters for this name. Write another.")
        raise ValidationError(message, code="no_letters") from error
