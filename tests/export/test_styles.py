import re
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from edusum.document.house import House
from edusum.export.oxml.small_parts import font_table_xml
from edusum.export.styles import STANDARD, Layout, layout_of, twips
from edusum.export.word import to_docx
from tests.export.papers import part_paper, rich_paper

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
        ("公文称呼", "仿宋_GB2312", 16),
        ("Subtitle", "楷体_GB2312", 16),
        ("公文讲话人", "楷体_GB2312", 16),
        ("公文附件标记", "黑体", 16),
        ("公文附件标题", "方正小标宋简体", 22),
        ("公文目录标题", "方正小标宋简体", 22),
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
    house = replace(STANDARD, body_font="宋体", line_pitch=560, margin_left=30, kai_font="黑体")
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


def test_the_layout_of_the_standard_house_is_the_standard():
    assert layout_of(House()) == STANDARD == Layout(font_substitutes=STANDARD.font_substitutes)


@pytest.mark.parametrize(("points", "twentieths"), [(28, 560), (28.95, 579), (29, 580)])
def test_a_house_has_its_own_distance_of_lines(points, twentieths):
    layout = layout_of(House(line_pitch=points))
    file = docx.Document(BytesIO(to_docx(rich_paper(), layout)))
    assert file.styles["公文正文"].paragraph_format.line_spacing.twips == twentieths
    grid = file.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == str(twentieths)


def test_a_house_may_print_headings_of_the_second_and_third_rank_in_bold():
    styles = styles_of(layout_of(House(bold_levels=(2, 3))))
    assert [styles[f"Heading {level}"].font.bold for level in (1, 2, 3, 4)] == [None, True, True, None]
    assert [styles[f"标题 {level} 字符"].font.bold for level in (1, 2, 3, 4)] == [None, True, True, None]


def test_a_house_may_have_letters_and_digits_in_another_font():
    layout = layout_of(House(latin_font="Times New Roman"))
    styles = styles_of(layout)
    times = ["Times New Roman", "Times New Roman", "仿宋_GB2312", "Times New Roman"]
    assert [font_slots(styles[name]) for name in ("Normal", "公文正文", "Heading 3")] == [times] * 3
    assert font_slots(styles["Title"]) == ["方正小标宋简体"] * 4
    assert font_slots(styles["Footer"]) == ["宋体"] * 4


def test_quotes_and_dashes_stay_chinese_where_letters_have_another_font():
    layout = layout_of(House(latin_font="Times New Roman"))
    runs = list(docx.Document(BytesIO(to_docx(rich_paper(), layout))).element.body.iter(qn("w:r")))
    hints = [run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") for run in runs]
    assert [dict(hint.attrib) for hint in hints] == [{qn("w:hint"): "eastAsia"}] * len(runs)
    plain = docx.Document(BytesIO(to_docx(rich_paper()))).element.body
    assert list(plain.iter(qn("w:rFonts"))) == []


def test_fonts_and_what_stands_in_for_them_are_those_of_the_house():
    house = House(body_font="仿宋", body_fallback="华文仿宋", latin_font="Times New Roman", hei_fallback="")
    layout = layout_of(house)
    told = {item.font: item.instead for item in layout.font_substitutes}
    assert told == {
        "仿宋": "华文仿宋",
        "楷体_GB2312": "楷体",
        "方正小标宋简体": "方正小标宋_GBK",
        "黑体": "",
        "宋体": "SimSun",
        "Times New Roman": "",
    }
    table = font_table_xml(layout).decode()
    assert re.findall(r'<w:font w:name="(.+?)">(?:<w:altName w:val="(.+?)"/>)?', table) == [
        ("仿宋", "华文仿宋"),
        ("方正小标宋简体", "方正小标宋_GBK"),
        ("黑体", ""),
        ("楷体_GB2312", "楷体"),
        ("宋体", "SimSun"),
        ("Times New Roman", ""),
    ]


def test_headings_of_a_document_in_parts_look_one_rank_lower():
    styles = docx.Document(BytesIO(to_docx(part_paper(), layout_of(House(bold_levels=(2,)))))).styles
    headings = [styles[f"Heading {level}"] for level in (1, 2, 3, 4)]
    fonts = [font_slots(heading)[2] for heading in headings]
    assert fonts == ["黑体", "黑体", "楷体_GB2312", "仿宋_GB2312"]
    assert [heading.paragraph_format.alignment for heading in headings] == [1, None, None, None]
    assert [heading.font.bold for heading in headings] == [None, None, True, None]
    levels = [heading.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) for heading in headings]
    assert levels == ["0", "1", "2", "3"]


def test_words_that_lead_in_look_as_the_house_wants():
    bold = styles_of(layout_of(House(lead_words="bold")))["公文领句"]
    kai = styles_of(layout_of(House(lead_words="kai")))["公文领句"]
    assert (bold.font.bold, font_slots(kai)) == (True, ["楷体_GB2312"] * 4)


def test_twips_are_a_twentieth_of_a_point():
    assert (twips(25.4), twips(210), twips(297)) == (1440, 11906, 16838)
    assert Mm(25.4).twips == 1440
