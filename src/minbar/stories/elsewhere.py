"""Where a page that is no page of the tree is read in the newspaper's other editions."""

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse

from minbar.stories import editions

Elsewhere = dict[str, str]
"""Encoded paths, by edition. A view gives it to its template as ``elsewhere``, and the masthead
leads there; an edition that is not in it is read from its front page on."""


def elsewhere(request: HttpRequest, is_there: Callable[[str], bool]) -> Elsewhere:
    """Return the address that was asked for in each other edition where it answers, too.

    Whether it does is asked of ``is_there``, in the language of that edition; it names the keys of
    what it looks at. Nothing is asked in a newspaper of one edition.
    """
    match = request.resolver_match
    found: Elsewhere = {}
    if match is None or not editions.are_several():
        return found
    for edition in editions.others():
        with editions.reading(edition):
            if is_there(edition):
                found[edition] = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    return found
