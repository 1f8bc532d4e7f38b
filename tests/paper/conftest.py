"""Stories that readers have answered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from minbar.discussion.models import Comment, Status
from minbar.stories.models import Story


@pytest.fixture
def make_approved(story: Story) -> Callable[..., list[Comment]]:
    """Publish comments, a second apart; what is not said has a plain value."""

    def make(count: int = 1, on: Story = story, **fields: Any) -> list[Comment]:
        now = timezone.now()
        fields = {"name": "نورة", "text": "شكرا على المقال.", "status": Status.APPROVED} | fields
        return Comment.objects.bulk_create(
            Comment(story=on, submitted_at=at, first_approved_at=at, **fields)
            for at in (now + timedelta(seconds=number) for number in range(count))
        )

    return make
