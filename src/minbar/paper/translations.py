"""Where a page, or the front page in its stead, is read in the newspaper's other languages."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

from minbar.paper.tree_addresses import path_of, site_root
from minbar.press import keys
from minbar.stories import editions
from minbar.stories.announcing import translations_key
from minbar.stories.models import AnnouncedPage


@dataclass(frozen=True)
class Translation:
    """A page in the language of an edition."""

    edition: str
    path: str
    """Encoded."""

    @property
    def language(self) -> str:
        """The code of its language."""
        return editions.language_of(self.edition)

    @property
    def language_name(self) -> str:
        """What its language calls itself."""
        return editions.name_of(self.edition)


def translations_of(page: Page) -> list[Translation]:
    """Return a page and its published translations, in the order of the editions.

    None at all where it has none, or the newspaper has one edition.
    """
    if not editions.are_several():
        return []
    keys.depends_on(translations_key(page))
    told = AnnouncedPage.objects.filter(live=True, page__translation_key=page.translation_key)
    rows = told.order_by("page").values_list("edition", "url_path")
    found = {edition or editions.OWN: url_path for edition, url_path in rows}
    root = site_root()
    translations = [
        Translation(edition, iri_to_uri(path_of(found[edition], root)))
        for edition in editions.every_edition()
        if edition in found
    ]
    return translations if len(translations) > 1 else []


def other_languages(page: Page | None, name: str = "") -> list[Translation]:
    """Return where a reader goes on in each other edition: at the translation of ``page``, if any.

    ``name`` is that of an address which every edition has, where one is read that is no page of the
    tree; whoever finds neither is led to the front page.
    """
    current = editions.current()
    translated = {each.edition: each for each in translations_of(page)} if page else {}
    others = [edition for edition in editions.every_edition() if edition != current]
    return [translated.get(edition) or _at(name or "front", edition) for edition in others]


def _at(name: str, edition: str) -> Translation:
    with editions.reading(edition):
        return Translation(edition, reverse(name))
