"""The bell: how a process that has touched something wakes the press at once.

A named pipe in the press's folder. Ringing never waits and may be lost without harm: what must
happen is a row, and the press looks for rows each second as well.
"""

import os
import select
from pathlib import Path

NAME = "bell"


def ring(folder: Path) -> bool:
    """Wake the press whose folder this is, and return whether one listens."""
    try:
        pipe = os.open(folder / NAME, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return False  # no pipe yet, or nobody at its other end
    try:
        os.write(pipe, b"!")
    except BlockingIOError:
        pass  # full of rings already
    except BrokenPipeError:
        return False
    finally:
        os.close(pipe)
    return True


class Ear:
    """The press's end of the bell."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / NAME
        if not path.is_fifo():
            path.unlink(missing_ok=True)
            os.mkfifo(path, 0o600)
        self._pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        # Without a writer of its own the pipe would be at its end, and wait for nothing.
        self._own_end = os.open(path, os.O_WRONLY | os.O_NONBLOCK)

    def wait(self, seconds: float) -> bool:
        """Return whether it rang, at the latest after ``seconds``."""
        ready, _, _ = select.select([self._pipe], [], [], seconds)
        if ready:
            os.read(self._pipe, 65536)
        return bool(ready)

    def close(self) -> None:
        """Listen no longer; whoever rings is told."""
        os.close(self._pipe)
        os.close(self._own_end)
