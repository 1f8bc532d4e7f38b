"""Who reads: told apart for a day and for nobody's use, and told from what is no person."""

import hashlib
import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from crawleruseragents import is_crawler

REMEMBERED = 4096
"""Browsers' names and addresses whose answers are kept at hand; names come again and again."""
LONGEST_NAME = 300

FETCHED_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")


def is_a_person(environ: Mapping[str, Any]) -> bool:
    """Whether this came from a page of ours in front of a person, so far as its headers tell."""
    if any(_speaks_of_later(environ.get(header, "")) for header in FETCHED_AHEAD):
        return False
    if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
        return False
    return not _is_a_machine(browser_of(environ))


def browser_of(environ: Mapping[str, Any]) -> str:
    """Return the name that the browser gives itself."""
    return environ.get("HTTP_USER_AGENT", "")[:LONGEST_NAME]


def reader_of(*, address: str, browser: str, story: int, salt: bytes) -> int:
    """Return what tells this reader of this story from others, and nothing once ``salt`` is gone.

    It is a keyed hash of address (IPv6 by /64, which is one household), browser and story: with the
    salt at hand, too, it does not show which other stories the same person read. Readers behind one
    address with the same browser are one.
    """
    text = f"{_network_of(address)}\n{browser}\n{story}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8, key=salt).digest(), "big")


def _speaks_of_later(purpose: str) -> bool:
    return "prefetch" in purpose or "prerender" in purpose


@lru_cache(REMEMBERED)
def _is_a_machine(browser: str) -> bool:
    return not browser or is_crawler(browser)


@lru_cache(REMEMBERED)
def _network_of(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
