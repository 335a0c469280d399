"""How figures come in: who fills which, who has handed in what, what is held and what waits to change."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from edusum.common.models import TimeStamped
from edusum.metrics.enums import (
    Approximation,
    ChangeState,
    ImportKind,
    ImportState,
    Period,
    State,
    SubmissionAction,
    SubmissionState,
)
from edusum.metrics.models.definitions import MetricDefinition, amount
from edusum.metrics.querysets import (
    MetricAssignmentQuerySet,
    PendingChangeQuerySet,
    SubmissionQuerySet,
    ValueLockQuerySet,
    WorkbookImportQuerySet,
)
from edusum.orgs.models import Bureau, Department


def person(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )


class OfATime(models.Model):
    """Belongs to a bureau's year or its first half."""

    bureau = models.ForeignKey(
        Bureau, verbose_name="单位", on_delete=models.CASCADE, related_name="%(class)ss"
    )
    year = models.PositiveSmallIntegerField("年度")
    period = models.CharField("期间", max_length=12, choices=Period, default=Period.YEAR)

    class Meta:
        abstract = True


class MetricAssignment(TimeStamped, OfATime):
    """Which department fills a metric in this time, and until when."""

    metric = models.ForeignKey(
        MetricDefinition, verbose_name="指标", on_delete=models.PROTECT, related_name="assignments"
    )
    department = models.ForeignKey(
        Department, verbose_name="科室", on_delete=models.CASCADE, related_name="metric_assignments"
    )
    due_on = models.DateField("截止日期", null=True, blank=True)
    assigned_by = person("分派人")

    objects = MetricAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标分工"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "year", "period", "metric"],
                name="metric_assigned_once",
                violation_error_message="这项指标本期已分给一个科室。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric}：{self.department}"


class Submission(TimeStamped, OfATime):
    """The figures of a unit, or of one of its departments, handed in: from then on they are held."""

    department = models.ForeignKey(
        Department,
        verbose_name="科室",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="submissions",
    )
    state = models.CharField(
        "状态", max_length=12, choices=SubmissionState, default=SubmissionState.HANDED_IN
    )
    handed_in_by = person("上报人")
    handed_in_at = models.DateTimeField("上报时间", null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标上报"
        ordering = ["pk"]
        indexes = [models.Index(fields=["year", "period", "state"], name="submission_of_a_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "year", "period"],
                condition=Q(department__isnull=True),
                name="submission_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["bureau", "year", "period", "department"],
                name="submission_once_per_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department or self.bureau}·{self.year}"


class SubmissionEvent(models.Model):
    """A step of a submission: handed in, reopened; who, when, why. Never edited."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    action = models.CharField("动作", max_length=12, choices=SubmissionAction)
    note = models.CharField("原因", max_length=200, blank=True)
    actor = person("人员")
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "上报记录"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action=SubmissionAction.REOPEN) | ~Q(note=""),
                name="submission_reopened_with_reason",
                violation_error_message="退回时须写明原因。",
            )
        ]

    def __str__(self) -> str:
        return self.get_action_display()


class ValueLock(OfATime):
    """Something finished stands upon the value; it changes only by way of a PendingChange.

    `holder` names what holds it for the machine ("drafts.section:12"), `words` for people.
    """

    metric = models.ForeignKey(MetricDefinition, on_delete=models.PROTECT, related_name="locks")
    holder = models.CharField(max_length=60)
    words = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ValueLockQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数值锁定"
        ordering = ["pk"]
        indexes = [models.Index(fields=["holder"], name="value_lock_of_holder")]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "year", "period", "metric", "holder"], name="value_lock_once_per_holder"
            )
        ]

    def __str__(self) -> str:
        return self.words


class PendingChange(TimeStamped, OfATime):
    """Another reading for a value that is held: it waits until somebody with that right lets it through."""

    metric = models.ForeignKey(
        MetricDefinition, verbose_name="指标", on_delete=models.PROTECT, related_name="pending_changes"
    )
    wanted_state = models.CharField("状态", max_length=16, choices=State)
    value = amount("数值")
    first_term = amount("前项")
    second_term = amount("后项")
    approximation = models.CharField("约数", max_length=10, choices=Approximation, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    reason = models.CharField("变动原因", max_length=200, blank=True)
    asked_by = person("提出人")
    state = models.CharField("办理", max_length=12, choices=ChangeState, default=ChangeState.WAITING)
    decided_by = person("办理人")
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    decision_note = models.CharField("办理说明", max_length=200, blank=True)

    objects = PendingChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待发布的改动"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "year", "period", "metric"],
                condition=Q(state=ChangeState.WAITING),
                name="pending_change_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeState.WAITING, decided_at__isnull=True)
                | ~Q(state=ChangeState.WAITING) & Q(decided_at__isnull=False),
                name="pending_change_decided_when",
            ),
            models.CheckConstraint(
                condition=Q(
                    wanted_state=State.FILLED,
                    value__isnull=False,
                    first_term__isnull=True,
                    second_term__isnull=True,
                )
                | Q(
                    wanted_state=State.FILLED,
                    value__isnull=True,
                    first_term__isnull=False,
                    second_term__isnull=False,
                )
                | Q(
                    wanted_state__in=[State.NOT_APPLICABLE, State.PENDING],
                    value__isnull=True,
                    first_term__isnull=True,
                    second_term__isnull=True,
                ),
                name="pending_change_filled_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric}·{self.year}"


class WorkbookImport(TimeStamped, OfATime):
    """A table that was handed in and read, and what it would change (`content`), until a person confirms.

    `bureau` is the one whose figures it holds, `owner` the one that handed it in (an office for a school).
    """

    owner = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="handed_in_tables")
    kind = models.CharField("种类", max_length=10, choices=ImportKind)
    filename = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField("内容")
    batch = models.CharField("批次", max_length=32, blank=True)
    state = models.CharField("状态", max_length=12, choices=ImportState, default=ImportState.READ)
    changed_count = models.PositiveIntegerField("改动项数", default=0)
    uploaded_by = person("上传人")
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)

    objects = WorkbookImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表格导入"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.filename
