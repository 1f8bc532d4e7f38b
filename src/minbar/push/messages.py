"""What is sent to a phone: encrypted for its browser alone (RFC 8291), signed by us (RFC 8292)."""

import base64
import binascii
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from py_vapid import Vapid

from minbar.discussion.sealing import open_seal, seal
from minbar.stories import editions
from minbar.stories.edition_names import newspaper_in
from minbar.stories.models import BreakingNews, Newspaper

SIGNED_FOR = 12 * 60 * 60
"""Seconds; RFC 8292 allows a day."""
POINT_BYTES = 65
AUTH_BYTES = 16


class NotKeys(ValueError):
    """These are no keys of a browser's."""


@dataclass(frozen=True)
class Target:
    """Where a browser is reached, and what only it can decrypt with."""

    endpoint: str
    p256dh: str
    auth: str

    def check_keys(self) -> None:
        """See that something can be encrypted for it. Raises NotKeys."""
        try:
            point, auth = _decode(self.p256dh), _decode(self.auth)
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        except (ValueError, binascii.Error) as error:
            raise NotKeys from error
        if len(point) != POINT_BYTES or len(auth) != AUTH_BYTES:
            raise NotKeys

    def seal(self) -> bytes:
        """Return it as it is kept: under the key of the e-mails, which is not in the database."""
        return seal(json.dumps(asdict(self)))

    @classmethod
    def open(cls, sealed: bytes) -> "Target":
        """Open what ``seal`` returned. Raises CannotOpen without the right key."""
        return cls(**json.loads(open_seal(sealed)))


def public_key() -> str:
    """Return what browsers know this newspaper by (``applicationServerKey``), in base64url."""
    point = _vapid().public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def tag_of(line: BreakingNews) -> str:
    """Return what a later line replaces this one by, on the phone and while it waits for it.

    Lines of one story are one thing told anew, or corrected.
    """
    return f"story-{line.story_id}" if line.story_id else f"line-{line.pk}"


def content_of(line: BreakingNews) -> bytes:
    """Return what the service worker is told of a line, as JSON."""
    alert = alert_in(line.told_in, line.text, tag_of(line))
    if line.story is not None and line.story.live:
        alert["address"] = line.story.url
    return json.dumps(alert, ensure_ascii=False).encode()


def alert_in(edition: str, text: str, tag: str) -> dict[str, str]:
    """Return what a phone shows of ``text``; a later one of its ``tag`` takes its place."""
    language = editions.language_of(edition)
    with editions.reading(edition):
        front = reverse("front")
    return {
        "title": newspaper_in(edition).name,
        "body": text,
        "lang": language,
        "dir": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
        "icon": reverse("icon-picture"),
        "tag": tag,
        "address": front,
    }


def encrypt(content: bytes, target: Target) -> bytes:
    """Return the body that only the target's browser opens (``aes128gcm``)."""
    return http_ece.encrypt(
        content,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_decode(target.p256dh),
        auth_secret=_decode(target.auth),
        version="aes128gcm",
    )


class Signer:
    """Signs for each push service once."""

    def __init__(self) -> None:
        self._vapid = _vapid()
        self._contact = _contact()
        self._signed: dict[str, Mapping[str, str]] = {}

    def headers(self, endpoint: str) -> Mapping[str, str]:
        """Return what tells the push service of ``endpoint`` who sends."""
        parts = urlsplit(endpoint)
        audience = f"{parts.scheme}://{parts.netloc}"
        if audience not in self._signed:
            expires = int(time.time()) + SIGNED_FOR
            claims = {"aud": audience, "exp": expires, "sub": self._contact}
            self._signed[audience] = self._vapid.sign(claims)
        return self._signed[audience]


def _vapid() -> Vapid:
    vapid = Vapid.from_raw(settings.SECRET_KEYS.push.encode())
    vapid.conf = {"no-strict": True}  # else it takes no site with a port for a contact
    return vapid


def _contact() -> str:
    email = Newspaper.load().contact_email
    return f"mailto:{email}" if email else settings.MINBAR_SITE_URL


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
