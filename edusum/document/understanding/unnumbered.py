"""Headings without a number: what the file's style says, and short lines of their own between paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edusum.document.readers.source import SourceText
from edusum.document.understanding.headings import Found
from edusum.document.understanding.marks import REMOVED

_LONGEST_STYLED = 100
_LONGEST_SHORT = 24
_LONGEST_BOLD = 50
_LEAST_BELOW = 30
"""Characters of a paragraph that makes a heading of the short line above it."""
_NO_HEADING = re.compile(
    r"[。;!?…]|[,、]$|(?:如下|以下|下面|讲话|发言|.{12}):$|^[(\"“《—\-·•※*>]|^\d|^附|^注[::]|\t| {2}|"
    r"^(?:谢谢|特此|此致|敬礼|祝|感谢|同志们|各位|尊敬|主持|记录|参加|时间|地点)|[年月][\d一二三四五六七八九十]{1,3}日?$"
)
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    words: str
    place: int


def unnumbered(source: SourceText, plain: str, structure: Sequence[Found], front_end: int) -> list[Found]:
    """The headings without a mark below the title and 称呼, which end at `front_end`."""
    taken = _taken_lines(source, structure)
    lines = list(_lines(source, plain))
    found = []
    for at, line in enumerate(lines):
        if line.start < front_end or line.place in taken:
            continue
        said = source.lines[line.place]
        below = lines[at + 1] if at + 1 < len(lines) else None
        if said.style_level:
            if len(line.words) <= _LONGEST_STYLED:
                found.append(_found(line, said.style_level))
        elif below and _is_heading(line, below, taken, is_marked=said.is_bold or said.is_centred):
            above = lines[at - 1] if at else None
            if (
                above is None
                or above.place in taken
                or _ends(above.words)
                or len(above.words) <= _LONGEST_SHORT
            ):
                found.append(_found(line, None))
    return found


def with_styles(source: SourceText, structure: Sequence[Found]) -> list[Found]:
    """The numbered headings, with what the file's style says of them."""
    starts = source.starts
    found, line = [], 0
    for heading in structure:
        while line + 1 < len(starts) and starts[line + 1] <= heading.start:
            line += 1
        said = source.lines[line].style_level
        found.append(heading._replace(style_level=said) if said else heading)
    return found


def _is_heading(line: _Line, below: _Line, taken: set[int], *, is_marked: bool) -> bool:
    longest = _LONGEST_BOLD if is_marked else _LONGEST_SHORT
    if not 2 <= len(line.words) <= longest or _NO_HEADING.search(line.words) or not _HAN.search(line.words):
        return False
    return below.place in taken or (len(below.words) >= _LEAST_BELOW and _HAN.match(below.words) is not None)


def _found(line: _Line, style_level: int | None) -> Found:
    end = line.start + len(line.words)
    return Found(None, line.start, line.start, end, is_run_in=False, style_level=style_level)


def _ends(words: str) -> bool:
    return words[-1] in '。!?;:…”")》】'


def _lines(source: SourceText, plain: str) -> Iterator[_Line]:
    for place, (line, start) in enumerate(zip(source.lines, source.starts, strict=True)):
        seen = plain[start : start + len(line.text)]
        words = seen.strip()
        if words and REMOVED not in words:
            yield _Line(start + len(seen) - len(seen.lstrip()), words, place)


def _taken_lines(source: SourceText, structure: Sequence[Found]) -> set[int]:
    starts = source.starts
    taken, line = set(), 0
    for heading in structure:
        for place in (heading.start, heading.words_start):
            while line + 1 < len(starts) and starts[line + 1] <= place:
                line += 1
            taken.add(line)
    return taken
