from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.entries import refuse_unfit
from edusum.metrics.enums import Approximation, Period, State
from edusum.metrics.figures import PENDING, Figure, Reading
from edusum.metrics.models import MetricDefinition, MetricValue, MetricValueRevision
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """What is to be stored for one metric; `seen` is the reading that the person knew (None: any)."""

    metric_id: int
    reading: Reading
    seen: Reading | None = None


class ValuesChangedError(EdusumError):
    """Somebody stored other values after the person had seen these; nothing was saved."""

    def __init__(self) -> None:
        super().__init__("您填写期间，有的数值已被别人改过，请核对标出的各项后再保存一次。")


SINCE = {Period.YEAR: "上年", Period.FIRST_HALF: "上年同期"}
"""What the same period of the year before is called."""


def newest_year(bureau: Bureau, period: str = Period.YEAR) -> int | None:
    """The latest year of which the bureau has figures."""
    filled = MetricValue.objects.filter(bureau=bureau, period=period, state=State.FILLED)
    newest: int | None = filled.aggregate(newest=Max("year"))["newest"]
    return newest


def figures(bureau: Bureau, year: int, period: str = Period.YEAR) -> dict[str, Figure]:
    """Every metric by phrase name, with the bureau's readings of this year and the year before.

    Two queries, whatever the number of metrics; this is where values become plain data.
    """
    readings = {
        (value.metric_id, value.year): reading_of(value)
        for value in MetricValue.objects.with_previous(bureau, year, period)
    }
    return {
        definition.phrase_name: figure_of(
            definition,
            current=readings.get((definition.pk, year), PENDING),
            previous=readings.get((definition.pk, year - 1), PENDING),
            since=SINCE[Period(period)],
        )
        for definition in MetricDefinition.objects.for_figures()
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


def save_values(
    *,
    bureau: Bureau,
    year: int,
    entries: Sequence[ValueEntry],
    actor: User,
    period: str = Period.YEAR,
) -> int:
    """Store the entries, all or none, each with its revision; returns how many were changes.

    Raises ValuesChangedError, EdusumError for a number the metric cannot have, PermissionDenied.
    """
    require(actor, Action.FILL_FIGURES, bureau=bureau)
    with transaction.atomic():
        Bureau.objects.select_for_update(of=("self",)).order_by("pk").get(pk=bureau.pk)
        existing = {
            value.metric_id: value
            for value in MetricValue.objects.for_period(bureau, year, period).filter(
                metric__in=[entry.metric_id for entry in entries]
            )
        }
        if any(_is_stale(existing.get(entry.metric_id), entry) for entry in entries):
            raise ValuesChangedError
        _refuse_unfit(entries)
        changed = [
            _store(existing.get(entry.metric_id), entry, bureau=bureau, year=year, period=period, actor=actor)
            for entry in entries
            if _differs(existing.get(entry.metric_id), entry.reading)
        ]
        MetricValueRevision.objects.bulk_create(_revisions(changed, actor=actor))
    return len(changed)


def _is_stale(value: MetricValue | None, entry: ValueEntry) -> bool:
    current = PENDING if value is None else reading_of(value)
    return entry.seen is not None and current not in {entry.seen, entry.reading}


def _refuse_unfit(entries: Sequence[ValueEntry]) -> None:
    metrics = MetricDefinition.objects.in_bulk([entry.metric_id for entry in entries])
    for entry in entries:
        metric, reading = metrics[entry.metric_id], entry.reading
        if not reading.is_filled:
            continue
        try:
            refuse_unfit(
                value=reading.value,
                terms=reading.terms,
                kind=metric.kind,
                unit=metric.unit,
                decimals=metric.decimals,
                minimum=metric.minimum,
                maximum=metric.maximum,
                approximation=reading.approximation,
            )
        except EdusumError as error:
            raise EdusumError(error.message, place=metric.name) from error


def _differs(value: MetricValue | None, reading: Reading) -> bool:
    return reading != (PENDING if value is None else reading_of(value))


def _store(
    value: MetricValue | None, entry: ValueEntry, *, bureau: Bureau, year: int, period: str, actor: User
) -> MetricValue:
    if value is None:
        value = MetricValue(metric_id=entry.metric_id, bureau=bureau, year=year, period=period)
    reading = entry.reading
    value.state = State(reading.state)
    value.value = reading.value
    value.first_term, value.second_term = reading.terms or (None, None)
    value.approximation = Approximation(reading.approximation)
    value.note = reading.note
    value.updated_by = actor
    value.full_clean(exclude=["metric", "bureau", "updated_by"])
    value.save()
    return value


def _revisions(values: Iterable[MetricValue], *, actor: User) -> list[MetricValueRevision]:
    return [
        MetricValueRevision(
            metric_value=value,
            state=value.state,
            value=value.value,
            first_term=value.first_term,
            second_term=value.second_term,
            approximation=value.approximation,
            note=value.note,
            author=actor,
        )
        for value in values
    ]
