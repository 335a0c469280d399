"""Pages as LibreOffice draws them: what the numbers of the layout come to on paper."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from edusum.document.model import Column, Document, Section, SignOff, Table
from edusum.export.styles import STANDARD
from edusum.export.word import to_docx
from tests.export.papers import paragraph

FONTS = Path(__file__).with_name("fonts.conf")
POINTS_PER_MM = 72 / 25.4
PAPER_BOTTOM = STANDARD.page_height - STANDARD.margin_bottom
HANZI = "为深入贯彻落实国家教育数字化战略行动部署要求我县教育系统坚持以人民为中心发展教育"


@dataclass(frozen=True)
class Line:
    """A line of a page, its box in mm from the upper left corner of the sheet."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def full_lines(count: int) -> str:
    """Text of a paragraph that fills `count` lines to the last character."""
    return (HANZI * count)[: STANDARD.characters_per_line * count - STANDARD.first_line_indent]


def geometry_paper() -> Document:
    """Two pages of text, a table over two pages, a sign-off."""
    rows = tuple((f"指标{row}", "95.2%") for row in range(40))
    table = Table("主要指标", (Column("指标名称", width=3), Column("数值", "right")), rows)
    return Document(
        "",
        (Section(0, "", "", blocks=(paragraph(full_lines(44)), table)),),
        sign_off=SignOff("示例区教育局", "2025年12月31日"),
    )


def full_page_paper() -> Document:
    """One page filled to the last line, so that the sign-off has to go to the second."""
    blocks = (paragraph(full_lines(20)), paragraph("各项工作成效明显"), paragraph("特此报告"))
    return Document(
        "", (Section(0, "", "", blocks=blocks),), sign_off=SignOff("示例区教育局", "2026年1月8日")
    )


def tool(name: str, package: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is needed to look at rendered pages; install it: apt-get install {package}"
    return path


def pages_of(pdf: Path) -> list[list[Line]]:
    command = [tool("pdftotext", "poppler-utils"), "-bbox-layout", pdf, "-"]
    output = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    tree = etree.fromstring(re.sub(rb"<!DOCTYPE[^>]*>", b"", output))
    return [[line_of(line) for line in page.iter("{*}line")] for page in tree.iter("{*}page")]


def line_of(element: etree._Element) -> Line:
    text = " ".join(word.text for word in element.iter("{*}word"))
    sides = (float(element.get(side)) / POINTS_PER_MM for side in ("xMin", "xMax", "yMin", "yMax"))
    return Line(text, *sides)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Both papers as PDF, from one run of LibreOffice with a profile and stand-in fonts of its own."""
    folder = tmp_path_factory.mktemp("pages")
    papers = {"geometry": geometry_paper(), "full": full_page_paper()}
    for name, paper in papers.items():
        (folder / f"{name}.docx").write_bytes(to_docx(paper))
    command = [
        tool("soffice", "libreoffice-writer-nogui"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
    ]
    command += ["--headless", "--convert-to", "pdf", "--outdir", folder, *folder.glob("*.docx")]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=180,
        env=os.environ | {"FONTCONFIG_FILE": str(FONTS)},
    )
    return folder


@pytest.fixture(scope="module")
def pages(folder) -> list[list[Line]]:
    return pages_of(folder / "geometry.pdf")


def text_lines(page: list[Line]) -> list[Line]:
    return [line for line in page if line.top < PAPER_BOTTOM - 4]


def footer(page: list[Line]) -> Line:
    (line,) = [line for line in page if line.top > PAPER_BOTTOM]
    return line


def test_a_page_of_text_has_22_lines_of_28_characters(pages):
    first, second = (text_lines(page) for page in pages[:2])
    assert [len(line.text) for line in first] == [26, *[28] * 21]
    assert [len(line.text) for line in second] == [28] * 22


def test_the_text_stands_within_the_margins(pages):
    lines = text_lines(pages[1])
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    assert (left, right) == pytest.approx((28, 184), abs=0.6)
    assert lines[0].top >= 37
    assert lines[-1].bottom <= PAPER_BOTTOM + 0.1


def test_a_paragraph_begins_two_characters_in(pages):
    first, second = text_lines(pages[0])[:2]
    assert first.left - second.left == pytest.approx(2 * 15.8 / POINTS_PER_MM, abs=0.2)


def test_page_numbers_stand_one_character_from_the_outer_edge(pages):
    assert [re.sub(r"\s", "", footer(page).text) for page in pages] == ["—1—", "—2—", "—3—", "—4—"]
    one_character = 14 / POINTS_PER_MM
    right_edge = STANDARD.page_width - STANDARD.margin_right
    inset = [right_edge - footer(pages[0]).right, footer(pages[1]).left - STANDARD.margin_left]
    inset += [right_edge - footer(pages[2]).right, footer(pages[3]).left - STANDARD.margin_left]
    assert inset == pytest.approx([one_character] * 4, abs=0.3)


def test_the_dash_of_the_page_number_is_7_mm_below_the_text(folder):
    """Within 1 mm: the stand-in font has its dash a little lower than 宋体."""
    dashes = dark_rows(folder / "geometry.pdf", first_column=160, last_column=169)
    assert sum(dashes) / len(dashes) - PAPER_BOTTOM == pytest.approx(7, abs=1)


def dark_rows(pdf: Path, *, first_column: float, last_column: float) -> list[float]:
    """Heights (mm) of the rows below the text that hold ink between two columns (mm) of page 1."""
    dots_per_mm = 10
    command = [tool("pdftoppm", "poppler-utils"), "-gray", "-r", str(dots_per_mm * 25.4), "-l", "1", pdf]
    image = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    _, size, _, pixels = image.split(b"\n", 3)
    width, height = map(int, size.split())
    begin, end = int(first_column * dots_per_mm), int(last_column * dots_per_mm)
    rows = range(int((PAPER_BOTTOM + 1) * dots_per_mm), height)
    return [row / dots_per_mm for row in rows if min(pixels[row * width + begin : row * width + end]) < 128]


def test_a_table_over_two_pages_repeats_its_head(pages):
    heads = [[line.text for line in page].count("指标名称") for page in pages]
    assert heads == [0, 0, 1, 1]


def test_the_sign_off_takes_the_last_text_along_to_a_new_page(folder):
    first, second = (text_lines(page) for page in pages_of(folder / "full.pdf"))
    assert [len(first), first[-1].text] == [21, "各项工作成效明显"]
    assert [line.text.replace(" ", "") for line in second] == ["特此报告", "示例区教育局", "2026年1月8日"]


def test_the_date_begins_two_characters_right_of_the_name(pages):
    name, date = text_lines(pages[-1])[-2:]
    assert name.text == "示例区教育局"
    # LibreOffice adds a quarter of a character at each of the five borders of hanzi and digits
    assert date.left - name.left == pytest.approx((2 - 5 / 4) * 15.8 / POINTS_PER_MM, abs=0.6)
