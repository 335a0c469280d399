from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from edusum.assembly.models import Snapshot
from edusum.document.house import STANDARD_HOUSE, House
from edusum.drafts.models import Draft
from edusum.export.enums import Format, ItemState
from edusum.export.querysets import ExportBatchItemQuerySet, ExportBatchQuerySet, ExportRecordQuerySet
from edusum.orgs.models import Bureau

_SHA256 = 64
MAX_REASON = 300


class ExportRecord(models.Model):
    """Who took which snapshot away as which file, in which layout; never edited.

    From snapshot and house the same file can be made again. A PDF differs each time that it is converted:
    its record keeps the digest of the Word file behind it too. A redline leads from `base` to `snapshot`.
    `remarks`: what the comments say of a Word file with comments. `open_errors`: how many 必错 stood open,
    and why it went out all the same; a file with comments goes out to have them mended.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="exports")
    base = models.ForeignKey(
        Snapshot,
        verbose_name="对照的快照",
        on_delete=models.PROTECT,
        related_name="redlines",
        null=True,
        blank=True,
    )
    format = models.CharField("格式", max_length=8, choices=Format, default=Format.WORD)
    house = models.JSONField("版式设置", null=True, blank=True)
    authorship = models.JSONField("修订的作者和时间", null=True, blank=True)
    remarks = models.JSONField("批注", null=True, blank=True)
    open_errors = models.PositiveIntegerField("未处理的必错", default=0)
    errors_reason = models.CharField("带着必错导出的理由", max_length=MAX_REASON, blank=True)
    filename = models.CharField("文件名", max_length=150)
    sha256 = models.CharField("SHA-256", max_length=_SHA256)
    word_sha256 = models.CharField("所用 Word 稿的 SHA-256", max_length=_SHA256, blank=True)
    size = models.PositiveIntegerField("字节数")
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="导出人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField("时间", default=timezone.now, editable=False)

    objects = ExportRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出记录"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(format__in=Format.values), name="export_format_known"),
            models.CheckConstraint(
                condition=Q(format=Format.REDLINE, base__isnull=False, authorship__isnull=False)
                | (~Q(format=Format.REDLINE) & Q(base__isnull=True, authorship__isnull=True)),
                name="export_redline_has_base",
            ),
            models.CheckConstraint(
                condition=Q(format=Format.PDF) | Q(word_sha256=""), name="export_word_digest_of_pdf"
            ),
            models.CheckConstraint(
                condition=Q(format=Format.COMMENTS, remarks__isnull=False)
                | (~Q(format=Format.COMMENTS) & Q(remarks__isnull=True)),
                name="export_remarks_of_comments",
            ),
            models.CheckConstraint(
                condition=Q(open_errors=0) | ~Q(errors_reason="") | Q(format=Format.COMMENTS),
                name="export_open_errors_have_reason",
                violation_error_message="还有必错没有处理，请写明为什么现在就要导出。",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def layout_house(self) -> House:
        """The ways of the bureau at that time; what was exported before there were any is the standard."""
        return House.from_json(self.house) if self.house is not None else STANDARD_HOUSE

    @property
    def is_pdf(self) -> bool:
        return self.format == Format.PDF


class ExportBatch(models.Model):
    """Many papers that one person takes away together. `moved_at`: when something last happened to it.

    `errors_reason`: why papers with open 必错 go out all the same; without it they are left out.
    """

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="导出人",
        on_delete=models.CASCADE,
        related_name="export_batches",
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)
    errors_reason = models.CharField("带着必错导出的理由", max_length=MAX_REASON, blank=True)
    moved_at = models.DateTimeField("最近进展", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = ExportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量导出"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"批量导出 {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"


class ExportBatchItem(models.Model):
    """One paper of a batch, and what became of it; `title` stays when the draft is gone."""

    batch = models.ForeignKey(ExportBatch, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("次序")
    draft = models.ForeignKey(
        Draft, verbose_name="初稿", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    bureau = models.ForeignKey(Bureau, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    title = models.CharField("标题", max_length=200)
    state = models.CharField("状态", max_length=8, choices=ItemState, default=ItemState.WAITING)
    reason = models.CharField("未导出的原因", max_length=300, blank=True)
    record = models.ForeignKey(
        ExportRecord, on_delete=models.PROTECT, related_name="batch_items", null=True, blank=True
    )

    objects = ExportBatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量导出的文稿"
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="batch_item_position_once"),
            models.UniqueConstraint(fields=["batch", "draft"], name="batch_item_draft_once"),
            models.CheckConstraint(
                condition=Q(state=ItemState.WAITING, record__isnull=True, reason="")
                | Q(state=ItemState.DONE, record__isnull=False, reason="")
                | (Q(state=ItemState.LEFT_OUT, record__isnull=True) & ~Q(reason="")),
                name="batch_item_state_tells",
            ),
        ]

    def __str__(self) -> str:
        return self.title
