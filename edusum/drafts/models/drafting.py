from functools import cached_property

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from edusum.common.models import TimeStamped
from edusum.drafts import naming
from edusum.drafts.enums import SectionAction, SectionState, TextForm
from edusum.drafts.errors import DRAFTED_BY_BUREAU, DRAFTED_BY_DEPARTMENT
from edusum.drafts.querysets import DraftQuerySet, SectionTextQuerySet
from edusum.library.context import Terms, Texts, text_names
from edusum.library.enums import CLOSING
from edusum.library.models import ReportTemplate, Section, TemplateVersion
from edusum.metrics.enums import Period, period_label
from edusum.metrics.services import SINCE
from edusum.orgs.models import Bureau, Department

MAX_TITLE, MAX_SIGNATORY, MAX_HEADING = 120, 60, 120
OWN_KEY = "own-"
"""Before the id of a section that the office added; cf. `SectionText.key`."""


class Draft(TimeStamped):
    """One bureau, one year or its first half, one template version; one department, if it is its summary."""

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
    department = models.ForeignKey(
        Department,
        verbose_name="科室",
        on_delete=models.PROTECT,
        related_name="drafts",
        null=True,
        blank=True,
    )
    own_title = models.CharField("自拟标题", max_length=MAX_TITLE, blank=True)
    own_signatory = models.CharField("自拟落款单位", max_length=MAX_SIGNATORY, blank=True)
    sign_date = models.DateField("成文日期", null=True, blank=True)
    due_on = models.DateField("截止日期", null=True, blank=True)
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
                fields=["bureau", "year", "period", "report_template"],
                condition=Q(department__isnull=True),
                name="draft_one_per_bureau_period_template",
                violation_error_message=DRAFTED_BY_BUREAU,
            ),
            models.UniqueConstraint(
                fields=["bureau", "year", "period", "report_template", "department"],
                name="draft_one_per_department_period_template",
                violation_error_message=DRAFTED_BY_DEPARTMENT,
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
        """The bureau's own words, else what the template says with the present names."""
        return self.own_title or self.usual_title

    @property
    def usual_title(self) -> str:
        """What the template says."""
        return self.usual_title_in(self.version)

    def usual_title_in(self, version: TemplateVersion) -> str:
        return naming.usual_title(version, self.texts, department=self.department, period=self.period_label)

    @property
    def signatory(self) -> str:
        """Who signs the paper: the bureau or its department, unless it was said otherwise."""
        return self.own_signatory or self.usual_signatory

    @property
    def usual_signatory(self) -> str:
        return naming.usual_signatory(self.texts, self.department)

    @cached_property
    def terms(self) -> Terms:
        """What papers of one list can share, so that their titles take no query each."""
        return Terms()

    @property
    def texts(self) -> Texts:
        return text_names(self.bureau, self.year, self.terms)

    @property
    def is_half_year(self) -> bool:
        return self.period == Period.FIRST_HALF

    @property
    def before_label(self) -> str:
        """What the year before is called beside this paper's figures."""
        return SINCE[Period(self.period)]

    @property
    def period_label(self) -> str:
        """2025年, 2025年上半年."""
        return period_label(self.year, self.period)


class SectionText(TimeStamped):
    """A section in a draft. `text` is null until first edited (the phrases speak), then text with tokens.

    `section` is null for one that the office added itself. `own_heading` is its heading, or what the office
    calls a section of the template. Where `own_rank` is set, the office placed it: the rank among what stands
    below `own_parent` (null: outermost); else it stands where the template has it (`drafts.outline`).
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="section_texts")
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, related_name="section_texts", null=True, blank=True
    )
    own_heading = models.CharField("自拟标题", max_length=MAX_HEADING, blank=True)
    own_parent = models.ForeignKey(
        "self",
        verbose_name="上级章节",
        on_delete=models.SET_NULL,
        related_name="own_children",
        null=True,
        blank=True,
    )
    own_rank = models.PositiveIntegerField("顺序", null=True, blank=True)
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
    form = models.CharField("写法", max_length=5, choices=TextForm, default=TextForm.FULL)
    said_at_first = models.JSONField("首次编辑时各条措辞的文字", default=dict, blank=True)
    is_omitted = models.BooleanField("本稿不写", default=False)
    due_on = models.DateField("截止日期", null=True, blank=True)
    revision_number = models.PositiveIntegerField("版次", default=0)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = SectionTextQuerySet.as_manager()

    closes = False
    """Whether its section closes the paper; known after `with_place`."""

    class Meta:
        verbose_name = verbose_name_plural = "章节文字"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "section"], name="section_text_once_per_draft"),
            models.CheckConstraint(
                condition=~Q(state=SectionState.UNTOUCHED) | Q(text__isnull=True),
                name="section_text_untouched_has_no_text",
            ),
            models.CheckConstraint(condition=Q(form__in=TextForm.values), name="section_text_form_known"),
            models.CheckConstraint(
                condition=Q(section__isnull=False) | ~Q(own_heading=""),
                name="section_text_own_has_heading",
                violation_error_message="自己加的章节要有标题。",
            ),
            models.CheckConstraint(
                condition=Q(own_rank__isnull=False) | Q(section__isnull=False, own_parent__isnull=True),
                name="section_text_own_place_has_rank",
            ),
        ]

    def __str__(self) -> str:
        return self.own_heading or (CLOSING if self.closes else str(self.section))

    @property
    def is_own(self) -> bool:
        """Whether the office added it to this draft."""
        return self.section_id is None

    @property
    def key(self) -> str:
        """What the section is called in every version of the template, and in what is printed."""
        return f"{OWN_KEY}{self.pk}" if self.section is None else self.section.key

    @property
    def is_returned(self) -> bool:
        """Whether it came back and has not been handed in since; needs `with_last_turn`."""
        return getattr(self, "last_turn", "") == SectionAction.RETURN and self.state == SectionState.WRITING

    @property
    def is_left_behind(self) -> bool:
        """Whether the draft has moved to a version without this section; the words are kept, not printed."""
        return self.section is not None and self.section.version_id != self.draft.version_id


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


class VersionMove(models.Model):
    """That a draft went from one version of its template to another, who took it there and when."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="moves")
    from_version = models.ForeignKey(
        TemplateVersion, verbose_name="原版本", on_delete=models.PROTECT, related_name="+"
    )
    to_version = models.ForeignKey(
        TemplateVersion, verbose_name="新版本", on_delete=models.PROTECT, related_name="+"
    )
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "换版记录"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"第{self.from_version.number}版 → 第{self.to_version.number}版"
