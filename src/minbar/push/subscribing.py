"""A browser asks for breaking news, chooses otherwise, or asks for no more.

Whoever knows an endpoint is its browser: nobody else is told it, and push services make it so that
it cannot be guessed (RFC 8030, 8.3). Its name is looked up only when something is sent there, for
that may take long; ``guarded_posting`` sees then that it leads into no network of ours.
"""

import ipaddress
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from minbar.discussion.erasing import overwriting
from minbar.discussion.guarded_posting import NotAllowed, split
from minbar.discussion.sealing import keyed_hash
from minbar.push.messages import NotKeys, Target
from minbar.push.models import Subscription, WantedEdition
from minbar.stories import editions
from minbar.stories.models import Section

ALL = "all"
MOST_ROWS = 2**63
"""No section has such a number, and no database can be asked for one."""
ENDPOINT_LENGTH = 1000
INSIDE = ("localhost", "local", "internal", "lan", "home", "arpa", "test", "invalid")
"""Last words of names that lead to no push service on the internet."""


class NotASubscription(Exception):
    """It cannot be sent to, or is to nothing there is; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        """``endpoint``, ``keys`` or ``topics``."""


class NotKnown(Exception):
    """No browser with this endpoint has asked for anything."""


def topic_of(edition: str) -> str:
    """Return the topic of all breaking news of an edition: ``all``, or ``all:fr``."""
    return f"{ALL}:{edition}" if edition else ALL


def subscribe(target: Target, topics: Collection[str]) -> Subscription:
    """Write down what a browser wants, in place of what it wanted before.

    ``topics`` are those of editions, and the numbers of sections of others. Raises
    NotASubscription.
    """
    _check(target)
    wanted, sections = _wanted(topics)
    now = timezone.now()
    told = {"sealed": target.seal(), "renewed_at": now, "failures": 0}
    with transaction.atomic():
        subscription, _is_new = Subscription.objects.update_or_create(
            endpoint_hash=hash_of(target.endpoint),
            defaults=told,
            create_defaults=told | {"made_at": now},
        )
        subscription.sections.set(sections)
        subscription.wanted_editions.all().delete()
        WantedEdition.objects.bulk_create(
            WantedEdition(subscription=subscription, edition=edition) for edition in wanted
        )
    return subscription


def renew(former: str, target: Target) -> None:
    """Let a browser have the other endpoint that its push service gave it.

    Raises NotASubscription, or NotKnown.
    """
    _check(target)
    known = Subscription.objects.filter(endpoint_hash=hash_of(former))
    told = {"endpoint_hash": hash_of(target.endpoint), "sealed": target.seal()}
    with overwriting(), transaction.atomic():
        if former != target.endpoint and known.exists():
            Subscription.objects.filter(endpoint_hash=told["endpoint_hash"]).delete()
        if not known.update(**told, renewed_at=timezone.now(), failures=0):
            raise NotKnown


def forget(endpoint: str) -> None:
    """Delete what a browser wanted, at once; one that is not known is forgotten already."""
    with overwriting(), transaction.atomic():
        Subscription.objects.filter(endpoint_hash=hash_of(endpoint)).delete()


def hash_of(endpoint: str) -> str:
    """Return what knows an endpoint again without telling it."""
    return keyed_hash(settings.SECRET_KEYS.origins, f"push:{endpoint}")


def _check(target: Target) -> None:
    try:
        parts = split(target.endpoint)
    except NotAllowed as refused:
        raise NotASubscription("endpoint") from refused
    is_one = parts.scheme == "https" and len(target.endpoint) <= ENDPOINT_LENGTH
    if not (is_one and _is_outside(str(parts.hostname))):
        raise NotASubscription("endpoint")
    try:
        target.check_keys()
    except NotKeys as error:
        raise NotASubscription("keys") from error


def _is_outside(host: str) -> bool:
    """Whether a name may be a push service's: these have names, and never bare numbers."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        words = host.rstrip(".").split(".")
        return len(words) > 1 and words[-1] not in INSIDE and not words[-1].isdigit()
    return False


def _wanted(topics: Collection[str]) -> tuple[list[str], list[Section]]:
    """Return the editions of which all is wanted, and the sections that are wanted of others.

    What there was when a browser chose it, and is no more, is left out.
    """
    numbers = {int(topic) for topic in topics if topic.isascii() and topic.isdigit()}
    known = map(topic_of, [editions.OWN, *editions.other_languages()])
    if {*topics} - {*map(str, numbers), *known} or max(numbers, default=0) >= MOST_ROWS:
        raise NotASubscription("topics")
    whole = [edition for edition in editions.every_edition() if topic_of(edition) in topics]
    there = Section.objects.live().filter(pk__in=numbers)
    sections = [each for each in there if editions.edition_at(each.url_path) not in whole]
    if not whole and not sections:
        raise NotASubscription("topics")
    return whole, sections
