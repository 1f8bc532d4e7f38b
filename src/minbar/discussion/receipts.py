"""A commenter's receipt: a private link that says where the comment stands.

The token is the keyed HMAC-SHA-256 of a random 128-bit nonce. The row holds the nonce and a digest
of the token, so that the newspaper can show the link again, and a stolen database opens no receipt.
"""

import base64
import hashlib
import hmac
import re
import secrets

from django.conf import settings

from minbar.discussion.models import Comment

TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def prepare_receipt(comment: Comment) -> str:
    """Give an unsaved ``comment`` a receipt and return its token."""
    comment.receipt_nonce = secrets.token_bytes(16)
    token = token_of(comment)
    comment.receipt_digest = _digest(token)
    return token


def token_of(comment: Comment) -> str:
    """Return the token of a comment's receipt, made again from its nonce."""
    key = settings.SECRET_KEYS.receipts.encode()
    mac = hmac.new(key, bytes(comment.receipt_nonce or b""), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def comment_of(token: str) -> Comment | None:
    """Return the comment whose receipt has this token, or None: wrong tokens are all alike."""
    if not TOKEN_SHAPE.fullmatch(token):
        return None
    found = Comment.objects.filter(receipt_digest=_digest(token))
    return found.select_related("story").first()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
