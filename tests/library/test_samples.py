from decimal import Decimal

import pytest

from edusum.library.samples import Sampled, sample_figures
from edusum.metrics.enums import Kind
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.relations import Relation


def test_samples_are_read_as_people_type_them():
    figures = sample_figures(
        [
            _metric("children", sample="逾500", sample_previous="480"),
            _metric("ratio", kind="ratio", unit="", decimals=1, sample="1:6.3", sample_previous="1：6.5"),
            _metric("merged", sample="0", sample_previous="3"),
        ]
    )
    assert {name: (figure.current, figure.previous) for name, figure in figures.items()} == {
        "children": (Reading("filled", Decimal(500), None, "over"), Reading("filled", Decimal(480))),
        "ratio": (
            Reading("filled", None, (Decimal(1), Decimal("6.3"))),
            Reading("filled", None, (Decimal(1), Decimal("6.5"))),
        ),
        "merged": (Reading("filled", Decimal(0)), Reading("filled", Decimal(3))),
    }


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("sample", ["", "不是数字", "12345678901234567890"])
def test_without_a_sample_that_fits_both_years_are_filled_all_the_same(kind, sample):
    [figure] = sample_figures([_metric("any", kind=kind, decimals=1, sample=sample)]).values()
    assert (figure.current.is_filled, figure.previous.is_filled) == (True, True)
    assert (figure.current.terms is not None) is (kind == "ratio")


def test_the_same_metrics_give_the_same_figures_and_others_give_others():
    first, second = (sample_figures([_metric("children")]) for _ in range(2))
    assert first == second
    assert first["children"].current != sample_figures([_metric("teachers")])["teachers"].current


@pytest.mark.parametrize(("minimum", "maximum"), [(0, 100), (99, 100), (None, 3), (700000, None)])
def test_what_is_made_up_keeps_within_the_bounds(minimum, maximum):
    metric = _metric("rate", kind="percent", unit="%", decimals=2, minimum=minimum, maximum=maximum)
    [figure] = sample_figures([metric]).values()
    for reading in (figure.current, figure.previous):
        assert minimum is None or reading.value >= minimum
        assert maximum is None or reading.value <= maximum


def test_what_is_better_low_was_higher_the_year_before():
    [figure] = sample_figures([_metric("oversized", better_when="lower", sample="100")]).values()
    assert figure.previous.value > 100


def test_made_up_sums_parts_and_rates_agree_with_given_ones():
    metrics = [
        _metric("boys", sample="300", sample_previous="290"),
        _metric("girls", sample="280", sample_previous="270"),
        _metric("pupils"),
        _metric("boarders"),
        _metric("share", kind="percent", unit="%", decimals=1, maximum=100),
        _metric("more"),
    ]
    relations = [
        Relation("more", "change_vs", (("base", "boys"),)),
        Relation("share", "ratio_of", (("numerator", "boys"), ("denominator", "pupils"))),
        Relation("pupils", "sum_of", (("part", "boys"), ("part", "girls"))),
        Relation("boarders", "part_of", (("whole", "girls"),)),
    ]
    figures = sample_figures(metrics, relations)
    assert figures["pupils"].current.value == 580
    assert figures["pupils"].previous.value == 560
    assert figures["share"].current.value == Decimal("51.7")
    assert figures["more"].current.value == 10
    assert figures["boarders"].current.value <= 280


def test_a_given_sample_stands_whatever_relations_say():
    metrics = [_metric("boys", sample="300"), _metric("girls", sample="280"), _metric("pupils", sample="999")]
    relations = [Relation("pupils", "sum_of", (("part", "boys"), ("part", "girls")))]
    assert sample_figures(metrics, relations)["pupils"].current.value == 999


def test_relations_to_metrics_that_are_not_there_or_have_no_single_number_are_left_alone():
    metrics = [_metric("ratio", kind="ratio"), _metric("pupils")]
    relations = [
        Relation("pupils", "sum_of", (("part", "boys"), ("part", "girls"))),
        Relation("pupils", "part_of", (("whole", "ratio"),)),
    ]
    assert sample_figures(metrics, relations) == sample_figures(metrics)


def _metric(code, sample="", sample_previous="", minimum=None, maximum=None, **fields):
    figure = Figure(
        code=code, name=code, label=code, **{"unit": "人", "kind": "count", "decimals": 0} | fields
    )
    bounds = [None if bound is None else Decimal(bound) for bound in (minimum, maximum)]
    return Sampled(figure, sample, sample_previous, *bounds)
