"""What the desk calls the languages that ``guess_language`` tells apart."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from minbar.arabic import Language

NAMES: dict[str, Promise] = {
    Language.STANDARD_ARABIC.value: pgettext_lazy("language", "Arabic"),
    Language.MAGHREBI.value: pgettext_lazy("language", "Darija"),
    Language.ARABIZI.value: pgettext_lazy("language", "Arabic in Latin letters"),
    Language.AMAZIGH.value: pgettext_lazy("language", "Amazigh"),
    Language.FRENCH.value: pgettext_lazy("language", "French"),
    Language.ENGLISH.value: pgettext_lazy("language", "English"),
}
_ANOTHER = pgettext_lazy("language", "another language")


def language_name(language: str) -> str:
    """Name a language, or say that it is another one."""
    return str(NAMES.get(language, _ANOTHER))
