"""The figures of an area, brought together from the units below it, as they were at one moment."""

from django.db import models
from django.db.models import Q

from edusum.common.models import TimeStamped
from edusum.metrics.enums import Approximation, RollUpState
from edusum.metrics.models.collecting import OfATime, person
from edusum.metrics.models.definitions import MetricDefinition
from edusum.metrics.querysets import RollUpQuerySet
from edusum.orgs.models import Bureau


class RollUp(TimeStamped, OfATime):
    """One bringing together of all that the units below a bureau had handed in by `finished_at`.

    `done` and `total` tell how far it is, in values read; `read_at` is the moment whose figures it tells.
    `missing` are the units (ids) that had not handed in then, nor anybody above them.
    """

    state = models.CharField("状态", max_length=12, choices=RollUpState, default=RollUpState.WAITING)
    done = models.PositiveIntegerField("已读数值", default=0)
    total = models.PositiveIntegerField("数值总数", default=0)
    unit_count = models.PositiveIntegerField("应报单位", default=0)
    submitted_count = models.PositiveIntegerField("已报单位", default=0)
    missing = models.JSONField("未报单位", default=list, blank=True)
    started_by = person("发起人")
    read_at = models.DateTimeField("取数时间", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    problem = models.CharField("未完成的原因", max_length=200, blank=True)

    objects = RollUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "汇总"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RollUpState.DONE, finished_at__isnull=False) | ~Q(state=RollUpState.DONE),
                name="rollup_done_has_time",
            ),
            models.UniqueConstraint(
                fields=["bureau", "year", "period"],
                condition=Q(state__in=[RollUpState.WAITING, RollUpState.RUNNING]),
                name="rollup_one_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bureau}·{self.year}"


class RollUpFigure(models.Model):
    """A metric of one bureau of the tree: of all units below it that had handed it in.

    `counted` units of `expected` went in; `is_approximate`: at least one of them gave a rounded figure;
    `left_out` gave one that cannot be brought together (a range).
    """

    rollup = models.ForeignKey(RollUp, on_delete=models.CASCADE, related_name="figures")
    unit = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="+")
    metric = models.ForeignKey(MetricDefinition, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    first_term = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    second_term = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    approximation = models.CharField(max_length=10, choices=Approximation, blank=True)
    counted = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "汇总数"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rollup", "unit", "metric"], name="rollup_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}·{self.metric}"


class RollUpDoubt(models.Model):
    """A unit's figure that is unlike its own past: to be looked at, counted all the same.

    `change` and `usual` (the median of the changes before) are in percent, or in points for a rate.
    """

    rollup = models.ForeignKey(RollUp, on_delete=models.CASCADE, related_name="doubts")
    unit = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="+")
    metric = models.ForeignKey(MetricDefinition, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=20, decimal_places=4)
    previous = models.DecimalField(max_digits=20, decimal_places=4)
    change = models.DecimalField(max_digits=20, decimal_places=1)
    usual = models.DecimalField(max_digits=20, decimal_places=1, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "与往年不同的数"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rollup", "unit", "metric"], name="rollup_doubt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}·{self.metric}"
