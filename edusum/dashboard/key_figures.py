"""The few figures that a paper speaks of most, for who looks at the year as a whole."""

from collections import Counter
from dataclasses import dataclass

from edusum.drafts.duties import metrics_of
from edusum.drafts.models import Draft
from edusum.metrics.enums import Period, State
from edusum.metrics.figures import PENDING, Figure, Reading
from edusum.metrics.models import MetricDefinition
from edusum.metrics.series import change_label
from edusum.metrics.services import SINCE, figure_of, history
from edusum.metrics.trends import YEARS, Trend, trend
from edusum.metrics.units import format_reading

MOST = 5


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """`value` is "" where nothing is filled; then `before` tells last year's, if that is known."""

    code: str
    year: int
    label: str
    value: str
    before: str
    change: str
    trend: Trend


def key_figures_of(draft: Draft) -> list[KeyFigure]:
    """The metrics that most of its sections name, filled ones first; seven queries."""
    uses = Counter(metric for named in metrics_of(draft).values() for metric in named)
    metrics = list(MetricDefinition.objects.filter(pk__in=uses))
    codes = [metric.code for metric in metrics]
    known = history(draft.bureau, codes, draft.year - YEARS + 1, draft.year, draft.period)
    metrics.sort(
        key=lambda one: (
            known[one.code][draft.year].state != State.FILLED,
            -uses[one.pk],
            one.position,
            one.pk,
        )
    )
    return [_told(metric, known[metric.code], draft) for metric in metrics[:MOST]]


def _told(metric: MetricDefinition, readings: dict[int, Reading], draft: Draft) -> KeyFigure:
    figure = figure_of(
        metric,
        current=readings[draft.year],
        previous=readings.get(draft.year - 1, PENDING),
        since=SINCE[Period(draft.period)],
    )
    return KeyFigure(
        code=metric.code,
        year=draft.year,
        label=metric.name,
        value=_said(figure, figure.current),
        before=_said(figure, figure.previous),
        change=change_label(figure),
        trend=trend(figure, readings, draft.year),
    )


def _said(figure: Figure, reading: Reading) -> str:
    if reading.state == State.NOT_APPLICABLE:
        return "不适用"
    return format_reading(figure, reading) if reading.state == State.FILLED else ""
