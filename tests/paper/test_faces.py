"""The faces, as files: what they weigh, what they hold, and that Arabic stays joined."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

import minbar.paper

STATIC = Path(minbar.paper.__file__).parent / "static" / "paper"
FAMILIES = {"text": "markazi-text", "label": "vazirmatn"}
ARABIC = ":root:where(:lang(ar))"
PARTS = ["arabic", "latin", "latin-rare", "arabic-rare"]
ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى"
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
PUNCTUATION = "0123456789.:!\"'()[]-+%/«»“”‘’–—…·"
JOINING = {"init", "medi", "fina", "rlig", "mark", "mkmk"}


def face(family: str, part: str) -> TTFont:
    return TTFont(STATIC / "fonts" / f"{family}-{part}.woff2")


def features(font: TTFont) -> set[str]:
    records = [r for table in ("GSUB", "GPOS") for r in font[table].table.FeatureList.FeatureRecord]
    return {record.FeatureTag for record in records}


def shaped(font: TTFont, text: str, language: str = "ar") -> uharfbuzz.Buffer:
    font.flavor = None
    unpacked = BytesIO()
    font.save(unpacked)
    letters = uharfbuzz.Buffer()
    letters.add_str(text)
    letters.guess_segment_properties()
    letters.language = language
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(unpacked.getvalue())), letters)
    return letters


def glyphs(font: TTFont, text: str) -> list[int]:
    return [glyph.codepoint for glyph in shaped(font, text).glyph_infos]


def width(font: TTFont, text: str, language: str) -> int:
    return sum(glyph.x_advance for glyph in shaped(font, text, language).glyph_positions)


def declared() -> dict[tuple[str, str], set[int]]:
    """Return the characters that the style sheet gives to every file of ours."""
    ranges = {}
    for rule in re.findall(r"@font-face \{(.*?)\}", (STATIC / "fonts.css").read_text(), re.DOTALL):
        if file := re.search(r"fonts/(.+?)-((?:arabic|latin)(?:-rare)?)\.woff2", rule):
            spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", rule)
            ranges[file[1], file[2]] = {
                character
                for first, last in spans
                for character in range(int(first, 16), int(last or first, 16) + 1)
            }
    return ranges


def families_in(use: str, selector: str) -> list[str]:
    """Return the families that ``tokens.css`` names for a use, the first first."""
    tokens = (STATIC / "tokens.css").read_text()
    rules = re.findall(rf"^{re.escape(selector)} \{{(.*?)\}}", tokens, re.DOTALL | re.MULTILINE)
    (told,) = re.findall(rf"--{use}-face: (.*?);", "".join(rules), re.DOTALL)
    return re.findall(r'"(.+?)"', told)


class TestWeight:
    """A page loads two small files, whichever script it is written in."""

    @pytest.mark.parametrize("part", ["arabic", "latin"])
    def test_both_files_stay_within_the_budget(self, part):
        files = [STATIC / "fonts" / f"{family}-{part}.woff2" for family in FAMILIES.values()]

        assert sum(file.stat().st_size for file in files) <= 60 * 1024

    @pytest.mark.parametrize(
        ("part", "sentence"),
        [
            ("arabic", ALPHABET + MARKS + PUNCTUATION + "،؛؟ـ\u00a0٠٩ $"),
            ("latin", "azAZéèçàâêëîïôùûüœŒÇÉ" + PUNCTUATION + "\u00a0 $"),
        ],
    )
    def test_a_sentence_needs_no_second_file(self, part, sentence):
        for family in FAMILIES.values():
            assert set(map(ord, sentence)) <= declared()[family, part]


@pytest.mark.parametrize("family", FAMILIES.values())
class TestLetters:
    """What a newspaper prints is there, and joins."""

    def test_alphabet_and_vowel_marks_are_there(self, family):
        held = face(family, "arabic").getBestCmap()

        assert [c for c in ALPHABET + MARKS + "،؛؟ـپچژڤگ٠١٢٣٤٥٦٧٨٩ " if ord(c) not in held] == []

    def test_digits_and_punctuation_are_there(self, family):
        for part in ("arabic", "latin"):
            held = face(family, part).getBestCmap()

            assert [c for c in PUNCTUATION if ord(c) not in held] == []

    def test_french_names_are_there(self, family):
        held = face(family, "latin").getBestCmap()

        assert [c for c in "azAZéèçàâêëîïôùûüœŒÇÉ" if ord(c) not in held] == []

    def test_features_that_hold_the_script_together_are_kept(self, family):
        assert features(face(family, "arabic")) >= JOINING

    def test_letters_join(self, family):
        font = face(family, "arabic")
        isolated = [glyph for letter in "بيت" for glyph in glyphs(font, letter)]

        assert set(glyphs(font, "بيت")).isdisjoint(isolated)

    def test_lam_and_alef_become_one(self, family):
        assert len(glyphs(face(family, "arabic"), "لا")) == 1

    def test_a_mark_stands_over_its_letter_without_width(self, family):
        font = face(family, "arabic")

        assert len(glyphs(font, "بَ")) == len(glyphs(font, "ب")) + 1

    @pytest.mark.parametrize("language", ["ar", "en", "fr"])
    def test_so_do_two_marks_whatever_language_the_text_is_marked_as(self, family, language):
        font = face(family, "arabic")

        assert width(font, "يُصحَّح", language) == width(font, "يصحح", language)

    @pytest.mark.parametrize("part", PARTS)
    def test_headlines_and_labels_have_their_weights(self, family, part):
        (axis,) = face(family, part)["fvar"].axes

        weights = {"markazi-text": (400, 700), "vazirmatn": (500, 600)}
        assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", *weights[family])

    @pytest.mark.parametrize("part", PARTS)
    def test_copyright_notice_is_kept(self, family, part):
        assert "Project Authors" in face(family, part)["name"].getDebugName(0)
        assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / f"OFL-{family}.txt").read_text()


class TestStyleSheet:
    """``fonts.css`` says of every file what it really holds."""

    @pytest.mark.parametrize("use", FAMILIES)
    def test_the_script_of_the_page_comes_first(self, use):
        first, second, *_ = families_in(use, ":root")
        assert (first, second) == (f"{second} Latin", families_in(use, ARABIC)[0])

    def test_an_arabic_page_asks_for_a_latin_file_in_headlines_alone(self):
        of_uses = [families_in(use, ARABIC) for use in ("text", "label", "headline")]

        latin = [[name for name in names if name.endswith(" Latin")] for names in of_uses]
        assert latin == [[], [], ["Markazi Text Latin"]]

    def test_every_file_is_named(self):
        named = {f"{family}-{part}.woff2" for family, part in declared()}

        assert named == {file.name for file in (STATIC / "fonts").glob("*.woff2")}

    @pytest.mark.parametrize("family", FAMILIES.values())
    @pytest.mark.parametrize("rare", ["arabic-rare", "latin-rare"])
    def test_a_rare_character_belongs_to_one_file(self, family, rare):
        others = [declared()[family, part] for part in PARTS if part != rare]

        assert not declared()[family, rare] & set().union(*others)

    @pytest.mark.parametrize("family", FAMILIES.values())
    def test_both_scripts_share_the_space_digits_and_punctuation_alone(self, family):
        shared = declared()[family, "arabic"] & declared()[family, "latin"]

        assert [chr(c) for c in shared if chr(c).isalpha()] == []

    @pytest.mark.parametrize("family", FAMILIES.values())
    @pytest.mark.parametrize("part", PARTS)
    def test_no_character_is_left_out(self, family, part):
        unlisted = {0, 0x0D, 0xFEFF, 0xFFFD}
        everywhere = set().union(*(c for (of, _), c in declared().items() if of == family))

        assert set(face(family, part).getBestCmap()) - unlisted <= everywhere

    @pytest.mark.parametrize("family", FAMILIES.values())
    @pytest.mark.parametrize("part", ["arabic", "latin"])
    def test_no_file_is_fetched_for_a_character_that_it_lacks(self, family, part):
        steering = set(range(0x200C, 0x2010))  # shown by no glyph; kept so that a run stays whole

        assert declared()[family, part] - steering <= set(face(family, part).getBestCmap())
