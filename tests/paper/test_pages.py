"""What readers are served: whole without script or cookie, and the same to everyone."""

import re
from datetime import datetime
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from minbar.audience.models import Figures, Period, Ranked
from minbar.paper import first_paint
from minbar.stories.announcing import announce
from minbar.stories.models import Author, Desk, Kind, Section, Signature, Story

ALGIERS = ZoneInfo("Africa/Algiers")


@pytest.fixture
def page(client, story):
    """The story's page as text."""

    def page(of=story) -> str:
        return client.get(of.url).content.decode()

    return page


class TestStoryPage:
    """Everything that a story has stands on its page, in the order of a newspaper."""

    def test_its_parts_stand_in_order(self, make_story, page):
        story = make_story(
            "العنوان",
            kicker="العنوان العلوي",
            standfirst="المقدمة",
            desk=Desk.objects.create(name="مكتب وهران"),
            first_published_at=datetime(2026, 11, 23, 8, 12, tzinfo=ALGIERS),
            last_published_at=datetime(2026, 11, 23, 11, 15, tzinfo=ALGIERS),
            lead_photo_alternative_text="ما يظهر",
            lead_photo_caption="تعليق الصورة",
            lead_photo_credit="وكالة",
            lead_photo_is_archive=True,
            body=[("text", "<p>فقرة</p>"), ("quotation", {"text": "قول", "speaker": "قائل"})],
            sign_off="س.ب",
            published_by="إدارة الموقع",
        )
        Figures.objects.create(story=story, brought=23000, counted=186, pressed=23186)

        text = re.sub(r"<[^>]+>", " ", page(story).partition("<main")[2])

        parts = [
            "العنوان العلوي",
            "العنوان",
            "المقدمة",
            "مكتب وهران",
            "الاثنين 23 نوفمبر 2026، 08:12",
            "13 جمادى الآخرة 1448",
            "23 نوفمبر 2026، 11:15",
            "23186 قراءة",
            "لا تعليقات بعد",
            "أرشيف",
            "تعليق الصورة",
            "وكالة",
            "فقرة",
            "قول",
            "قائل",
            "س.ب",
            "إدارة الموقع",
            "إرسال للمراجعة",
        ]
        places = [text.find(part) for part in parts]
        assert -1 not in places
        assert places == sorted(places)

    def test_authors_stand_before_their_desk(self, make_story, page):
        story = make_story(desk=Desk.objects.create(name="القسم الثقافي"))
        author = Author.objects.create(name="هدى سي علي", slug="huda")
        Signature.objects.create(story=story, author=author)

        text = page(story)

        assert text.index("هدى سي علي") < text.index("القسم الثقافي", text.index("<main"))

    def test_it_says_nothing_of_today(self, page):
        """A kept page that says «اليوم» lies tomorrow."""
        text = re.sub(r"<script.*?</script>|<[^>]+>", " ", page(), flags=re.DOTALL)

        assert not re.search(r"\b(اليوم|أمس|منذ)\b|قبل (\d|دقيقة|ساعة|يوم)", text)

    def test_moments_are_written_for_machines_to_the_second(self, story, page):
        moments = re.findall(r'(?:datetime|_time" content)="([^"]*)"', page(story))

        assert len(moments) >= 2
        assert all(datetime.fromisoformat(moment).microsecond == 0 for moment in moments)

    def test_an_undated_story_shows_no_date(self, make_story, page):
        text = page(make_story(undated=True, first_published_at=None))

        assert "<time" not in text
        assert "datePublished" not in text
        assert "published_time" not in text

    def test_a_photo_that_did_not_come_leaves_its_place_and_its_words(self, make_story, page):
        text = page(make_story(lead_photo_alternative_text="رصيف", lead_photo_caption="تعليق"))

        assert 'role="img" aria-label="رصيف"' in text
        assert "لم تصل الصورة" in text

    def test_a_photo_comes_in_sizes_with_its_space_reserved(self, make_story, make_photo, page):
        text = page(make_story(lead_photo=make_photo(), lead_photo_alternative_text="رصيف"))

        (picture,) = re.findall(r"<picture>.*?</picture>", text, re.DOTALL)
        avif, webp = re.findall(r"<source[^>]+>", picture)
        assert 'type="image/avif"' in avif
        assert re.search(r"avif 400w, .*avif 800w, .*avif 1280w", avif)
        assert 'type="image/webp"' in webp
        image = re.search(r"<img[^>]+fetchpriority[^>]+>", picture)[0]
        assert re.search(r'src="[^"]+fill-800x450[^"]+\.jpg"', image)
        assert 'alt="رصيف"' in image
        assert 'width="1280" height="720"' in image
        assert "loading" not in image

    def test_a_page_shows_what_there_is_of_a_photo_and_makes_nothing(
        self, make_story, make_photo, page
    ):
        photo = make_photo()
        photo.renditions.exclude(filter_spec__contains="jpeg").delete()
        story = make_story(lead_photo=photo)

        assert "<source" not in page(story)
        photo.renditions.all().delete()
        assert "<picture" not in page(story)
        assert '<div class="photo">' in page(story)
        assert not photo.renditions.exists()

    def test_a_photo_inside_the_story_is_not_cut(self, make_story, make_photo, page):
        told = {"alternative_text": "نخلة", "caption": "", "credit": ""}
        body = [("photo", {"photo": make_photo(shape=(600, 900)), **told})]

        text = page(make_story(body=body))

        (picture,) = re.findall(r"photo--whole.*?</picture>", text, re.DOTALL)
        assert '<svg class="photo__ground" width="600" height="900"' in picture
        assert 'loading="lazy"' in picture

    def test_sharing_sends_the_headline_and_the_short_address(self, story, page):
        text = page()

        for network in ("facebook.com/sharer", "wa.me/", "t.me/share", "x.com/intent"):
            (link,) = set(re.findall(rf'href="(https://[^"]*{re.escape(network)}[^"]*)"', text))
            assert f"/s/{story.pk}/" in unquote(link)
            assert network.startswith("facebook") or story.title in unquote(link)
            assert quote(story.slug) not in link

    def test_nothing_is_asked_of_another_site(self, page):
        loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="([^"]+)"', page())

        assert all(address.startswith("/") or "127.0.0.1" in address for address in loaded)

    def test_it_is_the_same_to_everyone(self, client, story, editor):
        plain = client.get(story.url)
        client.force_login(editor)
        client.cookies["theme"] = "x"

        known = client.get(story.url, headers={"Accept-Language": "en", "Cookie": "a=b"})

        assert known.content == plain.content
        assert "Set-Cookie" not in plain.headers
        assert "Cookie" not in plain.get("Vary", "")
        assert "csrf" not in plain.content.decode().lower()

    def test_no_style_stands_inside_and_no_script_but_one(self, page):
        text = page().replace(f"<script>{first_paint.SCRIPT}</script>", "", 1)

        assert not re.search(r"<script(?![^>]*(src=|ld\+json))", text)
        assert " style=" not in text
        assert "<style" not in text
        assert not re.search(r"\son\w+=", text)


