"""The regions whose Arabic differs in the names of months and in separators, to be chosen from."""

from babel import Locale
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

ARABIC_REGIONS = (
    *("DZ", "MA", "TN", "LY", "MR", "EG", "SD", "SO", "DJ", "KM", "SA", "YE", "OM", "AE", "QA"),
    *("BH", "KW", "IQ", "SY", "LB", "JO", "PS"),
)
"""The states of the Arab League (ISO 3166), for whose Arabic CLDR has data of its own."""


def regions_to_choose() -> list[tuple[str, str]]:
    """Name the regions in the language of whoever reads, in the order of their names."""
    territories = Locale.parse(translation.get_language() or "ar", sep="-").territories
    named = [(code, str(territories[code])) for code in ARABIC_REGIONS]
    named.sort(key=lambda region: region[1])
    installed = str(territories.get(settings.MINBAR_REGION, settings.MINBAR_REGION))
    return [("", _("As installed (%(region)s)") % {"region": installed}), *named]
