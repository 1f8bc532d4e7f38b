"""What is let go of before a process is forked."""

import threading
from pathlib import Path

import pytest
from django.db import connection

from minbar.press.forking import let_go_of_database
from minbar.stories.models import Section

THIS_PROCESS = Path("/proc/self/task")

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.only_on_postgresql("SQLite has no pool"),
    pytest.mark.skipif(not THIS_PROCESS.exists(), reason="this system does not tell its threads"),
]


def test_of_a_pool_s_threads_none_is_still_ending():
    let_go_of_database()
    before = {thread.native_id for thread in threading.enumerate()}
    for _ in range(100):
        Section.objects.count()
        started = {thread.native_id for thread in threading.enumerate()} - before
        assert started

        let_go_of_database()

        assert [task for task in started if (THIS_PROCESS / str(task)).exists()] == []
    assert connection.connection is None
