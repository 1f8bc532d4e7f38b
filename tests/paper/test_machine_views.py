"""What machines ask a site for before they read it."""

import pytest

from minbar.press.rendering import render

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


class TestRobots:
    """Search engines are kept from what is nobody's page, and shown where all pages are named."""

    def test_it_names_what_is_not_to_be_asked_for_and_the_sitemaps(self):
        answer = render("/robots.txt").answer

        assert answer.content_type == "text/plain"
        assert answer.body.decode().splitlines() == [
            "User-agent: *",
            "Disallow: /newsroom/",
            "Disallow: /receipts/",
            "Disallow: /search/",
            "Disallow: /views/",
            "Disallow: /stories/*/comments/",
            "",
            f"Sitemap: {SITE}/sitemap.xml",
            f"Sitemap: {SITE}/news-sitemap.xml",
        ]
