"""What a reader has chosen holds from the first paint, by the one script that stands in a page."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from minbar.project.response_headers import READERS_POLICY

pytestmark = pytest.mark.django_db
NGINX = Path(__file__).parents[2] / "deploy" / "nginx.conf"


@pytest.fixture
def answer(client, front):
    return client.get("/")


@pytest.fixture
def script(answer) -> str:
    (found,) = re.findall(r"<script>(.*?)</script>", answer.content.decode(), re.DOTALL)
    return found


class TestTheScript:
    """Small, first, and the only one that a browser is told to run."""

    def test_it_is_small(self, script):
        assert len(script.encode()) <= 300

    def test_it_runs_before_any_style_is_asked_for(self, answer):
        text = answer.content.decode()

        assert text.index("<script>") < text.index('rel="stylesheet"')

    def test_the_policy_allows_it_by_its_hash(self, answer, script):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

        allowed = re.search(r"script-src ([^;]*)", answer["Content-Security-Policy"])

        assert allowed[1].split() == ["'self'", f"'sha256-{digest}'"]

    def test_nginx_sends_the_same_policy(self):
        assert f'page "{READERS_POLICY}";' in NGINX.read_text()
