"""Words that differ only by what Arabic hangs on them: light stemming, in two strengths.

``stem`` takes off what is hardly ever a letter of the word itself, and so needs to know no other
word. What might be («و» of «وقال», but not of «وزارة»; «ان» of «مؤتمران», but not of «لبنان») is
left on, and ``unsure_stems`` gives what it would leave: a search that knows which words there are
decides, for a form with an affix is rarer than the form without it.

Begun from light10 (Larkey, Ballesteros and Connell, Light Stemming for Arabic Information
Retrieval, 2007), as Lucene has it, with the clitics and endings that it misses. Broken plurals are
not endings; ``broken_plurals`` has those that newspapers use.
"""

from functools import lru_cache

from minbar.arabic.broken_plurals import BROKEN_PLURALS
from minbar.arabic.folding import fold

ARTICLES = ("وبال", "فبال", "وكال", "فكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل")
"""Clitic chains that end in the article, the longest first."""

PRONOUNS = (
    *("اتهما", "اتها", "اتهم", "اتهن", "اتنا", "اته"),
    *("تهما", "تها", "تهم", "تهن", "تنا", "ته", "هما", "ها"),
)
"""Attached pronouns, the longest first, with the ta marbuta that they open before them
(«وزارتها» beside «وزارة») and the plural's ending."""
LONGER_PRONOUNS = ("هم", "هن", "نا")
"""Which end too many words of their own: «مساهم», «سفن»; they go where four letters are left."""

ENDINGS = ("يات", "يون", "يين", "تان", "تين", "يه", "ات", "ون", "ين", "وا", "ت", "ه", "ي")
"""Number, gender and case, the longest first; two may stand together: «قراراته», «ليبيون»."""
LONG_WORD_ENDINGS = frozenset({"ون", "ين"})
"""They leave four letters at least; else they may be the word's own: «زيتون», «قانون»."""
SHORT_WORD_ENDINGS = frozenset({"ات", "ه"})
"""They leave two letters where need be: «لغة» beside «لغات», «سنة»."""

UNSURE_PREFIXES = ("وب", "ول", "فب", "فل", "وس", "و", "ف", "ب", "ك", "ل", "س")
UNSURE_ENDINGS = ("ون", "ين", "ان", "ا")
"""The first two where they leave three letters: «عامين», but not «زيتون»."""

SHORTEST = 3
SHORTEST_OF_ALL = 2


def stem(word: str) -> str:
    """Return what ``word`` has in common with its forms; the word, folded, where that is all.

    For comparing only: stems are often no words. A stem of a stem may be shorter; stem words.

    >>> [stem(word) for word in ["الحكومة", "حكومات", "للحكومه", "وحكومتها"]]
    ['حكوم', 'حكوم', 'حكوم', 'وحكوم']
    """
    return _stem(fold(word))


def unsure_stems(word: str) -> list[tuple[str, str]]:
    """Return other stems that ``word`` may have, each with the word that it would be the stem of.

    >>> unsure_stems("وقراره")
    [('قرار', 'قراره')]
    """
    word = fold(word)
    found = []
    for prefix in UNSURE_PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= SHORTEST:
            found.append((_stem(rest), rest))
    for ending in UNSURE_ENDINGS:
        base = _without_article(word).removesuffix(ending)
        if base != _without_article(word) and len(base) >= SHORTEST:
            found.append((_stem(base), base))
    return found


def wider_stems(root: str) -> dict[str, str]:
    """Return stems of forms that ``stem`` would not join to the stem ``root``, each to its affix.

    >>> wider_stems("قرار")["وقرار"]
    'و'
    """
    return {
        **{prefix + root: prefix for prefix in UNSURE_PREFIXES},
        **{root + ending: ending for ending in UNSURE_ENDINGS},
    }


def broken_plurals_of(root: str) -> frozenset[str]:
    """Return the stems of the other number of ``root``, itself the stem of a noun."""
    return _PAIRS.get(root, frozenset())


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    word = _without_article(word)
    before = word
    for pronoun in PRONOUNS:
        if word.endswith(pronoun) and len(word) - len(pronoun) >= SHORTEST:
            word = word.removesuffix(pronoun)
            break
    else:
        for pronoun in LONGER_PRONOUNS:
            if word.endswith(pronoun) and len(word) - len(pronoun) > SHORTEST:
                word = word.removesuffix(pronoun)
                break
    has_pronoun = word != before
    word = _without_ending(word, may_be_short=not has_pronoun)
    return _without_ending(word, may_be_short=False)


def _without_article(word: str) -> str:
    for article in ARTICLES:
        if word.startswith(article):
            left = len(word) - len(article)
            if left >= (SHORTEST_OF_ALL if article in {"ال", "لل"} else SHORTEST):
                return word.removeprefix(article)
    return word


def _without_ending(word: str, *, may_be_short: bool) -> str:
    for ending in ENDINGS:
        if word.endswith(ending):
            left = len(word) - len(ending)
            least = SHORTEST + (ending in LONG_WORD_ENDINGS)
            if may_be_short and ending in SHORT_WORD_ENDINGS:
                least = SHORTEST_OF_ALL
            if left >= least:
                return word.removesuffix(ending)
    return word


def _pairs() -> dict[str, frozenset[str]]:
    others: dict[str, set[str]] = {}
    for singular, *plurals in BROKEN_PLURALS:
        for plural in plurals:
            one, many = stem(singular), stem(plural)
            if one != many:
                others.setdefault(one, set()).add(many)
                others.setdefault(many, set()).add(one)
    return {root: frozenset(stems) for root, stems in others.items()}


_PAIRS = _pairs()
