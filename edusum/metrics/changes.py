"""Changes that wait since something finished stands upon the value, and who lets them through."""

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.access import require_publishing
from edusum.metrics.enums import ChangeState, ValueOrigin
from edusum.metrics.figures import Reading
from edusum.metrics.locking import lock_bureau
from edusum.metrics.models import MetricValue, MetricValueRevision, PendingChange
from edusum.metrics.saving import ValueEntry, refuse_unfit_entries, revision_of, stored
from edusum.metrics.telling import tell_who_asked


class ChangeDecidedError(EdusumError):
    """Somebody was faster."""

    def __init__(self, state: str) -> None:
        super().__init__(f"这项改动{ChangeState(state).label}，不用再办。请刷新页面。")


def wanted(change: PendingChange) -> Reading:
    """What the value is to become."""
    terms = None
    if change.first_term is not None and change.second_term is not None:
        terms = (change.first_term, change.second_term)
    return Reading(
        state=change.wanted_state,  # type: ignore[arg-type]  # the choices are the engine's three words
        value=change.value,
        terms=terms,
        approximation=change.approximation,
        note=change.note,
    )


def publish_change(*, change: PendingChange, actor: User, note: str = "") -> PendingChange:
    """Let the value become what was asked for. Raises ChangeDecidedError, EdusumError, PermissionDenied."""
    with transaction.atomic():
        row = _waiting(change)
        _require(actor, row)
        entry = ValueEntry(row.metric_id, wanted(row), reason=row.reason)
        refuse_unfit_entries([entry])
        value = MetricValue.objects.for_period(row.bureau, row.year, row.period).filter(metric=row.metric_id)
        after = stored(
            value.first(),
            entry,
            bureau=row.bureau,
            year=row.year,
            period=row.period,
            actor=row.asked_by or actor,
        )
        revision = revision_of(after, actor=actor, origin=ValueOrigin.PUBLISHED)
        MetricValueRevision.objects.bulk_create([revision])
        return _decided(row, ChangeState.PUBLISHED, actor, note)


def refuse_change(*, change: PendingChange, actor: User, note: str) -> PendingChange:
    """Leave the value as it is, and say why."""
    with transaction.atomic():
        row = _waiting(change)
        _require(actor, row)
        if not note.strip():
            raise EdusumError("不采用时请写明原因，提出的人才知道。")
        return _decided(row, ChangeState.REFUSED, actor, note)


def withdraw_change(*, change: PendingChange, actor: User) -> PendingChange:
    """Who asked for it takes it back; who may publish may do so too, and who asked is told."""
    with transaction.atomic():
        row = _waiting(change)
        if row.asked_by_id != actor.pk:
            _require(actor, row)
        done = _decided(row, ChangeState.WITHDRAWN, actor, "")
        tell_who_asked(done, actor=actor, what=f"已由{actor}撤回，原来的数不变")
        return done


def locked(change: PendingChange) -> PendingChange:
    """The change as stored; it and its bureau's figures stay so until the transaction ends."""
    lock_bureau(change.bureau_id)
    rows = PendingChange.objects.select_for_update(of=("self",))
    row: PendingChange = rows.select_related("bureau", "metric", "asked_by").get(pk=change.pk)
    return row


def _require(actor: User, change: PendingChange) -> None:
    require_publishing(actor, change.bureau, change.year, change.period)


def _waiting(change: PendingChange) -> PendingChange:
    row = locked(change)
    if row.state != ChangeState.WAITING:
        raise ChangeDecidedError(row.state)
    return row


def _decided(row: PendingChange, state: ChangeState, actor: User, note: str) -> PendingChange:
    row.state = state
    row.decided_by = actor
    row.decided_at = timezone.now()
    row.decision_note = note.strip()[:200]
    row.save()
    return row
