"""Where the rows of any table begin: not only at the first name that is known."""

import re
import unicodedata

from edusum.common.years import FIRST_YEAR, LAST_YEAR
from edusum.metrics.workbooks.cells import SheetCell, text_of
from edusum.metrics.workbooks.grids import Grid

_NUMBER = re.compile(r"[+-]?[\d,]+(?:\.\d+)?[%‰]?")
_HEAD = re.compile(r"指标|项目|名称|年份|年度|序号|[甲乙丙丁]")


def first_row(grid: Grid, known: int, named: int) -> int:
    """The first row of the body, where `known` is the first whose name (in column `named`) is a metric's.

    Rows above it that hold numbers beside a name belong to it too, though nobody knows that name yet; they
    are no heading. Rows that are blank, or only a name, part them.
    """
    first = known
    for index in range(known - 1, -1, -1):
        if _holds_numbers(grid, index, named):
            first = index
        elif not _is_bare(grid, index, named):
            break
    return first


def _holds_numbers(grid: Grid, index: int, named: int) -> bool:
    name = grid.at(index, named)
    told = text_of(name)
    if not told or name.is_merged or _HEAD.fullmatch(told) or _NUMBER.fullmatch(told):
        return False
    return any(_is_number(cell) for column, cell in enumerate(grid.rows[index]) if column != named)


def _is_bare(grid: Grid, index: int, named: int) -> bool:
    return all(
        column == named or cell.is_blank or cell.is_merged for column, cell in enumerate(grid.rows[index])
    )


def _is_number(cell: SheetCell) -> bool:
    """A number that is not a year, which would be a heading."""
    told = unicodedata.normalize("NFKC", text_of(cell)).strip()
    if not _NUMBER.fullmatch(told):
        return False
    return not (told.isdigit() and FIRST_YEAR <= int(told) <= LAST_YEAR)
