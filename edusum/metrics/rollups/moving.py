"""What units did after a roll-up was read, so that it is no longer right: who, what, when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from edusum.metrics.enums import ChangeState, SubmissionAction, SubmissionState
from edusum.metrics.models import PendingChange, RollUp, Submission, SubmissionEvent
from edusum.metrics.rollups.reading import Below


@dataclass(frozen=True, slots=True)
class Move:
    """The last that a unit did since: its name, what was done in words, when."""

    unit: str
    what: str
    at: datetime


def moves_since(rollup: RollUp, below: Below) -> list[Move]:
    """The last of each unit that handed in, was given back or had a figure changed, the latest first.

    Three queries.
    """
    if rollup.read_at is None:
        return []
    time = Q(year=rollup.year, period=rollup.period)
    moves: dict[int, Move] = {}
    given_back = _given_back(rollup)
    rows = Submission.objects.filter(time, department=None, updated_at__gt=rollup.read_at)
    for unit, state, at in rows.values_list("bureau", "state", "updated_at"):
        is_in = state == SubmissionState.HANDED_IN
        what = "退回" if not is_in else "重新上报" if unit in given_back else "上报"
        moves[unit] = Move(below.names.get(unit, ""), what, at)
    published = PendingChange.objects.filter(
        time, state=ChangeState.PUBLISHED, decided_at__gt=rollup.read_at
    ).order_by("decided_at")
    for unit, metric, decided_at in published.values_list("bureau", "metric__name", "decided_at"):
        at = decided_at or rollup.read_at
        if unit not in moves or moves[unit].at < at:
            moves[unit] = Move(below.names.get(unit, ""), f"改了“{metric}”", at)
    concerned = set(below.tree.units)
    known = [move for unit, move in moves.items() if unit in concerned]
    return sorted(known, key=lambda move: move.at, reverse=True)


def _given_back(rollup: RollUp) -> set[int]:
    """The units (ids) to which their figures of the time were ever given back."""
    events = SubmissionEvent.objects.filter(
        action=SubmissionAction.REOPEN,
        submission__year=rollup.year,
        submission__period=rollup.period,
        submission__department=None,
    )
    return set(events.order_by().values_list("submission__bureau", flat=True))
