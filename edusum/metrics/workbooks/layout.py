"""How the workbook for filling is laid out: what writes it and what reads it back agree here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from edusum.metrics.figures import PENDING, Reading
from edusum.metrics.workbooks.cells import Wanted
from edusum.metrics.workbooks.content import reading_as_json, reading_from_json

SHEET, HELP, SEAL = "填报表", "填表说明", "_edusum"
NAME, UNIT, DEFINITION, BEFORE, CURRENT, STATE, APPROXIMATION, NOTE = range(8)
HEADER_ROW = 3
"""Counted from 0; the figures stand below."""
STATES = {"filled": "已填", "not_applicable": "不适用", "pending": "待报"}
APPROXIMATIONS = {
    "over": "逾",
    "near": "近",
    "at_least": "以上",
    "about": "左右",
    "under": "以下",
    "within": "以内",
}
NO_UNIT = "—"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A metric in the workbook; `locked` says why it is not to be filled here, "" if it is."""

    wanted: Wanted
    domain: str = ""
    definition: str = ""
    before: Reading = PENDING
    current: Reading = PENDING
    locked: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a workbook is for: a bureau's (or unit's) figures of a year or its first half."""

    bureau_id: int
    bureau: str
    year: int
    period: str
    label: str
    time_label: str
    before_label: str
    made_on: str
    lines: tuple[Line, ...]

    def headings(self) -> tuple[str, ...]:
        return headings(self.before_label, self.time_label)

    def placed(self) -> Iterator[tuple[int, str, Line | None]]:
        """Row by row below the header: the row's number (from 0), a domain's name or "", the metric."""
        row, domain = HEADER_ROW, ""
        for line in self.lines:
            if line.domain != domain:
                domain = line.domain
                row += 1
                yield row, domain, None
            row += 1
            yield row, "", line


@dataclass(frozen=True, slots=True)
class Place:
    """Where a metric stands in a workbook that was given out, and what stood there."""

    row: int
    code: str
    name: str
    unit: str
    seen: Reading
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What a workbook carries along, sealed, to be known again."""

    bureau_id: int
    year: int
    period: str
    headings: tuple[str, ...]
    places: tuple[Place, ...]
    domains: tuple[tuple[int, str], ...] = ()


def headings(before: str, time: str) -> tuple[str, ...]:
    return ("指标", "单位", "口径", before, time, "状态", "约数", "说明")


def record_of(book: Workbook) -> dict[str, Any]:
    """What the workbook carries, as plain JSON."""
    placed = list(book.placed())
    return {
        "version": VERSION,
        "bureau": book.bureau_id,
        "year": book.year,
        "period": book.period,
        "headings": list(book.headings()),
        "domains": [[row, domain] for row, domain, line in placed if line is None],
        "rows": [
            [
                row,
                line.wanted.code,
                line.wanted.name,
                line.wanted.unit,
                reading_as_json(line.current),
                int(bool(line.locked)),
            ]
            for row, _, line in placed
            if line is not None
        ],
    }


def read_record(told: Mapping[str, Any]) -> Record | None:
    """None for a workbook of another version of this program."""
    if told.get("version") != VERSION:
        return None
    return Record(
        told["bureau"],
        told["year"],
        told["period"],
        tuple(told["headings"]),
        tuple(
            Place(row, code, name, unit, reading_from_json(seen), bool(locked))
            for row, code, name, unit, seen, locked in told["rows"]
        ),
        tuple((row, domain) for row, domain in told["domains"]),
    )
