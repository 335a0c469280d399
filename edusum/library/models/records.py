from django.conf import settings
from django.db import models
from django.db.models import F, Q

from edusum.common.models import TimeStamped
from edusum.common.years import FIRST_YEAR, LAST_YEAR
from edusum.library import validators
from edusum.library.enums import LoadedKind
from edusum.library.models.templates import TemplateVersion


class Term(TimeStamped):
    """A name that is right for some years only (十四五, 二十大): phrases take it by the year."""

    name = models.CharField("用语", max_length=60, validators=[validators.term])
    series = models.CharField("系列", max_length=40, help_text="同一系列的用语依年度交替，如“五年规划”。")
    first_year = models.PositiveSmallIntegerField("起始年度", validators=validators.year)
    last_year = models.PositiveSmallIntegerField(
        "截止年度", null=True, blank=True, validators=validators.year, help_text="仍在沿用的留空。"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "时效用语"
        ordering = ["series", "first_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "name"],
                name="term_once_per_series",
                violation_error_message="这个系列里已有同名的用语。",
            ),
            models.CheckConstraint(
                condition=Q(first_year__gte=FIRST_YEAR, first_year__lte=LAST_YEAR)
                & (Q(last_year__isnull=True) | Q(last_year__lte=LAST_YEAR)),
                name="term_years_plausible",
                violation_error_message=f"年度须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。",
            ),
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="term_years_in_order",
                violation_error_message="截止年度不能早于起始年度。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VersionRevision(models.Model):
    """What a version held after a change, so that the change can be undone."""

    version = models.ForeignKey(
        TemplateVersion, verbose_name="模板版本", on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField("次序")
    what = models.CharField("做了什么", max_length=200)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="修改人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)
    content = models.JSONField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "修改记录"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="version_revision_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version} 第{self.number}次修改"


class LoadedItem(models.Model):
    """What a library file brought in: deleted here, it does not come back; `digest` is of what came in."""

    kind = models.CharField("种类", max_length=10, choices=LoadedKind)
    code = models.CharField("代码", max_length=200)
    digest = models.CharField("摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "载入记录"
        ordering = ["kind", "code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="loaded_item_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"
