"""The samples of the library are those of one bureau: its sums, parts and ratios hold in both years."""

from decimal import Decimal
from pathlib import Path

import pytest

from edusum.library.metric_files import read_metrics, read_relations
from edusum.metrics.entries import read_entry
from edusum.metrics.relations import PART_OF, RATIO_OF, SUM_OF
from edusum.metrics.units import round_half_up, scale_of

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "library"
FILES = read_metrics(FOLDER)
METRICS = {metric.code: metric.fields for metric in FILES}
RELATIONS = [file.relation for file in read_relations(FOLDER, FILES)]


def entry(code, year):
    return read_entry(METRICS[code][year], kind=METRICS[code]["kind"], unit=METRICS[code]["unit"])


def value(code, year):
    """The sample in the least unit: 3.36亿元 in 元."""
    return entry(code, year).value.scaleb(scale_of(METRICS[code]["unit"])[1])


def of_kind(kind):
    return [relation for relation in RELATIONS if relation.kind == kind]


@pytest.fixture(params=["sample", "sample_previous"])
def year(request):
    return request.param


def test_sums_add_up(year):
    sums = {relation.metric: [value(code, year) for code in relation.codes] for relation in of_kind(SUM_OF)}
    assert {code: sum(parts) for code, parts in sums.items()} == {code: value(code, year) for code in sums}


def test_no_part_is_greater_than_its_whole(year):
    parts = [(relation.metric, relation.code_of("whole")) for relation in of_kind(PART_OF)]
    assert [(part, whole) for part, whole in parts if value(part, year) > value(whole, year)] == []


def share(relation, year):
    """Of a percentage the percentage, of a ratio its first term as it is typed: 5 of 5:5."""
    numerator, denominator = (value(relation.code_of(role), year) for role in ("numerator", "denominator"))
    terms = entry(relation.metric, year).terms
    if terms:
        return round_half_up(numerator * sum(terms) / (numerator + denominator), 0)
    return round_half_up(100 * numerator / denominator, METRICS[relation.metric]["decimals"])


def test_ratios_are_those_of_their_terms(year):
    typed = {relation.metric: entry(relation.metric, year) for relation in of_kind(RATIO_OF)}
    assert {relation.metric: share(relation, year) for relation in of_kind(RATIO_OF)} == {
        code: found.terms[0] if found.terms else found.value for code, found in typed.items()
    }


def test_a_bureau_of_one_district_has_about_sixteen_thousand_pupils():
    levels = ("primary_pupils", "junior_secondary_pupils", "senior_secondary_students")
    assert sum(value(code, "sample") for code in levels) == Decimal(15969)
