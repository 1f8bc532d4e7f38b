"""Tags as they are typed: parted by commas of either script, whatever blanks are in them."""

import re

from minbar.arabic import clean_line

_PARTED = re.compile(r'[,،"\n]')
"""Wagtail's field puts a tag of two words into quotation marks."""


def tags_from_string(typed: str) -> list[str]:
    """Return the tags that a form's field names, each once and cleaned, in their order.

    Taggit's own way takes the Arabic comma for a letter, parts words at blanks, and sorts.

    >>> tags_from_string('سعيدة، "سكك حديدية",نقل')
    ['سعيدة', 'سكك حديدية', 'نقل']
    """
    return list(dict.fromkeys(filter(None, map(clean_line, _PARTED.split(typed or "")))))
