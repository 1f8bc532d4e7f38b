"""A captured page made a story, with its figures and its discussion, all of it or nothing."""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from minbar.arabic import clean_line, clean_text, fold, is_blank
from minbar.audience.models import Figures
from minbar.audience.pressed_figures import bring_figure
from minbar.discussion import moves
from minbar.discussion.models import NAME_LENGTH, PLACE_LENGTH, Comment, MoveKind
from minbar.importing.models import ImportedPage
from minbar.importing.pages import CapturedComment, CapturedPage
from minbar.importing.reading import NotImported
from minbar.stories.announcing import announce
from minbar.stories.editions import OWN, pages_of_edition
from minbar.stories.models import Desk, Front, Section, Story

IMPORTS_SLUG, IMPORTS_NAME = "imported", "مستوردة"
"""The section for pages of which nobody says where they go."""


class NoSuchSection(NotImported):
    """No section has that address or name."""


class NoRoom(NotImported):
    """A part of the page is longer than what it would be stored in."""

    def __init__(self, part: str, text: str, room: int) -> None:
        super().__init__(
            f"Its {part} has {len(text)} characters, and there is room for {room}. Shorten it in"
            " the file and import that."
        )


@dataclass(frozen=True)
class Imported:
    """A page that is in the newspaper now, and whether it came this time."""

    story: Story
    created: bool
    comments: int
    views: int
    warnings: tuple[str, ...]


def find_section(named: str) -> Section:
    """Return the section of that address or name; raises NoSuchSection, naming those there are."""
    sections = list(pages_of_edition(Section.objects.order_by("path"), OWN))
    for section in sections:
        if section.slug == named:
            return section
    for section in sections:
        if fold(section.title) == fold(named):
            return section
    known = ", ".join(f"{section.slug} ({section.title})" for section in sections) or "none yet"
    raise NoSuchSection(f"There is no section “{named}”. There are: {known}.")


@transaction.atomic(durable=True)
def import_page(
    page: CapturedPage, *, section: Section | None = None, published: datetime | None = None
) -> Imported:
    """Bring ``page`` into the newspaper; when this returns, it is on disk.

    A page that came before stays as the newsroom has it, but for what is given here: the section
    that it is moved to, the time when it was ``published``. Raises NotImported, storing nothing,
    if a part of it has no room.
    """
    _wait_for_other_imports()
    before = ImportedPage.objects.filter(digest=page.digest).select_related("story").first()
    try:
        story = before.story if before else _bring(page, section, published)
        if before:
            _follow_options(story, section, published)
    except ValidationError as error:
        raise NotImported(f"A story cannot be so: {'; '.join(error.messages)}") from error
    comments = _to_be_shown(page)
    return Imported(
        story=Story.objects.get(pk=story.pk),
        created=before is None,
        comments=len(comments),
        views=page.views,
        warnings=tuple(_warnings(page, story, len(comments))),
    )


def _wait_for_other_imports() -> None:
    """Let one import at a time look whether its page is there, on PostgreSQL as on SQLite."""
    if Front.objects.select_for_update().first() is None:
        raise NotImported("There is no front page yet. Run `minbar migrate`, which makes it.")


def _bring(page: CapturedPage, section: Section | None, published: datetime | None) -> Story:
    story = _story(page, published)
    (section or _section_for_imports()).add_child(instance=story)
    _keep_as_published_revision(story)
    if page.views:
        bring_figure(story.pk, page.views)
    announce(story)
    _bring_comments(story, page)
    ImportedPage.objects.create(digest=page.digest, layout=page.layout, story=story)
    return story


def _section_for_imports() -> Section:
    front = Front.objects.of_edition(OWN).get()
    found = Section.objects.child_of(front).filter(slug=IMPORTS_SLUG).first()
    if found is None:
        section = Section(title=IMPORTS_NAME, slug=IMPORTS_SLUG, in_navigation=False)
        found = front.add_child(instance=section)
        announce(found)
    return found


def _story(page: CapturedPage, published: datetime | None) -> Story:
    moment = published or (timezone.make_aware(page.date) if page.date else None)
    parts = {
        "title": page.headline,
        "kicker": page.kicker,
        "lead_photo_alternative_text": page.alternative_text,
        "lead_photo_caption": page.caption,
        "lead_photo_credit": page.credit,
        "sign_off": page.sign_off,
        "published_by": page.published_by,
    }
    _check_room(parts)
    return Story(
        **parts,
        desk=_desk(page.byline),
        lead_photo_is_archive=page.is_archive,
        body=[("text", _rich_text(page.paragraphs))],
        undated=moment is None,
        first_published_at=moment,
        last_published_at=moment,
    )


def _check_room(parts: Mapping[str, str]) -> None:
    for name, text in parts.items():
        room = Story._meta.get_field(name).max_length
        if len(text) > room:
            part = "headline" if name == "title" else name.removeprefix("lead_photo_")
            raise NoRoom(part.replace("_", " "), text, room)


