"""The newsroom is told once that a comment waits too long or a flood began, and once it is over."""

import hashlib
import hmac
import json
import smtplib
import socket
import ssl
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.mail.backends import locmem
from django.utils import timezone

from minbar.discussion import guarded_posting, rate_limits
from minbar.discussion.guarded_posting import NotDelivered
from minbar.discussion.models import Comment, DiscussionSettings, MoveKind
from minbar.discussion.reviewing import reading_time
from minbar.moderation import alerts, webhooks
from minbar.moderation.alerts import AlreadyTrying, try_out, watch
from minbar.moderation.models import Alert, AlertMessage, DeskSettings
from tests.moderation.receiver import Receiver, certificate_of

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
SETTINGS = "/newsroom/settings/moderation/desksettings/"
SCREEN = "/newsroom/moderation/alerts/"


@pytest.fixture(autouse=True)
def mail_can_be_sent(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MINBAR_ALERT_PRIVATE_WEBHOOKS = True


@pytest.fixture
def clock(monkeypatch):
    """Let it be a moment, and the schedule come by."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        watch()

    return at


@pytest.fixture
def minutes(clock):
    """Let it be so many minutes after noon, and the schedule come by."""
    return lambda passed: clock(NOON + timedelta(minutes=passed))


def told_by(**kept) -> DeskSettings:
    stored = DeskSettings.load()
    for name, value in {"alerts_on": True, "alert_minutes": 60, **kept}.items():
        setattr(stored, name, value)
    stored.save()
    return stored


@pytest.fixture
def by_mail(db):
    return told_by(alert_addresses="salima@example.org\nkarim@example.org\n")


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def by_webhook(db, receiver):
    return told_by(alert_webhook=receiver.address)


@pytest.fixture
def flood(monkeypatch):
    """Turn a flood on and off."""

    def set_flood(is_on: bool) -> None:
        monkeypatch.setattr(rate_limits, "is_flooded", lambda: is_on)

    return set_flood


class TestAPromiseThatIsLate:
    """Told when the oldest has waited for longer than the limit."""

    def test_it_is_told_once(self, by_mail, moved, minutes, mailoutbox):
        moved(NOON)

        for passed in (10, 59):
            minutes(passed)
        assert mailoutbox == []
        for passed in (60, 61, 200):
            minutes(passed)

        (mail,) = mailoutbox
        assert mail.to == ["salima@example.org", "karim@example.org"]
        assert Alert.objects.get().ended_at is None

    def test_that_it_is_over_is_told_once(self, by_mail, moved, minutes, mailoutbox, moderator):
        from minbar.discussion import moves

        late = moved(NOON)
        minutes(60)
        moves.move(late, MoveKind.APPROVE, by=moderator)

        for passed in (61, 62, 63):
            minutes(passed)

        assert len(mailoutbox) == 2
        assert Alert.objects.get().ended_at == NOON + timedelta(minutes=61)

    def test_what_goes_to_and_fro_around_the_limit_is_one_alert(
        self, by_mail, moved, minutes, mailoutbox, moderator
    ):
        from minbar.discussion import moves

        comments = [moved(NOON + timedelta(minutes=passed)) for passed in range(0, 60, 2)]
        minutes(61)
        for comment, passed in zip(comments[:15], range(62, 92, 2), strict=True):
            minutes(passed)
            moves.move(comment, MoveKind.APPROVE, by=moderator)  # the next is a minute under it
            minutes(passed + 1)

        assert len(mailoutbox) == 1
        assert Alert.objects.count() == 1

    def test_an_appeal_waits_since_it_was_made(self, by_mail, moved, minutes, insult, mailoutbox):
        moved(NOON - timedelta(days=3), ("reject", 1, insult), ("appeal", 3 * 24 * 60))

        minutes(59)
        assert mailoutbox == []
        minutes(60)
        assert len(mailoutbox) == 1

    def test_nothing_that_a_reader_wrote_is_in_it(
        self, by_mail, by_webhook, held, clock, mailoutbox, receiver
    ):
        from tests.moderation.conftest import EMAIL

        Comment.objects.update(submitted_at=NOON)
        clock(NOON + timedelta(hours=5))

        for told in (mailoutbox[0].subject + mailoutbox[0].body, receiver.bodies[0].decode()):
            for word in (held.text, held.name, EMAIL, held.place):
                assert word not in told

    def test_switched_off_nobody_is_told(self, by_mail, moved, minutes, mailoutbox):
        moved(NOON)
        minutes(60)
        told_by(alerts_on=False)

        minutes(61)

        assert len(mailoutbox) == 1
        assert Alert.objects.get().ended_at is not None


class TestReviewHours:
    """While the desk rests nothing becomes late, and the night does not count."""

    @pytest.fixture(autouse=True)
    def hours(self, db):
        kept = DiscussionSettings.load()
        kept.review_from, kept.review_until = time(8), time(20)
        kept.save()

    def test_the_night_does_not_count(self, by_mail, moved, clock, mailoutbox):
        moved(datetime(2026, 11, 20, 18, 40, tzinfo=UTC))  # 19:40 in Algiers

        clock(datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
        clock(datetime(2026, 11, 21, 7, 39, tzinfo=UTC))  # twenty minutes, and 39
        assert mailoutbox == []
        clock(datetime(2026, 11, 21, 7, 40, tzinfo=UTC))
        assert len(mailoutbox) == 1

    @pytest.mark.parametrize(
        ("opens", "closes", "since", "until", "read"),
        [
            ((8, 0), (20, 0), (20, 9), (20, 12), 3),
            ((8, 0), (20, 0), (20, 19), (21, 9), 2),
            ((8, 0), (20, 0), (20, 21), (20, 23), 0),
            ((8, 0), (20, 0), (20, 7), (22, 21), 36),
            ((20, 0), (2, 0), (20, 12), (21, 1), 5),
            ((20, 0), (2, 0), (20, 22), (21, 21), 5),
        ],
    )
    def test_only_hours_of_reading_count(self, opens, closes, since, until, read):
        kept = DiscussionSettings.load()
        kept.review_from, kept.review_until = time(*opens), time(*closes)
        kept.save()
        zone = timezone.get_default_timezone()

        moments = [datetime(2026, 11, day, hour, tzinfo=zone) for day, hour in (since, until)]

        assert reading_time(*moments) == timedelta(hours=read)

    def test_without_hours_all_time_counts(self):
        DiscussionSettings.objects.update(review_from=None, review_until=None)

        assert reading_time(NOON, NOON + timedelta(days=3)) == timedelta(days=3)
        assert reading_time(NOON, NOON) == timedelta()


class TestAFlood:
    """Told when it begins, and when none was seen for ten minutes."""

    def test_it_is_told_once_and_once_when_it_is_over(self, by_mail, minutes, flood, mailoutbox):
        for passed, is_on in ((0, True), (1, True), (2, False), (3, True), (9, False), (12, False)):
            flood(is_on)
            minutes(passed)
        assert len(mailoutbox) == 1

        minutes(14)

        assert len(mailoutbox) == 2
        assert Alert.objects.get().ended_at is not None

    def test_real_comments_in_a_minute_are_one(self, by_mail, moved, minutes, mailoutbox):
        for number in range(rate_limits.FLOOD):
            moved(NOON + timedelta(milliseconds=number))

        minutes(0.5)

        assert Alert.objects.get().kind == Alert.Kind.FLOOD
        assert len(mailoutbox) == 1


class TestTheWebhook:
    """One signed JSON document, to public addresses alone."""

    def test_it_is_signed_json(self, by_webhook, receiver, moved, minutes):
        moved(NOON)
        minutes(75)

        (body,) = receiver.bodies
        told = json.loads(body)
        assert (told["alert"], told["says"], told["version"]) == ("late", "began", 1)
        assert told["facts"] == {"limit_minutes": 60, "oldest_minutes": 75, "waiting": 1}
        secret = webhooks.secret_of(receiver.address).encode()
        signed = hmac.new(secret, body, hashlib.sha256).hexdigest()
        assert receiver.headers[0]["Minbar-Signature"] == f"sha256={signed}"
        assert receiver.headers[0]["Content-Type"] == "application/json"

    def test_each_address_has_a_secret_of_its_own(self):
        assert webhooks.secret_of("https://a.example/") != webhooks.secret_of("https://b.example/")

    def test_a_refusal_is_tried_again_later_and_later(self, by_webhook, receiver, moved, minutes):
        moved(NOON)
        receiver.status = 500
        for passed in range(60, 76):
            minutes(passed)
        assert len(receiver.bodies) == 5  # at once, after 1, 2, 4 and 8 minutes

        receiver.status = 204
        minutes(91)

        message = AlertMessage.objects.get()
        assert message.sent_at is not None
        assert len({json.loads(body)["id"] for body in receiver.bodies}) == 1

    def test_some_hours_later_it_is_given_up(self, by_webhook, receiver, moved, minutes):
        moved(NOON)
        receiver.status = 500

        for passed in range(60, 60 + 8 * 60, 5):
            minutes(passed)

        message = AlertMessage.objects.get()
        assert message.given_up_at is not None
        assert message.trouble == "NotDelivered: HTTP 500"
        assert len(receiver.bodies) == alerts.MOST_FAILURES

    def test_a_redirect_is_not_followed(self, by_webhook, receiver, moved, minutes):
        moved(NOON)
        receiver.status, receiver.location = 302, receiver.address + "elsewhere"

        minutes(60)

        assert [path for path in receiver.paths if "elsewhere" in path] == []
        assert AlertMessage.objects.get().trouble == "NotDelivered: HTTP 302"

    def test_a_receiver_that_says_nothing_is_left(self, by_webhook, receiver, moved, minutes):
        receiver.is_silent = True
        webhooks_seconds, webhooks.SECONDS = webhooks.SECONDS, 0.3
        try:
            moved(NOON)
            minutes(60)
        finally:
            webhooks.SECONDS = webhooks_seconds

        assert AlertMessage.objects.get().trouble == "NotDelivered: TimeoutError"

    def test_who_was_not_told_that_it_began_is_not_told_that_it_ended(
        self, by_webhook, receiver, moved, minutes, moderator
    ):
        from minbar.discussion import moves

        late = moved(NOON)
        receiver.status = 500
        minutes(60)
        moves.move(late, MoveKind.APPROVE, by=moderator)
        receiver.status = 204
        minutes(90)

        assert not AlertMessage.objects.exists()
        assert len(receiver.bodies) == 1

    @pytest.mark.parametrize(
        "address",
        [
            *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
            *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1"),
            *("::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1", "fe80::1%eth0"),
        ],
    )
    def test_the_machines_own_network_is_not_the_internet(self, address):
        assert not guarded_posting.is_public(address)

    @pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
    def test_what_is_public_is(self, address):
        assert guarded_posting.is_public(address)

    def test_nothing_is_posted_within_unless_the_operator_allows_it(
        self, settings, by_webhook, receiver, moved, minutes
    ):
        settings.MINBAR_ALERT_PRIVATE_WEBHOOKS = False
        moved(NOON)

        minutes(60)

        assert receiver.bodies == []
        assert AlertMessage.objects.get().trouble == "NotAWebhook: private"

    def test_https_wants_a_certificate_of_the_name(self, tmp_path, named, monkeypatch):
        certificate = certificate_of("hook.example", tmp_path / "certificate.pem")
        with Receiver(certificate) as receiver:
            address = receiver.address.replace("127.0.0.1", "hook.example")
            with pytest.raises(NotDelivered, match="SSLCertVerificationError"):
                webhooks.post(address, {})
            assert receiver.bodies == []

            trusting = ssl.create_default_context(cafile=certificate)
            monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
            with pytest.raises(NotDelivered, match="SSLCertVerificationError"):
                webhooks.post(receiver.address.replace("127.0.0.1", "other.example"), {})
            webhooks.post(address, {"a": 1})

            assert receiver.bodies == [b'{"a": 1}']

    @pytest.fixture
    def named(self, monkeypatch):
        """Names below ``.example`` lead to this machine; which were looked up."""
        asked = []
        found = socket.getaddrinfo

        def look_up(host, *rest, **more):
            asked.append(host)
            host = "127.0.0.1" if str(host).endswith(".example") else host
            return found(host, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    def test_it_goes_to_the_address_that_was_looked_at(self, receiver, named):
        """A name that has another address a moment later leads nowhere else."""
        webhooks.post(receiver.address.replace("127.0.0.1", "hook.example"), {"a": 1})

        assert named.count("hook.example") == 1
        assert receiver.headers[0]["Host"].startswith("hook.example:")


class TestMailThatFails:
    """It is tried again, and does not hold the webhook up."""

    def test_it_is_tried_again(
        self, by_mail, by_webhook, receiver, moved, minutes, mailoutbox, monkeypatch
    ):
        def refuse(*_arguments):
            raise smtplib.SMTPServerDisconnected("gone")

        told_by(alert_addresses="salima@example.org", alert_webhook=receiver.address)
        moved(NOON)
        with monkeypatch.context() as away:
            away.setattr(locmem.EmailBackend, "send_messages", refuse)
            minutes(60)
        assert len(receiver.bodies) == 1
        assert mailoutbox == []

        minutes(61)

        assert len(mailoutbox) == 1
        assert len(receiver.bodies) == 1


class TestTheSettings:
    """Bad addresses are told, with what a right one looks like, and nothing typed is lost."""

    @pytest.fixture
    def save(self, sign_in, editor):
        desk = sign_in(editor)

        def save(**sent):
            form = {
                "alerts_on": "on",
                "alert_minutes": "60",
                "alert_addresses": "",
                "alert_webhook": "",
            } | sent
            return desk.post(address, form)

        address = f"{SETTINGS}{DeskSettings.load().pk}/"
        return save

    def test_good_ones_are_kept(self, save):
        assert save(alert_addresses="salima@example.org\n\n").status_code == 302

        assert DeskSettings.load().alerts_on

    @pytest.mark.parametrize(
        "sent",
        [
            {"alert_addresses": "salima@example.org\nnot an address"},
            {"alert_addresses": "\n".join(f"a{number}@example.org" for number in range(11))},
            {"alert_webhook": "ftp://example.org/"},
            {"alert_webhook": "https://user:secret@example.org/"},
            {"alert_webhook": "https://"},
            {"alert_webhook": "https://example.org:99999/"},
            {"alert_webhook": "http://127.0.0.1:8000/newsroom/"},
            {"alert_webhook": "http://[::1]/"},
            {"alert_webhook": "https://exa mple.org/"},
            {"alert_webhook": "https://example.org/\r\nHost: inside"},
            {"alert_minutes": "0"},
        ],
    )
    def test_bad_ones_are_told(self, save, settings, sent):
        settings.MINBAR_ALERT_PRIVATE_WEBHOOKS = False

        answer = save(**sent)

        assert answer.status_code == 200
        assert "error-message" in answer.text
        assert not DeskSettings.load().alerts_on

    def test_a_moderator_may_not(self, sign_in, moderator):
        DeskSettings.load()

        address = f"{SETTINGS}{DeskSettings.load().pk}/"
        assert sign_in(moderator).get(address).status_code == 302
        assert sign_in(moderator).get(SCREEN).status_code == 302


class TestTheScreen:
    """What was told, whether it arrived, and a trial."""

    def test_a_trial_goes_on_every_way(self, by_mail, receiver, sign_in, editor, mailoutbox, clock):
        told_by(alerts_on=False, alert_webhook=receiver.address)

        assert sign_in(editor).post(SCREEN).status_code == 303
        watch()

        assert len(mailoutbox) == 1
        assert json.loads(receiver.bodies[0])["alert"] == "trial"

    def test_trials_do_not_pile_up(self, by_mail):
        try_out()

        with pytest.raises(AlreadyTrying):
            try_out()

    def test_it_shows_what_failed_and_the_secret(
        self, by_webhook, receiver, moved, minutes, sign_in, editor
    ):
        moved(NOON)
        receiver.status = 500
        minutes(60)

        page = sign_in(editor).get(SCREEN).text

        assert "HTTP 500" in page
        assert webhooks.secret_of(receiver.address) in page
