"""What is sent when a story is shared: a short address, and the card that a network shows."""

import hashlib
from dataclasses import asdict, dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from minbar.stories.models import Author, Newspaper, Story

DRAWN_AS = "1"
"""Raised when cards are drawn otherwise, so that networks ask for them anew."""


@dataclass(frozen=True)
class ShareCard:
    """What stands on a story's card."""

    headline: str
    kicker: str
    newspaper: str
    colour: str

    @property
    def digest(self) -> str:
        """Changes with whatever the card shows, and stands in its address."""
        told = "\n".join([DRAWN_AS, *asdict(self).values()])
        return hashlib.sha256(told.encode()).hexdigest()[:12]


def share_card_of(story: Story, newspaper: Newspaper) -> ShareCard:
    """Return what the card of ``story`` says now."""
    return ShareCard(
        headline=story.title,
        kicker=story.kicker,
        newspaper=newspaper.name,
        colour=story.section.colour,
    )


def share_card_address(story: Story, newspaper: Newspaper) -> str:
    """Return the path of the story's card, another one when the card changes."""
    return reverse("share-card", args=[story.pk, share_card_of(story, newspaper).digest])


def short_address(story: Story) -> str:
    """Return the whole short address of ``story``: encoded Arabic is unreadable in a message."""
    return f"{settings.MINBAR_SITE_URL}{reverse('short', args=[story.pk])}"


def whole_address(address: str) -> str:
    """Return the whole address of a path of ours; one in a storage of its own is whole already."""
    return urljoin(f"{settings.MINBAR_SITE_URL}/", address)


def author_address(author: Author) -> str:
    """Return the whole address of an author's page."""
    return f"{settings.MINBAR_SITE_URL}{reverse('author', args=[author.slug])}"
