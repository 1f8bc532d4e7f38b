"""Limits that know carriers' NAT: an address alone refuses nobody."""

import json
from dataclasses import replace

import altcha
import pytest
from django.core.checks import run_checks

from minbar.discussion import proof, rate_limits
from minbar.discussion.models import Comment, DiscussionSettings, Status
from minbar.discussion.origins import Origin
from minbar.discussion.submission import OneMoreStep, TooMany, submit
from minbar.stories.models import CommentsMode

HERE = Origin("address", "browser")

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrive(story, typed):
    """Take in comments that differ from one another, each of somebody else unless said."""

    def arrive(count, *, origin=HERE, **fields):
        for number in range(count):
            own = {"text": f"تعليق {number} {fields}", "email": f"r{number}@example.org"} | fields
            taken = submit(story, typed | own, origin=origin)
        return taken.comment

    return arrive


@pytest.fixture
def flood(arrive, monkeypatch):
    """More comments come in than people write."""
    monkeypatch.setattr(rate_limits, "FLOOD", 5)
    arrive(5, origin=Origin())


def solve(challenge):
    found = altcha.solve_challenge(altcha.Challenge.from_dict(json.loads(challenge)))
    return json.dumps(found.to_dict())


class TestAnAddress:
    """A town may write from one."""

    def test_alone_it_never_refuses(self, arrive):
        last = arrive(rate_limits.BUSY_ADDRESS + 1)

        assert last.labels == ["busy-address"]
        assert Comment.objects.count() == rate_limits.BUSY_ADDRESS + 1

    def test_a_busy_one_is_read_first_even_where_all_else_is_published(self, arrive):
        settings = DiscussionSettings.load()
        settings.comments_mode = CommentsMode.PUBLISHED
        settings.save()

        last = arrive(rate_limits.BUSY_ADDRESS + 1)

        assert last.status == Status.PENDING
        assert Comment.objects.filter(status=Status.APPROVED).count() == rate_limits.BUSY_ADDRESS


class TestAWriter:
    """The same e-mail from the same address, again and again, is asked to wait."""

    def test_beyond_the_limit_the_form_comes_back(self, arrive, story, typed):
        arrive(rate_limits.MOST_OF_ONE_WRITER, email="one@example.org")

        with pytest.raises(TooMany) as busy:
            arrive(1, email="one@example.org", text="آخر")

        assert 1 <= busy.value.retry_after <= 600
        assert Comment.objects.count() == rate_limits.MOST_OF_ONE_WRITER
        arrive(1, email="another@example.org", text="من غيره")

    def test_over_http_it_says_how_long_and_keeps_the_text(self, send, form, monkeypatch):
        monkeypatch.setattr(rate_limits, "MOST_OF_ONE_WRITER", 1)
        send(form)

        answer = send(form | {"text": "تعليق ثان"})

        assert answer.status_code == 429
        assert 1 <= int(answer["Retry-After"]) <= 600
        assert "تعليق ثان" in answer.content.decode()
        machine = send(form | {"text": "تعليق ثان"}, Accept="application/json")
        assert machine.status_code == 429
        assert machine["Content-Type"] == "application/problem+json"

    def test_a_retry_of_what_was_taken_leads_to_its_receipt(self, send, form, monkeypatch):
        monkeypatch.setattr(rate_limits, "MOST_OF_ONE_WRITER", 1)

        assert send(form)["Location"] == send(form)["Location"]

    def test_from_many_addresses_it_waits_for_the_desk(self, arrive, monkeypatch):
        monkeypatch.setattr(rate_limits, "BUSY_WRITER", 3)
        for number in range(3):
            arrive(1, origin=Origin(f"{number}", "b"), email="one@example.org", text=f"{number}")

        last = arrive(1, origin=Origin("9", "b"), email="one@example.org", text="آخر")

        assert last.labels == ["busy-writer"]

    def test_without_an_e_mail_nobody_is_asked_to_wait(self, arrive):
        settings = DiscussionSettings.load()
        settings.email_required = False
        settings.save()

        arrive(rate_limits.MOST_OF_ONE_WRITER + 1, email="")

    def test_a_load_test_may_go_on(self, arrive, settings):
        settings.MINBAR_RATE_LIMITS = False

        last = arrive(rate_limits.BUSY_ADDRESS + 1, email="one@example.org")

        assert last.labels == []

    def test_but_no_newspaper_may(self, settings):
        found = {error.id for error in run_checks(include_deployment_checks=True)}
        assert "discussion.E001" not in found
        settings.MINBAR_RATE_LIMITS = False

        found = {error.id for error in run_checks(include_deployment_checks=True)}

        assert "discussion.E001" in found


