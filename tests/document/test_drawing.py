import re

import pytest
from hypothesis import given
from lxml import etree

from edusum.document.charts import alt_text, is_drawable
from edusum.document.drawing import svg
from edusum.document.model import Chart, Series
from edusum.document.plotting import plot
from tests.document.charts import COMPARISON, DRAWABLE, HOSTILE, SHARE, SPENDING, TREND, charts

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "pattern", "path", "polyline", "circle", "rect", "text"}


def tree(chart):
    return etree.fromstring(svg(chart))


def texts(chart):
    return [text.text for text in tree(chart).iter(f"{SVG}text")]


def test_the_drawing_says_what_it_shows():
    root = tree(TREND)
    title, text = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (root.get("role"), title.text, text.text) == ("img", TREND.caption, alt_text(TREND))
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == text.get("id")


@pytest.mark.parametrize("chart", DRAWABLE.values(), ids=DRAWABLE)
def test_the_drawing_is_well_formed_without_styles_or_scripts(chart):
    harmless(chart)


@given(charts())
def test_the_drawing_of_any_chart_is_well_formed_without_styles_or_scripts(chart):
    if is_drawable(chart):
        harmless(chart)
    else:
        assert svg(chart) == ""


def harmless(chart):
    root = tree(chart)
    assert {etree.QName(element).localname for element in root.iter()} <= ELEMENTS
    for element in root.iter():
        assert [name for name in element.attrib if name == "style" or name.startswith("on")] == []
        for name, value in element.attrib.items():
            assert "nan" not in value
            assert "url(" not in value or re.fullmatch(r"url\(#chart-[0-9a-f]{12}-\w+\)", value), name


def test_patterns_that_are_used_are_there():
    for chart in DRAWABLE.values():
        root = tree(chart)
        used = {value[5:-1] for value in root.xpath("//@fill") if value.startswith("url(")}
        assert used <= set(root.xpath("//@id"))


def test_every_number_and_name_of_the_chart_is_drawn():
    assert {"甲县", "丁市", "2023年", "2025年", "98.05", "96", "94.5", "单位：%"} <= set(texts(COMPARISON))
    assert {"城区", "52.3%", "镇区", "36.7%", "乡村", "11.0%"} == set(texts(SHARE))
    assert {"人员支出", "44.1", "其他", "0.0"} <= set(texts(SPENDING))


def test_a_year_without_a_value_breaks_the_line():
    lines = tree(TREND).findall(f"{SVG}polyline")
    assert [len(line.get("points").split()) for line in lines] == [2, 3, 6]
    assert len(tree(TREND).findall(f"{SVG}circle")) == 5 + 1  # and one in the legend


def test_a_bar_is_as_long_as_its_value():
    chart = Chart("comparison", "增减", ("甲", "乙", "丙"), (Series("数", ("20", "-10", "5")),))
    bars = tree(chart).findall(f"{SVG}rect")
    heights = [float(bar.get("height")) for bar in bars]
    assert heights[0] / heights[1] == pytest.approx(2, abs=0.01)
    assert heights[0] / heights[2] == pytest.approx(4, abs=0.01)
    assert float(bars[1].get("y")) == pytest.approx(plot(chart).y(0), abs=0.01)


def test_slices_fill_the_circle():
    assert len(tree(SHARE).findall(f"{SVG}path")) == 3 + 0
    assert len(tree(HOSTILE["one part"]).findall(f"{SVG}circle")) == 1


def test_the_same_chart_is_always_drawn_alike():
    assert svg(TREND) == svg(TREND)
    assert svg(TREND) != svg(COMPARISON)
