"""Takes every page that people see, at three widths, light and dark, in Arabic and in English.

``make gallery`` runs it and leaves the pictures in ``screenshots/gallery/``, to be judged.
It is no test, and not part of ``make test``: what can be checked without eyes is checked there.
"""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from minbar.project.unavailable import unavailable_page

from .conftest import SCREENSHOTS, Newspaper, Reader

WIDTHS = (360, 768, 1280)
GALLERY = SCREENSHOTS / "gallery"
FOLDED = 2600
"""Pixels of a page's height that are taken: what is further down looks like what is above."""
COMMENT = {"name": "نورة", "place": "سعيدة", "email": "n@example.org", "text": "شكرا على المقال."}
REPORT = {"wrong": "في 16 بلدية", "right": "في 17 بلدية"}
STANDING = {
    "fault": unavailable_page(status=500),
    "away": unavailable_page(),
    "away-comment": unavailable_page("شكرا على المقال.\nننتظر تتمته."),
}
"""What is said where no page of the newspaper can be had."""


@pytest.fixture(scope="module")
def receipts(
    chromium: Browser, newspaper: Newspaper, links_on: Callable[..., list[str]]
) -> dict[str, str]:
    """Addresses of what a reader sees who has sent a comment, and reported an error."""
    story = links_on("/")[0]
    (wrong,) = links_on(story, ".report-error a")
    page = chromium.new_page()
    sent = {}
    for name, path, fields in (("receipt", story, COMMENT), ("error-receipt", wrong, REPORT)):
        page.goto(newspaper.address + path)
        for field, typed in fields.items():
            page.fill(f"[name={field}]", typed)
        page.locator(f"[name={field}]").locator("xpath=ancestor::form//*[@type='submit']").click()
        page.wait_for_url("**receipts/**")
        sent[name] = page.url.removeprefix(newspaper.address)
    page.close()
    ways = {way: f"{sent['receipt']}{way}/" for way in ("edit", "withdraw", "forget")}
    return sent | {f"receipt-{way}": path for way, path in ways.items()}


@pytest.fixture(scope="module")
def pages(
    newspaper: Newspaper, links_on: Callable[..., list[str]], receipts: dict[str, str]
) -> dict[str, str]:
    """Addresses by the name of the template that they show."""
    national, world = links_on("/national/"), links_on("/world/")
    month = links_on("/archive/", ".years__months a")[0]
    found = {
        "front": "/",
        "section": "/national/",
        "story": links_on("/")[0],
        "live": next(link for link in national if links_on(link, ".live__time")),
        "photo-story": next(link for link in world if links_on(link, ".photo-story__item")),
        "author": links_on("/authors/", ".authors a")[0],
        "authors": "/authors/",
        "tag": links_on(links_on("/")[0], ".tags a")[0],
        "archive": "/archive/",
        "archive-month": month,
        "archive-day": links_on(month, ".days__day a")[0],
        "section-month": links_on("/national/", ".years__months a")[0],
        "print": "/print/",
        "corrections": "/corrections/",
        "about": "/about/",
        "contact": "/contact/",
        "reading-list": "/reading-list/",
        "offline": "/offline/",
        "opinion": links_on("/", ".opinion .card__headline a")[0],
        "imported": newspaper.seed_story,
        "discussion": f"{newspaper.seed_story}comments/1/",
        "my-comments": "/comments/mine/",
        "policy": "/policy/",
        "privacy": "/privacy/",
        "transparency": "/transparency/",
        "search": f"/search/?q={quote('زيت زيتون')}",
        "search-comments": f"/search/?in=comments&since=2020-01-01&q={quote('شكرا')}",
        "search-nothing": "/search/?q=hgr'hv",
        "missing": "/no/such/page/",
        "no-receipt": f"/receipts/{'x' * 43}/",
        "print-month": links_on("/print/", ".years__months a")[0],
        "corrections-month": links_on("/corrections/", "a[href^='/corrections/2']")[0],
        "error-report": links_on(links_on("/")[0], ".report-error a")[0],
        "report": links_on(newspaper.seed_story, ".acts a[href*=report]")[0],
        "reply": links_on(newspaper.seed_story, ".acts a[href*=reply]")[0],
    }
    return found | {"entries": f"{found['live']}entries/"} | receipts


def test_gallery(
    make_reader: Callable[..., Reader],
    newspaper: Newspaper,
    pages: dict[str, str],
    request: pytest.FixtureRequest,
):
    GALLERY.mkdir(parents=True, exist_ok=True)
    # Copied now, so that it has what was sent as well.
    english_address = request.getfixturevalue("english_address")
    for language, address in (("ar", newspaper.address), ("en", english_address)):
        for width in WIDTHS:
            reader = make_reader(viewport={"width": width, "height": 900})
            for name, path in pages.items():
                page = reader.open(address + path)
                for _time in range(2):  # what is laid out when it is seen has its height then
                    height = page.evaluate("document.documentElement.scrollHeight")
                    page.set_viewport_size({"width": width, "height": min(height, FOLDED)})
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    page.screenshot(path=GALLERY / f"{name}-{width}-{scheme}-{language}.png")
                page.set_viewport_size({"width": width, "height": 900})
            page.goto("about:blank")  # whose policy forbids no style of theirs
            for name, said in STANDING.items():
                page.set_content(said.body.decode())
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    page.screenshot(path=GALLERY / f"{name}-{width}-{scheme}-{language}.png")
            reader.complaints.clear()  # the browser itself reports each 404
