"""Old files read in a process of their own, with limits: one bad file cannot hold or bring down a worker."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from edusum.common.errors import EdusumError
from edusum.common.libreoffice import end_group
from edusum.document.readers import legacy
from edusum.document.readers.kinds import kind_of
from edusum.document.readers.limits import MAX_FILE, check_size
from edusum.document.readers.source import SourceText

MEMORY: Final = 500 * 1024 * 1024
"""Bytes of address space."""
SECONDS: Final = 10
"""By the clock; of the processor too."""
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "VIRTUAL_ENV")
"""The keys of the site are none of its business."""
_ROOT = Path(__file__).parents[3]
_OUT_OF_TIME = (-signal.SIGKILL, -signal.SIGXCPU)
_TOO_SLOW = "这个文件读的时间太长，已停止。它可能已损坏，请按篇拆开，另存为 .docx 后再上传。"
_TOO_LARGE = "读这个文件要用的内存太多，已停止。它可能已损坏，请按篇拆开，另存为 .docx 后再上传。"
_FAILED = "这个文件读不出来，可能已损坏。请用 Word 或 WPS 打开，另存为 .docx 后再上传。"


def read(
    data: bytes, name: str = "", *, program: str = "", slots: Path | None = None, seconds: float = SECONDS
) -> SourceText:
    """As `reading.read`, and with EdusumError too for what takes too long or too much memory.

    What LibreOffice has to convert first takes `legacy.TIMEOUT` seconds more at most.
    """
    del name
    check_size(data)
    kind = kind_of(data)
    if kind in legacy.KINDS:
        converted = legacy.to_docx(data, kind, program=program, slots=slots)
        return SourceText.from_json(_answer(converted, seconds) | {"kind": kind})
    return SourceText.from_json(_answer(data, seconds))


def _answer(data: bytes, seconds: float) -> dict[str, object]:
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", __name__],
        cwd=_ROOT,
        env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            written, _ = process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise EdusumError(_TOO_SLOW) from error
        finally:
            end_group(process)
    if process.returncode in _OUT_OF_TIME:
        raise EdusumError(_TOO_SLOW)
    if process.returncode != 0:
        raise EdusumError(_FAILED)
    answer: dict[str, object] = json.loads(written)
    if "error" in answer:
        raise EdusumError(str(answer["error"]))
    return answer


def main() -> None:
    """The process itself: the file comes in by stdin, JSON goes out by stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        from edusum.document.readers.reading import read as read_here  # noqa: PLC0415 -- within the limits

        answer = read_here(sys.stdin.buffer.read(MAX_FILE + 1)).to_json()
    except EdusumError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": _TOO_LARGE}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
