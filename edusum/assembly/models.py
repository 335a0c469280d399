from collections.abc import Iterable
from typing import Literal

from django.conf import settings
from django.db import models
from django.db.models import Q

from edusum.assembly.enums import (
    BoldLevels,
    Dot,
    LeadWords,
    LinePitch,
    PageNumber,
    PageNumberDashes,
    SignOffForm,
)
from edusum.assembly.fonts import LONGEST_NAME, font_name
from edusum.assembly.querysets import LayoutProfileQuerySet, SnapshotQuerySet
from edusum.common.models import TimeStamped
from edusum.document.house import STANDARD_HOUSE, House
from edusum.drafts.models import Draft
from edusum.orgs.models import Bureau

FONT_FIELDS = (
    "title_font",
    "title_fallback",
    "body_font",
    "body_fallback",
    "hei_font",
    "hei_fallback",
    "kai_font",
    "kai_fallback",
)
_CHOICES: dict[str, type[models.TextChoices]] = {
    "line_pitch": LinePitch,
    "page_number": PageNumber,
    "page_number_dashes": PageNumberDashes,
    "bold_levels": BoldLevels,
    "dot": Dot,
    "lead_words": LeadWords,
    "sign_off": SignOffForm,
}


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


def _font(label: str, default: str, help_text: str = "") -> models.CharField:
    return models.CharField(
        label, max_length=LONGEST_NAME, default=default, validators=[font_name], help_text=help_text
    )


def _constraints() -> Iterable[models.CheckConstraint]:
    """Choices are those offered, every font has a name and none could break out of a file's markup."""
    for name, choices in _CHOICES.items():
        yield models.CheckConstraint(
            condition=Q(**{f"{name}__in": choices.values}),
            name=f"layout_{name}_is_offered",
            violation_error_message="请从列出的做法里选一种。",
        )
    fonts = Q()
    for name in (*FONT_FIELDS, "latin_font"):
        fonts &= ~Q(**{f"{name}__contains": '"'}) & ~Q(**{f"{name}__contains": "<"})
    for name in FONT_FIELDS:
        fonts &= ~Q(**{name: ""})
    yield models.CheckConstraint(
        condition=fonts,
        name="layout_fonts_are_names",
        violation_error_message="字体名称不能空着，也不能有引号或尖括号。",
    )


class LayoutProfile(TimeStamped):
    """How one bureau sets its papers where houses differ; a bureau without one keeps to the standard."""

    bureau = models.OneToOneField(
        Bureau,
        verbose_name="单位",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="layout_profile",
    )
    line_pitch = models.CharField(
        "行距",
        max_length=5,
        choices=LinePitch,
        default=LinePitch.STANDARD,
        help_text="标准要求每页 22 行，28.95 磅正好排满。28 磅也是 22 行，底下略空；29 磅少排一行。",
    )
    page_number = models.CharField(
        "页码位置",
        max_length=6,
        choices=PageNumber,
        default=PageNumber.OUTER,
        help_text="标准要求单页码居右空一字、双页码居左空一字。内部材料也有居中的。",
    )
    page_number_dashes = models.CharField(
        "页码样式",
        max_length=6,
        choices=PageNumberDashes,
        default=PageNumberDashes.SPACED,
        help_text="标准要求数字左右各放一条一字线；数字与线之间空不空，各单位不同。",
    )
    is_mirrored = models.BooleanField(
        "双面印刷时对称页边距",
        default=False,
        help_text="订口 28 毫米，在装订的一侧。勾选后双页的宽边在右；单面印或只看电子版，不要勾选。",
    )
    bold_levels = models.CharField(
        "标题加粗",
        max_length=2,
        choices=BoldLevels,
        default=BoldLevels.NONE,
        blank=True,
        help_text="标准不要求加粗，靠黑体、楷体、仿宋区分层次。有的单位把第二、三级加粗。",
    )
    dot = models.CharField(
        "第三级序号的点",
        max_length=1,
        choices=Dot,
        default=Dot.NARROW,
        help_text="标准写作“1.”。全角的点占一个字宽。",
    )
    lead_words = models.CharField(
        "“一是”“二是”怎样突出",
        max_length=4,
        choices=LeadWords,
        default=LeadWords.NONE,
        blank=True,
        help_text="标准没有规定。选了以后，“一是抓普惠。”这样的领起语随之变样，后面的话不变。",
    )
    sign_off = models.CharField(
        "落款",
        max_length=5,
        choices=SignOffForm,
        default=SignOffForm.PLAIN,
        help_text="上报的正式公文一般盖章，总结、讲话稿一般不盖。印章不由本系统加盖，这里只留出位置。",
    )
    title_font = _font("标题字体", STANDARD_HOUSE.title_font, "标准要求 2 号小标宋。")
    title_fallback = _font("没装标题字体时用", STANDARD_HOUSE.title_fallback)
    body_font = _font("正文字体", STANDARD_HOUSE.body_font, "标准要求 3 号仿宋；三、四级标题也用它。")
    body_fallback = _font("没装正文字体时用", STANDARD_HOUSE.body_fallback)
    hei_font = _font("一级标题字体", STANDARD_HOUSE.hei_font, "标准要求黑体；表头、表题也用它。")
    hei_fallback = _font("没装一级标题字体时用", STANDARD_HOUSE.hei_fallback)
    kai_font = _font("二级标题字体", STANDARD_HOUSE.kai_font, "标准要求楷体；签发人姓名也用它。")
    kai_fallback = _font("没装二级标题字体时用", STANDARD_HOUSE.kai_fallback)
    latin_font = models.CharField(
        "字母和数字的字体",
        max_length=LONGEST_NAME,
        default="",
        blank=True,
        validators=[font_name],
        help_text="标准没有规定，默认与正文相同。许多单位用 Times New Roman。",
    )

    objects = LayoutProfileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版式设置"
        ordering = ["bureau"]
        constraints = list(_constraints())

    def __str__(self) -> str:
        return f"{self.bureau}的版式"

    @property
    def house(self) -> House:
        """The same as the value that paper and Word are made with."""
        fonts = {name: getattr(self, name) for name in (*FONT_FIELDS, "latin_font")}
        return House(
            line_pitch=float(self.line_pitch),
            bold_levels=tuple(int(level) for level in self.bold_levels),
            dot="．" if self.dot == Dot.WIDE else ".",
            page_number="center" if self.page_number == PageNumber.CENTER else "outer",
            page_number_dashes="tight" if self.page_number_dashes == PageNumberDashes.TIGHT else "spaced",
            is_mirrored=self.is_mirrored,
            sign_off="seal" if self.sign_off == SignOffForm.SEAL else "plain",
            lead_words=_lead_words(self.lead_words),
            **fonts,
        )


def _lead_words(stored: str) -> Literal["", "bold", "kai"]:
    if stored == LeadWords.BOLD:
        return "bold"
    return "kai" if stored == LeadWords.KAI else ""
