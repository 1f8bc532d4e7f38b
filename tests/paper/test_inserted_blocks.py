"""What stands between the paragraphs: other platforms, films, files and other stories."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from minbar.press.models import Touch
from minbar.stories.blocks import BodyBlock, text_of
from minbar.stories.embeds import FRAME_SOURCES
from minbar.stories.models import Kind, Story

YOUTUBE = {"title": "ندوة في وهران", "address": "https://youtu.be/abcdefghij1"}
FILM = {"title": "دقيقة من السوق", "file": None, "address": "", "poster": None, "credit": ""}


@pytest.fixture
def read(make_story, client):
    """Publish a story with one block in it and read its page."""

    def read(kind: str, value: Any) -> str:
        story = make_story(body=[(kind, value)])
        return client.get(story.url).content.decode()

    return read


@pytest.fixture
def document(db: None) -> Document:
    file = ContentFile(b"%PDF-" + b"0" * 2043, name="plan.pdf")
    return Document.objects.create(title="مخطط الحي", file=file, file_size=2048)


def errors_of(kind: str, value: Any) -> dict[str, list[str]]:
    block = BodyBlock().child_blocks[kind]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    return {name: error.messages for name, error in refused.value.block_errors.items()}


class TestOtherPlatforms:
    def test_a_page_leads_there_and_loads_nothing_by_itself(self, read):
        text = read("embed", YOUTUBE)

        assert "<iframe" not in text
        assert not re.search(r"<(?:img|script|link)[^>]+youtube", text)
        assert 'href="https://www.youtube.com/watch?v=abcdefghij1"' in text
        assert 'src="https://www.youtube-nocookie.com/embed/abcdefghij1?' in text
        assert "ندوة في وهران" in text

    def test_frames_may_come_from_these_platforms_and_from_us_alone(self, story, client):
        policy = client.get(story.url).headers["Content-Security-Policy"]

        (sources,) = re.findall(r"frame-src ([^;]+)", policy)
        assert sources.split() == ["'self'", *FRAME_SOURCES]

    def test_another_address_is_refused_and_says_what_a_right_one_looks_like(self):
        (message,) = errors_of("embed", YOUTUBE | {"address": "https://example.org/1"})["address"]

        assert "https://www.youtube.com/watch?v=" in message

    def test_search_and_plain_text_have_the_title_and_the_address(self, make_story):
        story = make_story(body=[("embed", YOUTUBE)])

        assert text_of(story.body).split("\n") == list(YOUTUBE.values())


class TestFilms:
    def test_a_film_is_not_loaded_before_it_is_played(self, read):
        text = read("video", FILM | {"address": "https://films.example.org/souk.mp4"})

        (film,) = re.findall(r"<video[^>]+>", text)
        assert 'preload="none"' in film
        assert '<source src="https://films.example.org/souk.mp4" type="video/mp4">' in text

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({}, "file"),
            ({"address": "https://films.example.org/souk.avi"}, "address"),
            ({"address": "http://films.example.org/souk.mp4"}, "address"),
            ({"address": "https://[films/souk.mp4"}, "address"),
        ],
    )
    def test_what_browsers_do_not_play_is_refused(self, given, field):
        assert list(errors_of("video", FILM | given)) == [field]

    def test_a_document_is_no_film(self, document):
        assert list(errors_of("video", FILM | {"file": document.pk})) == ["file"]


class TestDocuments:
    def test_a_document_is_offered_with_its_kind_and_size(self, read, document):
        text = read("document", {"document": document, "title": ""})

        assert f'href="{document.file.url}"' in text
        assert "مخطط الحي" in text
        assert re.search(r">PDF</bdi> · 3 ", text)

    def test_a_page_without_its_document_stands_without(self, make_story, document, client):
        story = make_story(body=[("document", {"document": document, "title": "نسخة"})])
        key = f"document:{document.pk}"
        Touch.objects.all().delete()

        document.delete()

        assert Touch.objects.filter(key=key).exists()
        assert "نسخة" not in client.get(story.url).content.decode()


class TestRelatedStories:
    def test_a_story_leads_to_another(self, make_story, client):
        other = make_story("القطار يعود")
        story = make_story("الحافلة", body=[("related_story", other)])

        text = client.get(story.url).content.decode()
        (aside,) = re.findall(r'<aside class="read-also".*?</aside>', text, re.DOTALL)
        assert other.url in aside

    def test_but_not_to_one_that_was_taken_back(self, make_story, client, nothing_is_removed):
        other = make_story("القطار يعود")
        story = make_story("الحافلة", body=[("related_story", other)])

        Story.objects.get(pk=other.pk).unpublish()

        assert "read-also" not in client.get(story.url).content.decode()


class TestPhotoStories:
    @pytest.fixture
    def photo_story(self, make_story, make_photo):
        words = {"alternative_text": "فانوس", "credit": "النورس"}
        photos = [make_photo(shape=(320, 180)) for _ in range(2)]
        body = [
            ("photo", {"photo": photo, "caption": f"صورة {photo.pk}", **words}) for photo in photos
        ]
        body.insert(1, ("text", "<p>بين الصورتين.</p>"))
        return make_story("الفوانيس", kind=Kind.PHOTOS, body=body, lead_photo=photos[0])

    def test_its_page_leads_with_its_photos_in_their_order(self, photo_story, client):
        text = client.get(photo_story.url).content.decode()

        (photos,) = re.findall(r'<ol class="photo-story".*?</ol>', text, re.DOTALL)
        assert re.findall(r"<bdi>(.*?)</bdi>", photos) == ["1 / 2", "2 / 2"]
        assert photos.count('fetchpriority="high"') == 1
        assert text.count("<picture>") == 2
        assert text.index("<ol class") < text.rindex("بين الصورتين.")

    def test_its_card_says_how_many_there_are(self, photo_story, client):
        text = client.get("/").content.decode()

        assert "card__photos" in text

    def test_its_card_changes_with_their_number(self, photo_story):
        Touch.objects.all().delete()

        story = Story.objects.get(pk=photo_story.pk)
        story.body.pop()
        story.save_revision().publish()

        assert Touch.objects.filter(key=f"story:{story.pk}:card").exists()
