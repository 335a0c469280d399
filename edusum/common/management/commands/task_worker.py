import os
from argparse import ArgumentParser
from typing import Any

from edusum.common.commands import SentenceCommand
from edusum.common.worker import work


class Command(SentenceCommand):
    help = "Does background tasks until it is told to end; `make run` starts one beside the server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parent", type=int, metavar="PID", help="end when this parent process is gone")

    def handle(self, *args: Any, parent: int | None, **options: Any) -> None:
        work(goes_on=lambda: parent is None or os.getppid() == parent)
