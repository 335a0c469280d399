"""A paper cut into pieces, so that what was found can be marked in it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from edusum.document.readers.source import SourceTable, SourceText
from edusum.proofreading.findings import SEVERITIES, Severity

_ORDER = {severity: place for place, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Mark:
    """text[start:end] was found fault with; `number` leads to what is told of it."""

    start: int
    end: int
    number: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class CellMark:
    """A cell of table number `table` of a text was found fault with."""

    table: int
    row: int
    column: int
    number: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class ShownCell:
    """`number` and `severity` as of a piece."""

    text: str
    number: int | None = None
    severity: str = ""


ShownTable = tuple[tuple[ShownCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is printed: title, subtitle, addressee, heading, text or sign_off. `lead` of its first
    characters are a heading; `level` its level."""

    kind: str = "text"
    level: int = 0
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line. `number` and `severity`: of the gravest mark, the shortest of such;
    `begins` where the mark begins here."""

    text: str
    is_lead: bool = False
    number: int | None = None
    severity: str = ""
    begins: bool = False
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the paper; `tables` stand before it. `number`: which one, None where only tables are left."""

    look: Look
    pieces: tuple[Piece, ...]
    tables: tuple[ShownTable, ...] = ()
    number: int | None = None


def shown_lines(
    source: SourceText,
    looks: Sequence[Look],
    marks: Iterable[Mark],
    figures: Iterable[tuple[int, int]] = (),
    cells: Iterable[CellMark] = (),
) -> Iterator[ShownLine]:
    """Line by line; `figures` are places that a metric prints. Linear in the text and what is marked."""
    by_line = _by_line(source, marks)
    figures_by_line = _figures_by_line(source, figures)
    told = {(mark.table, mark.row, mark.column): mark for mark in cells}
    tables = sorted(enumerate(source.tables), key=lambda item: item[1].before)
    taken = 0
    for number, (line, start) in enumerate(zip(source.lines, source.starts, strict=True)):
        first = taken
        while taken < len(tables) and tables[taken][1].before <= number:
            taken += 1
        look = looks[number]
        pieces = _pieces(
            line.text, start, look.lead, by_line.get(number, []), figures_by_line.get(number, [])
        )
        yield ShownLine(look, tuple(pieces), _shown(tables[first:taken], told), number)
    if taken < len(tables):
        yield ShownLine(Look(), (), _shown(tables[taken:], told))


def _shown(
    tables: Iterable[tuple[int, SourceTable]], marks: Mapping[tuple[int, int, int], CellMark]
) -> tuple[ShownTable, ...]:
    def cell(text: str, place: tuple[int, int, int]) -> ShownCell:
        mark = marks.get(place)
        return ShownCell(text, mark.number, mark.severity) if mark else ShownCell(text)

    return tuple(
        tuple(
            tuple(cell(text, (number, row, column)) for column, text in enumerate(words))
            for row, words in enumerate(table.rows)
        )
        for number, table in tables
    )


def _by_line(source: SourceText, marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for mark in marks:
        first = bisect_right(source.starts, mark.start) - 1
        last = bisect_right(source.starts, max(mark.start, mark.end - 1)) - 1
        for line in range(first, last + 1):
            found.setdefault(line, []).append(mark)
    return found


def _figures_by_line(
    source: SourceText, figures: Iterable[tuple[int, int]]
) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end in figures:
        found.setdefault(bisect_right(source.starts, start) - 1, []).append((start, end))
    return found


def _pieces(
    text: str, start: int, lead: int, marks: Sequence[Mark], figures: Sequence[tuple[int, int]]
) -> Iterator[Piece]:
    """Cut wherever something begins or ends."""
    end = start + len(text)
    edges = {place for mark in marks for place in (mark.start, mark.end)}
    edges |= {place for span in figures for place in span} | {start + lead}
    cuts = sorted({start, end} | {place for place in edges if start < place < end})
    begun: set[int] = set()
    for first, last in pairwise(cuts):
        over = [mark for mark in marks if mark.start < last and first < mark.end]
        chosen = min(over, key=lambda mark: (_ORDER[mark.severity], mark.end - mark.start), default=None)
        yield Piece(
            text=text[first - start : last - start],
            is_lead=first < start + lead,
            number=chosen.number if chosen else None,
            severity=chosen.severity if chosen else "",
            begins=chosen is not None and chosen.number not in begun and chosen.start >= start,
            is_figure=any(begin < last and first < stop for begin, stop in figures),
        )
        if chosen:
            begun.add(chosen.number)
