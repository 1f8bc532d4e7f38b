"""``minbar import``: brings in what was published elsewhere."""  # noqa: N999 - the command's name

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from minbar.importing.layouts import Layout, NoSuchLayout, load_layouts
from minbar.importing.pages import read_page
from minbar.importing.reading import NotImported, read_capture
from minbar.importing.storing import Imported, find_section, import_page


class Command(BaseCommand):
    """See the module."""

    help = "Bring in what was published elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a word for each kind of thing that can be imported."""
        kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
        page = kinds.add_parser("page", help="text captures of article pages")
        page.add_argument("files", nargs="+", metavar="FILE")
        page.add_argument("--section", help="address or name of the section where they go")
        page.add_argument(
            "--published",
            metavar="DATE",
            help="when they were published: 2026-11-23 or 2026-11-23T08:12, in the site's time",
        )
        page.add_argument("--layout", metavar="NAME", help="take them apart by this layout")
        page.add_argument(
            "--json", action="store_true", dest="as_json", help="print an object for each file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each file and say what became of it; exit with 1 if one could not be."""
        try:
            layouts = _chosen_layouts(options["layout"])
            given = _given(options)
        except NotImported as refusal:
            raise CommandError(str(refusal)) from refusal
        tell = self._tell_machines if options["as_json"] else self._tell_people
        refused = 0
        for name in options["files"]:
            try:
                page = read_page(read_capture(Path(name)), layouts)
                tell(_printable(name), import_page(page, **given))
            except NotImported as refusal:
                refused += 1
                self._tell_refusal(_printable(name), str(refusal), as_json=options["as_json"])
        if refused:
            sys.exit(1)

    def _tell_machines(self, _name: str, imported: Imported) -> None:
        told = {
            "story": imported.story.pk,
            "url": _address(imported),
            "created": imported.created,
            "comments": imported.comments,
            "views": imported.views,
            "warnings": imported.warnings,
        }
        self.stdout.write(json.dumps(told))

    def _tell_people(self, name: str, imported: Imported) -> None:
        became = "imported as" if imported.created else "here already as"
        self.stdout.write(
            f"{name}: {became} story {imported.story.pk} (comments: {imported.comments},"
            f" views: {imported.views}), {_address(imported)}"
        )
        for warning in imported.warnings:
            self.stderr.write(f"{name}: {warning}", self.style.WARNING)

    def _tell_refusal(self, name: str, reason: str, *, as_json: bool) -> None:
        self.stderr.write(f"{name}: {reason}")
        if as_json:
            self.stdout.write(json.dumps({"file": name, "error": reason}))


def _chosen_layouts(name: str | None) -> Iterable[Layout]:
    layouts = load_layouts(settings.MINBAR_DATA / "layouts")
    if name is None:
        return list(layouts.values())
    if name not in layouts:
        raise NoSuchLayout(name, layouts)
    return [layouts[name]]


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """Return what the options say of every file, as ``import_page`` takes it."""
    section, published = options["section"], options["published"]
    return {
        "section": None if section is None else find_section(section),
        "published": None if published is None else _moment(published),
    }


def _moment(written: str) -> datetime:
    """Return the moment that an ISO 8601 date or time names; without a zone, in the site's."""
    try:
        moment = datetime.fromisoformat(written)
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = f"“{written}” is no date. Write it like 2026-11-23 or 2026-11-23T08:12."
        raise NotImported(message) from error


def _printable(name: str) -> str:
    """Return a file's name as every terminal takes it: on Linux it need not be text."""
    return os.fsencode(name).decode(errors="replace")


def _address(imported: Imported) -> str:
    return settings.MINBAR_SITE_URL + imported.story.url
