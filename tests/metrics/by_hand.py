"""What a roll-up must give, reckoned otherwise: by the database's own sums and fractions."""

from collections.abc import Iterable
from fractions import Fraction

from django.db import connection

from edusum.metrics.models import MetricDefinition, RelationOperand

SUM = """
SELECT SUM(CAST(ROUND(value * 10000) AS bigint)), COUNT(*) FROM metrics_metricvalue
WHERE metric_id = %s AND year = %s AND period = 'year' AND state = 'filled' AND value IS NOT NULL
  AND bureau_id IN ({})
"""
PAIR = """
SELECT SUM(CAST(ROUND(a.value * {product}) AS bigint)), SUM(CAST(ROUND(b.value * 10000) AS bigint)), COUNT(*)
FROM metrics_metricvalue a JOIN metrics_metricvalue b
  ON b.bureau_id = a.bureau_id AND b.year = a.year AND b.period = a.period AND b.metric_id = %s
{joins}
WHERE a.metric_id = %s AND a.year = %s AND a.period = 'year' AND a.state = 'filled' AND b.state = 'filled'
  AND a.value IS NOT NULL AND b.value IS NOT NULL AND a.bureau_id IN ({units}) {more}
"""


def by_hand(metric: MetricDefinition, units: Iterable[int], year: int) -> tuple[Fraction | None, int]:
    """The figure of these units (ids), and how many went in."""
    inside = ", ".join(map(str, units)) or "0"
    if metric.aggregation == "sum":
        total, count = _row(SUM.format(inside), [metric.pk, year])
        return (Fraction(int(total), 10_000) if count else None), count
    if metric.aggregation == "weighted_mean":
        query = PAIR.format(product="b.value * 1000000", joins="", units=inside, more="")
        first, second, count = _row(query, [metric.weight_id, metric.pk, year])
        return (Fraction(int(first), int(second) * 100) if count else None), count
    terms = dict(RelationOperand.objects.filter(relation__metric=metric).values_list("role", "metric"))
    joins = """LEFT JOIN metrics_metricvalue r
      ON r.bureau_id = a.bureau_id AND r.year = a.year AND r.period = a.period AND r.metric_id = %s"""
    query = PAIR.format(
        product="10000",
        joins=joins,
        units=inside,
        more="AND (r.state IS NULL OR r.state <> 'not_applicable')",
    )
    first, second, count = _row(query, [terms["denominator"], metric.pk, terms["numerator"], year])
    return (Fraction(int(first), int(second)) * 100 if count else None), count


def _row(query: str, parameters: list[int]) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()
