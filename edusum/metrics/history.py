"""The page of one metric of a bureau: its years, who said what when, what bears it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from edusum.document.model import Chart, Series
from edusum.metrics.enums import Period, RelationKind, ValueOrigin, period_label
from edusum.metrics.evidence import MAX_MEGABYTES
from edusum.metrics.facts import Facts, facts_of
from edusum.metrics.figures import PENDING, Figure, Reading
from edusum.metrics.models import Evidence, MetricDefinition, MetricValue, MetricValueRevision
from edusum.metrics.relations import Relation
from edusum.metrics.rows import Filler, SheetRow
from edusum.metrics.series import amount, change_label
from edusum.metrics.services import SINCE, figure_of, reading_of
from edusum.metrics.units import approximately, format_bare, format_number, format_reading, unit_of
from edusum.orgs.models import Bureau

MOST_CHARTED = 10
"""How many years the chart shows, the latest ones."""
MOST_REVISIONS = 60


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of the metric as the table tells it."""

    year: int
    words: str
    change: str
    note: str
    reason: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A revision: what the value was from then on."""

    year: int
    words: str
    note: str
    reason: str
    origin: str
    by: str
    on_behalf_of: str
    at: object


@dataclass(frozen=True, slots=True)
class Term:
    """A metric in a relation, with its figure in words and the code of its page."""

    code: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Belonging:
    """A relation as the page tells it: `label` of its kind, the metric it tells, what tells it, doubts."""

    label: str
    subject: Term
    operands: tuple[tuple[str, Term], ...]
    is_overlapping: bool
    doubts: tuple[str, ...]


class MetricPage:
    """One metric of a bureau in a year or its first half."""

    max_megabytes = MAX_MEGABYTES

    def __init__(
        self, metric: MetricDefinition, bureau: Bureau, year: int, period: str, *, filler: Filler
    ) -> None:
        self.metric = metric
        self.bureau = bureau
        self.year = year
        self.period = period
        self.facts: Facts = facts_of(bureau, year, period)
        self.row = SheetRow(metric, self.facts, filler)

    @property
    def label(self) -> str:
        return period_label(self.year, self.period)

    @property
    def is_half_year(self) -> bool:
        return self.period == Period.FIRST_HALF

    @property
    def since(self) -> str:
        return SINCE[Period(self.period)]

    @property
    def figure(self) -> Figure:
        return self.row.figure

    @property
    def now(self) -> str:
        return self._words(self.figure.current)

    @property
    def before(self) -> str:
        return self._words(self.figure.previous)

    @property
    def change(self) -> str:
        return change_label(self.figure)

    @property
    def bounds(self) -> str:
        low, high = self.metric.minimum, self.metric.maximum
        told = [f"不小于 {low.normalize():f}" if low is not None else ""]
        told.append(f"不大于 {high.normalize():f}" if high is not None else "")
        return "，".join(part for part in told if part)

    @cached_property
    def values(self) -> list[MetricValue]:
        """Of all years, the oldest first."""
        rows = MetricValue.objects.filter(metric=self.metric, bureau=self.bureau, period=self.period)
        return list(rows.order_by("year"))

    @cached_property
    def _readings(self) -> dict[int, Reading]:
        return {row.year: reading_of(row) for row in self.values}

    @property
    def lines(self) -> list[YearLine]:
        """Year by year, the latest first."""
        return [
            YearLine(
                row.year,
                self._words(self._readings[row.year]) or "待报",
                change_label(self._figure_in(row.year)),
                row.note,
                row.reason,
                row.year == self.year,
            )
            for row in reversed(self.values)
        ]

    def _figure_in(self, year: int) -> Figure:
        current, previous = self._readings.get(year, PENDING), self._readings.get(year - 1, PENDING)
        return figure_of(self.metric, current=current, previous=previous, since=self.since)

    @cached_property
    def chart(self) -> Chart | None:
        """The years as a drawing; None while there are fewer than two numbers."""
        known = {year: amount(self.figure, reading) for year, reading in self._readings.items()}
        known = {year: number for year, number in known.items() if number is not None and year <= self.year}
        if len(known) < 2:
            return None
        years = range(max(min(known), max(known) - MOST_CHARTED + 1), max(known) + 1)
        numbers = [known.get(year) for year in years]
        decimals = 2 if self.metric.kind == "ratio" else self.metric.decimals
        texts = tuple(
            None if number is None else format_number(number, decimals, is_trimmed=True) for number in numbers
        )
        return Chart(
            kind="trend",
            caption=f"{self.metric.name}{'（各年上半年）' if self.is_half_year else ''}",
            categories=tuple(f"{year}年" for year in years),
            series=(Series(self.metric.name, texts),),
            unit=unit_of(self.figure),
            note="比按前项除以后项的商画出。" if self.metric.kind == "ratio" else "",
        )

    @cached_property
    def steps(self) -> list[Step]:
        """What was entered, changed and published, the latest first."""
        rows = (
            MetricValueRevision.objects.filter(metric_value__in=[value.pk for value in self.values])
            .select_related("metric_value", "author", "on_behalf_of")
            .order_by("-pk")[:MOST_REVISIONS]
        )
        return [
            Step(
                row.metric_value.year,
                self._words(_reading(row)) or "待报",
                row.note,
                row.reason,
                ValueOrigin(row.origin).label,
                str(row.author or "已注销的用户"),
                row.on_behalf_of.name if row.on_behalf_of else "",
                row.created_at,
            )
            for row in rows
        ]

    @cached_property
    def evidence(self) -> list[Evidence]:
        """All of this year's, also those taken away."""
        rows = Evidence.objects.filter(
            metric_value__metric=self.metric,
            metric_value__bureau=self.bureau,
            metric_value__year=self.year,
            metric_value__period=self.period,
        )
        return list(rows.select_related("uploaded_by", "removed_by"))

    @property
    def standing(self) -> list[Evidence]:
        return [row for row in self.evidence if row.removed_at is None]

    @property
    def taken_away(self) -> list[Evidence]:
        return [row for row in self.evidence if row.removed_at is not None]

    @cached_property
    def belongings(self) -> list[Belonging]:
        """What it is to others, and others to it."""
        code = self.metric.code
        return [self._belonging(one) for one in self.facts.relations if code in (one.metric, *one.codes)]

    def _belonging(self, relation: Relation) -> Belonging:
        codes = (relation.metric, *relation.codes)
        doubts = {
            doubt.words for beside in self.facts.doubts.values() for doubt in beside if doubt.codes == codes
        }
        return Belonging(
            RelationKind(relation.kind).label,
            self._term(relation.metric),
            tuple((_ROLES.get(role, ""), self._term(code)) for role, code in relation.operands),
            relation.is_overlapping,
            tuple(sorted(doubts)),
        )

    def _term(self, code: str) -> Term:
        figure = self._by_code[code]
        return Term(code, figure.label, self._words_of(figure) or "待报")

    @cached_property
    def _by_code(self) -> dict[str, Figure]:
        return {figure.code: figure for figure in self.facts.figures.values()}

    def _words_of(self, figure: Figure) -> str:
        return _words(figure, figure.current)

    def _words(self, reading: Reading) -> str:
        return _words(self.figure, reading)

    @property
    def years(self) -> Sequence[int]:
        return (self.year - 1, self.year + 1)

    @property
    def bare(self) -> str:
        """The number without its unit."""
        reading = self.figure.current
        if reading.state == "not_applicable":
            return "不适用"
        return approximately(format_bare(self.figure, reading), reading) if reading.is_filled else "待报"

    @property
    def unit(self) -> str:
        return unit_of(self.figure) if self.figure.current.has_number else ""


_ROLES = {"numerator": "分子", "denominator": "分母", "whole": "总数", "part": "分项", "base": "本数"}


def _words(figure: Figure, reading: Reading) -> str:
    if reading.state == "not_applicable":
        return "不适用"
    return format_reading(figure, reading) if reading.is_filled else ""


def _reading(row: MetricValueRevision) -> Reading:
    terms = None
    if row.first_term is not None and row.second_term is not None:
        terms = (row.first_term, row.second_term)
    return Reading(
        state=row.state,  # type: ignore[arg-type]  # the choices are the engine's three words
        value=row.value,
        terms=terms,
        approximation=row.approximation,
        note=row.note,
    )
