"""The front: a pressed page costs a file, and nothing of the request but its path reaches it."""

import gzip
import io
import os
import shutil
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock
from urllib.parse import unquote_to_bytes

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minbar.press.front import Front, accepted, matches
from minbar.press.store import Answer, Store

from .conftest import HTML, html

LONG = "خبر " * 400


class Answered:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = int(status.partition(" ")[0])
        self.headers = {name.lower(): value for name, value in headers}
        self.names = [name.lower() for name, _value in headers]
        self.body = body


def from_behind(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"behind"]


@pytest.fixture
def front(store: Store) -> Front:
    return Front(from_behind, store.root)


@pytest.fixture
def ask(front: Front) -> Callable[..., Answered]:
    def ask(path: str, query: str = "", method: str = "GET", **headers: str) -> Answered:
        got: list[Any] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        body = front(environ, lambda status, headers, *rest: got.append((status, headers)))
        return Answered(*got[0], b"".join(body))

    return ask


class TestAnswering:
    """A page comes as it was stored, in the smallest encoding that the reader takes."""

    def test_brotli_before_gzip_before_plain(self, store: Store, ask):
        store.put("/خبر/", html(LONG))

        small = ask("/خبر/", accept_encoding="gzip, deflate, br")
        middle = ask("/خبر/", accept_encoding="gzip")
        plain = ask("/خبر/")

        assert brotli.decompress(small.body).decode() == LONG
        assert gzip.decompress(middle.body).decode() == LONG
        assert plain.body.decode() == LONG
        assert [answer.headers.get("content-encoding") for answer in (small, middle, plain)] == [
            "br",
            "gzip",
            None,
        ]
        assert {answer.headers["vary"] for answer in (small, middle, plain)} == {"Accept-Encoding"}
        assert len({answer.headers["etag"] for answer in (small, middle, plain)}) == 3

    def test_an_address_that_is_encoded_is_the_same(self, store: Store, ask):
        store.put("/خبر/", html("نص"))

        assert ask("/%D8%AE%D8%A8%D8%B1/").body.decode() == "نص"

    def test_browsers_ask_again_and_shared_caches_keep_it(self, store: Store, ask):
        store.put("/a/", html("نص"))

        answer = ask("/a/")

        assert answer.headers["cache-control"] == "no-cache"
        assert "stale-while-revalidate" in answer.headers["cdn-cache-control"]
        assert "stale-if-error" in answer.headers["cdn-cache-control"]

    def test_who_has_it_already_is_told_so(self, store: Store, ask):
        store.put("/a/", html(LONG))
        known = ask("/a/", accept_encoding="br").headers["etag"]

        again = ask("/a/", accept_encoding="br", if_none_match=f'"other", W/{known}')

        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == known
        assert "content-length" not in again.headers

    def test_so_is_who_asks_with_a_query_and_no_cache_keeps_that(self, store: Store, ask):
        store.put("/a/", html(LONG))
        known = ask("/a/").headers["etag"]

        again = ask("/a/", "utm_source=x", if_none_match=known)

        assert (again.status, again.headers["cdn-cache-control"]) == (304, "no-store")

    def test_head_has_the_headers_alone(self, store: Store, ask):
        store.put("/a/", html(LONG))

        answer = ask("/a/", method="HEAD")

        assert answer.body == b""
        assert answer.headers["content-length"] == str(len(LONG.encode()))

    def test_a_redirect_and_a_page_that_is_gone_keep_their_status(self, store: Store, ask):
        store.put("/old/", Answer(301, (*HTML, ("Location", "/new/")), b""))
        store.put("/gone/", html("رُفع", status=410))

        assert (ask("/old/").status, ask("/old/").headers["location"]) == (301, "/new/")
        assert (ask("/gone/").status, ask("/gone/").body.decode()) == (410, "رُفع")

    def test_no_header_is_sent_twice(self, store: Store, ask):
        headers = (*HTML, ("Cache-Control", "no-cache"), ("Vary", "Cookie"), ("ETag", '"x"'))
        store.put("/a/", Answer(200, headers, b"x"))

        answer = ask("/a/")

        assert len(answer.names) == len(set(answer.names))
        assert answer.headers["vary"] == "Accept-Encoding"


class TestPassingOn:
    """What is not pressed is for whoever stands behind."""

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
    def test_only_reading_is_answered(self, store: Store, ask, method: str):
        store.put("/a/", html("نص"))

        assert ask("/a/", method=method).body == b"behind"

    @pytest.mark.parametrize(
        "path",
        [
            "/none/",
            "/a",
            "/a/index.html",
            "/a/head.json",
            "/a/../a/",
            "/a/%2e%2e/a/",
            "/a/..%2f..%2fbell",
            "/a/%00/",
            "/%ff%fe/",
            "/a%5c/",
            "//a/",
            "/" + "x" * 5000 + "/",
            "/" + "%D8%A7" * 128 + "/",
        ],
    )
    def test_other_addresses_are(self, store: Store, ask, path: str):
        store.put("/a/", html("نص"))

        assert ask(path).body == b"behind"

    @given(path=st.binary(max_size=60))
    def test_no_bytes_make_it_fail(self, tmp_path_factory, path: bytes):
        front = Front(from_behind, tmp_path_factory.getbasetemp())
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/" + path.decode("latin-1")}

        assert front(environ, lambda *_: None) == [b"behind"]


