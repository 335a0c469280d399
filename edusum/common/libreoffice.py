"""LibreOffice run in private: bounded in time, size, memory and number, and never through a shell."""

import fcntl
import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from edusum.common.errors import EdusumError

SLOTS = 2
"""Conversions at the same time on this machine: each takes a core and about 230 MB."""
PATIENCE = 20
"""Seconds that one waits for a slot."""
LARGEST = 50 * 1024 * 1024
_SETTINGS = Path(__file__).with_name("libreoffice.xcu")
_KEPT_VARIABLES = ("PATH", "LANG", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_OPTIONS = ("--headless", "--nologo", "--norestore", "--nodefault", "--nolockcheck")


@dataclass(frozen=True, slots=True)
class Complaints:
    """What people are told when it does not work."""

    busy: str
    too_slow: str
    failed: str


def converted(
    content: bytes,
    *,
    source: str,
    target: str,
    program: str,
    slots: Path,
    timeout: float,
    complaints: Complaints,
) -> bytes:
    """The file as LibreOffice writes it: `source` and `target` are suffixes (docx, pdf), the latter may name
    a filter (docx:MS Word 2007 XML).

    `slots` is a folder shared by all processes of the site. The bytes differ from run to run.
    """
    with _slot(slots, complaints), TemporaryDirectory(prefix="edusum-office-") as name:
        folder = Path(name)
        (folder / f"paper.{source}").write_bytes(content)
        _forbid_links(folder)
        _run([program, *_arguments(folder, source, target)], folder, timeout, complaints)
        path = folder / f"paper.{target.partition(':')[0]}"
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise EdusumError(complaints.failed)
        return path.read_bytes()


def _arguments(folder: Path, source: str, target: str) -> list[str]:
    profile = (folder / "profile").as_uri()
    return [f"-env:UserInstallation={profile}", *_OPTIONS, "--convert-to", target, f"paper.{source}"]


def _forbid_links(folder: Path) -> None:
    """A file from outside must not make LibreOffice fetch other files or pages into it."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(_SETTINGS.read_bytes())


@contextmanager
def _slot(folder: Path, complaints: Complaints) -> Iterator[None]:
    """One of the few places; the lock goes with the process, so that none is ever left taken."""
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + PATIENCE
    while True:
        for number in range(SLOTS):
            with (folder / f"slot-{number}").open("w") as file:
                if _taken(file):
                    yield
                    return
        if time.monotonic() > deadline:
            raise EdusumError(complaints.busy)
        time.sleep(0.2)


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _run(command: list[str], folder: Path, timeout: float, complaints: Complaints) -> None:
    """In a group of its own, with a home and a profile of its own."""
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603 -- the program comes from the settings, the rest from here
            command,
            cwd=folder,
            env=environment | {"HOME": str(folder), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise EdusumError(complaints.failed) from error
    try:
        with suppress(ProcessLookupError):
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
        code = process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise EdusumError(complaints.too_slow) from error
    finally:
        end_group(process)
    if code != 0:
        raise EdusumError(complaints.failed)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Whatever the run has started ends with it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
