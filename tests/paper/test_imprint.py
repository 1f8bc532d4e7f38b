"""Who makes the newspaper and where it is reached, as laws on the press ask newspapers to say."""

import pytest
from django.urls import reverse

from minbar.stories.models import Newspaper

pytestmark = pytest.mark.django_db


@pytest.fixture
def imprint() -> Newspaper:
    newspaper = Newspaper.load()
    newspaper.about = "جريدة للمدينة.\n\nولمن يقرأ."
    newspaper.publisher = "دار <الفنار>"
    newspaper.publication_director = "الزهرة بن طالب"
    newspaper.accreditation_number = "12/2026"
    newspaper.postal_address = "12 نهج الفنار\nوهران"
    newspaper.telephone = "+213 41 00 00 00"
    newspaper.contact_email = "newsroom@example.org"
    newspaper.save()
    return newspaper


class TestAbout:
    """What the newspaper is, who publishes it and who answers for it."""

    def test_it_says_what_the_newsroom_has_filled(self, imprint, client):
        page = client.get("/about/").content.decode()

        assert "<p>جريدة للمدينة.</p>" in page
        assert "<p>ولمن يقرأ.</p>" in page
        assert "دار &lt;الفنار&gt;" in page
        assert "الزهرة بن طالب" in page
        assert "12/2026" in page

    def test_what_is_not_filled_is_not_named(self, imprint, client):
        facts = client.get("/about/").content.decode().count('class="imprint__fact"')

        assert facts == 6

    def test_a_new_newspaper_says_its_name(self, client):
        page = client.get("/about/").content.decode()

        assert "<p>منبر</p>" in page
        assert "imprint__fact" not in page


class TestContact:
    """The ways by which it is reached."""

    def test_each_can_be_followed(self, imprint, client):
        page = client.get("/contact/").content.decode()

        assert "12 نهج الفنار<br>وهران" in page
        assert 'href="tel:+21341000000"' in page
        assert 'href="mailto:newsroom@example.org"' in page

    def test_where_there_is_none_it_says_so(self, client):
        page = client.get("/contact/").content.decode()

        assert "imprint__fact" not in page
        assert "/policy/" in page


@pytest.mark.parametrize("path", ["/", "/policy/"])
def test_every_page_leads_to_both_and_to_the_archive(client, path):
    foot = client.get(path).content.decode().partition("<footer")[2]

    for name in ("about", "contact", "archive", "authors"):
        assert f'href="{reverse(name)}"' in foot


class TestInTheNewsroom:
    """Editors fill it in; what they mistype is said beside the field, and kept."""

    @pytest.fixture
    def address(self) -> str:
        newspaper = Newspaper.load()
        return reverse("wagtailsettings:edit", args=["stories", "newspaper", newspaper.pk])

    def test_an_editor_saves_it(self, client, editor, address):
        client.force_login(editor)

        look = {"accent": "#8f1d1d", "headline_face": "naskh"}
        answer = client.post(address, {"name": "النورس", "publisher": "دار الفنار", **look})

        assert answer.status_code == 302
        assert Newspaper.load().publisher == "دار الفنار"

    def test_a_telephone_that_cannot_be_dialled_is_asked_for_again(self, client, editor, address):
        client.force_login(editor)
        typed = {"name": "النورس", "telephone": "اتصلوا بنا", "publisher": "دار الفنار"}

        answer = client.post(address, typed)

        assert answer.status_code == 200
        assert "0021341000000" in answer.content.decode()
        assert "اتصلوا بنا" in answer.content.decode()
        assert Newspaper.load().publisher == ""
