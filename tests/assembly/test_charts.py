"""A Chart on paper: `templates/document/_chart.html`."""

from django.template.loader import render_to_string
from lxml import html

from edusum.document.model import Chart, Series
from tests.document.charts import DRAWABLE, HOSTILE, TREND


def figure(chart):
    return html.fromstring(render_to_string("document/_chart.html", {"chart": chart}))


def words(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


def test_a_chart_is_drawn_with_its_caption_and_note_below():
    root = figure(TREND)
    assert [child.tag for child in root] == ["svg", "figcaption", "p", "details"]
    assert words(root.xpath("figcaption|p")) == [
        TREND.caption,
        TREND.note,
    ]


def test_the_numbers_of_a_chart_can_be_read_as_a_table():
    table = figure(TREND).find("details/table")
    assert words(table.iter("caption")) == ["2020—2025年入园率与巩固率（单位：%）"]
    assert [words(row) for row in table.iter("tr")] == [
        ["", "学前教育毛入园率", "义务教育巩固率"],
        ["2020年", "93.15", "95.1"],
        ["2021年", "94.2", "95.6"],
        ["2022年", "—", "96.0"],
        ["2023年", "96.3", "96.4"],
        ["2024年", "97.1", "96.9"],
        ["2025年", "97.38", "97"],
    ]


def test_a_chart_that_cannot_be_drawn_says_why():
    root = figure(Chart("trend", "毛入园率", ("2025年",), (Series("全区", (None,)),), note="注"))
    assert [child.tag for child in root] == ["p", "figcaption", "p"]
    assert words(root.iter("mark")) == ["【待补：图“毛入园率”】"]
    assert root.find("p/mark").get("title") == (
        "图“毛入园率”的数值都还没有填报，无法绘制。请先填报指标，或删去此图。"
    )


def test_nothing_that_is_typed_becomes_markup():
    known = {
        "figure",
        "figcaption",
        "p",
        "details",
        "summary",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "td",
    }
    drawn = {"th", "svg", "title", "desc", "pattern", "path", "polyline", "circle", "rect", "text"}
    for chart in DRAWABLE.values():
        assert {element.tag for element in figure(chart).iter()} <= known | drawn
    assert "<script>" in figure(HOSTILE["marks"]).text_content()
