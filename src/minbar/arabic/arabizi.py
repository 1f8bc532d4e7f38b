"""Arabic in Latin letters and digits, as telephones taught it: which spellings a word may have.

Letters for digits are those of the Maghreb and the East together, so a digit has several readings.
Short vowels are written or not, as anyone likes; they are never asked for.
"""

import re
from collections.abc import Iterator
from itertools import islice, product

SPELLINGS = {
    "ء": ("2", ""),
    "ا": ("a",),
    "ب": ("b",),
    "ت": ("t",),
    "ث": ("th", "t"),
    "ج": ("j", "dj", "g"),
    "ح": ("7", "h"),
    "خ": ("kh", "5", "7"),
    "د": ("d",),
    "ذ": ("dh", "d", "4", "z"),
    "ر": ("r",),
    "ز": ("z",),
    "س": ("s",),
    "ش": ("ch", "sh", "4"),
    "ص": ("s", "9"),
    "ض": ("d", "dh", "9"),
    "ط": ("t", "6"),
    "ظ": ("dh", "d", "z", "6"),
    "ع": ("3", ""),
    "غ": ("gh", "8", "4", "3"),
    "ف": ("f",),
    "ق": ("9", "q", "k", "g", "8"),
    "ك": ("k",),
    "ل": ("l",),
    "م": ("m",),
    "ن": ("n",),
    "ه": ("h",),
    "و": ("w", "ou", "o", "u"),
    "ي": ("y", "i", "e"),
}
"""Of each folded letter. 7', 9', 6' and 3' (خ ض ظ غ) stand without their apostrophe, which a word
loses where it is looked up."""

TA_MARBUTA = ("a", "e", "h", "")
"""A «ه» at the end."""

CARRY_A_VOWEL = "اعء"
"""Letters at a word's beginning of which often no more than their vowel is written."""

CLITICS = frozenset(
    {
        conjunction + preposition + article
        for conjunction in ("", "w", "ou", "f")
        for preposition in ("", "b", "l", "k")
        for article in ("", "el", "al", "il", "l")
    }
    - {""}
)

LONGEST_CLITICS = max(map(len, CLITICS))

MOST_SKELETONS = 1000

_UNSURE = re.compile("[aeiouwyh]+")
_VOWELS = "aeiou"
_SHORT_VOWEL = "[aeiou]{0,2}"


def skeleton(word: str) -> str:
    """Return what is left of a Latin word without vowels, and without h, w and y.

    >>> skeleton("7imar"), skeleton("5ayen"), skeleton("khayen")
    ('7mr', '5n', 'kn')
    """
    return _UNSURE.sub("", word)


def skeletons(word: str) -> Iterator[str]:
    """Yield the skeletons of the spellings of a folded word, at most ``MOST_SKELETONS``."""
    readings = [{skeleton(spelling) for spelling in _spellings(letter)} for letter in word]
    return ("".join(parts) for parts in islice(product(*readings), MOST_SKELETONS))


def spelling(text: str) -> re.Pattern[str]:
    """Return what the spellings of a folded word or phrase match, in squeezed Latin words."""
    return re.compile(" ".join(_pattern(word) for word in text.split()))


def _spellings(letter: str) -> tuple[str, ...]:
    """Return the Latin spellings of an Arabic letter; of a digit, those of what it stands for."""
    if letter in SPELLINGS:
        return SPELLINGS[letter]
    if letter.isdigit():
        meant = [ours for ours in SPELLINGS.values() if letter in ours]
        return tuple(dict.fromkeys([letter, *(one for ours in meant for one in ours)]))
    return (letter,)


def _pattern(word: str) -> str:
    """Return the pattern of a word: short vowels within, and without where it has some itself."""
    before = _SHORT_VOWEL if word[0] in CARRY_A_VOWEL or word[0] in _VOWELS else ""
    after = _SHORT_VOWEL if word[-1] in _VOWELS else ""
    if word[0] == "ا":
        before = "[aeiou]{1,2}"
        word = word[1:]
    letters = [_spellings(letter) for letter in word if letter not in _VOWELS]
    if word.endswith("ه"):
        letters[-1] = TA_MARBUTA
    readings = ("(?:" + "|".join(map(re.escape, spellings)) + ")" for spellings in letters)
    return before + _SHORT_VOWEL.join(readings) + after
