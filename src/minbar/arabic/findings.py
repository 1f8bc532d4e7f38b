"""What proofreading may find, and how it is said.

The library knows no gettext, so what is said is data: a sentence for each rule, in Arabic,
English and French. A screen in another language takes ``Finding.rule`` to its own catalogue.
"""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What a finding is about; the values are stable and may be stored."""

    STRAY_CONTROL = "stray_control"
    STACKED_MARKS = "stacked_marks"
    TATWEEL = "tatweel"
    SPACE_BEFORE_MARK = "space_before_mark"
    NO_SPACE_AFTER_MARK = "no_space_after_mark"
    SPACE_INSIDE_BRACKETS = "space_inside_brackets"
    UNBALANCED = "unbalanced"
    LATIN_MARK = "latin_mark"
    DOTS = "dots"
    DOUBLED_SPACE = "doubled_space"
    DOUBLED_WORD = "doubled_word"
    WAW_APART = "waw_apart"
    MIXED_NUMBER = "mixed_number"
    MIXED_DIGITS = "mixed_digits"
    SET_PHRASE = "set_phrase"
    HAMZA_OF_WASL = "hamza_of_wasl"
    MISSING_HAMZA = "missing_hamza"
    ALEF_MAQSURA = "alef_maqsura"
    TA_MARBUTA = "ta_marbuta"
    COMMON_SLIP = "common_slip"
    SPELLING = "spelling"


@dataclass(frozen=True)
class Finding:
    """A place in a text that a proofreader would mark.

    ``start`` and ``end`` count characters of the text as it was given. ``suggestions`` are what may
    stand there instead, the likeliest first; the empty text means that it goes.
    """

    start: int
    end: int
    rule: Rule
    message: str
    suggestions: tuple[str, ...]


MESSAGES: dict[str, dict[Rule, str]] = {
    "ar": {
        Rule.STRAY_CONTROL: "حرف خفي لا يُرى وقد يقلب اتجاه السطر أو يقطع الكلمة.",
        Rule.STACKED_MARKS: "حركة مكررة على حرف واحد.",
        Rule.TATWEEL: "تطويل داخل كلمة في نص متصل.",
        Rule.SPACE_BEFORE_MARK: "لا فراغ قبل علامة الترقيم.",
        Rule.NO_SPACE_AFTER_MARK: "علامة الترقيم يتبعها فراغ.",
        Rule.SPACE_INSIDE_BRACKETS: "لا فراغ بعد القوس الفاتح ولا قبل القوس الخاتم.",
        Rule.UNBALANCED: "قوس أو علامة تنصيص بلا قرين.",
        Rule.LATIN_MARK: "علامة ترقيم لاتينية بين كلمات عربية.",
        Rule.DOTS: "علامة الحذف ثلاث نقاط.",
        Rule.DOUBLED_SPACE: "فراغ مكرر.",
        Rule.DOUBLED_WORD: "كلمة مكررة.",
        Rule.WAW_APART: "واو العطف تتصل بما بعدها.",
        Rule.MIXED_NUMBER: "أرقام مشرقية ومغربية في عدد واحد.",
        Rule.MIXED_DIGITS: "أرقام هذا العدد على غير ما في سائر النص.",
        Rule.SET_PHRASE: "عبارة تُكتب كلماتها على وجه آخر.",
        Rule.HAMZA_OF_WASL: "همزة وصل كُتبت همزة قطع.",
        Rule.MISSING_HAMZA: "همزة قطع لم تُكتب.",
        Rule.ALEF_MAQSURA: "ألف مقصورة وياء في غير موضعهما.",
        Rule.TA_MARBUTA: "تاء مربوطة كُتبت هاء.",
        Rule.COMMON_SLIP: "خطأ شائع في الإملاء.",
        Rule.SPELLING: "كلمة لا يعرفها المعجم، وقريب منها كلمة معروفة.",
    },
    "en": {
        Rule.STRAY_CONTROL: "An invisible character, which may turn the line or break the word.",
        Rule.STACKED_MARKS: "A vowel sign repeated on one letter.",
        Rule.TATWEEL: "A stretched word in running text.",
        Rule.SPACE_BEFORE_MARK: "No space before a punctuation mark.",
        Rule.NO_SPACE_AFTER_MARK: "A space follows a punctuation mark.",
        Rule.SPACE_INSIDE_BRACKETS: "No space after an opening bracket or before a closing one.",
        Rule.UNBALANCED: "A bracket or quotation mark without its other half.",
        Rule.LATIN_MARK: "A Latin punctuation mark among Arabic words.",
        Rule.DOTS: "An ellipsis has three dots.",
        Rule.DOUBLED_SPACE: "More than one space.",
        Rule.DOUBLED_WORD: "A word written twice.",
        Rule.WAW_APART: "The conjunction waw is joined to what follows.",
        Rule.MIXED_NUMBER: "Two systems of digits in one number.",
        Rule.MIXED_DIGITS: "The rest of the text writes its numbers in other digits.",
        Rule.SET_PHRASE: "A set phrase whose words are written otherwise.",
        Rule.HAMZA_OF_WASL: "A hamza where the alef is only a link.",
        Rule.MISSING_HAMZA: "A hamza was left off.",
        Rule.ALEF_MAQSURA: "Alef maqsura and ya in each other's place.",
        Rule.TA_MARBUTA: "Ta marbuta without its dots.",
        Rule.COMMON_SLIP: "A common spelling mistake.",
        Rule.SPELLING: "The word list does not know this word, and knows one close to it.",
    },
    "fr": {
        Rule.STRAY_CONTROL: "Un caractère invisible, qui peut retourner la ligne ou couper le mot.",
        Rule.STACKED_MARKS: "Une voyelle répétée sur une même lettre.",
        Rule.TATWEEL: "Un mot étiré dans un texte courant.",
        Rule.SPACE_BEFORE_MARK: "Pas d’espace avant un signe de ponctuation.",
        Rule.NO_SPACE_AFTER_MARK: "Une espace suit le signe de ponctuation.",
        Rule.SPACE_INSIDE_BRACKETS: (
            "Pas d’espace après une parenthèse ouvrante ni avant une fermante."
        ),
        Rule.UNBALANCED: "Une parenthèse ou un guillemet sans son pendant.",
        Rule.LATIN_MARK: "Un signe de ponctuation latin parmi des mots arabes.",
        Rule.DOTS: "Les points de suspension sont trois.",
        Rule.DOUBLED_SPACE: "Plus d’une espace.",
        Rule.DOUBLED_WORD: "Un mot écrit deux fois.",
        Rule.WAW_APART: "La conjonction waw se lie à ce qui suit.",
        Rule.MIXED_NUMBER: "Deux systèmes de chiffres dans un même nombre.",
        Rule.MIXED_DIGITS: "Le reste du texte écrit ses nombres avec d’autres chiffres.",
        Rule.SET_PHRASE: "Une locution dont les mots s’écrivent autrement.",
        Rule.HAMZA_OF_WASL: "Une hamza là où l’alif n’est que de liaison.",
        Rule.MISSING_HAMZA: "Une hamza a été omise.",
        Rule.ALEF_MAQSURA: "Alif maqsoura et ya à la place l’un de l’autre.",
        Rule.TA_MARBUTA: "Un ta marbouta sans ses points.",
        Rule.COMMON_SLIP: "Une faute d’orthographe courante.",
        Rule.SPELLING: "Le lexique ignore ce mot, et en connaît un qui en est proche.",
    },
}
