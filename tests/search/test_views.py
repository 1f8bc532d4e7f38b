"""The search page, as a reader with no script and a program see it."""

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.timezone import localtime

from minbar.discussion.models import Comment, MoveKind
from minbar.discussion.moves import enter, move
from minbar.search.searching import PAGE_LENGTH
from minbar.stories.models import Author, Signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client: Client):
    def ask(asked: str = "", **more: str) -> str:
        response = client.get("/search/", {"q": asked, **more})
        assert response.status_code == 200
        return response.content.decode()

    return ask


class TestPage:
    def test_an_empty_search_says_how_to_search(self, ask):
        page = ask()

        assert 'type="search"' in page
        assert "اكتب الكلمة كما تشاء" in page
        assert "لم نجد" not in page

    def test_every_page_leads_to_it(self, client, front):
        assert 'href="/search/"' in client.get("/").content.decode()

    def test_what_is_found_is_marked(self, ask, write):
        write("الحكومةُ تصادق", "قال وزير في الحكومــة إن الميزانية جاهزة.", kicker="مالية")

        page = ask("حكومه")

        assert "نتيجة واحدة" in page
        assert "<mark>الحكومةُ</mark> تصادق" in page
        assert "<mark>الحكومــة</mark> إن" in page
        assert "مالية" in page

    def test_no_story_and_no_query_becomes_markup(self, ask, write):
        write("<script>alert(1)</script> الحكومة", kicker="<b>")

        page = ask('<script>alert("x")</script> الحكومة')

        assert "<script>alert" not in page
        assert escape('<script>alert("x")</script> الحكومة') in page

    def test_nothing_found_says_what_to_do(self, ask, write):
        write("الحكومة تصادق")

        page = ask("زلزال", section="national")

        assert "لم نجد شيئا عن" in page
        assert "ابحث في كل الأقسام" in page
        assert "in=comments" in page

    def test_a_suggestion_keeps_the_filters(self, ask, write):
        write("الحكومة تصادق")

        page = ask("الحكوكة", section="national")

        assert "هل تقصد" in page
        assert "section=national" in page

    def test_the_other_keyboard_is_offered(self, ask, write):
        write("الحكومة تصادق")

        assert "الحكومة" in ask("hgp;,lm")

    def test_pages_lead_to_each_other(self, ask, write):
        for number in range(PAGE_LENGTH + 1):
            write(f"مطر {number}")

        first, second, beyond = ask("مطر"), ask("مطر", page="2"), ask("مطر", page="7")

        assert "page=2" in first
        assert 'rel="prev"' not in first
        assert 'rel="prev"' in second
        assert "page=3" not in second
        assert "إلى أول صفحة" in beyond

    @pytest.mark.parametrize("number", ["0", "-1", "x", "٢", "9" * 50, ""])
    def test_any_page_number_gives_a_page(self, ask, write, number):
        write("مطر")

        ask("مطر", page=number)

    def test_a_wrong_filter_is_said_and_narrows_nothing(self, ask, write):
        write("مطر في الشمال")

        page = ask("مطر", section="nowhere", author="nobody", since="2026-31-12")

        assert "<mark>مطر</mark>" in page
        assert "لا يوجد قسم بهذا الاسم" in page
        assert "لا يوجد كاتب بهذا الاسم" in page
        assert "ليس هذا تاريخا" in page
        assert '<input type="text" name="since" value="2026-31-12"' in page
        assert '<input type="date" name="until"' in page

    def test_by_author_and_day(self, ask, write):
        story = write("مطر في الشمال")
        story.signatures.add(Signature(author=Author.objects.create(name="سليمة", slug="salima")))
        story.save_revision().publish()
        day = f"{localtime(story.first_published_at):%Y-%m-%d}"

        found = ask("مطر", author="salima", since=day, until=day)
        assert "<mark>مطر</mark>" in found
        assert 'href="/authors/salima/"' in found
        assert "لم نجد" in ask("مطر", until="2020-01-01")

    @pytest.mark.parametrize(
        "query",
        ["q=%00", "q=%ff%fe", "q=%ED%A0%80", "q[]=1", "q=a&q=b", "in=x&order=y&format=z&q=a"],
    )
    def test_any_address_gives_a_page(self, client, db, query):
        assert client.get(f"/search/?{query}").status_code == 200

    def test_it_is_never_stored_and_never_indexed(self, client, db, press_room):
        response = client.get("/search/", {"q": "مطر"})

        assert response["Cache-Control"] == "no-store"
        assert 'name="robots" content="noindex' in response.content.decode()
        assert not list(press_room.glob("pages/search/**/*"))

    def test_in_english(self, ask, write, settings):
        settings.LANGUAGE_CODE = "en"
        write("مطر")
        write("مطر آخر")

        page = ask("مطر")

        assert "2 results" in page
        assert "Best first" in page


class TestComments:
    @pytest.fixture
    def comment(self, write, moderator) -> Comment:
        from django.utils import timezone

        comment = Comment(
            story=write("المطر يعود"),
            name="سلمى",
            place="وهران",
            text="الحمد لله على الغيث\n\nوشكرا.",
            submitted_at=timezone.now(),
        )
        enter(comment)
        move(comment, MoveKind.APPROVE, by=moderator)
        return comment

    def test_they_stand_on_their_tab(self, ask, comment):
        assert "لم نجد" in ask("الغيث")

        page = ask("الغيث", **{"in": "comments"})

        assert "<mark>الغيث</mark>" in page
        assert "سلمى" in page
        assert f'href="/comments/{comment.pk}/"' in page


class TestJson:
    def test_it_says_what_the_page_says(self, client, write, settings):
        story = write("الحكومةُ تصادق", "نص عن <الميزانية>.")

        told = client.get("/search/", {"q": "حكومه", "format": "json"}).json()

        assert told == {
            "total": 1,
            "results": [
                {
                    "url": f"{settings.MINBAR_SITE_URL}{story.url}",
                    "headline": "الحكومةُ تصادق",
                    "snippet": told["results"][0]["snippet"],
                    "published": story.first_published_at.isoformat(),
                }
            ],
            "suggestions": [],
        }
        assert "&lt;" not in told["results"][0]["snippet"]

    def test_suggestions(self, client, write):
        write("الحكومة تصادق")

        told = client.get("/search/", {"q": "الحكوكة", "format": "json"}).json()

        assert told == {"total": 0, "results": [], "suggestions": ["الحكومة"]}
