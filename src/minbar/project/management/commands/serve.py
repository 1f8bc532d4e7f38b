"""``minbar serve``: the newspaper, with all that it needs, from one command."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from minbar.project.preparing import CannotServe
from minbar.project.serving import serve


class Command(BaseCommand):
    """Says where things stand; ``project.serving`` does the work."""

    help = "Serve the newspaper: web server, task worker and schedule, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add our own to what every command takes."""
        parser.add_argument(
            "--demo",
            action="store_true",
            help="fill a newspaper that has no story",
        )

    def handle(self, *, demo: bool, traceback: bool, **_options: Any) -> None:
        """Serve; on what stands in the way, say so and exit with 1."""
        try:
            serve(self._say, demo=demo)
        except KeyboardInterrupt:
            self._say("Stopped before it was up.")
            sys.exit(130)
        except CannotServe as error:
            if traceback:
                raise
            self.stderr.write(f"minbar serve: {error}")
            sys.exit(1)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
