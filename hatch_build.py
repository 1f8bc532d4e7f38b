"""Compiles the translations when Minbar is installed or built, so that no ``.mo`` is committed."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]
    """Writes a ``django.mo`` beside each ``django.po``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue below ``src``."""
        for catalogue in Path(self.root, "src").rglob("*.po"):
            with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source))
