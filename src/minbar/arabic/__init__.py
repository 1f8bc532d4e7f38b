"""Arabic text: how it is compared, made safe, directed, dated and numbered. Knows no framework."""

from minbar.arabic.dates import DualDate, HijriOffsets, dual_date, relative_time
from minbar.arabic.direction import Paragraph, direction, paragraphs
from minbar.arabic.findings import Finding, Rule
from minbar.arabic.folding import FoldedText, fold, fold_with_map, without_marks
from minbar.arabic.keyboards import in_the_other_script
from minbar.arabic.languages import Language, guess_language
from minbar.arabic.matching import Match, Term, TermList
from minbar.arabic.numbers import format_number, to_digits
from minbar.arabic.plurals import NOUNS, Noun, counted, plural_category
from minbar.arabic.proofreading import proofread
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
from minbar.arabic.stemming import broken_plurals_of, stem, unsure_stems, wider_stems
from minbar.arabic.tokens import Token, tokens

__all__ = [
    "NOUNS",
    "Cleaned",
    "DualDate",
    "Finding",
    "FoldedText",
    "HijriOffsets",
    "Language",
    "Match",
    "Noun",
    "Paragraph",
    "Removed",
    "Rule",
    "Term",
    "TermList",
    "Token",
    "Unwanted",
    "broken_plurals_of",
    "clean_line",
    "clean_text",
    "counted",
    "direction",
    "dual_date",
    "fold",
    "fold_with_map",
    "format_number",
    "guess_language",
    "in_the_other_script",
    "inspect_line",
    "inspect_text",
    "is_blank",
    "paragraphs",
    "plural_category",
    "proofread",
    "relative_time",
    "stem",
    "to_digits",
    "tokens",
    "unsure_stems",
    "wider_stems",
    "without_marks",
]
