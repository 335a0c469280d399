"""The one process that does background tasks: what it does, and whether it is there.

A task is a function marked `@task()` in some app's tasks.py. The worker may be killed at any moment; the next
one begins its task anew. So a task does its work in small steps, each in one transaction, and skips what is
done already.
"""

import fcntl
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

MOST_ATTEMPTS = 3
"""A task that the worker died of so often is given up."""
KEPT_DAYS = 30
_PAUSE = 1.0
_BEGIN = timedelta(hours=7)
"""The chores of a day are done at seven in the morning, or as soon as a worker is there."""

Chore = Callable[[], object]
_chores: dict[str, Chore] = {}
logger = logging.getLogger(__name__)


class WorkerDiedError(Exception):
    """The worker was ended while it did a task."""


def worker_is_alive() -> bool:
    """Whether a worker of this machine holds the lock."""
    with _lock_path().open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def work(*, goes_on: Callable[[], bool]) -> None:
    """Do tasks as they come, as the only worker of this data folder, until told to end or `goes_on` says no.

    A second worker waits until the first is gone.
    """
    ended: list[int] = []
    running: list[Worker] = []

    def end(signum: int, _frame: object) -> None:
        ended.append(signum)
        for worker in running:
            worker.running = False

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)

    def is_wanted() -> bool:
        return not ended and goes_on()

    with _only_worker(is_wanted) as is_mine:
        if is_mine:
            put_back_interrupted()
        done = None
        while is_mine and is_wanted():
            if done != (day := working_day()):
                do_daily_chores()
                done = day
            if not _do_all(running):
                time.sleep(_PAUSE)


def add_daily_chore(name: str, chore: Chore) -> None:
    """From now on do it once a day, and whenever a worker starts: it must not mind being done twice."""
    _chores[name] = chore


def working_day() -> date:
    """The day whose chores are due now."""
    return (timezone.localtime() - _BEGIN).date()


def do_daily_chores() -> None:
    """Each on its own: what fails is logged and tried again the next day, and the others are done."""
    for name, chore in {"forget old tasks": forget_old, **_chores}.items():
        close_old_connections()
        try:
            chore()
        except Exception:  # a chore of one app must not keep the tasks of all others waiting
            logger.exception("daily chore %r failed", name)


def put_back_interrupted() -> None:
    """Tasks that a killed worker left behind wait again; to be called when no worker runs."""
    with exclusive_transaction():
        for result in DBTaskResult.objects.running().filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS):
            if len(result.worker_ids) >= MOST_ATTEMPTS:
                result.set_failed(WorkerDiedError(f"{MOST_ATTEMPTS} times"))
            else:
                result.status, result.started_at = TaskResultStatus.READY, None
                result.save(update_fields=["status", "started_at"])


def forget_old() -> None:
    """What was done long ago; the apps keep what people want to see in tables of their own."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()


def _do_all(running: list[Worker]) -> bool:
    """Whether there was anything to do. Asked before a lock is taken: an idle worker disturbs nobody."""
    close_old_connections()
    if settings.TASKS_URL:
        from edusum.common import redis_tasks  # noqa: PLC0415 -- its libraries are there only where it is used

        return redis_tasks.do_all()
    if not DBTaskResult.objects.ready().filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS).exists():
        return False
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{os.getpid()}-{time.time_ns()}",
    )
    running[:] = [worker]
    worker.run()
    running.clear()
    return True


@contextmanager
def _only_worker(is_wanted: Callable[[], bool]) -> Iterator[bool]:
    """Holds the lock, which the system takes back even from a killed process."""
    with _lock_path().open("a") as file:
        while is_wanted():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_PAUSE)
            else:
                yield True
                return
        yield False


def _lock_path() -> Path:
    return Path(settings.DATA_DIR) / "task-worker.lock"
