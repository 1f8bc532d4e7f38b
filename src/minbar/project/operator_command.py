"""How a command speaks to an operator: line by line, and in a sentence where it cannot go on."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand


class OperatorCommand(BaseCommand):
    """A command that is given its ``name``, its ``refusal`` and how to ``act``."""

    name: str
    refusal: type[Exception]
    """What ``act`` raises with a sentence for the operator; anything else is our mistake."""

    act: Callable[..., None]
    """Does what the command is for; takes its options by keyword."""

    def handle(self, *, traceback: bool, **options: Any) -> None:
        """Act; on what stands in the way, say so and exit with 1."""
        try:
            self.act(**options)
        except self.refusal as error:
            if traceback:
                raise
            self.stderr.write(f"minbar {self.name}: {error}")
            sys.exit(1)
        except KeyboardInterrupt:
            self.stderr.write(f"minbar {self.name}: stopped; nothing was left behind.")
            sys.exit(130)

    def say(self, line: str) -> None:
        """Write a line that is seen at once, into a file too."""
        self.stdout.write(line)
        self.stdout.flush()
