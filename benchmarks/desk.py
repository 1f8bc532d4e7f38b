"""The desk, each figure against something in the same run.

    .venv/bin/python benchmarks/desk.py [--comments 1000000] [--pending 20000] [--seconds 30]

1. The desk's first screen (what it leases and lists, 95th percentile) with a thousand comments of
   which a hundred wait, and with a million of which 20,000 wait: at most 3 times as long.
2. The answer to a decision (95th percentile) against a bare Django view with one insert, on one
   server and one database: under 10 times as long.
3. Twenty moderators who decide once a second each: nothing lost, nothing decided twice.
"""

import argparse
import http.client
import json
import shutil
import statistics
import threading
import time
import uuid
from collections import Counter
from typing import Any

import submission
from submission import DATA, FEW, WAS_MADE, fill, some_story, with_server, write

MODERATORS = 20
FEW_PENDING = 100
SCREENS = 60
DECISIONS = 200
PASSWORD = "a-password-for-benchmarks"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--pending", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=30)
    chosen = parser.parse_args()
    try:
        submission.prepare()
        make_moderators()
        with_server(lambda port: compare(port, chosen))
    finally:
        if WAS_MADE:
            shutil.rmtree(DATA, ignore_errors=True)


def compare(port: int, chosen: argparse.Namespace) -> None:
    """Measure with few comments and with many, then decide."""
    from minbar.discussion.models import Comment

    fill_up(FEW, FEW_PENDING)
    few = time_screens(port)
    waiting = fill_up(chosen.comments, chosen.pending)
    many = time_screens(port)
    print(
        f"first screen, p95: {few * 1000:.0f} ms with {FEW_PENDING} waiting of {FEW}, "
        f"{many * 1000:.0f} ms with {waiting} of {Comment.objects.count()}; "
        f"ratio {many / few:.2f} (at most 3)",
        flush=True,
    )
    desk = Desk(port, "moderator-0")
    decided = p95([desk.decide() for _ in range(DECISIONS)])
    desk.leave()
    bare = p95(write(port, some_story(), 5.0, "/bare/model/"))
    print(
        f"a decision, p95: {decided * 1000:.1f} ms, a bare insert {bare * 1000:.1f} ms; "
        f"ratio {decided / bare:.1f} (under 10)",
        flush=True,
    )
    decide_together(port, chosen.seconds)


def fill_up(comments: int, pending: int) -> int:
    """Bring the database to so many comments, of which so many wait; returns how many do."""
    from minbar.discussion.models import Comment, Status
    from minbar.moderation.models import QueuedComment
    from minbar.moderation.queueing import requeue_missed

    fill(comments - Comment.objects.count())
    waiting = Comment.objects.filter(status=Status.PENDING)
    kept = waiting.order_by("-pk").values_list("pk", flat=True)[:pending]
    waiting.exclude(pk__in=list(kept)).update(status=Status.REJECTED)
    QueuedComment.objects.exclude(comment__status=Status.PENDING).delete()
    for comment in waiting.filter(pk__in=list(kept)):
        # As many people write: a filled comment differs from the next by a number alone.
        words = f"{uuid.UUID(int=comment.pk * 0x9E3779B97F4A7C15 % (1 << 128))}"
        Comment.objects.filter(pk=comment.pk).update(text=words.translate(ARABIC))
    requeue_missed()
    print(f"  {waiting.count()} wait", flush=True)
    return waiting.count()


ARABIC = str.maketrans("0123456789abcdef-", "ابتثجحخدذرزسشصضط ")


def make_moderators() -> None:
    """Make people who may decide."""
    from django.contrib.auth.models import Group, User

    group = Group.objects.get(name="مشرفو التعليقات")
    for number in range(MODERATORS):
        user = User.objects.create_user(f"moderator-{number}", password=PASSWORD)
        user.groups.add(group)


