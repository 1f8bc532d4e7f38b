"""The screen where an e-mail is opened, and the list of those that were."""

import pytest
from django.contrib.auth.models import Permission

from minbar.discussion.models import OpenedEmail
from minbar.discussion.writer_actions import forget_email

from .conftest import EMAIL


@pytest.fixture
def desk(moderator, sign_in):
    """A moderator who was given the permission, at a browser."""
    moderator.user_permissions.add(Permission.objects.get(codename="open_email"))
    return sign_in(moderator)


def address_of(comment) -> str:
    return f"/newsroom/emails/{comment.pk}/"


class TestTheScreen:
    """It asks why, and shows the e-mail once."""

    def test_the_history_leads_there(self, desk, held):
        page = desk.get(f"/newsroom/moderation/{held.pk}/history/").content.decode()

        assert address_of(held) in page
        assert EMAIL not in page

    def test_a_look_shows_no_address(self, desk, held):
        page = desk.get(address_of(held))

        assert page.status_code == 200
        assert EMAIL not in page.content.decode()
        assert not OpenedEmail.objects.exists()

    def test_with_a_reason_it_is_shown_and_never_stored(self, desk, held, moderator):
        answer = desk.post(address_of(held), {"why": "تهديد بالقتل"})

        assert EMAIL in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert (OpenedEmail.objects.get().by, OpenedEmail.objects.get().why) == (
            moderator,
            "تهديد بالقتل",
        )

    def test_the_next_look_shows_who_opened_it_and_no_address(self, desk, held):
        desk.post(address_of(held), {"why": "تهديد بالقتل"})

        page = desk.get(address_of(held)).content.decode()

        assert "تهديد بالقتل" in page
        assert EMAIL not in page

    def test_without_a_reason_it_is_not(self, desk, held):
        answer = desk.post(address_of(held), {"why": "  "})

        assert answer.status_code == 422
        assert EMAIL not in answer.content.decode()
        assert not OpenedEmail.objects.exists()

    def test_a_forgotten_one_is_told(self, desk, held):
        forget_email(held)

        assert desk.get(address_of(held)).status_code == 200
        assert desk.post(address_of(held), {"why": "تهديد"}).status_code == 409

    def test_of_no_comment_there_is_none(self, desk):
        assert desk.get("/newsroom/emails/99/").status_code == 404


class TestTheList:
    """Every opening, for those who may open."""

    def test_it_says_who_when_and_why(self, desk, held):
        desk.post(address_of(held), {"why": "أمر المحكمة"})

        page = desk.get("/newsroom/emails/").content.decode()

        assert "أمر المحكمة" in page
        assert "amina" in page
        assert EMAIL not in page

    def test_an_empty_one_says_so(self, desk):
        assert desk.get("/newsroom/emails/").status_code == 200


class TestThePermission:
    """Without it nothing of this is there."""

    @pytest.mark.parametrize("who", ["moderator", "editor", "reporter"])
    def test_no_group_has_it_from_the_beginning(self, who, held, sign_in, request):
        browser = sign_in(request.getfixturevalue(who))

        for answer in (
            browser.get("/newsroom/emails/"),
            browser.get(address_of(held)),
            browser.post(address_of(held), {"why": "فضول"}),
        ):
            assert answer.status_code in {302, 403}
        assert not OpenedEmail.objects.exists()

    def test_the_history_does_not_lead_there(self, moderator, sign_in, held):
        page = sign_in(moderator).get(f"/newsroom/moderation/{held.pk}/history/").content.decode()

        assert address_of(held) not in page
