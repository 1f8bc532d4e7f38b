"""The ``minbar`` command leaves the processor to whoever waits for it."""

import sys
from unittest.mock import Mock

import pytest

from minbar.project import command


@pytest.mark.parametrize(
    ("words", "lowered_by"),
    [
        (["import", "page", "story.txt"], [command.NICENESS]),
        (["press", "all"], [command.NICENESS]),
        (["backup", "newspaper.zip"], [command.NICENESS]),
        (["serve"], []),
        (["moderation", "approve"], []),
        ([], []),
    ],
)
def test_what_works_for_long_goes_last(words, lowered_by, monkeypatch: pytest.MonkeyPatch):
    nice, execute = Mock(), Mock()
    monkeypatch.setattr("os.nice", nice)
    monkeypatch.setattr(command, "execute_from_command_line", execute)
    monkeypatch.setattr(sys, "argv", ["minbar", *words])

    command.main()

    assert [call.args[0] for call in nice.call_args_list] == lowered_by
    execute.assert_called_once_with(sys.argv)
