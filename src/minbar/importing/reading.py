"""Text out of a file that somebody saved, or a plain word on why there is none.

UTF-8 and windows-1256 are read. What else Arabic was ever written in is told apart by what it
would say, and refused by its name, for a wrong guess would store nonsense.
"""

import codecs
import re
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path

LARGEST = 5_000_000
"""Bytes; the page that Minbar began from has 7,479."""

BINARY = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
BYTE_ORDER_MARKS = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
WIDE = (
    ("utf-32-le", "UTF-32"),
    ("utf-32-be", "UTF-32"),
    ("utf-16-le", "UTF-16"),
    ("utf-16-be", "UTF-16"),
)
ONE_BYTE = {
    "cp1256": "windows-1256",
    "iso8859_6": "ISO-8859-6",
    "mac_arabic": "MacArabic",
    "cp720": "code page 720",
}
"""Python's names of the encodings of Arabic with a byte a letter, and ours. MacArabic has the
letters of ISO-8859-6 and more signs, so it is asked after it."""

ADVICE = "Save it as UTF-8 text and import that."

SIGNS_ASKED = 100_000
"""A guess at the encoding needs no more of the text than this."""
CLEAN_SHARE = 0.8
"""Of the words that are not ASCII, how many must be wholly Arabic for a guess to hold."""

_BETWEEN_WORDS = re.compile(r"[\s!-@\[-`{-~،؛؟٪٫٬…•«»“”‘’–—\u200e\u200f]+")
_ARABIC_WORD = re.compile("[\u0621-\u0652\u0670-\u06d3\u06f0-\u06f9\u200c\u200d]+")
_LATIN_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-ÿŒœ]+")
_WITH_ARTICLE = re.compile("[وفبك]?ال.")


class NotImported(Exception):
    """Nothing was imported; the message says why and what to do."""


def read_capture(path: Path) -> str:
    """Return the text of the file at ``path``, its lines ending in LF, without a byte order mark.

    Raises NotImported for what is no text, is too large, or is in an encoding that is not read.
    """
    return decode_capture(_bytes_of(path))


def decode_capture(data: bytes) -> str:
    """Return the text that ``data`` holds; see ``read_capture``."""
    if not data:
        raise NotImported("The file is empty.")
    _refuse_binary(data)
    text = re.sub("\r\n?", "\n", _decode(data))
    _refuse_control_signs(text)
    if not text.strip():
        raise NotImported("The file holds nothing but blanks.")
    return text


def _bytes_of(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise NotImported("It is a folder. Name the files in it.")
        if not stat.S_ISREG(mode):
            raise NotImported("It is no ordinary file. Save its text in one.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise NotImported("There is no such file.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise NotImported(f"The file cannot be read: {reason}.") from error
    if len(data) > LARGEST:
        message = f"The file is larger than {LARGEST // 1_000_000} MB, which no article page is."
        raise NotImported(message)
    return data


def _refuse_binary(data: bytes) -> None:
    for beginning, name in BINARY:
        if data.startswith(beginning):
            message = f"It is {name}. Open it, copy the text of the page, and save that as UTF-8."
            raise NotImported(message)
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            raise _in_encoding(name)
    if b"\x00" in data or b"\x06" in data:  # the upper byte of an Arabic letter in UTF-16 is 06
        for codec, name in WIDE:
            if _is_wide_text(data, codec):
                raise _in_encoding(name)
        raise NotImported("It is a binary file, no text.")


def _is_wide_text(data: bytes, codec: str) -> bool:
    try:
        text = data.decode(codec)[:SIGNS_ASKED]
    except UnicodeDecodeError:
        return False
    expected = sum(sign in "\t\r\n" or " " <= sign <= "\u06ff" for sign in text)
    return expected > 0.9 * len(text)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error)
    codec = _likeliest_codec(data)
    if codec is None:
        raise NotImported(f"Its encoding is neither UTF-8 nor windows-1256. {ADVICE}")
    if codec != "cp1256":
        raise _in_encoding(ONE_BYTE[codec])
    return data.decode(codec)


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """Say where it breaks, if nearly all of it is UTF-8."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(sign > "\x7f" for sign in text) - broken
    if whole > 10 * broken:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotImported(
            f"It is UTF-8, but damaged in line {line}, at byte {error.start}. Save the page again."
        ) from error


def _likeliest_codec(data: bytes) -> str | None:
    """Return windows-1256 unless words are broken in it, or another makes more Arabic of them."""
    readings = {codec: _reading(data, codec) for codec in ONE_BYTE}
    likely = {codec: _likelihood(text) for codec, text in readings.items() if _is_clean(text)}
    best = max(likely, key=lambda codec: likely[codec], default=None)
    return best if best == "cp1256" or likely.get(best or "") else None


def _reading(data: bytes, codec: str) -> str:
    """Return what ``data`` says in ``codec``, or nothing where it can say nothing."""
    try:
        return unicodedata.normalize("NFKC", data[:SIGNS_ASKED].decode(codec))
    except UnicodeDecodeError:
        return ""


def _is_clean(text: str) -> bool:
    """Whether words are Arabic or Latin, and hardly ever both at once."""
    whole = [*_words(text, _ARABIC_WORD.fullmatch), *_words(text, _LATIN_WORD.fullmatch)]
    return bool(text) and sum(whole) >= CLEAN_SHARE * len(_words(text))


def _likelihood(text: str) -> float:
    """Return the share of words with the article.

    It begins one Arabic word in four or five. Read in a wrong encoding its lam is another letter.
    """
    marked = _words(text, _WITH_ARTICLE.match)
    return sum(marked) / max(1, len(marked))


def _words(text: str, test: Callable[[str], object] = bool) -> list[bool]:
    """Apply ``test`` to each word of ``text`` that is not ASCII."""
    return [bool(test(word)) for word in _BETWEEN_WORDS.split(text) if not word.isascii()]


def _refuse_control_signs(text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        for sign in line:
            if sign != "\t" and unicodedata.category(sign) == "Cc":
                raise NotImported(
                    f"Line {number} holds the control sign U+{ord(sign):04X}, which no page shows:"
                    " it is a binary file, or in an encoding that is not known."
                )


def _in_encoding(name: str) -> NotImported:
    return NotImported(f"It is in {name}, which is not read. {ADVICE}")
