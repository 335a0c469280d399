"""The Document: assembly makes it, preview, proofreading, review and export read it. Frozen, JSON-able."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from edusum.common.errors import EdusumError

SCHEMA = 1
GAP_IN_TABLE = "【待补】"
"""What a table cell shows for a figure that is still to be reported; the row's first cell says which."""


@dataclass(frozen=True, slots=True)
class Run:
    """Plain text inside a paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class FigureRun:
    """Text that stands for a metric: what it shows, the metric's phrase name, the token it came from.

    A gap shows 【待补：…】 because the figure is still to be reported.
    """

    text: str
    name: str
    token: str
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run | FigureRun, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its head, how its cells stand, its share of the width (relative)."""

    head: str
    align: Literal["left", "center", "right"] = "left"
    width: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one head row; every row has as many cells as there are columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it.

    `level` 1–4 (一、 （一） 1. （1）), 0 for an opening without heading. `marker` as printed: （一）.
    `is_run_in`: the heading begins the first paragraph and ends with a full stop there.
    `key` is the section's lasting name in its report template ("" when read from an old file).
    """

    level: int
    marker: str
    heading: str
    is_run_in: bool = False
    key: str = ""
    blocks: tuple[Paragraph | Table, ...] = ()
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signs and when: the date as printed, e.g. 2026年1月8日."""

    name: str
    date: str


@dataclass(frozen=True, slots=True)
class Document:
    """One paper. `bureau`, `year` and `genre` (年度工作总结 …) describe it; the rest is printed."""

    title: str
    sections: tuple[Section, ...] = ()
    salutation: str = ""
    sign_off: SignOff | None = None
    bureau: str = ""
    year: int = 0
    genre: str = ""

    def walk(self) -> Iterator[Section]:
        """Every section in reading order."""
        yield from _walk(self.sections)

    def gaps(self) -> list[FigureRun]:
        """Every gap in reading order; a row of a table that lacks a figure counts as one."""
        return [gap for section in self.walk() for block in section.blocks for gap in _gaps(block)]

    def to_json(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **_plain(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Document":
        """The inverse of `to_json`; raises EdusumError for anything else."""
        if data.get("schema") != SCHEMA:
            raise EdusumError("这份快照的格式与本系统不符，请用原版本的系统打开。")
        try:
            return _document({key: value for key, value in data.items() if key != "schema"})
        except (AttributeError, KeyError, TypeError) as error:
            raise EdusumError("这份快照已损坏，无法读出。") from error


def _gaps(block: Paragraph | Table) -> list[FigureRun]:
    if isinstance(block, Paragraph):
        return [run for run in block.runs if isinstance(run, FigureRun) and run.is_gap]
    return [
        FigureRun(f"【待补：{row[0]}】（{block.caption}）", name=row[0], token="", is_gap=True)
        for row in block.rows
        if GAP_IN_TABLE in row
    ]


def _walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.sections)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _document(data: dict[str, Any]) -> Document:
    sign_off = data.pop("sign_off")
    sections = data.pop("sections")
    return Document(
        sections=tuple(_section(item) for item in sections),
        sign_off=SignOff(**sign_off) if sign_off else None,
        **data,
    )


def _section(data: dict[str, Any]) -> Section:
    rest = {key: value for key, value in data.items() if key not in {"blocks", "sections"}}
    return Section(
        blocks=tuple(_block(item) for item in data["blocks"]),
        sections=tuple(_section(item) for item in data["sections"]),
        **rest,
    )


def _block(data: dict[str, Any]) -> Paragraph | Table:
    if "runs" in data:
        return Paragraph(
            runs=tuple(FigureRun(**run) if "token" in run else Run(**run) for run in data["runs"])
        )
    return Table(
        caption=data["caption"],
        columns=tuple(Column(**column) for column in data["columns"]),
        rows=tuple(tuple(row) for row in data["rows"]),
        note=data["note"],
    )
