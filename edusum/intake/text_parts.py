"""A long old text in parts that a page can show one at a time."""

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

from edusum.document.readers.source import SourceText

PART = 12_000
"""About so many characters are shown at a time."""
_STOPS = "。；;!！?？，, "


def text_parts(source: SourceText, size: int = PART) -> list[tuple[int, int]]:
    """(start, end) of each part, at most `size` long; they end with a line if they can.

    A longer line is cut behind a stop, if there is one in its second half.
    """
    return list(_cut(source, size)) or [(0, 0)]


def part_at(parts: list[tuple[int, int]], place: int) -> int:
    """Which of them (from 1) has the character."""
    return max(bisect_right(parts, place, key=itemgetter(0)), 1)


def _cut(source: SourceText, size: int) -> Iterator[tuple[int, int]]:
    start = end = 0
    for line, line_start in zip(source.lines, source.starts, strict=True):
        line_end = line_start + len(line.text)
        if end > start and line_end - start > size:
            yield start, end
            start = end = line_start
        while line_end - start > size:
            cut = _stop(line.text, start - line_start, size) + line_start
            yield start, cut
            start = end = cut
        end = line_end
    if end > start:
        yield start, len(source.text)


def _stop(text: str, start: int, size: int) -> int:
    for place in range(start + size, start + size // 2, -1):
        if text[place - 1] in _STOPS:
            return place
    return start + size
