"""What the files of ``deploy/`` say twice, held against where it is said first."""

import re

import pytest

from minbar.advertising.frames import POLICY as POLICY_OF_FRAMES
from minbar.press.front import SHARED_CACHES
from minbar.project.files import FOR_EVER
from minbar.project.response_headers import READERS_POLICY
from minbar.project.unavailable import POLICY, RETRY_AFTER, unavailable_page
from tests.deploy.conftest import DEPLOY, ROOT

OURS = {"nginx.conf", "varnish.vcl", "unavailable.html"}


def test_the_page_of_a_newspaper_that_is_away_is_the_one_that_minbar_sends():
    """Write it anew: ``Path("deploy/unavailable.html").write_bytes(unavailable_page().body)``."""
    assert (DEPLOY / "unavailable.html").read_bytes() == unavailable_page().body


def test_nginx_says_of_files_what_minbar_says():
    text = (DEPLOY / "nginx.conf").read_text()

    policies = (READERS_POLICY, POLICY_OF_FRAMES, POLICY)
    for said in (SHARED_CACHES, *policies, FOR_EVER, f'"{RETRY_AFTER}"'):
        assert said in text


def test_varnish_serves_a_page_beyond_its_time_for_as_long_as_it_is_told():
    text = (DEPLOY / "varnish.vcl").read_text()
    (seconds,) = re.findall(r"stale-while-revalidate=(\d+)", SHARED_CACHES)

    assert f"set req.grace = {seconds}s;" in text
    assert POLICY in text


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_file_stands_in_the_operators_page(name):
    assert f"`deploy/{name}`" in (ROOT / "docs" / "operator.md").read_text()


def test_no_query_is_declared_that_the_files_do_not_know():
    """Name it in nginx.conf (``$minbar_asks_for_another``) and varnish.vcl, then here."""
    declared = set()
    for source in (ROOT / "src").rglob("*.py"):
        for told in re.findall(r"@pressed\(([^)]*)\)", source.read_text()):
            declared |= set(re.findall(r'"(\w+)"', told))

    assert declared <= {"order"}
