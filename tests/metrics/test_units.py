from decimal import Decimal

import pytest

from edusum.metrics.figures import Figure, Reading
from edusum.metrics.units import (
    format_bare,
    format_in_hanzi,
    format_number,
    format_position,
    format_reading,
    in_large_unit,
    in_money_unit,
    round_half_up,
    scale_of,
)


def figure(kind="count", unit="人", decimals=0):
    return Figure("code", "名", "名", unit, kind, decimals)


def reading(value, approximation=""):
    return Reading("filled", Decimal(value), approximation=approximation)


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("75", 2, "75"),
        ("75.00", 2, "75"),
        ("97.3", 2, "97.30"),
        ("99.53", 2, "99.53"),
        ("39.072", 3, "39.072"),
        ("0", 2, "0"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.49999", 0, "0"),
        ("0.125", 2, "0.13"),
        ("1.005", 2, "1.01"),
        ("-0.004", 2, "0"),
        ("-3.25", 1, "-3.3"),
        ("99.996", 2, "100"),
        ("1E+3", 0, "1000"),
        ("1E-3", 3, "0.001"),
        ("99999999999.9999", 4, "99999999999.9999"),
        ("123456789012345678901234567890.5", 0, "123456789012345678901234567891"),
    ],
)
def test_numbers_round_half_up_and_whole_ones_have_no_decimals(value, decimals, printed):
    assert format_number(Decimal(value), decimals) == printed


def test_rounding_keeps_the_decimals_asked_for():
    assert str(round_half_up(Decimal("2.345"), 2)) == "2.35"


@pytest.mark.parametrize(
    ("kind", "unit", "decimals", "value", "approximation", "printed"),
    [
        ("count", "人", 0, "749", "", "749人"),
        ("count", "人", 0, "0", "", "0人"),
        ("count", "人", 0, "-12", "", "-12人"),
        ("percent", "%", 2, "97.30", "", "97.30%"),
        ("percent", "%", 2, "100", "", "100%"),
        ("percent", "", 1, "98.7", "", "98.7%"),
        ("percent", "‰", 1, "3.2", "", "3.2‰"),
        ("money", "万元", 3, "39.072", "", "39.072万元"),
        ("percent", "%", 0, "95", "at_least", "95%以上"),
        ("count", "名", 0, "500", "over", "逾500名"),
        ("count", "名", 0, "500", "near", "近500名"),
        ("area", "平方米", 1, "12000", "about", "12000平方米左右"),
        ("rank", "位", 0, "3", "", "第3位"),
        ("rank", "", 0, "1", "", "第1"),
        ("multiple", "倍", 2, "2.66", "", "2.66倍"),
        ("count", "", 0, "6", "", "6"),
    ],
)
def test_readings_print_with_unit_and_approximation(kind, unit, decimals, value, approximation, printed):
    assert format_reading(figure(kind, unit, decimals), reading(value, approximation)) == printed


@pytest.mark.parametrize(
    ("terms", "approximation", "printed"),
    [
        (("1", "6.3"), "", "1:6.3"),
        (("5.0000", "5.0000"), "about", "5:5左右"),
        (("1.0000", "14.6700"), "", "1:14.67"),
        (("10", "100"), "", "10:100"),
        (("0", "3"), "", "0:3"),
    ],
)
def test_ratios_print_their_terms_without_unit(terms, approximation, printed):
    ratio = Reading("filled", terms=(Decimal(terms[0]), Decimal(terms[1])), approximation=approximation)
    assert format_reading(figure("ratio", ":"), ratio) == printed


def test_the_bare_number_has_neither_unit_nor_approximation():
    assert format_bare(figure(), reading("500", "over")) == "500"


