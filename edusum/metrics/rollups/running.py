"""The work of a roll-up: some units at a time, the lowest first; begun anew if broken off."""

import logging
from collections.abc import Iterator
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from edusum.metrics.enums import Kind, RollUpState
from edusum.metrics.models import MetricDefinition, RollUp, RollUpDoubt, RollUpFigure
from edusum.metrics.rolling import Method, Totals, add_up, approximation_of, by_unit, no_totals, result_of
from edusum.metrics.rolling import Total as RollUpTotal
from edusum.metrics.rollups.doubting import Doubts
from edusum.metrics.rollups.reading import Below, Read, count_values, methods, read_values, units_below

VALUES_AT_ONCE = 100_000
"""How many values are in memory at a time."""
BROKEN = "系统出错，这次汇总没有完成；请统稿人再汇总一次，仍不行时请联系管理员。"
_TOO_LARGE = Decimal(10) ** 16

logger = logging.getLogger(__name__)


def carry_on(rollup_id: int) -> None:
    """Do it from the beginning; one that is done or was taken away is left alone."""
    rollup = RollUp.objects.select_related("bureau").filter(pk=rollup_id).first()
    if rollup is None or rollup.state in {RollUpState.DONE, RollUpState.FAILED}:
        return
    try:
        _bring_together(rollup)
    except Exception:
        logger.exception("Roll-up %s cannot be made", rollup_id)
        _move(rollup, state=RollUpState.FAILED, problem=BROKEN)


def _bring_together(rollup: RollUp) -> None:
    read_at = timezone.now()
    below = units_below(rollup.bureau, rollup.year, rollup.period)
    submitted = below.submitted
    awaited, missing = below.reporting
    with transaction.atomic():
        RollUpFigure.objects.filter(rollup=rollup).delete()
        RollUpDoubt.objects.filter(rollup=rollup).delete()
        _move(
            rollup,
            state=RollUpState.RUNNING,
            read_at=read_at,
            done=0,
            total=count_values(submitted, rollup.year, rollup.period),
            unit_count=len(awaited),
            submitted_count=len(awaited) - len(missing),
            missing=missing,
        )
    rates = set(MetricDefinition.objects.filter(kind=Kind.PERCENT).values_list("pk", flat=True))
    doubts = Doubts(rollup, rates)
    waiting = [(method, no_totals(below.tree)) for method in methods()]
    for read, places in _pieces(rollup, below, {pk for method, _ in waiting for pk in method.read}):
        for method, totals in waiting:
            add_up(below.tree, method, read.current, totals, places)
        doubts.look_at(read)
        _move(rollup, done=rollup.total - rollup.total * places.start // len(below.tree.units))
    figures = [figure for method, totals in waiting for figure in _figures(rollup, below, method, totals)]
    worst = doubts.worst()
    with transaction.atomic():
        RollUpFigure.objects.bulk_create(figures, batch_size=500)
        RollUpDoubt.objects.bulk_create(worst, batch_size=500)
        _move(rollup, state=RollUpState.DONE, done=rollup.total, finished_at=timezone.now())


def _pieces(rollup: RollUp, below: Below, metrics: set[int]) -> Iterator[tuple[Read, range]]:
    """The values of some units at a time, from the lowest up, with these units' places in the tree."""
    size = max(1, VALUES_AT_ONCE // (2 * max(1, len(metrics))))
    tree = below.tree
    for end in range(len(tree.units), 1, -size):
        places = range(max(1, end - size), end)
        submitted = [tree.units[place] for place in places if tree.submitted[place]]
        yield read_values(metrics, submitted, rollup.year, rollup.period), places


def _figures(rollup: RollUp, below: Below, method: Method, totals: Totals) -> list[RollUpFigure]:
    """Of every bureau with units below it, for a metric of which anything came in."""
    if not any(total.counted or total.left_out for total in totals.values()):
        return []
    return [_figure(rollup, unit, method, total) for unit, total in by_unit(below.tree, totals).items()]


def _figure(rollup: RollUp, unit: int, method: Method, total: RollUpTotal) -> RollUpFigure:
    value, sums = result_of(method, total)
    first, second = sums or (None, None)
    return RollUpFigure(
        rollup=rollup,
        unit_id=unit,
        metric_id=method.metric,
        value=_fit(value),
        first_term=_fit(first),
        second_term=_fit(second),
        approximation=approximation_of(total.bounds),
        counted=total.counted,
        expected=total.expected,
        left_out=total.left_out,
    )


def _fit(value: Decimal | None) -> Decimal | None:
    """As the database keeps it; nothing where it is larger than that (a sum of products only)."""
    if value is None or abs(value) >= _TOO_LARGE:
        return None
    return round(value, 4)


def _move(rollup: RollUp, **changes: object) -> None:
    """Write how far it is, unless somebody took it away meanwhile."""
    for name, value in changes.items():
        setattr(rollup, name, value)
    under_way = Q(state__in=[RollUpState.WAITING, RollUpState.RUNNING])
    RollUp.objects.filter(under_way, pk=rollup.pk).update(**changes, updated_at=timezone.now())
