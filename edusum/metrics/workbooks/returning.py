"""The workbook come back: what was filled in, cell by cell, and whether it is still the one given out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from edusum.common.errors import EdusumError
from edusum.metrics.entries import write_entry
from edusum.metrics.figures import Reading
from edusum.metrics.workbooks.cells import SheetCell, Understood, Wanted, read_cell, text_of
from edusum.metrics.workbooks.content import Content, Fault, Taken
from edusum.metrics.workbooks.grids import Grid
from edusum.metrics.workbooks.layout import (
    APPROXIMATION,
    APPROXIMATIONS,
    CURRENT,
    HEADER_ROW,
    NAME,
    NO_UNIT,
    NOTE,
    SEAL,
    STATE,
    STATES,
    UNIT,
    Place,
    Record,
)

MAX_NOTE = 200
_AGAIN = "请重新下载填报表再填；也可以选“普通表格”，按名称逐项核对后导入。"
_FROM_WORDS = {word: name for name, word in APPROXIMATIONS.items()}


def seal_in(grids: Iterable[Grid]) -> str:
    """The sealed record that the workbook carries; "" for a table that is none of ours."""
    for grid in grids:
        if grid.title == SEAL:
            return "".join(text_of(row[0]) for row in grid.rows if row)
    return ""


def read_back(grids: Sequence[Grid], record: Record, wanted: Sequence[Wanted]) -> Content:
    """What differs from the workbook as it was given out. Raises EdusumError if it is no longer that one.

    `wanted` are the metrics as they are now, by code; one that is gone makes the workbook an old one.
    """
    grid = _sheet(grids, record)
    _refuse_altered(grid, record)
    metrics = {metric.code: metric for metric in wanted}
    taken: list[Taken] = []
    faults: list[Fault] = []
    for place in record.places:
        found = _read_place(grid, place, metrics[place.code])
        if isinstance(found, Taken) and not _is_same(found.reading, place.seen):
            taken.append(found)
        elif isinstance(found, Fault):
            faults.append(found)
    return Content(tuple(taken), tuple(faults), tuple(_remarks(grid, record)))


# Is it still the one?


def _sheet(grids: Sequence[Grid], record: Record) -> Grid:
    for grid in grids:
        if (
            tuple(text_of(grid.at(HEADER_ROW, column)) for column in range(len(record.headings)))
            == record.headings
        ):
            return grid
    raise EdusumError(f"填报表的表头已被改动或移动（应在第 {HEADER_ROW + 1} 行），看不准各列是什么。{_AGAIN}")


def _refuse_altered(grid: Grid, record: Record) -> None:
    for place in record.places:
        name, unit = text_of(grid.at(place.row, NAME)), text_of(grid.at(place.row, UNIT))
        where = f"第 {place.row + 1} 行"
        if name != place.name:
            now = f"现在是“{name}”" if name else "现在是空的"
            raise EdusumError(
                f"{where}应是“{place.name}”，{now}：有行被移动、增删或改名了，整份没有读入。{_AGAIN}"
            )
        if unit != (place.unit or NO_UNIT):
            raise EdusumError(
                f"{where}“{place.name}”的单位应是“{place.unit or NO_UNIT}”，现在是“{unit}”，"
                f"整份没有读入。{_AGAIN}"
            )
    for row, domain in record.domains:
        if any(not grid.at(row, column).is_blank for column in range(CURRENT, NOTE + 1)):
            raise EdusumError(
                f"第 {row + 1} 行是“{domain}”的标题行，不能填写，整份没有读入。请改正后再上传。"
            )
    last = max((place.row for place in record.places), default=HEADER_ROW)
    for row in range(last + 1, len(grid.rows)):
        if any(not grid.at(row, column).is_blank for column in range(NOTE + 1)):
            raise EdusumError(f"表末第 {row + 1} 行多出了内容，这张表里不能加行，整份没有读入。{_AGAIN}")


def _remarks(grid: Grid, record: Record) -> Iterable[str]:
    hidden = [place.name for place in record.places if grid.at(place.row, CURRENT).is_hidden]
    if hidden:
        named = f"{'、'.join(hidden[:5])}{'等' if hidden[5:] else ''}"
        yield f"有 {len(hidden)} 行在表里是隐藏的，也照常读了：{named}。"
    if any(not cell.is_blank for row in grid.rows for cell in row[NOTE + 1 :]):
        yield "“说明”右边还写了别的内容，没有读取。"


# Row by row


def _read_place(grid: Grid, place: Place, wanted: Wanted) -> Taken | Fault:
    cell = grid.at(place.row, CURRENT)
    column = CURRENT
    try:
        figure = read_cell(cell, wanted)
        column = STATE
        reading = _with_state(figure.reading, grid.at(place.row, STATE))
        column = APPROXIMATION
        reading = _with_approximation(reading, grid.at(place.row, APPROXIMATION))
        column = NOTE
        reading = replace(reading, note=_note(grid.at(place.row, NOTE), place))
        column = CURRENT
        _refuse_locked(reading, place)
    except EdusumError as error:
        if column == CURRENT and _is_untouched(grid, place):
            return _taken(grid, place, Understood(place.seen), place.seen)
        at = grid.at(place.row, column)
        return Fault(grid.name_of(place.row, column), place.name, text_of(at), error.message)
    return _taken(grid, place, figure, reading)


def _is_untouched(grid: Grid, place: Place) -> bool:
    """Whether the row is as it was given out: then nothing that was stored before is held against it."""
    seen = place.seen
    given = write_entry(value=seen.value, terms=seen.terms, approximation=seen.approximation)
    texts = [text_of(grid.at(place.row, column)) for column in (CURRENT, APPROXIMATION, NOTE)]
    return texts == [given, APPROXIMATIONS.get(seen.approximation, ""), seen.note]


def _taken(grid: Grid, place: Place, figure: Understood, reading: Reading) -> Taken:
    typed = text_of(grid.at(place.row, CURRENT))
    return Taken(
        place.code, grid.name_of(place.row, CURRENT), typed, reading, seen=place.seen, doubts=figure.doubts
    )


def _with_state(reading: Reading, cell: SheetCell) -> Reading:
    """The reading as the state column has it; the column's own formula, or nothing, follows the figure."""
    if cell.is_merged:
        raise EdusumError("状态栏被合并了，请取消合并后分别选择。")
    chosen = "" if cell.formula else text_of(cell)
    if not chosen or chosen == STATES[reading.state]:
        return reading
    if chosen not in STATES.values():
        raise EdusumError(f"状态只能是“已填”“不适用”“待报”，不能是“{chosen}”。")
    if reading.is_filled:
        raise EdusumError(f"状态是“{chosen}”，却填了数值。要报这个数请选“已填”，不报请把数值清空。")
    if chosen == STATES["filled"]:
        raise EdusumError(
            "状态是“已填”，却没有数值。请填数值，没有这项工作的选“不适用”，还没有数的选“待报”。"
        )
    if reading.state == "not_applicable":
        raise EdusumError(f"数值栏写的是“不适用”，状态却是“{chosen}”，请改成一致。")
    return Reading("not_applicable") if chosen == STATES["not_applicable"] else reading


