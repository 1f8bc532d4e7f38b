"""What machines read of pages, in schema.org's terms.

That of a story, a ``NewsArticle``, is Minbar's public contract.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from minbar.corrections.models import Correction
from minbar.discussion.models import Comment
from minbar.paper.live_stories import LiveStory
from minbar.paper.photos import face_of
from minbar.paper.share_addresses import author_address, share_card_address
from minbar.stories import editions
from minbar.stories.models import Author, Newspaper, Story
from minbar.stories.photo_renditions import for_everyone, renditions_of

# A browser must not see a tag, nor an old JSON reader a line end, inside the text.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

HEADLINE_LENGTH = 110
"""Characters: the first words of a live entry stand for a headline that it lacks."""


def news_article(
    story: Story,
    *,
    newspaper: Newspaper,
    comments: list[Comment],
    comment_count: int,
    corrections: list[Correction],
    modified_at: datetime | None,
    views: int,
    live: LiveStory | None = None,
) -> dict[str, Any]:
    """Return what ``story`` is, in schema.org's terms; a fact that nobody knows is left out."""
    address = settings.MINBAR_SITE_URL + story.url
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "mainEntityOfPage": address,
        "url": address,
        "headline": story.title,
        "alternativeHeadline": story.kicker,
        "description": story.standfirst,
        "articleSection": story.section.title,
        "keywords": [tag.name for tag in story.shown_tags],
        "inLanguage": editions.language_of(editions.edition_at(story.url_path)),
        "author": _authors(story),
        "publisher": _publisher(newspaper),
        "sponsor": {"@type": "Organization", "name": story.sponsor} if story.sponsor else None,
        "datePublished": _iso(story.published_at),
        "dateModified": _iso(modified_at),
        "image": _image(story, newspaper),
        "wordCount": story.word_count,
        "citation": [_cited(source.value) for source in story.sources],
        "correction": [_correction(correction, address) for correction in corrections],
        "commentCount": comment_count,
        "interactionStatistic": [
            _interaction("ViewAction", views),
            _interaction("CommentAction", comment_count),
        ],
        "comment": [_comment(comment, address) for comment in comments],
    }
    if live:
        article |= _coverage(live, address)
    return {name: value for name, value in article.items() if value not in ("", None, [])}


def described_person(author: Author, newspaper: Newspaper) -> dict[str, Any]:
    """Return who an author is, in the same terms."""
    told = _person(author) | {"@context": "https://schema.org", "@id": author_address(author)}
    if author.biography:
        told["description"] = author.biography
    face = face_of(author.portrait) if author.portrait else None
    if face:
        told["image"] = settings.MINBAR_SITE_URL + face.url
    publisher = _publisher(newspaper)
    return told | {"worksFor": publisher}


def described_site(newspaper: Newspaper) -> dict[str, Any]:
    """Return what the front page of an edition is the front page of, and where it is searched."""
    site = _publisher(newspaper)["url"]
    search = f"{settings.MINBAR_SITE_URL}{reverse('search')}?q={{words}}"
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": f"{site}#site",
        "url": site,
        "name": newspaper.name,
        "inLanguage": editions.language_of(editions.current()),
        "publisher": _described_publisher(newspaper),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=words",
        },
    }


def described_newspaper(newspaper: Newspaper) -> dict[str, Any]:
    """Return who makes the newspaper and where it is reached, as its imprint says."""
    told = _described_publisher(newspaper) | {
        "@context": "https://schema.org",
        "slogan": newspaper.tagline,
        "description": newspaper.about,
        "parentOrganization": newspaper.publisher
        and {"@type": "Organization", "name": newspaper.publisher},
        "address": newspaper.postal_address,
        "telephone": newspaper.telephone,
        "email": newspaper.contact_email,
    }
    return {name: value for name, value in told.items() if value}


def breadcrumb_list(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the way to a page: the name and the path of each step of it, the front page first."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": settings.MINBAR_SITE_URL + path,
            }
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }


