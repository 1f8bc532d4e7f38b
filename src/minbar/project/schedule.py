"""What is done by the clock, in a process of its own."""

import logging
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from minbar.advertising.terms import turn_advertisements
from minbar.audience.counting import Fold
from minbar.audience.pressed_figures import refresh_pressed_figures
from minbar.audience.rankings import refresh_rankings
from minbar.corrections.retention import forget_what_is_due as forget_error_reports
from minbar.discussion.letters import send_due_letters
from minbar.discussion.modes import close_what_is_due
from minbar.discussion.retention import forget_what_is_due
from minbar.discussion.reviewing import refresh_review_time
from minbar.discussion.votes import show_votes
from minbar.moderation.alerts import watch
from minbar.moderation.bans import forget_ended
from minbar.moderation.queueing import requeue_missed
from minbar.moderation.transparency import count_and_close
from minbar.press.keys import touch_at
from minbar.project.task_worker import show_sign_of_life
from minbar.push.retention import forget_what_is_due as forget_phones
from minbar.push.sending import look as send_to_phones
from minbar.search.indexing import index_missed
from minbar.stories.announcing import announce_missed
from minbar.stories.front_time import turn_front_page
from minbar.stories.news_window import move_news_window
from minbar.stories.photo_making import ask_for_missed, forget_replaced

logger = logging.getLogger(__name__)

MINUTE = 60.0
HOUR = 60 * MINUTE


@dataclass(frozen=True)
class Job:
    """Something to be done at the start and then ``every`` so many seconds."""

    name: str
    do: Callable[[], object]
    every: float = MINUTE


class Timetable:
    """Which jobs are due, by a clock that nobody sets (seconds, as ``time.monotonic`` gives)."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._due_at = dict.fromkeys(jobs, 0.0)

    def take_due(self, now: float) -> list[Job]:
        """Return the jobs that are due, each put off until its next time."""
        due = [job for job, due_at in self._due_at.items() if due_at <= now]
        self._due_at.update({job: now + job.every for job in due})
        return due

    def seconds_to_next(self, now: float) -> float:
        """How long nothing is due."""
        return max(0.0, min(self._due_at.values()) - now)


def publish_what_is_due() -> None:
    """Publish and unpublish the pages whose moment has come."""
    call_command("publish_scheduled")


def forget_finished_tasks() -> None:
    """Delete tasks that ended well a day ago, and those that failed two weeks ago."""
    call_command(
        "prune_db_task_results",
        queue_name="*",
        min_age_days=1,
        failed_min_age_days=14,
        verbosity=0,
    )


def ask_worker_for_sign_of_life() -> None:
    """Give the worker a task whose end ``/readyz`` looks for."""
    show_sign_of_life.enqueue()


def name_the_next_midnight() -> None:
    """Have the date over front and sections change when the newspaper's day is over."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, datetime.min.time(), timezone.get_current_timezone())
    touch_at("edition-date", midnight)


JOBS = (
    Job("announce what nobody told the press", announce_missed),
    Job("index what nobody told the search", index_missed),
    Job("make photos whose task was lost", ask_for_missed),
    Job("name the next midnight", name_the_next_midnight),
    Job("publish what is due", publish_what_is_due),
    Job("close comments and touch what time changes", close_what_is_due),
    Job("turn the front page by the clock", turn_front_page),
    Job("begin and end advertisements", turn_advertisements),
    Job("send breaking news to phones", send_to_phones),
    Job("let news grow old", move_news_window),
    Job("count views", Fold(settings.JOURNAL_ROOT).run),
    Job("rank the most read", refresh_rankings),
    Job("refresh figures in pages", refresh_pressed_figures),
    Job("send letters to writers", send_due_letters),
    Job("reckon how long a review takes", refresh_review_time),
    Job("queue comments that were missed", requeue_missed, every=HOUR),
    Job("show votes in pages", show_votes),
    Job("tell the newsroom what is late", watch),
    Job("count the desk's days and close its months", count_and_close),
    Job("ask the worker for a sign of life", ask_worker_for_sign_of_life),
    Job("forget what was kept for its time", forget_what_is_due, every=HOUR),
    Job("forget answered reports of errors", forget_error_reports, every=HOUR),
    Job("forget phones that nobody confirmed", forget_phones, every=HOUR),
    Job("forget whom ended bans were about", forget_ended, every=HOUR),
    Job("forget renditions that no page names", forget_replaced, every=HOUR),
    Job("forget finished tasks", forget_finished_tasks, every=HOUR),
)


def keep_schedule(jobs: Iterable[Job] = JOBS) -> NoReturn:
    """Do the jobs, in this process, until SIGTERM, which ends it whatever it is doing."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    timetable = Timetable(jobs)
    while True:
        for job in timetable.take_due(time.monotonic()):
            do(job)
        time.sleep(timetable.seconds_to_next(time.monotonic()))


def do(job: Job) -> None:
    """Do one job; its failure is written down and stops no other."""
    close_old_connections()
    try:
        job.do()
    except Exception:
        logger.exception("The schedule could not %s; it tries again.", job.name)
    finally:
        close_old_connections()
