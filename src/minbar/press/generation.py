"""The store's generation: how every front learns, without a system call, that something changed.

A number in a file that all processes map into their memory. Whoever has changed a file of the store
puts another number there; a front that finds the number it knows need not look at the file.
"""

import mmap
import os
from pathlib import Path

NAME = "generation"
SIZE = 8


class Generation:
    """The number of the store below ``folder``; raises OSError where it cannot be mapped."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_size < SIZE:
                # Written, not only made longer: a page of memory whose disk is full ends a process.
                os.pwrite(descriptor, os.urandom(SIZE), 0)
            self.number = memoryview(mmap.mmap(descriptor, SIZE)).cast("Q")
            """One element; read it before the file whose state it stands for."""
        finally:
            os.close(descriptor)

    def move_on(self) -> None:
        """Put a number there that no front knows. To be called after the files were changed.

        Drawn by lot rather than counted: of two processes that count at once one would be missed.
        """
        self.number[0] = int.from_bytes(os.urandom(SIZE))
