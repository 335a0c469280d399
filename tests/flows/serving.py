"""A site that a test may kill and start again, over the same data and at the same address."""

import os
import re
import signal
import subprocess
from pathlib import Path

from tests.flows.conftest import GUNICORN, PATIENCE, free_port, wait_for
from tests.running import ROOT, environment, manage


class MortalSite:
    """As `Site`; `kill` ends every process of the server at once, `start` brings it up again."""

    def __init__(self, data_dir: Path) -> None:
        prepared = manage("prepare", data_dir=data_dir)
        assert prepared.returncode == 0, prepared.stderr
        self.data_dir = data_dir
        self.told = prepared.stdout
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
