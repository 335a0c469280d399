"""Workbooks as people hand them in: downloaded, cells set, saved; and plain tables."""

import io

from openpyxl import Workbook, load_workbook

from edusum.metrics.workbooks.importing import receive_file
from edusum.metrics.workbooks.layout import SHEET
from edusum.metrics.workbooks.offering import Extent, offer_workbook

ALL = Extent(scope="all")


def downloaded(bureau, actor, *, year=2025, period="year", extent=ALL):
    return offer_workbook(bureau=bureau, year=year, period=period, actor=actor, extent=extent).content


def filled(content, cells, *, sheet=SHEET, do=None):
    """The workbook after these cells were typed; `do` may do more to its sheet."""
    book = load_workbook(io.BytesIO(content))
    for address, value in cells.items():
        book[sheet][address] = value
    if do:
        do(book)
    return saved(book)


def table(rows, **changes):
    """An .xlsx with one plain sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if "do" in changes:
        changes["do"](book)
    return saved(book)


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def received(bureau, actor, content, *, filename="表.xlsx", year=2025, period="year", as_table=False):
    return receive_file(
        bureau=bureau,
        year=year,
        period=period,
        content=content,
        filename=filename,
        actor=actor,
        as_table=as_table,
    )
