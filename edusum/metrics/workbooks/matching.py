"""Any table: where its names and numbers stand, and which metric each name may mean. A person confirms."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from edusum.common.errors import EdusumError
from edusum.metrics.units import scale_of
from edusum.metrics.workbooks.bodies import first_row
from edusum.metrics.workbooks.cells import BLANK, SheetCell, Wanted, read_cell, text_of
from edusum.metrics.workbooks.content import Content, Fault, Taken
from edusum.metrics.workbooks.grids import Grid

MAX_TABLE_ROWS, MAX_TABLE_COLUMNS = 1_000, 30
NAME_COLUMNS = 8
HEADER_ROWS, MOST_ABOVE = 3, 6
ALIKE = 0.72
MOST_ALIKE = 3
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_LEADING = re.compile(r"^(?:其中|[#*·•\-—]|[（(]?[0-9一二三四五六七八九十]{1,3}[)）.、．])[:：、\s]*")
_NOISE = re.compile(r"[\s:：,，、.。;；“”\"'‘’《》<>〈〉—\-_/]+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_THIS = re.compile(r"本年|今年|当年|本期")
_LAST = re.compile(r"上年|去年|上一年|同期")
_ASIDE = re.compile(
    r"状态|约数|增减|增幅|增长|同比|环比|备注|说明|口径|序号|编号|代码|排名|负责|科室|目标|计划|任务|完成率"
)
_UNIT_HEAD = re.compile(r"单位")
_UNIT_LINE = re.compile(r"单位\s*[:：]\s*([^\s,，;；()（）]{1,8})")


@dataclass(frozen=True, slots=True)
class Known:
    """A metric and all that it may be called."""

    code: str
    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers; `year` where its heading says one."""

    label: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with a name; `cells` stand under the table's columns, each with its address."""

    label: str
    unit: str
    cells: tuple[tuple[str, SheetCell], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What was found of a table: names, columns of numbers; `unit` as told above it for amounts of money."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a row's name may mean: `codes`, the likeliest first; `is_sure` if it is called just so."""

    codes: tuple[str, ...] = ()
    is_sure: bool = False


class Names:
    """The metrics by what they are called, however it is written."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_name: dict[str, list[str]] = {}
        for metric in known:
            for name in dict.fromkeys((metric.name, *metric.others)):
                codes = self.by_name.setdefault(plain(name), [])
                if metric.code not in codes:
                    codes.append(metric.code)
        self.by_name.pop("", None)

    def exactly(self, label: str) -> tuple[str, ...]:
        """Those called so; the name without its brackets is tried when the whole is unknown."""
        return tuple(self.by_name.get(plain(label)) or self.by_name.get(bare(label)) or ())

    def guess(self, label: str) -> Guess:
        codes = self.exactly(label)
        if codes:
            return Guess(codes[:MOST_ALIKE], is_sure=len(codes) == 1)
        return Guess(tuple(self._alike(bare(label))))

    def _alike(self, name: str) -> list[str]:
        if len(name) < 2:
            return []
        rated: dict[str, float] = {}
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(name)
        for other in self._near(name):
            matcher.set_seq1(other)
            rating = matcher.ratio()
            if rating >= ALIKE or (min(len(name), len(other)) >= 4 and (name in other or other in name)):
                for code in self.by_name[other]:
                    rated[code] = max(rated.get(code, 0), rating)
        return sorted(rated, key=lambda code: -rated[code])[:MOST_ALIKE]

    def _near(self, name: str) -> Iterator[str]:
        """Names that share enough characters to be worth a look."""
        signs = set(name)
        for other, own in self.signs.items():
            if len(signs & own) * 2 >= min(len(signs), len(own)):
                yield other

    @cached_property
    def signs(self) -> dict[str, set[str]]:
        return {name: set(name) for name in self.by_name}


def plain(text: str) -> str:
    """A name without what people write differently: width, blanks, marks, numbering."""
    return _NOISE.sub("", _unnumbered(text).translate(_NO_BRACKETS)).lower()


def bare(text: str) -> str:
    """As `plain`, and without what stands in brackets, such as a unit."""
    return plain(_BRACKETS.sub("", unicodedata.normalize("NFKC", text)))


_NO_BRACKETS = str.maketrans("", "", "()（）[]【】")


def _unnumbered(text: str) -> str:
    told = unicodedata.normalize("NFKC", text).strip()
    for _ in range(2):
        told = _LEADING.sub("", told)
    return told


# Where things stand


def find_table(grids: Sequence[Grid], names: Names, *, year: int) -> Table:
    """The table that names the most metrics, row by row or column by column. Raises EdusumError for none."""
    best: tuple[int, Grid, int] | None = None
    for grid in _both_ways(grids):
        for column in range(NAME_COLUMNS):
            count = sum(bool(names.exactly(text_of(row[column]))) for row in grid.rows if column < len(row))
            if count and (best is None or count > best[0]):
                best = (count, grid, column)
    if best is None:
        raise EdusumError(
            "没有找到与指标同名的行或列。表里要有一列（或一行）是指标名称，名称与指标库里的名称或同义说法一致。"
        )
    return _table(best[1], best[2], names, year)


class _Turned(Grid):
    """A grid with rows and columns exchanged; addresses stay those of the sheet."""

    def name_of(self, row: int, column: int) -> str:
        return super().name_of(column, row)


def _both_ways(grids: Sequence[Grid]) -> Iterator[Grid]:
    for grid in grids:
        if not grid.is_hidden:
            yield grid
            yield _turned(grid)


def _turned(grid: Grid) -> Grid:
    width = max((len(row) for row in grid.rows), default=0)
    rows = grid.rows[: MAX_TABLE_COLUMNS * 2]
    return _Turned(
        grid.title,
        tuple(tuple(row[column] if column < len(row) else BLANK for row in rows) for column in range(width)),
    )


def _table(grid: Grid, named: int, names: Names, year: int) -> Table:
    found = [
        index
        for index, row in enumerate(grid.rows)
        if named < len(row) and names.exactly(text_of(row[named]))
    ]
    first = first_row(grid, found[0], named)
    heads = _headings(grid, first, named)
    units = next((column for column, head in heads.items() if _UNIT_HEAD.search(head)), None)
    body = [
        index
        for index in range(first, len(grid.rows))
        if text_of(grid.at(index, named)) and not grid.at(index, named).is_merged
    ]
    if len(body) > MAX_TABLE_ROWS:
        raise EdusumError(f"表里有 {len(body)} 行，最多读 {MAX_TABLE_ROWS} 行，请只留要导入的部分后再上传。")
    columns = [
        column
        for column in _columns(grid, body, named)
        if column != units and not _ASIDE.search(heads.get(column, ""))
    ][:MAX_TABLE_COLUMNS]
    if not columns:
        raise EdusumError("找到了指标名称，没有找到数值所在的列，请检查表头和表格。")
    return Table(
        grid.title,
        tuple(_column(grid, column, heads.get(column, ""), year) for column in columns),
        tuple(
            TableRow(
                text_of(grid.at(index, named)),
                text_of(grid.at(index, units)) if units is not None else "",
                tuple((grid.name_of(index, column), grid.at(index, column)) for column in columns),
            )
            for index in body
        ),
        unit=_unit_line(grid, first),
    )


def _headings(grid: Grid, first: int, named: int) -> dict[int, str]:
    """What stands above each column, its rows put together; a merged one reaches to the right."""
    rows: list[dict[int, str]] = []
    for index in range(first - 1, max(-1, first - 1 - MOST_ABOVE), -1):
        texts = _spread(grid.rows[index])
        says_something = any(text for column, text in texts.items() if column != named)
        if says_something:
            rows.append(texts)
        if len(rows) == HEADER_ROWS or (rows and not says_something):
            break
    width = max((len(row) for row in grid.rows), default=0)
    return {
        column: " ".join(dict.fromkeys(row[column] for row in reversed(rows) if row.get(column)))
        for column in range(width)
    }


def _spread(row: Sequence[SheetCell]) -> dict[int, str]:
    texts, last = {}, ""
    for column, cell in enumerate(row):
        last = last if cell.is_merged else _UNIT_LINE.sub("", text_of(cell)).strip("（）() ")
        texts[column] = last
    return texts


def _columns(grid: Grid, body: Sequence[int], named: int) -> list[int]:
    """The columns with a number, or a word that could be one, beside some name."""
    filled = Counter(
        column
        for index in body
        for column, cell in enumerate(grid.rows[index])
        if column != named and not cell.is_blank and (cell.formula or _has_digit(cell))
    )
    return sorted(filled)


def _has_digit(cell: SheetCell) -> bool:
    return not isinstance(cell.value, str) or any(char.isdigit() for char in cell.value)


def _column(grid: Grid, column: int, head: str, year: int) -> Column:
    told = _YEAR.search(unicodedata.normalize("NFKC", head))
    place = grid.name_of(0, column)
    label = head or f"{place.rpartition('!')[2].rstrip('0123456789')} 列"
    if told:
        return Column(label, int(told[1]))
    if _LAST.search(head):
        return Column(label, year - 1)
    return Column(label, year if _THIS.search(head) else None)


def _unit_line(grid: Grid, first: int) -> str:
    """The unit told above the table: 单位：万元."""
    for row in grid.rows[:first]:
        for cell in row:
            match = _UNIT_LINE.search(text_of(cell))
            if match:
                return match[1]
    return ""


# What the chosen column says


def take(table: Table, column: int, chosen: Mapping[int, Wanted]) -> Content:
    """The numbers of a column for the metrics chosen by the rows' numbers (from 0)."""
    taken: list[Taken] = []
    faults: list[Fault] = []
    blank = 0
    for number, wanted in sorted(chosen.items()):
        row = table.rows[number]
        place, cell = row.cells[column]
        if cell.is_blank:
            blank += 1
            continue
        try:
            unit, doubt = _unit(table, row, table.columns[column], wanted)
            figure = read_cell(cell, wanted, unit=unit)
        except EdusumError as error:
            faults.append(Fault(place, wanted.name, text_of(cell), error.message))
            continue
        hidden = ("这一格在表里是隐藏的。",) if cell.is_hidden else ()
        doubts = (*figure.doubts, *([doubt] if doubt else []), *hidden)
        taken.append(Taken(wanted.code, place, text_of(cell), figure.reading, doubts=doubts))
    remarks = (f"有 {blank} 项在表里是空的，没有导入，原来的数不变。",) if blank else ()
    return Content(tuple(taken), tuple(faults), remarks)


def _unit(table: Table, row: TableRow, column: Column, wanted: Wanted) -> tuple[str, str]:
    """What the numbers are in, if that is not the metric's own unit, and a sentence if it is merely called
    another word. Beside the number tells more than the name, the heading, the line above the table."""
    for told in (row.unit, *_bracketed(row.label), *_bracketed(column.label), _money(table.unit, wanted)):
        plain_unit = unicodedata.normalize("NFKC", told).strip()
        if not plain_unit or plain_unit == wanted.unit:
            if plain_unit:
                return "", ""
            continue
        base, size = scale_of(plain_unit)
        own_base, own_size = scale_of(wanted.unit)
        if base == own_base:
            return (plain_unit, "") if size != own_size else ("", "")
        if told == row.unit:
            if size == own_size == 0 and "%" not in {plain_unit, wanted.unit}:
                own = wanted.unit or "（无）"
                return "", f"表里的单位是“{plain_unit}”，指标的单位是“{own}”，数未作换算，请核对。"
            own = wanted.unit or "（无）"
            raise EdusumError(f"表里的单位是“{plain_unit}”，这项指标的单位是“{own}”，请核对。")
    return "", ""


def _bracketed(label: str) -> list[str]:
    return [match.removeprefix("单位").lstrip(":：") for match in _BRACKETS.findall(label)]


def _money(unit: str, wanted: Wanted) -> str:
    return unit if wanted.kind == "money" and unit.endswith("元") else ""


# As JSON


def table_as_json(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "unit": table.unit,
        "columns": [[column.label, column.year] for column in table.columns],
        "rows": [
            [row.label, row.unit, [[place, _cell_as_json(cell)] for place, cell in row.cells]]
            for row in table.rows
        ],
    }


def table_from_json(told: Mapping[str, Any]) -> Table:
    return Table(
        told["title"],
        tuple(Column(label, year) for label, year in told["columns"]),
        tuple(
            TableRow(label, unit, tuple((place, _cell_from_json(cell)) for place, cell in cells))
            for label, unit, cells in told["rows"]
        ),
        unit=told["unit"],
    )


def _cell_as_json(cell: SheetCell) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if isinstance(cell.value, date | time | timedelta):
        told["date"] = str(cell.value)
    elif cell.value is not None:
        told["value"] = cell.value
    if cell.formula:
        told["formula"] = cell.formula[:200]
    if cell.shown_as != "General":
        told["shown_as"] = cell.shown_as
    for name in ("is_error", "is_merged", "is_hidden"):
        if getattr(cell, name):
            told[name] = True
    return told


def _cell_from_json(told: Mapping[str, Any]) -> SheetCell:
    """A time comes back without its hour: neither dates nor times are ever taken for figures."""
    rest = {name: value for name, value in told.items() if name not in {"date", "value"}}
    return replace(SheetCell(**rest), value=_moment(told["date"]) if "date" in told else told.get("value"))


def _moment(told: str) -> date | time:
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        return time()