class Desk:
    """One moderator's browser, over one connection."""

    def __init__(self, port: int, name: str) -> None:
        from django.contrib.auth import get_user_model
        from django.contrib.auth import login as _login  # noqa: F401 - sets the session up
        from django.contrib.sessions.backends.db import SessionStore

        user = get_user_model().objects.get(username=name)
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.create()
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        token = "a" * 32
        self.headers = {
            "Cookie": f"sessionid={session.session_key}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/json",
        }
        self.waiting: list[dict[str, Any]] = []
        self.asked_again = 0

    def post(self, path: str, body: str = "") -> Any:
        """Send something, again where the database was busy, and return what is answered."""
        while True:
            self.line.request("POST", f"/newsroom/moderation/{path}", body, self.headers)
            response = self.line.getresponse()
            told = response.read()
            if response.status != 503:
                break
            self.asked_again += 1
            time.sleep(1)  # as desk.js does
        if response.status not in {200, 204}:
            raise RuntimeError(f"{path} answers {response.status}: {told[:300]!r}")
        return json.loads(told) if told else None

    def screen(self) -> float:
        """Ask for the first screen, and return how long that took."""
        began_at = time.perf_counter()
        self.waiting = self.post("claim/")["cards"]
        return time.perf_counter() - began_at

    def decide(self) -> float:
        """Decide on the next comment, and return how long the answer took."""
        if not self.waiting:
            self.screen()
        card = self.waiting.pop(0)
        kind = (
            {"kind": "approve"}
            if len(self.waiting) % 2
            else {
                "kind": "reject",
                "reason": "off-topic",
            }
        )
        order = {"key": str(uuid.uuid4()), "comments": card["references"]} | kind
        began_at = time.perf_counter()
        (result,) = self.post("decide/", json.dumps({"orders": [order]}))["results"]
        took = time.perf_counter() - began_at
        if result["refused"] or result.get("why"):
            raise RuntimeError(f"not decided: {result}")
        self.decided = result["done"]
        return took

    def leave(self) -> None:
        """Give everything back."""
        self.post("leave/")
        self.waiting = []


def time_screens(port: int) -> float:
    """Return the 95th percentile of the first screen."""
    desk = Desk(port, "moderator-0")
    desk.screen()
    took = []
    for _ in range(SCREENS):
        desk.leave()
        took.append(desk.screen())
    desk.leave()
    return p95(took)


def decide_together(port: int, seconds: int) -> None:
    """Let twenty people decide once a second each, and count what became of it."""
    from minbar.discussion.models import Move

    last = Move.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    decided: list[list[int]] = [[] for _ in range(MODERATORS)]
    took: list[list[float]] = [[] for _ in range(MODERATORS)]
    again = [0] * MODERATORS
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            desk = Desk(port, f"moderator-{number}")
            next_at = time.monotonic() + number / MODERATORS
            for _ in range(seconds):
                time.sleep(max(0.0, next_at - time.monotonic()))
                next_at += 1.0
                took[number].append(desk.decide())
                decided[number] += desk.decided
            again[number] = desk.asked_again
        except BaseException as error:  # noqa: BLE001 - told below, with the others
            failed.append(error)

    people = [threading.Thread(target=work, args=(number,)) for number in range(MODERATORS)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    told = [comment for own in decided for comment in own]
    moves = Move.objects.filter(pk__gt=last, kind__in=["approve", "reject"])
    stored = Counter(moves.values_list("comment_id", flat=True))
    lost = set(told) - set(stored)
    twice = [comment for comment, times in stored.items() if times > 1]
    flat = [each for own in took for each in own]
    print(
        f"{MODERATORS} moderators: {len(told)} decisions in {seconds} s, {len(lost)} lost, "
        f"{len(twice)} decided twice, {len(failed)} failed, {sum(again)} asked again; "
        f"p95 {p95(flat) * 1000:.0f} ms, "
        f"median {statistics.median(flat) * 1000:.0f} ms"
    )
    for error in failed[:3]:
        print(f"  {error!r}")


def p95(took: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(took)[int(len(took) * 0.95)]


if __name__ == "__main__":
    main()
