"""Making the demo edition of what is written in ``edition/*.toml`` and drawn by ``pictures``."""

import html
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image
from wagtail.documents.models import Document

from minbar.advertising.models import Advertisement, Slot
from minbar.audience.counting import write_days
from minbar.audience.pressed_figures import refresh_pressed_figures
from minbar.audience.rankings import refresh_rankings
from minbar.corrections import publishing
from minbar.discussion import moves
from minbar.discussion.models import Comment, MoveKind, SealedEmail, Status
from minbar.discussion.receipts import prepare_receipt
from minbar.discussion.sealing import seal, writer_hash
from minbar.project.demo.advertisements import Words, draw_advertisement
from minbar.project.demo.pictures import draw_picture
from minbar.project.demo.readers import days_of
from minbar.stories import live
from minbar.stories.announcing import announce
from minbar.stories.editions import OWN
from minbar.stories.front_layout import default_bands
from minbar.stories.models import (
    Author,
    BreakingNews,
    Desk,
    Front,
    Kind,
    Newspaper,
    Photo,
    PrintIssue,
    Section,
    Signature,
    Story,
)
from minbar.stories.nameplate import draw_nameplate

SECTIONS = ["national", "world", "economy", "culture", "sport", "opinion"]
EDITION = Path(__file__).parent / "edition"
NEWSPAPER: dict[str, Any] = tomllib.loads((EDITION / "newspaper.toml").read_text(encoding="utf-8"))
BIOGRAPHIES: dict[str, str] = NEWSPAPER.pop("biographies")
NAME: str = NEWSPAPER["name"]
BELOW_OPINION = 2
COVER = (1000, 1414)
"""Pixels of a cover, as high as a sheet of A4 is to its width."""

Told = Callable[[str], None]
Block = tuple[str, Any]


def make_edition(tell: Told = lambda _line: None) -> int:
    """Make what is not there yet of the demo edition and return how many stories were added.

    Run again, or after it was stopped half-way, it adds what is missing and changes nothing else.
    ``tell`` is called with a line of progress for each section.
    """
    now = timezone.now().replace(second=0, microsecond=0)
    front = Front.objects.of_edition(OWN).get()
    _name_newspaper(front)
    added = 0
    for name in SECTIONS:
        written = tomllib.loads((EDITION / f"{name}.toml").read_text(encoding="utf-8"))
        section = _section(front, written["section"])
        # The oldest first, so that keys and short addresses run with time.
        stories = sorted(written["stories"], key=lambda story: -story["hours_ago"])
        new = [story for story in stories if not _is_there(section, story)]
        for story in new:
            _publish(section, story, now)
        added += len(new)
        tell(f"{written['section']['slug']}: {len(new)} stories added, {len(stories)} in all")
    if added:
        _lay_out(front, now)
    refresh_pressed_figures(most=added)
    refresh_rankings()
    return added


def body_blocks(text: str, inserted: Iterable[Block] = ()) -> Iterator[Block]:
    """Read a body as it is written in the edition: paragraphs, ``## `` subheads, ``> `` quotations.

    Paragraphs that follow one another become one block of text, as an editor would type them.
    ``***`` is the place of the next of the ``inserted`` blocks.
    """
    paragraphs: list[str] = []
    insertions = iter(inserted)
    for part in re.split(r"\n\s*\n", text.strip()):
        if not part.startswith(("## ", "> ", "***")):
            paragraphs.append(part)
            continue
        if paragraphs:
            yield "text", _rich_text(paragraphs)
            paragraphs = []
        if part == "***":
            yield next(insertions)
        elif part.startswith("## "):
            yield "subhead", part.removeprefix("## ")
        else:
            yield "quotation", _quotation(part)
    if paragraphs:
        yield "text", _rich_text(paragraphs)


def _name_newspaper(front: Front) -> None:
    newspaper = Newspaper.load()
    if newspaper.name == Newspaper._meta.get_field("name").default:
        for field, told in NEWSPAPER.items():
            setattr(newspaper, field, told.strip())
        newspaper.nameplate = draw_nameplate(NAME)
        newspaper.save()
        front.title = NAME
        front.save()


