"""How figures come in: stored at once where free, asked for where something finished stands on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.access import departments_served, require_filling
from edusum.metrics.entries import refuse_unfit
from edusum.metrics.enums import Approximation, ChangeState, Period, State, ValueOrigin
from edusum.metrics.figures import PENDING, Reading
from edusum.metrics.locking import held_values, lock_bureau
from edusum.metrics.models import (
    MetricAssignment,
    MetricDefinition,
    MetricValue,
    MetricValueRevision,
    PendingChange,
)
from edusum.metrics.services import reading_of
from edusum.metrics.telling import tell_who_asked
from edusum.orgs.models import Bureau

OVERTAKEN = "数值已不再锁定，后来直接改了，这项改动不用再发布。"


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """What is to be stored for one metric; `seen` is the reading that the person knew (None: any).

    `reason` says why it is unlike what one would expect; None keeps what was said before.
    """

    metric_id: int
    reading: Reading
    seen: Reading | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """How many values were changed, and how many wait as pending changes since something holds them."""

    changed: int = 0
    proposed: int = 0


class ValuesChangedError(EdusumError):
    """Somebody stored other values after the person had seen these; nothing was saved."""

    def __init__(self) -> None:
        super().__init__("您填写期间，有的数值已被别人改过，请核对标出的各项后再保存一次。")


class OthersFigureError(EdusumError):
    """Another department fills this metric."""

    def __init__(self, metric: str, department: str) -> None:
        super().__init__(f"“{metric}”由{department}填报，要改请联系该科室或统稿人。", place=metric)


def told_of(saved: Saved, *, done: str = "已保存", nothing: str = "没有改动，无需保存。") -> str:
    """What a person is told once their figures are in."""
    told = [f"{done}，改动 {saved.changed} 项。"] if saved.changed else []
    if saved.proposed:
        told.append(f"有 {saved.proposed} 项已上报或已写进交了的章节，改动已提出，等统稿人发布。")
    return "".join(told) or nothing


def save_values(
    *,
    bureau: Bureau,
    year: int,
    entries: Sequence[ValueEntry],
    actor: User,
    period: str = Period.YEAR,
    origin: ValueOrigin = ValueOrigin.SHEET,
) -> Saved:
    """Store the entries, all or none, each with its revision; what is held becomes a pending change.

    Raises ValuesChangedError, OthersFigureError, EdusumError for a number the metric cannot have,
    PermissionDenied.
    """
    require_filling(actor, bureau)
    with transaction.atomic():
        lock_bureau(bureau.pk)
        existing = values_of(bureau, year, period, entries)
        if any(_is_stale(existing.get(entry.metric_id), entry) for entry in entries):
            raise ValuesChangedError
        refuse_unfit_entries(entries)
        wanted = [entry for entry in entries if _differs(existing.get(entry.metric_id), entry)]
        owners = _owners(bureau, year, period, wanted, actor)
        held = held_values(bureau, year, period)
        free = [entry for entry in wanted if not held.words(entry.metric_id)]
        values = [
            stored(existing.get(entry.metric_id), entry, bureau=bureau, year=year, period=period, actor=actor)
            for entry in free
        ]
        MetricValueRevision.objects.bulk_create(
            [
                revision_of(value, actor=actor, origin=origin, owner=owners.get(value.metric_id))
                for value in values
            ]
        )
        _withdraw_overtaken(values, actor)
        asked = [entry for entry in wanted if held.words(entry.metric_id)]
        for entry in asked:
            _propose(entry, bureau=bureau, year=year, period=period, actor=actor)
    return Saved(len(values), len(asked))


def values_of(
    bureau: Bureau, year: int, period: str, entries: Iterable[ValueEntry]
) -> dict[int, MetricValue]:
    """The stored values that the entries are for, by metric id."""
    rows = MetricValue.objects.for_period(bureau, year, period)
    return {row.metric_id: row for row in rows.filter(metric__in=[entry.metric_id for entry in entries])}


def _owners(
    bureau: Bureau, year: int, period: str, entries: Sequence[ValueEntry], actor: User
) -> dict[int, int]:
    """The departments (ids) in whose stead the actor fills, by metric id; or a refusal."""
    rows = (
        MetricAssignment.objects.of(bureau, year, period)
        .filter(metric__in=[entry.metric_id for entry in entries])
        .select_related("metric", "department")
    )
    served = departments_served(actor, bureau)
    owners = {}
    for row in rows:
        if served is not None and row.department_id not in served:
            raise OthersFigureError(row.metric.name, row.department.name)
        if row.department_id not in {item.department_id for item in actor.memberships.all()}:
            owners[row.metric_id] = row.department_id
    return owners


def _is_stale(value: MetricValue | None, entry: ValueEntry) -> bool:
    current = PENDING if value is None else reading_of(value)
    return entry.seen is not None and current not in {entry.seen, entry.reading}


def refuse_unfit_entries(entries: Sequence[ValueEntry]) -> None:
    """Raises EdusumError, its place the metric's name, for a number that the metric cannot have."""
    metrics = MetricDefinition.objects.in_bulk([entry.metric_id for entry in entries])
    for entry in entries:
        metric, reading = metrics[entry.metric_id], entry.reading
        if not reading.is_filled:
            continue
        try:
            refuse_unfit(
                value=reading.value,
                terms=reading.terms,
                kind=metric.kind,
                unit=metric.unit,
                decimals=metric.decimals,
                minimum=metric.minimum,
                maximum=metric.maximum,
                approximation=reading.approximation,
            )
        except EdusumError as error:
            raise EdusumError(error.message, place=metric.name) from error


