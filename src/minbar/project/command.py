"""The ``minbar`` command: every command of Django, Wagtail and the rooms, with our settings."""

import os
import sys

from django.core.management import execute_from_command_line

UNHURRIED = frozenset({"backup", "import", "press"})
"""Commands that work for long while the newspaper is read; readers and editors go first."""
NICENESS = 5
"""A third of the processor's time that others have who want it as well; more would let a command
that holds the database's lock wait for its turn while an editor waits for the lock."""


def main() -> None:
    """Run the command named on the command line (``minbar serve``, ``minbar import page …``)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minbar.project.settings")
    if UNHURRIED.intersection(sys.argv[1:2]):
        os.nice(NICENESS)
    execute_from_command_line(sys.argv)
