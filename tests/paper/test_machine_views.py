"""What machines ask a site for before they read it."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from minbar import paper
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
            "Disallow: /error-receipts/",
            "Disallow: /search/",
            "Disallow: /views/",
            "Disallow: /stories/*/comments/",
            "Disallow: /stories/*/errors/",
            "Disallow: /comments/*/reply/",
            "Disallow: /comments/*/report/",
            "Disallow: /*?order=",
            "",
            f"Sitemap: {SITE}/sitemap.xml",
            f"Sitemap: {SITE}/news-sitemap.xml",
        ]


class TestManifest:
    """A phone can keep the newspaper beside its applications."""

    def test_it_says_how_the_newspaper_looks_there(self, client):
        answer = render("/manifest.webmanifest").answer
        told = json.loads(answer.body)

        assert answer.content_type == "application/manifest+json"
        assert (told["name"], told["short_name"]) == ("منبر", "منبر")
        assert (told["lang"], told["dir"]) == ("ar", "rtl")
        assert told["theme_color"] == told["background_color"] == "#fffdf8"
        drawing, picture = [client.get(icon["src"]) for icon in told["icons"]]
        assert [drawing["Content-Type"], picture["Content-Type"]] == [
            icon["type"] for icon in told["icons"]
        ]
        assert Image.open(BytesIO(picture.content)).size == (512, 512)

    def test_pages_name_it(self, client):
        assert (
            '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/").content.decode()
        )


class TestServiceWorker:
    """A browser that keeps pages is told of the newspaper, and asks for the worker each time."""

    def test_it_is_pressed_as_a_script_and_kept_by_no_browser(self, client):
        answer = client.get("/service-worker.js")

        assert answer["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer["Cache-Control"] == "no-cache"
        assert "worker-src 'self'" in answer["Content-Security-Policy"]

    def test_every_face_is_among_its_files(self):
        told = render("/service-worker.js").answer.body.decode()

        faces = list((Path(paper.__file__).parent / "static" / "paper" / "fonts").glob("*.woff2"))
        assert faces
        assert [face.stem for face in faces if face.stem not in told] == []


class TestSecurityContact:
    """Who finds a weakness can tell somebody (RFC 9116), if the operator has said whom."""

    def test_it_says_whom_to_tell_and_until_when(self, client, settings):
        settings.MINBAR_SECURITY_CONTACT = "security@paper.example"
        settings.MINBAR_SECURITY_EXPIRES = "2027-06-30T00:00:00Z"

        answer = client.get("/.well-known/security.txt")

        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.content.decode().splitlines() == [
            "Contact: mailto:security@paper.example",
            "Expires: 2027-06-30T00:00:00Z",
            "Preferred-Languages: ar, en",
            f"Canonical: {SITE}/.well-known/security.txt",
        ]

    def test_a_page_for_reports_is_named_as_it_is(self, client, settings):
        settings.MINBAR_SECURITY_CONTACT = "https://paper.example/?a=1&b=2"
        settings.MINBAR_SECURITY_EXPIRES = "2027-06-30T00:00:00Z"

        answer = client.get("/.well-known/security.txt")

        assert b"Contact: https://paper.example/?a=1&b=2\n" in answer.content

    @pytest.mark.parametrize(
        ("contact", "expires"), [("", ""), ("security@paper.example", ""), ("", "2027-06-30")]
    )
    def test_half_a_contact_is_none(self, client, settings, contact, expires):
        settings.MINBAR_SECURITY_CONTACT = contact
        settings.MINBAR_SECURITY_EXPIRES = expires

        assert client.get("/.well-known/security.txt").status_code == 404
