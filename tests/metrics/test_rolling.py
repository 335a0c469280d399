"""The arithmetic of roll-ups, without a database."""

from decimal import Decimal
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.metrics.outlying import doubt_of
from edusum.metrics.rolling import (
    SCALE,
    Given,
    Method,
    Tree,
    approximation_of,
    bring_together,
    exponent_of,
    places_of,
    result_of,
)

CITY, COUNTY, OTHER, SCHOOL, NEXT = range(1, 6)
AREA = places_of([(CITY, None), (COUNTY, CITY), (OTHER, CITY), (SCHOOL, COUNTY), (NEXT, COUNTY)])
SUM = Method("sum", 10, 10)
RATE = Method("ratio", 20, 21, 22, exponent=2)
MEAN = Method("weighted_mean", 30, 30, 31)


def tree(*submitted):
    units, parents = AREA
    return Tree(units, parents, tuple(unit in submitted for unit in units))


def said(number, approximation=""):
    return Given("filled", None if number is None else round(number * SCALE), approximation)


OPEN, NONE_SUCH = Given("pending", None), Given("not_applicable", None)


def figure(method, values, *submitted, unit=CITY):
    total = bring_together(tree(*submitted), method, values)[unit]
    value, _ = result_of(method, total)
    return value, total.counted, total.expected, total.left_out


@pytest.mark.parametrize(
    ("school", "next_door", "expected"),
    [
        (said(3), said(4), (7, 2, 3, 0)),
        (said(3), OPEN, (3, 1, 3, 0)),
        (said(0), said(0), (0, 2, 3, 0)),
        (said(3), NONE_SUCH, (3, 1, 2, 0)),
        (said(3), said(None, "range"), (3, 1, 3, 1)),
        (OPEN, OPEN, (None, 0, 3, 0)),
    ],
)
def test_a_sum_is_of_the_units_that_gave_a_number(school, next_door, expected):
    assert figure(SUM, {10: {SCHOOL: school, NEXT: next_door}}, SCHOOL, NEXT) == expected


def test_what_was_not_handed_in_does_not_count():
    assert figure(SUM, {10: {SCHOOL: said(3), NEXT: said(4)}}, SCHOOL) == (3, 1, 3, 0)


def test_a_county_that_handed_in_speaks_for_its_schools_unless_it_left_the_metric_open():
    values = {10: {COUNTY: said(100), SCHOOL: said(3), OTHER: said(5)}}
    assert figure(SUM, values, COUNTY, SCHOOL, OTHER) == (105, 2, 2, 0)
    assert figure(SUM, values, COUNTY, SCHOOL, OTHER, unit=COUNTY) == (3, 1, 2, 0)
    assert figure(SUM, {10: values[10] | {COUNTY: OPEN}}, COUNTY, SCHOOL, OTHER) == (8, 2, 3, 0)


def test_a_rate_takes_both_terms_of_the_same_units_only():
    values = {
        20: {SCHOOL: said(50), NEXT: said(90)},
        21: {SCHOOL: said(10), NEXT: said(90), OTHER: said(1000)},
        22: {SCHOOL: said(20), NEXT: said(900)},
    }
    value, *counts = figure(RATE, values, SCHOOL, NEXT, OTHER)
    assert (round(value, 4), counts) == (round(Decimal(10000) / 920, 4), [2, 3, 0])


@pytest.mark.parametrize(
    ("rate", "first", "second", "expected"),
    [
        (said(50), OPEN, said(20), (None, 0, 3, 1)),
        (OPEN, said(10), said(20), (50, 1, 3, 0)),
        (NONE_SUCH, said(10), said(20), (None, 0, 2, 0)),
        (OPEN, NONE_SUCH, said(20), (None, 0, 2, 0)),
        (OPEN, said(None, "range"), said(20), (None, 0, 3, 1)),
        (OPEN, said(10), said(0), (None, 1, 3, 0)),
    ],
)
def test_a_rate_without_its_terms_cannot_be_brought_together(rate, first, second, expected):
    values = {20: {SCHOOL: rate}, 21: {SCHOOL: first}, 22: {SCHOOL: second}}
    assert figure(RATE, values, SCHOOL) == expected


