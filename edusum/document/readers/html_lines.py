"""The lines of a web page that are text, without those that only lead elsewhere."""

import re
from collections.abc import Sequence

from edusum.document.readers.html_walk import Written
from edusum.document.readers.source import SourceLine, SourceTable

_FILE = re.compile(r"^附件|\.(?:docx?|xlsx?|pdf|wps|zip|rar)$", re.IGNORECASE)
_LONGEST_LINK = 60
_LEAST_IN_ROW = 3
_MOSTLY = 0.8


def lines_of(
    items: Sequence[Written | SourceTable],
) -> tuple[tuple[SourceLine, ...], tuple[SourceTable, ...], int]:
    """(lines, tables, how many lines of links were left out)."""
    left_out = _navigation(items)
    lowest = 0 if _has_one_title(items) else 1
    lines: list[SourceLine] = []
    tables: list[SourceTable] = []
    for place, item in enumerate(items):
        if isinstance(item, SourceTable):
            tables.append(SourceTable(len(lines), item.rows, item.head_rows))
        elif place not in left_out:
            level = lowest if item.style_level == 1 else item.style_level
            lines.append(SourceLine(item.text, level, item.mark, item.is_centred, item.is_bold))
    return tuple(lines), tuple(tables), len(left_out)


def _has_one_title(items: Sequence[Written | SourceTable]) -> bool:
    """Whether the only h1 names the paper and is none of its headings."""
    highest = [item for item in items if isinstance(item, Written) and item.style_level == 1]
    return len(highest) == 1


def _navigation(items: Sequence[Written | SourceTable]) -> set[int]:
    """Lines of many links, and runs of lines that are a link each."""
    found: set[int] = set()
    run: list[int] = []
    for place, item in enumerate([*items, Written("。")]):
        if isinstance(item, Written) and _is_links(item):
            run.append(place)
            continue
        if len(run) >= _LEAST_IN_ROW:
            found.update(run)
        run = []
        if isinstance(item, Written) and item.links >= _LEAST_IN_ROW and _linked(item) >= _MOSTLY:
            found.add(place)
    return found


def _is_links(line: Written) -> bool:
    is_short = len(line.text) <= _LONGEST_LINK * max(line.links, 1)
    return bool(line.links) and is_short and _linked(line) >= _MOSTLY and not _FILE.search(line.text)


def _linked(line: Written) -> float:
    return line.linked / max(len(re.sub(r"[\s|·>»-]+", "", line.text)), 1)
