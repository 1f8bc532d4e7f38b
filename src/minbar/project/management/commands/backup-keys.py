"""``minbar backup-keys FILE``: the keys alone, apart from every backup."""  # noqa: N999 - as typed

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from minbar.project.backing_up import CannotBackUp, back_up_keys
from minbar.project.operator_command import OperatorCommand


class Command(OperatorCommand):
    """See the module."""

    name, refusal = "backup-keys", CannotBackUp
    help = "Write the keys to one file, to be kept apart from the backups."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add our own to what every command takes."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a new file, .json")

    def act(self, *, file: Path, **_options: Any) -> None:
        """Write them."""
        back_up_keys(file, self.say)
