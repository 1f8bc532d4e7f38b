"""The keys that this newspaper alone knows, made once and kept in ``MINBAR_DATA/secrets``.

They lie outside the database, so that neither a stolen database nor its backup opens an e-mail,
a receipt or a session.
"""

import base64
import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True)
class SecretKeys:
    """One key for each purpose, so that what is made with one can never pass for another."""

    django: str
    sealing: tuple[str, ...]
    """Fernet keys of the commenters' e-mails, the newest first; older ones still open old seals."""
    writers: str
    """Recognises a writer by e-mail without keeping the e-mail."""
    origins: str
    """Recognises an address of origin without keeping it."""
    receipts: str
    story_tokens: dict[str, str]
    """Keys of the token in a story's form, by key id; the highest id signs."""
    push: str = ""
    """Signs what is sent to readers' phones (VAPID, RFC 8292): a number of P-256, in base64url."""


def load_secret_keys(folder: Path) -> SecretKeys:
    """Read the keys in ``folder``, making them (mode 600) if this newspaper has none yet."""
    file = folder / "keys.json"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(file, _new_keys())
    keys = parse_secret_keys(file.read_text())
    return keys if keys.push else _with_push_key(file)


def parse_secret_keys(text: str) -> SecretKeys:
    """Read keys as they are written. Raises ValueError, TypeError or KeyError on any other text."""
    stored = json.loads(text)
    return SecretKeys(**{**stored, "sealing": tuple(stored["sealing"])})


def _new_keys() -> SecretKeys:
    return SecretKeys(
        django=secrets.token_urlsafe(50),
        sealing=(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),),
        writers=secrets.token_urlsafe(32),
        origins=secrets.token_urlsafe(32),
        receipts=secrets.token_urlsafe(32),
        story_tokens={"1": secrets.token_urlsafe(32)},
        push=_new_push_key(),
    )


def _new_push_key() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def _with_push_key(file: Path) -> SecretKeys:
    """Add the key of pushes to keys that are older than it, once whoever else is at it has done."""
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        keys = parse_secret_keys(file.read_text())
        if not keys.push:
            keys = replace(keys, push=_new_push_key())
            _write_beside(file, keys).replace(file)
            os.fsync(folder)
        return keys
    finally:
        os.close(folder)


def _write_once(file: Path, keys: SecretKeys) -> None:
    """Write beside and link: of two processes that start together, both read the same keys."""
    beside = _write_beside(file, keys)
    try:
        os.link(beside, file)
    except FileExistsError:
        pass  # another process was first; its keys are the newspaper's
    finally:
        beside.unlink()


def _write_beside(file: Path, keys: SecretKeys) -> Path:
    beside = file.with_suffix(f".{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        json.dump(asdict(keys), opened, indent=2)
        opened.flush()
        os.fsync(opened.fileno())
    return beside
