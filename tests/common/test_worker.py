"""What becomes of tasks when their worker is killed; tests/flows/test_batch.py kills a real one."""

import fcntl
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from edusum.common.worker import (
    KEPT_DAYS,
    MOST_ATTEMPTS,
    add_daily_chore,
    do_daily_chores,
    forget_old,
    put_back_interrupted,
    worker_is_alive,
    working_day,
)

pytestmark = pytest.mark.django_db


def task(status: str, *, attempts: int = 0, finished_at=None) -> DBTaskResult:
    return DBTaskResult.objects.create(
        args_kwargs={"args": [1], "kwargs": {}},
        task_path="edusum.export.tasks.export_batch",
        backend_name="default",
        run_after=timezone.now(),
        status=status,
        worker_ids=[f"worker-{number}" for number in range(attempts)],
        finished_at=finished_at,
    )


def test_a_task_whose_worker_was_killed_waits_again():
    killed, waiting, done = task("RUNNING", attempts=1), task("READY"), task("SUCCESSFUL", attempts=1)
    put_back_interrupted()
    states = {row.pk: row.status for row in DBTaskResult.objects.all()}
    assert states == {killed.pk: "READY", waiting.pk: "READY", done.pk: "SUCCESSFUL"}


def test_a_task_that_kills_every_worker_is_given_up():
    deadly = task("RUNNING", attempts=MOST_ATTEMPTS)
    put_back_interrupted()
    deadly.refresh_from_db()
    assert (deadly.status, deadly.exception_class_path) == ("FAILED", "edusum.common.worker.WorkerDiedError")


def test_what_was_done_long_ago_is_forgotten():
    now = timezone.now()
    task("SUCCESSFUL", finished_at=now - timedelta(days=KEPT_DAYS + 1))
    kept = [task("FAILED", finished_at=now - timedelta(days=KEPT_DAYS - 1)), task("READY")]
    forget_old()
    assert set(DBTaskResult.objects.all()) == set(kept)


def test_a_worker_is_alive_as_long_as_it_holds_the_lock(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert not worker_is_alive()
    with (tmp_path / "task-worker.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert worker_is_alive()
    assert not worker_is_alive()


def test_daily_chores_are_done_each_on_its_own(monkeypatch, caplog):
    done = []

    def fails():
        raise ValueError("no")

    monkeypatch.setattr("edusum.common.worker._chores", {})
    add_daily_chore("first", lambda: done.append("first"))
    add_daily_chore("fails", fails)
    add_daily_chore("last", lambda: done.append("last"))
    do_daily_chores()
    assert (done, "daily chore 'fails' failed" in caplog.text) == (["first", "last"], True)


@pytest.mark.parametrize(("hour", "day"), [(6, 7), (7, 8), (23, 8)])
def test_the_chores_of_a_day_begin_at_seven(monkeypatch, hour, day):
    now = datetime(2026, 1, 8, hour, 30, tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    assert working_day() == date(2026, 1, day)
