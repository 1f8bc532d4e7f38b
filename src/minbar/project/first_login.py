"""How the first person gets into a new newsroom: once, with a password that lies in a file."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db.models import Q
from django.dispatch import receiver

USERNAME = "admin"
UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another."""


def first_login_file() -> Path:
    """Where the password that was made waits for its first use."""
    return Path(settings.MINBAR_DATA) / "first-login.txt"


def make_first_login() -> str | None:
    """Give a newsroom without any superuser its first, and return the password if one was made.

    ``MINBAR_ADMIN_PASSWORD`` is taken where it is set. The file is on disk before the user is in
    the database, so that no kill between the two leaves a password that nobody knows.
    """
    if User.objects.filter(Q(is_superuser=True) | Q(username=USERNAME)).exists():
        return None
    given = os.environ.get("MINBAR_ADMIN_PASSWORD")
    password = given or _new_password()
    if not given:
        _keep(f"user: {USERNAME}\npassword: {password}\n")
    User.objects.create_superuser(USERNAME, password=password)
    return None if given else password


@receiver(user_logged_in)
def forget_first_login(user: User, **_signal: Any) -> None:
    """Remove the file when its password has been used."""
    if user.username == USERNAME:
        first_login_file().unlink(missing_ok=True)


def _new_password() -> str:
    """Five groups of four letters: 99 bits."""
    groups = [[secrets.choice(UNMISTAKABLE) for _letter in range(4)] for _group in range(5)]
    return "-".join("".join(letters) for letters in groups)


def _keep(text: str) -> None:
    """Write the file whole and readable by us alone, whatever was there."""
    file = first_login_file()
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(file)