class TestLongReads:
    """A long read begins with a list of its parts; any story may name its sources."""

    BODY = [("subhead", "المنبع"), ("text", "<p>نص</p>"), ("subhead", "المصب")]

    def test_its_parts_are_led_to(self, make_story, page):
        text = page(Story.objects.get(pk=make_story(kind=Kind.LONG, body=self.BODY).pk))

        led = re.findall(r'<li><a href="#([^"]+)">(المنبع|المصب)</a>', text)
        assert [name for _anchor, name in led] == ["المنبع", "المصب"]
        for anchor, name in led:
            assert f'id="{anchor}">{name}</h2>' in text

    def test_another_story_has_no_list(self, make_story, page):
        assert "contents__list" not in page(make_story(body=self.BODY))

    def test_sources_stand_under_the_story_and_are_cited(self, make_story, page):
        named = {"name": "تقرير الموارد المائية", "address": "https://example.org/report"}
        story = make_story(sources=[("source", named), ("source", {"name": "عمدة البلدية"})])

        text = page(story)

        assert (
            '<a href="https://example.org/report" rel="noopener">تقرير الموارد المائية</a>' in text
        )
        assert "<li>عمدة البلدية</li>" in text
        assert '"citation":[{"@type":"CreativeWork","name":"تقرير الموارد المائية"' in text

    def test_a_story_without_sources_says_nothing_of_them(self, story, page):
        assert "sources-title" not in page()
        assert "citation" not in page()


class TestSponsored:
    """What somebody pays for says so wherever it stands, to readers and to machines."""

    @pytest.mark.parametrize("kind", [Kind.NEWS, Kind.OPINION])
    def test_it_is_marked_on_its_page_and_in_lists(self, client, make_story, page, kind):
        story = make_story("خبر", kind=kind, sponsor="مصرف المدينة")

        assert 'class="sponsored">محتوى مدفوع</span>' in page(story)
        assert "<bdi>مصرف المدينة</bdi>" in page(story)
        assert '"sponsor":{"@type":"Organization","name":"مصرف المدينة"}' in page(story)
        for path in ("/", story.section.url):
            assert ">محتوى مدفوع</span>" in client.get(path).content.decode()

    def test_nothing_else_is(self, story, page):
        assert "sponsor" not in page()


