"""A reader asks for breaking news with a tap, and the worker shows what is sent."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import Reader
from .looks import SIDEWAYS, violations
from .test_kept_pages import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

POINT = "BI5TO2-gv3tGJbswZnwB-2B--fi4qA_vWzAGKHAxh7Kjc-sdveAzGDZtBp-DpvWQAFPHNjPLBBshxV4ahsH0ALQ"
A_PUSH_SERVICE = """(() => {
  let current = null;
  const point = "%s";
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
})()""".replace("%s", POINT)
"""In place of the browser maker's, which no test may ask."""
SHOWN = """navigator.serviceWorker.ready
  .then((worker) => worker.getNotifications())
  .then((shown) => shown.map(({ title, body, dir, lang, tag, data }) =>
    ({ title, body, dir, lang, tag, data })))"""
HAPPEN = """const happen = async event => {
  let done;
  event.waitUntil = promise => { done = promise; };
  self.dispatchEvent(event);
  await done;
};"""
"""A script may make no event wait, so what it waits for is waited for here."""
PUSH = f"""async sent => {{
  {HAPPEN}
  await happen(new PushEvent('push', {{ data: sent }}));
}}"""
TAP = f"""async address => {{
  {HAPPEN}
  const did = [];
  const {{ focus }} = WindowClient.prototype, {{ openWindow }} = clients;
  WindowClient.prototype.focus = async function () {{ did.push('focus', this.url); }};
  clients.openWindow = async href => {{ did.push('open', href); }};
  const event = new Event('notificationclick');
  event.notification = {{ data: address, close() {{}} }};
  await happen(event);
  WindowClient.prototype.focus = focus;
  clients.openWindow = openWindow;
  return did;
}}"""
"""A browser lets only a real tap focus or open a window, so both are written down instead."""
CHANGE = f"""async ({{ former, endpoint, p256dh, auth }}) => {{
  {HAPPEN}
  const event = new Event('pushsubscriptionchange');
  event.oldSubscription = {{ endpoint: former, options: {{}} }};
  event.newSubscription = {{ toJSON: () => ({{ endpoint, keys: {{ p256dh, auth }} }}) }};
  await happen(event);
}}"""
"""No push service that a test may ask renames a browser."""
NAME = "fetch('/manifest.webmanifest').then(answer => answer.json()).then(told => told.name)"
POST = """([path, fields]) => fetch(path, { method: 'POST', body: new URLSearchParams(fields) })
  .then(answer => answer.status)"""


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
    page.reload()  # where the browser has lost what it had
    page.locator(".reading__summary").press("Enter")
    expect(page.locator(".alerts [name=topic]").nth(1)).to_be_checked()
    page.locator(".alerts [name=topic]").nth(1).uncheck()
    expect(status).to_have_text(off)

    wait_until(reader, lambda: len(asked) == 4)
    assert [
        (request.url.partition("/push/")[2], request.response().status) for request in asked
    ] == [
        ("", 201),
        ("", 201),
        ("", 201),
        ("forget/", 200),
    ]

    line = {"title": "منبر", "body": "عاجل", "tag": "story-1", "dir": "rtl", "lang": "ar"}
    deliver(reader, json.dumps(line | {"address": "/policy/"}))
    deliver(reader, json.dumps(line | {"body": "عاجل، مصحح", "address": "/policy/"}))
    # For a moment none is shown, while the one takes the place of the other.
    wait_until(reader, lambda: [each["body"] for each in page.evaluate(SHOWN)] == ["عاجل، مصحح"])
    (shown,) = page.evaluate(SHOWN)
    assert (shown["title"], shown["dir"], shown["data"]) == ("منبر", "rtl", "/policy/")


def test_an_alert_in_another_language_is_shown_in_its_direction(listener: Reader):
    line = {"title": "Le Minbar", "body": "La route est rouverte", "tag": "story-7"}

    deliver(listener, json.dumps(line | {"dir": "ltr", "lang": "fr", "address": "/fr/a/"}))

    assert shown_to(listener) == line | {"dir": "ltr", "lang": "fr", "data": "/fr/a/"}


@pytest.mark.parametrize("sent", ["no JSON", "null", '{"title": "بلا نص"}'])
def test_an_alert_that_cannot_be_read_is_still_shown_as_one(listener: Reader, sent: str):
    listener.page.context.service_workers[0].evaluate(PUSH, sent)

    shown = shown_to(listener)
    name = listener.page.evaluate(NAME)
    assert shown == {
        "title": name,
        "body": "الأخبار العاجلة",
        "dir": "rtl",
        "lang": "ar",
        "tag": "breaking-news",
        "data": "/",
    }


def test_a_tap_leads_to_the_story_where_it_is_open_or_to_a_new_window_and_never_elsewhere(
    listener: Reader,
):
    worker = listener.page.context.service_workers[0]
    here = listener.page.url.removeprefix(listener.newspaper.address)

    assert worker.evaluate(TAP, here) == ["focus", listener.page.url]
    assert worker.evaluate(TAP, "/policy/") == ["open", f"{listener.newspaper.address}/policy/"]
    front = f"{listener.newspaper.address}/"
    for elsewhere in ("https://evil.example/", "//evil.example/a", "javascript:alert(1)"):
        assert worker.evaluate(TAP, elsewhere) == ["open", front]


def test_a_browser_that_is_called_otherwise_keeps_what_it_asked_for(listener: Reader):
    page, worker = listener.page, listener.page.context.service_workers[0]
    former, new = ("https://push.example/to/former", "https://push.example/to/new")
    asked = {"endpoint": former, "p256dh": POINT, "auth": "A" * 22, "topic": "all"}
    assert page.evaluate(POST, ["/push/", asked]) == 201

    worker.evaluate(CHANGE, {"former": former, "endpoint": new, "p256dh": POINT, "auth": "A" * 22})

    renewal = {"endpoint": former, "p256dh": POINT, "auth": "A" * 22}
    assert page.evaluate(POST, ["/push/renew/", renewal | {"former": former}]) == 404
    assert page.evaluate(POST, ["/push/renew/", renewal | {"former": new}]) == 200
    listener.complaints.clear()  # the browser itself reports the 404


@pytest.fixture
def listener(make_reader: Callable[..., Reader]) -> Reader:
    """Someone who allows notifications, with a page open that the worker has."""
    listener = make_reader(service_workers="allow", permissions=["notifications"])
    page = listener.open("/about/")
    wait_until(listener, lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    return listener


def shown_to(reader: Reader) -> dict[str, str]:
    """Return the one notification that is shown."""
    wait_until(reader, lambda: reader.page.evaluate(SHOWN) != [])
    (shown,) = reader.page.evaluate(SHOWN)
    return shown


def deliver(reader: Reader, sent: str) -> None:
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
            "data": sent,
        },
    )
    session.detach()
