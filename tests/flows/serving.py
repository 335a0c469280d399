"""A site that a test may kill and start again, over the same data and at the same address."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.conftest import Site, free_port, serve, stop, taken_from


class MortalSite:
    """A `site`; `kill` ends every process of its server at once, `start` brings it up again."""

    def __init__(self, prepared: Path, data_dir: Path) -> None:
        folder = taken_from(prepared, data_dir)
        self.port = free_port()
        self.site = Site(data_dir, folder.told, folder.sessions, url=f"http://127.0.0.1:{self.port}")
        self.start()

    def start(self) -> None:
        self.server = serve(self.port, self.site.data_dir)

    def kill(self) -> None:
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def stop(self) -> None:
        stop(self.server)


def running_alone(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for one module, whose tests must find the demo as it was."""
    mortal = MortalSite(prepared, tmp_path_factory.mktemp("alone"))
    yield mortal.site
    mortal.stop()
