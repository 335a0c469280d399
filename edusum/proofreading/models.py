"""What people decide about findings, papers that were handed in to be proofread, and a bureau's own names."""

from functools import cached_property

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from edusum.common.models import TimeStamped
from edusum.document.readers.source import SourceText
from edusum.drafts.models import Draft
from edusum.library.enums import Genre
from edusum.orgs.models import Bureau, Department
from edusum.proofreading.enums import Grade, NameOf
from edusum.proofreading.querysets import (
    CheckedPaperQuerySet,
    FindingAssignmentQuerySet,
    NameEntryQuerySet,
)

_SHA256 = 64
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
MAX_NAME, MAX_RULE, MAX_REASON = 150, 60, 300
_ONE_TARGET = Q(draft__isnull=False, paper__isnull=True) | Q(draft__isnull=True, paper__isnull=False)


class CheckedPaper(TimeStamped):
    """A file or pasted text that is proofread apart from any draft.

    `source` is its text as it stands now, fixes made; `counts` what was open by severity, and "waived",
    when it was looked through last; the file itself lies in the data folder as
    `stored_name` ("" if text was pasted) and is never changed.
    """

    bureau = models.ForeignKey(Bureau, verbose_name="单位", on_delete=models.CASCADE, related_name="+")
    name = models.CharField("文件名", max_length=MAX_NAME)
    stored_name = models.CharField("存放名", max_length=80, blank=True)
    kind = models.CharField("格式", max_length=10)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=_SHA256)
    source = models.JSONField("文字")
    year = models.PositiveSmallIntegerField(
        "年度",
        null=True,
        blank=True,
        validators=[MinValueValidator(_FIRST_YEAR), MaxValueValidator(_LAST_YEAR)],
    )
    genre = models.CharField("文种", max_length=30, choices=Genre, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    counts = models.JSONField("上次核对的结果", default=dict, blank=True, editable=False)
    checked_at = models.DateTimeField("上次核对", null=True, blank=True, editable=False)

    objects = CheckedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送校的稿件"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=_FIRST_YEAR, year__lte=_LAST_YEAR),
                name="checked_paper_year_plausible",
                violation_error_message="年度须在 1949 至 2100 之间。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def source_text(self) -> SourceText:
        return SourceText.from_json(self.source)


class PaperFix(models.Model):
    """A change made to a checked paper: characters start–end of a line of the text as it then was."""

    paper = models.ForeignKey(CheckedPaper, on_delete=models.CASCADE, related_name="fixes")
    number = models.PositiveIntegerField("次序")
    line = models.PositiveIntegerField("行")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    before = models.TextField("原文", blank=True)
    after = models.TextField("改为", blank=True)
    rule = models.CharField("规则", max_length=MAX_RULE, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="修改人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField("时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "校核时的修改"
        ordering = ["paper", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_fix_in_order"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="paper_fix_span"),
        ]

    def __str__(self) -> str:
        if not self.before:
            return f"加上“{self.after}”"
        return f"“{self.before}”改为“{self.after}”" if self.after else f"删去“{self.before}”"


class AboutFinding(models.Model):
    """Something about one finding of a draft or of a checked paper, known by its fingerprint."""

    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="%(class)ss", null=True, blank=True
    )
    paper = models.ForeignKey(
        CheckedPaper, on_delete=models.CASCADE, related_name="%(class)ss", null=True, blank=True
    )
    rule = models.CharField("规则", max_length=MAX_RULE)
    fingerprint = models.CharField("指纹", max_length=_SHA256)
    quote = models.TextField("原文", blank=True)
    message = models.TextField("问题", blank=True)
    section_key = models.CharField("章节", max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.quote[:40]


class Waiver(AboutFinding):
    """Somebody looked at a finding and says why it is no fault."""

    reason = models.CharField("理由", max_length=MAX_REASON)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="忽略人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    waived_at = models.DateTimeField("时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "忽略的问题"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=_ONE_TARGET, name="waiver_of_one_paper"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_reason"),
            models.UniqueConstraint(fields=["draft", "fingerprint"], name="waiver_once_in_draft"),
            models.UniqueConstraint(fields=["paper", "fingerprint"], name="waiver_once_in_paper"),
        ]


class FindingAssignment(AboutFinding):
    """A finding was given to a person or a department to mend; `done_at` when it is no longer found."""

    department = models.ForeignKey(
        Department, verbose_name="科室", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="个人",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField("说明", max_length=MAX_REASON, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="交办人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    assigned_at = models.DateTimeField("时间", default=timezone.now, editable=False)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = FindingAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交办的问题"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=_ONE_TARGET, name="finding_assignment_of_one_paper"),
            models.CheckConstraint(
                condition=Q(department__isnull=False, person__isnull=True)
                | Q(department__isnull=True, person__isnull=False),
                name="finding_assignment_to_one",
                violation_error_message="请交给一个科室，或者一个人。",
            ),
            models.UniqueConstraint(
                fields=["draft", "fingerprint"],
                condition=Q(done_at__isnull=True),
                name="finding_assigned_once_in_draft",
            ),
            models.UniqueConstraint(
                fields=["paper", "fingerprint"],
                condition=Q(done_at__isnull=True),
                name="finding_assigned_once_in_paper",
            ),
        ]


class RuleSetting(models.Model):
    """A bureau's own mind about a rule; `severity` "" keeps that of the rule."""

    bureau = models.ForeignKey(
        Bureau, verbose_name="单位", on_delete=models.CASCADE, related_name="rule_settings"
    )
    rule = models.CharField("规则", max_length=MAX_RULE)
    is_on = models.BooleanField("启用", default=True)
    severity = models.CharField("级别", max_length=8, choices=Grade, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "校核规则设置"
        ordering = ["rule"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "rule"], name="rule_setting_once"),
            models.CheckConstraint(
                condition=Q(severity="") | Q(severity__in=Grade.values), name="rule_setting_grade_known"
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class NameEntry(TimeStamped):
    """A name that stands in the bureau's papers by right. `rank` 1 is the first of the leaders."""

    bureau = models.ForeignKey(
        Bureau, verbose_name="单位", on_delete=models.CASCADE, related_name="own_names"
    )
    kind = models.CharField("种类", max_length=8, choices=NameOf)
    name = models.CharField("名称", max_length=60)
    aliases = models.JSONField("其他写法", default=list, blank=True)
    post = models.CharField("职务", max_length=60, blank=True)
    rank = models.PositiveSmallIntegerField("排序", default=0)
    is_former = models.BooleanField(
        "已不用", default=False, help_text="调离的人、撤并的学校：再出现时会提示。"
    )

    objects = NameEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名录"
        ordering = ["kind", "rank", "name"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "kind", "name"], name="name_entry_once"),
            models.CheckConstraint(condition=Q(kind__in=NameOf.values), name="name_entry_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="name_entry_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name
