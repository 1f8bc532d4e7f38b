"""``minbar press all``, ``status`` and ``check``."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from minbar.press import edition
from minbar.press.models import PressedPage
from minbar.press.staleness import stale_edition, stale_pages


class Command(BaseCommand):
    """See the module."""

    help = "Press every public page, say which are stale, or compare pages with fresh renderings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add a command for each verb."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        everything = verbs.add_parser("all", help="press every public page that is not fresh")
        everything.add_argument("--again", action="store_true", help="fresh pages too")
        everything.add_argument("--processes", type=int, default=0, help="default: one a processor")
        verbs.add_parser(
            "status", help="say how many pages there are, and what is stale or failing"
        )
        check = verbs.add_parser("check", help="render again, and compare byte for byte")
        check.add_argument("--sample", type=int, default=0, help="so many pages, chosen by chance")

    def handle(self, *, verb: str, **options: Any) -> None:
        """Do what the verb says."""
        verbs: dict[str, Callable[..., None]] = {
            "all": self._all,
            "status": self._status,
            "check": self._check,
        }
        verbs[verb](**options)

    def _all(self, *, again: bool, processes: int, **_options: Any) -> None:
        began_at = time.monotonic()
        result = edition.press_all(again=again, processes=processes or None, tell=self._progress)
        seconds = time.monotonic() - began_at
        rate = result.pressed / seconds if seconds else 0.0
        self.stdout.write(
            f"{result.pressed} pages pressed, {result.fresh} were fresh, {result.failed} failed; "
            f"{seconds:.1f} s, {rate:.0f} pages a second."
        )
        if result.failed:
            raise CommandError("Some pages could not be pressed: see `minbar press status`.")

    def _status(self, **_options: Any) -> None:
        stale = sorted({*stale_pages(), *stale_edition()})
        failing = list(PressedPage.objects.failing().order_by("path"))
        self.stdout.write(f"{PressedPage.objects.exclude(digest='').count()} pages are pressed.")
        self.stdout.write(f"{len(stale)} are stale, {len(failing)} are failing.")
        for path in stale[:20]:
            self.stdout.write(f"  stale    {path}")
        for page in failing[:20]:
            reason = page.failure.partition("\n")[0]
            self.stdout.write(f"  failing  {page.path} ({page.failures} times: {reason})")

    def _check(self, *, sample: int, **_options: Any) -> None:
        checked, differing = 0, []
        for path, is_same in edition.check(sample=sample or None):
            checked += 1
            if not is_same:
                differing.append(path)
                self.stdout.write(f"  differs  {path}")
        self.stdout.write(f"{checked} pages checked, {len(differing)} differ.")
        if differing:
            sys.exit(1)

    def _progress(self, done: int, of: int) -> None:
        self.stdout.write(f"  {done} of {of}", ending="\r" if self.stdout.isatty() else "\n")
        self.stdout.flush()
