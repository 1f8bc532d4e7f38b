"""What a search finds, and in which order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis.extra.django import TestCase

from minbar.search.queries import LONGEST, MOST_WORDS, parse
from minbar.search.searching import PAGE_LENGTH, Filters, search
from minbar.stories.models import Author, Section, Signature, Story
from tests.arabic.text import any_text

from .conftest import headlines

pytestmark = pytest.mark.django_db


class TestFinding:
    """A word is found in its forms, and as people spell it."""

    @pytest.mark.parametrize(
        "asked",
        [
            "الحكومه",
            "حكومة",
            "وحكومتها",
            "للحكومة",
            "حُكُومــة",
            "حكومات",
        ],
    )
    def test_the_same_word_in_another_form(self, write, asked):
        write("الحكومة تصادق على الميزانية")
        write("أمطار على الساحل")

        assert headlines(asked) == ["الحكومة تصادق على الميزانية"]

    @pytest.mark.parametrize("asked", ["مدرسة", "المدارس", "مدرستنا", "ومدارسها"])
    def test_a_broken_plural_and_its_singular(self, write, asked):
        write("ست مدارس جديدة في الجنوب")
        write("افتتاح مدرسة في تيميمون")

        assert len(headlines(asked)) == 2

    def test_a_letter_of_the_word_is_no_conjunction(self, write):
        for number in range(3):
            write(f"وزارة التربية تعلن النتائج {number}")
        write("الرئيس زاره وفد من الجنوب")

        assert headlines("زار") == ["الرئيس زاره وفد من الجنوب"]

    def test_a_conjunction_is_no_letter_of_the_word(self, write):
        write("قرارات جديدة")
        write("قرار المحكمة")
        write("اجتماع اللجنة", "ناقش الحاضرون الميزانية وقرارات أخرى.")

        assert len(headlines("قرار")) == 3
        assert len(headlines("وقرارات")) == 3

    @pytest.mark.parametrize("asked", ["لبن", "اللبن"])
    def test_a_country_is_no_dual(self, write, asked):
        for number in range(2):
            write(f"لبنان ينتخب رئيسا {number}")
        write("سعر اللبن يرتفع")

        assert headlines(asked) == ["سعر اللبن يرتفع"]

    def test_water_is_no_particle(self, write):
        write("ما قاله الرئيس")
        write("قطع الماء عن ستة أحياء", "يعود ماء الشرب غدا.")

        assert headlines("الماء") == headlines("ماء") == ["قطع الماء عن ستة أحياء"]

    def test_every_field_is_searched(self, write):
        story = write("خبر", "نص المقال", kicker="سطر فوقه", standfirst="مقدمة قصيرة")
        story.signatures.add(
            Signature(author=Author.objects.create(name="سليمة بن عودة", slug="s"))
        )
        story.lead_photo_caption = "قارب عند الرصيف"
        story.save_revision().publish()

        for asked in ("خبر", "النص", "سطر", "المقدمة", "سليمة", "القارب"):
            assert headlines(asked) == ["خبر"], asked

    def test_a_phrase_is_found_as_it_stands(self, write):
        write("سهل السرسو يزرع القمح")
        write("السرسو: سهل بلا ماء")

        assert headlines("“سهل السرسو”") == headlines('"سهل السرسو"') == ["سهل السرسو يزرع القمح"]
        assert headlines("«سهل السرسو»") == ["سهل السرسو يزرع القمح"]
        assert len(headlines("سهل السرسو")) == 2

    def test_french_words_without_their_accents(self, write):
        write("Le théâtre de Béjaïa rouvre")

        assert headlines("theatre bejaia") == ["Le théâtre de Béjaïa rouvre"]


class TestOrder:
    """Exact words in the headline come first, then their forms, then the text; or the newest."""

    def test_the_word_itself_before_its_forms_and_the_headline_before_the_text(self, write):
        write("تقرير عن الطرق", "تضررت الجسور والأنفاق.")
        write("إغلاق جسور المدينة")
        write("الجسور القديمة")
        write("أنفاق جديدة", "قرب الجسر.")

        found = headlines("الجسور")

        assert found[0] == "الجسور القديمة"
        assert found[1] == "إغلاق جسور المدينة"
        assert set(found[2:]) == {"تقرير عن الطرق", "أنفاق جديدة"}

    def test_as_it_was_typed_before_what_folds_alike(self, write):
        write("على الطريق")
        write("علي يفوز بالسباق")

        assert headlines("علي") == ["علي يفوز بالسباق", "على الطريق"]
        assert headlines("على") == ["على الطريق", "علي يفوز بالسباق"]

    def test_all_words_before_some(self, write):
        write("تذكرة القطار بستين دينارا")
        write("القطار يعود")
        for number in range(4):
            write(f"خبر آخر {number}")

        found = search("تذكرة القطار")

        assert found.documents[0].story.title == "تذكرة القطار بستين دينارا"
        assert (found.total, found.others, found.others_from) == (1, 1, 1)

    def test_equals_by_their_date(self, write):
        now = datetime(2026, 11, 1, tzinfo=UTC)
        write("مطر في الشمال", first_published_at=now - timedelta(days=3))
        write("مطر في الجنوب", first_published_at=now)

        assert headlines("مطر") == ["مطر في الجنوب", "مطر في الشمال"]

    def test_the_newest_first_where_that_is_asked(self, write):
        now = datetime(2026, 11, 1, tzinfo=UTC)
        write("المطر", first_published_at=now - timedelta(days=3))
        write("خبر", "في آخره كلمة عن المطر.", first_published_at=now)

        assert headlines("المطر") == ["المطر", "خبر"]
        assert headlines("المطر", newest_first=True) == ["خبر", "المطر"]

    def test_pages(self, write):
        for number in range(PAGE_LENGTH + 3):
            write(f"مطر {number}")

        first, second, third = (search("مطر", page=page) for page in (1, 2, 3))

        assert [len(found.documents) for found in (first, second, third)] == [PAGE_LENGTH, 3, 0]
        assert first.total == PAGE_LENGTH + 3
        assert first.pages == 2
        shown = {document.pk for found in (first, second) for document in found.documents}
        assert len(shown) == PAGE_LENGTH + 3


class TestFilters:
    """By section, author and day."""

    def test_by_section(self, write, front, section):
        write("مطر في الوطن")
        other = front.add_child(instance=Section(title="رياضة", slug="sport", colour="#111111"))

        assert headlines("مطر", filters=Filters(section=section)) == ["مطر في الوطن"]
        assert headlines("مطر", filters=Filters(section=other)) == []

    def test_by_author(self, write):
        author = Author.objects.create(name="كمال لعريبي", slug="kamal")
        story = write("مطر وقع")
        story.signatures.add(Signature(author=author))
        story.save_revision().publish()
        write("مطر آخر")

        assert headlines("مطر", filters=Filters(author=author)) == ["مطر وقع"]

    def test_by_day(self, write):
        write("مطر اليوم", first_published_at=datetime(2026, 11, 20, 12, tzinfo=UTC))
        write("مطر أمس", first_published_at=datetime(2026, 11, 19, 12, tzinfo=UTC))
        begin = datetime(2026, 11, 20, tzinfo=UTC)

        assert headlines("مطر", filters=Filters(since=begin)) == ["مطر اليوم"]
        assert headlines("مطر", filters=Filters(until=begin)) == ["مطر أمس"]


class TestSuggestions:
    """Where nothing is found, what may have been meant is offered; nothing is replaced."""

    def test_a_letter_amiss(self, write):
        write("الحكومة تصادق على الميزانية")

        assert list(search("الحكوكة").suggestions) == ["الحكومة"]

    def test_the_other_words_stay(self, write):
        write("الحكومة تصادق على الميزانية")

        assert search("الحكوكة والميزانية").suggestions[0] == "الحكومة والميزانية"

    @pytest.mark.parametrize(("typed", "meant"), [("hgp;,lm", "الحكومة"), ("hgpmli", None)])
    def test_the_other_keyboard(self, write, typed, meant):
        write("الحكومة تصادق على الميزانية")

        assert list(search(typed).suggestions) == ([meant] if meant else [])

    def test_french_typed_with_arabic_letters(self, write):
        write("Le train de Saïda")

        assert "train" in search("فقشهى").suggestions

    def test_nothing_is_suggested_where_something_is_found(self, write):
        write("الحكومة تصادق على الميزانية")

        assert list(search("الحكومة").suggestions) == []


class TestQueries:
    """Any text is a query."""

    def test_a_long_one_is_cut(self):
        query = parse("كلمة " * 1000)
        assert len(query.words) == 1
        query = parse(" ".join(f"كلمة{number}" for number in range(1000)))
        assert len(query.words) <= MOST_WORDS
        assert parse("ا" * 10_000).words[0].folded == "ا" * 64
        assert LONGEST == 200

    @pytest.mark.parametrize("asked", ["", " ", '"', '""', "«»", "!?", "ـــ", "\u200f", "\x00"])
    def test_what_has_no_word_finds_nothing(self, asked):
        assert parse(asked).is_empty
        assert search(asked).total == 0

    @pytest.mark.parametrize(
        "asked",
        [
            'a" OR "b',
            "headline:x",
            "a*",
            "NEAR(a b)",
            "'; DROP TABLE",
            "%",
            "_",
            "\\",
            "(",
            "AND",
            "⑴",
        ],
    )
    def test_no_engine_reads_its_own_language_in_it(self, asked, write):
        write("خبر")

        search(asked)
        search(f'"{asked}"')


class TestAnyQuery(TestCase):
    """No text whatever makes a search fail."""

    @hypothesis_settings(max_examples=60, deadline=None)
    @given(any_text())
    def test_no_text_makes_it_fail(self, asked):
        search(asked)
        search(f"“{asked}”", comments=True, newest_first=True)


class TestTheSeed:
    """On the page that we began from, what its readers would type finds it."""

    @pytest.fixture
    def imported(self, front, seed_page) -> Story:
        from django.core.management import call_command

        call_command("import", "page", str(seed_page), verbosity=0)
        return Story.objects.get()

    @pytest.mark.parametrize("asked", ["الحكومه الوفاق", "إطلاق نار", "الامارات"])
    def test_the_story(self, imported, asked):
        assert headlines(asked) == [imported.title]

    def test_a_comment(self, imported):
        found = search("لناظره", comments=True)

        assert [document.story for document in found.documents] == [imported]
