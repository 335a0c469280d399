"""Figures handed in, by a department to its office or by a unit to the one above: from then on held."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.access import departments_served, may_fill_for_unit, somebody_reopens
from edusum.metrics.enums import Period, State, SubmissionAction, SubmissionState
from edusum.metrics.expected import expected_metrics
from edusum.metrics.locking import lock_bureau
from edusum.metrics.models import MetricDefinition, MetricValue, Submission, SubmissionEvent
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, can, require

MOST_NAMED = 12
"""How many pending metrics a refusal names; the rest it counts."""


class StillPendingError(EdusumError):
    """Some of what is to be handed in is still 待报; `pending` are the metrics' names."""

    def __init__(self, pending: Sequence[str]) -> None:
        self.pending = tuple(pending)
        named = "、".join(self.pending[:MOST_NAMED])
        more = "等" if len(self.pending) > MOST_NAMED else ""
        super().__init__(
            f"还有 {len(self.pending)} 项待报：{named}{more}。"
            "请填好，没有的选“不适用”；确实报不出的，可以选“仍要上报”。"
        )


class HandedInError(EdusumError):
    """Somebody has handed these figures in already."""

    def __init__(self, whose: str) -> None:
        super().__init__(f"{whose}的指标已经上报过了，不用再报。个别数要改的，改后等统稿人发布。")


class NotHandedInError(EdusumError):
    """There is nothing to reopen."""

    def __init__(self, whose: str) -> None:
        super().__init__(f"{whose}的指标现在没有上报，不用退回。请刷新页面。")


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what is expected is filled or not applicable; `pending` in the sheet's order."""

    expected: int
    answered: int
    pending: tuple[MetricDefinition, ...] = ()

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all of it."""
        return self.answered * 100 // self.expected if self.expected else 0


def completeness_of(
    bureau: Bureau, year: int, period: str = Period.YEAR, department: Department | None = None
) -> Completeness:
    """Of what a unit, or one of its departments, is to hand in."""
    metrics = expected_metrics(bureau, year, period, department)
    answered = set(
        MetricValue.objects.for_period(bureau, year, period)
        .exclude(state=State.PENDING)
        .values_list("metric", flat=True)
    )
    pending = tuple(metric for metric in metrics if metric.pk not in answered)
    return Completeness(len(metrics), len(metrics) - len(pending), pending)


def hand_in(
    *,
    bureau: Bureau,
    year: int,
    period: str = Period.YEAR,
    actor: User,
    department: Department | None = None,
    note: str = "",
    anyway: bool = False,
) -> Submission:
    """Hand in the figures of a unit, or those assigned to one of its departments; they are held from now on.

    Raises StillPendingError unless `anyway`, HandedInError, EdusumError where there is nothing to hand in,
    PermissionDenied.
    """
    require_handing_in(actor, bureau, department)
    with transaction.atomic():
        lock_bureau(bureau.pk)
        whose = department.name if department else bureau.short_name
        row = Submission.objects.of(bureau, year, period).filter(department=department).first()
        if row is not None and row.state == SubmissionState.HANDED_IN:
            raise HandedInError(whose)
        _refuse_incomplete(completeness_of(bureau, year, period, department), whose, anyway=anyway)
        row = row or Submission(bureau=bureau, year=year, period=period, department=department)
        row.state = SubmissionState.HANDED_IN
        row.handed_in_by, row.handed_in_at = actor, timezone.now()
        row.save()
        _record(row, SubmissionAction.HAND_IN, actor, note)
    return row


def reopen(*, submission: Submission, reason: str, actor: User) -> Submission:
    """Give the figures back, so that they can be changed and handed in anew.

    Raises EdusumError without a reason, NotHandedInError, PermissionDenied.
    """
    bureau, department = submission.bureau, submission.department
    if not may_reopen(actor, bureau, department):
        require(actor, Action.REOPEN_FIGURES, bureau=bureau)
        raise PermissionDenied("已报到上级单位的指标，由上级单位的统稿人退回。")
    if not reason.strip():
        raise EdusumError("退回时请写明原因，填报的人才知道要改什么。")
    with transaction.atomic():
        lock_bureau(bureau.pk)
        row: Submission = Submission.objects.get(pk=submission.pk)
        if row.state != SubmissionState.HANDED_IN:
            raise NotHandedInError(department.name if department else bureau.short_name)
        row.state = SubmissionState.REOPENED
        row.save(update_fields=["state", "updated_at"])
        _record(row, SubmissionAction.REOPEN, actor, reason)
    return row


def may_hand_in(user: User, bureau: Bureau, department: Department | None = None) -> bool:
    """People of a department hand in its figures; the office any department's, the whole's and its units'."""
    if can(user, Action.HAND_IN_FIGURES, bureau=bureau):
        served = departments_served(user, bureau)
        if served is None or (department is not None and department.pk in served):
            return True
    return may_fill_for_unit(user, bureau)


def require_handing_in(user: User, bureau: Bureau, department: Department | None) -> None:
    """Raise PermissionDenied (a 403 page) unless `may_hand_in`."""
    if not may_hand_in(user, bureau, department):
        require(user, Action.HAND_IN_FIGURES, bureau=bureau)
        raise PermissionDenied("您只能上报自己科室的指标；全单位的由统稿人上报。")


def may_reopen(user: User, bureau: Bureau, department: Department | None = None) -> bool:
    """The office gives back to its departments, and to the units below it.

    What a whole unit has handed in comes back from above; from its own office only where nobody above can.
    """
    above = bureau.above()
    if any(can(user, Action.REOPEN_FIGURES, bureau=other) for other in above):
        return True
    if not can(user, Action.REOPEN_FIGURES, bureau=bureau):
        return False
    return department is not None or not somebody_reopens(above)


def _refuse_incomplete(found: Completeness, whose: str, *, anyway: bool) -> None:
    if not found.expected:
        raise EdusumError(f"{whose}还没有要报的指标，请统稿人先分派指标，或者填好后再上报。")
    if found.pending and not anyway:
        raise StillPendingError([metric.name for metric in found.pending])


def _record(row: Submission, action: SubmissionAction, actor: User, note: str) -> None:
    SubmissionEvent.objects.create(submission=row, action=action, actor=actor, note=note.strip()[:200])
