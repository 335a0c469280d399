"""What would not fit if figures became what is asked for."""

from decimal import Decimal

import pytest

from edusum.metrics.figures import Reading
from edusum.metrics.foreseeing import Foreseen, Wish, foreseen
from tests.factories import BureauFactory, MetricDefinitionFactory, MetricValueFactory, related
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def pupils(bureau):
    """A total of 100 with two parts of 40 and 60, last year as well."""
    total, boys, girls = (MetricDefinitionFactory(name=name) for name in ("在校生数", "男生数", "女生数"))
    related(total, "sum_of", part=[boys, girls])
    for metric, value in ((total, 100), (boys, 40), (girls, 60)):
        for year in (2024, 2025):
            MetricValueFactory(bureau=bureau, metric=metric, year=year, value=Decimal(value))
    return total, boys, girls


def wish(bureau, metric, value, year=2025):
    return Wish(bureau.pk, year, "year", metric.pk, Reading("filled", Decimal(value)))


def test_a_value_that_breaks_a_sum_is_told_with_the_sum_written_out(bureau, pupils):
    words = "40 + 60 = 100，与在校生数 110 不符。"
    assert foreseen([wish(bureau, pupils[0], 110)]) == [(Foreseen(words, is_settled=False),)]


def test_wishes_that_fit_each_other_say_so(bureau, pupils):
    found = foreseen([wish(bureau, pupils[0], 110), wish(bureau, pupils[1], 50)])
    assert [[doubt.is_settled for doubt in doubts] for doubts in found] == [[True], [True]]


def test_wishes_of_other_years_and_units_settle_nothing(bureau, pupils):
    other = BureauFactory()
    wishes = [wish(bureau, pupils[0], 110), wish(bureau, pupils[1], 50, 2024), wish(other, pupils[1], 50)]
    assert [doubt.is_settled for doubt in foreseen(wishes)[0]] == [False]


def test_a_leap_is_told_to_who_decides_without_asking_for_a_reason(bureau):
    metric = MetricDefinitionFactory()
    MetricValueFactory(bureau=bureau, metric=metric, year=2024, value=Decimal(300))
    words = "约为上年的 10 倍，是不是单位或小数点错了？请核对。"
    assert foreseen([wish(bureau, metric, 3000)]) == [(Foreseen(words, is_settled=False),)]


def test_what_fits_is_passed_over_in_silence(bureau, pupils):
    assert foreseen([wish(bureau, pupils[0], 100)]) == [()]
    assert foreseen([]) == []


def test_three_wishes_take_as_many_queries_as_one(bureau, pupils):
    wishes = [wish(bureau, metric, 70) for metric in pupils]
    one = queries_of(lambda: foreseen(wishes[:1]))
    assert (one, queries_of(lambda: foreseen(wishes))) == (3, 3)
