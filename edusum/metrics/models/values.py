"""What a bureau's figures are, what they were, and the papers that bear them out."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from edusum.common.models import TimeStamped
from edusum.metrics.enums import Approximation, Period, State, ValueOrigin
from edusum.metrics.models.definitions import MetricDefinition, amount
from edusum.metrics.querysets import EvidenceQuerySet, MetricValueQuerySet
from edusum.orgs.models import Bureau, Department


class MetricValue(TimeStamped):
    """A metric of a bureau in a year: filled, not applicable or pending; 0 is a value, empty is none."""

    metric = models.ForeignKey(
        MetricDefinition, verbose_name="指标", on_delete=models.PROTECT, related_name="values"
    )
    bureau = models.ForeignKey(
        Bureau, verbose_name="单位", on_delete=models.CASCADE, related_name="metric_values"
    )
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    period = models.CharField("期间", max_length=12, choices=Period, default=Period.YEAR)
    state = models.CharField("状态", max_length=16, choices=State, default=State.PENDING)
    value = amount("数值")
    first_term = amount("前项")
    second_term = amount("后项")
    approximation = models.CharField(
        "约数", max_length=10, choices=Approximation, default=Approximation.EXACT, blank=True
    )
    note = models.CharField("说明", max_length=200, blank=True)
    reason = models.CharField("变动原因", max_length=200, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="填报人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = MetricValueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标值"
        ordering = ["metric__position", "year"]
        indexes = [models.Index(fields=["bureau", "year", "period"], name="metric_value_of_a_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "bureau", "year", "period"],
                name="metric_value_once_per_bureau_period",
                violation_error_message="该指标在本期已有数值。",
            ),
            models.CheckConstraint(
                condition=Q(
                    ~Q(approximation=Approximation.RANGE),
                    state=State.FILLED,
                    value__isnull=False,
                    first_term__isnull=True,
                    second_term__isnull=True,
                )
                | Q(
                    Q(approximation=Approximation.RANGE, first_term__lt=F("second_term"))
                    | ~Q(approximation=Approximation.RANGE) & Q(second_term__gt=0),
                    state=State.FILLED,
                    value__isnull=True,
                    first_term__isnull=False,
                    second_term__isnull=False,
                )
                | Q(
                    state__in=[State.NOT_APPLICABLE, State.PENDING],
                    value__isnull=True,
                    first_term__isnull=True,
                    second_term__isnull=True,
                ),
                name="metric_value_filled_has_number",
                violation_error_message=(
                    "已填的指标须有数值（比、区间须有两项，区间前小后大），不适用、待报的不能有数值。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1949, year__lte=2100),
                name="metric_value_year_plausible",
                violation_error_message="年度须在 1949 至 2100 之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric}·{self.year}"


class MetricValueRevision(models.Model):
    """What a value was after a change: kept for ever, never edited."""

    metric_value = models.ForeignKey(MetricValue, on_delete=models.CASCADE, related_name="revisions")
    state = models.CharField(max_length=16, choices=State)
    value = amount("数值")
    first_term = amount("前项")
    second_term = amount("后项")
    approximation = models.CharField(max_length=10, choices=Approximation, blank=True)
    note = models.CharField(max_length=200, blank=True)
    reason = models.CharField("变动原因", max_length=200, blank=True)
    origin = models.CharField("怎么来的", max_length=12, choices=ValueOrigin, default=ValueOrigin.SHEET)
    on_behalf_of = models.ForeignKey(
        Department,
        verbose_name="代哪个科室填报",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "指标值记录"
        ordering = ["-pk"]


class Evidence(models.Model):
    """A file that bears a value out (佐证材料). It lies in the data folder under `stored_name`, never in the
    database; one that was taken away stays on record."""

    metric_value = models.ForeignKey(MetricValue, on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField("文件名", max_length=200)
    stored_name = models.CharField(max_length=80, unique=True)
    size = models.PositiveIntegerField("大小")
    content_type = models.CharField("类型", max_length=100)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    held_words = models.CharField("上传时数值已锁定", max_length=200, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField("删除时间", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
