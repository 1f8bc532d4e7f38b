"""The front page as its editors lay it out: by hand, by rule and by the clock."""

import re
from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minbar.audience.models import Period, Ranked
from minbar.discussion.models import DiscussionFigures
from minbar.paper.front_page import Opening, PhotoOfTheDay, Rankings, Strip, compose_front
from minbar.press.models import Touch
from minbar.stories.announcing import announce
from minbar.stories.front_layout import FrontBands, Rule, default_bands
from minbar.stories.front_time import turn_front_page
from minbar.stories.models import BreakingNews, Front, FrontTime, Kind, Section, Story

HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def write(make_story, now):
    """Publish stories, each an hour older than the one before; each is named by its headline."""
    written = []

    def write(*headlines, **fields):
        made = []
        for headline in headlines:
            at = now - HOUR * (len(written) + 1)
            made.append(make_story(headline, first_published_at=at, last_published_at=at, **fields))
            written.append(headline)
        return made

    return write


@pytest.fixture
def lay_out(front):
    """Publish a layout: the default one, changed by what is named."""

    def lay_out(*bands, **places):
        opening = dict(default_bands())["opening"]
        for place, changed in places.items():
            opening[place] = opening[place] | changed
        front.bands = [("opening", opening), *bands]
        front.save()
        front.save_revision().publish()
        return front

    return lay_out


@pytest.fixture
def sport(front):
    section = front.add_child(instance=Section(title="رياضة", slug="sport", colour="#335533"))
    announce(section)
    return section


def picked(*stories, **hours):
    return [{"story": story, **hours} for story in stories]


def bands_at(moment, kind=None):
    bands = compose_front(Front.objects.get(), moment).bands
    return [band for band in bands if kind is None or isinstance(band, kind)]


def headlines(stories):
    return [story.title for story in stories]


class TestByRule:
    """A newspaper whose editors lay nothing out has a front page all the same."""

    def test_the_newest_with_a_photo_leads_and_the_others_stand_beside_it(
        self, write, make_photo, now
    ):
        write("أول", "ثان")
        write("مصور", "مصور أقدم", lead_photo=make_photo())
        write("ثالث")

        (opening,) = bands_at(now, Opening)

        assert opening.lead.title == "مصور"
        assert headlines(opening.second_column) == ["مصور أقدم", "أول", "ثان", "ثالث"]
        assert opening.first_column == []

    def test_a_section_gives_its_newest(self, lay_out, write, sport, now):
        write("وطني")
        game = sport.add_child(instance=Story(title="مباراة", slug="game", first_published_at=now))
        announce(game)
        lay_out(lead={"rule": Rule.SECTION, "section": sport})

        assert bands_at(now, Opening)[0].lead.title == "مباراة"

    def test_readers_choose(self, lay_out, write, now):
        _plain, read, discussed = write("عادي", "مقروء", "مناقش")
        Ranked.objects.create(period=Period.DAY, position=1, story=read, views=90)
        DiscussionFigures.objects.update_or_create(story=discussed, defaults={"published": 7})
        lay_out(
            lead={"rule": Rule.MOST_READ},
            first_column={"rule": Rule.MOST_DISCUSSED, "length": 1},
            second_column={"rule": Rule.NOTHING},
        )

        (opening,) = bands_at(now, Opening)

        assert opening.lead == read
        assert opening.first_column == [discussed]
        assert opening.second_column == []

    def test_a_band_without_anything_is_left_out(self, front, now):
        assert bands_at(now) == []


