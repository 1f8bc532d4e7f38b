"""What the paper's templates call to lead from one edition to another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page

from minbar.paper.context import sections_in_navigation
from minbar.paper.translations import other_languages, translations_of
from minbar.push.subscribing import topic_of
from minbar.stories import editions
from minbar.stories.models import Section

register = template.Library()

IN_EVERY_EDITION = frozenset(
    {
        *("about", "archive", "authors", "contact", "corrections", "my-comments", "policy"),
        *("privacy", "reading-list", "search", "transparency"),
    }
)
"""Names of addresses that answer in each edition, whatever is published there."""


@register.simple_tag
def alternates(page: Page) -> SafeString:
    """Tell search engines where this page is read in other languages, if anywhere."""
    translations = translations_of(page)
    told = [(each.language, each.path) for each in translations]
    told += [("x-default", each.path) for each in translations if each.edition == editions.OWN]
    return format_html_join(
        "\n",
        '<link rel="alternate" hreflang="{}" href="{}{}">',
        ((language, settings.MINBAR_SITE_URL, path) for language, path in told),
    )


@register.inclusion_tag("paper/other_languages.html", takes_context=True)
def languages(context: template.Context) -> dict[str, Any]:
    """Lead to this page in the other editions: what it shows, or is about, else the front page."""
    if not editions.are_several():
        return {"others": []}
    shown = (context.get(name) for name in ("page", "story"))
    page = next((each for each in shown if isinstance(each, Page)), None)
    name = "" if page else _name_of_address(context)
    return {"others": other_languages(page, name, context.get("elsewhere"))}


@dataclass(frozen=True)
class AlertsOfEdition:
    """What a browser may ask for of an edition's breaking news."""

    language: str
    topic: str
    """That of all of it."""
    sections: Iterable[Section]


@register.simple_tag
def alerts_by_edition(sections: Iterable[Section]) -> list[AlertsOfEdition]:
    """Give what there is of this edition, whose ``sections`` these are, then of each other one.

    A browser has one choice of alerts, whichever page it is made on.
    """
    here = translation.get_language() or editions.language_of(editions.current())
    return [
        AlertsOfEdition(here, topic_of(editions.current()), sections),
        *(
            AlertsOfEdition(
                editions.language_of(other),
                topic_of(other),
                editions.pages_of_edition(sections_in_navigation(), other),
            )
            for other in editions.others()
        ),
    ]


def _name_of_address(context: template.Context) -> str:
    """Give the name of the address that is shown, if each edition has one without more ado."""
    match = context["request"].resolver_match
    is_everywhere = match and match.url_name in IN_EVERY_EDITION
    return match.url_name if is_everywhere else ""
