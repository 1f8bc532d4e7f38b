"""Arabic text: how it is compared, made safe, directed, dated and numbered. Knows no framework."""

from minbar.arabic.dates import DualDate, dual_date
from minbar.arabic.direction import Paragraph, direction, paragraphs
from minbar.arabic.findings import Finding, Rule
from minbar.arabic.folding import fold
from minbar.arabic.numbers import format_number, to_digits
from minbar.arabic.proofreading import proofread
from minbar.arabic.safety import clean_line, clean_text, is_blank

__all__ = [
    "DualDate",
    "Finding",
    "Paragraph",
    "Rule",
    "clean_line",
    "clean_text",
    "direction",
    "dual_date",
    "fold",
    "format_number",
    "is_blank",
    "paragraphs",
    "proofread",
    "to_digits",
]
