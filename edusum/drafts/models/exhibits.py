from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from edusum.common.models import TimeStamped
from edusum.drafts.enums import ExhibitKind, TableColumn
from edusum.drafts.models.drafting import Draft, SectionText
from edusum.drafts.querysets import AttachmentQuerySet, ExhibitMetricQuerySet, ExhibitQuerySet
from edusum.library import wording
from edusum.metrics.models import MetricDefinition

MAX_CAPTION, MAX_NAME = 80, 120
FEWEST_YEARS, MOST_YEARS, USUAL_YEARS = 3, 10, 5


class Attachment(TimeStamped):
    """What goes along with a draft: printed after it, or a file apart that is only listed."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveIntegerField("顺序", default=0)
    name = models.CharField("附件名称", max_length=MAX_NAME)
    is_apart = models.BooleanField("另附文件", default=False)
    text = models.TextField("正文", blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "name"],
                name="attachment_name_once_per_draft",
                violation_error_message="这份材料已有同名的附件，请换一个名称。",
            ),
            models.CheckConstraint(
                condition=Q(is_apart=False) | Q(text=""),
                name="attachment_apart_has_no_text",
                violation_error_message="另附的文件不在这里写正文，请删去正文，或改为随文印出。",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_name

    @property
    def printed_name(self) -> str:
        """With the names of texts written out: 2025年名单."""
        return wording.plain(self.name, {}, self.draft.texts)


class Exhibit(TimeStamped):
    """A table or chart of chosen metrics, after the text of a section or of an attachment.

    The columns are those of a table, `year_count` those of a trend; other kinds leave them as they are.
    """

    section_text = models.ForeignKey(
        SectionText, on_delete=models.CASCADE, related_name="exhibits", null=True, blank=True
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.CASCADE, related_name="exhibits", null=True, blank=True
    )
    position = models.PositiveIntegerField("顺序", default=0)
    kind = models.CharField("种类", max_length=10, choices=ExhibitKind)
    caption = models.CharField("题目", max_length=MAX_CAPTION)
    has_unit = models.BooleanField("单位", default=True)
    has_previous = models.BooleanField("上年", default=True)
    has_current = models.BooleanField("本年", default=True)
    has_change = models.BooleanField("增减", default=True)
    has_growth = models.BooleanField("增幅", default=False)
    has_note = models.BooleanField("说明", default=False)
    is_landscape = models.BooleanField("横排", default=False)
    year_count = models.PositiveSmallIntegerField(
        "年数",
        default=USUAL_YEARS,
        validators=[MinValueValidator(FEWEST_YEARS), MaxValueValidator(MOST_YEARS)],
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ExhibitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表和图"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(section_text__isnull=False, attachment__isnull=True)
                | Q(section_text__isnull=True, attachment__isnull=False),
                name="exhibit_in_one_place",
                violation_error_message="表和图要放在一个章节或一个附件里。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ExhibitKind.values),
                name="exhibit_kind_known",
                violation_error_message="种类只有指标表、趋势图、对比图和构成图。",
            ),
            models.CheckConstraint(
                condition=Q(year_count__gte=FEWEST_YEARS, year_count__lte=MOST_YEARS),
                name="exhibit_year_count_plausible",
                violation_error_message=f"趋势图画 {FEWEST_YEARS} 至 {MOST_YEARS} 年。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ExhibitKind.TABLE) | Q(has_previous=True) | Q(has_current=True),
                name="exhibit_table_has_figures",
                violation_error_message="指标表里“上年”“本年”至少要选一列。",
            ),
            models.CheckConstraint(
                condition=Q(kind=ExhibitKind.TABLE) | Q(is_landscape=False),
                name="exhibit_landscape_is_table",
                violation_error_message="只有指标表可以横排。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}“{self.caption}”"

    @property
    def columns(self) -> frozenset[str]:
        """Which columns a table has."""
        return frozenset(column for column in TableColumn.values if getattr(self, f"has_{column}"))

    @property
    def place(self) -> SectionText | Attachment:
        """Where it stands."""
        if self.section_text is not None:
            return self.section_text
        if self.attachment is None:
            raise LookupError("the exhibit stands nowhere")
        return self.attachment


class ExhibitMetric(models.Model):
    """A metric of an exhibit, in its place; keeps the metric from being deleted."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="rows")
    metric = models.ForeignKey(
        MetricDefinition, verbose_name="指标", on_delete=models.PROTECT, related_name="exhibit_uses"
    )
    position = models.PositiveIntegerField("顺序", default=0)

    objects = ExhibitMetricQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表和图的指标"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit", "metric"],
                name="exhibit_metric_once",
                violation_error_message="同一个指标在一张表或图里只能出现一次。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit}：{self.metric}"
