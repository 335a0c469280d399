"""Figures as papers print them, in the unit of a metric."""

from decimal import Decimal

import pytest

from edusum.common.errors import EdusumError
from edusum.intake.measures import reading_in
from edusum.metrics.figures import Reading


def reading(value, unit, *, metric_unit="人", kind="count", upper="", approximation=""):
    return reading_in(
        value, upper=upper, unit=unit, approximation=approximation, kind=kind, metric_unit=metric_unit
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (reading("58", "名"), Reading("filled", Decimal(58))),
        (reading("1.26", "万人"), Reading("filled", Decimal(12600))),
        (reading("3500", "万元", metric_unit="亿元", kind="money"), Reading("filled", Decimal("0.35"))),
        (reading("96.5", "%", metric_unit="", kind="percent"), Reading("filled", Decimal("96.5"))),
        (reading("500", "人", approximation="over"), Reading("filled", Decimal(500), None, "over")),
        (
            reading("1:6.3", "", metric_unit="", kind="ratio"),
            Reading("filled", None, (Decimal(1), Decimal("6.3"))),
        ),
        (
            reading("3", "年", upper="5", metric_unit="年", kind="duration"),
            Reading("filled", None, (Decimal(3), Decimal(5)), "range"),
        ),
    ],
)
def test_a_figure_is_read_in_the_unit_of_the_metric(found, expected):
    assert found == expected


def test_units_that_do_not_fit_are_told():
    with pytest.raises(EdusumError) as told:
        reading("58", "所")
    assert told.value.message == "旧稿里的单位是“所”，指标的单位是“人”，请先改好单位。"


def test_what_is_no_ratio_is_told():
    with pytest.raises(EdusumError, match="这项指标是比"):
        reading("58", "", kind="ratio")