def test_a_weighted_mean_weighs():
    values = {30: {SCHOOL: said(50), NEXT: said(100)}, 31: {SCHOOL: said(300), NEXT: said(100)}}
    assert figure(MEAN, values, SCHOOL, NEXT) == (Decimal("62.5"), 2, 3, 0)
    del values[31][NEXT]
    assert figure(MEAN, values, SCHOOL, NEXT) == (50, 1, 3, 1)


def test_two_terms_of_a_ratio_stay_apart():
    pair = Method("ratio", 20, 21, 22, is_pair=True)
    values = {21: {SCHOOL: said(10), NEXT: said(20)}, 22: {SCHOOL: said(20), NEXT: said(40)}}
    total = bring_together(tree(SCHOOL, NEXT), pair, values)[CITY]
    assert result_of(pair, total) == (None, (30, 60))


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ([], ""),
        (["over"], "over"),
        (["at_least"], "at_least"),
        (["over", "at_least"], "over"),
        (["near", "under"], "near"),
        (["under", "within"], "within"),
        (["over", "near"], "about"),
        (["about", "over"], "about"),
    ],
)
def test_the_whole_is_as_exact_as_its_parts(bounds, expected):
    assert approximation_of(frozenset(bounds)) == expected


def test_a_denominator_that_is_more_makes_the_rate_less():
    values = {21: {SCHOOL: said(10)}, 22: {SCHOOL: said(20, "over")}}
    assert bring_together(tree(SCHOOL), RATE, values)[CITY].bounds == {"near"}


@pytest.mark.parametrize(
    ("kind", "unit", "first", "second", "own", "expected"),
    [
        ("percent", "%", 0, 0, 0, 2),
        ("percent", "‰", 0, 0, 0, 3),
        ("percent", "%", 4, 0, 0, 6),
        ("rate_per_head", "元", 4, 0, 0, 4),
        ("rate_per_head", "万元", 4, 0, 4, 0),
    ],
)
def test_units_are_minded(kind, unit, first, second, own, expected):
    assert exponent_of(kind=kind, unit=unit, first=first, second=second, own=own) == expected


schools = st.lists(st.tuples(st.integers(0, 999), st.integers(1, 999)), min_size=2, max_size=30)


@given(schools)
def test_the_rate_of_an_area_lies_between_those_of_its_units(pairs):
    count = len(pairs)
    units = places_of([(0, None), *((number, 0) for number in range(1, count + 1))])
    area = Tree(*units, (False, *([True] * count)))
    values = {
        21: {number: said(first) for number, (first, _) in enumerate(pairs, 1)},
        22: {number: said(second) for number, (_, second) in enumerate(pairs, 1)},
    }
    value, _ = result_of(RATE, bring_together(area, RATE, values)[0])
    rates = [Decimal(first) * 100 / second for first, second in pairs]
    edge = Decimal("1e-20")
    assert min(rates) - edge <= value <= max(rates) + edge
    if len(set(pairs)) == 1:
        assert round(value, 9) == round(Decimal(mean(rates)), 9)


# Figures unlike their own past


@pytest.mark.parametrize(
    ("past", "now", "is_rate", "expected"),
    [
        ((300, 310, 305, 312), 3120, False, True),
        ((300, 310, 305, 312), 31, False, True),
        ((300, 310, 305, 312), 330, False, False),
        ((100, 200, 400, 800), 1600, False, False),
        ((2, 3, 2, 4), 7, False, False),
        ((0, 0, 0, 0), 50, False, True),
        ((None, None, None, 300), 700, False, False),
        ((None, None, None, 300), 3000, False, True),
        ((None, None, 290, 300), 20, False, True),
        ((None, None, None, None), 3000, False, False),
        ((90, 91, 92, 93), 9.4, True, True),
        ((90, 91, 92, 93), 94, True, False),
        ((None, None, 90, 93), 60, True, True),
    ],
)
def test_a_figure_is_doubted_when_it_is_unlike_its_own_past(past, now, is_rate, expected):
    scaled = [None if value is None else value * SCALE for value in past]
    assert (doubt_of(scaled, round(now * SCALE), is_rate=is_rate) is not None) is expected


def test_a_doubt_says_what_was_usual():
    doubt = doubt_of([value * SCALE for value in (100, 110, 121)], 1210 * SCALE, is_rate=False)
    assert (doubt.previous, round(doubt.change, 2), round(doubt.usual, 2)) == (121 * SCALE, 9.0, 0.1)