def test_a_reading_without_number_prints_none():
    assert format_bare(figure(), Reading()) == ""


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "other", "printed"),
    [
        ("元", 0, "390720", "万元", "39.07万元"),
        ("元", 0, "10000", "万元", "1万元"),
        ("元", 0, "9999", "万元", "1万元"),
        ("元", 0, "125", "万元", "0.013万元"),
        ("万元", 2, "12345.67", "亿元", "1.23亿元"),
        ("万元", 3, "39.072", "亿元", "0.0039亿元"),
        ("万元", 3, "39.072", "万元", "39.072万元"),
        ("万元", 3, "39.072", "元", "390720元"),
        ("亿元", 2, "1.25", "万元", "12500万元"),
        ("万元", 0, "0", "亿元", "0亿元"),
    ],
)
def test_money_is_told_in_another_unit(unit, decimals, value, other, printed):
    converted = in_money_unit(Figure("c", "名", "名", unit, "money", decimals, current=reading(value)), other)
    assert format_reading(converted, converted.current) == printed


@pytest.mark.parametrize(("kind", "unit"), [("count", "人"), ("money", "美元"), ("percent", "%")])
def test_what_is_not_money_has_no_other_money_unit(kind, unit):
    assert in_money_unit(figure(kind, unit), "万元") is None


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("人", ("人", 0)),
        ("名", ("人", 0)),
        ("万人", ("人", 4)),
        ("万名", ("人", 4)),
        ("人次", ("人次", 0)),
        ("元", ("元", 0)),
        ("千万元", ("元", 7)),
        ("百万元", ("元", 6)),
        ("亿元", ("元", 8)),
        ("万平方米", ("平方米", 4)),
        ("万", ("", 4)),
        ("", ("", 0)),
    ],
)
def test_a_unit_is_what_it_counts_and_how_many_at_a_time(unit, scale):
    assert scale_of(unit) == scale


def test_a_trimmed_number_has_as_many_decimals_as_it_needs():
    printed = [
        format_number(Decimal(value), 2, is_trimmed=True) for value in ("97.3", "97.304", "97", "100.5")
    ]
    assert printed == ["97.3", "97.3", "97", "100.5"]


def test_a_range_prints_both_ends_and_percent_after_each():
    ends = Reading("filled", terms=(Decimal("70"), Decimal("80.50")), approximation="range")
    assert format_reading(figure("percent", "%", 2), ends) == "70%—80.5%"
    assert format_reading(figure("duration", "年", 1), ends) == "70—80.5年"
    assert format_bare(figure("percent", "%", 2), ends) == "70—80.5"


@pytest.mark.parametrize(
    ("kind", "unit", "value", "approximation", "printed"),
    [
        ("count", "个", "2", "", "两个"),
        ("count", "个", "9999", "", "九千九百九十九个"),
        ("count", "个", "10000", "", "10000个"),
        ("count", "所", "0", "", "零所"),
        ("count", "人", "35", "under", "三十五人以下"),
        ("percent", "%", "100", "", "百分之百"),
        ("percent", "", "5", "at_least", "百分之五以上"),
        ("percent", "‰", "0", "", "千分之零"),
        ("rank", "位", "12", "", "第十二位"),
        ("rank", "名", "3", "within", "前三名"),
    ],
)
def test_whole_numbers_in_hanzi(kind, unit, value, approximation, printed):
    assert format_in_hanzi(figure(kind, unit), reading(value, approximation)) == printed


@pytest.mark.parametrize(
    ("value", "approximation", "printed"),
    [
        ("1", "", "第一"),
        ("10", "", "第十"),
        ("11", "", "第11"),
        ("3", "within", "前三"),
        ("20", "about", "第20左右"),
    ],
)
def test_positions_are_told_in_hanzi_up_to_the_tenth(value, approximation, printed):
    assert format_position(figure("rank", "位"), reading(value, approximation)) == printed


@pytest.mark.parametrize("unit", ["千米", "千克", "千瓦"])
def test_a_unit_that_only_looks_prefixed_is_left_whole(unit):
    told = in_large_unit(Figure("c", "名", "名", unit, "other", 0, current=reading("20000")))
    assert format_reading(told, told.current) == f"2万{unit}"


def test_without_a_number_the_large_unit_is_that_of_last_year_or_its_own():
    told = in_large_unit(Figure("c", "名", "名", "人", "count", 0, previous=reading("20000")))
    assert format_reading(told, told.previous) == "2万人"
    assert in_large_unit(figure()) == figure()
