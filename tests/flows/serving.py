"""A site that a test may kill and start again, over the same data and at the same address."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.conftest import GUNICORN, PATIENCE, free_port, taken_from, wait_for
from tests.running import ROOT, environment


class MortalSite:
    """As `Site`; `kill` ends every process of the server at once, `start` brings it up again."""

    def __init__(self, data_dir: Path, told: str) -> None:
        self.data_dir = data_dir
        self.told = told
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    @property
    def password(self) -> str:
        return re.search(r"密码都是 (\S+?)（", self.told)[1]

    def start(self) -> None:
        log = self.data_dir / "server.log"
        with log.open("a") as file:
            self.server = subprocess.Popen(
                [*GUNICORN, f"127.0.0.1:{self.port}"],
                cwd=ROOT,
                env=environment(self.data_dir),
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(self.port, self.server, log)

    def kill(self) -> None:
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(PATIENCE)

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(PATIENCE)


def running_alone(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MortalSite]:
    """A site for one module, whose tests kill it or must find the demo as it was."""
    data_dir = tmp_path_factory.mktemp("alone")
    site = MortalSite(data_dir, told=taken_from(prepared, data_dir))
    yield site
    site.stop()
