"""Word lists as people write and exchange them: plain text, a word or phrase on each line.

    # a remark
    كلب | except: كلب البحر، كلب الصيد
    حمار | arabizi

What stands behind a bar says how a term is looked for: ``except:`` names innocent phrases that the
term stands in; ``arabizi`` finds it in Latin letters and digits, too; ``clitics`` and ``no
clitics`` say whether it is found with «و», «ال» and the like before it (unsaid: from four letters
on). Each has an Arabic name besides. A list has no patterns.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from minbar.arabic import Term, fold

MOST_TERMS = 100_000
MOST_IN_LATIN_LETTERS = 10_000
"""Terms of a list that are looked for in Latin letters, too: each has many spellings to prepare."""
LONGEST_TERM = 200
MOST_EXCEPTIONS = 50
LONGEST_FILE = 8 * 1024 * 1024
"""Bytes: 100,000 lines of thirty letters."""
REMARK = "#"
BAR = "|"

CLITICS = ("clitics", "بسوابق")
NO_CLITICS = ("no clitics", "بلا سوابق")
ARABIZI = ("arabizi", "بحروف لاتينية")
EXCEPT = ("except", "إلا", "الا")

_LINE_END = re.compile("\r\n|\r|\n")
_SEVERAL = re.compile("[,;،؛]")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
_ARABIC_LETTER = re.compile("[\u0621-\u064a\u0679-\u06d3]")
_LEAST_ARABIC = 0.7
"""Share of Arabic letters among what is no ASCII, from which bytes are taken for windows-1256."""


class Trouble(StrEnum):
    """What is wrong with a line."""

    NO_LETTER = "no_letter"
    TOO_LONG = "too_long"
    UNKNOWN_OPTION = "unknown_option"
    EMPTY_EXCEPTION = "empty_exception"
    TOO_MANY_EXCEPTIONS = "too_many_exceptions"
    UNREADABLE = "unreadable"
    OTHER_ENCODING = "other_encoding"
    TOO_MANY = "too_many"
    TOO_MANY_IN_LATIN = "too_many_in_latin"


@dataclass(frozen=True)
class Problem:
    """A line that cannot be taken: its number, from 1, what it says, and why not."""

    line: int
    text: str
    trouble: Trouble
    what: str = ""
    """The part of the line that it is about."""


@dataclass(frozen=True)
class WordList:
    """What a list says, and which of its lines say nothing that can be looked for."""

    terms: list[Term]
    problems: list[Problem]


@dataclass(frozen=True)
class Decoded:
    """A file as text; ``unreadable`` are the numbers of lines that are not in its encoding."""

    text: str
    encoding: str
    unreadable: frozenset[int] = frozenset()


class TooLong(Exception):
    """The file has more bytes than any list needs."""


def read(text: str, unreadable: Iterable[int] = ()) -> WordList:
    """Return the terms of a list, and every line that is none. Never an error.

    ``unreadable`` are numbers of lines that came in another encoding than the rest. A term that
    stands there twice counts once.
    """
    bad = set(unreadable)
    terms: dict[Term, None] = {}
    problems: list[Problem] = []
    in_latin = 0
    for number, line in enumerate(_LINE_END.split(text), start=1):
        written = line.strip()
        if _UNREADABLE.search(written):
            problems.append(Problem(number, written, Trouble.UNREADABLE))
            continue
        if not written or written.startswith(REMARK):
            continue
        other = Problem(number, written, Trouble.OTHER_ENCODING) if number in bad else None
        term = other or _term(number, written)
        if isinstance(term, Term) and term not in terms:
            in_latin += term.arabizi
            if len(terms) >= MOST_TERMS:
                term = Problem(number, written, Trouble.TOO_MANY)
            elif term.arabizi and in_latin > MOST_IN_LATIN_LETTERS:
                term = Problem(number, written, Trouble.TOO_MANY_IN_LATIN)
        if isinstance(term, Problem):
            problems.append(term)
        else:
            terms[term] = None
    return WordList(list(terms), problems)


def written(term: Term) -> str:
    """Return the line that says ``term``, as ``read`` reads it again.

    >>> written(Term("كلب", exceptions=("كلب البحر",)))
    'كلب | except: كلب البحر'
    """
    parts = [term.text]
    if term.clitics is not None:
        parts.append(CLITICS[0] if term.clitics else NO_CLITICS[0])
    if term.arabizi:
        parts.append(ARABIZI[0])
    if term.exceptions:
        parts.append(f"{EXCEPT[0]}: {'، '.join(term.exceptions)}")
    return f" {BAR} ".join(parts)


def without_problems(text: str, problems: Iterable[Problem]) -> str:
    """Return the list with its bad lines turned into remarks, so that nothing of it is lost."""
    bad = {problem.line for problem in problems}
    lines = _LINE_END.split(text)
    return "\n".join(
        f"{REMARK} {_UNREADABLE.sub('?', line)}" if number in bad else line
        for number, line in enumerate(lines, start=1)
    )


def decode(data: bytes) -> Decoded:
    """Return the text of a file: UTF-8, UTF-16 with its mark, or Windows' Arabic (windows-1256).

    Where most is UTF-8, lines that are not are named, and read as windows-1256. Raises TooLong.
    """
    if len(data) > LONGEST_FILE:
        raise TooLong
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _unified(data.decode("utf-16", errors="replace"), "utf-16")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return _unified(data.decode(), "utf-8")
    except UnicodeDecodeError:
        pass
    lines = re.split(b"\r\n|\r|\n", data)
    other = {number for number, line in enumerate(lines, start=1) if not _is_utf8(line)}
    in_utf8 = any(
        number not in other and not line.isascii() for number, line in enumerate(lines, start=1)
    )
    as_windows = data.decode("cp1256")
    if not in_utf8 and _is_mostly_arabic(as_windows):
        return _unified(as_windows, "windows-1256")
    text = "\n".join(
        line.decode("cp1256" if number in other else "utf-8")
        for number, line in enumerate(lines, start=1)
    )
    return Decoded(text, "utf-8", frozenset(other))


def encode(text: str) -> bytes:
    """Return a list as the file that ``decode`` reads again: UTF-8 with its mark, for Windows."""
    return "\n".join(_LINE_END.split(text)).encode("utf-8-sig", errors="replace")


def joined(*lists: str) -> str:
    """Return several lists as one, each on lines of its own; empty ones take no place."""
    return "\n".join(part.strip("\r\n") for part in lists if part.strip())


def _term(number: int, line: str) -> Term | Problem:
    text, *options = (part.strip() for part in line.split(BAR))
    clitics: bool | None = None
    arabizi = False
    exceptions: list[str] = []
    for option in options:
        name, colon, _phrases = (part.strip() for part in option.casefold().partition(":"))
        if colon and name in EXCEPT:
            exceptions += [phrase.strip() for phrase in _SEVERAL.split(option.partition(":")[2])]
        elif option.casefold() in CLITICS + NO_CLITICS:
            clitics = option.casefold() in CLITICS
        elif option.casefold() in ARABIZI:
            arabizi = True
        else:
            return Problem(number, line, Trouble.UNKNOWN_OPTION, option)
    trouble = _trouble_of(text, exceptions)
    if trouble is not None:
        return Problem(number, line, trouble)
    return Term(text, clitics=clitics, arabizi=arabizi, exceptions=tuple(exceptions))


def _trouble_of(text: str, exceptions: list[str]) -> Trouble | None:
    if not _can_be_found(text):
        return Trouble.NO_LETTER
    if any(len(phrase) > LONGEST_TERM for phrase in (text, *exceptions)):
        return Trouble.TOO_LONG
    if not all(map(_can_be_found, exceptions)):
        return Trouble.EMPTY_EXCEPTION
    return Trouble.TOO_MANY_EXCEPTIONS if len(exceptions) > MOST_EXCEPTIONS else None


def _can_be_found(text: str) -> bool:
    """Whether something is left to look for: a letter or a digit."""
    return any(map(str.isalnum, fold(text)))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_arabic(text: str) -> bool:
    signs = [sign for sign in text if not sign.isascii() and not sign.isspace()]
    arabic = sum(bool(_ARABIC_LETTER.match(sign)) for sign in signs)
    return bool(signs) and arabic >= _LEAST_ARABIC * len(signs)


def _unified(text: str, encoding: str) -> Decoded:
    return Decoded("\n".join(_LINE_END.split(text)), encoding)
