"""Roll-ups begun and looked after: the newest of a time, how far one is."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.worker import worker_is_alive
from edusum.metrics.enums import Period, RollUpState
from edusum.metrics.models import RollUp
from edusum.metrics.tasks import bring_together
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require

KEPT = 5
"""How many finished roll-ups of one time are kept; older ones go when a new one begins."""
_STALE = timedelta(seconds=15)
_STUCK = timedelta(minutes=3)
UNDER_WAY = (RollUpState.WAITING, RollUpState.RUNNING)


@dataclass(frozen=True, slots=True)
class Progress:
    """`percent` 0–100; `trouble`: what keeps it from going on, in words, "" when nothing does."""

    percent: int
    done: int
    total: int
    trouble: str


@transaction.atomic
def start_rollup(*, bureau: Bureau, year: int, period: str = Period.YEAR, actor: User) -> RollUp:
    """Have what the units handed in brought together in the background; one under way is given back instead.

    Raises PermissionDenied.
    """
    require(actor, Action.ROLL_UP, bureau=bureau)
    Bureau.objects.select_for_update(of=("self",)).order_by("pk").get(pk=bureau.pk)
    rollups = RollUp.objects.of(bureau, year, period)
    under_way: RollUp | None = rollups.filter(state__in=UNDER_WAY).first()
    if under_way is not None:
        if trouble_of(under_way):
            bring_together.enqueue(under_way.pk)
        return under_way
    old = rollups.exclude(state__in=UNDER_WAY).values_list("pk", flat=True)[KEPT - 1 :]
    RollUp.objects.filter(pk__in=list(old)).delete()
    rollup: RollUp = RollUp.objects.create(bureau=bureau, year=year, period=period, started_by=actor)
    bring_together.enqueue(rollup.pk)
    return rollup


def newest_rollup(bureau: Bureau, year: int, period: str = Period.YEAR) -> RollUp | None:
    """The last one that was finished."""
    done = RollUp.objects.of(bureau, year, period).filter(state=RollUpState.DONE)
    newest: RollUp | None = done.select_related("started_by").first()
    return newest


def rollup_under_way(bureau: Bureau, year: int, period: str = Period.YEAR) -> RollUp | None:
    """The one that waits or is being made, or that failed and was not followed by another."""
    last: RollUp | None = RollUp.objects.of(bureau, year, period).first()
    return None if last is None or last.state == RollUpState.DONE else last


def progress_of(rollup: RollUp) -> Progress:
    percent = rollup.done * 100 // rollup.total if rollup.total else 0
    return Progress(percent, rollup.done, rollup.total, trouble_of(rollup))


def trouble_of(rollup: RollUp) -> str:
    """Why it does not get on, in words; "" when it does."""
    if rollup.state == RollUpState.FAILED:
        return rollup.problem
    still = timezone.now() - rollup.updated_at
    if still > _STALE and not worker_is_alive():
        return (
            "后台任务现在没有运行，汇总要等它启动以后才会继续。请告诉管理员："
            "用 make run 启动系统时会一并启动它，也可以单独运行 manage.py task_worker。"
        )
    if still > _STUCK:
        return "已有几分钟没有进展，可能前面还有别的任务，也可能中断了。统稿人可以再点一次“重新汇总”。"
    return ""
