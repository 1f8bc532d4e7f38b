"""Stories with photos, and with what readers have answered."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image

from minbar.discussion.models import Comment, Status
from minbar.stories.models import Photo, PrintIssue, Story


@pytest.fixture
def make_photo(db: None) -> Callable[..., Photo]:
    def make(*, shape: tuple[int, int] = (1600, 900), **fields: Any) -> Photo:
        drawn = BytesIO()
        Image.new("RGB", shape, "#7a5230").save(drawn, "JPEG")
        file = ImageFile(drawn, name="photo.jpg")
        return Photo.objects.create(title="صورة", file=file, **fields)

    return make


@pytest.fixture
def make_print_issue(make_photo: Callable[..., Photo]) -> Callable[..., PrintIssue]:
    def make(number: int, day: date = date(2026, 11, 23)) -> PrintIssue:
        pdf = ContentFile(b"%PDF-1.7 two pages", name="paper.pdf")
        return PrintIssue.objects.create(number=number, day=day, cover=make_photo(), pdf=pdf)

    return make


@pytest.fixture
def make_approved(story: Story) -> Callable[..., list[Comment]]:
    """Publish comments, a second apart; what is not said has a plain value."""

    def make(count: int = 1, on: Story = story, **fields: Any) -> list[Comment]:
        now = timezone.now()
        fields = {"name": "نورة", "text": "شكرا على المقال.", "status": Status.APPROVED} | fields
        return Comment.objects.bulk_create(
            Comment(story=on, submitted_at=at, moved_at=at, first_approved_at=at, **fields)
            for at in (now + timedelta(seconds=number) for number in range(count))
        )

    return make
