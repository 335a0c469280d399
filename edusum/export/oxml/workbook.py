"""The workbook inside a chart: what Word and WPS open for “编辑数据”."""

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from edusum.document.plotting import Plot, Strand

SHEET = "Sheet1"
"""The name that the chart's references use."""
_CREATED = datetime(2000, 1, 1)  # XlsxWriter writes it as UTC


def workbook(plan: Plot) -> bytes:
    """Categories in column A, a series in each further one, then the values that shares are of."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True})
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet(SHEET)
    formats = {code: book.add_format({"num_format": code}) for code in _codes(plan)}
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, len(plan.strands) + 1, 14)
    for row, category in enumerate(plan.categories, start=1):
        sheet.write_string(row, 0, category)
    for column, strand in enumerate(_columns(plan), start=1):
        sheet.write_string(0, column, strand.name)
        for row, value in enumerate(strand.values, start=1):
            if value is not None:
                sheet.write_number(row, column, float(value), formats[number_format(strand)])
    book.close()
    return target.getvalue()


def number_format(strand: Strand) -> str:
    """The format in which every value of the series keeps its decimals."""
    return code_of(max(map(decimals, strand.values)))


def code_of(places: int) -> str:
    return f"0.{'0' * places}" if places else "0"


def decimals(value: object) -> int:
    """How many decimals a value is printed with."""
    return len(str(value).partition(".")[2]) if value is not None else 0


def _columns(plan: Plot) -> tuple[Strand, ...]:
    return (*plan.strands, plan.sources) if plan.sources else plan.strands


def _codes(plan: Plot) -> list[str]:
    return list(dict.fromkeys(number_format(strand) for strand in _columns(plan)))
