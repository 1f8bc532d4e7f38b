"""Who may do what at the desk: every role at every address, and with every decision."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from minbar.discussion import writer_actions
from minbar.discussion.models import Comment, PolicyRule, Status
from minbar.discussion.origins import Origin
from minbar.discussion.submission import submit
from minbar.moderation import acts, bans
from minbar.moderation.acts import Order
from minbar.moderation.decisions import approve, reject
from minbar.moderation.models import Act, Assignment
from minbar.moderation.queue import Reference
from tests.moderation.conftest import DESK

pytestmark = pytest.mark.only_on_sqlite("Roles are Django's groups and ours, not the engine's.")

ROLES = {
    "nobody": None,
    "reporter": "صحفيون",
    "moderator": "مشرفو التعليقات",
    "senior": "مسؤولو التعليقات",
    "editor": "محررون",
}
DECIDERS = {"moderator", "senior", "editor"}
SENIORS = {"senior", "editor"}
EDITORS = {"editor"}
OPENERS = {"senior"}

ADDRESSES = {
    "moderation:index": DECIDERS,
    "moderation:claim": DECIDERS,
    "moderation:watch": DECIDERS,
    "moderation:decide": DECIDERS,
    "moderation:leave": DECIDERS,
    "moderation:save_filter": DECIDERS,
    "moderation:forget_filter": DECIDERS,
    "moderation:list": DECIDERS,
    "moderation:history": DECIDERS,
    "moderation:undo": DECIDERS,
    "moderation:pick": DECIDERS,
    "moderation:unpick": DECIDERS,
    "moderation:answer": DECIDERS,
    "moderation:statistics": DECIDERS,
    "moderation:second-looks": DECIDERS,
    "moderation:colleague": SENIORS,
    "moderation:alerts": EDITORS,
    "rules:index": SENIORS,
    "rules:add": SENIORS,
    "rules:edit": SENIORS,
    "rules:delete": SENIORS,
    "rules:words": SENIORS,
    "bans:index": SENIORS,
    "bans:lift": SENIORS,
    "emails:index": OPENERS,
    "emails:open": OPENERS,
    "assignments:index": EDITORS,
    "assignments:add": EDITORS,
    "assignments:edit": EDITORS,
    "assignments:delete": EDITORS,
}
"""Every address of the room, and who may open it; anybody else is sent away."""
OF_WAGTAILS = {"index_results", "history", "history_results", "usage", "copy", "inspect"}
"""What a list of Wagtail's brings along, behind the same rights."""


@pytest.fixture
def as_role(client: Client, make_colleague: Callable[..., User]) -> Callable[[str], Client]:
    """Sit somebody of a role down at a browser."""

    def as_role(role: str) -> Client:
        if group := ROLES[role]:
            client.force_login(make_colleague("someone", group))
        return client

    return as_role


def address_of(name: str, number: int) -> str:
    """Return the address, with a number or a kind where it asks for one."""
    for arguments in ([], [number], ["words"]):
        try:
            return reverse(name, args=arguments)
        except Exception:  # noqa: BLE001 - it asks for another argument
            continue
    raise AssertionError(name)


def is_let_in(client: Client, address: str) -> bool:
    """Whether one of both methods is answered with more than «go away»."""
    for ask in (client.get, client.post):
        answer = ask(address)
        sent_away = answer.status_code in {301, 302} and (
            answer["Location"] == "/newsroom/" or "/login/" in answer["Location"]
        )
        if answer.status_code != 405 and not sent_away and answer.status_code != 403:
            return True
    return False


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_who_may_open_what(as_role, held, moderator, section, role, name):
    client = as_role(role)
    assignment = Assignment.objects.create(colleague=moderator, section=section)
    numbers = {"moderation:colleague": moderator.pk, "assignments:edit": assignment.pk}
    numbers["assignments:delete"] = assignment.pk
    number = numbers.get(name, held.pk)

    assert is_let_in(client, address_of(name, number)) is (role in ADDRESSES[name])


def test_no_address_of_the_room_is_left_out():
    found = set()
    for namespace in ("moderation", "rules", "bans", "emails", "assignments"):
        _prefix, resolver = get_resolver().namespace_dict[namespace]
        found |= {
            f"{namespace}:{name}"
            for name in resolver.reverse_dict
            if isinstance(name, str) and not (namespace == "assignments" and name in OF_WAGTAILS)
        }

    assert found == set(ADDRESSES)


class TestDecisions:
    """Each decision, by each of those who decide."""

    @pytest.fixture
    def comment(self, story) -> Comment:
        typed = {"name": "نورة", "place": "", "email": "n@x.example", "text": "رأي في الخبر."}
        return submit(story, typed, origin=Origin("here", "chrome")).comment

    @pytest.fixture
    def colleague_senior(self, make_colleague) -> User:
        return make_colleague("other", ROLES["senior"])

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("kind", ["approve", "reject", "return", "hold"])
    def test_of_what_waits(self, as_role, comment, role, kind):
        self._try(as_role(role), kind, comment, role in DECIDERS)

    @pytest.mark.parametrize("role", ROLES)
    def test_of_what_is_laid_aside(self, as_role, comment, colleague_senior, role):
        order = Order(uuid4(), Act.Kind.HOLD, (Reference(comment.pk, 1),))
        acts.carry_out(order, by=colleague_senior)

        self._try(as_role(role), "approve", comment, role in SENIORS)

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("kind", ["approve", "uphold"])
    def test_of_an_appeal(self, as_role, comment, colleague_senior, role, kind):
        reject(comment, by=colleague_senior, reason=PolicyRule.objects.first())
        writer_actions.appeal(comment, "")

        self._try(as_role(role), kind, comment, role in SENIORS)

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("kind", ["strike", "keep"])
    def test_of_what_is_published(self, as_role, comment, colleague_senior, role, kind):
        approve(comment, by=colleague_senior)

        self._try(as_role(role), kind, comment, role in DECIDERS)

    @pytest.mark.parametrize("role", ROLES)
    def test_a_ban(self, as_role, comment, role):
        self._try(as_role(role), "ban", comment, role in SENIORS)
        assert bans.running().exists() is (role in SENIORS)

    @pytest.mark.parametrize("role", ROLES)
    def test_undoing_a_colleagues_decision(self, as_role, comment, colleague_senior, role):
        approve(comment, by=colleague_senior)

        as_role(role).post(f"{DESK}undo/", {"comment": f"{comment.pk}@1"})

        comment.refresh_from_db()
        assert (comment.status == Status.PENDING) is (role in SENIORS)

    def _try(self, client: Client, kind: str, comment: Comment, may: bool) -> None:
        moves = comment.history.count()
        order = {"kind": kind, "comments": [f"{comment.pk}@1"], "reason": "insult"}
        answer = client.post(
            f"{DESK}decide/", {"orders": [{"key": str(uuid4())} | order]}, "application/json"
        )
        done = answer.json()["results"][0]["done"] if answer.status_code == 200 else []
        assert done == ([comment.pk] if may else [])
        made_a_move = may and kind not in {"hold", "keep"}
        assert comment.history.count() == moves + made_a_move
