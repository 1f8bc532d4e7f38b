"""Numbers with their nouns, as Arabic counts: «تعليق واحد», «تعليقان», «3 تعليقات», «11 تعليقا».

Screens say whole sentences in several languages, so their plurals are the catalogues' (gettext; the
Arabic one has the same six forms). Here is what it is held against: which form a number takes, by
CLDR, and how each noun that is counted on a screen has it; a rule of the house compares the two.
Python that writes Arabic without a catalogue counts by ``counted``.
"""

from dataclasses import dataclass

from minbar.arabic.numbers import format_number, locale_of


@dataclass(frozen=True)
class Noun:
    """A noun in the forms that counting gives it. Vowels are left out, as screens leave them."""

    singular: str
    """Also what stands after 100, 101, 102, 200 …: «100 تعليق»."""
    dual: str
    """As a subject, ending in «ان»."""
    plural: str
    """As a figure from 3 to 10 governs it, in the genitive: «3 مستخدمين»."""
    accusative: str
    """The singular as a figure from 11 to 99 governs it: «11 تعليقا»."""
    is_feminine: bool = False

    @property
    def oblique_dual(self) -> str:
        """The dual as an object, and after a preposition: «قبل دقيقتين»."""
        return f"{self.dual.removesuffix('ان')}ين"


NOUNS = {
    noun.singular: noun
    for noun in (
        # what the newspaper has
        Noun("تعليق", "تعليقان", "تعليقات", "تعليقا"),
        Noun("مقال", "مقالان", "مقالات", "مقالا"),
        Noun("قراءة", "قراءتان", "قراءات", "قراءة", is_feminine=True),
        Noun("صورة", "صورتان", "صور", "صورة", is_feminine=True),
        Noun("صفحة", "صفحتان", "صفحات", "صفحة", is_feminine=True),
        Noun("نتيجة", "نتيجتان", "نتائج", "نتيجة", is_feminine=True),
        Noun("مستخدم", "مستخدمان", "مستخدمين", "مستخدما"),
        Noun("قرار", "قراران", "قرارات", "قرارا"),
        # what a form has
        Noun("حرف", "حرفان", "أحرف", "حرفا"),
        Noun("خانة", "خانتان", "خانات", "خانة", is_feminine=True),
        # time
        Noun("ثانية", "ثانيتان", "ثوان", "ثانية", is_feminine=True),
        Noun("دقيقة", "دقيقتان", "دقائق", "دقيقة", is_feminine=True),
        Noun("ساعة", "ساعتان", "ساعات", "ساعة", is_feminine=True),
        Noun("يوم", "يومان", "أيام", "يوما"),
        Noun("أسبوع", "أسبوعان", "أسابيع", "أسبوعا"),
        Noun("شهر", "شهران", "أشهر", "شهرا"),
        Noun("سنة", "سنتان", "سنوات", "سنة", is_feminine=True),
    )
}
"""Every noun that a screen counts, by its singular."""


def plural_category(number: int, language: str = "ar") -> str:
    """Return CLDR's category of a count: ``zero``, ``one``, ``two``, ``few``, ``many``, ``other``.

    Languages have some of them; one that CLDR does not know is counted as English is. Raises
    ValueError for a number below zero: nothing is counted so.
    """
    if number < 0:
        raise ValueError(f"Nothing is counted as {number}.")
    category: str = locale_of(language).plural_form(number)
    return category


def counted(number: int, noun: Noun, *, region: str = "DZ", digits: str = "latn") -> str:
    """Return ``number`` with ``noun`` in Arabic, the figure as ``format_number`` writes it.

    None, one and two are said without a figure. Raises ValueError for a number below zero.

    >>> [counted(number, NOUNS["تعليق"]) for number in (0, 1, 2)]
    ['لا تعليقات', 'تعليق واحد', 'تعليقان']
    >>> [counted(number, NOUNS["تعليق"]) for number in (3, 11, 100)]
    ['3 تعليقات', '11 تعليقا', '100 تعليق']
    """
    match plural_category(number):
        case "zero":
            return f"لا {noun.plural}"
        case "one":
            return f"{noun.singular} {'واحدة' if noun.is_feminine else 'واحد'}"
        case "two":
            return noun.dual
        case "few":
            governed = noun.plural
        case "many":
            governed = noun.accusative
        case _:
            governed = noun.singular
    return f"{format_number(number, region=region, digits=digits)} {governed}"