def _with_approximation(reading: Reading, cell: SheetCell) -> Reading:
    """What is typed with the number tells more than what is chosen beside it."""
    chosen = text_of(cell)
    if chosen and chosen not in _FROM_WORDS:
        raise EdusumError(f"约数只能从列表里选（{'、'.join(_FROM_WORDS)}），不能是“{chosen}”。")
    if not chosen or not reading.is_filled or reading.approximation:
        return reading
    return replace(reading, approximation=_FROM_WORDS[chosen])


def _note(cell: SheetCell, place: Place) -> str:
    if place.is_locked:
        return place.seen.note
    if cell.formula or cell.is_error:
        raise EdusumError("说明里不能用公式，请直接写文字。")
    text = " ".join(text_of(cell).split())
    if len(text) > MAX_NOTE:
        raise EdusumError(f"说明有 {len(text)} 个字，最多 {MAX_NOTE} 个字。")
    return text


def _refuse_locked(reading: Reading, place: Place) -> None:
    if place.is_locked and not _is_same(reading, place.seen):
        raise EdusumError("这一项不归您填报，表里已锁定，请恢复原来的数，或请负责的科室改。")


def _is_same(reading: Reading, seen: Reading) -> bool:
    return reading == replace(seen, note=" ".join(seen.note.split()))
