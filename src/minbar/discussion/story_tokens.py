"""The token in a story's form: it names the story, and that the form came from a page of ours.

No time and no expiry: a page that was pressed a year ago still works (DESIGN section 4).
"""

import hmac

from django.conf import settings

from minbar.discussion.sealing import keyed_hash


def story_token(story_id: int) -> str:
    """Return ``KEYID.HMAC`` for a story, the same at every rendering."""
    return _sign(story_id, max(settings.SECRET_KEYS.story_tokens, key=int))


def is_token_of(token: str, story_id: int) -> bool:
    """Whether ``token`` was made for this story with any key that we still hold."""
    key_id, _dot, _mac = token.partition(".")
    if key_id not in settings.SECRET_KEYS.story_tokens:
        return False
    return hmac.compare_digest(token.encode(), _sign(story_id, key_id).encode())


def _sign(story_id: int, key_id: str) -> str:
    key = settings.SECRET_KEYS.story_tokens[key_id]
    return f"{key_id}.{keyed_hash(key, f'story:{story_id}')[:32]}"
