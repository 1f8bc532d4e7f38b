"""``minbar backup FILE``: all of the newspaper but its keys, in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from minbar.project.backing_up import CannotBackUp, back_up
from minbar.project.operator_command import OperatorCommand


class Command(OperatorCommand):
    """See the module."""

    name, refusal = "backup", CannotBackUp
    help = "Write the database, media and the journal of views to one file, while readers read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add our own to what every command takes."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a new file, .tar.gz")

    def act(self, *, file: Path, **_options: Any) -> None:
        """Back up."""
        back_up(file, self.say)
