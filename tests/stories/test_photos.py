"""A photo's renditions: one at once, the rest by a task, and none that is dead."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone
from PIL import Image
from wagtail.images.forms import get_image_form

from minbar.press.models import Touch
from minbar.stories import photo_making
from minbar.stories.models import Photo, PhotoRendition
from minbar.stories.photo_renditions import FIRST, SPECS, renditions_of

pytestmark = pytest.mark.django_db
QUEUED = override_settings(
    TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
)
"""Tasks are asked for, and not done."""


def drawn(width=960, height=540, colour="#7a5230", mode="RGB", kind="PNG") -> ImageFile:
    picture = BytesIO()
    Image.new(mode, (width, height), colour).save(picture, kind)
    picture.seek(0)
    return ImageFile(picture, name=f"photo.{kind.lower()}")


def make(**drawing) -> Photo:
    return Photo.objects.create(title="صورة", file=drawn(**drawing))


def specs(photo: Photo) -> set[str]:
    shown = renditions_of(Photo.objects.get(pk=photo.pk)).values()
    return {rendition.filter_spec for kind in shown for rendition in kind}


def is_like(colour: str, other: str) -> bool:
    """Whether two colours differ by no more than a JPEG makes them differ."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return all(abs(one - another) <= 2 for one, another in pairs)


def was_touched(photo: Photo) -> bool:
    return Touch.objects.filter(key=f"photo:{photo.pk}").exists()


class TestAnUpload:
    @QUEUED
    def test_makes_what_a_page_must_have_and_asks_for_the_rest(self):
        photo = make()

        assert specs(photo) == {FIRST}
        assert is_like(photo.dominant_colour, "#7a5230")
        assert Photo.objects.get().renditions_asked_at is not None

    def test_has_the_rest_made_by_a_task_that_touches_the_photo(self):
        with QUEUED:
            photo = make()
        Touch.objects.all().delete()

        photo_making.make_renditions.func(photo.pk)

        assert {"fill-800x450|format-avif", "fill-240x240|format-webp", FIRST} < specs(photo)
        assert was_touched(photo)
        assert Photo.objects.get().renditions_asked_at is None

    def test_a_task_done_twice_does_nothing_more(self):
        photo = make()
        Touch.objects.all().delete()

        photo_making.make_renditions.func(photo.pk)

        assert not was_touched(photo)

    def test_makes_nothing_larger_than_the_photo(self):
        assert not {spec for spec in specs(make(width=640, height=360)) if "1280" in spec}

    def test_that_is_not_wide_is_made_whole_too(self):
        photo = make(width=600, height=900)

        whole = [spec for spec in specs(photo) if spec.startswith("max-800x1000")]
        assert len(whole) == 3
        wider = specs(make(width=1200, height=900))
        assert "max-1280x1600|format-avif" in wider
        assert not [spec for spec in specs(make()) if spec.startswith("max-")]

    def test_one_sees_through_has_no_colour_behind_it(self):
        assert make(mode="RGBA", colour="#7a523080").dominant_colour == ""


class TestAnotherCut:
    def test_has_new_addresses_while_the_old_ones_answer_for_a_day(self):
        photo = make()
        before = set(photo.renditions.values_list("file", flat=True))

        photo.focal_point_x = photo.focal_point_y = 40
        photo.focal_point_width = photo.focal_point_height = 20
        photo.save()

        assert was_touched(photo)
        shown = renditions_of(Photo.objects.get()).values()
        addresses = {str(rendition.file) for kind in shown for rendition in kind}
        assert addresses
        assert addresses.isdisjoint(before)
        assert all(photo.file.storage.exists(name) for name in before)
        assert photo_making.forget_replaced() == 0

        old = PhotoRendition.objects.filter(replaced_at__isnull=False)
        old.update(replaced_at=timezone.now() - timedelta(days=2))
        assert photo_making.forget_replaced() == len(before)
        assert addresses == set(photo.renditions.values_list("file", flat=True))

    def test_by_another_file_keeps_no_colour_of_the_old_one(self):
        photo = make()
        form_class = get_image_form(Photo, fields=["title", "file"])

        other = SimpleUploadedFile("other.png", drawn(colour="#102030").read())
        form = form_class({"title": "أخرى"}, {"file": other}, instance=photo, user=None)
        assert form.is_valid(), form.errors
        form.save()

        assert is_like(Photo.objects.get().dominant_colour, "#102030")
        assert {FIRST, "fill-400x225|format-avif"} < specs(photo)

    def test_of_words_only_makes_nothing(self):
        photo = make()
        before = set(photo.renditions.values_list("pk", flat=True))

        photo.caption = "تعليق"
        photo.save()

        assert set(photo.renditions.values_list("pk", flat=True)) == before

    def test_of_a_photo_whose_file_is_lost_leaves_what_there_is(self, caplog):
        photo = make()
        before = specs(photo)
        photo.file.storage.delete(photo.file.name)

        photo.focal_point_x = photo.focal_point_y = 40
        photo.focal_point_width = photo.focal_point_height = 20
        photo.save()

        assert specs(photo) == before
        assert "cannot be read" in caplog.text

    def test_while_the_task_was_at_work_is_left_to_its_own_task(self, monkeypatch):
        with QUEUED:
            photo = make()
            generate = Photo.generate_rendition_file

            def cut_meanwhile(self, *asked, **how):
                Photo.objects.filter(pk=photo.pk).update(focal_point_x=40)
                return generate(self, *asked, **how)

            monkeypatch.setattr(Photo, "generate_rendition_file", cut_meanwhile)
            photo_making.make_renditions.func(photo.pk)

        assert specs(photo) == {FIRST}
        assert Photo.objects.get().renditions_asked_at is not None


class TestWhatIsSwept:
    def test_a_photo_whose_task_was_lost_is_asked_for_again(self):
        with QUEUED:
            photo = make()
        assert photo_making.ask_for_missed() == 0
        long_ago = timezone.now() - timedelta(hours=2)
        Photo.objects.update(renditions_asked_at=long_ago)

        assert photo_making.ask_for_missed() == 1
        assert "fill-400x225|format-avif" in specs(photo)

    def test_one_that_was_tried_often_enough_is_left(self):
        with QUEUED:
            make()
        long_ago = timezone.now() - timedelta(hours=2)
        Photo.objects.update(renditions_asked_at=long_ago, renditions_tried=3)

        assert photo_making.ask_for_missed() == 0


def test_a_deleted_photo_takes_its_files_along(django_capture_on_commit_callbacks):
    photo = make()
    storage = photo.file.storage
    files = [str(photo.file), *photo.renditions.values_list("file", flat=True)]
    assert len(files) > len(SPECS) / 2

    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()

    assert not [name for name in files if storage.exists(name)]
