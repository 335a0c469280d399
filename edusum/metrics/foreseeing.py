"""What one would doubt if figures became what is asked for: told before anybody lets them through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from edusum.common.errors import EdusumError
from edusum.metrics import leaps, warnings
from edusum.metrics.entries import refuse_unfit
from edusum.metrics.enums import Period
from edusum.metrics.facts import relations_known
from edusum.metrics.figures import PENDING, Figure, Reading
from edusum.metrics.models import MetricDefinition, MetricValue
from edusum.metrics.relations import Relation
from edusum.metrics.services import SINCE, figure_of, reading_of
from edusum.metrics.trends import YEARS
from edusum.metrics.warnings import Doubt

Time = tuple[int, int, str]
Past = Mapping[str, Mapping[int, Reading]]


@dataclass(frozen=True, slots=True)
class Wish:
    """Another reading for a metric (id) of a bureau's (id) time."""

    bureau: int
    year: int
    period: str
    metric: int
    reading: Reading

    @property
    def time(self) -> Time:
        return self.bureau, self.year, self.period


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A sentence on what would not fit; `is_settled`: it would, were all the wishes let through."""

    words: str
    is_settled: bool


def foreseen(wishes: Sequence[Wish]) -> list[tuple[Foreseen, ...]]:
    """What there would be to doubt of each wish, were it let through alone. Three queries."""
    if not wishes:
        return []
    relations = relations_known()
    metrics = {row.pk: row for row in MetricDefinition.objects.for_figures()}
    codes = {metrics[wish.metric].code for wish in wishes}
    wanted = codes.union(*({*_codes(one)} for one in relations if codes & {*_codes(one)}))
    concerned = [row for row in metrics.values() if row.code in wanted]
    past = _past(wishes, concerned)
    judge = {
        time: _Time(time, concerned, past.get((time[0], time[2]), {}), relations)
        for time in dict.fromkeys(wish.time for wish in wishes)
    }
    together: dict[Time, dict[str, Reading]] = {}
    for wish in wishes:
        together.setdefault(wish.time, {})[metrics[wish.metric].code] = wish.reading
    found = []
    for wish in wishes:
        code = metrics[wish.metric].code
        doubts = judge[wish.time].doubts(code, {code: wish.reading})
        left = {_key(doubt) for doubt in judge[wish.time].doubts(code, together[wish.time])}
        found.append(tuple(Foreseen(_told(doubt), _key(doubt) not in left) for doubt in doubts))
    return found


def unfit_words(metric: MetricDefinition, reading: Reading) -> str:
    """Why the metric cannot have the number at all, such as a rate above 100%; "" if it can."""
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
        return error.message
    return ""


class _Time:
    """The figures of a bureau's time as they are, to be judged as they would be."""

    def __init__(
        self, time: Time, metrics: Iterable[MetricDefinition], past: Past, relations: Sequence[Relation]
    ) -> None:
        _, self._year, period = time
        self._past = past
        self._relations = relations
        self._figures: dict[str, Figure] = {
            row.code: figure_of(
                row,
                current=past.get(row.code, {}).get(self._year, PENDING),
                previous=past.get(row.code, {}).get(self._year - 1, PENDING),
                since=SINCE[Period(period)],
            )
            for row in metrics
        }

    def doubts(self, code: str, readings: Mapping[str, Reading]) -> list[Doubt]:
        """Of this metric, with these readings in the place of what is stored."""
        relations = [one for one in self._relations if code in _codes(one)]
        concerned = {code}.union(*(_codes(one) for one in relations))
        figures = [
            replace(self._figures[one], current=readings.get(one, self._figures[one].current))
            for one in concerned
            if one in self._figures
        ]
        found = warnings.warnings_of(figures, relations, past=self._past, year=self._year)
        return [doubt for doubt in found if code in doubt.codes and not doubt.is_hint]


def _past(
    wishes: Sequence[Wish], metrics: Sequence[MetricDefinition]
) -> dict[tuple[int, str], dict[str, dict[int, Reading]]]:
    """What is stored of these metrics, by bureau and part of the year, then by code and year."""
    years = {wish.year for wish in wishes}
    codes = {row.pk: row.code for row in metrics}
    rows = MetricValue.objects.filter(
        bureau__in={wish.bureau for wish in wishes},
        period__in={wish.period for wish in wishes},
        year__range=(min(years) - YEARS, max(years)),
        metric__in=codes,
    )
    past: dict[tuple[int, str], dict[str, dict[int, Reading]]] = {}
    for row in rows:
        readings = past.setdefault((row.bureau_id, row.period), {})
        readings.setdefault(codes[row.metric_id], {})[row.year] = reading_of(row)
    return past


def _codes(relation: Relation) -> tuple[str, ...]:
    return relation.metric, *relation.codes


def _key(doubt: Doubt) -> tuple[str, tuple[str, ...]]:
    return doubt.kind, doubt.codes


def _told(doubt: Doubt) -> str:
    """For who decides: a reason was the business of who asked."""
    words = doubt.words.removesuffix(leaps.ASKED) + "请核对。" if doubt.asks_reason else doubt.words
    return words if words.endswith("。") else f"{words}。"