class TestQueries:
    """Trackers' parameters change nothing; a declared one asks for what is never stored."""

    def test_an_undeclared_one_is_ignored_and_its_address_kept_by_nobody(self, store: Store, ask):
        store.put("/a/", html("نص"))

        answer = ask("/a/", "utm_source=x&fbclid=y")

        assert answer.body.decode() == "نص"
        assert answer.headers["cdn-cache-control"] == "no-store"

    def test_a_declared_one_is_for_whoever_stands_behind(self, store: Store, ask):
        store.put("/a/", Answer(200, HTML, b"oldest first", queries=("order",)))

        assert ask("/a/", "utm_source=x&order=newest").body == b"behind"
        assert ask("/a/", "border=1").body == b"oldest first"


class TestChanging:
    """A new pressing is seen by the next request, in every process."""

    def test_a_page_that_was_replaced_is_read_again(self, store: Store, front: Front, ask):
        other_process = Front(from_behind, store.root)
        store.put("/a/", html("القديم"))
        assert ask("/a/").body.decode() == "القديم"

        Store(store.root).put("/a/", html("الجديد"))

        assert ask("/a/").body.decode() == "الجديد"
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/a/"}
        assert other_process(environ, lambda *_: None) == ["الجديد".encode()]

    def test_a_page_that_was_removed_is_gone(self, store: Store, ask):
        store.put("/a/", html("نص"))
        ask("/a/")

        store.remove("/a/")

        assert ask("/a/").body == b"behind"

    def test_what_nobody_announced_is_seen_within_a_second(self, store: Store):
        """A killed process, or an operator who removes files by hand, announces nothing."""
        now = [100.0]
        front = Front(from_behind, store.root, clock=lambda: now[0])
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/a/"}
        store.put("/a/", html("نص"))
        front(environ, lambda *_: None)
        shutil.rmtree(store.pages)

        now[0] += 1.0

        assert front(environ, lambda *_: None) == [b"behind"]

    def test_a_page_that_has_not_changed_is_not_looked_at(self, store: Store, ask, monkeypatch):
        store.put("/a/", html("نص"))
        ask("/a/")
        looks = Mock(side_effect=os.stat)
        monkeypatch.setattr("minbar.press.front.os", SimpleNamespace(stat=looks))

        ask("/a/")
        store.put("/b/", html("غيره"))
        ask("/a/")
        ask("/a/")

        assert looks.call_count == 1

    @pytest.mark.parametrize("file", ["index.html", "index.html.br", "head.json"])
    def test_a_torn_file_is_never_sent(self, store: Store, ask, file: str):
        store.put("/a/", html(LONG))
        (store.pages / "a" / file).write_bytes(b"torn")

        assert ask("/a/", accept_encoding="br").body == b"behind"

    def test_a_plain_body_that_was_torn_later_is_not_sent_either(self, store: Store, ask):
        store.put("/a/", html(LONG))
        ask("/a/", accept_encoding="br")
        (store.pages / "a" / "index.html").write_bytes(b"torn")

        assert ask("/a/").body == b"behind"


class TestMemory:
    """So many bytes are kept, however many pages there are."""

    def test_the_oldest_make_room(self, store: Store):
        front = Front(from_behind, store.root, memory=100_000)
        for number in range(60):
            store.put(f"/{number}/", html(os.urandom(1500).hex()))

        for number in range(60):
            environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/{number}/"}
            front(environ, lambda *_: None)

        assert 0 < front._size <= 100_000
        assert front._size == sum(page.size for page in front._kept.values())


class TestNegotiating:
    """Encodings and validators as RFC 9110 has them."""

    @pytest.mark.parametrize(
        ("header", "encodings"),
        [
            ("", ()),
            ("gzip", ("gzip",)),
            ("GZIP;q=0.5, br;q=0.1", ("br", "gzip")),
            ("br;q=0, gzip", ("gzip",)),
            ("*", ("br", "gzip")),
            ("*;q=0", ()),
            ("gzip;q=x, br", ("br", "gzip")),
            ("identity", ()),
        ],
    )
    def test_encodings(self, header: str, encodings: tuple[str, ...]):
        assert accepted(header) == encodings

    @given(st.text(max_size=60))
    def test_no_header_makes_it_fail(self, header: str):
        assert set(accepted(header)) <= {"br", "gzip"}
        assert matches(header, '"tag"') in {True, False}
