"""What Wagtail and the newsroom's forms do to pages and what they show, told to the press.

Which signals are trusted for what was tried with Wagtail 8: a parent that is moved or renamed says
nothing of its children, photos and snippets send nothing of Wagtail's.
"""

from functools import partial
from typing import Any
from urllib.parse import unquote

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from minbar.press import keys
from minbar.press.removal import see_gone
from minbar.stories import photo_making
from minbar.stories.announcing import (
    announce,
    announce_below,
    announce_deleted,
    announce_reordered,
)
from minbar.stories.front_time import BREAKING, turn_front_page
from minbar.stories.models import (
    Author,
    BreakingNews,
    Desk,
    Front,
    Newspaper,
    Photo,
    PhotoRendition,
    PrintIssue,
    Section,
    Story,
    Tag,
)
from minbar.stories.themes import write_theme

SHOWN = {
    Author: ("name", "slug", "portrait_id"),
    Newspaper: (
        *("name", "tagline", "nameplate", "theme", "logo_id", "logo_in_the_dark_id"),
        "region",
    ),
}
"""What is shown of them elsewhere than on their own pages."""

IN_FEEDS = ("full_text_in_feeds",)
"""What the newspaper says that only its feeds show."""

PRINT = "print"
"""Named by what shows the newest printed paper, or in which months there are some."""

FEEDS = "feeds"
"""Named by every feed of stories, which may hold them whole."""

IMPRINT = "imprint"
"""Named by what shows who makes the newspaper, and where it is reached."""


@receiver(page_published)
def tell_of_publication(sender: type[Page], instance: Page, **_signal: Any) -> None:
    """A page was published, for the first time or anew; its first reader finds it pressed."""
    with transaction.atomic():
        if isinstance(instance, Story) and instance.url:
            keys.expect(unquote(instance.url), f"story:{instance.pk}:page")
        announce(instance)


@receiver(page_unpublished)
def tell_of_unpublication(sender: type[Page], instance: Page, **_signal: Any) -> None:
    """A page was taken back: it is gone from readers' pages before the editor is answered."""
    see_gone(*announce(instance))


@receiver(page_slug_changed)
def tell_of_new_address(sender: type[Page], instance: Page, **_signal: Any) -> None:
    """A page, and with it all below it, has another address."""
    announce_below(instance)


@receiver(post_page_move)
def tell_of_new_place(
    sender: type[Page], instance: Page, url_path_before: str, url_path_after: str, **_signal: Any
) -> None:
    """A page stands elsewhere among its siblings; or it, and all below it, have other addresses."""
    page = instance.specific
    if url_path_before != url_path_after:
        announce_below(page)
    elif isinstance(page, Section):
        announce_reordered(page)


@receiver(post_delete, sender=Front)
@receiver(post_delete, sender=Section)
@receiver(post_delete, sender=Story)
def tell_of_deletion(sender: type[Page], instance: Page, **_signal: Any) -> None:
    """A page was deleted."""
    see_gone(*announce_deleted(instance))


@receiver(pre_save, sender=Photo)
def note_how_it_is_cut(sender: type[Photo], instance: Photo, **_signal: Any) -> None:
    """Note how a photo was cut before, to know whether it is to be made anew."""
    before = Photo.objects.filter(pk=instance.pk).first()
    instance.__dict__["_cut_before"] = before and photo_making.cut_of(before)


@receiver(post_save, sender=Photo)
def tell_of_photo(sender: type[Photo], instance: Photo, created: bool, **_signal: Any) -> None:
    """A photo is new, cut otherwise, replaced or described anew."""
    if instance.__dict__["_cut_before"] != photo_making.cut_of(instance):
        photo_making.begin(instance)
    elif not created:
        keys.touch(f"photo:{instance.pk}")


@receiver(post_delete, sender=Photo)
def tell_of_deleted_photo(sender: type[Photo], instance: Photo, **_signal: Any) -> None:
    """A photo was deleted; pages that showed it stand without."""
    keys.touch(f"photo:{instance.pk}")


@receiver(post_delete, sender=PhotoRendition)
def tell_of_deleted_rendition(
    sender: type[PhotoRendition], instance: PhotoRendition, **_signal: Any
) -> None:
    """A picture of a photo was deleted, as Wagtail's commands do; no page may name it longer."""
    if instance.replaced_at is None:
        keys.touch(f"photo:{instance.image_id}")


