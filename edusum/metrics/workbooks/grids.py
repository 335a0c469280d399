"""The tables of a handed-in file as plain cells: .xlsx and .csv, within bounded time and memory."""

import csv
import io
import warnings
from dataclasses import dataclass
from typing import Any

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from edusum.common.errors import EdusumError
from edusum.metrics.file_kinds import BROKEN_ZIP
from edusum.metrics.workbooks.cells import BLANK, SheetCell
from edusum.metrics.workbooks.inspecting import RESAVE, has_formulas

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 5_000, 100
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UNREADABLE = (
    *BROKEN_ZIP,
    AttributeError,
    DefusedXmlException,
    InvalidFileException,
    LookupError,
    SyntaxError,
    TypeError,
)
"""What the libraries raise for files that are not what they say; unsound XML is a SyntaxError to them."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: rows of cells as they stand, from the first row and column on; `is_hidden` as a whole."""

    title: str
    rows: tuple[tuple[SheetCell, ...], ...]
    is_hidden: bool = False

    def at(self, row: int, column: int) -> SheetCell:
        """The cell in this row and column, counted from 0; blank where the sheet has none."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return BLANK

    def name_of(self, row: int, column: int) -> str:
        """填报表!E17."""
        address = f"{get_column_letter(column + 1)}{row + 1}"
        return f"{self.title}!{address}" if self.title else address


def read_file(content: bytes, filename: str) -> list[Grid]:
    """The sheets of an .xlsx, or the one table of a .csv. Raises EdusumError with what to do instead."""
    if not content:
        raise EdusumError("文件是空的，请重新选择文件。")
    if len(content) > MAX_BYTES:
        raise EdusumError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请删去图片和多余的工作表后再上传。")
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content)
    _refuse_other_kinds(content, filename)
    return [_delimited(content)]


def _refuse_other_kinds(content: bytes, filename: str) -> None:
    start = content[:1024].lstrip().lower()
    suffix = filename.rpartition(".")[2].lower()
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise EdusumError("文件设了打开密码，读不了。请取消密码，另存后再上传。")
        raise EdusumError(f"这是旧格式的表格（.xls 或 .et），{RESAVE}")
    if content.startswith(b"%PDF"):
        raise EdusumError("这是 PDF，不是表格，请上传 .xlsx 文件。")
    if start.startswith((b"<html", b"<table", b"<!doctype", b"<?xml", b"<meta")):
        raise EdusumError(f"这是网页另存成的表格，{RESAVE}")
    is_wide = content.startswith(_UTF_16)
    if suffix not in {"csv", "txt"} or (not is_wide and b"\x00" in content[:4096]):
        raise EdusumError("认不出这个文件，请上传 .xlsx 或 .csv 表格。")


# .xlsx


def _workbook(content: bytes) -> list[Grid]:
    try:
        is_computed = has_formulas(content)
        values = _load(content, data_only=True)
        formulas = _load(content, data_only=False) if is_computed else None
        return [_grid(sheet, formulas[sheet.title] if formulas else None) for sheet in values.worksheets]
    except _UNREADABLE as error:
        raise EdusumError(f"文件已损坏或不是规范的表格，读不了。{RESAVE}") from error


def _load(content: bytes, *, data_only: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), data_only=data_only, keep_links=False)


def _grid(sheet: Any, formulas: Any) -> Grid:
    rows, columns = map(max, zip(_extent(sheet), _extent(formulas), strict=True))
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise EdusumError(
            f"工作表“{sheet.title}”有 {rows} 行、{columns} 列内容，最多读 {MAX_ROWS} 行、{MAX_COLUMNS} 列，"
            "请只留要导入的部分后再上传。"
        )
    hidden_columns, hidden_rows = _hidden_columns(sheet), _hidden_rows(sheet)
    return Grid(
        sheet.title,
        tuple(
            tuple(
                _cell(
                    sheet._cells.get((row, column)),
                    formulas._cells.get((row, column)) if formulas else None,
                    is_hidden=column in hidden_columns or row in hidden_rows,
                )
                for column in range(1, columns + 1)
            )
            for row in range(1, rows + 1)
        ),
        is_hidden=sheet.sheet_state != "visible",
    )


def _hidden_rows(sheet: Any) -> set[int]:
    return {row for row, dimension in sheet.row_dimensions.items() if dimension.hidden}


def _extent(sheet: Any) -> tuple[int, int]:
    """The last row and column with something in them."""
    filled = [place for place, cell in sheet._cells.items() if cell.value is not None] if sheet else []
    return max((row for row, _ in filled), default=0), max((column for _, column in filled), default=0)


def _hidden_columns(sheet: Any) -> set[int]:
    return {
        column
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for column in range(dimension.min or 0, min(dimension.max or 0, MAX_COLUMNS) + 1)
    }


def _cell(cell: Any, formula: Any, *, is_hidden: bool) -> SheetCell:
    if isinstance(cell, MergedCell):
        return SheetCell(is_merged=True, is_hidden=is_hidden)
    if cell is None:
        return SheetCell(is_hidden=True) if is_hidden else BLANK
    told = _formula_text(formula.value) if formula is not None and formula.data_type == "f" else ""
    if cell.value is None and not told:
        return SheetCell(is_hidden=True) if is_hidden else BLANK
    return SheetCell(
        cell.value,
        formula=told,
        shown_as=cell.number_format or "General",
        is_error=cell.data_type == "e",
        is_hidden=is_hidden,
    )


def _formula_text(value: object) -> str:
    if isinstance(value, ArrayFormula):
        value = value.text
    if isinstance(value, DataTableFormula):
        value = value.r1
    return str(value or "").removeprefix("=") or "?"


# .csv


def _delimited(content: bytes) -> Grid:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(",\t;，", key=first.count)
    rows: list[tuple[SheetCell, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(tuple(SheetCell(cell or None) for cell in row))
            if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise EdusumError(
                    f"表格太大，最多读 {MAX_ROWS} 行、{MAX_COLUMNS} 列，请只留要导入的部分后再上传。"
                )
    except csv.Error as error:
        raise EdusumError("文件不是规范的 .csv 表格，请用 Excel 或 WPS 另存为 .xlsx 后再上传。") from error
    return Grid("", tuple(rows))


def _decoded(content: bytes) -> str:
    encodings = ["utf-16"] if content.startswith(_UTF_16) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise EdusumError("认不出文件的文字编码，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")
