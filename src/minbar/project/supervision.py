"""Processes that are kept alive together, and that go together.

Each child is forked, without another program in between, from a parent that has already loaded
everything. So a child that was killed is back in a few hundredths of a second where importing
Django and Wagtail again takes seconds, and what is loaded lies in memory once. The parent has no
threads and no open connections while it forks.
"""

import ctypes
import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import NoReturn

logger = logging.getLogger(__name__)

END_WITHIN = 8.0
"""Seconds that children have for what they are doing, before they are killed."""
AT_ONCE = 2.0
"""A child that lives less than these seconds has died at once."""
FREE_RETURNS = 3
"""How often a child that dies at once is started again without a pause."""
LONGEST_PAUSE = 30.0
IMPATIENT_AFTER = 1.0
"""Ctrl-C again within these seconds is the same one: `make` and a terminal may both send it."""

PR_SET_PDEATHSIG = 1
ENDING = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}

Say = Callable[[str], None]


class Child:
    """A process that does ``work``; ``name`` is what an operator calls it."""

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self.name = name
        self.pid: int | None = None
        self.due_at = 0.0
        self._work = work
        self._started_at = 0.0
        self._deaths_at_once = 0

    def start(self) -> None:
        """Fork it."""
        self._started_at = time.monotonic()
        self.pid = fork(self._work)

    def exit_code(self, *, wait: bool = False) -> int | None:
        """Return how it ended (minus the signal that killed it), once, or None if it lives."""
        if self.pid is None:
            return None
        pid, status = os.waitpid(self.pid, 0 if wait else os.WNOHANG)
        if not pid:
            return None
        self.pid = None
        return os.waitstatus_to_exitcode(status)

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it lives."""
        if self.pid is not None:
            os.kill(self.pid, number)

    def plan_return(self) -> float:
        """Decide when it is started again, and return the seconds until then."""
        now = time.monotonic()
        died_at_once = now - self._started_at < AT_ONCE
        self._deaths_at_once = self._deaths_at_once + 1 if died_at_once else 0
        excess = self._deaths_at_once - FREE_RETURNS
        pause = min(2.0 ** (excess - 1), LONGEST_PAUSE) if excess > 0 else 0.0
        self.due_at = now + pause
        return pause


class Supervisor:
    """Keeps children alive until it is asked to end, and then ends them all."""

    def __init__(self, children: Sequence[Child], say: Say) -> None:
        self._children = children
        self._say = say
        self._bell = _Bell()

    def run(self, is_up: Callable[[], bool]) -> None:
        """Start the children, ask ``is_up`` until it says so, and return when all have ended."""
        up = False
        while not self._bell.wait(self._pause(up=up)) & ENDING:
            self._notice_the_dead()
            self._start_the_due()
            up = up or is_up()
        self._end()

    def _pause(self, *, up: bool) -> float:
        """Seconds to wait: until a child is due, or until asking again whether all is up."""
        now = time.monotonic()
        waits = [child.due_at - now for child in self._children if child.pid is None]
        return max(0.0, min([*waits, 3600.0 if up else 0.05]))

    def _start_the_due(self) -> None:
        for child in self._children:
            if child.pid is None and child.due_at <= time.monotonic():
                child.start()

    def _notice_the_dead(self) -> None:
        for child in self._children:
            code = child.exit_code()
            if code is None:
                continue
            pause = child.plan_return()
            what_now = f"It dies at once; next try in {pause:.0f} s." if pause else "Restarted."
            self._say(f"The {child.name} {_how_it_ended(code)}. {what_now}")

    def _end(self) -> None:
        asked_at = time.monotonic()
        self._send(signal.SIGTERM)
        while self._living() and (left := asked_at + END_WITHIN - time.monotonic()) > 0:
            asked_again = self._bell.wait(left) & ENDING
            if asked_again and time.monotonic() > asked_at + IMPATIENT_AFTER:
                break
            for child in self._children:
                child.exit_code()
        for child in self._living():
            self._say(f"The {child.name} has not ended by itself and is killed.")
        self._send(signal.SIGKILL)
        for child in self._living():
            child.exit_code(wait=True)

    def _living(self) -> list[Child]:
        return [child for child in self._children if child.pid is not None]

    def _send(self, number: signal.Signals) -> None:
        for child in self._children:
            child.send(number)


class _Bell:
    """Signals, as something that can be waited for with a time limit and is never missed."""

    NUMBERS = (signal.SIGCHLD, *ENDING)

    def __init__(self) -> None:
        self._ear, rope = os.pipe()
        os.set_blocking(self._ear, False)
        os.set_blocking(rope, False)
        signal.set_wakeup_fd(rope)
        for number in self.NUMBERS:
            under_nohup = number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN
            if not under_nohup:
                signal.signal(number, lambda *_: None)

    def wait(self, seconds: float) -> set[int]:
        """Return the signals that came since the last call, at the latest after ``seconds``."""
        select.select([self._ear], [], [], seconds)
        try:
            return set(os.read(self._ear, 4096))
        except BlockingIOError:
            return set()


def fork(work: Callable[[], object]) -> int:
    """Return the number of a new process that does ``work`` and dies with this one."""
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    # Held back until the child has put our handlers down, or it would ring its parent's bell.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _Bell.NUMBERS)
    pid = os.fork()
    if pid == 0:
        _work_and_exit(work, parent, before)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pid


def die_with(parent: int) -> None:
    """Have this process killed when ``parent``, which forked it, is gone, however that came.

    On Linux the kernel sees to it; it watches the thread that forked, so that must be one that
    stays (prctl(2), PR_SET_PDEATHSIG). Elsewhere a thread looks twice a second.
    """
    try:
        failed = ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except AttributeError:
        failed = True
    if failed:
        threading.Thread(target=_watch, args=[parent], daemon=True).start()
    if os.getppid() != parent:  # it was gone before we had asked
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)


def _work_and_exit(
    work: Callable[[], object], parent: int, mask: set[signal.Signals | int]
) -> NoReturn:
    """Never return: what stands above on the stack is the parent's business."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in _Bell.NUMBERS:
            signal.signal(number, signal.SIG_DFL)
        die_with(parent)
        os.setpgid(0, 0)  # a terminal's Ctrl-C is for the parent, which asks each child once
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        work()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    except BaseException:
        logger.exception("This process ends by an error:")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _how_it_ended(code: int) -> str:
    if code < 0:
        return f"was killed ({signal.Signals(-code).name})"
    return f"ended by itself (exit status {code})"
