"""The discussion's own screeners; each looks at one thing and says so with a label."""

import re

from django.utils.translation import gettext_lazy as _

from minbar.arabic import Unwanted, inspect_text
from minbar.discussion import same_words, site_settings
from minbar.discussion.letters import NOT_THEIRS
from minbar.discussion.screening import FAILED, Sending, Verdict, name_labels, register

LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
BARE_LINK = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|net|org|info|biz|xyz|top|shop|site|online|ru|"
    r"cn|io|me|co|tk|ly|gd|gl)(?:/[^\s<>]*)?(?![\w-]|\.\w)",
    re.IGNORECASE,
)
"""Without ``https://`` only under endings that spam has: a full stop without a space is no link."""
LEAST_SECONDS = 3.0
"""Reading three labels and typing a sentence takes longer; filling by program does not."""
MOST_HIDDEN = 4
"""A pasted name brings a pair of isolates along; stuffing brings many."""
HIDDEN = frozenset(
    {
        Unwanted.BIDI_CONTROL,
        Unwanted.INVISIBLE_SIGN,
        Unwanted.TAG,
        Unwanted.EXCESS_MARK,
        Unwanted.PRIVATE_USE,
        Unwanted.NONCHARACTER,
    }
)

_ARABIC = "\u0620-\u064a\u066e-\u06d3"
_LATIN = "A-Za-z\u00c0-\u024f"
_LIKE_LATIN = "\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u13a0-\u13ff"
MIXED_LETTERS = re.compile(
    f"[{_ARABIC}][lio|]+[{_ARABIC}]|[{_LATIN}][{_LIKE_LATIN}]|[{_LIKE_LATIN}][{_LATIN}]"
)
"""A Latin stroke within an Arabic word, or letters of Greek or Cyrillic within a Latin one (UTS
#39, section 5.1: a word in one script)."""


def count_links(text: str) -> int:
    """Return how many links stand in ``text``, also those without ``https://``."""
    rest, count = LINK.subn(" ", text)
    return count + len(BARE_LINK.findall(rest))


def label_links(sending: Sending) -> Verdict | None:
    """More links than the newspaper likes."""
    found = count_links(sending.comment.text)
    if found and found > site_settings.load().most_links:
        return Verdict(labels=("links",))
    return None


def label_same_words(sending: Sending) -> Verdict | None:
    """The same words as of something refused, or said again and again.

    Of a new comment this is asked where it is stored, with what knows a double click again.
    """
    if not sending.is_rewritten:
        return None
    said = same_words.said_in_the_same_words(sending.comment)
    return same_words.label_same_words(sending.comment, said)


def label_trap(sending: Sending) -> Verdict | None:
    """Something stands in the field that no person sees."""
    return Verdict(labels=("trap",)) if sending.trap.strip() else None


def label_haste(sending: Sending) -> Verdict | None:
    """Sent sooner than anybody types; where no script has measured it nothing is said."""
    if sending.elapsed is not None and sending.elapsed < LEAST_SECONDS:
        return Verdict(labels=("haste",))
    return None


def label_hidden_signs(sending: Sending) -> Verdict | None:
    """Signs that nobody sees, or stacks of marks, beyond what copying brings along."""
    removed = inspect_text(sending.typed).removed
    hidden = sum(what.count for what in removed if what.kind in HIDDEN)
    return Verdict(labels=("hidden-signs",)) if hidden > MOST_HIDDEN else None


def label_look_alikes(sending: Sending) -> Verdict | None:
    """Words in which letters of one script pass for those of another."""
    found = MIXED_LETTERS.search(sending.comment.text) or MIXED_LETTERS.search(sending.comment.name)
    return Verdict(labels=("look-alikes",)) if found else None


def register_own() -> None:
    """Put the screeners of this room on the list."""
    register(label_links, labels={"links": _("many links")})
    register(
        label_same_words,
        labels={
            "refused-words": _("the words of a refused comment"),
            "repeated": _("the same words several times"),
        },
    )
    register(label_trap, labels={"trap": _("a field filled in that nobody sees")})
    register(label_haste, labels={"haste": _("sent within seconds")})
    register(label_hidden_signs, labels={"hidden-signs": _("hidden signs in the text")})
    register(label_look_alikes, labels={"look-alikes": _("letters that pass for others")})
    name_labels(
        {
            FAILED: _("a check failed"),
            NOT_THEIRS: _("whose e-mail it is says that somebody else wrote it"),
            "busy-address": _("many from the same address"),
            "busy-writer": _("many from the same e-mail"),
            "unproven": _("sent without the proof that was asked for"),
            "no-page": _("nothing tells from which page it was sent"),
        }
    )
