"""Which department fills which metric in a year or its first half, and until when."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.locking import lock_bureau
from edusum.metrics.models import MetricAssignment, Submission
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, require


@dataclass(frozen=True, slots=True)
class Duty:
    """A department (id) fills a metric, until that day if there is one."""

    department: int
    due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reassigned:
    """How many metrics changed hands or day, and which (their names) kept their department, since it has
    handed them in: they would be free to change again."""

    count: int
    settled: tuple[str, ...] = ()


def assign_metrics(
    *, bureau: Bureau, year: int, period: str, duties: Mapping[int, Duty], actor: User, only_new: bool = False
) -> Reassigned:
    """Let these departments fill these metrics (by id); `only_new` leaves what is assigned already as it is.

    The office may do so with every metric, a section head with those of the department. What a department has
    handed in stays with it. Raises EdusumError for a department that is not the bureau's or no longer in use,
    PermissionDenied.
    """
    with transaction.atomic():
        lock_bureau(bureau.pk)
        known = _known(bureau, year, period, duties)
        _refuse_strangers(bureau, _receiving(known, duties, only_new=only_new))
        _require(actor, bureau, known, duties)
        given = {} if only_new else known
        settled = _settled(
            row for row in given.values() if row.department_id != duties[row.metric_id].department
        )
        changed = [
            row for metric, row in given.items() if metric not in settled and _set(row, duties[metric], actor)
        ]
        MetricAssignment.objects.bulk_update(changed, ["department", "due_on", "assigned_by"])
        fresh = [
            MetricAssignment(
                bureau=bureau,
                year=year,
                period=period,
                metric_id=metric,
                department_id=duty.department,
                due_on=duty.due_on,
                assigned_by=actor,
            )
            for metric, duty in duties.items()
            if metric not in known
        ]
        MetricAssignment.objects.bulk_create(fresh)
    return Reassigned(len(changed) + len(fresh), tuple(settled.values()))


def take_up_metrics(
    *, bureau: Bureau, year: int, period: str, metrics: Collection[int], duty: Duty, actor: User
) -> list[int]:
    """Let the department fill those of these metrics (by id) that are nobody's yet; returns which.

    Asks no permission: whoever may write where a metric is named calls it, in the same transaction.
    """
    if not metrics or not set(metrics).difference(_known(bureau, year, period, metrics)):
        return []
    with transaction.atomic():
        lock_bureau(bureau.pk)
        free = sorted(set(metrics).difference(_known(bureau, year, period, metrics)))
        MetricAssignment.objects.bulk_create(
            MetricAssignment(
                bureau=bureau,
                year=year,
                period=period,
                metric_id=metric,
                department_id=duty.department,
                due_on=duty.due_on,
                assigned_by=actor,
            )
            for metric in free
        )
    return free


def free_metrics(
    *, bureau: Bureau, year: int, period: str, metrics: Collection[int], actor: User
) -> Reassigned:
    """Let these metrics be nobody's in particular, save for what was handed in. Raises PermissionDenied."""
    with transaction.atomic():
        lock_bureau(bureau.pk)
        known = _known(bureau, year, period, metrics)
        _require(actor, bureau, known, {})
        settled = _settled(known.values())
        gone = [row.pk for metric, row in known.items() if metric not in settled]
        MetricAssignment.objects.filter(pk__in=gone).delete()
    return Reassigned(len(gone), tuple(settled.values()))


def _known(bureau: Bureau, year: int, period: str, metrics: Collection[int]) -> dict[int, MetricAssignment]:
    rows = MetricAssignment.objects.of(bureau, year, period).filter(metric__in=metrics)
    return {row.metric_id: row for row in rows.select_related("department", "metric").order_by("metric")}


def _settled(rows: Iterable[MetricAssignment]) -> dict[int, str]:
    """Of those that are to change hands, what the present department has handed in: metric id to name."""
    listed = list(rows)
    if not listed:
        return {}
    first = listed[0]
    handed_in = Submission.objects.handed_in().of(first.bureau_id, first.year, first.period)
    departments = set(handed_in.exclude(department=None).values_list("department", flat=True))
    return {row.metric_id: row.metric.name for row in listed if row.department_id in departments}


def _require(
    actor: User, bureau: Bureau, known: Mapping[int, MetricAssignment], duties: Mapping[int, Duty]
) -> None:
    """What nobody fills yet is the office's to give."""
    departments = {row.department_id: row.department for row in known.values()}
    owners: list[Department | None] = list(departments.values())
    if duties.keys() - known.keys():
        owners.append(None)
    for owner in owners:
        require(actor, Action.ASSIGN, bureau=bureau, department=owner)


def _receiving(
    known: Mapping[int, MetricAssignment], duties: Mapping[int, Duty], *, only_new: bool
) -> set[int]:
    """The departments that get a metric which they had not."""
    return {
        duty.department
        for metric, duty in duties.items()
        if metric not in known or (not only_new and known[metric].department_id != duty.department)
    }


def _set(row: MetricAssignment, duty: Duty, actor: User) -> bool:
    if (row.department_id, row.due_on) == (duty.department, duty.due_on):
        return False
    row.department_id, row.due_on, row.assigned_by = duty.department, duty.due_on, actor
    return True


def _refuse_strangers(bureau: Bureau, departments: set[int]) -> None:
    known = Department.objects.filter(pk__in=departments, bureau=bureau, is_active=True).count()
    if known != len(departments):
        raise EdusumError("这个科室不属于本单位或已停用，请另选一个科室。")
