"""A Document as paper: `templates/document/_paper.html`."""

import pytest
from django.template.loader import render_to_string
from lxml import html

from edusum.document.model import Column, Document, FigureRun, Paragraph, Run, Section, SignOff, Table


def paper(document):
    return html.fromstring(render_to_string("document/_paper.html", {"document": document}))


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
    marked = [(node.get("class"), node.text, node.get("title")) for node in page.xpath(".//p//*[@title]")]
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
        ("paper-right", "12500"),
        ("paper-center", "持平"),
    ]


@pytest.mark.parametrize(
    ("name", "indents"),
    [("示例区教育局", ["2em", "0em"]), ("县教育局", ["6em", "2em"])],
)
def test_the_sign_off_stands_in_from_the_right(name, indents):
    page = paper(Document("总结", sign_off=SignOff(name, "2026年1月8日")))
    sign_off = page.find_class("paper-sign-off")[0]
    assert words(sign_off.findall("p")) == [name, "2026年1月8日"]
    assert [spacer.get("width") for spacer in sign_off.findall(".//svg")] == indents


def test_a_document_of_a_title_alone_is_paper_too():
    page = paper(Document("总结"))
    assert words(page.find(".//article").iterchildren("h2", "p", "section", "div")) == ["总结"]


def test_page_marks_reach_to_the_end_of_a_long_paper():
    pages = 40
    long = Document("总结", (Section(0, "", "", blocks=(text("字" * (22 * 28 * pages)),)),))
    marks = words(paper(long).findall(".//ol/li"))
    assert (marks[0], len(marks) >= pages) == ("第2页", True)
