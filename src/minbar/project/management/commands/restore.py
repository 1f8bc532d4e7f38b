"""``minbar restore FILE [--keys FILE]``: a newspaper made again from its backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from minbar.project.operator_command import OperatorCommand
from minbar.project.restoring import CannotRestore, restore


class Command(OperatorCommand):
    """See the module."""

    name, refusal = "restore", CannotRestore
    help = "Make a newspaper again from its backup, in an empty MINBAR_DATA: whole, or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add our own to what every command takes."""
        parser.add_argument("file", type=Path, metavar="FILE", help="what minbar backup wrote")
        parser.add_argument(
            "--keys",
            type=Path,
            metavar="FILE",
            help="what minbar backup-keys wrote; without it no e-mail and no receipt opens",
        )

    def act(self, *, file: Path, keys: Path | None, **_options: Any) -> None:
        """Restore."""
        restore(file, self.say, keys=keys)
