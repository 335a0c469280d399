import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from lxml import etree

from edusum.document.charts import alt_text, gap, is_drawable
from edusum.document.house import House
from edusum.document.model import Chart, Document, Section, Series
from edusum.document.plotting import plot
from edusum.export.oxml import charts as word_charts
from edusum.export.oxml.charts import chart_parts, drawing
from edusum.export.styles import STANDARD, layout_of
from edusum.export.word import to_docx
from tests.document.charts import (
    COMPARISON,
    COUNTIES,
    DRAWABLE,
    HOSTILE,
    SHARE,
    SPENDING,
    STAGES,
    TREND,
    charts,
)
from tests.export.rules import breaches
from tests.export.validators import audit_errors

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NO_CHART = Chart("trend", "无数据", ("2025年",), (Series("全区", (None,)),))


def paper(*blocks):
    return Document("图", (Section(1, "一、", "图", blocks=blocks),))


def tree(chart):
    return etree.fromstring(chart_parts(chart, STANDARD).chart_xml)


def paragraphs(chart):
    spaces = (
        f'xmlns:w="{W[1:-1]}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    return list(etree.fromstring(f"<w:body {spaces}>{drawing(chart, STANDARD, 'rIdChart7', 7)}</w:body>"))


def cached(chart):
    """What the part shows without its workbook: each cell that it names and the value it keeps of it."""
    cells = {}
    for reference in tree(chart).iter(f"{C}strRef", f"{C}numRef"):
        sheet, column, first = re.match(r"(\w+)!\$([A-Z]+)\$(\d+)", reference.findtext(f"{C}f")).groups()
        assert sheet == "Sheet1"
        is_number = reference.tag == f"{C}numRef"
        for point in reference.iter(f"{C}pt"):
            value = point.findtext(f"{C}v") or ""
            if value:
                cell = f"{column}{int(first) + int(point.get('idx'))}"
                cells[cell] = float(value) if is_number else value
    return cells


def stored(workbook):
    """The cells of the workbook that are not empty."""
    with ZipFile(BytesIO(workbook)) as book:
        strings = etree.fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(item.itertext()) for item in strings.iter(f"{S}si")]
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return {
        cell.get("r"): shared[int(cell.findtext(f"{S}v"))]
        if cell.get("t") == "s"
        else float(cell.findtext(f"{S}v"))
        for cell in sheet.iter(f"{S}c")
        if cell.find(f"{S}v") is not None
    }


def same_cells(chart):
    in_book = stored(chart_parts(chart, STANDARD).workbook)
    column = chr(ord("B") + len(chart.series))
    drawn = {cell: value for cell, value in in_book.items() if value != "" and not cell.startswith(column)}
    assert drawn == cached(chart)


@pytest.mark.parametrize("chart", DRAWABLE.values(), ids=DRAWABLE)
def test_what_the_chart_shows_is_what_its_workbook_holds(chart):
    same_cells(chart)


@given(charts())
def test_what_any_chart_shows_is_what_its_workbook_holds(chart):
    if is_drawable(chart):
        same_cells(chart)
    else:
        assert chart_parts(chart, STANDARD) is None


def test_the_workbook_holds_the_figures_as_they_were_reported():
    assert stored(chart_parts(COMPARISON, STANDARD).workbook) == {
        "B1": "2023年",
        "C1": "2024年",
        "D1": "2025年",
        **{f"A{row}": name for row, name in enumerate(COMPARISON.categories, start=2)},
        **{
            f"{column}{row}": float(value)
            for column, series in zip("BCD", COMPARISON.series, strict=True)
            for row, value in enumerate(series.values, start=2)
            if value is not None
        },
    }


def test_shares_drawn_as_bars_keep_in_the_workbook_what_they_are_of():
    cells = stored(chart_parts(SPENDING, STANDARD).workbook)
    assert (cells["B1"], cells["B2"], cells["C1"], cells["C2"]) == ("支出占比", 44.1, "支出", 40.7)


