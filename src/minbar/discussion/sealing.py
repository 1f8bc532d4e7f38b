"""E-mails sealed as they arrive: encrypted, recognised again, and opened by nobody in passing."""

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotOpen(Exception):
    """None of this newspaper's keys opens the seal."""


def seal(email: str) -> bytes:
    """Return ``email`` encrypted and authenticated (Fernet: AES-128-CBC with HMAC-SHA-256)."""
    return _sealer().encrypt(email.encode())


def open_seal(ciphertext: bytes) -> str:
    """Return the e-mail that ``seal`` was given. Raises CannotOpen without the right key."""
    try:
        return _sealer().decrypt(bytes(ciphertext)).decode()
    except InvalidToken as error:
        raise CannotOpen from error


def writer_hash(email: str) -> str:
    """Return what recognises the writer of ``email`` again: a keyed hash, in hexadecimal.

    Letter case makes no other writer, though RFC 5321 (2.4) would allow it: no provider does.
    """
    return keyed_hash(settings.SECRET_KEYS.writers, email.strip().casefold())


def keyed_hash(key: str, text: str) -> str:
    """Return HMAC-SHA-256 of ``text`` under ``key``, in hexadecimal."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _sealer() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECRET_KEYS.sealing])
