"""One small JSON document, posted to an address that an editor has written down.

``discussion.guarded_posting`` sees to it that the address leads into no network of ours. An
operator whose receiver stands inside says so with ``MINBAR_ALERT_PRIVATE_WEBHOOKS``.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

from django.conf import settings
from django.utils.crypto import salted_hmac

from minbar.discussion import guarded_posting
from minbar.discussion.guarded_posting import NotAllowed, NotDelivered

SIGNATURE = "Minbar-Signature"
SECONDS = 5.0
"""For all of it together: the schedule waits meanwhile."""


class NotAWebhook(NotAllowed):
    """Nothing may be posted to this address; ``code`` says why."""


def look_at(url: str) -> None:
    """See that an address is one that may be posted to. Raises NotAWebhook."""
    try:
        guarded_posting.Address.at(url, may_be_private=settings.MINBAR_ALERT_PRIVATE_WEBHOOKS)
    except NotAllowed as refused:
        raise NotAWebhook(refused.code) from refused


def secret_of(url: str) -> str:
    """Return the secret that documents for this address are signed with.

    Made from the newspaper's key, so that nothing of it is in the database or its backups, and
    another for each address, so that no receiver can sign for another.
    """
    return salted_hmac("minbar.webhook", url, algorithm="sha256").hexdigest()


def sign(body: bytes, secret: str) -> str:
    """Return what the header ``Minbar-Signature`` says: HMAC-SHA-256 of the body, as it is sent."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post(url: str, document: Mapping[str, object]) -> None:
    """Post ``document``, signed; return once the receiver has answered with a 2xx.

    Raises NotAWebhook, or NotDelivered.
    """
    body = json.dumps(document, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Minbar",
        SIGNATURE: sign(body, secret_of(url)),
    }
    try:
        answer = guarded_posting.post(
            url,
            body,
            headers,
            seconds=SECONDS,
            may_be_private=settings.MINBAR_ALERT_PRIVATE_WEBHOOKS,
        )
    except NotAllowed as refused:
        raise NotAWebhook(refused.code) from refused
    if not 200 <= answer.status < 300:
        raise NotDelivered(f"HTTP {answer.status}")
