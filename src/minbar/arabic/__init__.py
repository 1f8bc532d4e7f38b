"""Arabic text: how it is compared, made safe, directed, dated and numbered. Knows no framework."""

from minbar.arabic.dates import DualDate, dual_date
from minbar.arabic.direction import Paragraph, direction, paragraphs
from minbar.arabic.folding import fold
from minbar.arabic.keyboards import in_the_other_script
from minbar.arabic.numbers import format_number, to_digits
from minbar.arabic.safety import clean_line, clean_text, is_blank
from minbar.arabic.stemming import broken_plurals_of, stem, unsure_stems, wider_stems
from minbar.arabic.tokens import Token, tokens

__all__ = [
    "DualDate",
    "Paragraph",
    "Token",
    "broken_plurals_of",
    "clean_line",
    "clean_text",
    "direction",
    "dual_date",
    "fold",
    "format_number",
    "in_the_other_script",
    "is_blank",
    "paragraphs",
    "stem",
    "to_digits",
    "tokens",
    "unsure_stems",
    "wider_stems",
]
