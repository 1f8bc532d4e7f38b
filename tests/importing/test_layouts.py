"""A layout is data: what is written decides, and what is written wrongly is told."""

import re
from pathlib import Path

import pytest

from minbar.importing.layouts import BadLayout, load_layouts, read_layout
from minbar.importing.pages import read_page

PAGE = "{headline}\n\n{body}\n\nالتعليقات\n{comments}"
COMMENT = "كتب {name}:\n{text}"


def described(page=PAGE, comment=COMMENT, more=""):
    return f"page = '''\n{page}\n'''\ncomment = '''\n{comment}\n'''\n{more}"


class TestThoseThatShip:
    """Two sites that look nothing alike are told by their files alone."""

    def test_there_are_two(self, layouts):
        assert set(layouts) == {"bulleted", "labelled"}

    def test_each_knows_its_own_page(self, layouts, seed_text, labelled_file):
        own = {"bulleted": seed_text, "labelled": labelled_file.read_text(encoding="utf-8")}

        shown = {
            name: [layout.name for layout in layouts.values() if layout.is_shown_by(lines)]
            for name, lines in ((name, text.split("\n")) for name, text in own.items())
        }

        assert shown == {"bulleted": ["bulleted"], "labelled": ["labelled"]}


class TestANewspapersOwn:
    """A file in a folder is enough for another site's pages."""

    def test_it_takes_its_pages_apart(self, tmp_path):
        (tmp_path / "plain.toml").write_text(described(), encoding="utf-8")

        page = read_page(
            "عنوان\n\nفقرة\n\nالتعليقات\nكتب علي:\nنعم", load_layouts(tmp_path).values()
        )

        assert (page.layout, page.headline, page.paragraphs) == ("plain", "عنوان", ("فقرة",))
        assert [(comment.name, comment.text) for comment in page.comments] == [("علي", "نعم")]

    def test_it_replaces_one_of_its_name(self, tmp_path):
        (tmp_path / "labelled.toml").write_text(described(), encoding="utf-8")

        assert load_layouts(tmp_path)["labelled"] == read_layout("labelled", described())

    def test_a_folder_that_is_not_there_adds_none(self, tmp_path, layouts):
        assert load_layouts(tmp_path / "layouts") == layouts


class TestWhatIsWrittenWrongly:
    """The message names the layout and says what to mend."""

    @pytest.mark.parametrize(
        ("written", "reason"),
        [
            ("page = ", "it is no TOML"),
            ("", "it has no “page”"),
            ("page = 1", "it has no “page”"),
            (described(more="marker = 'x'"), "“marker” is none of its entries"),
            (described(page=PAGE.replace("headline", "heading")), "has the slot {heading}"),
            (described(page="{body}\n\nالتعليقات\n{comments}"), "its page has no {headline}"),
            (described(page="{headline}\n\nالتعليقات\n{comments}"), "its page has no {body}"),
            (described(page=f"{{headline}}\n{PAGE}"), "its page has {headline} twice"),
            (described(page=PAGE.replace("{body}", "نص {body}")), "{body} shares its line"),
            (described(page=f"{PAGE}\nتذييل"), "something stands below its {comments}"),
            (described(page="{headline}\n\n{body}\n\n{comments}"), "no words that say where"),
            (described(page="{headline}\n\n{body}\n{kicker}\nالتعليقات\n{comments}"), "no words"),
            ("page = '{headline}'", "its page has no {body}"),
            ("page = '''{headline}\n\n{body}'''", "would fit any text"),
            (f"page = '''{PAGE}'''", "or neither is there"),
            (described(comment="{text}"), "is not a line with {name}"),
            (described(comment="{name}\n{text}"), "tells a line with {name} from one of {text}"),
            (described(comment="{name}\n نص {text}"), "is not a line with {name}"),
            (described(more="paragraphs = 'verses'"), "“blocks” or as “lines”"),
            (described(more="archive_words = 'أرشيف'"), "its “archive_words” is no list of texts"),
            (described(more="shapes = 'x'"), "are no table of regular expressions"),
            (
                described(more="[shapes]\nviews = '.*'"),
                "describe {views}, which is no slot of text",
            ),
            (described(more="[shapes]\ncredit = '['"), "is no regular expression"),
            (described(more="date = 'x'"), "its “date” has “empty” and “written”"),
            (described(more="[date]\nempty = 1"), "its “date.empty” is no regular expression"),
            (described(more="[date]\nempty = '('"), "is no regular expression"),
            (described(more="[date]\nwritten = ['{day}']"), "lacks one of year, month, day"),
            (described(more="[date]\nwritten = ['{days}']"), "has the slot {days}"),
        ],
    )
    def test_it_is_told(self, written, reason):
        with pytest.raises(BadLayout) as refused:
            read_layout("mine", written)

        assert str(refused.value).startswith("The layout “mine” cannot be used: ")
        assert reason in str(refused.value)

    def test_a_file_that_cannot_be_read(self, tmp_path):
        (tmp_path / "mine.toml").write_bytes(b"\xff")

        with pytest.raises(BadLayout, match="its file cannot be read"):
            load_layouts(tmp_path)


def test_the_layout_that_the_documentation_shows_can_be_used():
    documentation = Path(__file__).parents[2] / "docs" / "importing.md"
    shown = re.search("```toml\n(.*?)```", documentation.read_text(encoding="utf-8"), re.DOTALL)

    assert read_layout("shown", shown[1]).comment
