"""What a long text and its Word file need beyond a process that has only loaded the program."""

import re
import subprocess
import sys
from pathlib import Path

from benchmarks.papers import paper
from edusum.export.word import to_docx

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
KILOBYTES = 1024


def peak_above_idle(characters: int) -> float:
    """In megabytes, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.memory", str(characters)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- ourselves
    return float(run.stdout)


def main(characters: int) -> None:
    RESET.write_text("5")  # the highest mark begins anew
    idle = _kilobytes("VmRSS")
    to_docx(paper(characters).document)
    sys.stdout.write(f"{(_kilobytes('VmHWM') - idle) / KILOBYTES}\n")


def _kilobytes(name: str) -> int:
    match = re.search(rf"^{name}:\s+(\d+) kB", STATUS.read_text(), re.MULTILINE)
    return int(match[1]) if match else 0


if __name__ == "__main__":
    main(int(sys.argv[1]))
