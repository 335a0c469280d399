"""What figures are, for all who read them. How they come in: see `saving`."""

from collections.abc import Collection

from django.db.models import F, Max

from edusum.metrics.enums import Period, State
from edusum.metrics.figures import PENDING, Figure, Reading
from edusum.metrics.models import MetricDefinition, MetricValue
from edusum.orgs.models import Bureau

SINCE = {Period.YEAR: "上年", Period.FIRST_HALF: "上年同期"}
"""What the same period of the year before is called."""


def newest_year(bureau: Bureau, period: str = Period.YEAR) -> int | None:
    """The latest year of which the bureau has figures."""
    filled = MetricValue.objects.filter(bureau=bureau, period=period, state=State.FILLED)
    newest: int | None = filled.aggregate(newest=Max("year"))["newest"]
    return newest


def figures(
    bureau: Bureau, year: int, period: str = Period.YEAR, *, names: Collection[str] | None = None
) -> dict[str, Figure]:
    """Every metric by phrase name, or those of `names`, with the bureau's readings of this year and the year
    before.

    Two queries, whatever the number of metrics; this is where values become plain data.
    """
    values = MetricValue.objects.with_previous(bureau, year, period)
    definitions = MetricDefinition.objects.for_figures()
    if names is not None:
        values = values.filter(metric__phrase_name__in=names)
        definitions = definitions.filter(phrase_name__in=names)
    readings = {(value.metric_id, value.year): reading_of(value) for value in values}
    return {
        definition.phrase_name: figure_of(
            definition,
            current=readings.get((definition.pk, year), PENDING),
            previous=readings.get((definition.pk, year - 1), PENDING),
            since=SINCE[Period(period)],
        )
        for definition in definitions
    }


def history(
    bureau: Bureau, codes: Collection[str], first_year: int, last_year: int, period: str = Period.YEAR
) -> dict[str, dict[int, Reading]]:
    """The bureau's readings of these metrics, by code and year, both years included; PENDING where none is.

    One query, whatever the number of metrics and years.
    """
    years = range(first_year, last_year + 1)
    values = MetricValue.objects.over_years(bureau, years, period).filter(metric__code__in=codes)
    readings: dict[str, dict[int, Reading]] = {code: dict.fromkeys(years, PENDING) for code in codes}
    for value in values.annotate(code=F("metric__code")):
        readings[value.code][value.year] = reading_of(value)
    return readings


def figure_of(
    definition: MetricDefinition,
    *,
    current: Reading = PENDING,
    previous: Reading = PENDING,
    since: str = SINCE[Period.YEAR],
) -> Figure:
    return Figure(
        code=definition.code,
        name=definition.phrase_name,
        label=definition.name,
        unit=definition.unit,
        kind=definition.kind,
        decimals=definition.decimals,
        better_when=definition.better_when,
        current=current,
        previous=previous,
        since=since,
    )


def reading_of(value: MetricValue) -> Reading:
    terms = None
    if value.first_term is not None and value.second_term is not None:
        terms = (value.first_term, value.second_term)
    return Reading(
        state=value.state,  # type: ignore[arg-type]  # the choices are the engine's three words
        value=value.value,
        terms=terms,
        approximation=value.approximation,
        note=value.note,
    )
