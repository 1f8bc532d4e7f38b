"""Arabic text: how it is compared, made safe, directed, dated and numbered. Knows no framework."""

from minbar.arabic.dates import DualDate, HijriOffsets, dual_date, relative_time
from minbar.arabic.direction import Paragraph, direction, paragraphs
from minbar.arabic.folding import fold
from minbar.arabic.numbers import format_number, to_digits
from minbar.arabic.plurals import NOUNS, Noun, counted, plural_category
from minbar.arabic.safety import (
    Cleaned,
    Removed,
    Unwanted,
    clean_line,
    clean_text,
    inspect_line,
    inspect_text,
    is_blank,
)

__all__ = [
    "NOUNS",
    "Cleaned",
    "DualDate",
    "HijriOffsets",
    "Noun",
    "Paragraph",
    "Removed",
    "Unwanted",
    "clean_line",
    "clean_text",
    "counted",
    "direction",
    "dual_date",
    "fold",
    "format_number",
    "inspect_line",
    "inspect_text",
    "is_blank",
    "paragraphs",
    "plural_category",
    "relative_time",
    "to_digits",
]