def _desk(byline: str) -> Desk | None:
    if not byline:
        return None
    room = Desk._meta.get_field("name").max_length or 0
    if len(byline) > room:
        raise NoRoom("byline", byline, room)
    return Desk.objects.get_or_create(name=byline)[0]


def _rich_text(paragraphs: Iterable[str]) -> str:
    escaped = (html.escape(paragraph, quote=False) for paragraph in paragraphs)
    return "".join(f"<p>{text}</p>".replace("\n", "<br/>") for text in escaped)


def _keep_as_published_revision(story: Story) -> None:
    """Give the editor a revision to open, without publishing it: that would date the story now."""
    story.live_revision = story.save_revision(changed=False, clean=False)
    story.save(update_fields=["live_revision"], clean=False)


def _bring_comments(story: Story, page: CapturedPage) -> None:
    """Publish the comments in the page's order.

    Nobody knows when they were written. That order is their place, so each is approved a
    microsecond after the one above it; keys would do here, but not after a move to elsewhere.
    """
    comments = _to_be_shown(page)
    first = timezone.now() - timedelta(microseconds=len(comments))
    for number, captured in enumerate(comments):
        at = first + timedelta(microseconds=number)
        comment = Comment(
            story=story,
            name=captured.name,
            place=captured.place,
            text=captured.text,
            submitted_at=at,
            undated=True,
        )
        moves.enter(comment)
        note = f"Imported with its page (layout {page.layout})."
        moves.move(comment, MoveKind.APPROVE, by=None, note=note, at=at)


def _to_be_shown(page: CapturedPage) -> list[CapturedComment]:
    """Return the comments as they are stored: made safe, and without those that show nothing."""
    safe = [
        CapturedComment(
            name=clean_line(comment.name),
            place=clean_line(comment.place),
            text=clean_text(comment.text),
        )
        for comment in page.comments
    ]
    for comment in safe:
        if len(comment.name) > NAME_LENGTH:
            raise NoRoom("commenter's name", comment.name, NAME_LENGTH)
        if len(comment.place) > PLACE_LENGTH:
            raise NoRoom("commenter's town", comment.place, PLACE_LENGTH)
    return [comment for comment in safe if not (is_blank(comment.name) or is_blank(comment.text))]


def _follow_options(story: Story, section: Section | None, published: datetime | None) -> None:
    if published and (story.undated or story.first_published_at != published):
        _date(story, published)
    if section and story.get_parent().pk != section.pk:
        _move(story, section)


def _date(story: Story, published: datetime) -> None:
    """Say when a story that is here was published, in what readers see and in what is edited."""
    draft = story.get_latest_revision_as_object()
    for version in (story, draft):
        if version.last_published_at in {None, version.first_published_at}:
            version.last_published_at = published
        version.first_published_at = published
        version.undated = False
    story.save(update_fields=["undated", "first_published_at", "last_published_at"], clean=False)
    if story.has_unpublished_changes:
        draft.save_revision(clean=False)
    else:
        _keep_as_published_revision(story)
    announce(story)


def _move(story: Story, section: Section) -> None:
    if Story.objects.child_of(section).filter(slug=story.slug).exists():
        raise NotImported(
            f"Section “{section.slug}” has another story at the address “{story.slug}”. Give one"
            " of them another address in the newsroom, then move it."
        )
    story.move(section, pos="last-child")


def _warnings(page: CapturedPage, story: Story, comments: int) -> Iterable[str]:
    if story.undated and page.unread_date:
        yield (
            f"The date “{page.unread_date}” is not understood, so the story shows none. Give it"
            " with --published DATE."
        )
    elif story.undated:
        yield "The page's date is empty, so the story shows none. Give it with --published DATE."
    elif story.first_published_at > timezone.now():
        yield f"The story's date lies in the future: {story.first_published_at.isoformat()}."
    if page.comment_count not in {None, len(page.comments)}:
        yield (
            f"The page says that it has {page.comment_count} comments, and {len(page.comments)}"
            " stand on it; those were taken."
        )
    if comments < len(page.comments):
        yield f"Comments left out, for want of a name or a text: {len(page.comments) - comments}."
    yield from _grown(page, story, comments)


def _grown(page: CapturedPage, story: Story, comments: int) -> Iterable[str]:
    """Say so if the page came before and has grown since: its figures are not brought twice."""
    brought = Figures.objects.filter(story=story).values_list("brought", flat=True).first() or 0
    came = story.comments.filter(undated=True).count()
    if (page.views, comments) != (brought, came):
        yield (
            f"The story is here already, with {brought} views and {came} comments from elsewhere."
            f" This file shows {page.views} and {comments}; they were not taken over."
        )
