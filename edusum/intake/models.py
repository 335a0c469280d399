"""Old papers with what was understood of them, and papers that came back from Word."""

from functools import cached_property

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from edusum.assembly.models import Snapshot
from edusum.common.models import TimeStamped
from edusum.document.readers.script import simplify
from edusum.document.readers.source import SourceText
from edusum.drafts.models import Draft, SectionText
from edusum.intake.enums import ChangeKind, Decision, QuantityRole, ReadingState, TakenAs
from edusum.intake.querysets import IntakeBatchQuerySet, ReturnedPaperQuerySet, SourceDocumentQuerySet
from edusum.library.enums import Genre
from edusum.library.models import TemplateVersion
from edusum.metrics.enums import Approximation, Period
from edusum.metrics.models import MetricDefinition
from edusum.orgs.models import Bureau

_SHA256 = 64
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
MAX_NAME, MAX_TITLE, MAX_LABEL = 150, 200, 120


class StoredFile(TimeStamped):
    """A file that was handed in: it lies in the data folder as `stored_name`, "" if text was pasted."""

    name = models.CharField("文件名", max_length=MAX_NAME)
    stored_name = models.CharField("存放名", max_length=80, blank=True)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=_SHA256)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class IntakeBatch(models.Model):
    """Many old papers that were handed in together. `moved_at`: when something last happened to it."""

    bureau = models.ForeignKey(Bureau, verbose_name="单位", on_delete=models.CASCADE, related_name="+")
    name = models.CharField("名称", max_length=MAX_NAME)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    left_out = models.JSONField("没有收下的文件及原因", default=list, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    moved_at = models.DateTimeField("最近进展", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = IntakeBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量入库"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class SourceDocument(StoredFile):
    """An old paper: its text as it was read, and what it is about.

    One file may hold several papers: then `part` says which of them this is (0: all of the file).
    """

    bureau = models.ForeignKey(
        Bureau, verbose_name="单位", on_delete=models.PROTECT, related_name="source_documents"
    )
    batch = models.ForeignKey(
        IntakeBatch, on_delete=models.SET_NULL, related_name="documents", null=True, blank=True
    )
    split_of = models.ForeignKey(
        "self", verbose_name="拆自", on_delete=models.CASCADE, related_name="parts", null=True, blank=True
    )
    part = models.PositiveSmallIntegerField("第几篇", default=0)
    kind = models.CharField("格式", max_length=8, blank=True)
    state = models.CharField("状态", max_length=8, choices=ReadingState, default=ReadingState.WAITING)
    problem = models.CharField("未能识别的原因", max_length=300, blank=True)
    source = models.JSONField("原文", null=True, blank=True)
    is_simplified = models.BooleanField("已转为简体", default=False)
    title = models.CharField("标题", max_length=MAX_TITLE, blank=True)
    genre = models.CharField("文种", max_length=30, choices=Genre, blank=True)
    year = models.PositiveSmallIntegerField(
        "年度",
        null=True,
        blank=True,
        validators=[MinValueValidator(_FIRST_YEAR), MaxValueValidator(_LAST_YEAR)],
    )
    period = models.CharField("期间", max_length=12, choices=Period, default=Period.YEAR)
    findings = models.JSONField("原稿的毛病", default=list, blank=True)
    residue = models.JSONField("不属于正文的文字", default=list, blank=True)
    read_at = models.DateTimeField("识别时间", null=True, blank=True)

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旧稿"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "sha256", "part"], name="source_document_once"),
            models.CheckConstraint(
                condition=Q(state__in=ReadingState.values), name="source_document_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReadingState.READ, source__isnull=False, problem="")
                | (Q(state=ReadingState.FAILED) & ~Q(problem=""))
                | Q(state=ReadingState.WAITING, problem=""),
                name="source_document_state_tells",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=_FIRST_YEAR, year__lte=_LAST_YEAR),
                name="source_document_year_plausible",
                violation_error_message="年度须在 1949 至 2100 之间。",
            ),
            models.CheckConstraint(
                condition=Q(part=0, split_of__isnull=True) | Q(part__gt=0, split_of__isnull=False),
                name="source_document_part_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name

    @cached_property
    def source_text(self) -> SourceText:
        """The text as it was read, in simplified characters if so wished; only of one that was read."""
        source = SourceText.from_json(self.source or {})
        return simplify(source) if self.is_simplified else source


class FoundHeading(models.Model):
    """A heading at characters start–end of the text; what a person strikes out is not kept."""

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="headings")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    level = models.PositiveSmallIntegerField("级别")
    marker = models.CharField("序号", max_length=20, blank=True)
    words = models.CharField("标题", max_length=MAX_TITLE)
    is_run_in = models.BooleanField("段首标题", default=False)
    is_inline = models.BooleanField("文中条目", default=False)
    is_kept = models.BooleanField("保留", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "识别出的标题"
        ordering = ["start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "start"], name="found_heading_once_at_a_place"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="found_heading_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.marker}{self.words}"


class FoundQuantity(models.Model):
    """A figure at characters start–end of the text, and the metric a person (or a sure match) gave it.

    `value` as printed, without unit; `for_year` is the year it is of, once that is known.
    """

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="quantities")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    number = models.PositiveSmallIntegerField("同一处的第几个", default=0)
    quote_start = models.PositiveIntegerField("所在分句的起点")
    quote = models.CharField("所在分句", max_length=300)
    label = models.CharField("名目", max_length=MAX_LABEL)
    value = models.CharField("数值", max_length=40)
    upper = models.CharField("区间的上端", max_length=40, blank=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    role = models.CharField("性质", max_length=8, choices=QuantityRole)
    approximation = models.CharField("约数", max_length=10, choices=Approximation, blank=True)
    period_words = models.CharField("时间", max_length=40, blank=True)
    compared = models.CharField("相比", max_length=40, blank=True)
    for_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    metric = models.ForeignKey(
        MetricDefinition,
        verbose_name="指标",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    is_metric_confirmed = models.BooleanField("指标由人认定", default=False)
    is_added = models.BooleanField("由人补上", default=False)
    is_kept = models.BooleanField("保留", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "识别出的数值"
        ordering = ["start", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "start", "number"], name="found_quantity_once_at_a_place"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="found_quantity_has_words"),
            models.CheckConstraint(
                condition=Q(role__in=QuantityRole.values), name="found_quantity_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.value}{self.unit}"


class Taking(models.Model):
    """What was made of an old paper, by whom and when; never edited."""

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="takings")
    taken_as = models.CharField("存为", max_length=8, choices=TakenAs)
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    version = models.ForeignKey(
        TemplateVersion, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    filename = models.CharField("文件名", max_length=150, blank=True)
    counts = models.JSONField("数目", default=dict, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "入库记录"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(taken_as__in=TakenAs.values), name="taking_known"),
        ]

    def __str__(self) -> str:
        return f"{self.document}：{self.get_taken_as_display()}"

    @property
    def is_gone(self) -> bool:
        """Whether the draft that was made has been deleted since."""
        return self.taken_as == TakenAs.SUMMARY and self.draft_id is None


class ReturnedPaper(StoredFile):
    """A draft's paper that was edited outside and came back, held against the snapshot it was made from."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="returned_papers")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    told = models.JSONField("说明", default=list, blank=True)

    objects = ReturnedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "外改回收的文稿"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "sha256"], name="returned_paper_once"),
        ]


class ReturnedChange(models.Model):
    """A sentence (or heading) that differs: `before` as exported, `after` as it came back, without marks.

    `section_text` null: nobody knows where it belongs. Sentences `first` up to `last` of the section `key`
    as it was exported become `replacement`, text with tokens; `overtyped`: figures in it typed over,
    as `document.returned.values.Overtyped` has them.
    """

    paper = models.ForeignKey(ReturnedPaper, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField("次序")
    section_text = models.ForeignKey(
        SectionText, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    kind = models.CharField("改动", max_length=8, choices=ChangeKind)
    before = models.TextField("导出时", blank=True)
    after = models.TextField("改后", blank=True)
    key = models.CharField("章节标识", max_length=80, blank=True)
    first = models.PositiveIntegerField("起句", default=0)
    last = models.PositiveIntegerField("止句", default=0)
    replacement = models.TextField("换成的文字", blank=True)
    overtyped = models.JSONField("改写的指标", default=list, blank=True)
    decision = models.CharField("处理", max_length=8, choices=Decision, default=Decision.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="人员",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField("时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "外改的改动"
        ordering = ["paper", "position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="returned_change_position_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values), name="returned_change_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.WAITING, decided_at__isnull=True)
                | (~Q(decision=Decision.WAITING) & Q(decided_at__isnull=False)),
                name="returned_change_decided_when",
            ),
        ]

    def __str__(self) -> str:
        return self.after or self.before
