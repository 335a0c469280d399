"""Which metrics a unit or a department is to hand in."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from edusum.metrics.domains import DOMAINS
from edusum.metrics.enums import Aggregation, Period, RelationKind
from edusum.metrics.models import MetricAssignment, MetricDefinition, MetricValue, RelationOperand
from edusum.metrics.needs import Papers, needed_codes
from edusum.orgs.models import Bureau, Department


def expected_metrics(
    bureau: Bureau, year: int, period: str = Period.YEAR, department: Department | None = None
) -> list[MetricDefinition]:
    """In the order of the sheet.

    Of a department: what is assigned to it. Of a unit: what is assigned there and what its own papers take
    up; where this is nothing, what it filled this year or last, else what the one above asks of its units.
    """
    assigned = MetricAssignment.objects.of(bureau, year, period)
    if department is not None:
        return _in_order(Q(pk__in=assigned.filter(department=department).values("metric")))
    papers = needed_codes(Papers(bureau, year, period))
    wanted = _in_order(Q(pk__in=assigned.values("metric")) | Q(code__in=papers))
    wanted = wanted or _in_order(Q(pk__in=_filled_before(bureau, year, period)))
    if not wanted and bureau.parent_id:
        return _in_order(Q(pk__in=asked_of_units([bureau.parent_id], year, period)))
    return wanted


def asked_of_units(above: Iterable[int], year: int, period: str) -> set[int]:
    """The metrics (ids) that the bureaus (ids) above need of their units: what they are to say themselves,
    as far as it is brought together over units, with the figures that this takes."""
    wanted: set[int] = set()
    for bureau in Bureau.objects.filter(pk__in=list(above)):
        codes = needed_codes(Papers(bureau, year, period))
        assigned = MetricAssignment.objects.of(bureau, year, period).values("metric")
        rows = MetricDefinition.objects.active().filter(Q(code__in=codes) | Q(pk__in=assigned))
        wanted |= {row.pk for row in rows.exclude(aggregation=Aggregation.NONE).only("pk")}
    return wanted | _operands(wanted)


def _operands(metrics: set[int]) -> set[int]:
    """Numerators, denominators and weights of these metrics."""
    terms = RelationOperand.objects.filter(
        relation__metric__in=metrics,
        relation__metric__aggregation=Aggregation.RATIO,
        relation__kind=RelationKind.RATIO_OF,
    )
    weights = MetricDefinition.objects.filter(pk__in=metrics, weight__isnull=False)
    return {
        pk for rows in (terms.values_list("metric"), weights.values_list("weight")) for (pk,) in rows if pk
    }


def _filled_before(bureau: Bureau, year: int, period: str) -> "QuerySet[MetricValue, dict[str, Any]]":
    rows: QuerySet[MetricValue, dict[str, Any]]
    rows = MetricValue.objects.with_previous(bureau, year, period).values("metric")
    return rows


def _in_order(wanted: Q) -> list[MetricDefinition]:
    rows = MetricDefinition.objects.active().filter(wanted).order_by("position", "pk")
    return sorted(rows, key=_domain)


def _domain(metric: MetricDefinition) -> int:
    return DOMAINS.index(metric.domain) if metric.domain in DOMAINS else len(DOMAINS)
