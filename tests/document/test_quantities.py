"""Numbers in running text, read as they stand."""

from decimal import Decimal

import pytest

from edusum.document.quantities import plain, quantities, years_named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("58所", [("58", Decimal(58), "")]),
        ("逾500人", [("逾500", Decimal(500), "over")]),
        ("约1.2万人", [("约1.2万", Decimal(12000), "about")]),
        ("3400余人次", [("3400余", Decimal(3400), "over")]),
        ("300多万元", [("300多万", Decimal(3000000), "over")]),
        ("1,234人", [("1,234", Decimal(1234), "")]),
        ("９２．３％", [("92.3", Decimal("92.3"), "")]),
        ("3.2亿元", [("3.2亿", Decimal(320000000), "")]),
        ("不少于20节", [("不少于20", Decimal(20), "at_least")]),
        ("12.5.3", []),
        ("1,23人", []),
        ("", []),
    ],
)
def test_a_number_is_read_with_what_makes_it_rough(text, expected):
    text = plain(text)
    assert [(text[q.start : q.end], q.value, q.approximation) for q in quantities(text)] == expected


def test_a_ratio_has_two_terms():
    (found,) = quantities("1:6.3")
    assert (found.value, found.second) == (Decimal(1), Decimal("6.3"))


def test_years_in_titles_quotations_and_stretches_are_not_the_papers_own():
    text = "2025年《2024年要点》“2023年度”（2022）5号和2024—2035年规划，2021年"
    assert [item.year for item in years_named(text)] == [2025, 2021]
