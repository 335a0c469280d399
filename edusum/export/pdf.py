"""Word → PDF by LibreOffice, where there is one: private runs, bounded in time, size and number."""

import fcntl
import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from edusum.common.errors import EdusumError

PDF = "application/pdf"
TIMEOUT = 90
"""Seconds that one conversion may take; 416 pages take about 3."""
LARGEST = 50 * 1024 * 1024
SLOTS = 2
"""Conversions at the same time on this machine: each takes a core and about 230 MB."""
PATIENCE = 20
"""Seconds that one waits for a slot."""

NOT_INSTALLED = (
    "这台服务器上没有装 LibreOffice，不能生成 PDF。可以先导出 Word，再用 Word 或 WPS“另存为 PDF”；"
    "需要一键生成时，请管理员安装 LibreOffice（Debian、Ubuntu 上的 libreoffice-writer-nogui）后重新启动系统。"
)
BUSY = "现在转换 PDF 的人较多，请过一会儿再试，或者先导出 Word。"
TOO_SLOW = "转换 PDF 用的时间太长，已停止。请先导出 Word，再用 Word 或 WPS“另存为 PDF”。"
FAILED = (
    "PDF 没有转换成功，请再试一次。仍不行时，请先导出 Word，再用 Word 或 WPS“另存为 PDF”，"
    "并请管理员检查服务器上的 LibreOffice（要装有 Writer）和磁盘空间。"
)
_KEPT_VARIABLES = ("PATH", "LANG", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_OPTIONS = ("--headless", "--nologo", "--norestore", "--nodefault", "--nolockcheck")


def to_pdf(word: bytes, *, program: str, slots: Path, timeout: float = TIMEOUT) -> bytes:
    """The Word file as LibreOffice prints it. `slots` is a folder shared by all processes of the site.

    The bytes differ from run to run. Raises EdusumError: not installed, busy, too slow, failed.
    """
    if not program:
        raise EdusumError(NOT_INSTALLED)
    with _slot(slots), TemporaryDirectory(prefix="edusum-pdf-") as name:
        folder = Path(name)
        (folder / "paper.docx").write_bytes(word)
        _run(program, folder, timeout)
        return _result(folder / "paper.pdf")


@contextmanager
def _slot(folder: Path) -> Iterator[None]:
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
            raise EdusumError(BUSY)
        time.sleep(0.2)


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _run(program: str, folder: Path, timeout: float) -> None:
    """LibreOffice in a group of its own, with a home and a profile of its own; no shell."""
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", *_OPTIONS, "--convert-to", "pdf", "paper.docx"]
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
        raise EdusumError(FAILED) from error
    try:
        with suppress(ProcessLookupError):
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
        code = process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise EdusumError(TOO_SLOW) from error
    finally:
        _end_group(process)
    if code != 0:
        raise EdusumError(FAILED)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Whatever the run has started ends with it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _result(path: Path) -> bytes:
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise EdusumError(FAILED)
    content = path.read_bytes()
    if not content.startswith(b"%PDF-"):
        raise EdusumError(FAILED)
    return content
