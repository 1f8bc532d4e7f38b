"""Live stories: an entry is public at once, and everything that shows it follows."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from minbar.paper.public_paths import public_paths
from minbar.press.models import Touch
from minbar.stories import live
from minbar.stories.live_newsroom import ENDED, TOLD
from minbar.stories.models import Coverage, Kind, LiveEntry


@pytest.fixture
def story(make_story):
    return make_story("الطرق ساعة بساعة", slug="roads", kind=Kind.LIVE)


@pytest.fixture
def tell(story):
    """Tell entries a minute apart; the last told is the newest."""
    told = []

    def tell(*texts, **fields):
        for text in texts:
            at = timezone.now() - timedelta(minutes=99 - len(told))
            told.append(live.tell(story.coverage, text, by=None, at=at, **fields))
        return told[-1]

    return tell


@pytest.fixture
def page(client):
    """What stands between masthead and foot; of a fragment, all."""
    return lambda path: client.get(path).content.decode().rpartition("<main")[2]


class TestReading:
    """Readers see entries with their times, the newest first, without a script."""

    def test_the_newest_stands_first_with_its_time(self, story, tell, page):
        tell("الأول", "الثاني")

        text = page(story.url)

        assert text.index("الثاني") < text.index("الأول")
        assert "<ol" in text
        assert re.search(r'id="entry-\d+">\s*<p[^>]*><a[^>]*><time datetime="', text)

    def test_key_moments_are_listed_over_all(self, story, tell, page):
        entry = tell("نص", headline="فتح الطريق", is_key=True)
        tell("بعده")

        text = page(story.url)

        assert text.index(f'href="#entry-{entry.pk}">فتح الطريق') < text.index("بعده")

    def test_markup_in_an_entry_is_text(self, story, tell, page):
        tell("<script>x</script>\u202e")

        assert "&lt;script&gt;x&lt;/script&gt;<" in page(story.url)

    def test_older_entries_stand_on_a_page_of_all_in_their_order(
        self, story, tell, page, monkeypatch
    ):
        monkeypatch.setattr("minbar.paper.live_stories.ON_PAGE", 2)
        tell("الأول", "الثاني", "الثالث")

        assert "الأول" not in page(story.url)
        assert f'href="{story.url}entries/"' in page(story.url)
        every = page(f"{story.url}entries/")
        assert every.index("الأول") < every.index("الثاني") < every.index("الثالث")

    def test_lists_mark_it_while_it_runs(self, story, tell, page):
        tell("خبر")
        pages = [page(path) for path in ("/", story.section.url)]
        live.end(story.coverage)

        assert all(re.search("live-mark.*?آخر إضافة", each, re.DOTALL) for each in pages)
        assert "live-mark" not in page("/")
        assert "كما جرى" in page(story.url)

    def test_machines_read_it_as_a_live_blog(self, client, story, tell):
        entry = tell("نص الخبر", headline="عنوان")

        text = client.get(story.url).content.decode()
        told = re.search(r'ld\+json">(.*?)</script>', text)[1]

        article = json.loads(told)
        assert article["@type"] == ["NewsArticle", "LiveBlogPosting"]
        assert article["coverageStartTime"]
        assert "coverageEndTime" not in article
        (update,) = article["liveBlogUpdate"]
        assert (update["headline"], update["articleBody"]) == ("عنوان", "نص الخبر")
        assert update["url"].endswith(f"#entry-{entry.pk}")

    def test_a_script_finds_the_entries_alone(self, client, story, tell, page):
        tell("خبر")

        assert page(f"/fragments/live/{story.pk}/").strip().startswith("<ol")
        assert client.get(f"/fragments/live/{story.pk + 999}/").status_code == 404
        story.unpublish()
        assert client.get(f"/fragments/live/{story.pk}/").status_code == 404

    def test_the_press_knows_its_addresses(self, story, tell):
        tell("خبر")

        assert {f"/fragments/live/{story.pk}/", f"{story.url}entries/"} <= set(public_paths())

    def test_another_story_has_no_entries(self, client, make_story):
        plain = make_story("عادي", slug="plain")

        assert client.get(f"{plain.url}entries/").status_code == 404
        assert client.get(f"/fragments/live/{plain.pk}/").status_code == 404


class TestTelling:
    """Each act touches what shows it; an ordinary publication changes no entry."""

    @pytest.mark.parametrize(
        "act",
        [
            lambda story: live.tell(story.coverage, "خبر", by=None),
            lambda story: live.tell_otherwise(
                LiveEntry.objects.first(), "آخر", headline="", photo=None, is_key=False
            ),
            lambda story: live.take_back(LiveEntry.objects.first()),
            lambda story: live.end(story.coverage),
        ],
        ids=["tell", "tell otherwise", "take back", "end"],
    )
    def test_what_shows_it_is_touched(self, story, tell, act, nothing_is_removed):
        tell("خبر")
        Touch.objects.all().delete()

        act(story)

        told = {touch.key for touch in Touch.objects.all()}
        assert told == {live.entries_key(story.pk), live.coverage_key(story.pk)}

    def test_ended_twice_it_is_touched_once(self, story):
        live.end(story.coverage)
        Touch.objects.all().delete()

        live.end(story.coverage)

        assert not Touch.objects.exists()

    def test_it_goes_on_after_all(self, story):
        live.end(story.coverage)
        live.resume(story.coverage)

        assert Coverage.objects.get().is_running

    def test_an_older_draft_published_later_keeps_entries_and_end(self, story, tell):
        draft = story.save_revision()
        tell("خبر")
        live.end(story.coverage)

        draft.publish()

        coverage = Coverage.objects.get(story=story)
        assert coverage.entries.count() == 1
        assert not coverage.is_running

    def test_a_changed_entry_says_when(self, story, tell, page):
        entry = tell("خبر")
        live.tell_otherwise(entry, "خبر آخر", headline="", photo=None, is_key=False)

        assert "عُدّلت الساعة" in page(story.url)

    def test_a_key_moment_needs_a_headline(self):
        with pytest.raises(ValidationError, match="headline"):
            LiveEntry(text="نص", is_key=True).clean()


class TestInTheNewsroom:
    """A form above, what was told below."""

    @pytest.fixture
    def address(self, story):
        return f"/newsroom/live/{story.pk}/"

    def test_an_editor_tells_and_ends(self, client, editor, story, address):
        client.force_login(editor)

        told = {"headline": "", "text": "خبر", "photo": "", "act": "tell"}
        assert client.post(address, told).status_code == 302
        client.post(address, {"act": "end"})

        assert [entry.text for entry in LiveEntry.objects.all()] == ["خبر"]
        assert LiveEntry.objects.get().by == editor
        assert not Coverage.objects.get().is_running
        acts = PageLogEntry.objects.filter(page=story.pk).values_list("action", flat=True)
        assert {TOLD, ENDED} <= set(acts)

    def test_what_is_refused_keeps_what_was_typed(self, client, editor, address):
        client.force_login(editor)

        answer = client.post(address, {"text": "خبر طويل", "is_key": "on", "act": "tell"})

        assert answer.status_code == 422
        assert "خبر طويل" in answer.content.decode()
        assert "تحتاج إلى عنوان" in answer.content.decode()
        assert not LiveEntry.objects.exists()

    def test_an_entry_is_changed_and_taken_back(self, client, editor, address, tell):
        entry = tell("خبر")
        client.force_login(editor)

        client.post(f"{address}{entry.pk}/", {"text": "آخر", "act": "tell"})
        assert LiveEntry.objects.get().text == "آخر"
        client.post(f"{address}{entry.pk}/", {"act": "take_back"})
        assert not LiveEntry.objects.exists()

    def test_a_reporter_who_may_not_publish_does_not_tell(self, client, reporter, address):
        client.force_login(reporter)

        client.post(address, {"text": "خبر", "act": "tell"})

        assert not LiveEntry.objects.exists()

    def test_a_live_story_leads_to_it(self, client, editor, story, address):
        client.force_login(editor)

        assert address in client.get(f"/newsroom/pages/{story.pk}/edit/").content.decode()
