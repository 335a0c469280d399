from dataclasses import replace
from decimal import Decimal

import pytest

from edusum.metrics.figures import Figure, Reading
from edusum.metrics.series import (
    achieved,
    change,
    change_label,
    change_percent,
    growth_label,
    is_level,
    multiple,
    multiple_of,
    share,
    share_words,
)

NOT_APPLICABLE = Reading("not_applicable")


def reading(value, approximation=""):
    if value is None:
        return Reading()
    if isinstance(value, tuple):
        return Reading("filled", terms=(Decimal(value[0]), Decimal(value[1])), approximation=approximation)
    return Reading("filled", Decimal(value), approximation=approximation)


def figure(current, previous, kind="count", unit="人", decimals=0, approximation=""):
    return Figure(
        "c", "名", "名", unit, kind, decimals,
        current=reading(current, approximation), previous=reading(previous),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("of", "difference"),
    [
        (figure("15", "10"), Decimal(5)),
        (figure("10", "15"), Decimal(-5)),
        (figure("10", None), None),
        (figure(None, "10"), None),
        (figure("12.345", "10.26", decimals=1), Decimal("2.0")),
        (figure(("1", "6.3"), ("1", "6.5"), "ratio", ":"), None),
    ],
)
def test_the_change_is_the_difference_of_what_is_printed(of, difference):
    assert change(of) == difference


@pytest.mark.parametrize(
    ("of", "percent"),
    [
        (figure("900", "800"), Decimal("12.5")),
        (figure("0", "800"), Decimal(-100)),
        (figure("5", "0"), None),
        (figure("5", "-5"), None),
        (figure("-5", "5"), None),
        (figure("97", "95", "percent", "%"), None),
        (figure("5", None), None),
    ],
)
def test_growth_in_percent_is_told_only_where_it_means_something(of, percent):
    assert change_percent(of) == percent


@pytest.mark.parametrize(
    ("of", "label"),
    [
        (figure("97.3", "95.2", "percent", "%", 1), "▲ 2.1 个百分点"),
        (figure("95.2", "97.3", "percent", "%", 1), "▼ 2.1 个百分点"),
        (figure("3.5", "3.1", "percent", "‰", 1), "▲ 0.4 个千分点"),
        (figure("10", "12"), "▼ 2"),
        (figure("12", "0"), "▲ 12"),
        (figure("39.072", "38.5", "money", "万元", 3), "▲ 0.572"),
        (figure("10", "10"), "持平"),
        (figure("10.04", "10", decimals=1), "持平"),
        (figure("10.05", "10", decimals=1), "▲ 0.1"),
        (figure("500", "500", approximation="over"), "基本持平"),
        (figure("500", "480", approximation="near"), "▲ 约20"),
        (figure("1", "3", "rank", "位"), "前移 2 位"),
        (figure("3", "1", "rank", ""), "后移 2 位"),
        (figure(("1", "6.3"), ("1", "6.5"), "ratio", ":"), ""),
        (figure(("5", "5"), ("5", "5"), "ratio", ":"), "持平"),
        (figure(("5", "5"), ("1", "1"), "ratio", ":"), "持平"),
        (figure("10", None), ""),
        (figure(None, None), ""),
        (Figure("c", "名", "名", "人", "count", 0, current=reading("1"), previous=NOT_APPLICABLE), ""),
    ],
)
def test_the_label_of_a_change_for_tables(of, label):
    assert change_label(of) == label


@pytest.mark.parametrize(
    ("of", "label"),
    [
        (figure("58", "56"), "3.6%"),
        (figure("96", "112"), "-14.3%"),
        (figure("110", "100"), "10%"),
        (figure("500", "400", approximation="over"), "约25%"),
        (figure("56", "56"), ""),
        (figure("1000001", "1000000"), ""),
        (figure("5000", "1"), ""),
        (figure("5", "0"), ""),
        (figure("5", None), ""),
        (figure("92.3", "90.2", "percent", "%", 1), ""),
        (figure("3", "5", "rank", "位"), ""),
    ],
)
def test_growth_is_told_in_percent_where_that_says_something(of, label):
    assert growth_label(of) == label


