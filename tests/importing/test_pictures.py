"""A picture stands for the lines that look like it, and for no others."""

import pytest

from minbar.importing.pictures import GAP, LONGEST, BadPicture, Walk, draw, draw_line

SLOTS = ["name", "place", "headline", "kicker"]


def line(drawn, **shapes):
    return draw_line(drawn, slots=SLOTS, shapes=shapes)


class TestALine:
    """What is in braces differs from page to page; all else is as drawn."""

    def test_a_slot_takes_what_stands_in_its_place(self):
        assert line("كتب {name}:").match("كتب أبو أيمن:") == {"name": "أبو أيمن"}

    def test_what_is_in_brackets_may_be_missing(self):
        drawn = line("• {name}[ - {place}]")

        assert drawn.match("• أمين - مستغانم") == {"name": "أمين", "place": "مستغانم"}
        assert drawn.match("• Nassim") == {"name": "Nassim"}

    def test_the_first_separator_ends_a_name(self):
        found = line("• {name}[ - {place}]").match("• سعاد - عين صالح - تمنراست")

        assert found == {"name": "سعاد", "place": "عين صالح - تمنراست"}

    @pytest.mark.parametrize("shown", ["• - مستغانم", "• - "])
    def test_a_separator_without_a_name_before_it_is_the_name_s(self, shown):
        assert line("• {name}[ - {place}]").match(shown.rstrip()) == {"name": shown[2:].rstrip()}

    @pytest.mark.parametrize("shown", ["• أمين", "   • أمين", "\t• أمين"])
    def test_it_is_indented_as_drawn(self, shown):
        assert line("  • {name}").match(shown) is None

    def test_a_shape_says_what_a_slot_looks_like(self):
        drawn = line("{name}", name="[ء-ي]{1,2}")

        assert drawn.match("عس") == {"name": "عس"}
        assert drawn.match("أمين") is None

    def test_anything_is_not_kept(self):
        assert line("{anything} / {name}").match("1 / 2") == {"name": "2"}

    def test_a_backslash_takes_the_meaning_from_a_sign(self):
        assert line(r"\[{name}\] \{").match("[أمين] {") == {"name": "أمين"}

    @pytest.mark.parametrize("shown", ["", "  ", "\u00a0", "\u200f\u200b"])
    def test_it_is_never_a_line_in_which_nothing_is_seen(self, shown):
        assert line("[{name}]").match(shown) is None

    def test_it_is_never_longer_than_what_its_parts_have_room_for(self):
        assert line("{name}").match("ا" * LONGEST)
        assert line("{name}").match("ا" * (LONGEST + 1)) is None

    @pytest.mark.parametrize(
        ("drawn", "is_telling"),
        [
            ("التعليقات", True),
            ("بقلم: {name}", True),
            ("[بقلم: {name}]", False),
            ("{name}[ من {place}]", False),
            ("  • {name}", False),
        ],
    )
    def test_words_that_no_page_lacks_tell_the_site(self, drawn, is_telling):
        assert line(drawn).is_telling == is_telling

    @pytest.mark.parametrize(
        ("drawn", "reason"),
        [
            ("{nmae}", "has the slot {nmae}; those known are anything, headline, kicker, name"),
            ("[{name}", "cannot be read"),
            ("{name}]", "cannot be read"),
            ("{name} {name}", "cannot be read"),
        ],
    )
    def test_one_that_cannot_be_read_says_why(self, drawn, reason):
        with pytest.raises(BadPicture) as refused:
            line(drawn)

        assert reason in str(refused.value)


class TestAWalk:
    """Rows are laid over lines from top to bottom."""

    @pytest.fixture
    def rows(self):
        return draw("[{kicker}]\n\n{headline}\n\n\nالتعليقات", slots=SLOTS, shapes={})

    def test_blank_lines_are_one_gap(self, rows):
        assert [row for row in rows if row is GAP] == [GAP, GAP]

    @pytest.mark.parametrize(
        ("lines", "found"),
        [
            (["فوق", "", "عنوان", "", "التعليقات"], {"kicker": "فوق", "headline": "عنوان"}),
            (
                ["فوق", "", "", "عنوان", "", "\u00a0", "التعليقات"],
                {"kicker": "فوق", "headline": "عنوان"},
            ),
            (["عنوان", "", "التعليقات"], {"headline": "عنوان"}),
        ],
    )
    def test_what_a_page_lacks_is_passed_over(self, rows, lines, found):
        fit = Walk(lines).fit(rows, 0)

        assert fit is not None
        assert (dict(fit[0]), fit[1]) == (found, len(lines))

    def test_lines_that_are_drawn_together_stand_together(self):
        rows = draw("{kicker}\n{headline}", slots=SLOTS, shapes={})

        assert Walk(["فوق", "", "عنوان"]).fit(rows, 0) is None

    def test_it_remembers_where_the_page_was_another(self, rows):
        walk = Walk(["فوق", "", "عنوان", "", "شيء آخر"])

        assert walk.fit(rows, 0) is None
        assert (walk.furthest, walk.expected) == (4, "التعليقات")
