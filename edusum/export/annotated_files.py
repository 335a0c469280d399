"""A paper that came from outside, as a Word file with comments: its own file, or its text in our layout."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from edusum.common.errors import EdusumError
from edusum.document.model import Document
from edusum.document.readers import legacy
from edusum.document.readers.kinds import kind_of
from edusum.export.annotating import Change, Remark, annotated
from edusum.export.redline import Author
from edusum.export.styles import STANDARD, Layout
from edusum.export.word import to_docx


def annotated_file(
    word_file: bytes | None,
    lines: Sequence[str],
    remarks: Sequence[Remark],
    *,
    author: Author,
    document: Document,
    layout: Layout = STANDARD,
    changes: Sequence[Change] = (),
) -> bytes:
    """`lines` is its text with `changes` made, `document` what was understood of that.

    The document is laid out where there is no Word file, or one that cannot be changed.
    """
    if word_file is not None:
        with suppress(EdusumError):
            return annotated(word_file, lines, remarks, author=author, changes=changes)
    return annotated(to_docx(document, layout), lines, remarks, author=author)


def word_file_of(data: bytes, *, program: str, slots: Path) -> bytes | None:
    """The file itself or as LibreOffice converts it; None for what is no Word file (PDF, text, web pages).

    Raises EdusumError where it cannot be converted.
    """
    kind = kind_of(data)
    if kind == "docx":
        return data
    if kind in legacy.KINDS:
        return legacy.to_docx(data, kind, program=program, slots=slots)
    return None