def test_two_missing_years_are_not_level():
    assert not is_level(figure(None, None))


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (figure("645", None), figure("749", None), "占86.1%"),
        (figure("749", None), figure("749", None), "占100%"),
        (figure("0", None), figure("749", None), "占0%"),
        (figure("1", None), figure("3000", None), "占0.03%"),
        (figure("1", None), figure("300000", None), "占不足0.01%"),
        (figure("2999", None), figure("3000", None), "占99.97%"),
        (figure("299999", None), figure("300000", None), "占近100%"),
        (figure("300001", None), figure("300000", None), "占逾100%"),
        (figure("30", None, unit="名"), figure("40", None, unit="人"), "占75%"),
        (figure("500", None, approximation="over"), figure("1000", None), "约占50%"),
        (figure("5000", None, "money", "元"), figure("2", None, "money", "万元"), "占25%"),
        (figure("5000", None, "money", "美元"), figure("2", None, "money", "万元"), ""),
        (figure("5", None), figure("0", None), ""),
        (figure("749", None), figure("2", None, unit="万人"), "占3.7%"),
        (figure("2", None, unit="万人"), figure("40000", None), "占50%"),
        (figure("749", None, unit="人次"), figure("1000", None), ""),
        (figure("7", None, unit="所"), figure("10", None, unit=""), ""),
        (figure("5000", None, "area", "平方米"), figure("2", None, "area", "万平方米"), "占25%"),
        (figure("5", None, "area", "平方米"), figure("20", None, "area", "亩"), ""),
        (figure("5", None, "money", "百万元"), figure("0.1", None, "money", "亿元", 1), "占50%"),
        (figure("5", None, "rank", "位"), figure("20", None, "rank", "位"), ""),
        (figure(("1", "2"), None, "ratio", ":"), figure(("1", "4"), None, "ratio", ":"), ""),
        (figure("5", None), figure("50", None, "percent", "%"), ""),
        (figure("5", None, "percent", "%"), figure("50", None, "percent", "%"), ""),
    ],
)
def test_a_share_in_words(part, whole, words):
    assert share_words(part, whole) == words


def test_a_share_is_not_rounded():
    assert share(figure("1", None), figure("8", None)) == Decimal("12.5")


@pytest.mark.parametrize(
    ("of", "times"),
    [
        (figure("300", "200"), Decimal("1.5")),
        (figure("0", "200"), None),
        (figure("300", "0"), None),
        (figure("-3", "2"), None),
        (figure("300", None), None),
        (figure("1", "3", "rank", "位"), None),
        (figure(("1", "2"), ("1", "3"), "ratio", ":"), None),
    ],
)
def test_how_many_times_last_year(of, times):
    assert multiple(of) == times


@pytest.mark.parametrize(
    ("of", "other", "times"),
    [
        (figure("300", None), figure("200", None), Decimal("1.5")),
        (figure("2", None, unit="万人"), figure("10000", None, unit="名"), Decimal(2)),
        (figure("0", None), figure("200", None), Decimal(0)),
        (figure("300", None), figure("200", None, unit="所"), None),
        (figure("300", None), figure("200", None, "area", "人"), None),
    ],
)
def test_how_many_times_another(of, other, times):
    assert multiple_of(of, other) == times
    assert achieved(of, other) == (None if times is None else times * 100)


def test_ranges_are_level_only_if_both_ends_are():
    def years(*ends):
        return Reading("filled", terms=tuple(map(Decimal, ends)), approximation="range")

    same, other = years("3", "5"), years("3", "6")
    of = Figure("c", "名", "名", "年", "duration", 0, current=same)
    assert [is_level(replace(of, previous=previous)) for previous in (same, other, reading("3"))] == [
        True,
        False,
        False,
    ]
    assert change(replace(of, previous=other)) is None
    assert change_label(replace(of, previous=other)) == ""
