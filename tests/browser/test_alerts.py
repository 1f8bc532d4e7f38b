"""A reader asks for breaking news with a tap, and the worker shows what is sent."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import Reader
from .looks import SIDEWAYS, violations
from .test_kept_pages import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

A_PUSH_SERVICE = """(() => {
  let current = null;
  const point =
    "BI5TO2-gv3tGJbswZnwB-2B--fi4qA_vWzAGKHAxh7Kjc-sdveAzGDZtBp-DpvWQAFPHNjPLBBshxV4ahsH0ALQ";
  PushManager.prototype.getSubscription = async () => current;
  PushManager.prototype.subscribe = async (options) => {
    const letters = atob(options.applicationServerKey.replaceAll("-", "+").replaceAll("_", "/"));
    const applicationServerKey = Uint8Array.from(letters, (letter) => letter.charCodeAt(0)).buffer;
    const endpoint = "https://push.example/to/1";
    return current = {
      endpoint,
      options: { applicationServerKey },
      toJSON: () => ({ endpoint, keys: { p256dh: point, auth: "AAAAAAAAAAAAAAAAAAAAAA" } }),
      unsubscribe: async () => { current = null; },
    };
  };
})()"""
"""In place of the browser maker's, which no test may ask."""
SHOWN = """navigator.serviceWorker.ready
  .then((worker) => worker.getNotifications())
  .then((shown) => shown.map(({ title, body, dir, data }) => ({ title, body, dir, data })))"""


def test_a_tap_turns_alerts_on_and_off_and_a_line_is_shown(make_reader: Callable[..., Reader]):
    reader = make_reader(
        service_workers="allow",
        permissions=["notifications"],
        viewport={"width": 320, "height": 700},
    )
    page = reader.page
    page.add_init_script(A_PUSH_SERVICE)
    asked = []
    page.on("request", lambda request: "/push/" in request.url and asked.append(request))
    reader.open("/about/")
    wait_until(reader, lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    page.locator(".reading__summary").press("Enter")
    status = page.locator(".alerts [role=status]")
    off = status.inner_text()

    assert asked == []
    page.locator(".alerts [value=all]").check()
    expect(status).not_to_have_text(off)
    page.locator(".alerts [name=topic]").nth(1).check()
    expect(page.locator(".alerts [value=all]")).not_to_be_checked()
    assert page.evaluate(SIDEWAYS) == 0
    assert violations(page) == []
    page.locator(".alerts [name=topic]").nth(1).uncheck()
    expect(status).to_have_text(off)

    wait_until(reader, lambda: len(asked) == 3)
    assert [
        (request.url.partition("/push/")[2], request.response().status) for request in asked
    ] == [
        ("", 201),
        ("", 201),
        ("forget/", 200),
    ]

    line = {"title": "منبر", "body": "عاجل", "tag": "story-1", "dir": "rtl", "lang": "ar"}
    deliver(reader, line | {"address": "/policy/"})
    deliver(reader, line | {"body": "عاجل، مصحح", "address": "/policy/"})
    wait_until(reader, lambda: page.evaluate(SHOWN) != [])
    wait_until(reader, lambda: page.evaluate(SHOWN)[0]["body"] == "عاجل، مصحح")
    (shown,) = page.evaluate(SHOWN)
    assert (shown["title"], shown["dir"], shown["data"]) == ("منبر", "rtl", "/policy/")


def deliver(reader: Reader, told: dict[str, str]) -> None:
    """Let the browser have been sent this."""
    session = reader.page.context.new_cdp_session(reader.page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(each["registrationId"] for each in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    wait_until(reader, lambda: bool(found))
    session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": reader.newspaper.address.rstrip("/"),
            "registrationId": found[0],
            "data": json.dumps(told, ensure_ascii=False),
        },
    )
    session.detach()
