from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.document.axes import fitting, from_zero

values = st.lists(
    st.decimals(-(10**12), 10**12, places=2) | st.integers(-50, 50).map(Decimal), min_size=1, max_size=8
)


def decimals(text):
    return [Decimal(part) for part in text.split()]


@pytest.mark.parametrize(
    ("given_values", "unit", "texts"),
    [
        ("93.15 97.38", "%", "92 94 96 98 100"),
        ("99.9 100", "%", "99.85 99.90 99.95 100.00"),
        ("97.3 97.3", "%", "95 96 97 98 99 100"),
        ("3 4 5", "所", "2 3 4 5 6"),
        ("1 40 100", "所", "0 25 50 75 100 125"),
        ("0 0", "所", "0 1"),
        ("-5 -4.8", "%", "-5.1 -5.0 -4.9 -4.8 -4.7"),
    ],
)
def test_the_axis_of_lines_lies_around_values_that_are_far_from_zero(given_values, unit, texts):
    assert fitting(decimals(given_values), unit).texts == tuple(texts.split())


@pytest.mark.parametrize(
    ("given_values", "unit", "texts"),
    [
        ("93.15 97.38", "%", "0 20 40 60 80 100"),
        ("97.3 130", "%", "0 50 100 150"),
        ("-3.2 4 -12.75 8", "%", "-15 -10 -5 0 5 10"),
        ("-6 -4", "%", "-8 -6 -4 -2 0"),
        ("0", "所", "0 1"),
        ("3", "所", "0 1 2 3 4"),
        ("1000000000000", "元", "0 250000000000 500000000000 750000000000 1000000000000 1250000000000"),
    ],
)
def test_the_axis_of_bars_holds_zero(given_values, unit, texts):
    assert from_zero(decimals(given_values), unit).texts == tuple(texts.split())


@given(values, st.sampled_from(["%", "所"]))
def test_every_value_lies_on_a_short_axis(numbers, unit):
    for axis in (fitting(numbers, unit), from_zero(numbers, unit)):
        assert axis.low <= min(numbers)
        assert max(numbers) <= axis.high
        assert axis.ticks[-1] == axis.high
        assert 2 <= len(axis.ticks) <= 9
        assert all(0 <= axis.share(number) <= 1 for number in numbers)
    assert from_zero(numbers, unit).low <= 0 <= from_zero(numbers, unit).high
