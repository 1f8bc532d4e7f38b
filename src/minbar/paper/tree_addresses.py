"""Addresses of very many pages of Wagtail's tree, made without a query for each."""

from django.conf import settings
from django.utils.encoding import iri_to_uri
from wagtail.models import Site


def site_root() -> str:
    """Return the part of ``url_path`` that is the front page's, and in no address.

    In that of another edition's pages nothing is: it begins with the language, as their address.
    """
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    return site.root_page.url_path


def path_of(url_path: str, root: str) -> str:
    """Return the path of a page, decoded: ``/national/خبر/``."""
    return f"/{url_path.removeprefix(root).removeprefix('/')}"


def location_of(url_path: str, root: str) -> str:
    """Return the whole address of a page, encoded."""
    return f"{settings.MINBAR_SITE_URL}{iri_to_uri(path_of(url_path, root))}"
