"""Processes to be killed: forked from this one, so that nothing but their work is struck."""

import os
import select
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from minbar.press.forking import let_go_of_database


class Victim:
    """A forked process that does ``work``, which is given what to tell its parent with."""

    def __init__(self, work: Callable[[Callable[[str], None]], object], *, wait: bool = False):
        self._ear, mouth = os.pipe()
        let_go_of_database()
        self.pid = os.fork()
        if self.pid == 0:
            self._do(work, mouth, wait)
        os.close(mouth)

    def kill(self) -> None:
        """Kill it as ``kill -9`` does."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait_until_it_tells(self) -> None:
        """Wait until it has told something, however busy the machine is, or has ended."""
        select.select([self._ear], [], [])

    def told(self) -> list[str]:
        """Wait until it has ended, and return what it told before that, line by line."""
        with os.fdopen(self._ear, "rb") as ear:
            whole = ear.read()
        self.exit_code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return whole.decode().splitlines()

    @staticmethod
    def _do(work: Callable[[Callable[[str], None]], object], mouth: int, wait: bool) -> None:
        code = 1
        try:
            if wait:
                os.kill(os.getpid(), signal.SIGSTOP)
            work(lambda line: os.write(mouth, f"{line}\n".encode()))
            code = 0
        except BaseException as error:  # noqa: BLE001 - the parent looks at the exit code
            sys.stderr.write(f"{error!r}\n")
        finally:
            os._exit(code)


def strike(
    work: Callable[[Callable[[str], None]], object],
    call: str,
    number: int,
    fault: str = "signal=SIGKILL",
) -> tuple[bool, list[str]]:
    """Do ``work`` in a process that is killed at its n-th system call of that name.

    Return whether it was, and what it had told by then. ``fault`` is what strace injects instead:
    ``error=ENOSPC``.
    """
    injection = f"inject={call}:{fault}:when={number}"
    return _traced(work, "-o", "/dev/null", "-e", f"trace={call}", "-e", injection)


def rehearse(
    work: Callable[[Callable[[str], None]], object], calls: Sequence[str], folder: Path
) -> list[tuple[str, int]]:
    """Do ``work`` unharmed, and return which of its system calls change something in ``folder``.

    They are told in their order, by name and number as ``strike`` takes them.
    """
    log = folder.with_suffix(".strace")
    was_killed, _told = _traced(work, "-y", "-o", log, "-e", f"trace={','.join(calls)}")
    assert not was_killed
    count: Counter[str] = Counter()
    found: list[tuple[str, int]] = []
    for line in log.read_text(errors="replace").splitlines():
        call, _, told = line.partition(" ")[2].strip().partition("(")
        count[call] += 1
        if str(folder) in told and (call != "openat" or "O_CREAT" in told):
            found.append((call, count[call]))
    return found


def _traced(
    work: Callable[[Callable[[str], None]], object], *options: object
) -> tuple[bool, list[str]]:
    victim = Victim(work, wait=True)
    os.waitpid(victim.pid, os.WUNTRACED)
    tracer = subprocess.Popen(
        ["strace", "-f", "-p", str(victim.pid), *map(str, options)], stderr=subprocess.PIPE
    )
    assert tracer.stderr is not None
    tracer.stderr.readline()  # "Process … attached"
    os.kill(victim.pid, signal.SIGCONT)
    told = victim.told()
    tracer.communicate()
    return victim.exit_code == -signal.SIGKILL, told


class Disk:
    """A small disk in a file, whose state at any moment can be looked at as after a power cut."""

    def __init__(self, folder: Path, *, megabytes: int = 16, options: str = "loop") -> None:
        self._image, self._folder = folder / "disk.img", folder
        self.path = folder / "disk"
        self.path.mkdir()
        with self._image.open("wb") as image:
            image.truncate(megabytes * 1024 * 1024)
        run("mkfs.ext4", "-q", self._image)
        run("mount", "-o", options, self._image, self.path)

    @contextmanager
    def after_power_cut(self) -> Iterator[Path]:
        """Give the folder that a machine would find that has lost its power now."""
        copy, after = self._folder / "after.img", self._folder / "after"
        copy.write_bytes(self._image.read_bytes())
        after.mkdir(exist_ok=True)
        run("mount", "-o", "loop", copy, after)
        try:
            yield after
        finally:
            run("umount", after)

    def remove(self) -> None:
        """Take the disk away."""
        run("umount", self.path)


def run(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True, capture_output=True)
