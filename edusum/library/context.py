"""What phrases speak with besides a bureau's figures: plain words by `references.TEXT_NAMES`, samples."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from types import MappingProxyType

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from edusum.library import samples
from edusum.library.models import Term
from edusum.metrics.enums import Period
from edusum.metrics.figures import Figure, Figures
from edusum.metrics.models import MetricDefinition, Relation
from edusum.metrics.relating import relations_of
from edusum.metrics.services import SINCE, figure_of
from edusum.orgs.models import Bureau

SERIES = {"五年规划": "本五年规划", "普法规划": "本轮"}
"""Names that stand for the term of their series, each with what is said without one: 本轮 in 本轮普法规划."""
NEXT_YEAR = {"下年五年规划": ("五年规划", "新一轮五年规划"), "下年普法规划": ("普法规划", "新一轮")}
"""Names that stand for the term of a series in the year after, each with what is said without one."""


@dataclass(frozen=True, slots=True)
class Names:
    """The forms of a bureau's name."""

    full: str
    short: str
    local: str
    whole: str


SAMPLE_NAMES = Names("示例区教育局", "区教育局", "我区", "全区")


class Terms:
    """The names that change with the years, read once and not before one of them is needed."""

    @cached_property
    def _rows(self) -> list[Term]:
        return list(Term.objects.filter(series__in=SERIES).order_by("first_year", "pk"))

    def in_year(self, series: str, year: int, otherwise: str) -> str:
        """The term as papers write it, “十五五”; of two that hold the later; `otherwise` for none."""
        valid = [
            term.name
            for term in self._rows
            if term.series == series and term.first_year <= year <= (term.last_year or year)
        ]
        return f"“{valid[-1]}”" if valid else otherwise


class Texts(Mapping[str, str]):
    """Words by name; `terms` can be shared, so that a list of papers reads them once."""

    def __init__(self, names: Names, year: int, terms: Terms | None = None) -> None:
        self._year = year
        self._terms = terms or Terms()
        self._known = {
            "单位全称": names.full,
            "单位简称": names.short,
            "本地": names.local,
            "全域": names.whole,
            "年度": str(year),
            "上年度": str(year - 1),
            "下年度": str(year + 1),
        }

    def __getitem__(self, name: str) -> str:
        if name in SERIES:
            return self._terms.in_year(name, self._year, SERIES[name])
        if name in NEXT_YEAR:
            series, otherwise = NEXT_YEAR[name]
            return self._terms.in_year(series, self._year + 1, otherwise)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._known or name in SERIES or name in NEXT_YEAR

    def __iter__(self) -> Iterator[str]:
        return chain(self._known, SERIES, NEXT_YEAR)

    def __len__(self) -> int:
        return len(self._known) + len(SERIES) + len(NEXT_YEAR)


def text_names(bureau: Bureau, year: int, terms: Terms | None = None) -> Texts:
    """A bureau's words in a year."""
    names = Names(bureau.full_name, bureau.short_name, bureau.local_form, bureau.whole_form)
    return Texts(names, year, terms)


def sample_texts(year: int) -> Texts:
    """The words of a bureau that does not exist, to show a template with."""
    return Texts(SAMPLE_NAMES, year)


_sampled: dict[str, tuple[Hashable, Figures]] = {}
"""What was last sampled in this process, by the period, and the state of the metrics it was made from."""


def sample_figures(period: str = Period.YEAR) -> Figures:
    """A figure for every metric, by phrase name, with its reading and the one before.

    One query where nothing has changed since the last time, four else.
    """
    state = _state_of_metrics()
    known, figures = _sampled.get(period, (None, MappingProxyType({})))
    if known != state:
        figures = MappingProxyType(_sample(period))
        _sampled[period] = (state, figures)
    return figures


def _state_of_metrics() -> Hashable:
    """Other whenever a metric or a relation came, went or changed, whichever process did it.

    Every row has its say: the latest change alone would hide one that began earlier and was committed later.
    """
    metrics, relations = (
        model.objects.order_by().values_list(Value(name, CharField()), "pk", Cast("updated_at", CharField()))
        for name, model in (("metric", MetricDefinition), ("relation", Relation))
    )
    return frozenset(metrics.union(relations, all=True))


def _sample(period: str) -> dict[str, Figure]:
    metrics = [
        samples.Sampled(
            figure_of(metric, since=SINCE[Period(period)]),
            metric.sample,
            metric.sample_previous,
            metric.minimum,
            metric.maximum,
        )
        for metric in MetricDefinition.objects.all()
    ]
    return samples.sample_figures(metrics, [given.relation for given in relations_of().values()])
