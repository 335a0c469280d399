"""A figure for every metric, to show a template with: people's samples, plausible ones for want of them.

The same metrics always give the same figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from zlib import crc32

from edusum.common.errors import EdusumError
from edusum.metrics.entries import read_entry
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.relations import CHANGE_VS, PART_OF, RATIO_OF, SUM_OF, Relation
from edusum.metrics.units import round_half_up

Span = tuple[float, float]
_KIND_SPANS: dict[str, Span] = {
    "percent": (82, 99),
    "money": (80, 5000),
    "area": (2000, 60000),
    "ratio": (6, 16),
    "multiple": (1.2, 3.5),
    "rate_per_head": (8, 30),
    "duration": (2, 12),
    "rank": (1, 9),
    "score": (82, 98),
}
_UNIT_SPANS: dict[str, Span] = {
    "人": (300, 9000),
    "名": (300, 9000),
    "人次": (300, 9000),
    "册": (5000, 90000),
    "字": (2000, 9000),
    "元": (900, 60000),
    "亿元": (1, 20),
    "亩": (20, 300),
    "万平方米": (1, 60),
}
_USUAL_SPAN: Span = (6, 90)
_LITTLE: Span = (1, 6)
_ORDER = (PART_OF, SUM_OF, RATIO_OF, CHANGE_VS)
"""In which order relations are heeded: what is made of others comes after them."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A metric without readings, its bounds, and its samples as a person would type them ("" for none)."""

    figure: Figure
    sample: str = ""
    sample_previous: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None


def sample_figures(metrics: Iterable[Sampled], relations: Iterable[Relation] = ()) -> dict[str, Figure]:
    """Every metric by its phrase name with both readings filled.

    What is made up for want of a sample agrees with sums, parts, ratios and changes of single numbers.
    """
    known = {metric.figure.code: metric for metric in metrics}
    figures = {code: _sampled(metric) for code, metric in known.items()}
    for relation in sorted(relations, key=lambda relation: _ORDER.index(relation.kind)):
        metric = known.get(relation.metric)
        if metric and not metric.sample and figures.keys() >= set(relation.codes):
            figures[relation.metric] = _agreeing(metric, relation, figures)
    return {figure.name: figure for figure in figures.values()}


# Samples of people, else plausible ones


def _sampled(metric: Sampled) -> Figure:
    current, previous = _typed(metric, metric.sample), _typed(metric, metric.sample_previous)
    if current is None:
        current = _a_year_on(metric, previous, 1) if previous else _plausible(metric)
    return replace(metric.figure, current=current, previous=previous or _a_year_on(metric, current, -1))


def _typed(metric: Sampled, text: str) -> Reading | None:
    figure = metric.figure
    try:
        entry = read_entry(
            text,
            kind=figure.kind,
            unit=figure.unit,
            decimals=figure.decimals,
            minimum=metric.minimum,
            maximum=metric.maximum,
        )
    except EdusumError:
        return None
    if entry.value is None and entry.terms is None:
        return None
    return Reading("filled", entry.value, entry.terms, entry.approximation)


def _plausible(metric: Sampled) -> Reading:
    low, high = _span(metric)
    value = low + (high - low) * _chance(metric)
    if metric.figure.kind == "ratio":
        return Reading("filled", terms=(Decimal(1), round_half_up(value, metric.figure.decimals)))
    return Reading("filled", _fitting(metric, value))


def _a_year_on(metric: Sampled, reading: Reading, years: int) -> Reading:
    """The reading a year later (1) or earlier (-1): better by 2 to 7 %, a rank by a place; a range stays."""
    if reading.approximation == "range":
        return reading
    figure = metric.figure
    growth = (Decimal("0.02") + _chance(metric) / 20) * years
    factor = 1 - growth if figure.better_when == "lower" else 1 + growth
    if reading.terms is not None:
        first, second = reading.terms
        return replace(reading, terms=(first, round_half_up(second * factor, figure.decimals)))
    value = reading.value or Decimal(0)
    if figure.kind == "rank":
        return replace(reading, value=_fitting(metric, max(Decimal(1), value - years)))
    return replace(reading, value=_fitting(metric, value * factor))


def _span(metric: Sampled) -> tuple[Decimal, Decimal]:
    """Between which numbers such a metric usually lies, within its bounds."""
    figure = metric.figure
    low, high = _UNIT_SPANS.get(figure.unit) or _KIND_SPANS.get(figure.kind, _USUAL_SPAN)
    if figure.kind == "percent" and figure.better_when == "lower":
        low, high = _LITTLE
    return _bounded(metric, Decimal(str(low))), _bounded(metric, Decimal(str(high)))


def _fitting(metric: Sampled, value: Decimal) -> Decimal:
    return _bounded(metric, round_half_up(value, metric.figure.decimals))


def _bounded(metric: Sampled, value: Decimal) -> Decimal:
    if metric.minimum is not None:
        value = max(value, metric.minimum)
    return value if metric.maximum is None else min(value, metric.maximum)


def _chance(metric: Sampled) -> Decimal:
    """A number from 0 to 1 that is always the same for the metric."""
    return Decimal(crc32(metric.figure.code.encode()) % 101) / 100


# Relations


def _agreeing(metric: Sampled, relation: Relation, figures: Mapping[str, Figure]) -> Figure:
    """The figure as its relation to others makes it; as it is, where that gives no number it can have."""
    own, others = figures[relation.metric], [figures[code] for code in relation.codes]
    if relation.kind in {SUM_OF, PART_OF} and {other.unit for other in others} != {own.unit}:
        return own
    if relation.kind == CHANGE_VS:
        current, previous = _change(metric, others[0]), own.previous.value
    else:
        now, before = [other.current for other in others], [other.previous for other in others]
        current = _made(metric, relation.kind, own.current, now)
        previous = _made(metric, relation.kind, own.previous, before)
    if current is None or previous is None:
        return own
    return replace(own, current=Reading("filled", current), previous=Reading("filled", previous))


def _change(metric: Sampled, base: Figure) -> Decimal | None:
    now, before = base.current.value, base.previous.value
    if now is None or not before:
        return None
    change = (now - before) / before * 100 if metric.figure.kind == "percent" else now - before
    return _exactly(metric, change)


def _made(metric: Sampled, kind: str, own: Reading, others: Sequence[Reading]) -> Decimal | None:
    values = [reading.value for reading in others if reading.value is not None]
    if own.value is None or len(values) < len(others):
        return None
    if kind == SUM_OF:
        return _exactly(metric, sum(values, Decimal(0)))
    if kind == PART_OF:
        return min(own.value, _fitting(metric, values[0] * (1 + _chance(metric)) / 3))
    if metric.figure.kind != "percent" or not values[1]:
        return own.value
    return _exactly(metric, values[0] / values[1] * 100)


def _exactly(metric: Sampled, value: Decimal) -> Decimal | None:
    """The number with the metric's decimals, if it lies within the bounds."""
    rounded = round_half_up(value, metric.figure.decimals)
    return rounded if _bounded(metric, rounded) == rounded else None
