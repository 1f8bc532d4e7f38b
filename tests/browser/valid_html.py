"""Asks Nu, the W3C's checker, whether every page that readers see is valid HTML.

``make html`` fetches Nu (a package of npm's, which Java runs) and runs this, in Arabic and in
English: all pages that a link leads to from the front page, then those that a form, an error or a
private link shows. It is not part of ``make test``, which promises nothing about the network.
"""

import html
import json
import os
import re
import subprocess
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urlencode, urljoin
from urllib.request import Request, urlopen

import pytest

from minbar.project.unavailable import unavailable_page

from .conftest import Newspaper

NU = os.environ.get("NU", "")
LINK = re.compile(r'<(?:a|link)\b[^>]*? href="([^"]*)"')
SOURCE = re.compile(r'<minbar-(?:fragment|live)\b[^>]*? src="([^"]*)"')
TOKEN = re.compile(r'name="token" value="([^"]*)"')
NOT_OURS_TO_FOLLOW = re.compile(r"/(?:media|static|newsroom|views)/")
AROUND_A_FRAGMENT = '<!doctype html><html lang="ar"><title>Fragment</title><main>{}</main></html>'
FORM = "application/x-www-form-urlencoded"
COMMENT = {"name": "قارئ", "email": "reader@example.org", "text": "شكرا على هذا المقال."}

Page = tuple[str, str]
"""What somebody did to see it, and its HTML."""


class Visitor:
    """Someone who keeps every page that a newspaper at ``address`` answers with."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: list[Page] = []

    def open(self, path: str, fields: dict[str, str] | None = None, kind: str = FORM) -> str:
        """Open a page, or send a form to it; return where that led."""
        body = None if fields is None else urlencode(fields).encode()
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": kind}
        request = Request(urljoin(self.address, path), body, headers)
        try:
            answer = urlopen(request, timeout=60)
        except HTTPError as refused:
            answer = refused
        with answer:
            told = answer.read()
            led_to: str = answer.url.removeprefix(self.address)
        if told and answer.headers.get_content_type() == "text/html":
            text = told.decode()
            did = f"{'open' if fields is None else 'send'} {unquote(path)}: {answer.status}"
            self.pages.append((did, text))
        return led_to

    def read_everything(self) -> None:
        """Follow every link to a page of this newspaper, each address once."""
        seen = {"/"}
        waiting = deque(seen)
        while waiting:
            path = waiting.popleft()
            before = len(self.pages)
            seen.add(self.open(path))
            for _did, text in self.pages[before:]:
                for link in (*LINK.findall(text), *SOURCE.findall(text)):
                    whole = urljoin(self.address + path, html.unescape(link)).partition("#")[0]
                    found = whole.removeprefix(self.address)
                    is_ours = found != whole and not NOT_OURS_TO_FOLLOW.match(found)
                    if is_ours and found not in seen:
                        seen.add(found)
                        waiting.append(found)

    def make_mistakes(self, story: str) -> None:
        """Send each form of a story with something missing, and open what is not there."""
        page = self.text_of(story)
        (comments,) = re.findall(r'action="(/stories/\d+/comments/)"', page)
        (errors,) = set(re.findall(r'href="(/stories/\d+/errors/)"', page))
        (comment, *_others) = re.findall(r'href="(/comments/\d+/)report/"', page)
        (token,) = TOKEN.findall(page)
        (report_token,) = TOKEN.findall(self.text_of(errors))
        parent = comment.split("/")[2]
        self.open(comments, {"token": token, "email": "nobody", "text": "<b>"})
        self.open(comments, {"token": token, "parent": parent})
        self.open(comments, COMMENT | {"token": "old"})
        self.open(comments, COMMENT, kind="text/plain")
        self.open(comments)
        self.open(errors, {"token": report_token, "email": "nobody"})
        self.open(errors, {"token": report_token, "right": "الصحيح 1958"})
        self.open(f"{comment}report/", {})
        self.open(f"{comment}report/", {"rule": "insult", "message": "تجريح"})
        self.open(f"{comment}reported/")
        for missing in ("/no/such/page/", "/receipts/none/", "/error-receipts/none/"):
            self.open(missing)
        for question in ("hgr'hv", "زيت زيتون", "x" * 400):
            self.open(f"/search/?{urlencode({'q': question})}")
        self.open(f"/search/?{urlencode({'q': 'شكرا', 'in': 'comments', 'since': 'yesterday'})}")

    def text_of(self, path: str) -> str:
        self.open(path)
        return self.pages[-1][1]

    def open_receipt(self, receipt: str) -> None:
        """Open a comment's receipt and all that can be done there, and do it badly."""
        for below in ("", "edit/", "appeal/", "withdraw/", "forget/", "again/"):
            self.open(f"{receipt}{below}")
        self.open(f"{receipt}edit/", {"revision": "1", "text": ""})
        self.open(f"{receipt}appeal/", {"text": ""})


