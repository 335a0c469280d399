"""What a workbook would cost to open is found out before it is opened, however it is written."""

import io
import time
import zipfile

import pytest

from edusum.common.errors import EdusumError
from edusum.metrics.workbooks.grids import read_file
from edusum.metrics.workbooks.inspecting import MAX_CELLS, MAX_ELEMENTS, MAX_RANGES, has_formulas
from tests.metrics.books import table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
COVERED = "合并的单元格、超链接或批注盖住了 100000 个以上的单元格"
LARGE = "表格太大，单元格和行超过了 100000 个"


def book(xml, *, part=SHEET, method=zipfile.ZIP_DEFLATED):
    """A sound workbook with this in place of one part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(table([["幼儿园数", 3]]))) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            if item.filename != part:
                new.writestr(item, old.read(item))
        new.writestr(part, xml, method)
    return target.getvalue()


def sheet(rows="", after="", *, prefix=""):
    name = f"{prefix}:" if prefix else ""
    space = f'xmlns:{prefix}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    data = f"<{name}sheetData>{rows}</{name}sheetData>"
    return f"<{name}worksheet {space}>{data}{after}</{name}worksheet>"


def merged(*refs):
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    return sheet(after=f"<mergeCells>{cells}</mergeCells>")


@pytest.mark.parametrize(
    "xml",
    [
        merged("A1:XFD1048576"),
        merged("A1:B50001"),
        merged(*[f"A{row}:J{row + 9}" for row in range(1, 1002)]),
        merged("$A$1:$XFD$1048576"),
        merged("A:XFD"),
        merged("1:1048576"),
        merged("A1:&#88;FD1048576").replace('"', "'"),
        merged("A1:XFD1048576").encode("utf-16"),
        sheet(after="<x:mergeCells><x:mergeCell\nref='A1:XFD1048576'/></x:mergeCells>", prefix="x"),
        sheet(after='<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'),
    ],
)
def test_ranges_that_cover_too_many_cells_are_refused_before_they_are_filled(xml):
    began = time.process_time()
    with pytest.raises(EdusumError, match=COVERED):
        read_file(book(xml), "a.xlsx")
    assert time.process_time() - began < 2


def test_too_many_ranges_are_refused_however_small():
    with pytest.raises(EdusumError, match="合并的单元格、超链接和批注超过了 10000 处"):
        has_formulas(book(merged(*["A1:B1"] * (MAX_RANGES + 1))))


def test_a_sheet_is_looked_through_whatever_the_name_of_its_part():
    with pytest.raises(EdusumError, match=COVERED):
        has_formulas(book(merged("A1:XFD1048576"), part="xl/media/picture.png"))


def test_usual_merging_is_read():
    (grid,) = read_file(book(merged("A1:H1", "A2:A400")), "a.xlsx")
    assert grid.rows == ()


@pytest.mark.parametrize("cell", ["<c/>", "<c></c>", "<c\n/>", "<c\tr='A1'/>", "<c s='1'/>", "<z/>"])
def test_cells_are_counted_however_they_are_written(cell):
    with pytest.raises(EdusumError, match=LARGE):
        has_formulas(book(sheet(f"<row>{cell * (MAX_CELLS + 1)}</row>")))


@pytest.mark.parametrize("prefix", ["x", "main", "ns0", "表"])
def test_cells_are_counted_under_every_prefix(prefix):
    cells = f"<{prefix}:c/>" * (MAX_CELLS + 1)
    with pytest.raises(EdusumError, match=LARGE):
        has_formulas(book(sheet(f"<{prefix}:row>{cells}</{prefix}:row>", prefix=prefix)))


@pytest.mark.parametrize("row", ["<row/>", "<row></row>", '<row ht="15"/>', "<row\n/>"])
def test_rows_are_counted_too(row):
    with pytest.raises(EdusumError, match=LARGE):
        has_formulas(book(sheet(row * (MAX_CELLS + 1))))


def test_other_parts_have_a_limit_as_well():
    texts = f'<sst xmlns="{MAIN}">{"<si/>" * MAX_ELEMENTS}</sst>'
    with pytest.raises(EdusumError, match="文件里的内容太多，请只留要导入的表格"):
        has_formulas(book(texts, part="xl/sharedStrings.xml"))


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize("name", ["f", "v"])
def test_a_formula_is_seen_under_every_prefix(prefix, name):
    mark = f"{prefix}:" if prefix else ""
    cell = f'<{mark}c r="A1"><{mark}{name}>1</{mark}{name}></{mark}c>'
    found = has_formulas(book(sheet(f'<{mark}row r="1">{cell}</{mark}row>', prefix=prefix)))
    assert found == (name == "f")


def test_a_long_formula_shared_by_many_cells_is_refused():
    shared = '<c><f t="shared" si="0"/><v>1</v></c>' * 999
    first = f'<c><f t="shared" si="0">{"+".join(["B1"] * 2700)}</f><v>1</v></c>'
    with pytest.raises(EdusumError, match="表里的公式太多太长"):
        has_formulas(book(sheet(f"<row>{first}{shared}</row>")))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (book(sheet(), method=zipfile.ZIP_LZMA), "文件的结构不正常，没有打开。"),
        (book("<?xml version='1.0' encoding='none'?><a/>"), "文件已损坏或不是规范的表格，读不了。"),
        (book(merged("nothing at all")), "文件已损坏或不是规范的表格，读不了。"),
    ],
)
def test_what_is_packed_or_written_oddly_is_told(content, words):
    with pytest.raises(EdusumError, match=words):
        read_file(content, "a.xlsx")


def test_a_part_whose_packed_bytes_are_broken_is_told():
    content = bytearray(book(sheet('<row r="1"/>' * 500)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo(SHEET).header_offset + 30 + len(SHEET)
    content[start : start + 8] = b"\xff" * 8
    with pytest.raises(EdusumError, match="文件已损坏或不是规范的表格，读不了。"):
        read_file(bytes(content), "a.xlsx")
