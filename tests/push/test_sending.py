"""A ticked line reaches each phone that asked for it: once, and while it is news."""

import json
import re
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from minbar.discussion import guarded_posting
from minbar.discussion.guarded_posting import is_public
from minbar.push import sending
from minbar.push.messages import public_key
from minbar.push.models import Retry, Sending, Subscription
from minbar.push.sending import look
from minbar.stories.models import Newspaper, Section
from tests.push.independent_receiver import claims_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    """Let so much time pass, and the schedule come by."""
    began = timezone.now()

    def pass_by(**passed):
        monkeypatch.setattr(timezone, "now", lambda: began + timedelta(**passed))
        look()

    return pass_by


class TestWhatArrives:
    """The browser alone reads the line; its push service knows who sends it, and its term."""

    def test_it_opens_to_the_line_and_leads_to_its_story(
        self, service, subscribed, break_news, story
    ):
        browser = subscribed()

        break_news(story=story)

        told = json.loads(browser.decrypt(service.bodies[0]))
        assert told == {
            "title": Newspaper.load().name,
            "body": "إعادة فتح الطريق الوطني",
            "lang": "ar",
            "dir": "rtl",
            "icon": "/icon-512.png",
            "tag": f"story-{story.pk}",
            "address": story.url,
        }
        assert "الطريق".encode() not in service.bodies[0]

    def test_its_headers_are_those_of_the_standards(self, service, subscribed, break_news):
        subscribed()

        line = break_news()

        headers = service.headers[0]
        assert headers["Content-Encoding"] == "aes128gcm"
        assert headers["Urgency"] == "high"
        assert headers["Topic"] == f"line-{line.pk}"
        assert 3500 < int(headers["TTL"]) <= 3600
        assert re.fullmatch(r"[\w-]{1,32}", headers["Topic"])  # RFC 8030

    def test_its_push_service_learns_who_sends_it_and_whom_to_write_to(
        self, service, subscribed, break_news
    ):
        browser = subscribed()
        newspaper = Newspaper.load()
        newspaper.contact_email = "editors@paper.example"
        newspaper.save()

        break_news()

        told = claims_in(service.headers[0]["Authorization"], public_key())
        assert told["aud"] == browser.endpoint.partition("/to/")[0]
        assert 0 < told["exp"] - time.time() <= 24 * 60 * 60
        assert told["sub"] == "mailto:editors@paper.example"

    def test_it_goes_to_all_and_to_those_of_its_section(
        self, service, subscribed, break_news, story, front, section
    ):
        other = front.add_child(instance=Section(title="رياضة", slug="sport"))
        everything, this_section = subscribed(), subscribed(section.pk)
        subscribed(other.pk)

        line = break_news(story=story)

        asked = {browser.endpoint[-5:] for browser in (everything, this_section)}
        assert {path[-5:] for path in service.paths} == asked
        line.refresh_from_db()
        assert line.sent_to == 2

        break_news(text="خبر بلا مقال")
        assert len(service.paths) == 3