class TestHeaders:
    """A browser is told what a page may do, and no cache keeps what was not said to be kept."""

    def test_readers_pages_may_load_only_what_is_ours(self, client, story):
        policy = client.get(story.url)["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "unsafe" not in policy

    @pytest.mark.parametrize("address", ["/nothing/", "/healthz", "/receipts/none/"])
    def test_answers_are_not_stored_unless_they_say_so(self, client, front, address):
        assert client.get(address)["Cache-Control"] == "no-store"


class TestShortAddress:
    """Encoded Arabic is unreadable in a message; the short address leads to it."""

    def test_it_leads_to_the_story_for_good(self, client, story):
        answer = client.get(f"/s/{story.pk}/")

        assert (answer.status_code, answer["Location"]) == (301, story.url)

    def test_an_unpublished_story_has_none(self, client, make_story):
        assert client.get(f"/s/{make_story(live=False).pk}/").status_code == 404


class TestShareCard:
    """Every story has a picture for networks, its headline in it."""

    def test_the_pages_card_is_a_picture_of_the_right_size(self, client, page):
        from io import BytesIO

        address = re.search(r'og:image" content="http://127.0.0.1:8000([^"]+)"', page())[1]

        answer = client.get(address)

        assert answer["Content-Type"] == "image/jpeg"
        assert "immutable" in answer["Cache-Control"]
        assert len(answer.content) < 300_000
        assert Image.open(BytesIO(answer.content)).size == (1200, 630)

    def test_another_headline_has_another_card(self, client, story, page):
        before = re.search(r'og:image" content="[^"]+?(/stories[^"]+)"', page())[1]
        story.title = "عنوان آخر"
        story.save_revision().publish()

        after = re.search(r'og:image" content="[^"]+?(/stories[^"]+)"', page())[1]

        assert after != before
        assert client.get(before).status_code == 404
        assert client.get(after).status_code == 200


class TestFront:
    """The newest leads, opinion has its band, and no story stands twice."""

    def test_an_empty_newspaper_says_so(self, client, front):
        answer = client.get("/")

        assert answer.status_code == 200
        assert "العدد الأول" in answer.content.decode()

    def test_no_story_stands_twice(self, client, make_story, front):
        sport = front.add_child(instance=Section(title="رياضة", slug="sport"))
        for number in range(14):
            make_story(f"خبر {number}")
        make_story("رأي", kind=Kind.OPINION)
        make_story("منقول").move(sport, pos="last-child")

        links = re.findall(r'card__headline"><a href="([^"]+)"', client.get("/").content.decode())

        assert len(links) >= 10
        assert len(links) == len(set(links))

    def test_an_opinion_leads_to_its_author(self, client, make_story):
        piece = make_story("رأي", kind=Kind.OPINION)
        piece.signatures = [Signature(author=Author.objects.create(name="هدى", slug="huda"))]
        piece.save()
        announce(piece)

        assert 'class="opinion__author" href="/authors/huda/"' in client.get("/").content.decode()

    def test_a_phone_shows_squares_below_the_first(self, client, make_story, make_photo):
        make_story("الصدر", lead_photo=make_photo())
        make_story("في الصف", lead_photo=make_photo())
        text = client.get("/national/").content.decode()

        (square,) = re.findall(r'<source type="image/avif" media="[^"]+"[^>]+>', text)
        assert re.search(r"fill-240x240[^ ]+ 240w, [^ ]+fill-360x360", square)

    def test_the_newest_story_with_a_photo_leads(self, client, make_story, make_photo):
        make_story("بصورة", lead_photo=make_photo())
        make_story("أحدث بلا صورة")

        page = client.get("/").content.decode()

        assert page.index("بصورة") < page.index("أحدث بلا صورة")

    def test_rankings_go_by_views_and_by_comments(self, client, make_story):
        little, much = make_story("قليل القراء"), make_story("كثير القراء")
        Ranked.objects.create(period=Period.DAY, position=1, story=much, views=105)
        Ranked.objects.create(period=Period.DAY, position=2, story=little, views=3)

        ranking = client.get("/").content.decode().partition('id="most-read"')[2]

        assert ranking.index("كثير القراء") < ranking.index("قليل القراء")
        assert "105" in ranking

    @pytest.mark.django_db
    def test_it_asks_the_database_the_same_of_many_stories_as_of_few(
        self, client, make_story, django_assert_max_num_queries
    ):
        for number in range(12):
            make_story(f"خبر {number}")
        client.get("/")

        with django_assert_max_num_queries(30):
            client.get("/")


class TestFragments:
    """What changes for the whole site comes apart from the pages that show it."""

    def test_the_most_read_come_as_a_list(self, client, story):
        Ranked.objects.create(period=Period.DAY, position=1, story=story, views=9)

        answer = client.get("/fragments/most-read/")

        assert story.title in answer.content.decode()
        assert "<html" not in answer.content.decode()

    def test_they_come_over_each_period(self, client, story):
        Ranked.objects.create(period=Period.HOUR, position=1, story=story, views=9)

        hour = client.get("/fragments/most-read/hour/").content.decode()
        rising = client.get("/fragments/most-read/trending/").content.decode()

        assert story.title in hour
        assert story.title not in rising
        assert client.get("/fragments/most-read/of-all-time/").status_code == 404


class TestErrors:
    """A wrong address is met with a way on, in the page's language."""

    def test_a_page_that_is_not_there_leads_to_the_sections(self, client, section):
        answer = client.get("/nothing/here/")

        assert answer.status_code == 404
        assert "لا صفحة بهذا العنوان" in answer.content.decode()
        assert section.url in answer.content.decode()
