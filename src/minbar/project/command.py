"""The ``minbar`` command: every command of Django, Wagtail and the rooms, with our settings."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line (``minbar serve``, ``minbar import page …``)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minbar.project.settings")
    execute_from_command_line(sys.argv)
