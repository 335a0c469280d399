"""A change that waits is let through, refused or taken back, and who asked for it is told."""

import hashlib

from django.db import transaction
from django.urls import reverse

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.reminding import notify
from edusum.metrics import changes
from edusum.metrics.enums import ChangeState
from edusum.metrics.figures import PENDING, Reading
from edusum.metrics.figures import mark_of as mark_of_reading
from edusum.metrics.models import MetricValue, PendingChange
from edusum.metrics.services import reading_of


class ChangeReplacedError(EdusumError):
    """Another value was asked for, or stored, after this person had looked."""

    def __init__(self) -> None:
        super().__init__(
            "您查看期间，这项改动或原来的数刚被改成了别的数，没有办理。请看过新的数和涉及的文字后再办。"
        )


def mark_of(change: PendingChange, current: Reading) -> str:
    """What tells one wish, upon what the value is now, from a later one or upon another value."""
    said = f"{change.updated_at.isoformat()} {mark_of_reading(current)}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def current_of(change: PendingChange) -> Reading:
    """What the value is now; one query."""
    values = MetricValue.objects.for_period(change.bureau_id, change.year, change.period)
    value = values.filter(metric=change.metric_id).first()
    return reading_of(value) if value else PENDING


def publish(*, change: PendingChange, actor: User, seen: str, note: str = "") -> PendingChange:
    """Let the value be what was asked for when the person looked (`seen` is its `mark_of`).

    Raises ChangeReplacedError, ChangeDecidedError, EdusumError, PermissionDenied.
    """
    with transaction.atomic():
        row = _held(change, seen)
        done = changes.publish_change(change=row, actor=actor, note=note)
        _tell(done, "已发布，文稿里的数已经换了", actor)
    return done


def refuse(*, change: PendingChange, actor: User, seen: str, note: str) -> PendingChange:
    """Leave the value as it is, and tell why. Raises as `publish`."""
    with transaction.atomic():
        row = _held(change, seen)
        done = changes.refuse_change(change=row, actor=actor, note=note)
        _tell(done, f"没有采用：{done.decision_note}", actor)
    return done


def _held(change: PendingChange, seen: str) -> PendingChange:
    row = changes.locked(change)
    if row.state == ChangeState.WAITING and mark_of(row, current_of(row)) != seen:
        raise ChangeReplacedError
    return row


def tell_taken_back(change: PendingChange, actor: User, what: str) -> None:
    """Metrics took a change back: it was overtaken, or somebody of the office withdrew it."""
    _tell(change, what, actor)


def _tell(change: PendingChange, what: str, actor: User) -> None:
    if change.asked_by is None:
        return
    address = reverse("metrics:metric_sheet", args=[change.year]) + f"?period={change.period}"
    is_of_unit = not change.asked_by.memberships.filter(bureau=change.bureau).exists()
    whose = change.bureau.short_name if is_of_unit else ""
    address += f"&unit={change.bureau_id}" if is_of_unit else ""
    notify(
        [change.asked_by],
        bureau=change.bureau,
        key=f"drafts.change:{change.pk}",
        words=f"您对{whose}{change.year}年“{change.metric.name}”的改动{what}",
        address=address,
        sent_by=actor,
    )
