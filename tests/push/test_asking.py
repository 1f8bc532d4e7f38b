"""A browser asks for breaking news, and for no more; nobody else asks in its place."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from minbar.push.models import Subscription
from minbar.push.retention import KEPT, forget_what_is_due
from minbar.push.subscribing import hash_of

pytestmark = pytest.mark.django_db


class TestOptingIn:
    """What a browser wants is kept, sealed; asked again, it is what it wants now."""

    def test_sections_are_kept_and_changed(self, ask, make_browser, section):
        browser = make_browser()

        first = ask("", **browser.told, topic=["all"])
        assert (first.status_code, first.json()) == (201, {"on": True})
        assert Subscription.objects.get().wanted_editions.exists()
        ask("", **browser.told, topic=[section.pk])

        kept = Subscription.objects.get()
        assert not kept.wanted_editions.exists()
        assert list(kept.sections.all()) == [section]

    def test_no_row_tells_the_endpoint(self, subscribed):
        browser = subscribed()

        (row,) = Subscription.objects.values()

        for secret in (browser.endpoint, browser.told["auth"], browser.told["p256dh"]):
            assert secret not in repr({**row, "sealed": bytes(row["sealed"])})

    @pytest.mark.parametrize(
        "endpoint",
        [
            *(
                "http://push.example/a",
                "https://127.0.0.1/a",
                "https://[::1]/a",
                "https://10.0.0.8",
            ),
            *(
                "https://localhost/a",
                "https://printer.local/a",
                "https://2130706433/a",
                "ftp://a.b",
            ),
            *(
                "https://user@push.example/",
                "https://push.example/" + "a" * 1000,
                "",
                "https://8.8.8.8",
            ),
        ],
    )
    def test_an_endpoint_that_is_no_push_service_s_is_refused(self, ask, make_browser, endpoint):
        told = make_browser().told | {"endpoint": endpoint}

        refused = ask("", **told, topic="all")

        assert refused.status_code == 422
        assert refused["Content-Type"] == "application/problem+json"
        assert not Subscription.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            *({"p256dh": "AAAA"}, {"auth": "AAAA"}, {"auth": "é"}, {"topic": ""}),
            *({"topic": "999"}, {"topic": "all:fr"}, {"topic": ["all", "all:ar"]}),
        ],
    )
    def test_keys_and_topics_that_are_none_are_refused(self, ask, make_browser, section, wrong):
        told = {**make_browser().told, "topic": "all"} | wrong

        assert ask("", **told).status_code == 422
        assert not Subscription.objects.exists()

    @pytest.mark.parametrize("site", ["cross-site", "same-site", None])
    def test_another_site_cannot_ask(self, ask, make_browser, site, client):
        told = {**make_browser().told, "topic": "all"}

        if site is None:
            refused = client.post("/push/", "a=1", content_type="application/x-www-form-urlencoded")
        else:
            refused = ask("", headers={"sec-fetch-site": site}, **told)

        assert refused.status_code == 403
        assert not Subscription.objects.exists()

    def test_one_address_cannot_ask_without_end(self, ask, subscribed):
        for _time in range(30):
            subscribed()

        refused = ask("", topic="all")

        assert refused.status_code == 429
        assert refused["Retry-After"] == "60"


class TestOptingOut:
    """Off is off at once, and what nobody confirms for a year goes by itself."""

    def test_off_deletes_the_row(self, ask, subscribed):
        gone, other = subscribed(), subscribed()

        assert ask("forget/", endpoint=gone.endpoint).json() == {"on": False}

        assert Subscription.objects.get().endpoint_hash == hash_of(other.endpoint)

    def test_a_browser_that_is_called_otherwise_keeps_what_it_wants(
        self, ask, subscribed, make_browser, section
    ):
        former, new = subscribed(section.pk), make_browser()

        assert ask("renew/", former=former.endpoint, **new.told).json() == {"on": True}

        kept = Subscription.objects.get()
        assert kept.endpoint_hash == hash_of(new.endpoint)
        assert list(kept.sections.all()) == [section]
        assert ask("renew/", former=former.endpoint, **new.told).status_code == 404

    def test_what_no_browser_confirmed_for_a_year_is_forgotten(self, subscribed):
        subscribed()
        subscribed()
        old = Subscription.objects.first()
        Subscription.objects.filter(pk=old.pk).update(renewed_at=timezone.now() - KEPT * 1.01)

        assert forget_what_is_due() == 1

        assert not Subscription.objects.filter(pk=old.pk).exists()
        assert Subscription.objects.count() == 1


def test_pages_offer_it_with_the_newspaper_s_key_and_its_sections(client, section):
    from minbar.push.messages import public_key

    page = client.get("/privacy/").content.decode()

    assert f'data-key="{public_key()}"' in page
    assert f'<input type="checkbox" name="topic" value="{section.pk}">' in page
    assert call_command("check") is None