@receiver(post_save, sender=Document)
@receiver(post_delete, sender=Document)
def tell_of_document(sender: type[Document], instance: Document, **_signal: Any) -> None:
    """A document has another file or title, or is gone."""
    keys.touch(f"document:{instance.pk}")


@receiver(pre_save, sender=Newspaper)
def write_its_look(sender: type[Newspaper], instance: Newspaper, **_signal: Any) -> None:
    """The stylesheet lies in the storage before any page names it."""
    instance.theme = write_theme(instance)


@receiver(pre_save, sender=Author)
@receiver(pre_save, sender=Newspaper)
def note_what_is_shown(
    sender: type[Author] | type[Newspaper], instance: Author | Newspaper, **_signal: Any
) -> None:
    """Note what other pages show of an author or the newspaper, to know whether it changes."""
    stored: Any = sender._default_manager
    instance.__dict__["_before"] = stored.filter(pk=instance.pk).first()


def _is_other(instance: Author | Newspaper, names: tuple[str, ...]) -> bool:
    """Whether one of these differs from what was stored before."""
    before = instance.__dict__["_before"]
    return any(getattr(before, name, None) != getattr(instance, name) for name in names)


@receiver(post_save, sender=Author)
def tell_of_author(sender: type[Author], instance: Author, created: bool, **_signal: Any) -> None:
    """An author has another biography, or also another name, address or portrait."""
    if created:
        return
    names = [f"author:{instance.pk}:page"]
    if _is_other(instance, SHOWN[Author]):
        names.append(f"author:{instance.pk}")
    keys.touch(*names)


@receiver(post_delete, sender=Author)
def tell_of_deleted_author(sender: type[Author], instance: Author, **_signal: Any) -> None:
    """An author is gone, and with the author a page and all lists of it."""
    keys.touch(f"author:{instance.pk}", f"author:{instance.pk}:page", "authors")


@receiver(post_save, sender=Tag)
def tell_of_tag(sender: type[Tag], instance: Tag, created: bool, **_signal: Any) -> None:
    """A tag has another name or address."""
    if not created:
        keys.touch(f"tag:{instance.pk}")


@receiver(post_delete, sender=Tag)
def tell_of_deleted_tag(sender: type[Tag], instance: Tag, **_signal: Any) -> None:
    """A tag is gone, and with it its page and all lists of it."""
    keys.touch(f"tag:{instance.pk}", "tags", "sitemaps")


@receiver(post_save, sender=BreakingNews)
@receiver(post_delete, sender=BreakingNews)
def tell_of_breaking_news(sender: type[BreakingNews], **_signal: Any) -> None:
    """A line of breaking news came, changed or was taken away."""
    with transaction.atomic():
        turn_front_page()
        keys.touch(BREAKING)


@receiver(post_save, sender=Desk)
@receiver(post_delete, sender=Desk)
def tell_of_desk(sender: type[Desk], instance: Desk, **_signal: Any) -> None:
    """A desk has another name, or is gone."""
    keys.touch(f"desk:{instance.pk}")


@receiver(post_save, sender=Redirect)
@receiver(post_delete, sender=Redirect)
def tell_of_redirect(sender: type[Redirect], **_signal: Any) -> None:
    """An old address leads elsewhere; every stored one that leads on, or is gone, looks again."""
    keys.touch("redirects")


@receiver(post_save, sender=Newspaper)
def tell_of_newspaper(sender: type[Newspaper], instance: Newspaper, **_signal: Any) -> None:
    """The newspaper has another imprint, or a name or nameplate that stands over every page."""
    names = [IMPRINT]
    if _is_other(instance, IN_FEEDS):
        names.append(FEEDS)
    keys.touch(*([keys.EVERY_PAGE] if _is_other(instance, SHOWN[Newspaper]) else names))


@receiver(post_save, sender=PrintIssue)
@receiver(post_delete, sender=PrintIssue)
def tell_of_print_issue(sender: type[PrintIssue], instance: PrintIssue, **_signal: Any) -> None:
    """A printed paper came, changed, or was taken away."""
    keys.touch(PRINT, f"{PRINT}:{instance.day:%Y-%m}")


@receiver(post_delete, sender=PrintIssue)
def delete_file(sender: type[PrintIssue], instance: PrintIssue, **_signal: Any) -> None:
    """A file goes with what showed it, once that is really gone."""
    if instance.pdf.name:
        transaction.on_commit(partial(instance.pdf.storage.delete, instance.pdf.name))