class TestByHand:
    """What an editor picks stands where it was put."""

    def test_the_lead(self, lay_out, write, make_photo, now):
        (chosen,) = write("مختار")
        write("مصور", lead_photo=make_photo())
        lay_out(lead={"picked": picked(chosen)})

        assert bands_at(now, Opening)[0].lead == chosen

    def test_picked_stories_stand_first_and_the_rule_fills_the_rest(self, lay_out, write, now):
        lead, _newer, chosen, _older = write("الأول", "أحدث", "مختار", "أقدم")
        lay_out(
            lead={"picked": picked(lead)},
            first_column={"picked": picked(chosen), "length": 3},
            second_column={"rule": Rule.NOTHING},
        )

        (opening,) = bands_at(now, Opening)

        assert headlines(opening.first_column) == ["مختار", "أحدث", "أقدم"]

    def test_no_rule_takes_what_is_picked_further_down(self, lay_out, write, section, now):
        newest, second = write("الأحدث", "الثاني")
        lay_out(("strip", {"section": section, "picked": picked(newest), "length": 4}))

        bands = bands_at(now)

        assert bands[0].lead == second
        assert bands[1].stories == [newest]

    def test_picked_twice_it_stands_where_it_was_picked_first(self, lay_out, write, section, now):
        (only,) = write("وحيد")
        lay_out(
            ("strip", {"section": section, "picked": picked(only), "length": 4}),
            lead={"picked": picked(only)},
        )

        bands = bands_at(now)

        assert bands[0].lead == only
        assert [band for band in bands if isinstance(band, Strip)] == []

    def test_what_is_not_published_is_passed_over(self, lay_out, write, now):
        chosen, other = write("مختار", "آخر")
        lay_out(lead={"picked": picked(chosen)})
        chosen.unpublish()

        assert bands_at(now, Opening)[0].lead == other

    def test_a_strip_of_its_own_is_not_repeated_among_the_others(
        self, lay_out, write, section, sport, now
    ):
        write(*(f"خبر {number}" for number in range(20)))
        announce(
            sport.add_child(
                instance=Story(title="مباراة", slug="game", first_published_at=now - 90 * HOUR)
            )
        )
        lay_out(("other_strips", None), ("strip", {"section": section, "picked": [], "length": 2}))

        strips = bands_at(now, Strip)

        assert [strip.section.title for strip in strips] == ["رياضة", "الوطن"]
        assert len(strips[1].stories) == 2

    def test_opinion_is_a_band_of_its_own(self, lay_out, write, now):
        write("خبر")
        newer, older = write("رأي", "رأي أقدم", kind=Kind.OPINION)
        lay_out(("opinion", {"picked": picked(older), "length": 2}))

        bands = bands_at(now)

        assert bands[0].lead.title == "خبر"
        assert bands[1].stories == [older, newer]

    def test_a_large_photo_says_what_the_photo_says_unless_the_editor_says_more(
        self, lay_out, make_photo, now
    ):
        told = {"alternative_text": "", "caption": "من السطح", "credit": "", "story": None}
        photo = make_photo(caption="الميناء", credit="وكالة")
        lay_out(("photo_of_the_day", {"photo": photo, **told}))

        (band,) = bands_at(now, PhotoOfTheDay)

        assert (band.caption, band.credit) == ("من السطح", "وكالة")


class TestNeverTwice:
    """However a page is laid out, no story has two places in it."""

    @given(data=st.data())
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def test_no_story_stands_twice(self, data, front, section, write, now):
        stories = list(Story.objects.all()) or write(*(f"خبر {number}" for number in range(9)))
        some = st.lists(st.sampled_from(stories), max_size=3).map(lambda few: picked(*few))
        length = st.integers(0, 5)
        rule = st.sampled_from([Rule.NEWEST, Rule.SECTION, Rule.NOTHING])
        column = st.builds(dict, picked=some, rule=rule, section=st.just(section), length=length)
        strip = st.builds(dict, section=st.just(section), picked=some, length=st.integers(1, 5))
        lead = st.builds(dict, picked=some, rule=rule, section=st.just(section))
        places = {"lead": lead, "first_column": column, "second_column": column}
        opening = data.draw(st.fixed_dictionaries(places))
        strips = data.draw(st.lists(strip, max_size=2))
        front.bands = [("opening", opening), *(("strip", each) for each in strips)]

        shown = []
        for band in compose_front(front, now).bands:
            if isinstance(band, Opening):
                shown += filter(None, [band.lead, *band.first_column, *band.second_column])
            elif not isinstance(band, Rankings):
                shown += band.stories

        assert len(shown) == len(set(shown))


