"""The figures of an old paper beside those that are stored: which of them become values, and which stay."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from edusum.common.errors import EdusumError
from edusum.intake.matching import TAKEN_ROLES
from edusum.intake.measures import reading_in
from edusum.intake.models import FoundQuantity, SourceDocument
from edusum.metrics.entries import refuse_unfit
from edusum.metrics.figures import PENDING, Figures, Reading, mark_of
from edusum.metrics.locking import Held, held_values
from edusum.metrics.models import MetricDefinition, MetricValue
from edusum.metrics.saving import ValueEntry
from edusum.metrics.services import figure_of, reading_of
from edusum.metrics.units import format_reading
from edusum.orgs.models import Bureau

_ARRIVED = re.compile(
    r"[由从].{1,40}(?:提高|提升|上升|增加|增长|扩大|下降|降低|减少|压减)(?:到了?|至)约?$|[由从].{1,40}(?:增|升|降|减)至约?$"
)
KEEP = "keep"
"""Chosen where a value stays as it is stored, or none comes in."""


@dataclass(frozen=True, slots=True)
class Said:
    """A reading that the paper has of a metric: `mark` stands for it in forms, `quote` is the clause."""

    reading: Reading
    mark: str
    words: str
    quote: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A metric of a year: what the paper says of it, what is stored, and what is proposed to happen.

    `held` says in words what keeps the stored value from changing at once.
    """

    metric: MetricDefinition
    year: int
    said: Sequence[Said]
    stored: Reading
    stored_words: str
    problem: str = ""
    held: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.metric.pk}-{self.year}"

    @property
    def seen(self) -> str:
        return mark_of(self.stored)

    @property
    def is_same(self) -> bool:
        """Whether the paper says what is stored, and nothing else."""
        return bool(self.said) and all(item.mark == self.seen for item in self.said)

    @property
    def is_contested(self) -> bool:
        """Whether something else is stored, or the paper says two things."""
        return not self.is_same and (self.stored != PENDING or len(self.said) > 1)

    @property
    def usual(self) -> str:
        """What is stored stays unless somebody says otherwise."""
        return self.said[0].mark if self.said and self.stored.state == "pending" else KEEP


def offers(document: SourceDocument, *, year: int, period: str) -> list[Offer]:
    """The figures that people (or sure matches) gave a metric, of that year first, then of the year before.

    A paper that is taken for another year than it was read as has its years moved along.
    """
    rows = document.quantities.filter(is_kept=True, metric__isnull=False, role__in=TAKEN_ROLES)
    said: dict[tuple[int, int], list[FoundQuantity]] = {}
    metrics: dict[int, MetricDefinition] = {}
    for row in rows.select_related("metric"):
        of = year_meant(row, document, year)
        if row.metric is not None and of in {year, year - 1}:
            metrics[row.metric.pk] = row.metric
            said.setdefault((of, row.metric.pk), []).append(row)
    stored = _stored(document.bureau, year, period, metrics)
    held = {of: held_values(document.bureau, of, period) for of in (year, year - 1)} if said else {}
    ordered = sorted(said, key=lambda key: (-key[0], metrics[key[1]].position, key[1]))
    return [
        _offer(metrics[pk], of, said[of, pk], stored.get((pk, of), PENDING), held[of]) for of, pk in ordered
    ]


def year_meant(row: FoundQuantity, document: SourceDocument, year: int) -> int:
    """The year a figure is of, in a paper taken for `year`; 由上年的92.1%提高到93.5% ends in this year."""
    if row.role != "previous" and _ARRIVED.search(row.quote[: max(row.start - row.quote_start, 0)]):
        return year
    if row.for_year is None:
        return year if row.role != "previous" else year - 1
    return row.for_year + (year - document.year if document.year else 0)


def entries_of(
    found: Iterable[Offer], chosen: Mapping[str, str], seen: Mapping[str, str]
) -> dict[int, list[ValueEntry]]:
    """What is to be stored, by year. Raises EdusumError where figures changed since the person saw them."""
    entries: dict[int, list[ValueEntry]] = {}
    for offer in found:
        mark = chosen.get(offer.key, KEEP)
        if mark in {KEEP, offer.seen}:
            continue
        if seen.get(offer.key, offer.seen) != offer.seen:
            raise EdusumError(
                f"您核对期间，“{offer.metric.name}”{offer.year}年的数值被别人改过，请看清现在的数再确认一次。"
            )
        reading = next((item.reading for item in offer.said if item.mark == mark), None)
        if reading is None or offer.problem:
            raise EdusumError(f"“{offer.metric.name}”的数在旧稿里刚有改动，请核对后再确认一次。")
        entries.setdefault(offer.year, []).append(
            ValueEntry(offer.metric.pk, replace(reading, note=offer.stored.note), seen=offer.stored)
        )
    return entries


def _offer(
    metric: MetricDefinition, year: int, rows: Sequence[FoundQuantity], stored: Reading, held: Held
) -> Offer:
    figure = figure_of(metric)
    said: dict[str, Said] = {}
    problem = ""
    for row in rows:
        try:
            reading = reading_of_row(row, metric)
        except EdusumError as error:
            problem = problem or f"“{row.value}{row.unit}”存不进这项指标：{error.message}"
            continue
        mark = mark_of(reading)
        said.setdefault(mark, Said(reading, mark, format_reading(figure, reading), row.quote))
    words = format_reading(figure, stored) if stored.has_number else ""
    return Offer(
        metric=metric,
        year=year,
        said=tuple(said.values()),
        stored=stored,
        stored_words=words or ("不适用" if stored.state == "not_applicable" else ""),
        problem="" if said else problem,
        held=held.words(metric.pk),
    )


def reading_of_row(row: FoundQuantity, metric: MetricDefinition) -> Reading:
    """In the metric's unit; raises EdusumError for what the metric cannot hold."""
    reading = reading_in(
        row.value,
        upper=row.upper,
        unit=row.unit,
        approximation=row.approximation,
        kind=metric.kind,
        metric_unit=metric.unit,
    )
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
    return reading


def _stored(bureau: Bureau, year: int, period: str, metrics: Iterable[int]) -> dict[tuple[int, int], Reading]:
    values = MetricValue.objects.with_previous(bureau, year, period).filter(metric__in=list(metrics))
    return {(value.metric_id, value.year): reading_of(value) for value in values}


def same_figures(
    row: FoundQuantity, metric: MetricDefinition, figures: Figures, *, is_previous: bool
) -> bool:
    """Whether the metric now says, of that year, what the paper says."""
    figure = figures.get(metric.phrase_name)
    if figure is None:
        return False
    try:
        reading = reading_of_row(row, metric)
    except EdusumError:
        return False
    return mark_of(reading) == mark_of(figure.previous if is_previous else figure.current)
