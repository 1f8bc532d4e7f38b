"""What the tree promises to a web server that reads it beside us and knows nothing of heads."""

import pytest

from minbar.press.models import PressedPage
from minbar.press.pressing import remove, store
from minbar.press.store import HEAD, Answer, Store

HTML = (("Content-Type", "text/html; charset=utf-8"),)


def page(text, status=200):
    return Answer(status, HTML, text.encode() * 100)


@pytest.fixture
def tree(tmp_path):
    tree = Store(tmp_path)
    tree.prepare()
    return tree


class TestTimes:
    """nginx knows a new pressing by length and time of change, in whole seconds."""

    def test_two_pages_of_one_length_within_a_second_differ_in_time(self, tree):
        tree.put("/", page("5 comments "))
        index = tree.folder_of("/") / "index.html"
        before = index.stat()

        tree.put("/", page("6 comments "))

        assert index.stat().st_size == before.st_size
        assert int(index.stat().st_mtime) != int(before.st_mtime)

    def test_the_same_page_has_the_same_time_on_every_machine(self, tree, tmp_path):
        elsewhere = Store(tmp_path / "elsewhere")
        for each in (tree, elsewhere):
            each.put("/", page("the same"))

        times = [
            (each.folder_of("/") / "index.html.br").stat().st_mtime for each in (tree, elsewhere)
        ]

        assert times[0] == times[1]


class TestKilledHalfWay:
    """Whatever is cut off, no file that is no longer meant is left where a web server finds it."""

    def test_what_an_older_page_left_is_gone_before_the_new_head_is_there(self, tree, monkeypatch):
        tree.put("/gone/", page("here"))
        monkeypatch.setattr(tree, "_clear", cut_off)

        with pytest.raises(KeyboardInterrupt):
            tree.put("/gone/", page("gone", status=410))

        assert tree.digest_at("/gone/") == page("here").digest

    def test_a_removal_that_was_cut_off_can_be_seen(self, tree, monkeypatch):
        tree.put("/taken-back/", page("here"))
        monkeypatch.setattr(tree, "_clear", cut_off)

        with pytest.raises(KeyboardInterrupt):
            tree.remove("/taken-back/")

        assert list(tree.paths()) == ["/taken-back/"]
        assert (tree.folder_of("/taken-back/") / HEAD).exists()

    @pytest.mark.django_db
    def test_a_page_without_a_head_is_removed_all_the_same(self):
        store().put("/", page("never finished"))
        folder = store().folder_of("/")
        (folder / HEAD).unlink()
        PressedPage.objects.create(path="/")
        assert list(store().paths()) == ["/"]

        remove("/")

        assert not store().has("/")


def cut_off(*_arguments, **_options):
    raise KeyboardInterrupt
