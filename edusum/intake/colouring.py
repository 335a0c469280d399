"""An old text cut into pieces that are coloured alike: headings, figures, doubts, what is no part of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
    """`level`: of the heading that begins it, 0 for none; `tables` stand before it."""

    pieces: tuple[Piece, ...]
    level: int = 0
    tables: tuple[SourceTable, ...] = ()


def coloured(source: SourceText, spots: Iterable[Spot], levels: dict[int, int]) -> Iterator[Line]:
    """Line by line. `levels`: of the headings, by where they begin. Linear in text and spots."""
    waiting = sorted(spots, key=attrgetter("start", "end"))
    tables = sorted(source.tables, key=attrgetter("before"))
    open_spots: list[Spot] = []
    place = table = 0
    for number, (line, start) in enumerate(zip(source.lines, source.starts, strict=True)):
        end = start + len(line.text)
        inside = [spot for spot in open_spots if spot.end > start]
        while place < len(waiting) and waiting[place].start < end:
            inside.append(waiting[place])
            place += 1
        first_table = table
        while table < len(tables) and tables[table].before <= number:
            table += 1
        level = next((levels[at] for spot in inside if (at := spot.start) in levels and at >= start), 0)
        yield Line(tuple(_pieces(line.text, start, inside)), level, tuple(tables[first_table:table]))
        open_spots = [spot for spot in inside if spot.end > end]
    if table < len(tables):
        yield Line((), 0, tuple(tables[table:]))


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
