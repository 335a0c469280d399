from django.conf import settings
from django.db import models

from edusum.assembly.querysets import SnapshotQuerySet
from edusum.drafts.models import Draft


class Snapshot(models.Model):
    """The Document a draft was at one moment; never edited."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="snapshots")
    document = models.JSONField("文档")
    gap_count = models.PositiveIntegerField("待补处数", default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "快照"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.draft} {self.created_at:%Y-%m-%d %H:%M}"
