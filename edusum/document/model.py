"""The Document: assembly makes it, preview, proofreading, review and export read it. Frozen, JSON-able."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from typing import Any, Literal, get_args

from edusum.common.errors import EdusumError

SCHEMA = 2
_READABLE = frozenset({1, 2})
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


Alignment = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its head, how its cells stand, its share of the width (relative)."""

    head: str
    align: Alignment = "left"
    width: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one head row; every row has as many cells as there are columns.

    `is_landscape`: it is printed on pages turned sideways.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    is_landscape: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A row of numbers in a chart: decimal digits such as 97.3 or -2, None where nothing is reported."""

    name: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of figures: `trend` over the years, `comparison` side by side, `share` of one whole.

    Every series has as many values as there are categories; a share has one series, none of it negative.
    """

    kind: Literal["trend", "comparison", "share"]
    caption: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    note: str = ""


Block = Paragraph | Table | Chart


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
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signs and when, as printed: 2026年1月8日. `note`: the 附注 below, without brackets."""

    name: str
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What goes along, named below the text; its `sections` take pages of their own, () for a file apart."""

    name: str
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The 版头 of a formal document, each line as printed; "" and () leave a line out.

    `mark` 发文机关标志 (示例区教育局文件), `number` 发文字号 (示教〔2026〕3号), `signers` 签发人,
    `serial` 份号, `secrecy` 密级, `urgency` 紧急程度. GB/T 9704—2012 §7.2.
    """

    mark: str
    number: str = ""
    signers: tuple[str, ...] = ()
    serial: str = ""
    secrecy: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The 版记 on the last page: 抄送 (without 抄送：), 印发机关, 印发日期 (without 印发). GB/T 9704 §7.4."""

    copies_to: str = ""
    issued_by: str = ""
    issued_on: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One paper. `bureau`, `year` and `genre` (年度工作总结 …) describe it; the rest is printed.

    `subtitle`, `speaker` and `spoken_on` (a date as printed) stand under the title, `addressee` 主送机关
    or `salutation` 称呼 above the text, each with its colon. `has_contents`: a table of contents leads in.
    """

    title: str
    sections: tuple[Section, ...] = ()
    salutation: str = ""
    sign_off: SignOff | None = None
    bureau: str = ""
    year: int = 0
    genre: str = ""
    subtitle: str = ""
    speaker: str = ""
    spoken_on: str = ""
    addressee: str = ""
    attachments: tuple[Attachment, ...] = ()
    letterhead: Letterhead | None = None
    imprint: Imprint | None = None
    has_contents: bool = False

    @property
    def prints_contents(self) -> bool:
        """A paper with a 版头 has its text on the first page (GB/T 9704—2012 §7.3.3), so it prints none."""
        return self.has_contents and self.letterhead is None

    def walk(self) -> Iterator[Section]:
        """Every section of the text in reading order, without those of attachments."""
        yield from _walk(self.sections)

    def walk_all(self) -> Iterator[Section]:
        """Every section in reading order, those of attachments too."""
        yield from self.walk()
        for attachment in self.attachments:
            yield from _walk(attachment.sections)

    def gaps(self) -> list[FigureRun]:
        """Every gap in reading order; a row of a table that lacks a figure counts as one."""
        return [gap for section in self.walk_all() for block in section.blocks for gap in _gaps(block)]

    @property
    def digest(self) -> str:
        """The same for documents that are equal (SHA-256, hexadecimal)."""
        written = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **_plain(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Document":
        """The inverse of `to_json`; raises EdusumError for anything else."""
        if data.get("schema") not in _READABLE:
            raise EdusumError("这份快照的格式与本系统不符，请用原版本的系统打开。")
        try:
            return _document({key: value for key, value in data.items() if key != "schema"})
        except (AttributeError, KeyError, TypeError) as error:
            raise EdusumError("这份快照已损坏，无法读出。") from error


def _gaps(block: Block) -> list[FigureRun]:
    if isinstance(block, Paragraph):
        return [run for run in block.runs if isinstance(run, FigureRun) and run.is_gap]
    if isinstance(block, Chart):
        return []
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
    nested = {"sections", "sign_off", "attachments", "letterhead", "imprint"}
    sign_off, letterhead, imprint = data["sign_off"], data.get("letterhead"), data.get("imprint")
    return Document(
        sections=_sections(data["sections"]),
        sign_off=SignOff(**sign_off) if sign_off else None,
        attachments=tuple(
            Attachment(item["name"], _sections(item["sections"])) for item in data.get("attachments", ())
        ),
        letterhead=_letterhead(letterhead) if letterhead else None,
        imprint=Imprint(**imprint) if imprint else None,
        **{name: value for name, value in data.items() if name not in nested},
    )


def _letterhead(data: dict[str, Any]) -> Letterhead:
    return Letterhead(**{**data, "signers": tuple(data["signers"])})


def _sections(items: list[dict[str, Any]]) -> tuple[Section, ...]:
    return tuple(_section(item) for item in items)


def _section(data: dict[str, Any]) -> Section:
    rest = {key: value for key, value in data.items() if key not in {"blocks", "sections"}}
    return Section(
        blocks=tuple(_block(item) for item in data["blocks"]), sections=_sections(data["sections"]), **rest
    )


def _block(data: dict[str, Any]) -> Block:
    if "runs" in data:
        return Paragraph(
            runs=tuple(FigureRun(**run) if "token" in run else Run(**run) for run in data["runs"])
        )
    if "series" in data:
        return _chart(data)
    columns = tuple(_column(column) for column in data["columns"])
    return Table(**{**data, "columns": columns, "rows": tuple(tuple(row) for row in data["rows"])})


def _column(data: dict[str, Any]) -> Column:
    column = Column(**data)
    if column.align not in get_args(Alignment):
        raise TypeError(f"no alignment: {column.align}")
    return column


def _chart(data: dict[str, Any]) -> Chart:
    series = tuple(Series(item["name"], tuple(item["values"])) for item in data["series"])
    return Chart(**{**data, "categories": tuple(data["categories"]), "series": series})
