"""The newsroom's form of an advertisement."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from minbar.advertising.places import Shape, Size


class AdvertisementForm(WagtailAdminModelForm):
    """Looks whether the pictures have the shape of the slots, and says which size to send."""

    def clean(self) -> dict[str, Any]:
        """Refuse slots of two shapes, and pictures of another."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        shapes = _shapes_of(told.get("slots") or ())
        if len(shapes) > 1:
            message = _(
                "These slots have two shapes: beside a story there is a box, everywhere else a "
                "wide band. Make one advertisement for each."
            )
            self.add_error("slots", ValidationError(message, code="two_shapes"))
        elif shapes:
            self._look_at_pictures(told, *shapes)
        return told

    def _look_at_pictures(self, told: dict[str, Any], shape: Shape) -> None:
        self._look_at("picture", told.get("picture"), shape.size)
        small = told.get("picture_for_phones")
        if small and shape is Shape.BOX:
            message = _("Beside a story phones show the same picture. Leave this one out.")
            self.add_error("picture_for_phones", ValidationError(message, code="not_needed"))
        else:
            self._look_at("picture_for_phones", small, shape.size_on_phones)

    def _look_at(self, field: str, picture: Any, size: Size) -> None:
        if picture and not size.is_shape_of(picture.width, picture.height):
            message = _(
                "This picture is %(width)s pixels wide and %(height)s high, which is another "
                "shape than the slots have. Send one that is %(wanted_width)s wide and "
                "%(wanted_height)s high."
            )
            width, height = size.sent
            told = {
                "width": picture.width,
                "height": picture.height,
                "wanted_width": width,
                "wanted_height": height,
            }
            self.add_error(field, ValidationError(message, code="shape", params=told))


def _shapes_of(slots: Iterable[Any]) -> set[Shape]:
    return {slot.shape for slot in slots}
