"""An old text cut into pieces that are coloured alike: headings, figures, doubts, what is no part of it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import attrgetter

from edusum.document.readers.source import SourceTable, SourceText

KINDS = ("quantity", "finding", "heading", "residue")
"""What a click on a piece leads to where several meet: the first of these."""


@dataclass(frozen=True, slots=True)
class Spot:
    """text[start:end] is something: `key` is the end of the ids of its place and of what is told of it."""

    start: int
    end: int
    kind: str
    key: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line. `kinds`: as CSS classes; `key`: where a click leads, "" for nowhere.

    `begins`: the keys of the spots that begin here.
    """

    text: str
    kinds: str = ""
    key: str = ""
    hint: str = ""
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """`start`: its first character in the text; `level`: of the heading that begins it, 0 for none.

    `tables` stand before it.
    """

    start: int
    pieces: tuple[Piece, ...]
    level: int = 0
    tables: tuple[SourceTable, ...] = ()


def coloured(
    source: SourceText,
    spots: Iterable[Spot],
    levels: dict[int, int],
    within: tuple[int, int] | None = None,
) -> Iterator[Line]:
    """Line by line; of `within` (start, end) alone, if so wished.

    `levels`: of the headings, by where they begin. Linear in text and spots.
    """
    first, behind = within or (0, len(source.text))
    ordered = sorted(spots, key=attrgetter("start", "end"))
    waiting = [spot for spot in ordered if spot.start < behind and spot.end > first]
    tables = sorted(source.tables, key=attrgetter("before"))
    open_spots: list[Spot] = []
    place = 0
    number = max(bisect_right(source.starts, first) - 1, 0)
    shown_before = number + (first > 0 and source.starts[number] < first)
    table = sum(item.before < shown_before for item in tables)
    for line, line_start in islice(zip(source.lines, source.starts, strict=True), number, None):
        start, end = max(line_start, first), min(line_start + len(line.text), behind)
        if start > end:
            break
        inside = [spot for spot in open_spots if spot.end > start]
        while place < len(waiting) and waiting[place].start < end:
            inside.append(waiting[place])
            place += 1
        first_table = table
        while table < len(tables) and tables[table].before <= number:
            table += 1
        level = next((levels[at] for spot in inside if (at := spot.start) in levels and at >= start), 0)
        text = line.text[start - line_start : end - line_start]
        yield Line(start, tuple(_pieces(text, start, inside)), level, tuple(tables[first_table:table]))
        open_spots = [spot for spot in inside if spot.end > end]
        number += 1
    if table < len(tables) and behind >= len(source.text):
        yield Line(len(source.text), (), 0, tuple(tables[table:]))


def _pieces(text: str, start: int, spots: Sequence[Spot]) -> Iterator[Piece]:
    """Cut wherever a spot begins or ends."""
    end = start + len(text)
    inner = {place for spot in spots for place in (spot.start, spot.end) if start < place < end}
    cuts = sorted(inner | {start, end})
    ordered = sorted(spots, key=attrgetter("start"))
    place = 0
    active: list[Spot] = []
    for first, last in pairwise(cuts):
        active = [spot for spot in active if spot.end > first]
        begins = []
        while place < len(ordered) and ordered[place].start <= first:
            spot = ordered[place]
            active.append(spot)
            if spot.start >= start:
                begins.append(spot.key)
            place += 1
        yield _piece(text[first - start : last - start], active, tuple(begins))


def _piece(text: str, active: Sequence[Spot], begins: tuple[str, ...]) -> Piece:
    if not active:
        return Piece(text)
    kinds = {spot.kind for spot in active}
    leading = min(active, key=lambda spot: (KINDS.index(spot.kind), -spot.start))
    return Piece(text, " ".join(kind for kind in KINDS if kind in kinds), leading.key, leading.hint, begins)
