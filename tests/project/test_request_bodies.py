"""What was sent is read before it is answered, up to what a form of ours may have."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from minbar.project.request_bodies import LONGEST, LONGEST_IN_THE_NEWSROOM, RequestBodies


def left_of(length: int, path: str, *, declared: str | None = None, reads: int = 0) -> int:
    """How many bytes nobody has read when the application, which read some, has answered."""
    body = io.BytesIO(b"x" * length)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        environ["wsgi.input"].read(reads)
        start_response("403 Forbidden", [])
        return [b"no"]

    environ = {"PATH_INFO": path, "CONTENT_LENGTH": declared or str(length), "wsgi.input": body}
    assert RequestBodies(application)(environ, lambda *_: None) == [b"no"]
    return length - body.tell()


@pytest.mark.parametrize("reads", [0, 1_000, LONGEST])
def test_what_the_application_left_is_read(reads: int):
    assert left_of(LONGEST, "/stories/7/comments/", reads=reads) == 0


def test_photographs_are_longer():
    assert left_of(LONGEST_IN_THE_NEWSROOM, "/newsroom/images/add/") == 0


@pytest.mark.parametrize(
    ("path", "longest"), [("/", LONGEST), ("/newsroom/", LONGEST_IN_THE_NEWSROOM)]
)
def test_what_no_form_of_ours_sends_is_not_read(path: str, longest: int):
    assert left_of(longest + 1, path) == longest + 1


@pytest.mark.parametrize("declared", ["-1", "٣", "many", "0"])
def test_a_length_that_is_none_is_no_reason_to_read_for_ever(declared: str):
    assert left_of(LONGEST * 2, "/", declared=declared) <= LONGEST
