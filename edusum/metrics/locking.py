"""What holds values: submissions, and what finished papers say.

A held value changes by way of a PendingChange only. Who stores, holds or releases values locks their bureau
first (`lock_bureau`), after a section if need be, and before anything else of theirs.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from edusum.metrics.enums import Period, SubmissionState
from edusum.metrics.models import MetricAssignment, MetricDefinition, Submission, ValueLock
from edusum.orgs.models import Bureau


@dataclass(frozen=True, slots=True)
class Held:
    """What holds the values of a bureau's time: words for people, by metric id; `whole` holds all of them."""

    by_metric: dict[int, tuple[str, ...]]
    whole: tuple[str, ...] = ()

    def words(self, metric_id: int) -> tuple[str, ...]:
        """Empty where the value is free."""
        return (*self.whole, *self.by_metric.get(metric_id, ()))


def lock_bureau(pk: int) -> None:
    """Of two who change a bureau's figures, or what holds them, at once, one comes second."""
    Bureau.objects.select_for_update(of=("self",)).order_by("pk").get(pk=pk)


def held_values(
    bureau: Bureau,
    year: int,
    period: str = Period.YEAR,
    *,
    owners: Mapping[int, int] | None = None,
    known: Iterable[Submission] | None = None,
) -> Held:
    """Three queries at most, whatever the number of values.

    Where they are known already: `owners`, the departments (ids) that fill each metric (id), and the
    submissions of the time.
    """
    by_metric: dict[int, list[str]] = {}
    if known is None:
        known = Submission.objects.of(bureau, year, period).select_related("department")
    submissions = [item for item in known if item.state == SubmissionState.HANDED_IN]
    whole = tuple("本单位的指标已上报" for item in submissions if item.department is None)
    names = {item.department_id: f"{item.department}的指标已上报" for item in submissions if item.department}
    if names:
        if owners is None:
            rows = MetricAssignment.objects.of(bureau, year, period).filter(department__in=names)
            owners = dict(rows.values_list("metric", "department"))
        for metric, department in owners.items():
            if department in names:
                by_metric.setdefault(metric, []).append(names[department])
    locks = ValueLock.objects.of(bureau, year, period).values_list("metric", "words")
    for metric, words in locks:
        by_metric.setdefault(metric, []).append(words)
    return Held({metric: tuple(words) for metric, words in by_metric.items()}, whole)


@transaction.atomic
def hold_figures(
    *, bureau: Bureau, year: int, period: str, names: Collection[str], holder: str, words: str
) -> None:
    """Let `holder` hold just the values of these metrics (by phrase name), and none it held before.

    Asks no permission: what finishes something calls it, in the same transaction.
    """
    lock_bureau(bureau.pk)
    release_figures(holder=holder)
    metrics = MetricDefinition.objects.named(names).values_list("pk", flat=True)
    ValueLock.objects.bulk_create(
        ValueLock(bureau=bureau, year=year, period=period, metric_id=metric, holder=holder, words=words[:200])
        for metric in metrics
    )


def release_figures(*, holder: str) -> None:
    """What was finished is open again."""
    ValueLock.objects.filter(holder=holder).delete()