def _lay_out(front: Front, now: datetime) -> None:
    """Put by hand on the front page what no rule would: a story, a large photo, a line over all."""
    if any(band.block_type == "photo_of_the_day" for band in front.bands):
        return
    told = tomllib.loads((EDITION / "front.toml").read_text(encoding="utf-8"))
    photo = told["photo_of_the_day"]
    picked = Story.objects.filter(slug__in=told["second_column"]["picked"])
    bands = default_bands()
    dict(bands)["opening"]["second_column"]["picked"] = [{"story": story} for story in picked]
    shown = {
        "photo": _photo(photo, _seed(photo["seed"])),
        "alternative_text": photo["alt"],
        "caption": "",
        "credit": "",
        "story": None,
    }
    bands.insert(BELOW_OPINION, ("photo_of_the_day", shown))
    front.bands = bands
    front.save()
    front.save_revision().publish()
    _print(told["print_issue"], now)
    for advertisement in told["advertisements"]:
        _advertise(advertisement, now)
    line = told["breaking"]
    BreakingNews.objects.create(
        text=line["text"],
        story=Story.objects.filter(slug=line["story"]).first(),
        begins_at=now - timedelta(minutes=9),
        ends_at=now + timedelta(hours=line["hours"]),
    )


def _print(told: dict[str, Any], now: datetime) -> None:
    """Upload a printed paper: its cover as a picture, and as the one page of a PDF."""
    cover = _photo(told, _seed("غلاف"), COVER)
    printed = BytesIO()
    with cover.file.open("rb") as file, Image.open(file) as drawn:
        drawn.save(printed, "PDF", resolution=150)
    pdf = ContentFile(printed.getvalue(), name="paper.pdf")
    PrintIssue.objects.create(
        number=told["number"], day=timezone.localdate(now), cover=cover, pdf=pdf
    )


def _advertise(told: dict[str, Any], now: datetime) -> None:
    """Open a slot for an advertisement, and let that run."""
    slot, _ = Slot.objects.get_or_create(place=told["place"], section=None)
    words = Words(**told["words"] | {"lines": tuple(told["words"]["lines"])})
    sizes = dict.fromkeys([slot.shape.size, slot.shape.size_on_phones])
    picture, *small = [_picture_of_advertisement(told, words, size.sent) for size in sizes]
    advertisement = Advertisement.objects.create(
        name=told["name"],
        advertiser=told["advertiser"],
        picture=picture,
        picture_for_phones=next(iter(small), None),
        alternative_text=told["alt"],
        address=told["address"],
        begins_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=told["days"]),
    )
    advertisement.slots.add(slot)


def _picture_of_advertisement(told: dict[str, Any], words: Words, size: tuple[int, int]) -> Photo:
    composition = told["composition"]
    drawn = draw_advertisement(composition, words, seed=told["seed"], size=size)
    return Photo.objects.create(
        file=ImageFile(BytesIO(drawn), name=f"advertisement-{composition}.jpg"),
        title=told["name"],
        description=told["alt"],
    )


def _section(front: Front, written: dict[str, str]) -> Section:
    found = Section.objects.child_of(front).filter(slug=written["slug"]).first()
    if found is None:
        section = Section(title=written["name"], slug=written["slug"], colour=written["colour"])
        found = front.add_child(instance=section)
        announce(found)
    return found


def _is_there(section: Section, written: dict[str, Any]) -> bool:
    return Story.objects.child_of(section).filter(slug=written["slug"]).exists()


@transaction.atomic
def _publish(section: Section, written: dict[str, Any], now: datetime) -> None:
    published = now - timedelta(hours=written["hours_ago"])
    updated = now - timedelta(hours=written.get("updated_hours_ago", written["hours_ago"]))
    story = Story(
        title=written["headline"],
        slug=written["slug"],
        kind=Kind(written.get("kind", Kind.NEWS)),
        kicker=written["kicker"],
        standfirst=written["standfirst"],
        desk=Desk.objects.get_or_create(name=written["desk"])[0],
        sign_off=written["sign_off"],
        body=list(body_blocks(written["body"], _inserted(written))),
        first_published_at=published,
        last_published_at=updated,
        **_lead_photo(written),
    )
    story.signatures = [Signature(author=_author(name)) for name in written["authors"]]
    story.tags.add(*written["tags"])
    section.add_child(instance=story)
    announce(story)
    write_days(days_of(story.pk, written["views"], published, now))
    _put_on_record(story, written, published, now)
    for entry in written.get("entries", []):
        at = min(published + timedelta(minutes=entry["minutes_after"]), now)
        told = {"headline": entry.get("headline", ""), "is_key": entry.get("key", False)}
        live.tell(story.coverage, entry["text"].strip(), **told, by=None, at=at)
    for comment in written.get("comments", []):
        _comment(story, comment, published, now)


