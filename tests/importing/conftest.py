"""Captured pages: the real one, one of a made-up site, and what the database holds of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from minbar.importing.layouts import Layout, load_layouts
from minbar.importing.pages import CapturedPage, read_page
from minbar.importing.reading import read_capture

CAPTURES = Path(__file__).parent / "captures"

ROOMS = ["stories", "discussion", "audience", "importing", "wagtailcore", "wagtailredirects"]
DERIVED = {"wagtailcore.referenceindex"}


@pytest.fixture(scope="session")
def layouts() -> dict[str, Layout]:
    return load_layouts()


@pytest.fixture(scope="session")
def seed_text(seed_page: Path) -> str:
    return seed_page.read_text(encoding="utf-8")


@pytest.fixture
def seed(seed_text: str, layouts: dict[str, Layout]) -> CapturedPage:
    """The real page, taken apart."""
    return read_page(seed_text, layouts.values())


@pytest.fixture
def labelled_file() -> Path:
    """A page of a made-up site that names each part before it."""
    return CAPTURES / "labelled.txt"


@pytest.fixture
def labelled(labelled_file: Path, layouts: dict[str, Layout]) -> CapturedPage:
    return read_page(read_capture(labelled_file), layouts.values())


@pytest.fixture
def all_rows(db: None) -> Callable[[], dict[str, list[dict[str, Any]]]]:
    """Everything that an import could have written, to be compared."""

    def dump() -> dict[str, list[dict[str, Any]]]:
        return {
            model._meta.label: list(model._default_manager.order_by("pk").values())
            for model in apps.get_models()
            if model._meta.app_label in ROOMS and model._meta.label_lower not in DERIVED
        }

    return dump
