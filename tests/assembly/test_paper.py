"""A Document as paper: `templates/document/_paper.html`."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from lxml import html

from edusum.document.house import House
from edusum.document.layout import title_lines
from edusum.document.model import Column, Document, FigureRun, Paragraph, Run, Section, SignOff, Table
from tests.export.papers import rich_paper


def paper(document, house=None):
    return html.fromstring(render_to_string("document/_paper.html", {"document": document, "house": house}))


def text(*runs):
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs))


def words(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


SHARE = FigureRun("92.3%", "学前三年毛入园率", "{{ 学前三年毛入园率 }}")
GAP = FigureRun("【待补：新增学位数】", "新增学位数", "{{ 新增学位数 }}", is_gap=True)
TABLE = Table(
    "主要指标",
    (Column("指标", "left", 2), Column("2025年", "right"), Column("增减", "center")),
    (("在园<幼儿>数", "12500", "持平"),),
    "数据来源：教育事业统计。",
)
SECTIONS = (
    Section(0, "", "", blocks=(text("2025年，<b>补短板</b>。"),)),
    Section(
        1,
        "一、",
        "各类教育协调发展",
        sections=(
            Section(
                2,
                "（一）",
                "学前教育",
                is_run_in=True,
                blocks=(text("入园率达", SHARE, "，新增", GAP, "。"),),
            ),
            Section(2, "（二）", "数据", is_run_in=True, blocks=(TABLE,)),
            Section(
                2,
                "（三）",
                "职业教育",
                sections=(Section(3, "1.", "专业", sections=(Section(4, "（1）", "对接产业"),)),),
            ),
        ),
    ),
)
DOCUMENT = Document(
    "示例区教育局关于2025年教育工作情况的总结和2026年工作打算",
    SECTIONS,
    "各科室：",
    SignOff("示例区教育局", "2026年1月8日"),
)


def test_headings_stand_at_their_levels_in_reading_order():
    page = paper(DOCUMENT)
    headings = page.xpath(".//h3|.//h4|.//h5|.//h6|.//*[@role='heading']")
    levels = [node.get("aria-level") or node.tag[1] for node in headings]
    assert list(zip(levels, words(headings), strict=True)) == [
        ("3", "一、各类教育协调发展"),
        ("4", "（一）学前教育。"),
        ("4", "（二）数据。"),
        ("4", "（三）职业教育"),
        ("5", "1.专业"),
        ("6", "（1）对接产业"),
    ]


def test_a_run_in_heading_begins_its_paragraph():
    page = paper(DOCUMENT)
    assert words(page.find_class("paper-text")) == [
        "2025年，<b>补短板</b>。",
        "（一）学前教育。入园率达92.3%，新增【待补：新增学位数】。",
    ]


def test_figures_and_gaps_name_their_metric():
    page = paper(DOCUMENT)
    marked = [
        (node.get("class"), node.text_content(), node.get("title")) for node in page.xpath(".//p//*[@title]")
    ]
    assert marked == [
        ("figure-run", "92.3%", "指标：学前三年毛入园率"),
        ("gap", "【待补：新增学位数】", "还缺指标：新增学位数"),
    ]


def test_the_title_breaks_where_word_breaks_it():
    lines = words(paper(DOCUMENT).find_class("paper-title")[0])
    assert ("".join(lines), len(lines)) == (DOCUMENT.title, 2)


def test_a_table_has_heads_shares_and_alignment():
    table = paper(DOCUMENT).find(".//table")
    assert (words(table.findall("caption")), words(table.findall(".//th"))) == (
        ["主要指标"],
        ["指标", "2025年", "增减"],
    )
    assert [column.get("width") for column in table.findall(".//col")] == ["50%", "25%", "25%"]
    assert [(cell.get("class"), cell.text) for cell in table.findall(".//td")] == [
        ("paper-left", "在园<幼儿>数"),
        ("paper-right paper-unbroken", "12500"),
        ("paper-center paper-unbroken", "持平"),
    ]


@pytest.mark.parametrize(
    ("name", "indents"),
    [("示例区教育局", ["2em", "0em"]), ("县教育局", ["6em", "2em"])],
)
def test_the_sign_off_stands_in_from_the_right(name, indents):
    signed = paper(Document("总结", sign_off=SignOff(name, "2026年1月8日"))).find_class("paper-signed")
    assert words(signed) == [name, "2026年1月8日"]
    assert [line.find("svg").get("width") for line in signed] == indents


def test_a_seal_takes_its_place_where_the_house_has_one():
    document = Document("总结", sign_off=SignOff("县教育局", "2026年1月8日"))
    signed = paper(document, House(sign_off="seal")).find_class("paper-signed")
    assert [line.find("svg").get("width") for line in signed] == ["5em", "4em"]


def test_a_document_of_a_title_alone_is_paper_too():
    (sheet,) = paper(Document("总结")).find_class("paper-sheet")
    assert (words(sheet), sheet.get("data-number")) == (["总结"], "— 1 —")


def test_a_long_paper_is_cut_into_numbered_sheets():
    pages = 40
    long = Document("", (Section(0, "", "", blocks=(text("字" * (22 * 28 * pages - 2)),)),))
    sheets = paper(long).find_class("paper-sheet")
    assert [sheet.get("data-number") for sheet in sheets] == [f"— {page} —" for page in range(1, pages + 1)]
    sides = ["paper-number-left" if "paper-even" in sheet.get("class") else "right" for sheet in sheets[:3]]
    assert sides == ["right", "paper-number-left", "right"]
    assert [len(sheet.text_content().strip()) for sheet in sheets[:2]] == [22 * 28 - 2, 22 * 28]
    assert [sheet.find("p").get("class") for sheet in (sheets[0], sheets[1], sheets[-1])] == [
        "paper-text paper-goes-on",
        "paper-text paper-tail paper-goes-on",
        "paper-text paper-tail",
    ]


def test_a_gap_in_a_table_is_marked():
    table = Table(
        "指标", (Column("指标"), Column("2025年", "right")), (("学校数", "【待补】"), ("班数", "3"))
    )
    cells = paper(Document("", (Section(0, "", "", blocks=(table,)),))).findall(".//td")
    assert [cell.find("mark") is not None for cell in cells] == [False, True, False, False]


def test_a_formal_paper_has_all_its_parts():
    page = paper(rich_paper())
    (head,) = page.find_class("paper-letterhead")
    assert words([head]) == ["000001 内部 平急 示例区教育局文件 示教〔2026〕3号 签发人：某某"]
    assert [node.get("textLength") or node.get("textlength") for node in head.iter("text")] == ["400"]
    assert words(page.find_class("paper-subtitle")) == ["（征求意见稿）"]
    assert words(page.find_class("paper-salutation")) == ["区人民政府："]
    assert words(page.find_class("paper-attachment")) == [
        "附件：1.2025年主要指标",
        "2.先进单位名单",
        "3.2026年工作要点",
    ]
    assert words(page.find_class("paper-attachment-mark")) == ["附件1", "附件3"]
    assert words(page.find_class("paper-copies")) == ["抄送：区委办公室，区人大常委会办公室。"]
    assert words(page.find_class("paper-issued")[0]) == ["示例区教育局办公室", "2026年1月8日印发"]
    assert len(page.find_class("paper-chart-drawing")) == 1
    sheets = page.find_class("paper-sheet")
    assert ["paper-turned" in sheet.get("class") for sheet in sheets] == [False] * 4 + [True, False]
    assert words(page.find_class("paper-aside")) == ["屏幕提示：下面第 5 页横着印。这行字不印。"]
    assert page.find_class("paper-aside")[0].getnext() is sheets[4]
    assert page.find_class("paper-imprint")[0].getparent() is sheets[-1]


def test_every_title_breaks_where_layout_breaks_it():
    page = paper(rich_paper())
    broken = [tuple(words(title.findall("span"))) for title in page.find_class("paper-title")]
    names = [attachment.name for attachment in rich_paper().attachments if attachment.sections]
    assert broken == [title_lines(title) for title in (rich_paper().title, *names)]


def test_contents_list_the_headings_on_a_sheet_of_their_own():
    first, second = paper(replace(DOCUMENT, has_contents=True)).find_class("paper-sheet")
    assert words(first.find_class("paper-entry")) == [
        "一、各类教育协调发展",
        "（一）学前教育",
        "（二）数据",
        "（三）职业教育",
    ]
    assert words(first.find_class("paper-title")) == ["目录"]
    assert len(second.find_class("paper-title")) == 1


def test_the_ways_of_a_house_are_seen():
    house = House(line_pitch=29, lead_words="kai", is_mirrored=True, bold_levels=(2,), latin_font="Arial")
    page = paper(DOCUMENT, house)
    (article,) = page.find_class("paper")
    assert article.get("class") == "paper paper-pitch-29 paper-leads-kai paper-mirrored"
    assert (article.get("data-body-font"), article.get("data-latin-font")) == ("仿宋_GB2312", "Arial")
    assert words(page.find_class("paper-bold")) == ["（一）学前教育。", "（二）数据。", "（三）职业教育"]


def test_parts_stand_in_the_middle_and_the_rest_one_rank_higher():
    parts = Document("", (Section(1, "第一部分　", "总结", sections=(Section(2, "一、", "成绩"),)),))
    headings = paper(parts).find_class("paper-heading")
    assert [(node.tag, node.get("class").split()[-1]) for node in headings] == [
        ("h3", "paper-rank-0"),
        ("h4", "paper-rank-1"),
    ]


def test_a_note_says_which_fonts_are_needed():
    note = html.fromstring(render_to_string("export/_fonts_note.html", {"house": House(latin_font="Arial")}))
    rows = [words(row.findall("td")) for row in note.findall(".//tbody/tr")]
    assert rows[0] == [
        "方正小标宋简体",
        "标题",
        "不随 Windows 提供，多由单位购买后统一安装",
        "由 Word 换成方正小标宋_GBK",
    ]
    assert rows[-2] == ["Arial", "字母和数字", "Windows 自带", "由 Word 自己挑一种"]
