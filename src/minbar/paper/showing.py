"""What a page shows of other pages and things, said to the press while it is rendered."""

from collections.abc import Iterable

from wagtail.documents.models import Document
from wagtail.models import Page

from minbar.discussion.pages import count_key
from minbar.press import keys
from minbar.stories.live import coverage_key
from minbar.stories.models import Front, Kind, Photo, Section, Story


def shows_cards(stories: Iterable[Story]) -> None:
    """Say that the cards of these stories are shown, with the number of their comments."""
    for story in stories:
        keys.depends_on(f"story:{story.pk}:card", count_key(story.pk))
        if story.kind == Kind.LIVE:
            keys.depends_on(coverage_key(story.pk))
        keys.depends_on(*(f"author:{author.pk}" for author in story.authors))


def shows_lines(stories: Iterable[Story]) -> None:
    """Say that these stories are named, with nothing of other rooms."""
    keys.depends_on(*(f"story:{story.pk}:card" for story in stories))


def shows_page(page: Page) -> None:
    """Say that this is the own page of a story or a section."""
    keys.depends_on(own_key(page))
    if isinstance(page, Story):
        keys.depends_on(f"section:{page.section.pk}:name", count_key(page.pk))
        keys.depends_on(*(f"author:{author.pk}" for author in page.authors))
        keys.depends_on(*(f"tag:{tag.pk}" for tag in page.shown_tags))
        if page.desk_id:
            keys.depends_on(f"desk:{page.desk_id}")


def shows_photo(photo: Photo) -> None:
    """Say that a photo is shown, in some of its sizes."""
    keys.depends_on(f"photo:{photo.pk}")


def shows_document(document: Document) -> None:
    """Say that a document is offered, with its title and its size."""
    keys.depends_on(f"document:{document.pk}")


def own_key(page: Page) -> str:
    """Return the key of a page's own address."""
    if isinstance(page, Front):
        return "front"
    if isinstance(page, Section):
        return f"section:{page.pk}:page"
    return f"story:{page.pk}:page"
