"""The desk's account with few comments behind it and with a million, in one run.

    .venv/bin/python benchmarks/accountability.py [--comments 1000000] [--rounds 15]

1. The page of the desk's figures over ninety days, a colleague's decisions, the month's
   transparency report, the look for what is late: with 2,000 comments of today and as many of the
   ninety days before, and with a million of these days besides. At most three times as long.
2. Counting one finished day of 11,000 comments, which the schedule does once, against the figures
   by plain queries over the same ninety days, which a page would have to do each time.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA = Path(os.environ.get("MINBAR_DATA") or tempfile.mkdtemp(prefix="minbar-benchmark-"))
WAS_MADE = "MINBAR_DATA" not in os.environ
os.environ |= {
    "MINBAR_DATA": str(DATA),
    "MINBAR_LOG_LEVEL": "ERROR",
    "DJANGO_SETTINGS_MODULE": "minbar.project.settings",
}
TODAY = 2_000
BATCH = 5_000
DAYS = 90
COLLEAGUES = 5
LABELS = ([], [], [], [], ["links"], ["repeated"], ["haste", "links"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    chosen = parser.parse_args()
    try:
        prepare()
        compare(chosen.comments, chosen.rounds)
    finally:
        if WAS_MADE:
            shutil.rmtree(DATA, ignore_errors=True)


def prepare() -> None:
    """Make an edition, and a desk with some people."""
    subprocess.run(
        [sys.executable, HERE / "edition.py", "60"], check=True, stdout=subprocess.DEVNULL
    )
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    people()


def people() -> list[Any]:
    """Return the desk's people, the first of them a senior."""
    from django.contrib.auth.models import Group, User

    found = []
    for number in range(COLLEAGUES):
        person, _made = User.objects.get_or_create(username=f"colleague-{number}")
        person.groups.add(Group.objects.get(name="محررون" if number == 0 else "مشرفو التعليقات"))
        found.append(person)
    return found


def compare(many: int, rounds: int) -> None:
    """Time everything with few comments and with many."""
    from minbar.discussion.models import Move
    from minbar.moderation import statistics as desk

    fill(TODAY, days=0)
    fill(TODAY, days=DAYS)
    count_all()
    few = time_each(rounds)
    fill(many, days=DAYS)
    began_at = time.perf_counter()
    count_all()
    counting = time.perf_counter() - began_at
    print(f"{Move.objects.count()} moves; the days that are over counted in {counting:.1f} s")
    lots = time_each(rounds)
    for name, before in few.items():
        after = lots[name]
        print(
            f"{name}: {before * 1000:.1f} ms with {2 * TODAY} comments, {after * 1000:.1f} ms with "
            f"{2 * TODAY + many}; ratio {after / before:.2f} (at most 3)"
        )
    from django.utils import timezone

    today = timezone.localdate()
    day = median(lambda: desk.count_day(today - timedelta(days=40)), 3)
    began_at = time.perf_counter()
    desk.count_moves(*desk.bounds(today - timedelta(days=DAYS - 1), today))
    plain = time.perf_counter() - began_at
    print(f"one finished day: {day:.2f} s; ninety days by plain queries: {plain:.1f} s")


def count_all() -> None:
    """Count the days that are over again, as the schedule would have done from the beginning."""
    from minbar.moderation.models import ClosedMonth, DeskDay
    from minbar.moderation.transparency import count_and_close

    DeskDay.objects.all().delete()
    ClosedMonth.objects.all().delete()
    for _ in range(4):
        count_and_close()


def time_each(rounds: int) -> dict[str, float]:
    """Return how long each thing takes, the median of some rounds."""
    from django.contrib.auth.models import User
    from django.test import Client

    from minbar.moderation import statistics as desk
    from minbar.moderation import transparency

    senior = User.objects.get(username="colleague-0")
    client = Client()
    client.force_login(senior)

    def ask(path: str) -> Callable[[], None]:
        def asked() -> None:
            answer = client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answers {answer.status_code}")

        return asked

    other = User.objects.get(username="colleague-1").pk
    month = transparency.months()[0]
    return {
        "figures": median(ask("/newsroom/moderation/statistics/?days=90"), rounds),
        "a colleague": median(ask(f"/newsroom/moderation/colleagues/{other}/"), rounds),
        "a colleague's refusals": median(
            ask(f"/newsroom/moderation/colleagues/{other}/?kind=reject"), rounds
        ),
        "transparency": median(lambda: transparency.report_of(month), rounds),
        "what is late": median(desk.oldest_waiting, rounds),
    }


