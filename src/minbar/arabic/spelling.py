"""Spelling by Debian's Arabic word list (``hunspell-ar``), where the machine has it.

The list alone would call every name a mistake. So a word that it does not know is doubted only if a
word that newspapers use every week is one slip away; the words that are proposed are our own
(``frequent_words``), the region's months and the newspaper's, and the list only confirms them.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise, product
from pathlib import Path
from threading import Lock

from minbar.arabic.keyboards import ARABIC_ROWS
from minbar.arabic.numbers import arabic_of

DICTIONARY_FOLDERS = (Path("/usr/share/hunspell"), Path("/usr/local/share/hunspell"))
"""Where distributions put word lists; the first that holds ``ar.aff`` and ``ar.dic`` is read."""

ARABIC_REGIONS = (
    *("AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KM", "KW", "LB", "LY", "MA"),
    *("MR", "OM", "PS", "QA", "SA", "SD", "SO", "SY", "TD", "TN", "YE"),
)

LETTERS_IN_A_STEM = 3
LETTERS_IN_A_LONG_WORD = 5
"""A shorter word is one letter from too many others."""
LETTERS_IN_A_WORD = 20
"""The longest word with all its particles has fewer; what is longer is not looked at."""
PROPOSALS = 3

PARTICLES = ("", "و", "ف")
PREPOSITIONS = ("", "ال", "ب", "ك", "ل", "لل", "بال", "كال", "س")
BEFORE_A_STEM = tuple(first + second for first, second in product(PARTICLES, PREPOSITIONS))
AFTER_A_STEM = (
    *("", "ا", "ت", "ة", "ه", "ي", "ك", "ات", "ان", "ين", "ون", "وا", "ها", "هم", "هن"),
    *("نا", "كم", "هما", "ية", "تها", "ته", "تهم", "تي", "يا", "يين", "يون"),
)

SEATS = ("اأإآٱ", "يىئ", "هة", "وؤ")
"""Letters that are one letter with a mark, or one sound in two spellings."""
LOOKS = ("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "كگ", "قڨ", "فڤ")
"""Letters of one body that dots tell apart."""
KEYBOARD = (
    *(ARABIC_ROWS[0].removeprefix("ذ"), ARABIC_ROWS[1], *ARABIC_ROWS[2].split("\0")),
    *("ضش", "صس", "ثي", "قبر", "فل", "غاى", "عتة", "هنو", "خمز", "حكظ", "جط"),
)
"""Rows and columns of the keyboard Arabic (101)."""


NAMES_OPEN_WITH = ("بو", "بل", "لع")
"""How many family names of the Maghreb begin, that no list holds: «بوطالب», «بلقاضي», «لعريبي»."""


def _listed_in(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


FREQUENT_WORDS = _listed_in("frequent_words.txt")
PLACES = _listed_in("places.txt")


class Slip(IntEnum):
    """How one letter may go astray, the likeliest first."""

    SEAT = 0
    LOOK = 1
    ORDER = 2
    NEIGHBOUR = 3
    LEFT_OUT = 4
    TOO_MANY = 5
    OTHER = 6


LETTERS_FOR = {
    Slip.LOOK: 4,
    Slip.ORDER: 4,
    Slip.NEIGHBOUR: 5,
    Slip.LEFT_OUT: 5,
    Slip.TOO_MANY: 5,
    Slip.OTHER: 7,
}
"""So many letters must a stem have to be doubted for a slip: the likelier that is, the fewer.

Measured on the demo edition: with one letter less for each, false findings are twice as many.
"""


class Spelling:
    """What a newspaper of a region takes for well spelled, and what it proposes otherwise."""

    def __init__(
        self, is_listed: Callable[[str], bool], region: str, words: frozenset[str]
    ) -> None:
        self._is_listed = is_listed
        self._own = _months(region) | words
        self._known = self._own | FREQUENT_WORDS | PLACES | _months_everywhere()
        self._near = (_neighbourhood(self._own), _neighbourhood(FREQUENT_WORDS))

    def knows(self, word: str) -> bool:
        """Whether ``word``, with the particles and endings that it may carry, is a word."""
        if word in self._known or self._is_listed(word):
            return True
        return any(stem in self._known for before, stem, after in _parts(word) if not after)

    def proposals(self, word: str) -> tuple[str, ...]:
        """Return the known words that are one slip from an unknown ``word``, the likeliest first.

        The region's months and the newspaper's words come before all others.
        """
        if len(word) > LETTERS_IN_A_WORD:
            return ()
        found: dict[str, tuple[int, int]] = {}
        for before, stem, after in _parts(word):
            for rank, near in enumerate(self._near):
                if rank == 0 and after:
                    continue
                for meant in _neighbours(stem, near):
                    slip = slip_between(stem, meant)
                    if slip is None or not _is_likely(slip, stem, before):
                        continue
                    whole = before + meant + after
                    if rank == 0 or whole in FREQUENT_WORDS or self._is_listed(whole):
                        found[whole] = min(found.get(whole, (9, 9)), (rank, slip))
        for whole in (*_with_what_was_left_off(word), *_with_one_of_twins(word)):
            if len(word) >= LETTERS_IN_A_LONG_WORD and self._is_listed(whole):
                found.setdefault(whole, (2, Slip.SEAT))
        return tuple(sorted(found, key=lambda whole: (found[whole], whole)))[:PROPOSALS]


def spelling(region: str, words: frozenset[str]) -> Spelling | None:
    """Return the spelling of ``region`` with the newspaper's ``words``; None without a list."""
    is_listed = _word_list()
    return Spelling(is_listed, region, words) if is_listed else None


