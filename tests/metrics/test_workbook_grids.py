"""Files that are not what they seem, or too much: told in a sentence, within bounded time and memory."""

import io
import re
import time
import zipfile

import pytest
import xlsxwriter

from edusum.common.errors import EdusumError
from edusum.metrics.workbooks.cells import SheetCell
from edusum.metrics.workbooks.grids import MAX_BYTES, read_file
from edusum.metrics.workbooks.inspecting import MAX_UNPACKED
from tests.metrics.books import table

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def _with(part, content, *, instead=None):
    """A sound workbook with one part more, or another in its place."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(table([["幼儿园数", 3]]))) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            if item.filename != instead:
                new.writestr(item, old.read(item))
        new.writestr(part, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _sheet(xml):
    return _with("xl/worksheets/sheet1.xml", xml, instead="xl/worksheets/sheet1.xml")


def _zip(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_x", "."), content)
    return target.getvalue()


XXE = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>"""
REFUSED = {
    "empty": (b"", "a.xlsx", "文件是空的，请重新选择文件。"),
    "too large": (bytes(MAX_BYTES + 1), "a.xlsx", "文件超过 5 MB"),
    "xls": (
        OLE + "Workbook".encode("utf-16-le"),
        "a.xls",
        "这是旧格式的表格（.xls 或 .et），请用 Excel 或 WPS 打开",
    ),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "文件设了打开密码，读不了。"),
    "pdf": (b"%PDF-1.7 x", "a.xlsx", "这是 PDF，不是表格"),
    "html": (b"<html><table><tr><td>3</td></tr></table>", "a.xls", "这是网页另存成的表格"),
    "binary": (b"\x00\x01\x02" * 99, "a.csv", "认不出这个文件"),
    "picture": (b"\x89PNG\r\n", "a.png", "认不出这个文件"),
    "word": (_zip(word__document_xxml="<w/>"), "a.xlsx", "这是 Word 文件，不是表格"),
    "ods": (_zip(content_xxml="<x/>"), "a.ods", "这种格式的表格（.xlsb、.ods）读不了"),
    "xlsb": (_zip(xl__workbook_xbin="x"), "a.xlsb", "这种格式的表格（.xlsb、.ods）读不了"),
    "zip": (_zip(photo_xjpg="x"), "a.xlsx", "这不是表格文件"),
    "cut off": (table([["幼儿园数", 3]])[:900], "a.xlsx", "文件已损坏或不是规范的表格，读不了。"),
    "macros": (_with("xl/vbaProject.bin", b"x"), "a.xlsm", "文件含有宏，为安全起见没有打开。"),
    "entities": (_sheet(XXE), "a.xlsx", "文件里有不该有的声明（DTD），为安全起见没有打开。"),
    "entities in UTF-16": (_sheet(XXE.encode("utf-16")), "a.xlsx", "文件里有不该有的声明（DTD）"),
    "bomb": (_with("xl/media/a.bin", bytes(MAX_UNPACKED + 1)), "a.xlsx", "文件解开后过大"),
    "no xml": (_sheet("<worksheet><sheetData>"), "a.xlsx", "文件已损坏或不是规范的表格"),
    "unsound styles": (
        _with("xl/styles.xml", "<styleSheet <", instead="xl/styles.xml"),
        "a.xlsx",
        "文件已损坏或不是规范的表格",
    ),
    "not a number": (
        _sheet(
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            '<row r="1"><c r="A1"><v>abc</v></c></row></sheetData></worksheet>'
        ),
        "a.xlsx",
        "文件已损坏或不是规范的表格",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_told_with_what_to_do_instead(name):
    content, filename, words = REFUSED[name]
    with pytest.raises(EdusumError, match=re.escape(words)):
        read_file(content, filename)


def test_a_hundred_thousand_rows_are_refused_before_they_are_parsed():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number in range(100_000):
            page.write_row(number, 0, ["幼儿园数", number])
    content = target.getvalue()
    began = time.process_time()
    with pytest.raises(EdusumError, match=r"表格太大，单元格和行超过了 100000 个"):
        read_file(content, "a.xlsx")
    assert time.process_time() - began < 3


def test_too_many_rows_are_told_by_their_number():
    with pytest.raises(EdusumError, match="工作表“Sheet”有 5001 行、1 列内容，最多读 5000 行、100 列"):
        read_file(table([[1]] * 5001), "a.xlsx")


def test_cells_come_with_formula_format_merging_and_hiding():
    def do(book):
        page = book.active
        page["B1"].number_format = "0.0%"
        page["C1"] = "=A1+1"
        page.merge_cells("A2:A3")
        page.column_dimensions["B"].hidden = True

    (grid,) = read_file(table([["甲", 0.9], ["乙", 2], ["丙", 3]], do=do), "a.xlsx")
    assert grid.at(0, 0) == SheetCell("甲")
    assert grid.at(0, 1) == SheetCell(0.9, shown_as="0.0%", is_hidden=True)
    assert grid.at(0, 2) == SheetCell(formula="A1+1")
    assert grid.at(2, 0).is_merged
    assert grid.name_of(2, 1) == "Sheet!B3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_people_have(encoding, delimiter):
    text = delimiter.join(["指标", "2025年"]) + "\r\n" + delimiter.join(["幼儿园数", "58"])
    (grid,) = read_file(text.encode(encoding), "a.csv")
    assert [[cell.value for cell in row] for row in grid.rows] == [["指标", "2025年"], ["幼儿园数", "58"]]
    assert grid.name_of(1, 1) == "B2"


def test_a_csv_in_no_encoding_is_told():
    with pytest.raises(EdusumError, match="认不出文件的文字编码"):
        read_file(b"a,\xff\xff\xff\x80\n", "a.csv")
