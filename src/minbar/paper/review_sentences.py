"""How long a review takes and when comments are read, as form and receipts say it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minbar.discussion.reviewing import Review
from minbar.stories.dates import when
from minbar.stories.numbers import number


def review_sentence(review: Review) -> str:
    """Say all that is known, in one to three sentences; without a figure where there is none."""
    sentences = [_("People read every comment before it is published.")]
    if review.opens is not None and review.closes is not None:
        hours = {"opens": f"{review.opens:%H:%M}", "closes": f"{review.closes:%H:%M}"}
        sentences.append(_("They are read from %(opens)s to %(closes)s.") % hours)
    if review.resumes_at is not None:
        sentences.append(_("Reading resumes on %(when)s.") % {"when": when(review.resumes_at)})
    if review.minutes is not None:
        sentences.append(_wait(review, review.minutes))
    return " ".join(sentences)


def _wait(review: Review, minutes: int) -> str:
    if review.hours is not None:
        count = review.hours
        if review.at_least:
            said = ngettext(
                "More than half of today's have waited for over %(number)s hour.",
                "More than half of today's have waited for over %(number)s hours.",
                count,
            )
        else:
            said = ngettext(
                "Half of today's were read in less than %(number)s hour.",
                "Half of today's were read in less than %(number)s hours.",
                count,
            )
    else:
        count = minutes
        if review.at_least:
            said = ngettext(
                "More than half of today's have waited for over %(number)s minute.",
                "More than half of today's have waited for over %(number)s minutes.",
                count,
            )
        else:
            said = ngettext(
                "Half of today's were read in less than %(number)s minute.",
                "Half of today's were read in less than %(number)s minutes.",
                count,
            )
    return said % {"number": number(count)}