def slip_between(typed: str, meant: str) -> Slip | None:
    """Return the one slip that makes ``typed`` of ``meant``, None if it takes more, or none.

    A slip is a letter for another, one left out, one too many, or two in each other's place
    (Damerau, CACM 1964).
    """
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    one, other = typed[start:], meant[start:]
    if len(one) == len(other):
        if not one:
            return None
        if one[1:] == other[1:]:
            return _slip_of_letters(one[0], other[0])
        return Slip.ORDER if one[:2] == other[1::-1] and one[2:] == other[2:] else None
    if one == other[1:]:
        return Slip.LEFT_OUT
    return Slip.TOO_MANY if one[1:] == other else None


def _slip_of_letters(typed: str, meant: str) -> Slip:
    if any(typed in letters and meant in letters for letters in SEATS):
        return Slip.SEAT
    if any(typed in letters and meant in letters for letters in LOOKS):
        return Slip.LOOK
    if any(typed + meant in row or meant + typed in row for row in KEYBOARD):
        return Slip.NEIGHBOUR
    return Slip.OTHER


def _is_likely(slip: Slip, stem: str, before: str) -> bool:
    if slip is Slip.SEAT:
        return not before or len(stem) > LETTERS_IN_A_STEM
    word = before + stem
    is_long = len(stem) >= LETTERS_FOR[slip] and len(word) >= LETTERS_IN_A_LONG_WORD
    return is_long and not word.startswith(NAMES_OPEN_WITH)


def _with_what_was_left_off(word: str) -> Iterator[str]:
    """``word`` with a hamza or madda on one bare alef, or with the dots of ta marbuta."""
    for place, letter in enumerate(word):
        if letter == "ا" and not (place == 0 and word.startswith("ال")):
            yield from (f"{word[:place]}{meant}{word[place + 1 :]}" for meant in "أإآ")
    if word.endswith("ه"):
        yield word[:-1] + "ة"


def _with_one_of_twins(word: str) -> Iterator[str]:
    """``word`` with one letter where it has the same twice; few names are so made."""
    for place, (letter, following) in enumerate(pairwise(word)):
        if letter == following:
            yield word[:place] + word[place + 1 :]


def _parts(word: str) -> Iterator[tuple[str, str, str]]:
    """Every way to take ``word`` for particles, a stem and an ending."""
    for before in BEFORE_A_STEM:
        if not word.startswith(before):
            continue
        rest = word[len(before) :]
        for after in AFTER_A_STEM:
            stem = rest.removesuffix(after)
            if rest.endswith(after) and len(stem) >= LETTERS_IN_A_STEM:
                yield before, stem, after


def _neighbours(stem: str, near: dict[str, list[str]]) -> Iterator[str]:
    yield from near.get(stem, ())
    for shortened in _shortened(stem):
        yield from near.get(shortened, ())


@lru_cache(maxsize=16)
def _neighbourhood(words: frozenset[str]) -> dict[str, list[str]]:
    """``words`` under themselves and under all that is left of them without one letter.

    Two words are a slip apart only if they meet in such a remainder.
    """
    near: dict[str, list[str]] = {}
    for word in words:
        if LETTERS_IN_A_STEM <= len(word) <= LETTERS_IN_A_WORD:
            for remainder in {word, *_shortened(word)}:
                near.setdefault(remainder, []).append(word)
    return near


def _shortened(word: str) -> Iterable[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


@lru_cache
def _months(region: str) -> frozenset[str]:
    """The names of the months in ``region`` (CLDR, through Babel), those of one word."""
    names = arabic_of(region).months["format"]["wide"].values()
    return frozenset(name for name in names if " " not in name)


@lru_cache
def _months_everywhere() -> frozenset[str]:
    return frozenset().union(*map(_months, ARABIC_REGIONS))


_loading = Lock()


def _word_list() -> Callable[[str], bool] | None:
    """Load the system's Arabic word list once (0.8 s), for whoever asks first."""
    with _loading:
        return _load_word_list(DICTIONARY_FOLDERS)


@lru_cache
def _load_word_list(folders: tuple[Path, ...]) -> Callable[[str], bool] | None:
    for folder in folders:
        if (folder / "ar.aff").exists() and (folder / "ar.dic").exists():
            from hunspell import Hunspell  # type: ignore[import-untyped]

            listed = Hunspell("ar", hunspell_data_dir=str(folder))
            return lru_cache(maxsize=50_000)(listed.spell)
    return None
