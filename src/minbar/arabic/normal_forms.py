"""Unicode's normal forms, in time that grows with the text and not with its square."""

import re
import unicodedata
from typing import Literal

LONGEST_RUN_OF_MARKS = 30
"""Marks in a row that any language needs at most (UAX #15, section 13, Stream-Safe Text Format)."""

_VOICING_MARKS = "\uff9e\uff9f"
"""HALFWIDTH KATAKANA (SEMI-)VOICED SOUND MARK: the two letters that NFKC turns to marks."""

_MAY_BE_TOO_MANY = re.compile(rf"(?:[^\w\s]|[{_VOICING_MARKS}]){{{LONGEST_RUN_OF_MARKS + 1},}}")


def normal_form(form: Literal["NFC", "NFD", "NFKC"], text: str) -> str:
    """Return ``text`` in the normal form, less what a run of marks has beyond the thirtieth.

    Python puts a run of marks in order by insertion (cpython #149079, cured in later patches
    only): 32,000 marks take 0.8 s, and ten times as many a hundred times as long.
    """
    if unicodedata.is_normalized(form, text):
        return text
    return unicodedata.normalize(form, cut_runs_of_marks(text))


def cut_runs_of_marks(text: str) -> str:
    """Return ``text`` with the first thirty marks of each run of them."""
    return _MAY_BE_TOO_MANY.sub(_cut, text)


def _cut(run: re.Match[str]) -> str:
    kept = []
    marks = 0
    for sign in run[0]:
        is_mark = sign in _VOICING_MARKS or unicodedata.category(sign)[0] == "M"
        marks = marks + 1 if is_mark else 0
        if marks <= LONGEST_RUN_OF_MARKS:
            kept.append(sign)
    return "".join(kept)
