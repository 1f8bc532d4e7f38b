"""What an advertisement may lead to."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

OWN_PATH = re.compile(r"/(?![/\\])[^\s\\]*")
"""An address of the newspaper's own; browsers read two strokes, or a backslash, as another site."""


def check_address(address: str) -> None:
    """Refuse what is neither an https address nor a path of the newspaper's own."""
    if OWN_PATH.fullmatch(address):
        return
    try:
        URLValidator(schemes=["https"])(address)
    except ValidationError as error:
        message = _(
            "Write an address that begins with https://, or one of this newspaper’s own, such "
            "as /print/."
        )
        raise ValidationError(message, code="address") from error
