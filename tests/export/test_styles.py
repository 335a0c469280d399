from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from edusum.export.styles import STANDARD, Layout, twips
from edusum.export.word import to_docx
from tests.export.papers import rich_paper

SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")


def styles_of(layout: Layout):
    return docx.Document(BytesIO(to_docx(rich_paper(), layout))).styles


def font_slots(style) -> list[str]:
    return [style.element.rPr.rFonts.get(qn(f"w:{slot}")) for slot in SLOTS]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("公文正文", "仿宋_GB2312", 16),
        ("公文主送机关", "仿宋_GB2312", 16),
        ("公文署名", "仿宋_GB2312", 16),
        ("公文成文日期", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Heading 4", "仿宋_GB2312", 16),
        ("标题 1 字符", "黑体", 16),
        ("标题 2 字符", "楷体_GB2312", 16),
        ("标题 3 字符", "仿宋_GB2312", 16),
        ("标题 4 字符", "仿宋_GB2312", 16),
        ("公文表题", "黑体", 14),
        ("公文表头", "黑体", 12),
        ("公文表文", "仿宋_GB2312", 12),
        ("公文表注", "仿宋_GB2312", 12),
        ("Footer", "宋体", 14),
    ],
)
def test_each_style_has_its_font_in_all_four_slots(style, font, size):
    found = styles_of(STANDARD)[style]
    assert (font_slots(found), found.font.size.pt) == ([font] * 4, size)


def test_the_defaults_of_the_file_are_those_of_the_body():
    defaults = styles_of(STANDARD).element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    assert [defaults.rFonts.get(qn(f"w:{slot}")) for slot in SLOTS] == ["仿宋_GB2312"] * 4
    assert defaults.find(qn("w:spacing")).get(qn("w:val")) == "-5"
    assert defaults.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"


def test_headings_belong_to_the_outline_and_nothing_is_bold():
    styles = styles_of(STANDARD)
    levels = [
        style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) for style in styles if is_heading(style)
    ]
    assert levels == ["9", "0", "1", "2", "3"]
    assert [style.name for style in styles if style.type == 1 and style.font.bold] == []


def is_heading(style) -> bool:
    return style.name == "Title" or style.name.startswith("Heading")


def test_a_page_takes_twenty_two_lines_of_twenty_eight_characters():
    height = twips(STANDARD.page_height) - twips(STANDARD.margin_top) - twips(STANDARD.margin_bottom)
    assert height // STANDARD.line_pitch == 22
    advance = STANDARD.body_size * 20 + STANDARD.run_spacing
    assert STANDARD.text_width // advance == 28
    assert STANDARD.title_characters == 20


def test_each_font_has_a_substitute_for_machines_without_it():
    assert {item.font for item in STANDARD.font_substitutes} == set(STANDARD.fonts)


def test_another_layout_is_followed_everywhere():
    house = replace(STANDARD, body_font="宋体", line_pitch=560, margin_left=30, heading_fonts=("黑体",) * 4)
    file = docx.Document(BytesIO(to_docx(rich_paper(), house)))
    body = file.styles["公文正文"]
    assert font_slots(body) == ["宋体"] * 4
    assert (body.paragraph_format.line_spacing.pt, file.sections[0].left_margin.mm) == (
        28,
        pytest.approx(30, abs=0.02),
    )
    assert font_slots(file.styles["Heading 2"]) == ["黑体"] * 4
    assert (
        file.tables[0].columns[0].width
        < docx.Document(BytesIO(to_docx(rich_paper()))).tables[0].columns[0].width
    )


def test_twips_are_a_twentieth_of_a_point():
    assert (twips(25.4), twips(210), twips(297)) == (1440, 11906, 16838)
    assert Mm(25.4).twips == 1440
