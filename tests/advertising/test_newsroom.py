"""Editors open slots and fill them; what does not fit is refused, and stays in the form."""

from html import unescape

import pytest

from minbar.advertising.models import Advertisement, Slot
from minbar.advertising.places import Place
from minbar.stories.models import Photo
from tests.advertising.conftest import BOX, CODE, FOR_PHONES, WIDE

ADD = "/newsroom/snippets/advertising/advertisement/add/"
ADD_SLOT = "/newsroom/snippets/advertising/slot/add/"
TYPED = {
    "name": "إعلان الخريف",
    "advertiser": "مكتبة الزقاق",
    "picture": "",
    "picture_for_phones": "",
    "alternative_text": "كتب ومقعد قرب النافذة",
    "address": "https://books.example/",
    "code": "",
    "begins_at": "2026-11-01 08:00",
    "ends_at": "2026-12-01 08:00",
}


@pytest.fixture
def newsroom(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def box(make_slot):
    return make_slot(Place.BESIDE)


@pytest.fixture
def send(newsroom):
    """Send the form, and return what it was refused for, by field; nothing if it was taken."""

    def send(**fields):
        answer = newsroom.post(ADD, TYPED | fields)
        if answer.status_code == 302:
            return {}
        form = answer.context["form"]
        text = unescape(answer.content.decode())
        assert not Advertisement.objects.exists()
        assert all(typed in text for typed in (TYPED | fields).values() if isinstance(typed, str))
        return {field: " ".join(errors) for field, errors in form.errors.items()}

    return send


class TestAnAdvertisement:
    """It is taken with a picture of the shape of its slots, or with code."""

    def test_a_picture_of_the_right_shape_is_taken(self, send, slot, make_photo):
        small = make_photo(FOR_PHONES)

        assert send(picture=make_photo().pk, picture_for_phones=small.pk, slots=[slot.pk]) == {}

        (advertisement,) = slot.advertisements.all()
        assert advertisement.picture_for_phones == small

    def test_code_is_taken_in_its_place(self, send, box):
        assert send(code=CODE, alternative_text="", address="", slots=[box.pk]) == {}

    def test_one_that_runs_nowhere_yet_is_taken(self, send, make_photo):
        assert send(picture=make_photo((400, 300)).pk) == {}

    @pytest.mark.parametrize(
        ("place", "shape", "wanted"),
        [(Place.STORY, BOX, ("1940", "500")), (Place.BESIDE, WIDE, ("600", "500"))],
    )
    def test_another_shape_is_refused_with_the_size_to_send(
        self, send, make_slot, make_photo, place, shape, wanted
    ):
        refused = send(picture=make_photo(shape).pk, slots=[make_slot(place).pk])

        assert refused.keys() == {"picture"}
        assert all(number in refused["picture"] for number in (*map(str, shape), *wanted))

    def test_so_is_one_for_phones(self, send, slot, make_photo):
        refused = send(
            picture=make_photo().pk, picture_for_phones=make_photo(BOX).pk, slots=[slot.pk]
        )

        assert refused.keys() == {"picture_for_phones"}
        assert "960" in refused["picture_for_phones"]

    def test_slots_of_two_shapes_are_refused(self, send, slot, box, make_photo):
        refused = send(picture=make_photo().pk, slots=[slot.pk, box.pk])

        assert refused.keys() == {"slots"}

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({}, {"picture"}),
            ({"picture": True, "code": CODE}, {"code"}),
            (
                {"picture": True, "alternative_text": " ", "address": ""},
                {"alternative_text", "address"},
            ),
            ({"picture": True, "ends_at": "2026-11-01 07:00"}, {"ends_at"}),
            *(
                ({"picture": True, "address": address}, {"address"})
                for address in ("http://books.example/", "//books.example/", "/\\books.example")
            ),
        ],
    )
    def test_what_lacks_or_contradicts_is_refused(self, send, make_photo, fields, wrong):
        if "picture" in fields:
            fields = fields | {"picture": make_photo().pk}

        assert send(**fields).keys() == wrong

    def test_it_may_lead_to_a_page_of_our_own(self, send, make_photo):
        assert send(picture=make_photo().pk, address="/print/") == {}

    def test_the_list_says_where_each_is_in_its_term(self, newsroom, make_advertisement):
        advertisement = make_advertisement()

        text = newsroom.get("/newsroom/snippets/advertising/advertisement/").content.decode()

        assert str(advertisement.get_stage_display()) in text

    def test_a_picture_that_is_shown_cannot_be_deleted(self, admin_client, make_advertisement):
        photo = make_advertisement().picture

        admin_client.post(f"/newsroom/images/{photo.pk}/delete/")

        assert Photo.objects.filter(pk=photo.pk).exists()


class TestASlot:
    """One for each place and section."""

    def test_it_is_opened(self, newsroom, section):
        newsroom.post(ADD_SLOT, {"place": "story", "section": section.pk, "is_open": "on"})

        assert Slot.objects.get().path == f"/fragments/advertising/story/{section.pk}/"

    @pytest.mark.parametrize(
        "fields", [{"place": "story"}, {"place": "front", "section": True}, {"place": "nowhere"}]
    )
    def test_a_second_one_is_refused_and_so_is_a_section_of_the_front(
        self, newsroom, slot, section, fields
    ):
        if "section" in fields:
            fields = fields | {"section": section.pk}

        answer = newsroom.post(ADD_SLOT, fields)

        assert answer.context["form"].errors
        assert Slot.objects.get() == slot

    def test_the_list_names_what_runs_in_each(self, newsroom, slot, make_advertisement):
        make_advertisement([slot])

        text = newsroom.get("/newsroom/snippets/advertising/slot/").content.decode()

        assert "إعلان الخريف" in text

    def test_it_keeps_the_shape_of_what_runs_in_it(self, newsroom, slot, make_advertisement):
        make_advertisement([slot])
        edit = f"/newsroom/snippets/advertising/slot/edit/{slot.pk}/"

        answer = newsroom.post(edit, {"place": "beside"})

        assert answer.context["form"].errors.keys() == {"place"}
        assert newsroom.post(edit, {"place": "section"}).status_code == 302


class TestRights:
    """Editors may, reporters may not."""

    @pytest.mark.parametrize("address", [ADD, ADD_SLOT])
    def test_by_their_groups(self, client, editor, reporter, address):
        client.force_login(editor)
        assert client.get(address).status_code == 200
        client.force_login(reporter)
        assert client.get(address).status_code == 302
