import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from minbar.press.bell import Ear
from minbar.press.pressing import note_failure
from minbar.project import health
from minbar.project.task_worker import (
    MOST_ATTEMPTS,
    last_sign_of_life,
    show_sign_of_life,
    take_back_unfinished,
    worker_name,
)


@pytest.fixture(autouse=True)
def queue(transactional_db, settings):  # the worker hangs up between tasks, as it should
    """Tasks wait for a worker, as they do outside of tests."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def waiting():
    return DBTaskResult.objects.get(pk=show_sign_of_life.enqueue().id)


def work_off():
    call_command("db_worker", queue_name="*", batch=True, reload=False, startup_delay=False)


class TestTakingBack:
    """A task in whose midst the worker died is done by the next."""

    def test_it_is_queued_again(self, waiting):
        waiting.claim(worker_name())
        take_back_unfinished(worker_name())
        work_off()

        waiting.refresh_from_db()
        assert waiting.status == TaskResultStatus.SUCCESSFUL

    def test_another_worker_s_task_is_left_alone(self, waiting):
        waiting.claim("a worker elsewhere")
        take_back_unfinished(worker_name())

        waiting.refresh_from_db()
        assert waiting.status == TaskResultStatus.RUNNING

    def test_a_task_that_may_be_what_kills_the_worker_is_given_up(self, waiting, caplog):
        for _attempt in range(MOST_ATTEMPTS):
            waiting.claim(worker_name())
        take_back_unfinished(worker_name())

        waiting.refresh_from_db()
        assert waiting.status == TaskResultStatus.FAILED
        assert "given up" in caplog.text


class TestReadiness:
    """`/readyz` says whether what readers and the newsroom need is there."""

    @pytest.fixture(autouse=True)
    def press(self, press_room):
        ear = Ear(press_room)
        yield ear
        ear.close()

    def test_a_worker_and_a_press_that_are_there_are_told_of(self, client, waiting):
        work_off()

        answer = client.get("/readyz")

        assert answer.status_code == 200
        assert answer.content == b"database: ok\nworker: ok\npress: ok\n"

    def test_a_page_that_fails_to_be_pressed_is_told_of(self, client, waiting):
        work_off()
        note_failure("/national/", OSError("No space left on device"))

        answer = client.get("/readyz")

        assert answer.status_code == 200  # readers have the old page
        assert "pages that fail to be pressed: 1" in answer.content.decode()

    def test_a_press_that_does_not_listen_is_missing(self, client, waiting, settings, tmp_path):
        work_off()
        settings.PRESS_ROOT = tmp_path / "elsewhere"

        answer = client.get("/readyz")

        assert answer.status_code == 503
        assert "press: does not listen" in answer.content.decode()

    def test_a_worker_that_was_never_seen_is_missing(self, client, waiting):
        answer = client.get("/readyz")

        assert answer.status_code == 503
        assert "worker: no sign of life yet" in answer.content.decode()

    def test_a_worker_that_was_last_seen_long_ago_is_missing(self, client, waiting):
        work_off()
        long_ago = timezone.now() - 2 * health.LONGEST_SILENCE
        DBTaskResult.objects.update(finished_at=long_ago)

        answer = client.get("/readyz")

        assert answer.status_code == 503
        assert "worker: no sign of life since " in answer.content.decode()
        assert last_sign_of_life() == long_ago

    def test_a_database_that_does_not_answer_is_named(self, client, monkeypatch):
        def fail():
            raise DatabaseError

        monkeypatch.setattr(health, "last_sign_of_life", fail)
        answer = client.get("/readyz")

        assert (answer.status_code, answer.content) == (503, b"database: does not answer\n")

    def test_the_process_itself_needs_nothing_to_answer(self, client):
        assert client.get("/healthz").content == b"ok\n"
