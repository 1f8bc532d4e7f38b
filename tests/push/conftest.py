"""A reader's browser that asks for alerts, and a push service on this machine."""

import base64
import os
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone

from minbar.discussion import guarded_posting
from minbar.push import views
from minbar.stories.models import BreakingNews
from tests.moderation.receiver import Receiver, certificate_of
from tests.push.independent_receiver import opened

SERVICE = "push.example"


def written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Browser:
    """Knows its own keys, and opens what was encrypted for them."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def told(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"endpoint": self.endpoint, "p256dh": written(point), "auth": written(self.auth)}

    def decrypt(self, body: bytes) -> bytes:
        return opened(body, self.key, self.auth)


@pytest.fixture(autouse=True)
def nobody_has_asked_for_anything() -> None:
    views._asked.forget()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_of(SERVICE, tmp_path_factory.mktemp("push") / "certificate.pem")


@pytest.fixture
def service(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A push service that is trusted, and taken for one on the internet."""
    trusting = ssl.create_default_context(cafile=certificate)
    found = socket.getaddrinfo

    def look_up(host, *rest, **more):
        return found("127.0.0.1" if host == SERVICE else host, *rest, **more)

    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(guarded_posting, "is_public", lambda _address: True)
    with Receiver(certificate) as receiver:
        receiver.status = 201
        yield receiver


@pytest.fixture
def make_browser(request: pytest.FixtureRequest) -> Callable[..., Browser]:
    """Give a reader a browser, known to the push service of the test where it has one."""
    number = iter(range(1000))

    def make(endpoint: str = "") -> Browser:
        if not endpoint and "service" in request.fixturenames:
            port = request.getfixturevalue("service").address.rpartition(":")[2].split("/")[0]
            endpoint = f"https://{SERVICE}:{port}/to/{next(number)}"
        return Browser(endpoint or f"https://{SERVICE}/to/{next(number)}")

    return make


@pytest.fixture
def ask(db: None) -> Callable:
    """Post what a browser's script does; fields by keyword, headers beside them."""

    def ask(where: str, headers: dict[str, str] | None = None, **fields):
        return Client().post(
            f"/push/{where}",
            urlencode(fields, doseq=True),
            content_type="application/x-www-form-urlencoded",
            headers={"sec-fetch-site": "same-origin"} | (headers or {}),
        )

    return ask


@pytest.fixture
def subscribed(ask: Callable, make_browser: Callable[..., Browser]) -> Callable[..., Browser]:
    """A browser that has asked for topics; for all where none is named."""

    def subscribe(*topics) -> Browser:
        browser = make_browser()
        assert ask("", **browser.told, topic=topics or ["all"]).status_code == 201
        return browser

    return subscribe


@pytest.fixture
def break_news(db: None) -> Callable[..., BreakingNews]:
    """Save a line as an editor does who sends it to phones; it stands for an hour."""

    def break_news(**fields) -> BreakingNews:
        now = timezone.now()
        told = {"text": "إعادة فتح الطريق الوطني", "send_to_phones": True}
        hours = {"begins_at": now - timedelta(seconds=1), "ends_at": now + timedelta(hours=1)}
        line = BreakingNews.objects.create(**hours | told | fields)
        line.refresh_from_db()
        return line

    return break_news