def _differs(value: MetricValue | None, entry: ValueEntry) -> bool:
    if value is None:
        return entry.reading != PENDING or bool(entry.reason)
    return entry.reading != reading_of(value) or entry.reason not in {None, value.reason}


def stored(
    value: MetricValue | None, entry: ValueEntry, *, bureau: Bureau, year: int, period: str, actor: User
) -> MetricValue:
    """The value as the entry has it, saved; its revision is the caller's."""
    if value is None:
        value = MetricValue(metric_id=entry.metric_id, bureau=bureau, year=year, period=period)
    reading = entry.reading
    value.state = State(reading.state)
    value.value = reading.value
    value.first_term, value.second_term = reading.terms or (None, None)
    value.approximation = Approximation(reading.approximation)
    value.note = reading.note
    value.reason = value.reason if entry.reason is None else entry.reason
    value.updated_by = actor
    value.full_clean(exclude=["metric", "bureau", "updated_by"])
    value.save()
    return value


def revision_of(
    value: MetricValue, *, actor: User, origin: ValueOrigin, owner: int | None = None
) -> MetricValueRevision:
    """What the value is now, for its history; `owner` is the department in whose stead it was filled."""
    return MetricValueRevision(
        metric_value=value,
        state=value.state,
        value=value.value,
        first_term=value.first_term,
        second_term=value.second_term,
        approximation=value.approximation,
        note=value.note,
        reason=value.reason,
        origin=origin,
        on_behalf_of_id=owner,
        author=actor,
    )


def _withdraw_overtaken(values: Sequence[MetricValue], actor: User) -> None:
    """Changes that still wait for values which were free again, and now have been changed directly."""
    if not values:
        return
    time = PendingChange.objects.waiting().of(values[0].bureau, values[0].year, values[0].period)
    rows = time.filter(metric__in=[value.metric_id for value in values])
    overtaken = list(rows.select_related("bureau", "metric", "asked_by"))
    if not overtaken:
        return
    now = timezone.now()
    rows.update(
        state=ChangeState.WITHDRAWN, decided_by=actor, decided_at=now, updated_at=now, decision_note=OVERTAKEN
    )
    for change in overtaken:
        tell_who_asked(change, actor=actor, what=f"不用再发布：这个数已不再锁定，{actor}后来直接改了")


def _propose(entry: ValueEntry, *, bureau: Bureau, year: int, period: str, actor: User) -> None:
    """One change waits for each value: a later wish takes the place of an earlier one.

    What one leaves as it is stored stays as one wished it before: a note alone takes no number back.
    """
    reading, seen = entry.reading, entry.seen
    first, second = reading.terms or (None, None)
    number = {
        "wanted_state": reading.state,
        "value": reading.value,
        "first_term": first,
        "second_term": second,
        "approximation": reading.approximation,
    }
    rest: dict[str, str | Decimal | None] = {"note": reading.note, "reason": entry.reason or ""}
    place = {"metric_id": entry.metric_id, "bureau": bureau, "year": year, "period": period}
    place["state"] = ChangeState.WAITING
    wished = number | rest
    if seen is not None and PendingChange.objects.filter(asked_by=actor, **place).exists():
        if replace(reading, note=seen.note) == seen:
            wished = rest
        if reading.note == seen.note:
            del wished["note"]
        if entry.reason is None:
            del wished["reason"]
    PendingChange.objects.update_or_create(
        defaults=wished | {"asked_by": actor}, create_defaults=number | rest | {"asked_by": actor}, **place
    )