class TestByTheClock:
    """What has an hour comes and goes by it, without anyone at a desk."""

    def test_a_place_changes_hands_at_its_hour(self, lay_out, write, now):
        first, morning, evening = write("الأحدث", "صباحا", "مساء")
        lay_out(
            lead={
                "picked": [
                    *picked(morning, begins_at=now + HOUR, ends_at=now + 2 * HOUR),
                    *picked(evening, begins_at=now + 2 * HOUR),
                ]
            }
        )

        leads = [bands_at(now + hours * HOUR, Opening)[0].lead for hours in (0, 1, 2)]

        assert leads == [first, morning, evening]

    def test_the_press_hears_of_each_hour_once(self, lay_out, write, now):
        (story,) = write("خبر")
        lay_out(lead={"picked": picked(story, begins_at=now + HOUR)})
        Touch.objects.all().delete()

        for minutes in (1, 59, 61, 62):
            turn_front_page(now + timedelta(minutes=minutes))

        assert [touch.key for touch in Touch.objects.all()] == ["front"]

    def test_a_page_is_shown_by_the_hour_that_was_told(self, client, lay_out, write, now):
        newest, later = write("الأحدث", "لاحقا")
        lay_out(lead={"picked": picked(later, begins_at=now + HOUR)})
        lead = re.compile(r'class="card lead">.*?<h2[^>]*><a[^>]*>(.*?)<', re.DOTALL)

        assert lead.search(client.get("/").content.decode())[1] == newest.title
        turn_front_page(now + HOUR)
        assert lead.search(client.get("/").content.decode())[1] == later.title

    def test_an_editor_looks_at_what_comes(self, lay_out, write, now):
        newest, later = write("الأحدث", "لاحقا")
        front = lay_out(lead={"picked": picked(later, begins_at=now + HOUR)})

        modes = [mode for mode, _label in front.preview_modes]
        pages = [front.make_preview_request(None, mode).content.decode() for mode in modes]

        assert len(modes) == 2
        for page, story in zip(pages, (newest, later), strict=True):
            assert page.index("<h2") < page.index(story.title, page.index("<h2"))
            assert re.search(rf'lead">.*?{story.title}.*?</article>', page, re.DOTALL)

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            ({"ends_at": "-1"}, "ends_at"),
            ({"rule": Rule.SECTION}, "section"),
        ],
    )
    def test_what_makes_no_sense_is_refused_where_it_stands(self, changed, told, write, now):
        (story,) = write("خبر")
        bands = deepcopy(default_bands())
        lead = bands[0][1]["lead"]
        if "ends_at" in changed:
            lead["picked"] = picked(story, begins_at=now, ends_at=now - HOUR)
        else:
            lead |= changed
        block = FrontBands()

        with pytest.raises(ValidationError) as refused:
            block.clean(block.normalize(bands))

        assert told in str(refused.value.as_json_data())


class TestBreakingNews:
    """A line over the front page and the sections, for as long as it is news."""

    @pytest.fixture
    def line(self, story, now):
        return BreakingNews.objects.create(
            text="عاجل جدا", story=story, begins_at=now - HOUR, ends_at=now + HOUR
        )

    def test_it_stands_over_front_and_sections_and_leads_to_its_story(self, client, line, story):
        for path in ("/", story.section.url):
            page = client.get(path).content.decode()
            assert f'<a href="{story.url}">عاجل جدا</a>' in page
        assert "عاجل جدا" not in client.get(story.url).content.decode()

    def test_it_leads_nowhere_while_its_story_is_not_published(self, client, line, story):
        story.unpublish()

        assert "<span>عاجل جدا</span>" in client.get("/").content.decode()

    def test_it_goes_at_its_hour(self, client, line, now):
        Touch.objects.all().delete()

        turn_front_page(now + 2 * HOUR)

        assert [touch.key for touch in Touch.objects.all()] == ["breaking"]
        assert "عاجل جدا" not in client.get("/").content.decode()

    def test_saving_one_passes_over_no_hour_of_the_front_page(self, lay_out, write, now):
        (story,) = write("خبر")
        lay_out(lead={"picked": picked(story, begins_at=now - HOUR)})
        FrontTime.objects.update(told_until=now - 2 * HOUR)
        Touch.objects.all().delete()

        BreakingNews.objects.create(text="عاجل")

        assert {touch.key for touch in Touch.objects.all()} == {"front", "breaking"}

    def test_it_ends_after_it_begins(self, now):
        with pytest.raises(ValidationError, match="ends_at"):
            BreakingNews(text="عاجل", begins_at=now, ends_at=now).full_clean()

    def test_editors_write_it_and_moderators_do_not(self, client, editor, moderator):
        address = "/newsroom/snippets/stories/breakingnews/add/"
        client.force_login(editor)
        assert client.get(address).status_code == 200
        client.force_login(moderator)
        assert client.get(address).status_code == 302
