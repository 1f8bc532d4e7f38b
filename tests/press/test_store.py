"""The tree of pressed pages: never half, never outside, and each path in a place of its own."""

import gzip
import os
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minbar.press.store import Answer, Busy, NotStorable, Store, parse_path

from .conftest import HTML, html

LONG = "خبر " * 400
SLUGS = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=60)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestPaths:
    """A path leads below the tree or nowhere."""

    @pytest.mark.parametrize(
        ("path", "place"),
        [
            ("/", "index.html"),
            ("/national/", "national/index.html"),
            ("/national/خبر-جديد/", "national/خبر-جديد/index.html"),
            ("/feed.json", "feed.json/index.html"),
        ],
    )
    def test_it_has_its_place_in_the_tree(self, store: Store, path: str, place: str):
        store.put(path, html("نص"))

        assert (store.pages / place).read_text() == "نص"
        assert list(store.paths()) == [path]

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "national/",
            "/../etc/passwd",
            "/national/../../keys.json",
            "/national/./",
            "//national/",
            "/national//",
            "/.well-known/security.txt",
            "/national/.hidden/",
            "/a\\b/",
            "/a\0b/",
            "/a\nb/",
            "/national/index.html",
            "/national/head.json",
            "/national/answer.html.br",
            "/national",
            "/feed.json/",
            "/" + "ا" * 128 + "/",
            "/" + "a/" * 2000,
            "/\ud800/",
            "/a\u202eb/",
        ],
    )
    def test_what_could_lead_elsewhere_has_none(self, store: Store, path: str):
        with pytest.raises(NotStorable):
            store.put(path, html("x"))

        assert store.read(path) is None

    @given(st.text(max_size=80))
    def test_no_text_leads_out_of_the_tree(self, text: str):
        words = parse_path(f"/{text}")

        if words is not None:
            root = Path("/tree/pages")
            place = root.joinpath(*words, "index.html")
            assert Path(os.path.normpath(place)) == place
            assert place.is_relative_to(root)

    @given(st.lists(SLUGS, max_size=4))
    def test_every_address_of_slugs_has_a_place(self, slugs: list[str]):
        path = "/" + "".join(f"{slug}/" for slug in slugs)

        assert parse_path(path) == slugs

    def test_a_headline_of_255_arabic_letters_has_one(self, store: Store):
        from minbar.stories.addresses import shorten_slug

        path = f"/national/{shorten_slug('ب' * 255)}/"

        assert store.put(path, html("نص"))
        assert store.read(path) == html("نص")


class TestPutting:
    """What is stored is what is read, in each encoding."""

    def test_it_lies_there_plain_and_encoded(self, store: Store):
        store.put("/a/", html(LONG))

        folder = store.pages / "a"
        assert (folder / "index.html").read_text() == LONG
        assert gzip.decompress((folder / "index.html.gz").read_bytes()).decode() == LONG
        assert brotli.decompress((folder / "index.html.br").read_bytes()).decode() == LONG

    def test_what_is_the_same_is_not_written_again(self, store: Store):
        store.put("/a/", html("نص"))
        before = (store.pages / "a" / "head.json").stat().st_ino

        assert not store.put("/a/", html("نص"))
        assert (store.pages / "a" / "head.json").stat().st_ino == before

    def test_another_header_is_another_answer(self, store: Store):
        store.put("/a/", html("نص"))

        assert store.put("/a/", Answer(200, (*HTML, ("X-Robots-Tag", "noindex")), "نص".encode()))

    def test_a_page_that_became_a_redirect_has_no_index(self, store: Store):
        store.put("/a/", html(LONG))

        store.put("/a/", Answer(301, (*HTML, ("Location", "/b/")), b""))

        assert names_in(store.pages / "a") == ["answer.html", "head.json"]
        assert store.read("/a/").status == 301

    def test_pages_below_a_page_stay(self, store: Store):
        store.put("/a/b/", html("تحت"))
        store.put("/a/", html("فوق"))

        store.remove("/a/")

        assert store.read("/a/b/") == html("تحت")

    def test_a_full_disk_leaves_the_old_page_whole(self, store: Store, monkeypatch):
        store.put("/a/", html("القديم"))

        def full(path: Path, data: bytes) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            store.put("/a/", html("الجديد"))

        assert store.read("/a/") == html("القديم")
        assert names_in(store.root / "beside") == []


class TestTornFiles:
    """A file that is not what its head names is no page."""

    @pytest.mark.parametrize("damage", [b"", b"<html>", b"\0" * 40])
    def test_a_torn_body_is_not_read(self, store: Store, damage: bytes):
        store.put("/a/", html(LONG))
        (store.pages / "a" / "index.html").write_bytes(damage)

        assert store.read("/a/") is None
        assert not store.is_whole("/a/")

    def test_a_torn_encoded_copy_is_noticed(self, store: Store):
        store.put("/a/", html(LONG))
        (store.pages / "a" / "index.html.br").write_bytes(b"torn")

        assert not store.is_whole("/a/")

    def test_a_torn_page_is_written_again_though_its_head_is_the_same(self, store: Store):
        store.put("/a/", html(LONG))
        (store.pages / "a" / "index.html.br").write_bytes(b"torn")

        assert store.put("/a/", html(LONG))
        assert store.is_whole("/a/")


class TestRemoving:
    """A removed page is gone, and its empty folders with it."""

    def test_nothing_of_it_is_left(self, store: Store):
        store.put("/a/b/", html(LONG))

        assert store.remove("/a/b/")

        assert names_in(store.pages) == []

    def test_removing_nothing_says_so(self, store: Store):
        assert not store.remove("/never/was/")


class TestLocks:
    """One pressing of a page at a time."""

    def test_a_second_one_is_told_that_the_page_is_busy(self, store: Store):
        with store.locked("/a/", wait=0), pytest.raises(Busy), store.locked("/a/", wait=0.01):
            pass

    def test_it_is_free_again_afterwards(self, store: Store):
        with store.locked("/a/", wait=0):
            pass
        with store.locked("/a/", wait=0):
            pass


class TestPreparing:
    """What a killed process left half-written is cleared away."""

    def test_old_pieces_go_and_new_ones_stay(self, store: Store):
        beside = store.root / "beside"
        (beside / "old").write_bytes(b"x")
        os.utime(beside / "old", (1, 1))
        (beside / "new").write_bytes(b"x")

        store.prepare()

        assert names_in(beside) == ["new"]
