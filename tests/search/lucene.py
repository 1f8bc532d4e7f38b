"""Lucene's Arabic chain, built from its published rules to be measured against.

Facts of Lucene 9's ``ArabicAnalyzer``: lower case, decimal digits, stop words, ``ArabicNormalizer``
(alef with hamza or madda, alef maqsura, ta marbuta, tatweel, the eight harakat), ``ArabicStemmer``
(light10: Larkey, Ballesteros and Connell). Documents that have any word of the query are found and
ranked by BM25 (k1 1.2, b 0.75), as Lucene ranks one field. The stop words here are those particles
and pronouns that every such list has.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
STOP_WORDS = frozenset(
    [
        *("من", "في", "على", "إلى", "الى", "عن", "ان", "أن", "إن", "هذا", "هذه", "ذلك", "تلك"),
        *("التي", "الذي", "الذين", "ما", "لا", "لم", "لن", "قد", "كان", "كانت", "هو", "هي", "هم"),
        *("ثم", "أو", "او", "و", "بين", "كل", "بعد", "قبل", "عند", "مع", "حتى", "أي", "اي"),
        *("غير", "منذ"),
    ]
)
HARAKAT = re.compile("[\u064b-\u0652\u0640]")
K1, B = 1.2, 0.75


def normalize(word: str) -> str:
    """Apply ``ArabicNormalizer``."""
    word = HARAKAT.sub("", word)
    word = re.sub("[آأإ]", "ا", word)
    return word.replace("ى", "ي").replace("ة", "ه")


def stem(word: str) -> str:
    """Apply ``ArabicStemmer``: one prefix, then each suffix in turn."""
    for prefix in PREFIXES:
        least = 4 if len(prefix) == 1 else len(prefix) + 2
        if word.startswith(prefix) and len(word) >= least:
            word = word.removeprefix(prefix)
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 2:
            word = word.removesuffix(suffix)
    return word


def analyze(text: str) -> list[str]:
    """Return the terms of ``text``: runs of letters, digits and marks, as UAX #29 has them."""
    terms = []
    for word in re.findall(r"[\w\u064b-\u065f\u0670]+", text):
        digits = "".join(
            str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in word.lower()
        )
        if digits not in STOP_WORDS:
            terms.append(stem(normalize(digits)))
    return [term for term in terms if term]


class Index:
    """Documents by key, each one text."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        self._lengths: dict[str, int] = {}
        self._postings: dict[str, dict[str, int]] = defaultdict(dict)
        for key, text in documents.items():
            terms = analyze(text)
            self._lengths[key] = len(terms)
            for term, count in Counter(terms).items():
                self._postings[term][key] = count

    def search(self, asked: str, most: int = 10) -> list[str]:
        """Return the keys of the best documents."""
        scores: dict[str, float] = defaultdict(float)
        usual = sum(self._lengths.values()) / len(self._lengths)
        for term in analyze(asked):
            found = self._postings.get(term, {})
            rarity = math.log(1 + (len(self._lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for key, count in found.items():
                length = 1 - B + B * self._lengths[key] / usual
                scores[key] += rarity * count / (count + K1 * length)
        return sorted(scores, key=lambda key: (-scores[key], key))[:most]
