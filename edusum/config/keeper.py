"""Keeps one task worker alive beside the server: `python -m edusum.config.keeper PID`, PID of the server.

A process of its own, since gunicorn's arbiter must not have threads. Ends with the server, however that ends.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from edusum.config.env import ROOT

COMMAND = (sys.executable, str(ROOT / "manage.py"), "task_worker", "--parent")
GRACE = 10
"""Seconds that a task may go on after the server has ended; what is killed then goes on at the next start."""
_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_WELL = 60
"""Seconds after which a worker is said to have started well."""


def keep(is_wanted: Callable[[], bool]) -> None:
    """Start a worker, and another whenever it ends; after repeated failures less and less often."""
    pause = _PAUSE
    while is_wanted():
        started = time.monotonic()
        worker = subprocess.Popen([*COMMAND, str(os.getpid())], stdin=subprocess.DEVNULL)  # noqa: S603 -- ours
        _watch(worker, is_wanted)
        pause = _PAUSE if time.monotonic() - started > _WELL else min(pause * 2, _LONGEST_PAUSE)
        resume = time.monotonic() + pause
        while is_wanted() and time.monotonic() < resume:
            time.sleep(_PAUSE)


def _watch(worker: "subprocess.Popen[bytes]", is_wanted: Callable[[], bool]) -> None:
    """Returns when the worker has ended, by itself or because it is wanted no more."""
    while is_wanted():
        try:
            worker.wait(_PAUSE)
        except subprocess.TimeoutExpired:
            continue
        return
    worker.terminate()
    try:
        worker.wait(GRACE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def main(server: int) -> None:
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, _frame: told.append(signum))
    keep(lambda: not told and os.getppid() == server)


if __name__ == "__main__":
    main(int(sys.argv[1]))
