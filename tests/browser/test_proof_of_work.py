"""What the paper's script solves is what the server takes; and a form says how long it was open."""

import html
import json
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest

import minbar.paper
from minbar.discussion import proof
from minbar.discussion.models import Comment

SCRIPTS = Path(minbar.paper.__file__).parent / "static" / "paper" / "scripts"
SITE = "http://localhost/"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def sent(chromium):
    """Open a form with both components, wait for a word of theirs, send it, and give its fields."""

    def sent(challenge):
        page_of_ours = f"""<!doctype html><form method="post"><minbar-pace></minbar-pace>
            <minbar-proof challenge="{html.escape(challenge)}" data-ready="ready">
            <p role="status"></p></minbar-proof><button>send</button></form>
            <script type="module" src="/minbar-pace.js"></script>
            <script type="module" src="/minbar-proof.js"></script>"""
        bodies = []

        def answer(route):
            name = route.request.url.removeprefix(SITE)
            if route.request.method == "POST":
                bodies.append(route.request.post_data)
            if name:
                script = (SCRIPTS / name).read_text()
                route.fulfill(body=script, content_type="text/javascript")
            else:
                route.fulfill(body=page_of_ours, content_type="text/html")

        page = chromium.new_page()
        page.route("**/*", answer)
        page.goto(SITE)
        page.get_by_text("ready").wait_for(timeout=60_000)
        page.get_by_role("button").click()
        page.wait_for_load_state()
        page.close()
        fields = {name: value[0] for name, value in parse_qs(bodies[0]).items()}
        return SimpleNamespace(**fields)

    return sent


def test_the_script_solves_the_puzzle_that_the_server_makes(sent):
    comment = Comment(story_id=1, origin="address", folded_digest="words")
    challenge = proof.ask(comment)

    form = sent(challenge)

    assert json.loads(form.solution)["counter"] >= proof.LEAST_WORK
    assert proof.is_solved(comment, challenge, form.solution)
    assert float(form.elapsed) > 0
