"""Fills a newspaper with so many stories, all at once, for the benchmarks to work on.

    MINBAR_DATA=/tmp/big .venv/bin/python benchmarks/edition.py 100000

Copies the demo edition's stories under new addresses and dates; comments are not copied.
"""

import os
import sys
import time
import uuid
from datetime import timedelta
from typing import Any

import django

BATCH = 2000


def main(count: int) -> None:
    """Make the demo edition if need be, and copies of it until there are ``count`` stories."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minbar.project.settings")
    django.setup()
    from django.core.management import call_command

    from minbar.stories.models import Story

    began_at = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", verbosity=0)
    fill(count - Story.objects.count())
    print(f"{Story.objects.count()} stories in {time.monotonic() - began_at:.0f} s")


def fill(count: int) -> None:
    """Add ``count`` copies of the stories that there are, older and older."""
    from django.db import connection, transaction
    from wagtail.models import Page

    from minbar.stories.announcing import Announcement
    from minbar.stories.models import AnnouncedPage, RelatedStory, Section, Story

    originals = list(Story.objects.select_related("lead_photo"))
    sections = {section.path: section for section in Section.objects.all()}
    children = {path: section.numchild for path, section in sections.items()}
    next_id = Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    page_fields = Page._meta.local_concrete_fields
    story_fields = Story._meta.local_concrete_fields
    made = 0
    while made < count:
        pages, stories, told, related = [], [], [], []
        for _ in range(min(BATCH, count - made)):
            copy = originals[made % len(originals)]
            parent = copy.path[: -copy.steplen]
            children[parent] += 1
            slug = f"copy-{next_id}"
            moment = copy.first_published_at - timedelta(minutes=7 * (made + 1))
            values = {
                **{field.attname: getattr(copy, field.attname) for field in page_fields},
                "id": next_id,
                "translation_key": uuid.uuid4(),
                "path": Page._get_path(parent, copy.depth, children[parent]),
                "slug": slug,
                "url_path": f"{sections[parent].url_path}{slug}/",
                "first_published_at": moment,
                "last_published_at": moment,
                "live_revision_id": None,
                "latest_revision_id": None,
            }
            pages.append(_row(page_fields, values))
            own = {field.attname: getattr(copy, field.attname) for field in story_fields}
            stories.append(_row(story_fields, own | {"page_ptr_id": next_id}))
            told.append(_announced(AnnouncedPage, Announcement, copy, values, moment))
            related += [(next_id, next_id - n - 1, n) for n in range(4) if made > 10]
            next_id += 1
            made += 1
        with transaction.atomic(), connection.cursor() as cursor:
            _insert(cursor, Page, page_fields, pages)
            _insert(cursor, Story, story_fields, stories)
            AnnouncedPage.objects.bulk_create(told)
            RelatedStory.objects.bulk_create(
                RelatedStory(story_id=story, shown_id=shown, place=place)
                for story, shown, place in related
            )
        print(f"  {made} of {count}", flush=True)
    for path, number in children.items():
        Page.objects.filter(path=path).update(numchild=number)


def _row(fields: Any, values: dict[str, Any]) -> list[Any]:
    from django.db import connection

    return [
        field.get_db_prep_save(
            field.value_from_object(_Holder(values))
            if field.name == "body"
            else values[field.attname],
            connection,
        )
        for field in fields
    ]


class _Holder:
    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def _announced(model: Any, announcement: Any, copy: Any, values: dict[str, Any], at: Any) -> Any:
    before = announcement.of(copy)
    return model(
        page_id=values["id"],
        url_path=values["url_path"],
        section_path=before.section_path,
        live=True,
        live_revision=0,
        listed_at=at,
        card=before.card,
        place=before.place,
    )


def _insert(cursor: Any, model: Any, fields: Any, rows: list[list[Any]]) -> None:
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join("%s" for _ in fields)
    cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', rows)


if __name__ == "__main__":
    main(int(sys.argv[1]))
