"""``minbar search rebuild`` and ``status``."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from minbar.search import indexing
from minbar.search.models import Document, Word
from minbar.stories.models import Story


class Command(BaseCommand):
    """See the module."""

    help = "Make the readers' search index again, or say what is in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add a command for each verb."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        verbs.add_parser("rebuild", help="index every story and comment; readers search meanwhile")
        verbs.add_parser("status", help="say how much is indexed")

    def handle(self, *, verb: str, **_options: Any) -> None:
        """Do what the verb says."""
        if verb == "rebuild":
            began_at = time.monotonic()
            count = indexing.rebuild(tell=self._progress)
            self.stdout.write(f"{count} documents indexed in {time.monotonic() - began_at:.1f} s.")
        else:
            stories = Document.objects.stories().count()
            self.stdout.write(f"{stories} of {Story.objects.published().count()} stories,")
            self.stdout.write(f"{Document.objects.comments().count()} comments,")
            self.stdout.write(f"{Word.objects.filter(documents__gt=0).count()} different words.")

    def _progress(self, done: int, of: int) -> None:
        self.stdout.write(f"  {done} of {of}", ending="\r" if self.stdout.isatty() else "\n")
        self.stdout.flush()
