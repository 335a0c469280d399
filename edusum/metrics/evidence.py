"""Files that bear figures out: kept in the data folder under names of their own, never under people's."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.common.stored import new_name, store
from edusum.metrics.access import departments_served, may_see_as_unit, require_filling
from edusum.metrics.enums import State
from edusum.metrics.file_kinds import kind_of, safe_name
from edusum.metrics.locking import held_values, lock_bureau
from edusum.metrics.models import Evidence, MetricAssignment, MetricDefinition, MetricValue
from edusum.metrics.saving import OthersFigureError
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, can

MAX_MEGABYTES = 20
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
MOST_FILES = 20
TOO_LONG = f"文件超过 {MAX_MEGABYTES} MB，请压缩或拆分后再上传。"


@dataclass(frozen=True, slots=True)
class FigureKey:
    """A metric of a bureau in a time."""

    metric: MetricDefinition
    bureau: Bureau
    year: int
    period: str


def folder() -> Path:
    """Where the files lie; not below anything that is served."""
    return Path(settings.DATA_DIR) / "evidence"


def path_of(evidence: Evidence) -> Path:
    return folder() / evidence.stored_name


def add_evidence(*, figure: FigureKey, file: BinaryIO, name: str, size: int, actor: User) -> Evidence:
    """Keep the file with the figure, which need not be filled yet.

    The record says so if the figure was held by then. Raises EdusumError, PermissionDenied.
    """
    _require(figure, actor)
    if size > MAX_BYTES:
        raise EdusumError(
            f"文件有 {size / 1024 / 1024:.1f} MB，最多 {MAX_MEGABYTES} MB，请压缩或拆分后再上传。"
        )
    kind = kind_of(file)
    stored_name = new_name(kind.suffixes[0])
    digest = store(file, folder() / stored_name, most=MAX_BYTES, too_long=TOO_LONG)
    try:
        with transaction.atomic():
            value = _value_of(figure, actor)
            _refuse_known(value, digest)
            return Evidence.objects.create(
                metric_value=value,
                name=safe_name(name, kind),
                stored_name=stored_name,
                size=(folder() / stored_name).stat().st_size,
                content_type=kind.content_type,
                sha256=digest,
                uploaded_by=actor,
                held_words="；".join(_held(value))[:200],
            )
    except BaseException:
        (folder() / stored_name).unlink(missing_ok=True)
        raise


def remove_evidence(*, evidence: Evidence, actor: User) -> None:
    """Take it away from the figure: the record stays, and so does the file, for whoever asks later.

    Raises EdusumError while something finished stands upon the figure, PermissionDenied.
    """
    value = evidence.metric_value
    _require(FigureKey(value.metric, value.bureau, value.year, value.period), actor)
    with transaction.atomic():
        lock_bureau(value.bureau_id)
        row = Evidence.objects.select_for_update().get(pk=evidence.pk)
        if row.removed_at:
            raise EdusumError("这份佐证材料已被删去，不用再删。")
        if held := _held(value):
            raise EdusumError(f"{held[0]}，佐证材料不能删去；要删请先把它退回。可以再添加文件。")
        row.removed_at, row.removed_by = timezone.now(), actor
        row.save(update_fields=["removed_at", "removed_by"])


def visible_evidence(user: User, pk: int) -> Evidence | None:
    """The file, if the user may see what it bears out: their bureau's figures, or those of units below."""
    row: Evidence | None = (
        Evidence.objects.standing()
        .select_related("metric_value__bureau", "metric_value__metric", "uploaded_by")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        return None
    bureau = row.metric_value.bureau
    return row if can(user, Action.VIEW, bureau=bureau) or may_see_as_unit(user, bureau) else None


def may_change(figure: FigureKey, actor: User, *, owner_id: int | None) -> bool:
    """Whether the actor fills it, if that department (id; None: nobody in particular) does."""
    served = departments_served(actor, figure.bureau)
    return owner_id is None or served is None or owner_id in served


def _require(figure: FigureKey, actor: User) -> None:
    require_filling(actor, figure.bureau)
    assigned = MetricAssignment.objects.of(figure.bureau, figure.year, figure.period)
    row = assigned.filter(metric=figure.metric).select_related("department").first()
    if row and not may_change(figure, actor, owner_id=row.department_id):
        raise OthersFigureError(figure.metric.name, row.department.name)


def _value_of(figure: FigureKey, actor: User) -> MetricValue:
    lock_bureau(figure.bureau.pk)
    value, _ = MetricValue.objects.get_or_create(
        metric=figure.metric,
        bureau=figure.bureau,
        year=figure.year,
        period=figure.period,
        defaults={"state": State.PENDING, "updated_by": actor},
    )
    return value


def _held(value: MetricValue) -> tuple[str, ...]:
    return held_values(value.bureau, value.year, value.period).words(value.metric_id)


def _refuse_known(value: MetricValue, digest: str) -> None:
    standing = Evidence.objects.standing().filter(metric_value=value)
    known = standing.filter(sha256=digest).first()
    if known:
        raise EdusumError(f"这份文件已经传过，名为“{known.name}”，不用再传。")
    if standing.count() >= MOST_FILES:
        raise EdusumError(f"一项指标最多放 {MOST_FILES} 份佐证材料，请先删去不用的。")
