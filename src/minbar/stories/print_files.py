"""What may be uploaded as the paper of a day."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

LARGEST_PDF = 100 * 1024 * 1024
PDF_HELP = _("At most 100 MB. Pictures of 150 dots an inch are enough for a screen.")


def check_pdf(file: File[bytes]) -> None:
    """Refuse what is no PDF, whatever its name says (ISO 32000-1, 7.5.2), and one too large."""
    if file.size > LARGEST_PDF:
        raise ValidationError(_("The file has more than 100 MB. Save it with smaller pictures."))
    file.seek(0)
    begins = file.read(5)
    file.seek(0)
    if begins != b"%PDF-":
        raise ValidationError(_("This is no PDF. Save the pages as PDF and upload that."))
