"""Changes that wait since something finished stands upon the value, and who lets them through."""

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.enums import ChangeState, ValueOrigin
from edusum.metrics.figures import Reading
from edusum.metrics.models import MetricValue, MetricValueRevision, PendingChange
from edusum.metrics.saving import ValueEntry, refuse_unfit_entries, revision_of, stored
from edusum.orgs.permissions import Action, require


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
    require(actor, Action.PUBLISH_CHANGE, bureau=change.bureau)
    with transaction.atomic():
        row = _waiting(change)
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
    require(actor, Action.PUBLISH_CHANGE, bureau=change.bureau)
    if not note.strip():
        raise EdusumError("不采用时请写明原因，提出的人才知道。")
    with transaction.atomic():
        return _decided(_waiting(change), ChangeState.REFUSED, actor, note)


def withdraw_change(*, change: PendingChange, actor: User) -> PendingChange:
    """Who asked for it takes it back; who may publish may do so too."""
    if change.asked_by_id != actor.pk:
        require(actor, Action.PUBLISH_CHANGE, bureau=change.bureau)
    with transaction.atomic():
        return _decided(_waiting(change), ChangeState.WITHDRAWN, actor, "")


def _waiting(change: PendingChange) -> PendingChange:
    row: PendingChange = (
        PendingChange.objects.select_for_update(of=("self",)).select_related("bureau").get(pk=change.pk)
    )
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
