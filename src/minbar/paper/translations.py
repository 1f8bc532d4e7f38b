"""Where a page, or the front page in its stead, is read in the newspaper's other languages."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

from minbar.paper.tree_addresses import path_of, site_root
from minbar.press import keys
from minbar.stories import editions
from minbar.stories.announcing import translations_key
from minbar.stories.elsewhere import Elsewhere
from minbar.stories.listings import Span, of_section
from minbar.stories.models import AnnouncedPage, Section


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


def other_languages(
    page: Page | None, name: str = "", elsewhere: Elsewhere | None = None
) -> list[Translation]:
    """Return where a reader goes on in each other edition: at the translation of ``page``, if any.

    Where one is read that is no page of the tree, ``name`` is that of an address which every
    edition has, and ``elsewhere`` what its view has found; whoever finds nothing of these is led to
    the front page.
    """
    paths = {each.edition: each.path for each in translations_of(page)} if page else {}
    paths |= elsewhere or {}
    return [
        Translation(edition, paths.get(edition) or _path_of(name or "front", edition))
        for edition in editions.others()
    ]


def month_elsewhere(section: Section, month: str) -> Elsewhere:
    """Return where a month of ``section`` is read in other editions.

    That is the month of its translation there, or the translation itself if that has none.
    """
    if not editions.are_several():
        return {}
    keys.depends_on(translations_key(section))
    translated = Section.objects.live().filter(translation_key=section.translation_key)
    return {
        editions.edition_at(other.url_path): _month_or_section(other, month)
        for other in translated.exclude(pk=section.pk)
    }


def _month_or_section(section: Section, month: str) -> str:
    listing = of_section(section.pk, section.path)
    keys.depends_on(listing.key(month))
    if not listing.has_any(Span.month(month)):
        return str(section.url)
    with editions.reading(editions.edition_at(section.url_path)):
        return reverse("section-month", args=[section.slug, month])


def _path_of(name: str, edition: str) -> str:
    with editions.reading(edition):
        return reverse(name)
