"""The units below a bureau side by side in one metric: bars as long as the figures, numbers beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from edusum.metrics.figures import PENDING, Figure, Reading
from edusum.metrics.models import (
    MetricDefinition,
    MetricValue,
    RelationOperand,
    RollUp,
    RollUpFigure,
    Submission,
)
from edusum.metrics.rolling import SCALE, Method, Total, exponent_of, result_of
from edusum.metrics.rollups.adopting import reading_from
from edusum.metrics.rollups.reading import newer_units
from edusum.metrics.rollups.starting import newest_rollup
from edusum.metrics.series import amount, change, change_label
from edusum.metrics.services import figure_of, reading_of
from edusum.metrics.units import format_reading, round_half_up, scale_of
from edusum.orgs.models import Bureau

BY_VALUE, BY_CHANGE, BY_NAME = "value", "change", "name"
ORDERS = {BY_VALUE: "按数值", BY_CHANGE: "按增减", BY_NAME: "按名称"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A unit's figure. `width` is 0–100 of the longest; `start` where the bar begins (right of 0 or left).

    `counted` of `expected` units went into it where it is brought together from units below (`is_inner`), and
    is not the unit's own.
    """

    unit: int
    name: str
    figure: Figure
    has_units: bool
    is_inner: bool = False
    is_missing: bool = False
    is_doubted: bool = False
    counted: int = 0
    expected: int = 0
    start: str = "0"
    width: str = "0"

    @property
    def text(self) -> str:
        return format_reading(self.figure, self.figure.current) if self.figure.current.has_number else ""

    @property
    def previous_text(self) -> str:
        return format_reading(self.figure, self.figure.previous) if self.figure.previous.has_number else ""

    @property
    def change_text(self) -> str:
        return change_label(self.figure)

    @property
    def value(self) -> Decimal | None:
        return amount(self.figure, self.figure.current)

    @property
    def is_negative(self) -> bool:
        return (self.value or 0) < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """`whole` is the area's row in the roll-up; `mark` is where it lies among the bars, of a rate only."""

    metric: MetricDefinition
    bars: tuple[Bar, ...]
    whole: RollUpFigure | None
    whole_text: str
    mark: str


def compare_units(
    *, rollup: RollUp, of: Bureau, metric: MetricDefinition, order: str = BY_VALUE, words: str = ""
) -> Comparison:
    """The units directly below `of`: what they handed in, or what their own units give. Eleven queries."""
    found = list(Bureau.objects.filter(parent=of).order_by("full_name"))
    inner = set(
        Bureau.objects.filter(parent__in=[unit.pk for unit in found]).values_list("parent", flat=True)
    )
    since = {unit.pk: unit.created_at for unit in found if unit.pk not in inner}
    newer = newer_units(since, rollup.year)
    children = [(unit.pk, unit.full_name) for unit in found if unit.pk not in newer]
    ids = [pk for pk, _ in children]
    submitted, now = _readings(ids, metric, rollup.year, rollup.period)
    _, before = _readings(ids, metric, rollup.year - 1, rollup.period)
    given = _given([*ids, of.pk], metric, rollup)
    last = newest_rollup(rollup.bureau, rollup.year - 1, rollup.period)
    given_before = _given([*ids, of.pk], metric, last) if last else {}
    doubted = set(rollup.doubts.filter(metric=metric, unit__in=ids).values_list("unit", flat=True))
    bars = []
    for pk, name in children:
        row = given.get(pk) if pk not in now else None
        current = now.get(pk) or _reading(row, metric)
        previous = before.get(pk) or _reading(given_before.get(pk), metric)
        bars.append(
            Bar(
                pk,
                name,
                figure_of(metric, current=current, previous=previous),
                has_units=pk in inner,
                is_inner=row is not None,
                is_missing=pk not in submitted and pk not in inner,
                is_doubted=pk in doubted,
                counted=row.counted if row else 0,
                expected=row.expected if row else 0,
            )
        )
    whole = given.get(of.pk)
    reading = _reading(whole, metric)
    figure = figure_of(metric, current=reading)
    measured, mark = _measured(bars, figure if metric.kind not in {"count", "money", "area"} else None)
    shown = [bar for bar in measured if words in bar.name]
    text = format_reading(figure, reading) if reading.has_number else ""
    return Comparison(metric, tuple(_sorted(shown, order)), whole, text, mark)


