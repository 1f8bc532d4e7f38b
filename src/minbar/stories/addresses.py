"""The words that addresses are made of: which are taken, and how long one may be."""

RESERVED_SLUGS = frozenset(
    [
        *(
            "about",
            "advertising",
            "ar",
            "archive",
            "authors",
            "comments",
            "contact",
            "corrections",
            "en",
            "error-receipts",
            "feed",
            "feed.json",
        ),
        *("fr", "fragments", "healthz", "manifest.webmanifest", "media", "metrics", "newsroom"),
        *("news-sitemap.xml", "offline", "policy", "print", "privacy", "reading-list", "readyz"),
        *("push", "receipts", "robots.txt", "s", "service-worker.js"),
        *("search", "sitemap.xml", "sitemaps", "static", "stories", "tags", "transparency"),
        *("views", ".well-known"),
    ]
)
"""First words of addresses that are not sections (DESIGN section 6)."""

RESERVED_STORY_SLUGS = frozenset(["feed"])
"""Second words of addresses that are not stories."""

SLUG_BYTES = 200
"""A slug becomes a file's name when its page is pressed; a name has at most 255 bytes of UTF-8."""

SECTION_SLUG_CHARACTERS = 50
"""Redirects have room for 255, of which a story's slug and two strokes may take 202."""

TAG_SLUG_CHARACTERS = 90
"""A tag's has room for 100, of which a number may need some."""

ROOM_FOR_A_NUMBER = 6
"""Bytes kept free at the end of a made slug, for the ``-2`` of a second story of that headline."""


def shorten_slug(slug: str, length: int = SLUG_BYTES) -> str:
    """Return ``slug`` cut at a word so that it has at most ``length`` bytes of UTF-8.

    >>> shorten_slug("خبر-قصير")
    'خبر-قصير'
    """
    if len(slug.encode()) <= length:
        return slug
    cut = slug.encode()[: length + 1].decode(errors="ignore")
    head, _hyphen, _rest = cut.rpartition("-")
    if not head:
        return slug.encode()[:length].decode(errors="ignore")
    return head.rstrip("-")