def test_nothing_in_a_workbook_is_a_formula_or_a_link():
    workbook = chart_parts(HOSTILE["formula"], STANDARD).workbook
    with ZipFile(BytesIO(workbook)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in book.namelist()
    assert b"<f>" not in sheet
    assert {"=A1", "http://x", "2025", "=B1"} <= set(stored(workbook).values())


def test_the_same_chart_gives_the_same_bytes_whenever_it_is_written():
    before = [chart_parts(chart, STANDARD) for chart in DRAWABLE.values()]
    word_charts._parts.cache_clear()
    assert [chart_parts(chart, STANDARD) for chart in DRAWABLE.values()] == before


def test_the_workbook_does_not_tell_when_it_was_written():
    with ZipFile(BytesIO(chart_parts(TREND, STANDARD).workbook)) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert book.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize(
    ("chart", "kind"),
    [
        (TREND, "lineChart"),
        (STAGES, "lineChart"),
        (COMPARISON, "barChart"),
        (COUNTIES, "barChart"),
        (SHARE, "pieChart"),
        (SPENDING, "barChart"),
    ],
)
def test_each_kind_is_a_native_chart_of_word(chart, kind):
    area = tree(chart).find(f"{C}chart/{C}plotArea")
    assert [element.tag for element in area if element.tag.endswith("Chart")] == [C + kind]


def test_a_year_without_a_value_is_a_gap():
    root = tree(TREND)
    assert root.find(f".//{C}dispBlanksAs").get("val") == "gap"
    first = root.find(f".//{C}ser/{C}val/{C}numRef/{C}numCache")
    assert [point.get("idx") for point in first.iter(f"{C}pt")] == ["0", "1", "3", "4", "5"]


def test_the_axis_of_word_is_that_of_the_preview():
    axis, scaling = plot(TREND).axis, tree(TREND).find(f".//{C}valAx/{C}scaling")
    bounds = [Decimal(scaling.find(C + end).get("val")) for end in ("min", "max")]
    assert bounds == [axis.low, axis.high] == [92, 100]


@pytest.mark.parametrize("chart", DRAWABLE.values(), ids=DRAWABLE)
def test_a_chart_has_flat_greys_and_one_accent_in_the_font_of_tables(chart):
    root = tree(chart)
    colours = {colour.get("val") for colour in root.iter(f"{A}srgbClr")}
    assert [colour for colour in colours if len({colour[:2], colour[2:4], colour[4:]}) > 1] in (
        [],
        ["C00000"],
    )
    assert not list(root.iter(f"{A}gradFill", f"{C}view3D", f"{A}effectLst", f"{A}schemeClr"))
    assert {font.get("typeface") for font in root.iter(f"{A}latin", f"{A}ea")} == {STANDARD.table_font}
    assert root.find(f"{C}spPr/{A}ln/{A}noFill") is not None
    assert root.find(f"{C}roundedCorners").get("val") == "0"


def test_labels_keep_the_decimals_of_each_value():
    labels = tree(COMPARISON).findall(f".//{C}ser")[2].find(f"{C}dLbls")
    own = {
        label.find(f"{C}idx").get("val"): label.find(f"{C}numFmt").get("formatCode")
        for label in labels.iter(f"{C}dLbl")
    }
    assert own == {"0": "0.0", "1": "0.0", "2": "0"}
    assert labels.find(f"{C}numFmt").get("formatCode") == "0.00"


def test_below_the_drawing_stand_caption_and_note_on_the_same_page():
    assert [
        (
            paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"),
            paragraph.find(f"{W}pPr/{W}keepNext") is not None,
            "".join(text.text for text in paragraph.iter(f"{W}t")),
        )
        for paragraph in paragraphs(TREND)
    ] == [
        ("OfficialFigure", True, ""),
        ("OfficialFigureCaption", True, TREND.caption),
        ("OfficialFigureNote", False, TREND.note),
    ]


def test_the_drawing_is_as_wide_as_the_text_and_told_in_words():
    [inline] = (element for element in paragraphs(TREND)[0].iter() if element.tag.endswith("}inline"))
    extent, described = inline[0], inline[2]
    assert int(extent.get("cx")) == STANDARD.text_width * 635
    assert int(extent.get("cy")) == 227 * 12700
    assert (described.get("name"), described.get("descr")) == (TREND.caption, alt_text(TREND))
    assert described.get("id") == "1007"


def test_a_chart_that_cannot_be_drawn_leaves_a_gap_that_stands_out():
    figure = paragraphs(NO_CHART)[0]
    assert figure.find(f"{W}r/{W}rPr/{W}rStyle").get(f"{W}val") == "OfficialGap"
    assert "".join(figure.itertext()) == gap(NO_CHART)
    word_file = to_docx(paper(NO_CHART))
    assert breaches(word_file) == []
    with ZipFile(BytesIO(word_file)) as archive:
        assert not [name for name in archive.namelist() if "chart" in name]


def test_a_file_with_every_chart_is_valid_and_so_are_its_workbooks(tmp_path):
    word_file = to_docx(paper(*DRAWABLE.values(), NO_CHART))
    assert breaches(word_file) == []
    path = tmp_path / "charts.docx"
    path.write_bytes(word_file)
    assert audit_errors(path) == []
    workbook = tmp_path / "chart.xlsx"
    workbook.write_bytes(chart_parts(HOSTILE["marks"], STANDARD).workbook)
    assert audit_errors(workbook) == []


def test_a_house_with_western_digits_has_them_in_its_charts(tmp_path):
    layout = layout_of(House(latin_font="Times New Roman"))
    root = etree.fromstring(chart_parts(TREND, layout).chart_xml)
    assert {font.get("typeface") for font in root.iter(f"{A}latin")} == {"Times New Roman"}
    assert {font.get("typeface") for font in root.iter(f"{A}ea")} == {layout.table_font}
    word_file = to_docx(paper(TREND, NO_CHART), layout)
    assert breaches(word_file) == []
    path = tmp_path / "western.docx"
    path.write_bytes(word_file)
    assert audit_errors(path) == []
