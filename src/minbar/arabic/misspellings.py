"""Spellings that are wrong wherever they stand, and what is meant. No word list is needed.

The table in ``misspellings.toml`` is the newspaper's to correct. The rules of the hamza are those
that the academies of Cairo and Damascus teach: it is a link (wasl) in the verbal nouns and past
tenses of the seventh, eighth and tenth forms and in ten old nouns (ابن، اسم، اثنان …), and is
written elsewhere.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from minbar.arabic.findings import Rule

PHRASES = {
    "(?:[اإ]نشاء?|ان شاء|إنشأ|انشأ) ?الله|إن شاءالله": "إن شاء الله",
    "ما ?شاءالله|ماشاء الله|مشاء الله": "ما شاء الله",
    "الحمد ?الله|الحمدلله": "الحمد لله",
    "سبحانالله": "سبحان الله",
    "بسمالله": "بسم الله",
    "[بإ]ا?ذنالله|باذن الله": "بإذن الله",
    "[اأ]ستغفرالله": "أستغفر الله",
    "جزاكالله": "جزاك الله",
    "لاحول ولا": "لا حول ولا",
    "لا ?[اإ]له [اإ]لاالله|لا ?اله الا الله|لاإله إلا الله": "لا إله إلا الله",
}
"""What is typed, as a pattern, and what is meant."""

NAMES = frozenset({"إبتسام", "إبتهال", "إنتصار", "إعتدال"})
"""A woman's name is written as she writes it."""

NO_VERBAL_NOUNS = frozenset({"نزكان", "لتراس", "ستيفان", "ستيبان", "نديان"})
"""Inezgane, Ultras, Stephan and others that the pattern would take, after their hamza."""

LETTER_NAMES = frozenset({"سي", "بي", "تي", "دي", "جي", "ام", "ان", "اي"})
"""After one of these a short word is a letter's name too: «سي ان ان»."""

_AFTER = "(?:ات|ة|ه|ها|هم|نا|ك|ي|ية|يات|ين|ان|ا|اً)?"
_LETTER = "[بتثجحخدذرزسشصضطظعغفقكلمنهويئؤ]"  # any but an alef, or an alef that is not the pattern's
_FIRST = "[بجحخدذرسشصضطظعغفقكلمنه]"
_ENDS = "[بتثجحخدذرزسشصضطظعغفقكلمنهيء]"
_EIGHTH = f"{_FIRST}ت{_LETTER}ا{_ENDS}"
_SEVENTH = f"ن{_LETTER}{{2}}ا{_ENDS}"
_TENTH = f"ست{_LETTER}(?:{_LETTER}ا{_ENDS}|ا{_LETTER}ة)|ست[ئي]{_LETTER}ا{_ENDS}"
_VERBAL_NOUN = re.compile(
    f"(?P<before>[وف]?(?:[بك]?ال|لل|[بكل])?)(?:"
    f"إ(?P<stem>(?:{_TENTH}|{_EIGHTH}|{_SEVENTH}){_AFTER})"
    # With the hamza above only plain, or «الأنبياء» and «الأسترالي» would be taken.
    f"|(?<=[ال]ل)أ(?P<plain>(?:{_TENTH}|{_EIGHTH}|{_SEVENTH})(?<!ء)(?:ات)?))"
)

_ARTICLED = re.compile("(?P<before>[وف]?[بك]?)(?P<stem>ال.+)")
_JOINED_TO_ARTICLE = re.compile("(?P<before>[وف]?ل)(?P<stem>ل.+)")
_SHORTEST_AFTER_WAW = 4
"""«واحد» is one, «وان» and «فان» are names."""


def sure_spelling(word: str) -> tuple[Rule, tuple[str, ...]] | None:
    """Return the rule that ``word`` (without vowels) breaks and what it should be, or None."""
    for before, stem, dropped in _readings(word):
        rule, meant = _MEANT.get(stem, (None, ("",)))
        is_articled = stem.startswith("ال") and meant[0].startswith("ال")
        if rule and (is_articled or not before or not stem.startswith("ال")):
            return rule, tuple(before + one.removeprefix(dropped) for one in meant)
    noun = _VERBAL_NOUN.fullmatch(word)
    if noun is None or word in NAMES:
        return None
    stem = noun["stem"] or noun["plain"]
    return None if stem in NO_VERBAL_NOUNS else (Rule.HAMZA_OF_WASL, (f"{noun['before']}ا{stem}",))


def set_phrases(text: str) -> Iterator[tuple[int, int, str]]:
    """Every phrase in ``text`` that is written otherwise, with how it is written."""
    for found in _PHRASE.finditer(text):
        typed = found.lastgroup or ""
        yield found.start(typed), found.end(typed), _PHRASE_MEANT[typed]


def _readings(word: str) -> Iterator[tuple[str, str, str]]:
    """``word`` as it stands and without what is joined before it, and what joining drops."""
    yield "", word, ""
    if word[:1] in {"و", "ف"} and len(word) > _SHORTEST_AFTER_WAW:
        yield word[0], word[1:], ""
    if articled := _ARTICLED.fullmatch(word):
        yield articled["before"], articled["stem"], ""
    if joined := _JOINED_TO_ARTICLE.fullmatch(word):  # للحكومه: ل and الحكومه
        yield joined["before"], "ا" + joined["stem"], "ا"


_MEANT = {
    typed: (Rule(rule), tuple(meant))
    for rule, rows in tomllib.loads(
        Path(__file__).with_name("misspellings.toml").read_text("utf-8")
    ).items()
    for typed, meant in rows.items()
}
_PHRASE_MEANT = {f"p{number}": meant for number, meant in enumerate(PHRASES.values())}
_PHRASE = re.compile(
    "(?<![\u0621-\u065f])[وف]?(?:"
    + "|".join(f"(?P<p{number}>{typed})" for number, typed in enumerate(PHRASES))
    + ")(?![\u0621-\u065f])"
)
