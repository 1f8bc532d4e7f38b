"""Work that a sender's machine does while a flood is on: ALTCHA's puzzle, made and checked here.

It is bound to the words and to where they came from, so that one solution sends one comment, and no
table of spent ones is needed.
"""

import json
import secrets
from datetime import timedelta

import altcha
from django.conf import settings
from django.utils import timezone

from minbar.discussion.models import Comment
from minbar.discussion.sealing import keyed_hash

ALGORITHM = "SHA-256"
LEAST_WORK, MOST_WORK = 4_000, 12_000
"""Hashes to try: below a second on a computer, a few on an old phone."""
EXPIRES_AFTER = timedelta(minutes=30)


def ask(comment: Comment) -> str:
    """Return a puzzle for the sender of ``comment``, as JSON for the page and for machines."""
    challenge = altcha.create_challenge(
        ALGORITHM,
        1,
        counter=LEAST_WORK + secrets.randbelow(MOST_WORK - LEAST_WORK),
        expires_at=timezone.now() + EXPIRES_AFTER,
        data={"for": _bound_to(comment)},
        hmac_secret=_secret(),
    )
    return json.dumps(challenge.to_dict(), separators=(",", ":"))


def is_solved(comment: Comment, challenge: str, solution: str) -> bool:
    """Whether ``solution`` (JSON: ``counter``, ``derivedKey``) solves our puzzle for it."""
    payload = _payload(challenge, solution)
    return payload is not None and _is_for(payload, comment) and _verify(payload).verified


def was_asked(comment: Comment, challenge: str) -> bool:
    """Whether ``challenge`` is our puzzle for this comment, still valid, solved or not."""
    payload = _payload(challenge, '{"counter": 0, "derivedKey": ""}')
    if payload is None or not _is_for(payload, comment):
        return False
    result = _verify(payload)
    return not result.expired and result.invalid_signature is False


def _verify(payload: altcha.Payload) -> altcha.VerifySolutionResult:
    return altcha.verify_solution(payload, _secret())


def _payload(challenge: str, solution: str) -> altcha.Payload | None:
    try:
        read = {"challenge": json.loads(challenge), "solution": json.loads(solution)}
        return altcha.Payload.from_dict(read)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _is_for(payload: altcha.Payload, comment: Comment) -> bool:
    return payload.challenge.parameters.data == {"for": _bound_to(comment)}


def _bound_to(comment: Comment) -> str:
    what = f"{comment.story_id}:{comment.origin}:{comment.folded_digest}"
    return keyed_hash(settings.SECRET_KEYS.origins, f"puzzle:{what}")


def _secret() -> str:
    return keyed_hash(settings.SECRET_KEYS.origins, "the key of the puzzles")
