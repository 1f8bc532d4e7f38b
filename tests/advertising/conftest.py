"""Slots, and advertisements that run in them."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from minbar.advertising.models import Advertisement, Slot
from minbar.advertising.places import Place
from minbar.press.pressing import press
from minbar.stories.models import Front, Photo

WIDE, BOX, FOR_PHONES = (194, 50), (120, 100), (96, 30)
"""Pixels; small, for they are drawn and made smaller in every test."""
CODE = '<script src="https://exchange.example/show.js"></script>'


@pytest.fixture
def make_photo(db: None) -> Callable[..., Photo]:
    def make(shape: tuple[int, int] = WIDE) -> Photo:
        drawn = BytesIO()
        Image.new("RGB", shape, "#7a5230").save(drawn, "PNG")
        return Photo.objects.create(title="إعلان", file=ImageFile(drawn, name="shown.png"))

    return make


@pytest.fixture
def make_slot(front: Front) -> Callable[..., Slot]:
    def make(place: Place = Place.STORY, **fields: Any) -> Slot:
        return Slot.objects.create(place=place, **fields)

    return make


@pytest.fixture
def slot(make_slot: Callable[..., Slot]) -> Slot:
    """One under every story."""
    return make_slot()


@pytest.fixture
def make_advertisement(make_photo: Callable[..., Photo]) -> Callable[..., Advertisement]:
    """Let one run for a day; with ``code`` it has no picture."""

    def make(slots: Iterable[Slot] = (), **fields: Any) -> Advertisement:
        now = timezone.now()
        if not fields.get("code"):
            words = {"alternative_text": "كتب ومقعد", "address": "https://books.example/"}
            fields = words | {"picture": fields.pop("picture", None) or make_photo()} | fields
        told = {"name": "إعلان الخريف", "advertiser": "مكتبة الزقاق"}
        term = {"begins_at": now - timedelta(hours=1), "ends_at": now + timedelta(days=1)}
        advertisement = Advertisement.objects.create(**told | term | fields)
        advertisement.slots.set(slots)
        return advertisement

    return make


@pytest.fixture
def page(client: Client) -> Callable[[str], str]:
    return lambda path: client.get(path).content.decode()


@pytest.fixture
def pressed() -> Callable[[str], str]:
    """Give a page as it is pressed now."""
    return lambda path: press(path).answer.body.decode()