class TestAFlood:
    """The sender's machine works first; without script it takes one press more and longer."""

    def test_the_form_comes_back_with_a_puzzle(self, send, form, flood):
        answer = send(form)

        page = answer.content.decode()
        assert answer.status_code == 429
        assert "<minbar-proof" in page
        assert form["text"] in page
        assert not Comment.objects.filter(text=form["text"]).exists()

    def test_solved_it_is_taken_like_any_other(self, send, form, flood):
        told = send(form, Accept="application/json").json()
        challenge = json.dumps(told["challenge"])

        answer = send(form | {"challenge": challenge, "solution": solve(challenge)})

        assert answer.status_code == 303
        assert Comment.objects.get(text=form["text"]).labels == ["no-page"]

    def test_sent_again_without_it_is_taken_and_labelled(self, story, typed, flood):
        with pytest.raises(OneMoreStep) as step:
            submit(story, typed, origin=HERE)

        again = typed | {"challenge": step.value.challenge}
        taken = submit(story, again, origin=HERE)

        assert (taken.comment.status, taken.comment.labels) == (Status.PENDING, ["unproven"])

    def test_one_solution_sends_one_comment(self, story, typed, flood):
        with pytest.raises(OneMoreStep) as step:
            submit(story, typed, origin=HERE)
        challenge = step.value.challenge
        solved = {"challenge": challenge, "solution": solve(challenge)}
        first = submit(story, typed | solved, origin=HERE)

        assert submit(story, typed | solved, origin=HERE) == first
        with pytest.raises(OneMoreStep):
            submit(story, typed | solved | {"text": "آخر"}, origin=HERE)
        with pytest.raises(OneMoreStep):
            submit(story, typed | solved, origin=replace(HERE, address="elsewhere"))

    @pytest.mark.parametrize(
        "challenge",
        [
            "",
            "{}",
            "[]",
            "null",
            "\ud800",
            '{"parameters": {}}',
            '{"parameters": 1, "signature": 2}',
            "[" * 100_000,
            '{"parameters": {"algorithm": "SHA-256", "nonce": "zz", "salt": 1, "cost": 1e99}}',
        ],
    )
    def test_a_forged_one_is_answered_with_a_fresh_one(self, story, typed, flood, challenge):
        forged = typed | {"challenge": challenge, "solution": challenge}

        with pytest.raises(OneMoreStep):
            submit(story, forged, origin=HERE)

    def test_a_solution_that_is_none_does_not_pass(self, story, flood):
        comment = Comment(story=story, origin="a", folded_digest="b")
        challenge = proof.ask(comment)

        assert proof.is_solved(comment, challenge, solve(challenge))
        for wrong in ('{"counter": 1, "derivedKey": ""}', '{"counter": "x"}', "{}", ""):
            assert not proof.is_solved(comment, challenge, wrong)
        eased = json.loads(challenge)
        eased["parameters"]["keyPrefix"] = ""
        assert not proof.was_asked(comment, json.dumps(eased))

    def test_when_it_is_over_nobody_is_asked(self, story, typed, flood, monkeypatch):
        monkeypatch.setattr(rate_limits, "FLOOD", 120)

        assert submit(story, typed, origin=HERE).comment.labels == []
