from django.conf import settings
from django.db import models

from edusum.assembly.models import Snapshot
from edusum.export.querysets import ExportRecordQuerySet


class ExportRecord(models.Model):
    """Who took which snapshot away as which file; never edited."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="exports")
    filename = models.CharField("文件名", max_length=150)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("字节数")
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="导出人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)

    objects = ExportRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出记录"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.filename