def median(do: Callable[[], object], rounds: int) -> float:
    """Return the median of how long something takes, in seconds."""
    took = []
    do()
    for _ in range(rounds):
        began_at = time.perf_counter()
        do()
        took.append(time.perf_counter() - began_at)
    return statistics.median(took)


def fill(count: int, *, days: int) -> None:
    """Add comments of the last days, most of them decided; with ``days=0`` those of today."""
    from django.db import connection, transaction
    from django.utils import timezone

    from minbar.discussion.models import Appeal, Comment, Move, PolicyRule
    from minbar.stories.models import Story

    chance = random.Random(f"{count} {days}")
    stories = list(Story.objects.order_by("pk").values_list("pk", flat=True))
    rules = list(PolicyRule.objects.values_list("pk", flat=True))
    desk = [person.pk for person in people()]
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=1, microsecond=0)
    first = midnight - timedelta(days=days)
    length = (now - midnight if days == 0 else midnight - first) / max(1, count)
    made = 0
    while made < count:
        comments, moves, appeals = [], [], []
        for place in range(made, min(made + BATCH, count)):
            at = first + place * length
            comment = Comment(
                story_id=stories[place % len(stories)],
                name="قارئ",
                text=f"تعليق {place}",
                submitted_at=at,
                moved_at=at,
                receipt_digest=f"account {days} {count} {place}",
                labels=LABELS[place % len(LABELS)],
            )
            steps = _steps(chance, at, desk, rules, is_left=days == 0 and place % 50 == 0)
            comment.status = steps[-1]["went_to"]
            comment.moved_at = steps[-1]["at"]
            if any(step["went_to"] == "approved" for step in steps):
                comment.first_approved_at = at
            comments.append(comment)
            moves.append(steps)
        with transaction.atomic():
            stored = Comment.objects.bulk_create(comments)
            Move.objects.bulk_create(
                Move(comment=comment, revision=1, **step)
                for comment, steps in zip(stored, moves, strict=True)
                for step in steps
            )
            appeals = [
                Appeal(comment=comment, at=step["at"])
                for comment, steps in zip(stored, moves, strict=True)
                for step in steps
                if step["kind"] == "appeal"
            ]
            Appeal.objects.bulk_create(appeals)
        made += len(comments)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _steps(
    chance: random.Random, at: Any, desk: list[int], rules: list[int], *, is_left: bool
) -> list[dict[str, Any]]:
    """Return what happens to a comment: as a rule it is published, now and then more."""
    wait = timedelta(seconds=min(chance.lognormvariate(6.5, 1.4), 80_000))
    steps = [{"kind": "submit", "came_from": "", "went_to": "pending", "at": at}]
    if is_left:
        return steps
    by = chance.choice(desk)
    if chance.random() < 0.86:
        decided = {"kind": "approve", "came_from": "pending", "went_to": "approved", "by_id": by}
        return [*steps, decided | {"at": at + wait}]
    reason = chance.choice(rules[:6] + rules[:2])
    refused = {"came_from": "pending", "went_to": "rejected", "by_id": by, "reason_id": reason}
    steps.append(refused | {"kind": "reject", "at": at + wait})
    if chance.random() < 0.08:
        appealed = {"kind": "appeal", "came_from": "rejected", "went_to": "appealed"}
        steps.append(appealed | {"at": at + 2 * wait})
        other = chance.choice([person for person in desk if person != by])
        judged = {"came_from": "appealed", "by_id": other, "at": at + 3 * wait}
        if chance.random() < 0.3:
            steps.append(judged | {"kind": "approve", "went_to": "approved"})
        else:
            steps.append(judged | {"kind": "uphold", "went_to": "rejected", "reason_id": reason})
    return steps


if __name__ == "__main__":
    main()
