"""Who is at which section, and what people are reminded of."""

from django.conf import settings
from django.db import models

from edusum.drafts.models.drafting import Draft, SectionText
from edusum.drafts.querysets import NoticeQuerySet
from edusum.orgs.models import Bureau


class Presence(models.Model):
    """When a person was last at a section: tells who else is there now, and where one left off."""

    section_text = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences")
    seen_at = models.DateTimeField("最近在这里")
    wrote_at = models.DateTimeField("最近动笔", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "在章节里的人"
        ordering = ["-seen_at"]
        constraints = [models.UniqueConstraint(fields=["section_text", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user}"


class Notice(models.Model):
    """A word to one person: something is due, was handed over, was asked for; by its `key` it comes once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    bureau = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="notices")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    key = models.CharField(max_length=120)
    words = models.CharField("内容", max_length=300)
    address = models.CharField("网页", max_length=300, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    mailed_at = models.DateTimeField("发出邮件的时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]

    def __str__(self) -> str:
        return self.words