def _readings(
    units: Sequence[int], metric: MetricDefinition, year: int, period: str
) -> tuple[set[int], dict[int, Reading]]:
    """Who handed in, and what they said themselves; what is still open they did not say.

    A rate that a unit left open is reckoned from its terms, as the roll-up does.
    """
    rows = Submission.objects.handed_in().filter(bureau__in=units, year=year, period=period, department=None)
    submitted = set(rows.values_list("bureau", flat=True))
    method = _method(metric)
    metrics = method.read if method else [metric.pk]
    values = MetricValue.objects.filter(bureau__in=submitted, metric__in=metrics, year=year, period=period)
    said: dict[int, dict[int, Reading]] = {}
    for value in values.exclude(state="pending"):
        said.setdefault(value.metric_id, {})[value.bureau_id] = reading_of(value)
    own = said.get(metric.pk, {})
    if method and not method.is_pair:
        first, second = (said.get(term, {}) for term in (method.first, method.second))
        for unit in (first.keys() & second.keys()) - own.keys():
            rate = _rate(first[unit].value, second[unit].value, method)
            if rate is not None:
                own[unit] = Reading("filled", round_half_up(rate, metric.decimals))
    return submitted, own


def _method(metric: MetricDefinition) -> Method | None:
    """How a metric comes from its numerator and denominator, if it is brought together by them."""
    if metric.aggregation != "ratio":
        return None
    operands = RelationOperand.objects.filter(relation__metric=metric, relation__kind="ratio_of")
    found = {role: (pk, unit) for role, pk, unit in operands.values_list("role", "metric", "metric__unit")}
    if len(found) != 2:
        return None
    (first, first_unit), (second, second_unit) = found["numerator"], found["denominator"]
    exponent = exponent_of(
        kind=metric.kind,
        unit=metric.unit,
        first=scale_of(first_unit)[1],
        second=scale_of(second_unit)[1],
        own=scale_of(metric.unit)[1],
    )
    return Method("ratio", metric.pk, first, second, exponent, is_pair=metric.kind == "ratio")


def _rate(first: Decimal | None, second: Decimal | None, method: Method) -> Decimal | None:
    """Of one unit by itself."""
    if first is None or second is None:
        return None
    value, _ = result_of(method, Total(first=int(first * SCALE), second=int(second * SCALE), counted=1))
    return value


def _given(units: Sequence[int], metric: MetricDefinition, rollup: RollUp) -> dict[int, RollUpFigure]:
    rows = RollUpFigure.objects.filter(rollup=rollup, metric=metric, unit__in=units)
    return {row.unit_id: row for row in rows}


def _reading(row: RollUpFigure | None, metric: MetricDefinition) -> Reading:
    return (reading_from(row, metric) if row else None) or PENDING


def _measured(bars: Sequence[Bar], whole: Figure | None) -> tuple[list[Bar], str]:
    """The bars with their places, and the place of the whole; all begin at zero."""
    values = [bar.value for bar in bars if bar.value is not None]
    mean = amount(whole, whole.current) if whole else None
    ends = [*values, *([mean] if mean is not None else []), Decimal(0)]
    low, high = min(ends), max(ends)
    span = (high - low) or Decimal(1)

    def place(value: Decimal) -> float:
        return round(float((value - low) / span * 100), 2)

    zero = place(Decimal(0))
    measured = []
    for bar in bars:
        if bar.value is None:
            measured.append(bar)
            continue
        end = place(bar.value)
        measured.append(replace(bar, start=f"{min(zero, end):g}", width=f"{round(abs(end - zero), 2):g}"))
    return measured, "" if mean is None else f"{place(mean):g}"


def _sorted(bars: Sequence[Bar], order: str) -> list[Bar]:
    """Those without a number last, by name."""
    keys: Mapping[str, dict[int, Decimal | None]] = {
        BY_VALUE: {bar.unit: bar.value for bar in bars},
        BY_CHANGE: {bar.unit: change(bar.figure) for bar in bars},
    }
    if order not in keys:
        return list(bars)
    key = keys[order]
    known = [bar for bar in bars if key[bar.unit] is not None]
    unknown = [bar for bar in bars if key[bar.unit] is None]
    return [*sorted(known, key=lambda bar: key[bar.unit] or Decimal(0), reverse=True), *unknown]