class TestOnce:
    """It goes out when it stands and was ticked, and never again."""

    def test_a_line_that_nobody_ticked_is_not_sent(self, service, subscribed, break_news, later):
        subscribed()

        break_news(send_to_phones=False)
        later(minutes=2)

        assert service.bodies == []

    def test_it_waits_for_its_hour_and_is_not_sent_after_its_term(
        self, service, subscribed, break_news, later
    ):
        subscribed()
        now = timezone.now()
        break_news(begins_at=now + timedelta(minutes=10))
        break_news(begins_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
        later(minutes=5)
        assert service.bodies == []

        later(minutes=11)

        assert len(service.bodies) == 1

    def test_saved_and_ticked_again_it_is_not_sent_again(
        self, service, subscribed, break_news, later
    ):
        subscribed()
        line = break_news()
        line.sent_to = 0  # as an editor's form has read it
        for is_ticked in (False, True):
            line.send_to_phones = is_ticked
            line.save()
        later(minutes=5)

        assert len(service.bodies) == 1
        line.refresh_from_db()
        assert line.sent_to == 1

    def test_killed_between_sending_and_noting_nothing_is_sent_twice(
        self, service, subscribed, break_news, later, monkeypatch
    ):
        """Batches of one: the second phone rings, and the worker dies before it is written down."""
        monkeypatch.setattr(sending, "BATCH", 1)
        for _browser in range(3):
            subscribed()
        noted = []

        def die(row, outcomes):
            noted.append(outcomes)
            if len(noted) == 2:
                raise SystemExit
            note(row, outcomes)

        note = sending._note
        monkeypatch.setattr(sending, "_note", die)
        line = break_news(send_to_phones=False)
        type(line).objects.update(send_to_phones=True)
        look()
        assert len(service.paths) == 2

        later(minutes=2)

        assert len(service.paths) == 3
        assert len(set(service.paths)) == 3
        line.refresh_from_db()
        assert line.sent_to == 2
        later(minutes=4)
        assert Sending.objects.get().ended_at is not None

    def test_who_takes_a_batch_that_another_took_gets_nothing(
        self, subscribed, break_news, service
    ):
        subscribed()
        break_news(begins_at=timezone.now() + timedelta(minutes=5))
        told = {"begun_at": timezone.now(), "worked_at": timezone.now(), "last": 10**6}
        row = Sending.objects.create(line=break_news(send_to_phones=False), **told)
        same = Sending.objects.get(pk=row.pk)

        assert len(sending._take(row)) == 1
        assert sending._take(same) == []


class TestWhatAPushServiceSays:
    """Gone is gone, later is later, and a network of ours is never asked."""

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_browser_that_is_gone_is_forgotten(self, service, subscribed, break_news, status):
        subscribed()
        service.status = status

        line = break_news()

        assert not Subscription.objects.exists()
        assert line.sent_to == 0

    @pytest.mark.parametrize("status", [429, 503])
    def test_one_that_asks_for_patience_is_tried_again_as_it_says(
        self, service, subscribed, break_news, later, status
    ):
        subscribed()
        service.status, service.retry_after = status, "600"
        line = break_news()
        service.status = 201
        later(seconds=599)
        assert len(service.bodies) == 1

        later(minutes=11)

        assert len(service.bodies) == 2
        line.refresh_from_db()
        assert line.sent_to == 1
        assert not Retry.objects.exists()

    def test_one_that_does_not_answer_holds_up_no_other(
        self, service, subscribed, break_news, monkeypatch
    ):
        """It answers once the other was heard; were they asked in turn, that would never be."""
        slow, _other = subscribed(), subscribed()
        heard = threading.Event()
        post = guarded_posting.post

        def post_in_order(url, *rest, **more):
            if url == slow.endpoint:
                assert heard.wait(10)
                return post(url, *rest, **more)
            answer = post(url, *rest, **more)
            heard.set()
            return answer

        monkeypatch.setattr(guarded_posting, "post", post_in_order)

        line = break_news()

        line.refresh_from_db()
        assert line.sent_to == 2

    def test_but_not_after_the_lines_term(self, service, subscribed, break_news, later):
        subscribed()
        service.status, service.retry_after = 503, "3599"
        break_news(ends_at=timezone.now() + timedelta(minutes=30))
        later(minutes=31)

        assert len(service.bodies) == 1
        assert not Retry.objects.exists()

    def test_one_that_never_took_anything_goes_after_two_lines(
        self, service, subscribed, break_news
    ):
        subscribed()
        service.status = 400

        break_news()
        assert Subscription.objects.get().failures == 1
        break_news()

        assert not Subscription.objects.exists()

    def test_a_name_that_leads_into_our_network_is_not_asked_and_forgotten(
        self, service, subscribed, break_news, monkeypatch
    ):
        subscribed()
        monkeypatch.setattr(guarded_posting, "is_public", is_public)
        assert not settings.MINBAR_ALERT_PRIVATE_WEBHOOKS

        break_news()

        assert service.bodies == []
        assert not Subscription.objects.exists()


def test_an_editor_ticks_a_line_and_sees_how_many_it_was_sent_to(
    service, subscribed, break_news, client, editor
):
    subscribed()
    line = break_news()
    client.force_login(editor)

    page = client.get(f"/newsroom/snippets/stories/breakingnews/edit/{line.pk}/").content.decode()

    assert 'name="send_to_phones"' in page
    assert re.search(r"panel-child-[^>]*sent_to.*?>\s*1\s*<", page, re.DOTALL)
    assert 'name="sent_to"' not in page
    assert client.get("/newsroom/snippets/stories/breakingnews/").status_code == 200
