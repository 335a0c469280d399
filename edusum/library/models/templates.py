from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import OrderableTreeNode

from edusum.common.models import TimeStamped
from edusum.library import validators
from edusum.library.enums import (
    CLOSING,
    OPENING,
    Genre,
    HeadingForm,
    MarkerStyle,
    PhraseForm,
    VersionState,
)
from edusum.library.querysets import ReportTemplateQuerySet, SectionQuerySet, TemplateVersionQuerySet
from edusum.library.validators import MAX_DUE_DAYS
from edusum.metrics.models import MetricDefinition
from edusum.orgs.models import Bureau


class ReportTemplate(TimeStamped):
    """A kind of paper a bureau writes; shared, or private to one bureau."""

    code = models.CharField("代码", max_length=60, validators=[validators.code])
    name = models.CharField("模板名称", max_length=60)
    genre = models.CharField("文种", max_length=24, choices=Genre, default=Genre.ANNUAL_SUMMARY)
    bureau = models.ForeignKey(
        Bureau,
        verbose_name="专用单位",
        on_delete=models.CASCADE,
        related_name="report_templates",
        null=True,
        blank=True,
        help_text="留空为共用模板，各单位都能使用。",
    )
    description = models.TextField("说明", blank=True)
    source = models.CharField("来源", max_length=120, blank=True)
    derived_from = models.ForeignKey(
        "TemplateVersion",
        verbose_name="派生自",
        on_delete=models.SET_NULL,
        related_name="derived_templates",
        null=True,
        blank=True,
        editable=False,
    )

    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报告模板"
        ordering = ["genre", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(bureau__isnull=True),
                name="report_template_shared_code_once",
                violation_error_message="共用模板中已有这个代码。",
            ),
            models.UniqueConstraint(
                fields=["bureau", "code"],
                name="report_template_code_once_per_bureau",
                violation_error_message="本单位模板中已有这个代码。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner_label(self) -> str:
        return f"{self.bureau.short_name}专用" if self.bureau else "共用"

    @property
    def published(self) -> "TemplateVersion | None":
        """The version in use, from the versions at hand."""
        return next((v for v in self.versions.all() if v.state == VersionState.PUBLISHED), None)

    @property
    def editing(self) -> "TemplateVersion | None":
        """The version being edited, from the versions at hand."""
        return next((v for v in self.versions.all() if v.state == VersionState.EDITING), None)


class TemplateVersion(TimeStamped):
    """One state of a report template. Editable until published; from then on frozen, in the database too."""

    report_template = models.ForeignKey(
        ReportTemplate, verbose_name="报告模板", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField("版本号")
    state = models.CharField("状态", max_length=10, choices=VersionState, default=VersionState.EDITING)
    title = models.CharField(
        "标题措辞",
        max_length=200,
        default="{{ 单位全称 }}{{ 年度 }}年工作总结",
        help_text="可用 {{ 单位全称 }}、{{ 年度 }} 等。",
    )
    salutation = models.CharField(
        "称呼", max_length=60, blank=True, help_text="如“各位领导、同志们：”，可留空。"
    )
    has_sign_off = models.BooleanField("文末落款", default=True)
    due_days = models.PositiveSmallIntegerField(
        "一般几天内交稿",
        null=True,
        blank=True,
        validators=validators.due_days,
        help_text="从新建初稿那天算起，年度没过完的从期末算起；章节里另有规定的按章节，都留空为不限。",
    )
    note = models.CharField("版本说明", max_length=200, blank=True)
    loaded_digest = models.CharField("载入文件的摘要", max_length=64, blank=True, editable=False)
    based_on = models.ForeignKey(
        "self", verbose_name="复制自", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="发布人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "模板版本"
        ordering = ["report_template", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report_template", "number"],
                name="template_version_number_once",
                violation_error_message="该模板已有这个版本号。",
            ),
            models.UniqueConstraint(
                fields=["report_template"],
                condition=Q(state=VersionState.EDITING),
                name="template_version_one_editing",
                violation_error_message="该模板已有一个编辑中的版本。",
            ),
            models.UniqueConstraint(
                fields=["report_template"],
                condition=Q(state=VersionState.PUBLISHED),
                name="template_version_one_published",
                violation_error_message="该模板已有一个在用的发布版本。",
            ),
            models.CheckConstraint(
                condition=Q(due_days__isnull=True) | Q(due_days__gte=1, due_days__lte=MAX_DUE_DAYS),
                name="template_version_due_days_plausible",
                violation_error_message=f"交稿天数须在 1 至 {MAX_DUE_DAYS} 之间，不限就留空。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_template} 第{self.number}版"

    @property
    def is_frozen(self) -> bool:
        return self.state != VersionState.EDITING


class Section(OrderableTreeNode):
    """A place in the paper: its heading, who writes it, what belongs there."""

    version = models.ForeignKey(
        TemplateVersion, verbose_name="模板版本", on_delete=models.CASCADE, related_name="sections"
    )
    parent = TreeNodeForeignKey(
        "self",
        verbose_name="上级章节",
        on_delete=models.CASCADE,
        related_name="children",
        null=True,
        blank=True,
    )
    key = models.CharField(
        "标识",
        max_length=60,
        validators=[validators.code],
        help_text="同一章节在各版本里保持不变，用来衔接上年内容。",
    )
    level = models.PositiveSmallIntegerField(
        "层次",
        default=1,
        validators=[MaxValueValidator(4)],
        help_text="1 为“一、”，2 为“（一）”，3 为“1.”，4 为“（1）”；导语、结语填 0。",
    )
    heading = models.CharField("标题", max_length=120, blank=True)
    heading_form = models.CharField(
        "标题形式", max_length=10, choices=HeadingForm, default=HeadingForm.OWN_LINE
    )
    marker_style = models.CharField("层次序号", max_length=16, choices=MarkerStyle, default=MarkerStyle.AUTO)
    guidance = models.TextField("写作提示", blank=True)
    department_name = models.CharField(
        "建议科室", max_length=40, blank=True, help_text="起草时按名称对应本单位科室，对不上的归统稿人。"
    )
    is_optional = models.BooleanField("可省略", default=False)
    is_added = models.BooleanField("补充", default=False, help_text="来源文件中没有、按通行写法补上的章节。")
    source = models.CharField("来源", max_length=120, blank=True)
    suggested_min = models.PositiveIntegerField("建议字数下限", null=True, blank=True)
    suggested_max = models.PositiveIntegerField("建议字数上限", null=True, blank=True)
    table_caption = models.CharField("指标表题", max_length=60, blank=True)
    due_days = models.PositiveSmallIntegerField(
        "几天内交稿",
        null=True,
        blank=True,
        validators=validators.due_days,
        help_text="从新建初稿那天算起，年度没过完的从期末算起；留空的按模板一般的天数。",
    )

    objects = SectionQuerySet.as_manager(with_tree_fields=False)

    is_closing = False
    """Whether it stands without heading after sections with one; known where `section_tree` gave it."""

    class Meta(OrderableTreeNode.Meta):
        verbose_name = verbose_name_plural = "章节"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="section_key_once_per_version",
                violation_error_message="本版本已有相同标识的章节。",
            ),
            models.CheckConstraint(
                condition=Q(level__lte=4),
                name="section_level_at_most_4",
                violation_error_message="层次最多 4 级。",
            ),
            models.CheckConstraint(
                condition=Q(heading_form=HeadingForm.NONE, heading="")
                | ~Q(heading_form=HeadingForm.NONE) & ~Q(heading=""),
                name="section_heading_fits_form",
                violation_error_message="无标题的章节不填标题，有标题的章节须填标题。",
            ),
            models.CheckConstraint(
                condition=Q(heading_form=HeadingForm.NONE, level=0)
                | ~Q(heading_form=HeadingForm.NONE) & Q(level__gt=0),
                name="section_level_fits_form",
                violation_error_message="无标题的章节（导语、结语）层次为 0，有标题的章节层次为 1 至 4。",
            ),
            models.CheckConstraint(
                condition=Q(due_days__isnull=True) | Q(due_days__gte=1, due_days__lte=MAX_DUE_DAYS),
                name="section_due_days_plausible",
                violation_error_message=f"交稿天数须在 1 至 {MAX_DUE_DAYS} 之间，不限就留空。",
            ),
            models.CheckConstraint(
                condition=Q(suggested_max__gte=F("suggested_min")),
                name="section_suggested_in_order",
                violation_error_message="建议字数的上限不能小于下限。",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or (CLOSING if self.is_closing else OPENING)


class Phrase(models.Model):
    """A piece of Jinja text, normally one sentence; consecutive phrases may share a paragraph."""

    section = models.ForeignKey(
        Section, verbose_name="章节", on_delete=models.CASCADE, related_name="phrases"
    )
    position = models.PositiveIntegerField("顺序", default=0)
    text = models.TextField("措辞")
    starts_paragraph = models.BooleanField("另起一段", default=True)
    form = models.CharField("详简", max_length=5, choices=PhraseForm, default=PhraseForm.BOTH, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "措辞"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(form__in=PhraseForm.values),
                name="phrase_form_known",
                violation_error_message="措辞只能用于详写、简写或两者。",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]


class PhraseMetric(models.Model):
    """A metric that a phrase names; keeps the metric from being deleted under it."""

    phrase = models.ForeignKey(Phrase, on_delete=models.CASCADE, related_name="metric_uses")
    metric = models.ForeignKey(MetricDefinition, on_delete=models.PROTECT, related_name="phrase_uses")

    class Meta:
        verbose_name = verbose_name_plural = "措辞所用指标"
        constraints = [
            models.UniqueConstraint(fields=["phrase", "metric"], name="phrase_metric_once"),
        ]

    def __str__(self) -> str:
        return f"{self.phrase.section}：{self.metric}"


class TableRow(models.Model):
    """A row of the metric table that closes a section: last year, this year, change."""

    section = models.ForeignKey(
        Section, verbose_name="章节", on_delete=models.CASCADE, related_name="table_rows"
    )
    metric = models.ForeignKey(
        MetricDefinition, verbose_name="指标", on_delete=models.PROTECT, related_name="table_uses"
    )
    position = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "表列指标"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "metric"],
                name="table_row_metric_once",
                violation_error_message="该指标已在表中。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}：{self.metric}"
