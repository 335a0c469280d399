"""Reading within limits, in a process whose children are readers only, so that their memory can be told."""

import resource
from pathlib import Path

from edusum.common.errors import EdusumError
from edusum.document.readers import limited
from edusum.document.readers.source import SourceText


def read(content: bytes, program: str, slots: Path) -> tuple[SourceText | str, int]:
    """The text or what was said instead, and the most kilobytes that any child took so far."""
    outcome: SourceText | str
    try:
        outcome = limited.read(content, program=program, slots=slots)
    except EdusumError as error:
        outcome = str(error)
    return outcome, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