def _put_on_record(
    story: Story, written: dict[str, Any], published: datetime, now: datetime
) -> None:
    """Publish the corrections and the replies that are written beside a story."""

    def moment(told: dict[str, Any]) -> datetime:
        return min(published + timedelta(hours=told["hours_after"]), now - timedelta(minutes=3))

    for told in written.get("corrections", []):
        publishing.correct(story, told["text"], by=None, at=moment(told))
    for told in written.get("rights_of_reply", []):
        at = moment(told)
        publishing.publish_reply(
            story,
            told["text"],
            name=told["name"],
            capacity=told["capacity"],
            received_on=timezone.localdate(at),
            by=None,
            at=at,
        )


def _lead_photo(written: dict[str, Any]) -> dict[str, Any]:
    told = written.get("photo")
    if not told:
        return {}
    return {
        "lead_photo": _photo(told, _seed(written["slug"])),
        "lead_photo_alternative_text": told["alt"],
        "lead_photo_caption": told["caption"],
        "lead_photo_credit": told["credit"],
        "lead_photo_is_archive": told["archive"],
    }


def _inserted(written: dict[str, Any]) -> Iterator[Block]:
    """Make what stands between the paragraphs of a story: pictures, files, other stories."""
    for number, told in enumerate(written.get("inserted", []), start=1):
        if "composition" in told:
            photo = _photo(told, _seed(written["slug"]) + number, told["size"])
            words = {"alternative_text": told["alt"], "caption": "", "credit": ""}
            yield "photo", {"photo": photo, **words}
        elif "document" in told:
            # With the mark by which spreadsheets know it for UTF-8.
            file = ContentFile(told["text"].lstrip().encode("utf-8-sig"), name=told["document"])
            document = Document(title=told["title"], file=file)
            document._set_document_file_metadata()
            document.save()
            yield "document", {"document": document, "title": ""}
        else:
            yield "related_story", Story.objects.get(slug=told["story"])


def _photo(told: dict[str, Any], seed: int, size: Iterable[int] = (1600, 900)) -> Photo:
    width, height = size
    drawn = draw_picture(told["composition"], seed=seed, size=(width, height))
    return Photo.objects.create(
        file=ImageFile(BytesIO(drawn), name=f"{told['composition']}.jpg"),
        title=told["caption"][:255],
        description=told["alt"][:255],
        caption=told["caption"],
        credit=told["credit"],
        is_archive=told.get("archive", False),
    )


def _author(name: str) -> Author:
    slug = slugify(name, allow_unicode=True)
    defaults = {"name": name, "biography": BIOGRAPHIES.get(name, "")}
    return Author.objects.get_or_create(slug=slug, defaults=defaults)[0]


def _comment(
    story: Story,
    written: dict[str, Any],
    published: datetime,
    now: datetime,
    parent: Comment | None = None,
) -> None:
    """Send and publish a comment as it is written, then what is written beneath it."""
    sent = min(published + timedelta(minutes=written["minutes_after"]), now - timedelta(minutes=3))
    agreed, disagreed = written.get("votes", (0, 0))
    is_newsrooms = written.get("from_newsroom", False)
    comment = Comment(
        story=story,
        parent=parent,
        thread_id=(parent.thread_id or parent.pk) if parent else None,
        name=NAME if is_newsrooms else written["name"],
        place=written.get("place", ""),
        text=written["text"].strip(),
        submitted_at=sent,
        from_newsroom=is_newsrooms,
        picked_at=sent if written.get("picked") else None,
        agreed=agreed,
        disagreed=disagreed,
        pressed_agreed=agreed,
        pressed_disagreed=disagreed,
    )
    if is_newsrooms:
        moves.enter(comment, Status.APPROVED)
        return
    _send(comment)
    if written["status"] == "approved":
        moves.move(comment, MoveKind.APPROVE, by=None, at=sent + timedelta(minutes=2))
    for reply in written.get("replies", []):
        _comment(story, {"status": "approved"} | reply, published, now, comment)


def _send(comment: Comment) -> None:
    prepare_receipt(comment)
    moves.enter(comment)
    email = f"reader{comment.pk}@example.org"
    SealedEmail.objects.create(comment=comment, ciphertext=seal(email), writer=writer_hash(email))


def _rich_text(paragraphs: list[str]) -> str:
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs)


def _quotation(part: str) -> dict[str, str]:
    lines = [line.removeprefix(">").strip() for line in part.splitlines()]
    speaker = lines.pop().removeprefix("—").strip() if lines[-1].startswith("—") else ""
    return {"text": " ".join(lines), "speaker": speaker}


def _seed(slug: str) -> int:
    """Return a number that is the story's own, the same wherever the edition is made."""
    return int.from_bytes(slug.encode()[-6:], "big") % 100_000
