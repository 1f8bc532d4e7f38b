"""What the functions of the library promise, as tables that an Arabic editor can read and correct.

Each file of ``specifications/`` is named after a function and holds ``[[case]]`` tables; a test
asks for them, and each becomes a test of its own.
"""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "specifications"


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of ``specifications/NAME.toml``, in their order."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]
