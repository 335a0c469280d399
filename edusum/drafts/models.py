from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from edusum.common.models import TimeStamped
from edusum.drafts.context import text_names
from edusum.drafts.enums import SectionAction, SectionState
from edusum.drafts.querysets import DraftQuerySet, SectionTextQuerySet
from edusum.library import wording
from edusum.library.models import ReportTemplate, Section, TemplateVersion
from edusum.metrics.enums import Period
from edusum.orgs.models import Bureau, Department


class Draft(TimeStamped):
    """One bureau, one year, one template version."""

    bureau = models.ForeignKey(Bureau, verbose_name="单位", on_delete=models.PROTECT, related_name="drafts")
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    period = models.CharField("期间", max_length=12, choices=Period, default=Period.YEAR)
    report_template = models.ForeignKey(
        ReportTemplate, verbose_name="报告模板", on_delete=models.PROTECT, related_name="drafts"
    )
    version = models.ForeignKey(
        TemplateVersion, verbose_name="模板版本", on_delete=models.PROTECT, related_name="drafts"
    )
    own_title = models.CharField("自拟标题", max_length=120, blank=True)
    sign_date = models.DateField("成文日期", null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="建稿人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "初稿"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "year", "report_template"],
                name="draft_one_per_bureau_year_template",
                violation_error_message="本单位该年度的这份材料已在起草，请打开已有的初稿。",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1949, year__lte=2100),
                name="draft_year_plausible",
                violation_error_message="年度须在 1949 至 2100 之间。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The bureau's own words, else what the template says with the bureau's present name."""
        return self.own_title or wording.headline(self.version.title, text_names(self.bureau, self.year))


class SectionText(TimeStamped):
    """A section in a draft. `text` is null until first edited (the phrases speak), then text with tokens."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="section_texts")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="section_texts")
    department = models.ForeignKey(
        Department,
        verbose_name="科室",
        on_delete=models.SET_NULL,
        related_name="section_texts",
        null=True,
        blank=True,
    )
    state = models.CharField("状态", max_length=12, choices=SectionState, default=SectionState.UNTOUCHED)
    text = models.TextField("正文", null=True, blank=True)  # noqa: DJ001 -- null: the phrases speak; "": emptied by hand
    said_at_first = models.JSONField("首次编辑时各条措辞的文字", default=dict, blank=True)
    is_omitted = models.BooleanField("本稿不写", default=False)
    revision_number = models.PositiveIntegerField("版次", default=0)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = SectionTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "章节文字"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "section"], name="section_text_once_per_draft"),
            models.CheckConstraint(
                condition=~Q(state=SectionState.UNTOUCHED) | Q(text__isnull=True),
                name="section_text_untouched_has_no_text",
            ),
        ]

    def __str__(self) -> str:
        return str(self.section)

    @property
    def is_returned(self) -> bool:
        """Whether it came back and has not been handed in since; needs `with_last_turn`."""
        return getattr(self, "last_turn", "") == SectionAction.RETURN and self.state == SectionState.WRITING


class Revision(models.Model):
    """What a section was after a step, who took it and when; never edited."""

    section_text = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField("版次")
    action = models.CharField("动作", max_length=12, choices=SectionAction)
    state = models.CharField("状态", max_length=12, choices=SectionState)
    text = models.TextField("正文", null=True, blank=True)  # noqa: DJ001 -- as in SectionText
    note = models.CharField("说明", max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "版本记录"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["section_text", "number"], name="revision_number_once"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"
