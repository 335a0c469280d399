from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from edusum.common.models import TimeStamped
from edusum.metrics.enums import (
    Aggregation,
    BetterWhen,
    Kind,
    OperandRole,
    RelationKind,
)
from edusum.metrics.naming import name_problem
from edusum.metrics.querysets import MetricDefinitionQuerySet

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
    synonyms = models.JSONField(
        "同义说法", default=list, blank=True, help_text="各科室、旧文稿里的叫法，一行一个。"
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
    aggregation = models.CharField("汇总办法", max_length=16, choices=Aggregation, default=Aggregation.NONE)
    weight = models.ForeignKey(
        "self",
        verbose_name="权数",
        on_delete=models.PROTECT,
        related_name="weighted",
        null=True,
        blank=True,
        help_text="汇总办法为加权平均时，按哪个指标加权，如按学生数。",
    )
    sample = models.CharField(
        "样例数值", max_length=40, blank=True, help_text="像填报时那样写，如 749、逾500、1:6.3、3—5。"
    )
    sample_previous = models.CharField("上年样例数值", max_length=40, blank=True)
    family = models.CharField(
        "归属指标", max_length=80, blank=True, help_text="来源目录里的统一名称，几个指标可同属一个。"
    )
    source = models.CharField("来源", max_length=200, blank=True)
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
            models.CheckConstraint(
                condition=Q(aggregation=Aggregation.WEIGHTED_MEAN, weight__isnull=False)
                | ~Q(aggregation=Aggregation.WEIGHTED_MEAN) & Q(weight__isnull=True),
                name="metric_weight_with_weighted_mean",
                violation_error_message="加权平均须选定权数指标，其他汇总办法不填权数。",
            ),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | ~Q(weight=F("pk")),
                name="metric_weight_is_another",
                violation_error_message="指标不能以自己为权数。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


ONLY_ONE_OF_A_METRIC = (RelationKind.RATIO_OF, RelationKind.CHANGE_VS)
"""Kinds of which a metric has one; it may be several sums and a part of several wholes."""


class Relation(TimeStamped):
    """What a metric is to others: their sum, part of one, the ratio of two, the change of one."""

    metric = models.ForeignKey(
        MetricDefinition, verbose_name="指标", on_delete=models.CASCADE, related_name="relations"
    )
    kind = models.CharField("关系", max_length=12, choices=RelationKind)
    is_overlapping = models.BooleanField(
        "分项有交叉", default=False, help_text="同一对象可能计入几个分项，分项之和可以大于合计。"
    )
    source = models.CharField("来源", max_length=200, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "指标关系"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "kind"],
                condition=Q(kind__in=ONLY_ONE_OF_A_METRIC),
                name="relation_kind_once_per_metric",
                violation_error_message="这个指标已经设了同类的关系（比率、比上年增减各只能设一个）。",
            ),
            models.CheckConstraint(
                condition=Q(is_overlapping=False) | Q(kind=RelationKind.SUM_OF),
                name="relation_overlap_of_sums",
                violation_error_message="只有“合计”的分项才谈得上交叉。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric}：{self.get_kind_display()}"


class RelationOperand(models.Model):
    """A metric that another one is told by; keeps it from being deleted under the relation."""

    relation = models.ForeignKey(
        Relation, verbose_name="关系", on_delete=models.CASCADE, related_name="operands"
    )
    metric = models.ForeignKey(
        MetricDefinition, verbose_name="指标", on_delete=models.PROTECT, related_name="operand_uses"
    )
    role = models.CharField("作用", max_length=12, choices=OperandRole)
    position = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "关系所涉指标"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relation", "metric"],
                name="relation_operand_once",
                violation_error_message="同一个指标在一个关系里只能出现一次。",
            ),
            models.UniqueConstraint(
                fields=["relation", "role"],
                condition=~Q(role=OperandRole.PART),
                name="relation_role_once",
                violation_error_message="一个关系里总数、分子、分母、本数各只有一个。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.metric}"
