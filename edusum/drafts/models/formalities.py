from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from edusum.common.models import TimeStamped
from edusum.drafts import formal
from edusum.drafts.enums import Urgency
from edusum.drafts.models.drafting import Draft

NO_CONTENTS = "有版头的公文首页要有正文，不印目录；要印目录，请不印版头。"

MAX_LINE, MAX_NAMES, MAX_COPIES = 60, 120, 300


class Formalities(TimeStamped):
    """What a draft says of itself around its text, as a formal paper does; one row a draft, or none yet."""

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="formalities")
    subtitle = models.CharField("副标题", max_length=MAX_LINE, blank=True)
    speaker = models.CharField("讲话人", max_length=MAX_LINE, blank=True)
    spoken_on = models.DateField("讲话日期", null=True, blank=True)
    addressee = models.CharField("主送机关", max_length=MAX_NAMES, blank=True)
    note = models.CharField("附注", max_length=MAX_NAMES, blank=True)
    has_letterhead = models.BooleanField("印版头", default=False)
    mark = models.CharField("发文机关标志", max_length=MAX_LINE, blank=True)
    number = models.CharField(
        "发文字号",
        max_length=40,
        blank=True,
        validators=[RegexValidator(formal.NUMBER, "发文字号请写成“示教〔2026〕3号”的样子。")],
    )
    signers = models.CharField("签发人", max_length=MAX_LINE, blank=True)
    serial = models.CharField(
        "份号",
        max_length=6,
        blank=True,
        validators=[RegexValidator(formal.SERIAL, "份号是六位数字。")],
    )
    secrecy = models.CharField(
        "密级",
        max_length=20,
        blank=True,
        validators=[RegexValidator(formal.SECRECY, "密级只能是绝密、机密或秘密。")],
    )
    urgency = models.CharField("紧急程度", max_length=2, choices=Urgency, blank=True)
    copies_to = models.CharField("抄送", max_length=MAX_COPIES, blank=True)
    issued_by = models.CharField("印发机关", max_length=MAX_LINE, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    has_contents = models.BooleanField("印目录", default=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "公文要素"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(urgency__in=["", *Urgency.values]),
                name="formalities_urgency_known",
                violation_error_message="紧急程度只有特急和加急。",
            ),
            models.CheckConstraint(
                condition=Q(has_letterhead=False) | Q(has_contents=False),
                name="formalities_letterhead_or_contents",
                violation_error_message=NO_CONTENTS,
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.draft}》的公文要素"

    @property
    def signer_names(self) -> tuple[str, ...]:
        return tuple(name for name in self.signers.split("、") if name)

    @property
    def has_imprint(self) -> bool:
        return bool(self.copies_to or self.issued_by or self.issued_on)
