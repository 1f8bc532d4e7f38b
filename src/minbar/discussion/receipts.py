"""A reader's receipt: a private link that says where a comment, or a report, stands.

The token is the keyed HMAC-SHA-256 of a random 128-bit nonce. The row holds the nonce and a digest
of the token, so that the newspaper can show the link again, and a stolen database opens no receipt.
"""

import base64
import hashlib
import hmac
import re
import secrets
from typing import Any, Protocol

from django.conf import settings

from minbar.discussion.models import Comment

TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


class Followed(Protocol):
    """What a reader sent, and may follow by a receipt: a row with a nonce and a digest."""

    receipt_nonce: Any
    receipt_digest: Any


def prepare_receipt(sent: Followed) -> str:
    """Give what was ``sent``, and is not saved yet, a receipt and return its token."""
    sent.receipt_nonce = secrets.token_bytes(16)
    token = token_of(sent)
    sent.receipt_digest = _digest(token)
    return token


def token_of(sent: Followed) -> str:
    """Return the token of a receipt, made again from its nonce."""
    key = settings.SECRET_KEYS.receipts.encode()
    mac = hmac.new(key, bytes(sent.receipt_nonce or b""), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def comment_of(token: str) -> Comment | None:
    """Return the comment whose receipt has this token, or None: wrong tokens are all alike."""
    digest = digest_of(token)
    if digest is None:
        return None
    return Comment.objects.filter(receipt_digest=digest).select_related("story").first()


def digest_of(token: str) -> str | None:
    """Return the digest by which the row of a receipt is found, or None: no token looks so."""
    return _digest(token) if TOKEN_SHAPE.fullmatch(token) else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
