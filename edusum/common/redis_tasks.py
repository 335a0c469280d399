"""Background tasks by way of Redis, where EDUSUM_TASKS_URL says so (`pip install 'edusum[redis]'`).

Imported only then. The worker of `make run` takes the tasks from Redis too; more workers may run elsewhere:
`manage.py task_worker` over the same database.
"""

from typing import Any

import django_rq
from django.db import transaction
from django_tasks import TaskResult, TaskResultStatus
from django_tasks_rq import Job, RQBackend
from rq import SimpleWorker

QUEUE = "default"


class RedisBackend(RQBackend):
    """Puts a task into Redis only when the rows it is about are there for everybody to see."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """The result is a stand-in: what people see comes from rows of the apps."""
        put = super().enqueue
        transaction.on_commit(lambda: put(task, args, kwargs))
        return TaskResult(
            task=task,
            id="",
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


class QuietWorker(SimpleWorker):
    """In this very process, whose signals are ours."""

    def _install_signal_handlers(self) -> None:
        pass


def do_all() -> bool:
    """Do the tasks that wait; whether there were any."""
    queue = django_rq.get_queue(QUEUE, job_class=Job)
    if not queue.count:
        return False
    worker = QuietWorker([queue], connection=queue.connection, job_class=Job)
    return bool(worker.work(burst=True, logging_level="WARNING"))