def as_script(data: dict[str, Any]) -> SafeString:
    """Return ``data`` as a script element whose text can end neither the element nor a line."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def _coverage(live: LiveStory, address: str) -> dict[str, Any]:
    """A live story is both: what it was to begin with, and the entries that were added to it."""
    return {
        "@type": ["NewsArticle", "LiveBlogPosting"],
        "coverageStartTime": _iso(live.coverage.began_at),
        "coverageEndTime": _iso(live.coverage.ended_at),
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "@id": f"#entry-{entry.pk}",
                "url": f"{address}#entry-{entry.pk}",
                "headline": entry.headline or Truncator(entry.text).chars(HEADLINE_LENGTH),
                "articleBody": entry.text,
                "datePublished": _iso(entry.at),
                "dateModified": _iso(entry.edited_at or entry.at),
            }
            for entry in live.entries
        ],
    }


def _cited(source: Any) -> dict[str, str]:
    told = {"@type": "CreativeWork", "name": source["name"], "url": source["address"] or ""}
    return {name: value for name, value in told.items() if value}


def _authors(story: Story) -> list[dict[str, str]]:
    people = [_person(author) for author in story.authors]
    return people + ([_organization(story.desk.name)] if story.desk else [])


def _person(author: Author) -> dict[str, Any]:
    return {"@type": "Person", "name": author.name, "url": author_address(author)}


def _publisher(newspaper: Newspaper) -> dict[str, str]:
    return _organization(newspaper.name) | {"url": settings.MINBAR_SITE_URL + reverse("front")}


def _described_publisher(newspaper: Newspaper) -> dict[str, str]:
    publisher = _publisher(newspaper)
    return publisher | {
        "@id": f"{publisher['url']}#newspaper",
        "logo": settings.MINBAR_SITE_URL + reverse("icon-picture"),
        "masthead": settings.MINBAR_SITE_URL + reverse("about"),
        "correctionsPolicy": settings.MINBAR_SITE_URL + reverse("corrections"),
    }


def _organization(name: str) -> dict[str, str]:
    return {"@type": "NewsMediaOrganization", "name": name}


def _image(story: Story, newspaper: Newspaper) -> dict[str, Any]:
    image: dict[str, Any] = {"@type": "ImageObject"}
    rendition = for_everyone(renditions_of(story.lead_photo)) if story.lead_photo else None
    if rendition:
        image |= {
            "url": settings.MINBAR_SITE_URL + rendition.url,
            "width": rendition.width,
            "height": rendition.height,
        }
    else:
        image |= {
            "url": settings.MINBAR_SITE_URL + share_card_address(story, newspaper),
            "width": 1200,
            "height": 630,
        }
    told = {
        "description": story.lead_photo_alternative_text,
        "caption": story.lead_photo_caption,
        "creditText": story.lead_photo_credit,
    }
    return image | {name: value for name, value in told.items() if value}


def _interaction(action: str, count: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": {"@type": action},
        "userInteractionCount": count,
    }


def _correction(correction: Correction, address: str) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "@id": f"#{correction.anchor}",
        "url": f"{address}#{correction.anchor}",
        "text": correction.text,
        "datePublished": _iso(correction.at),
    }


def _comment(comment: Comment, address: str) -> dict[str, Any]:
    # Relative to the page (JSON-LD 1.1, 4.1.3): an Arabic address is long when it is encoded.
    described: dict[str, Any] = {
        "@type": "Comment",
        "@id": f"#comment-{comment.pk}",
        "url": f"{address}#comment-{comment.pk}",
        "author": _author(comment),
        "text": comment.text,
    }
    if not comment.undated:
        described["dateCreated"] = _iso(comment.submitted_at)
    if comment.parent_id:
        described["parentItem"] = {"@type": "Comment", "@id": f"#comment-{comment.parent_id}"}
    votes = {"upvoteCount": comment.pressed_agreed, "downvoteCount": comment.pressed_disagreed}
    return described | {name: count for name, count in votes.items() if count}


def _author(comment: Comment) -> dict[str, str]:
    if comment.from_newsroom:
        return _organization(comment.name)
    return {"@type": "Person", "name": comment.name}


def _iso(moment: Any) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
