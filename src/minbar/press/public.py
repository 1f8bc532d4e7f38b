"""Which addresses are public pages: what their views say, and a list of all that there are."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation

View = Callable[..., Any]
Paths = Callable[[], Iterable[str]]

_lists: list[Paths] = []


def pressed(*queries: str) -> Callable[[View], View]:
    """Mark a view whose answer to an anonymous GET is pressed, the same for everyone.

    ``queries`` are the parameters that its route declares: with one of them it is asked itself,
    and its answer is not stored. Every other parameter is ignored, as trackers' are.
    """

    def mark(view: View) -> View:
        view.pressed_queries = frozenset(queries)  # type: ignore[attr-defined]
        return view

    return mark


def language_of(path: str) -> str:
    """Return the language in which what lies at ``path`` is written, whoever asks for it.

    The one that is the first word of the address, if it is one of the site's, else the site's own;
    never that of a cookie or a browser. Django's way takes ``/fr-news/`` for French, too.
    """
    word = path.removeprefix("/").partition("/")[0]
    return word if word in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def pressed_queries(request: HttpRequest) -> frozenset[str] | None:
    """Return the parameters that the route declares, or None where it is not pressed."""
    try:
        with translation.override(language_of(request.path_info)):
            view = resolve(request.path_info).func
    except Resolver404:
        return None
    return getattr(view, "pressed_queries", None)


def list_paths(paths: Paths) -> None:
    """Register what yields paths of public pages, those that readers want most first."""
    if paths not in _lists:
        _lists.append(paths)


def public_paths() -> Iterator[str]:
    """Every public page's path, decoded, once."""
    seen: set[str] = set()
    for paths in _lists:
        for path in paths():
            if path not in seen:
                seen.add(path)
                yield path
