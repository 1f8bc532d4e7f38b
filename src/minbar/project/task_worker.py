"""The process that does what requests leave for later, and how one knows that it is at work."""

import logging
import os
import socket
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.db.models import Max
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""A task in whose midst the worker died so often is given up: it may be what kills the worker."""


class WorkerDied(Exception):
    """The worker died in the midst of this task, again and again."""


@task()
def show_sign_of_life() -> None:
    """Do nothing. That it was done shows that the queue is read."""


def last_sign_of_life() -> datetime | None:
    """When a worker, wherever it runs, last finished a task."""
    finished = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL)
    return finished.aggregate(last=Max("finished_at"))["last"]


def work_off_tasks() -> None:
    """Do tasks, in this process, until it is told to end; a task in hand is finished first."""
    os.nice(5)  # readers come first
    for name in ("django_tasks", "django_tasks_db"):
        logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.ERROR)
    take_back_unfinished(worker_name())
    call_command(
        "db_worker",
        queue_name="*",
        interval=1,
        reload=False,  # under DEBUG it would start a process that nobody supervises
        startup_delay=False,
        worker_id=worker_name(),
    )


def worker_name() -> str:
    """Name the one worker that ``minbar serve`` has on this newspaper, the same at every start."""
    return f"{socket.gethostname()}:{settings.MINBAR_DATA}"[-64:]


def take_back_unfinished(worker: str) -> None:
    """Queue again the tasks in whose midst ``worker`` died; the library would leave them for ever.

    Right only while that worker does not run. Every task is written so that doing it twice is
    doing it once.
    """
    for result in DBTaskResult.objects.running():
        if result.worker_ids[-1:] != [worker]:
            continue
        if len(result.worker_ids) >= MOST_ATTEMPTS:
            logger.error("Task %s is given up: the worker died in it.", result.task_path)
            result.set_failed(WorkerDied())
        else:
            as_read = DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.RUNNING)
            as_read.update(status=TaskResultStatus.READY, started_at=None)
