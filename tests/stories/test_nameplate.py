"""The nameplate is a drawing: it needs no font, and reads as the name does."""

import re
from xml.etree import ElementTree as ET

import pytest

from minbar.stories.lettering import Face, visual_runs
from minbar.stories.nameplate import DISPLAY, draw_nameplate

SVG = "{http://www.w3.org/2000/svg}"


def path_of(name: str) -> str:
    (path,) = ET.fromstring(draw_nameplate(name))
    return path.attrib["d"]


def read(text: str, *, right_to_left: bool = True) -> str:
    """Return the letters as they stand from left to right."""
    runs = visual_runs(text, right_to_left=right_to_left)
    return "".join(run.text[::-1] if run.level % 2 else run.text for run in runs)


class TestNameplate:
    """A name becomes one small path in the colour of the page."""

    def test_it_is_one_path_without_fonts_or_ids(self):
        drawing = ET.fromstring(draw_nameplate("النورس"))

        (path,) = drawing
        assert (drawing.tag, path.tag) == (f"{SVG}svg", f"{SVG}path")
        assert set(drawing.attrib) == {"viewBox"}
        assert path.attrib["fill"] == "currentColor"
        assert set(path.attrib) == {"fill", "d"}

    def test_it_is_small(self):
        assert len(draw_nameplate("النورس")) < 6 * 1024

    def test_it_is_drawn_in_whole_numbers(self):
        assert "." not in path_of("النورس")

    def test_the_same_name_gives_the_same_drawing(self):
        assert draw_nameplate("النورس") == draw_nameplate("النورس")

    def test_all_ink_stands_in_the_box(self):
        drawing = ET.fromstring(draw_nameplate("جريدة «المساء» اليومية"))
        left, top, width, height = map(int, drawing.attrib["viewBox"].split())

        # Absolute on-curve points are the pairs that end a command; H and V hold one number.
        corners = re.findall(r"[ML](-?\d+),?(-?\d+)", drawing[0].attrib["d"])
        assert corners
        assert all(left - 1 <= int(x) <= left + width + 1 for x, _ in corners)
        assert all(top - 1 <= int(y) <= top + height + 1 for _, y in corners)

    def test_low_letters_keep_their_size(self):
        low = ET.fromstring(draw_nameplate("سس"))

        assert int(low.attrib["viewBox"].split()[3]) >= 700

    @pytest.mark.parametrize("name", ["", "   ", "\u202e", "漢字", "\u200f"])
    def test_a_name_that_leaves_nothing_to_draw_is_refused(self, name):
        with pytest.raises(ValueError, match="can be drawn"):
            draw_nameplate(name)

    def test_a_letter_that_the_face_lacks_is_left_out(self):
        assert path_of("النورس漢") == path_of("النورس")

    def test_a_direction_override_changes_nothing(self):
        assert path_of("\u202dالنورس\u202c") == path_of("النورس")

    def test_latin_comes_from_the_faces_latin(self):
        assert DISPLAY.draw("Le Soir", right_to_left=False).advance > 0
        assert path_of("BBC عربي") != path_of("عربي")

    def test_a_latin_space_is_a_latin_space(self):
        latin_only = Face(files=DISPLAY.files[1:])

        assert DISPLAY.width("The Gull") == latin_only.width("The Gull")


class TestShaping:
    """Arabic is joined, also without the system's help."""

    def test_letters_join(self):
        apart = [DISPLAY.draw(letter).path for letter in "بيت"]

        assert not any(letter in DISPLAY.draw("بيت").path for letter in apart)
        assert DISPLAY.width("بيت") < sum(map(DISPLAY.width, "بيت"))

    def test_a_mark_takes_no_room(self):
        assert DISPLAY.width("النُّورس") == DISPLAY.width("النورس")
        assert DISPLAY.draw("النُّورس").top < DISPLAY.draw("النورس").top

    def test_the_first_letter_stands_at_the_right(self):
        alef = DISPLAY.draw("ا")
        word = DISPLAY.draw("اد")

        assert word.path.startswith(DISPLAY.draw("د").path)
        assert word.advance >= alef.advance


class TestDirection:
    """Latin words and numbers keep their own order inside Arabic (UAX #9)."""

    @pytest.mark.parametrize(
        ("text", "from_left_to_right"),
        [
            ("اب جد", "دج با"),
            ("اب 24", "24 با"),
            ("24 اب", "با 24"),
            ("اب BBC جد", "دج BBC با"),
            ("BBC اب", "با BBC"),
            ("اب 2+2 جد", "دج 2+2 با"),
            ("اب 10:45 جد", "دج 10:45 با"),
            ("اب 50% جد", "دج %50 با"),
            ("اب BBC (CB) جد", "دج BBC (CB) با"),
            ("اب (CB) جد", "دج )CB( با"),
            ("اب A جد 2 B", "B 2 دج A با"),
            ("«اب»", "»با«"),
        ],
    )
    def test_order_in_an_arabic_line(self, text, from_left_to_right):
        assert read(text) == from_left_to_right

    def test_arabic_in_a_latin_line(self):
        assert read("Le اب جد !", right_to_left=False) == "Le دج با !"
