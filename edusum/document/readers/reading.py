"""Any old file → SourceText: which reader takes it, and what holds for the text of all of them."""

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from edusum.common.errors import EdusumError
from edusum.document.readers import legacy
from edusum.document.readers.kinds import Kind, kind_of
from edusum.document.readers.limits import LONG_PARAGRAPH, MAX_CHARACTERS, check_size, too_long
from edusum.document.readers.source import SourceLine, SourceTable, SourceText

_READERS: tuple[Kind, ...] = ("docx", "html", "pdf", "text")
"""Kinds that have a module of their own, each with `read(data)`; the rest goes through LibreOffice."""
_MOST_BYTES = 4
"""That a character takes in any encoding."""
_UNFIT = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls
    "\u200e\u200f\u202a-\u202e\u2060-\u206f\ufff9-\ufffb"  # directions, and what else is never seen
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"  # no characters at all
)
_SOFT_ENDS = "\x0b\x0c\x1c-\x1f\x85\u2028\u2029\r\n"
_ODD = re.compile(f"[{_UNFIT}{_SOFT_ENDS}]")
_GONE = re.compile(f"[{_UNFIT}]")
_BLANK = re.compile(f"[{_SOFT_ENDS}]")
_CLEANED = "文字里有 {} 个看不见的控制字符，已去掉。"
_LONG = "第 {} 行有 {} 万多字没有换行，多半是换行丢了，理解的结果请多核对。"
NO_TEXT = (
    "这个文件里没有读到文字，可能是扫描件，或者整页都是图片。请用文字识别（OCR）软件转成文字，"
    "或者找到原来的 Word 文件后再上传。"
)


def read(data: bytes, name: str = "", *, program: str = "", slots: Path | None = None) -> SourceText:
    """`name` is only told, never trusted. `program` and `slots` as for `legacy.to_docx`.

    Raises EdusumError with a sentence for whoever handed the file in.
    """
    check_size(data)
    kind = kind_of(data)
    if kind == "text" and len(data) > _MOST_BYTES * MAX_CHARACTERS:
        raise too_long()
    if kind in _READERS:
        return tidied(_reader(kind)(data))
    converted = legacy.to_docx(data, kind, program=program, slots=slots)
    return replace(tidied(_reader("docx")(converted)), kind=kind)


def _reader(kind: Kind) -> Callable[[bytes], SourceText]:
    """Loaded when it is needed: some are heavy, and a process often reads one file only."""
    reader: Callable[[bytes], SourceText] = import_module(f"edusum.document.readers.{kind}").read
    return reader


def tidied(source: SourceText) -> SourceText:
    """Without what no text may hold; raises EdusumError where nothing is left, or far too much."""
    in_tables = sum(len(cell) for table in source.tables for row in table.rows for cell in row)
    if len(source.text) + in_tables + sum(len(aside.text) for aside in source.asides) > MAX_CHARACTERS:
        raise too_long()
    asides = tuple(replace(aside, text=_fit_lines(aside.text)) for aside in source.asides)
    lines, gone = source.lines, 0
    if _ODD.search(source.text.replace("\n", "")):
        gone = sum(len(_GONE.findall(line.text)) for line in lines)
        lines = tuple(fitting(line) for line in lines)
    source = replace(source, lines=lines, tables=tuple(map(_fit_table, source.tables)), asides=asides)
    if not any(line.text.strip() for line in source.lines) and not source.tables:
        raise EdusumError(NO_TEXT)
    told = [_CLEANED.format(gone)] if gone else []
    told += [
        _LONG.format(number, len(line.text) // 10_000)
        for number, line in enumerate(lines, 1)
        if len(line.text) >= LONG_PARAGRAPH
    ]
    return replace(source, told=(*source.told, *told))


def _fit(words: str) -> str:
    return _GONE.sub("", _BLANK.sub(" ", words))


def _fit_lines(words: str) -> str:
    return "\n".join(_fit(line) for line in words.split("\n"))


def fitting(line: SourceLine) -> SourceLine:
    """Without what no text may hold; what is seen as a blank becomes one."""
    if not _ODD.search(line.text):
        return line
    mark = _fit(line.text[: line.mark])
    return replace(line, text=mark + _fit(line.text[line.mark :]), mark=len(mark))


def _fit_table(table: SourceTable) -> SourceTable:
    return replace(table, rows=tuple(tuple(_fit_lines(cell) for cell in row) for row in table.rows))
