"""What a roll-up is made of: the tree of units, the method of each metric, and the values, read fast."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, QuerySet
from django.utils import timezone

from edusum.common.years import reporting_year
from edusum.metrics.enums import Aggregation, OperandRole, RelationKind, State
from edusum.metrics.models import MetricDefinition, MetricValue, RelationOperand, Submission
from edusum.metrics.rolling import SCALE, Given, Method, Tree, exponent_of, places_of
from edusum.metrics.units import scale_of
from edusum.orgs.models import Bureau

YEARS_BACK = 4
"""How many years before are held against a figure."""
Past = list[int | None]
_PAST = """
WITH odd (metric, unit) AS (VALUES {pairs})
SELECT value.metric_id, value.bureau_id, value.year, CAST(ROUND(value.value * {scale}) AS bigint)
FROM odd JOIN metrics_metricvalue value ON value.metric_id = odd.metric AND value.bureau_id = odd.unit
WHERE value.period = %s AND value.state = %s AND value.value IS NOT NULL AND value.year BETWEEN %s AND %s
"""


class Scaled(Func):
    """A stored amount as whole ten-thousandths, exact in both databases (11 whole digits and 4 decimals)."""

    template = f"CAST(ROUND(%(expressions)s * {SCALE}) AS bigint)"
    output_field = BigIntegerField()

    def get_db_converters(self, connection: Any) -> list[Any]:
        """None: it is a whole number already, and there are very many of them."""
        return []


@dataclass(frozen=True, slots=True)
class Below:
    """The units below a bureau; `tree` begins with the bureau itself.

    `newer` are the names of those that came later than the year: nothing is awaited from them, and they are
    not in the tree.
    """

    tree: Tree
    names: dict[int, str]
    newer: tuple[str, ...] = ()

    @property
    def submitted(self) -> list[int]:
        """The units (ids) that have handed in themselves."""
        return [unit for unit, is_in in zip(self.tree.units, self.tree.submitted, strict=True) if is_in]

    @property
    def reporting(self) -> tuple[list[int], list[int]]:
        """The units (ids) from which figures are awaited, and those of them that are missing.

        A unit that has handed in speaks for all below it; where it has not, its own units are asked.
        """
        tree = self.tree
        has_units = set(tree.parents)
        spoken_for = [False] * len(tree.units)
        awaited, missing = [], []
        for place in range(1, len(tree.units)):
            parent = tree.parents[place]
            spoken_for[place] = spoken_for[parent] or (parent > 0 and tree.submitted[parent])
            if spoken_for[place]:
                continue
            if tree.submitted[place] or place not in has_units:
                awaited.append(tree.units[place])
                if not tree.submitted[place]:
                    missing.append(tree.units[place])
        return awaited, missing


class Read(NamedTuple):
    """Values by metric and unit: of this year, and the numbers of the year before."""

    current: dict[int, dict[int, Given]]
    previous: dict[int, dict[int, int]]


def units_below(bureau: Bureau, year: int, period: str) -> Below:
    """One query for each level of the tree, one for what was handed in, and one more where units are new."""
    rows: list[tuple[int, int | None]] = [(bureau.pk, None)]
    names = {bureau.pk: bureau.short_name}
    since: dict[int, datetime] = {}
    level = [bureau.pk]
    while level:
        found = list(_children(level).values_list("pk", "parent", "full_name", "created_at"))
        rows += [(pk, parent) for pk, parent, _, _ in found]
        names |= {pk: name for pk, _, name, _ in found}
        since |= {pk: at for pk, _, _, at in found}
        level = [pk for pk, _, _, _ in found]
    above = {parent for _, parent in rows}
    newer = newer_units({pk: at for pk, at in since.items() if pk not in above}, year)
    units, parents = places_of([row for row in rows if row[0] not in newer])
    submissions = Submission.objects.handed_in().filter(year=year, period=period, department=None)
    handed_in = set(submissions.values_list("bureau", flat=True))
    tree = Tree(units, parents, tuple(unit in handed_in for unit in units))
    return Below(tree, names, tuple(names[pk] for pk, _ in rows if pk in newer))


def newer_units(since: Mapping[int, datetime], year: int) -> set[int]:
    """Those of the units (ids, with the moment they were added) from which this year is not awaited: they
    were added when a later one was summed up, and have said nothing of this one or any before."""
    units = [pk for pk, at in since.items() if reporting_year(timezone.localdate(at)) > year]
    if not units:
        return set()
    said = MetricValue.objects.filter(bureau=OuterRef("pk"), year__lte=year).order_by()
    handed_in = Submission.objects.filter(bureau=OuterRef("pk"), year__lte=year).order_by()
    silent = Bureau.objects.filter(~Exists(said), ~Exists(handed_in), pk__in=units)
    return set(silent.order_by().values_list("pk", flat=True))


def _children(level: Collection[int]) -> "QuerySet[Bureau]":
    rows: QuerySet[Bureau] = Bureau.objects.filter(parent__in=level).order_by("full_name")
    return rows


def methods() -> list[Method]:
    """How each metric in use is brought together; those that are not are left out. Three queries."""
    metrics = MetricDefinition.objects.in_bulk()
    terms: dict[int, dict[str, int]] = defaultdict(dict)
    rows = RelationOperand.objects.filter(relation__kind=RelationKind.RATIO_OF)
    for subject, role, operand in rows.values_list("relation__metric", "role", "metric"):
        terms[subject][role] = operand
    found = [_method(metric, terms.get(metric.pk, {}), metrics) for metric in metrics.values()]
    return sorted((method for method in found if method), key=lambda method: method.read)


def _method(
    metric: MetricDefinition, terms: dict[str, int], metrics: dict[int, MetricDefinition]
) -> Method | None:
    if not metric.is_active:
        return None
    if metric.aggregation == Aggregation.SUM:
        return Method("sum", metric.pk, metric.pk)
    if metric.aggregation == Aggregation.WEIGHTED_MEAN and metric.weight_id:
        return Method("weighted_mean", metric.pk, metric.pk, metric.weight_id)
    if metric.aggregation == Aggregation.RATIO and len(terms) == 2:
        first, second = metrics[terms[OperandRole.NUMERATOR]], metrics[terms[OperandRole.DENOMINATOR]]
        exponent = exponent_of(
            kind=metric.kind,
            unit=metric.unit,
            first=scale_of(first.unit)[1],
            second=scale_of(second.unit)[1],
            own=scale_of(metric.unit)[1],
        )
        return Method("ratio", metric.pk, first.pk, second.pk, exponent, is_pair=metric.kind == "ratio")
    return None


def count_values(units: Sequence[int], year: int, period: str) -> int:
    """How many values there are to be read, all metrics taken together; from an index alone."""
    return _rows(units, year, period).count()


def read_values(metrics: Collection[int], units: Sequence[int], year: int, period: str) -> Read:
    """What the units say of these metrics, and what they said the year before. One query.

    It asks for whole units: their values lie together in the index, those of a metric do not.
    """
    read = Read({metric: {} for metric in metrics}, {metric: {} for metric in metrics})
    current, previous = read
    rows = _rows(units, year, period).annotate(scaled=Scaled(F("value")))
    columns = rows.values_list("metric_id", "bureau_id", "year", "state", "scaled", "approximation")
    for metric, unit, when, state, scaled, approximation in columns.iterator(chunk_size=5000):
        if metric not in current:
            continue
        if when == year:
            current[metric][unit] = Given(state, scaled, approximation)
        elif scaled is not None:
            previous[metric][unit] = scaled
    return read


def read_past(odd: Collection[tuple[int, int]], year: int, period: str) -> dict[tuple[int, int], Past]:
    """What was said in the years before, the latest last; by metric and unit (ids), some 10,000 at most.

    One query, which looks each of them up in the index.
    """
    past: dict[tuple[int, int], Past] = {}
    if not odd:
        return past
    pairs = ", ".join(f"({int(metric)}, {int(unit)})" for metric, unit in odd)
    with connection.cursor() as cursor:
        cursor.execute(
            _PAST.format(pairs=pairs, scale=SCALE), [period, State.FILLED, year - YEARS_BACK, year - 1]
        )
        for metric, unit, when, scaled in cursor.fetchall():
            years = past.setdefault((metric, unit), [None] * YEARS_BACK)
            years[when - year + YEARS_BACK] = scaled
    return past


def _rows(units: Sequence[int], year: int, period: str) -> "QuerySet[MetricValue]":
    """This year's values and those of the year before, in any state."""
    rows: QuerySet[MetricValue] = MetricValue.objects.filter(
        bureau__in=units, period=period, year__in=(year - 1, year)
    )
    return rows.order_by()
