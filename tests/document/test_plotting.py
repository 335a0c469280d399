from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from edusum.document.charts import is_drawable
from edusum.document.drawing import svg
from edusum.document.model import Chart, Series
from edusum.document.plotting import figure_height, plot
from tests.document.charts import (
    COMPARISON,
    COUNTIES,
    DRAWABLE,
    HOSTILE,
    SHARE,
    SPENDING,
    STAGES,
    TREND,
    YEARS,
    charts,
)


@pytest.mark.parametrize(
    ("chart", "form"),
    [
        (TREND, "line"),
        (STAGES, "line"),
        (HOSTILE["two years"], "column"),
        (COMPARISON, "column"),
        (COUNTIES, "bar"),
        (HOSTILE["forty"], "bar"),
        (SHARE, "pie"),
        (SPENDING, "bar"),
        (HOSTILE["one part"], "pie"),
    ],
)
def test_a_chart_takes_the_form_that_has_room_for_its_words(chart, form):
    assert plot(chart).form == form


def test_a_slice_too_thin_to_be_seen_makes_bars_of_a_pie():
    chart = replace(SHARE, series=(Series("学校数", ("96", "1", "3")),))
    assert plot(chart).form == "bar"


def test_shares_in_bars_are_percentages_and_keep_what_they_are_of():
    plan = plot(SPENDING)
    assert (plan.unit, plan.strands[0].name) == ("%", "支出占比")
    assert plan.strands[0].labels == ("44.1", "21.8", "13.0", "10.3", "8.7", "2.2", "0.0", "")
    assert plan.sources is not None
    assert plan.sources.values[:2] == (Decimal("40.7"), Decimal("20.1"))


def test_values_are_printed_with_the_decimals_they_came_with():
    assert [strand.labels for strand in plot(COMPARISON).strands] == [
        ("90", "92", "94.5", ""),
        ("91.2", "93.4", "95.6", "97.1"),
        ("92.7", "94.9", "96", "98.05"),
    ]


def test_of_two_lines_the_upper_has_its_values_above_and_the_lower_below():
    first, second = plot(TREND).strands
    assert first.sides == ("below", "below", "above", "below", "above", "above")
    assert second.sides == ("above", "above", "below", "above", "below", "below")


def test_of_more_lines_only_the_last_values_are_printed_and_none_when_they_would_collide():
    assert [strand.labels[-1] for strand in plot(STAGES).strands] == ["48210", "25900", "13900", "20900"]
    assert all(strand.labels[:-1] == ("",) * 5 for strand in plot(STAGES).strands)
    close = replace(STAGES, series=tuple(Series(name, ("1000",) * 6) for name in "甲乙丙"))
    assert {label for strand in plot(close).strands for label in strand.labels} == {""}


def test_series_differ_in_print_without_colour():
    for kind in ("trend", "comparison"):
        series = tuple(Series(f"第{number}组", ("1", "2", "3")) for number in range(6))
        strands = plot(Chart(kind, "六组", YEARS[:3], series)).strands
        if kind == "trend":
            looks = {(strand.look.marker, strand.look.is_hollow, strand.look.dash) for strand in strands}
        else:
            looks = {(strand.look.fill, strand.look.pattern) for strand in strands}
        assert len(looks) == 6
    slices = plot(replace(SHARE, categories=tuple("甲乙丙丁戊己"), series=(Series("数", ("1",) * 6),))).slices
    assert len({(look.fill, look.pattern) for look in slices}) == 6


def test_names_and_values_that_have_no_room_are_left_out_at_equal_distances():
    plan = plot(HOSTILE["forty years"])
    assert plan.every == 4
    assert [at for at, label in enumerate(plan.strands[0].labels) if label] == [*range(0, 40, 3)]


def test_a_drawing_is_8_cm_high_and_grows_with_the_bars_up_to_20_cm():
    assert [round(figure_height(chart)) for chart in (TREND, COMPARISON, SHARE)] == [227, 227, 206]
    assert 227 < figure_height(COUNTIES) < figure_height(HOSTILE["forty"]) == 567
    assert figure_height(replace(TREND, categories=(), series=())) == 14


@pytest.mark.parametrize("chart", DRAWABLE.values(), ids=DRAWABLE)
def test_the_values_stand_inside_the_drawing(chart):
    inside(chart)


@given(charts())
def test_the_values_of_any_chart_stand_inside_the_drawing(chart):
    if is_drawable(chart):
        inside(chart)


def inside(chart):
    plan = plot(chart)
    box = plan.box
    assert min(box.left, box.top) >= 0
    assert box.width > 100
    assert box.height > 60
    assert box.left + box.width <= plan.width
    assert box.top + box.height <= plan.height
    assert all(len(strand.values) == len(plan.categories) for strand in plan.strands)


@pytest.mark.parametrize(
    ("values", "unit", "said"),
    [
        (("99.3", "99.5", "99.8"), "%", ("单位：%", "纵轴从99.0起")),
        (("99.3", "99.5", "99.8"), "", ("纵轴从99.0起",)),
        (("1", "50", "99"), "%", ("单位：%",)),
        (("-9", "2", "5"), "人", ("单位：人",)),
        (("1", "2", "3"), "", ()),
    ],
)
def test_an_axis_that_does_not_start_at_zero_is_told_in_word_and_on_the_page(values, unit, said):
    chart = replace(TREND, categories=("甲", "乙", "丙"), series=(Series("率", values),), unit=unit)
    plan = plot(chart)
    assert plan.unit_lines == said
    assert [f">{line}</text>" in svg(chart) for line in said] == [True] * len(said)
    assert ("纵轴" in svg(chart)) == any("纵轴" in line for line in said)
    assert plan.box.top == [14, 26, 40][len(said)]


def test_bars_are_as_long_as_their_values_and_need_no_word_of_it():
    assert plot(COMPARISON).unit_lines == (f"单位：{COMPARISON.unit}",)
