"""Everything that stands on a page is taken from it, to the letter."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from minbar.arabic import clean_line, clean_text
from minbar.importing.layouts import load_layouts, read_layout
from minbar.importing.pages import FitsSeveralLayouts, NoArticlePage, read_page
from minbar.importing.reading import decode_capture
from tests.importing.writing import Spacing, pages, write

LAYOUTS = load_layouts()


def take_apart(text):
    return read_page(text, LAYOUTS.values())


class TestTheRealPage:
    """The page that Minbar began from; what is expected is read from its file."""

    @pytest.fixture
    def lines(self, seed_text):
        return seed_text.split("\n")

    def test_what_stands_over_the_body(self, seed, lines):
        assert seed.published_by == lines[1]
        assert seed.kicker == lines[2]
        assert seed.headline == lines[4]
        assert seed.byline == lines[6]
        assert f"  • {seed.views}" == lines[7]
        assert f"  • {seed.comment_count}" == lines[8]

    def test_the_photo_without_the_photo(self, seed, lines):
        assert [seed.alternative_text, seed.credit, seed.caption] == lines[9:12]
        assert seed.is_archive

    def test_every_paragraph_and_the_sign_off(self, seed, lines):
        shown = [line for line in lines[12 : lines.index("أضف تعليقك")] if line]

        assert [*seed.paragraphs, seed.sign_off] == shown
        assert len(seed.paragraphs) > 10
        assert len(seed.sign_off) == 3

    def test_the_figures(self, seed):
        assert (seed.views, seed.comment_count, len(seed.comments)) == (23186, 4, 4)

    def test_the_commenters_with_the_town_of_the_one_who_gave_it(self, seed, lines):
        heads = [line.removeprefix("  • ") for line in lines[51:] if line.startswith("  • ")]
        first, *others = heads

        assert (seed.comments[0].name, seed.comments[0].place) == tuple(first.split(" - "))
        assert [comment.name for comment in seed.comments[1:]] == others
        assert {comment.place for comment in seed.comments[1:]} == {""}

    def test_the_comments_with_their_lines(self, seed, lines):
        shown = [line[4:] for line in lines[51:] if line.startswith("    ")]

        assert "\n".join(comment.text for comment in seed.comments).split("\n") == shown
        assert [comment.text.count("\n") for comment in seed.comments] == [1, 0, 0, 0]

    def test_verse_and_its_stretched_word(self, seed):
        assert " ** " in seed.comments[2].text
        assert "ـــ" in seed.comments[2].text

    def test_making_it_safe_changes_nothing(self, seed):
        for comment in seed.comments:
            safe = clean_line(comment.name), clean_line(comment.place), clean_text(comment.text)
            assert safe == (comment.name, comment.place, comment.text)

    def test_its_date_is_empty(self, seed):
        assert (seed.date, seed.unread_date) == (None, "")


class TestAnotherSite:
    """A page in another layout, whose parts are named and stand in another order."""

    def test_every_part(self, labelled):
        assert labelled.headline == "بلدية وادي الصفصاف تفتح مكتبتها ليلا"
        assert labelled.kicker == "ثلاثة آلاف كتاب تبحث عن قرائها"
        assert labelled.published_by == "مكتب النشر"
        assert labelled.byline == "مراسلنا في الجنوب"
        assert labelled.views == 2715
        assert labelled.alternative_text == "قاعة مطالعة بمصابيح صفراء ورفوف خشبية"
        assert labelled.caption == "طلبة يراجعون دروسهم في أول ليلة"
        assert labelled.credit == "سمير ب. - من الأرشيف"
        assert labelled.is_archive
        assert labelled.sign_off == "ن. ع"
        assert labelled.date.isoformat() == "2026-11-02T19:45:00"

    def test_each_line_of_its_body_is_a_paragraph(self, labelled, labelled_file):
        lines = labelled_file.read_text(encoding="utf-8").split("\n")

        assert list(labelled.paragraphs) == lines[11:14]

    def test_its_comments(self, labelled):
        assert [(comment.name, comment.place) for comment in labelled.comments] == [
            ("سعاد", "بشار"),
            ("Yanis B.", ""),
            ("أبو أيمن", ""),
        ]
        assert labelled.comments[0].text == ("فكرة جميلة،\nوننتظر مثلها عندنا.\n\nمتى يأتي دورنا؟")


@given(pages(), some.integers(1, 3))
def test_what_is_written_is_read_back(page, lines):
    assert take_apart(write(page, Spacing(lines))) == page


class TestParts:
    """A part that a page lacks is empty; nothing else shifts."""

    @pytest.fixture
    def text(self, seed):
        return write(seed)

    def test_the_written_page_is_the_real_one(self, seed, text):
        assert take_apart(text) == seed

    @pytest.mark.parametrize("part", ["kicker", "sign_off"])
    def test_without_a_part(self, seed, part):
        lacking = replace(seed, **{part: ""})

        assert take_apart(write(lacking)) == lacking

    def test_without_comments(self, seed):
        alone = replace(seed, comments=(), comment_count=0)

        assert take_apart(write(alone)) == alone

    def test_a_sign_off_may_stand_alone(self, seed, text):
        apart = text.replace(f"\n{seed.sign_off}\n", f"\n\n{seed.sign_off}\n")

        assert take_apart(apart) == seed

    def test_a_notice_that_is_not_shown(self, seed, text):
        assert take_apart(text.replace("\n\nوصل تعليقك.", "\n")) == seed

    def test_a_paragraph_that_reads_like_the_form_does_not_end_the_body(self, seed):
        misleading = replace(seed, paragraphs=("أولا", "أضف تعليقك", *seed.paragraphs))

        assert take_apart(write(misleading)) == misleading

    def test_a_comment_that_draws_a_comment_is_one(self, seed):
        forged = replace(seed.comments[0], text="نعم\n\n  • أمين - مستغانم\n\n    لا")
        page = replace(seed, comments=(forged,), comment_count=1)

        assert take_apart(write(page)) == page

    def test_a_filled_date(self, text):
        dated = text.replace("-- -- -- / -- -- --", "18 جانفي 2020 / 23 جمادى الأولى 1441")

        assert take_apart(dated).date.isoformat() == "2020-01-18T00:00:00"

    def test_a_date_that_is_not_understood_is_kept_to_be_told(self, text):
        page = take_apart(text.replace("-- -- -- / -- -- --", "18 01 20"))

        assert (page.date, page.unread_date) == (None, "18 01 20")

    def test_the_larger_of_two_counts_is_what_the_page_says(self, text):
        assert take_apart(text.replace("التعليقات\n4", "التعليقات\n7")).comment_count == 7


class TestWhatAPageIsKnownBy:
    """By what its article says, and by nothing of how it was saved or grew."""

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1256"])
    @pytest.mark.parametrize("line_end", ["\n", "\r\n"])
    def test_encodings_and_line_ends_make_no_other_page(self, seed, seed_text, encoding, line_end):
        saved = seed_text.replace("\n", line_end).encode(encoding)

        assert take_apart(decode_capture(saved)).digest == seed.digest

    @pytest.mark.parametrize("grown", [{"views": 23187}, {"comments": (), "comment_count": 0}])
    def test_figures_and_comments_make_no_other_page(self, seed, grown):
        assert replace(seed, **grown).digest == seed.digest

    @pytest.mark.parametrize(
        "part", ["headline", "kicker", "byline", "caption", "credit", "sign_off", "published_by"]
    )
    def test_another_word_does(self, seed, part):
        assert replace(seed, **{part: "كلمة"}).digest != seed.digest

    def test_so_does_another_letter_of_the_body(self, seed):
        *others, last = seed.paragraphs

        assert replace(seed, paragraphs=(*others, f"{last}.")).digest != seed.digest


class TestWhatIsNoArticlePage:
    """It is refused with the place where the likeliest layout stopped fitting."""

    @pytest.mark.parametrize("text", ["نص", "# README\n\nمنبر\n", "أضف تعليقك", "<!doctype html>"])
    def test_any_text(self, text):
        with pytest.raises(NoArticlePage, match="there are bulleted, labelled"):
            take_apart(text)

    @pytest.mark.parametrize(
        ("was", "now", "message"),
        [
            ("  • 23186", "  • كثير", "line 8 reads «• كثير», and the layout draws «• {views}»"),
            ("\n  • 4\n", "\n", "and the layout draws «• {comment_count}» there"),
            ("أضف تعليقك\n", "أضف تعليقك", "nowhere below its headline stands «أضف تعليقك»"),
            ("\nالتعليقات\n4", "\nأضف\nالتعليقات\nلا", "nowhere below its headline stands"),
        ],
    )
    def test_a_page_that_stops_fitting(self, seed_text, was, now, message):
        assert was in seed_text

        with pytest.raises(NoArticlePage) as refused:
            take_apart(seed_text.replace(was, now, 1))

        assert "the layout “bulleted” describes" in str(refused.value)
        assert message in str(refused.value)

    def test_a_line_that_is_of_no_comment(self, seed_text):
        with pytest.raises(NoArticlePage) as refused:
            take_apart(f"{seed_text}\n\nتذييل الموقع")

        assert "reads «تذييل الموقع», and the layout draws «• {name}[ - {place}]»" in str(
            refused.value
        )

    def test_a_page_without_a_paragraph(self, seed, seed_text):
        begin, end = seed_text.index(seed.paragraphs[0]), seed_text.index("أضف تعليقك")

        with pytest.raises(NoArticlePage, match="the layout draws «a paragraph» there"):
            take_apart(seed_text[:begin] + seed_text[end:])

    def test_a_page_cut_off(self, seed_text):
        for end in range(0, seed_text.index("التعليقات"), 97):
            with pytest.raises(NoArticlePage):
                take_apart(seed_text[:end])

    def test_the_layout_that_was_asked_for_says_why_it_does_not_fit(self, seed_text):
        with pytest.raises(NoArticlePage, match="layout “labelled” describes: line 3 reads"):
            read_page(seed_text, [LAYOUTS["labelled"]])

    def test_a_page_of_two_layouts_is_not_guessed(self):
        twins = [read_layout(name, "page = '''{headline}\n\n{body}\n\nالنهاية'''") for name in "أب"]

        with pytest.raises(FitsSeveralLayouts, match="the layouts أ and ب"):
            read_page("عنوان\n\nفقرة\n\nالنهاية", twins)


@given(some.text(max_size=200))
def test_any_text_is_a_page_or_refused(text):
    with pytest.raises(NoArticlePage):
        take_apart(text)


@given(some.data())
def test_a_page_with_a_piece_torn_out_is_a_page_or_refused(data):
    text = write(data.draw(pages()))
    begin = data.draw(some.integers(0, len(text)))
    end = data.draw(some.integers(begin, len(text)))

    try:
        page = take_apart(text[:begin] + text[end:])
    except NoArticlePage:
        return

    assert page.paragraphs
    assert page.headline
