"""Share cards carry any headline that can be written, in joined Arabic, on any colour."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageColor

from minbar.paper.share_cards import (
    HEADLINE,
    LABEL,
    MARGIN,
    contrast,
    draw_share_card,
    set_headline,
)
from minbar.stories.lettering import Face

SENTENCE = "وزارة الموارد المائية تعلن خطة استعجالية لحفر اثنتي عشرة بئرا جديدة في بلديات الجنوب "
HEADLINES = {
    "five letters": "سوريا",
    "sixty letters": "الجفاف يدفع قرى الهضاب إلى حفر آبار أعمق «كل صيف» منذ عامين",
    "180 letters": (SENTENCE * 3)[:180],
    "255 letters": (SENTENCE * 4)[:255],
    "with Latin": "شركة Sonatrach (SH) توقّع اتفاقا بقيمة 2+2 مليار دولار بنسبة 50%",
    "French": "L'Algérienne des eaux promet un retour à la normale",
    "one long word": "ألف" * 40,
    "nothing": "",
}
BROWN = "#7a5230"


def card(headline: str, *, kicker: str = "الوطن", colour: str = BROWN) -> Image.Image:
    jpeg = draw_share_card(headline=headline, kicker=kicker, newspaper="النورس", colour=colour)
    return Image.open(BytesIO(jpeg)).convert("RGB")


def inked(picture: Image.Image, colour: str = BROWN) -> tuple[int, int, int, int]:
    """Return the box of everything that clearly is not the ground."""
    difference = ImageChops.difference(picture, Image.new("RGB", picture.size, colour))
    box = difference.point(lambda value: 255 if value > 60 else 0).getbbox()
    assert box
    return box


@pytest.mark.parametrize("headline", HEADLINES.values(), ids=HEADLINES)
class TestEveryHeadline:
    def test_is_a_jpeg_of_the_size_that_networks_ask_for(self, headline):
        jpeg = draw_share_card(headline=headline, kicker="رأي", newspaper="النورس", colour=BROWN)

        picture = Image.open(BytesIO(jpeg))
        assert (picture.format, picture.size) == ("JPEG", (1200, 630))
        assert len(jpeg) < 300_000

    def test_stays_inside_the_margins(self, headline):
        left, top, right, bottom = inked(card(headline))

        assert left >= MARGIN - 1
        assert right <= 1200 - MARGIN + 1
        assert top >= 24
        assert bottom <= 630 - 24

    def test_keeps_every_word_on_at_most_four_lines(self, headline):
        lines = set_headline(headline).lines

        assert len(lines) <= 4
        assert " ".join(lines).split() == headline.split()


class TestSetting:
    """A headline is as large as it can be, and its lines are of one length."""

    def test_a_longer_headline_is_smaller(self):
        lengths = [5, 60, 120, 180, 255]

        sizes = [set_headline((SENTENCE * 4)[:length]).size for length in lengths]

        assert sizes == sorted(sizes, reverse=True)
        assert sizes[0] > 200
        assert sizes[-1] > 40

    def test_no_line_is_left_with_one_word(self):
        for length in range(60, 255, 13):
            lines = set_headline((SENTENCE * 4)[:length].strip()).lines

            assert min(len(line.split()) for line in lines) > 1

    def test_lines_are_balanced(self):
        widths = [HEADLINE.width(line) for line in set_headline((SENTENCE * 4)[:255]).lines]

        assert min(widths) > 0.7 * max(widths)

    def test_no_line_ends_with_a_word_that_leans_on_the_next(self):
        setting = set_headline("الجفاف يدفع قرى الهضاب الداخلية إلى حفر آبار أعمق في كل صيف")

        assert {line.split()[-1] for line in setting.lines}.isdisjoint({"إلى", "في", "كل"})


class TestLetters:
    """Arabic is joined and runs from right to left; what one face lacks, the other has."""

    def test_letters_join(self):
        apart = sum(HEADLINE.width(letter) for letter in "بيت")

        assert HEADLINE.width("بيت") < apart

    def test_headline_is_bold(self):
        assert HEADLINE.draw("بيت").path != Face(HEADLINE.files, weight=400).draw("بيت").path

    @pytest.mark.parametrize("text", ["50٪", "ڭ", "Erdoğan", "é", "«»", "٤", "ٹ"])
    def test_no_letter_is_lost(self, text):
        for letter in text:
            assert HEADLINE.draw(letter).path
            assert LABEL.draw(letter).path

    def test_arabic_starts_at_the_right_and_french_at_the_left(self):
        arabic = inked(card("سوريا", kicker="").crop((0, 0, 1200, 480)))
        french = inked(card("Syrie", kicker="").crop((0, 0, 1200, 480)))

        assert arabic[2] == pytest.approx(1200 - MARGIN, abs=2)
        assert french[0] == pytest.approx(MARGIN, abs=2)

    def test_a_kicker_stands_over_the_headline(self):
        without, with_kicker = (inked(card("سوريا", kicker=kicker)) for kicker in ("", "رأي"))

        assert with_kicker[1] < without[1]


class TestColour:
    """Letters are read on every colour that a section may have."""

    @pytest.mark.parametrize("colour", [BROWN, "#fff", "#000000", "#d9a94b", "#777777", "#f00"])
    def test_letters_contrast_with_the_ground(self, colour):
        picture = card("سوريا", colour=colour)

        colours = [colour for _, colour in picture.getcolors(picture.width * picture.height)]
        ground = ImageColor.getrgb(colour)
        assert max(contrast(ground, letters) for letters in colours) >= 4.3

    def test_ground_is_the_colour_of_the_section(self):
        assert card("سوريا").getpixel((4, 4)) == pytest.approx(ImageColor.getrgb(BROWN), abs=2)

    @pytest.mark.parametrize("colour", ["", "أحمر", '#fff"/><script>'])
    def test_what_is_no_colour_is_refused(self, colour):
        with pytest.raises(ValueError, match="color"):
            card("سوريا", colour=colour)

    def test_markup_in_a_headline_is_only_letters(self):
        assert inked(card('<b>سوريا</b> & "حلب"'))
