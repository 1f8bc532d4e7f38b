"""The demo edition without its pictures, and stories of a line or two."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from minbar.project.demo import making
from minbar.search.searching import search
from minbar.stories.models import Story


@pytest.fixture(scope="module")
def demo_edition(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole demo edition, its pictures blank; rolled back when the module's tests have run."""
    blank = BytesIO()
    Image.new("RGB", (16, 9)).save(blank, "JPEG")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(making, "draw_picture", lambda _composition, **_options: blank.getvalue())
        with transaction.atomic():
            making.make_edition()
            yield
            transaction.set_rollback(True)


@pytest.fixture
def write(make_story: Callable[..., Story]) -> Callable[..., Story]:
    """Publish a story with a headline and a body of paragraphs."""

    def write(headline: str, *paragraphs: str, **fields: Any) -> Story:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        return make_story(headline, body=[("text", text)] if text else [], **fields)

    return write


def headlines(asked: str, **narrowed: Any) -> list[str]:
    """Search, and return the headlines in their order."""
    found = search(asked, **narrowed)
    return [document.story.title for document in found.documents]
