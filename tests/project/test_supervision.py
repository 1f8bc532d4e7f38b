import signal
import subprocess
import sys
import textwrap
import time

import pytest

from minbar.project import supervision
from minbar.project.supervision import Child
from tests.project.test_serving import PATIENCE, children_of, lives, wait_for


@pytest.fixture
def supervise(tmp_path):
    """Run a script that supervises, apart from the tests: it forks and takes signals over."""
    running = []

    def run(script):
        said = tmp_path / f"said-{len(running)}.txt"
        with said.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-c", PRELUDE + textwrap.dedent(script)],
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        running.append(process)
        process.said = said
        return process

    yield run
    for process in running:
        process.kill()
        process.wait()


PRELUDE = """
import os, sys, time, signal
from functools import partial
from minbar.project import supervision
from minbar.project.supervision import Child, Supervisor
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whatever the tests were started with
def say(*words):
    line = " ".join(map(str, words))
    os.write(1, f"{line}\\n".encode())  # whole: a signal may come between a line and its end
def sleep():
    time.sleep(600)
def up():
    say("up")
    return True
"""


class TestReturning:
    """A child comes back at once, unless it dies at once again and again."""

    def test_the_first_returns_wait_for_nothing(self):
        child = self.child_that_died_at_once()

        assert [child.plan_return() for _ in range(3)] == [0.0, 0.0, 0.0]

    def test_then_each_waits_longer_up_to_a_limit(self):
        child = self.child_that_died_at_once()
        pauses = [child.plan_return() for _ in range(12)]

        assert pauses[3:8] == [1.0, 2.0, 4.0, 8.0, 16.0]
        assert pauses[-1] == supervision.LONGEST_PAUSE

    def test_a_child_that_has_lived_for_a_while_starts_afresh(self, monkeypatch):
        child = self.child_that_died_at_once()
        for _ in range(6):
            child.plan_return()
        later = time.monotonic() + 3600
        monkeypatch.setattr(supervision.time, "monotonic", lambda: later)

        assert child.plan_return() == 0.0

    def test_it_is_said_how_a_child_ended_and_what_follows(self, supervise):
        process = supervise("""
            Supervisor([Child("press", partial(sys.exit, 3))], say).run(lambda: True)
        """)

        said = process.said
        wait_for(lambda: "next try" in said.read_text())
        assert said.read_text().splitlines() == [
            *["The press ended by itself (exit status 3). Restarted."] * 3,
            "The press ended by itself (exit status 3). It dies at once; next try in 1 s.",
        ]

    @staticmethod
    def child_that_died_at_once():
        child = Child("press", print)
        child._started_at = time.monotonic()
        return child


class TestEnding:
    """All end together, asked first and then made to."""

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
    def test_children_are_asked_once(self, supervise, number):
        process = supervise("""
            def work():
                signal.signal(signal.SIGTERM, lambda *_: (say("asked"), sys.exit()))
                say("at work")
                time.sleep(600)
            Supervisor([Child("press", work)], say).run(lambda: True)
            say("ended")
        """)
        wait_for(lambda: "at work" in process.said.read_text())
        process.send_signal(number)

        assert process.wait(PATIENCE) == 0
        assert process.said.read_text().splitlines() == ["at work", "asked", "ended"]

    def test_a_child_that_does_not_listen_is_killed(self, supervise):
        process = supervise("""
            supervision.END_WITHIN = 0.2
            def work():
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                say("deaf")
                time.sleep(600)
            Supervisor([Child("press", work)], say).run(lambda: True)
        """)
        wait_for(lambda: "deaf" in process.said.read_text())
        process.terminate()

        assert process.wait(PATIENCE) == 0
        assert "The press has not ended by itself and is killed." in process.said.read_text()

    def test_under_nohup_a_closed_terminal_ends_nothing(self, supervise):
        process = supervise("""
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            Supervisor([Child("press", sleep)], say).run(up)
            say("ended")
        """)
        wait_for(lambda: "up" in process.said.read_text())
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)

        assert process.wait(PATIENCE) == 0

    @pytest.mark.parametrize(
        "kernel",
        ["", "supervision.ctypes.CDLL = lambda _: object()"],
        ids=["asked", "without prctl"],
    )
    def test_a_killed_parent_takes_its_children_along(self, supervise, kernel):
        process = supervise(f"""
            {kernel}
            def work():
                say("at work")
                time.sleep(600)
            Supervisor([Child("press", work), Child("schedule", work)], say).run(lambda: True)
        """)
        wait_for(lambda: process.said.read_text() == "at work\nat work\n")
        children = children_of(process.pid)
        assert len(children) == 2
        process.kill()
        process.wait(PATIENCE)

        wait_for(lambda: not any(lives(child) for child in children))

    def test_a_child_whose_parent_was_gone_before_it_could_ask_ends_itself(self, supervise):
        process = supervise("""
            supervision.fork(lambda: None)  # loads what a child needs
            def born_late():
                say("alive")
            real = supervision.os.getppid
            supervision.os.getppid = lambda: 1
            child = supervision.fork(born_late)
            say("ended with", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """)

        assert process.wait(PATIENCE) == 0
        assert process.said.read_text() == "ended with 1\n"
