from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from edusum.common.models import TimeStamped
from edusum.metrics.enums import Approximation, BetterWhen, Kind, Period, State
from edusum.metrics.naming import name_problem
from edusum.metrics.querysets import MetricDefinitionQuerySet, MetricValueQuerySet
from edusum.orgs.models import Bureau

MAX_DIGITS, MAX_DECIMALS = 15, 4


def validate_phrase_name(value: str) -> None:
    problem = name_problem(value)
    if not problem and not value.isidentifier():
        problem = "措辞用名只能由汉字、字母、数字和下划线组成，且不能以数字开头。"
    if problem:
        raise ValidationError(problem)


def amount(label: str) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=MAX_DIGITS, decimal_places=MAX_DECIMALS, null=True, blank=True
    )


class MetricDefinition(TimeStamped):
    """What a figure counts: one name, one unit, one way of counting (口径)."""

    code = models.CharField(
        "代码",
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", "代码用小写字母、数字和下划线，以字母开头。")],
    )
    name = models.CharField("指标名称", max_length=60, unique=True)
    phrase_name = models.CharField(
        "措辞用名",
        max_length=60,
        unique=True,
        validators=[validate_phrase_name],
        help_text="在措辞里写成 {{ 措辞用名 }}。",
    )
    unit = models.CharField("单位", max_length=12, blank=True)
    kind = models.CharField("类别", max_length=20, choices=Kind, default=Kind.COUNT)
    domain = models.CharField("领域", max_length=20)
    decimals = models.PositiveSmallIntegerField(
        "小数位数", default=0, validators=[MaxValueValidator(MAX_DECIMALS)]
    )
    definition_note = models.TextField("口径", blank=True)
    better_when = models.CharField("怎样为好", max_length=10, choices=BetterWhen, default=BetterWhen.NEUTRAL)
    minimum = amount("下限")
    maximum = amount("上限")
    position = models.PositiveIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    objects = MetricDefinitionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=F("maximum")),
                name="metric_bounds_in_order",
                violation_error_message="下限不能大于上限。",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=MAX_DECIMALS),
                name="metric_decimals_at_most_4",
                violation_error_message="小数位数最多 4 位。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
    first_term = amount("比的前项")
    second_term = amount("比的后项")
    approximation = models.CharField(
        "约数", max_length=10, choices=Approximation, default=Approximation.EXACT, blank=True
    )
    note = models.CharField("说明", max_length=200, blank=True)
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
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "bureau", "year", "period"],
                name="metric_value_once_per_bureau_period",
                violation_error_message="该指标在本期已有数值。",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.FILLED, value__isnull=False, first_term__isnull=True, second_term__isnull=True
                )
                | Q(
                    state=State.FILLED,
                    value__isnull=True,
                    first_term__isnull=False,
                    second_term__isnull=False,
                    second_term__gt=0,
                )
                | Q(
                    state__in=[State.NOT_APPLICABLE, State.PENDING],
                    value__isnull=True,
                    first_term__isnull=True,
                    second_term__isnull=True,
                ),
                name="metric_value_filled_has_number",
                violation_error_message="已填的指标须有数值（比须有两项），不适用、待报的不能有数值。",
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
    first_term = amount("比的前项")
    second_term = amount("比的后项")
    approximation = models.CharField(max_length=10, choices=Approximation, blank=True)
    note = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "指标值记录"
        ordering = ["-pk"]
