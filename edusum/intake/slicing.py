"""One paper of several that stand in one file, as a text of its own."""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from edusum.document.readers.source import SourceText


def lines_of(source: SourceText, start: int, end: int) -> tuple[int, int]:
    """The first line of text[start:end], and the one behind its last."""
    first = bisect_right(source.starts, start) - 1
    return max(first, 0), max(bisect_left(source.starts, end), first + 1)


def sliced(source: SourceText, start: int, end: int) -> SourceText:
    """The lines of text[start:end] with what belongs to them; places count from the first of them."""
    first, behind = lines_of(source, start, end)
    return replace(
        source,
        lines=source.lines[first:behind],
        tables=tuple(
            replace(table, before=table.before - first)
            for table in source.tables
            if first <= table.before < behind or (table.before == behind == len(source.lines))
        ),
        asides=tuple(
            aside if aside.line is None else replace(aside, line=aside.line - first)
            for aside in source.asides
            if aside.line is None or first <= aside.line < behind
        ),
        section_keys=tuple(
            (line - first, key) for line, key in source.section_keys if first <= line < behind
        ),
    )
