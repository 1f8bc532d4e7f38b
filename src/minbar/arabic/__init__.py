"""Arabic text: how it is compared, made safe, directed, dated and numbered. Knows no framework."""

from minbar.arabic.dates import DualDate, dual_date
from minbar.arabic.direction import Paragraph, direction, paragraphs
from minbar.arabic.folding import FoldedText, fold, fold_with_map
from minbar.arabic.languages import Language, guess_language
from minbar.arabic.matching import Match, Term, TermList
from minbar.arabic.numbers import format_number, to_digits
from minbar.arabic.safety import clean_line, clean_text, is_blank

__all__ = [
    "DualDate",
    "FoldedText",
    "Language",
    "Match",
    "Paragraph",
    "Term",
    "TermList",
    "clean_line",
    "clean_text",
    "direction",
    "dual_date",
    "fold",
    "fold_with_map",
    "format_number",
    "guess_language",
    "is_blank",
    "paragraphs",
    "to_digits",
]