def send_comments(newspaper: Newspaper, story: str) -> list[str]:
    """Send comments that meet each fate; return their receipts."""
    visitor = Visitor(newspaper.address)
    page = visitor.text_of(story)
    (address,) = re.findall(r'action="(/stories/\d+/comments/)"', page)
    (token,) = TOKEN.findall(page)
    words = {"token": token, "place": "وهران", "parent": ""}
    receipts = [
        visitor.open(address, COMMENT | words | {"text": f"رأي رقم {number}"})
        for number in range(5)
    ]
    waiting = json.loads(newspaper.command("moderation", "list", "--status", "pending", "--json"))
    numbers = {row["text"]: str(row["id"]) for row in waiting}
    _pending, approved, refused, appealed, withdrawn = (
        numbers[f"رأي رقم {number}"] for number in range(5)
    )
    newspaper.command("moderation", "approve", approved)
    newspaper.command("moderation", "reject", refused, appealed, "--reason", "insult")
    visitor.open(f"{receipts[3]}appeal/", {"text": "لا إساءة في ما كتبت."})
    visitor.open(f"{receipts[4]}withdraw/", {})
    assert withdrawn
    return receipts


def remove(newspaper: Newspaper, story: str) -> None:
    """Take a story from the site."""
    slug = unquote(story).strip("/").rpartition("/")[2]
    newspaper.command(
        "shell",
        "--command",
        f"from minbar.stories.models import Story; Story.objects.get(slug={slug!r}).unpublish()",
    )


def standing_pages() -> Iterator[Page]:
    """Pages that need neither a newspaper nor Django."""
    yield "database away", unavailable_page().body.decode()
    yield "database away, comment kept", unavailable_page("<&>\nسطر").body.decode()
    yield "a fault of ours", unavailable_page(status=500).body.decode()


def complaints_of_nu(pages: list[Page], folder: Path) -> list[str]:
    """Return what Nu calls an error, each once, with the first page that has it and how many do."""
    names = {}
    for number, (did, text) in enumerate(pages):
        file = folder / f"{number}.html"
        is_whole = text.lstrip().lower().startswith("<!doctype")
        file.write_text(text if is_whole else AROUND_A_FRAGMENT.format(text))
        names[file.name] = did
    asked = subprocess.run(
        [
            *("java", "-Xmx512m", "-jar", NU, "--format", "json", "--exit-zero-always"),
            *("--errors-only", *map(str, folder.glob("*.html"))),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, list[str]] = {}
    for said in json.loads(asked.stderr)["messages"]:
        page = names[said["url"].rpartition("/")[2]]
        found.setdefault(said["message"], []).append(f"{page}: {said.get('extract', '').strip()}")
    return [f"{len(where)} × {message} First: {where[0]}" for message, where in found.items()]


@pytest.mark.skipif(not NU, reason="`make html` fetches Nu and says where it is.")
def test_every_page_is_valid_html(
    newspaper: Newspaper, request: pytest.FixtureRequest, tmp_path: Path
):
    receipts = send_comments(newspaper, newspaper.seed_story)
    gone = quote("/world/عاد-القطار/")
    remove(newspaper, gone)
    # The English newspaper is a copy of what is there now.
    addresses = newspaper.address, request.getfixturevalue("english_address")
    pages = list(standing_pages())
    for address in addresses:
        visitor = Visitor(address)
        visitor.read_everything()
        visitor.make_mistakes(newspaper.seed_story)
        visitor.open(gone)
        for receipt in receipts:
            visitor.open_receipt(receipt)
        pages += [(f"{address} {did}", text) for did, text in visitor.pages]

    complaints = complaints_of_nu(pages, tmp_path)

    assert not complaints, "\n".join([f"Nu read {len(pages)} pages.", *complaints])
