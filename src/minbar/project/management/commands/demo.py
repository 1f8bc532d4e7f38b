"""``minbar demo``: makes the demo edition, or what is missing of it."""

from typing import Any

from django.core.management.base import BaseCommand

from minbar.project.demo.making import make_edition


class Command(BaseCommand):
    """See the module."""

    help = "Make the demo edition: a fictional daily. Run again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say so."""
        added = make_edition(tell=lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write(f"The demo edition is there; {added} stories were added.")
