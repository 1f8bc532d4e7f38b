"""Caches in front are told, by exact address, of which pages they hold an old copy.

What is to be told is a row, written in the transaction that settles a change; it is told outside of
any, while no page is locked, and the row goes when every cache has heard it. An address with a
query is kept by none of them, so exact addresses are all that there is to tell.
"""

import http.client
import logging
import threading
import time
from collections.abc import Iterable
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from minbar.press.models import Purge

logger = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(seconds=5)
"""Each is told twice: an old answer that was on its way may come to rest behind the first."""
RETRY_AFTER = timedelta(seconds=10)
LOOK_EVERY = 0.2
PATIENCE = 1.0
"""Seconds that a cache has to answer."""
BATCH = 500

Connection = http.client.HTTPConnection


def ask_for(path: str) -> None:
    """Have caches told of ``path``, in the transaction that settles its change."""
    if settings.MINBAR_PURGE_URLS:
        now = timezone.now()
        Purge.objects.bulk_create(Purge(path=path, at=at) for at in (now, now + AGAIN_AFTER))


def send_due(*, within: float = 60.0) -> bool:
    """Tell caches what is due, what came last first; say whether there may be more.

    To be called outside of transactions and locks. What no cache hears, or is not told ``within``
    so many seconds, keeps its row.
    """
    give_up_at = time.monotonic() + within
    due = Purge.objects.filter(at__lte=timezone.now())
    paths_of = dict(due.order_by("-pk").values_list("pk", "path")[:BATCH])
    heard = set(paths_of.values())
    for base in settings.MINBAR_PURGE_URLS:
        heard &= _tell(base, dict.fromkeys(paths_of.values()), give_up_at)
    Purge.objects.filter(pk__in=[pk for pk, path in paths_of.items() if path in heard]).delete()
    is_out_of_reach = len(heard) < len(set(paths_of.values()))
    if is_out_of_reach and time.monotonic() < give_up_at:
        due.update(at=timezone.now() + RETRY_AFTER)
    return len(paths_of) == BATCH and not is_out_of_reach


def keep_purging(ending: threading.Event) -> None:
    """Tell caches what is due, beside the pressing, until asked to end."""
    while not ending.wait(LOOK_EVERY):
        try:
            while send_due() and not ending.is_set():
                pass
        except DatabaseError:
            logger.warning("What caches are to be told could not be read.", exc_info=True)
            close_old_connections()


def _tell(base: str, paths: Iterable[str], give_up_at: float) -> set[str]:
    """Return the paths that the cache at ``base`` has heard; it is asked no more if one fails."""
    told: set[str] = set()
    connection = _connection_to(base)
    try:
        for path in paths:
            left = give_up_at - time.monotonic()
            if left <= 0:
                break
            connection.timeout = min(left, PATIENCE)
            _purge(connection, urlsplit(base).path + quote(path))
            told.add(path)
    except (OSError, http.client.HTTPException) as error:
        logger.warning("%s did not purge a page, and is asked again later: %s", base, error)
    finally:
        connection.close()
    return told


def _connection_to(base: str) -> Connection:
    address = urlsplit(base)
    is_https = address.scheme == "https"
    kind = http.client.HTTPSConnection if is_https else http.client.HTTPConnection
    return kind(address.hostname or "", address.port, timeout=PATIENCE)


def _purge(connection: Connection, address: str) -> None:
    site = urlsplit(settings.MINBAR_SITE_URL).netloc
    connection.request("PURGE", address, headers={"Host": site})
    answer = connection.getresponse()
    answer.read()
    if answer.status not in {HTTPStatus.OK, HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND}:
        raise http.client.HTTPException(f"{answer.status} {answer.reason}")
