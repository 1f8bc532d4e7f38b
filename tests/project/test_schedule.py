from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from minbar.project.schedule import JOBS, Job, Timetable, do
from minbar.stories.models import Story


def job(name):
    (found,) = [job for job in JOBS if job.name == name]
    return found.do


class TestTimetable:
    """A job is due at the start and then again after its time, by a clock that nobody sets."""

    def test_at_the_start_everything_is_due(self):
        each_minute, each_hour = Job("tick", print), Job("strike", print, every=3600)

        assert Timetable([each_minute, each_hour]).take_due(5.0) == [each_minute, each_hour]

    def test_a_job_is_due_again_after_its_time(self):
        each_minute, each_hour = Job("tick", print), Job("strike", print, every=3600)
        timetable = Timetable([each_minute, each_hour])
        timetable.take_due(1000.0)

        assert timetable.take_due(1059.0) == []
        assert timetable.take_due(1060.0) == [each_minute]
        assert timetable.take_due(4600.0) == [each_minute, each_hour]

    def test_says_how_long_nothing_is_due(self):
        timetable = Timetable([Job("tick", print), Job("strike", print, every=3600)])
        timetable.take_due(1000.0)

        assert timetable.seconds_to_next(1020.0) == 40.0
        assert timetable.seconds_to_next(2000.0) == 0.0


class TestDoing:
    """A job that fails is written down and stops no other."""

    @pytest.mark.django_db
    def test_a_failure_is_written_down(self, caplog):
        def fail():
            raise RuntimeError("no ink")

        do(Job("print the paper", fail))

        assert "The schedule could not print the paper" in caplog.text
        assert "no ink" in caplog.text


@pytest.mark.django_db
class TestJobs:
    """What the clock brings."""

    def test_a_story_is_published_when_its_moment_has_come(self, make_story, monkeypatch):
        story = make_story(live=False)
        now = timezone.now()
        story.go_live_at = now + timedelta(hours=1)
        story.save_revision().publish()
        publish = job("publish what is due")

        publish()
        assert not Story.objects.get(pk=story.pk).live

        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=2))
        publish()
        assert Story.objects.get(pk=story.pk).live

    def test_the_worker_is_asked_for_a_sign_of_life(self, settings):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

        job("ask the worker for a sign of life")()

        assert DBTaskResult.objects.ready().count() == 1

    def test_tasks_that_are_long_done_are_forgotten(self, settings):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        for status, days in [("SUCCESSFUL", 2), ("SUCCESSFUL", 0), ("FAILED", 2), ("FAILED", 15)]:
            self.finished(TaskResultStatus[status], days)

        job("forget finished tasks")()

        kept = DBTaskResult.objects.values_list("status", flat=True)
        assert sorted(kept) == [TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL]

    @staticmethod
    def finished(status, days):
        now = timezone.now()
        return DBTaskResult.objects.create(
            status=status,
            finished_at=now - timedelta(days=days),
            args_kwargs={"args": [], "kwargs": {}},
            task_path="minbar.project.task_worker.show_sign_of_life",
            backend_name="default",
            run_after=now,
            exception_class_path="",
            traceback="",
        )
