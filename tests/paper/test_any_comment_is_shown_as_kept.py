"""Any text that passes is shown exactly as it was kept, escaped everywhere."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies

from minbar.arabic import clean_line, clean_text, is_blank
from minbar.discussion.models import TEXT_LENGTH, Comment, MoveKind
from minbar.discussion.moves import move
from minbar.discussion.origins import Origin
from minbar.discussion.submission import submit
from tests.arabic.text import any_text

pytestmark = pytest.mark.django_db

MARKUP = strategies.sampled_from(
    [
        "<script>alert(1)</script>",
        "</textarea></script><img src=x onerror=alert(1)>",
        "<!--",
        "]]>",
        "&lt;b&gt; &amp;amp; &#x202e;",
        "\"'><b",
        "{{ 7|add:7 }}{% debug %}",
        "\u2028</script>",
    ]
)
TEXTS = strategies.lists(any_text() | MARKUP, min_size=1, max_size=4).map("".join)


class Reading(HTMLParser):
    """What a browser makes of a page: the words of some elements, and every element's name."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.comments, self.elements, self._inside = [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        classes = (dict(attrs).get("class") or "").split()
        self.elements.append(tag)
        if tag == "div" and "words" in classes:
            self._inside = 1
            self.comments.append([])
        elif self._inside and tag == "div":
            self._inside += 1
        elif self._inside and tag == "p":
            self.comments[-1].append("")

    def handle_endtag(self, tag):
        if tag == "div" and self._inside:
            self._inside -= 1

    def handle_data(self, data):
        if self._inside and self.comments[-1]:
            self.comments[-1][-1] += data


def as_shown(text):
    """Paragraphs without what a browser makes nothing of."""
    return [line for line in re.split(r"\n+", text) if line.strip()]


def words_of(page):
    return [
        [line for paragraph in paragraphs for line in as_shown(paragraph)]
        for paragraphs in Reading(page).comments
    ]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(text=TEXTS, name=TEXTS)
def test_it_is_shown_in_every_place_as_it_was_kept(story, moderator, text, name):
    Comment.objects.all().delete()
    kept, shown_name = clean_text(text), clean_line(name)
    if is_blank(kept) or is_blank(shown_name) or len(kept) > TEXT_LENGTH or len(shown_name) > 80:
        return
    fields = {"name": name, "place": "", "email": "reader@example.org", "text": text}
    taken = submit(story, fields, origin=Origin())
    move(taken.comment, MoveKind.APPROVE, by=moderator)
    reader = Client()
    page = reader.get(story.url).content.decode()
    receipt = reader.get(f"/receipts/{taken.token}/").content.decode()
    feed = reader.get("/comments/feed/").content.decode()

    assert words_of(page) == [as_shown(kept)]
    assert as_shown(kept) in words_of(receipt)
    plain = story_elements(story, moderator)
    assert Reading(page).elements.count("script") == plain.count("script")
    assert Reading(page).elements.count("img") == plain.count("img")
    data = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    told = json.loads(data)["comment"][0]
    assert (told["text"], told["author"]["name"]) == (kept, shown_name)
    item = ET.fromstring(feed).find("channel/item")
    assert item is not None
    in_feed = unescape("".join(item.itertext()))  # a feed's words are HTML within XML
    assert shown_name in in_feed
    assert all(line in in_feed for line in as_shown(kept))


def story_elements(story, moderator):
    """Elements of the same page under a comment of plain words."""
    Comment.objects.all().delete()
    fields = {"name": "نورة", "place": "", "email": "reader@example.org", "text": "كلام"}
    move(submit(story, fields, origin=Origin()).comment, MoveKind.APPROVE, by=moderator)
    return Reading(Client().get(story.url).content.decode()).elements
