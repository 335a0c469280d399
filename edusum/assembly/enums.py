"""What a bureau may choose on paper; the values are those of `document.house.House`."""

from django.db import models


class LinePitch(models.TextChoices):
    TIGHT = "28", "28 磅"
    STANDARD = "28.95", "28.95 磅：每页正好 22 行（标准）"
    WIDE = "29", "29 磅"


class BoldLevels(models.TextChoices):
    NONE = "", "都不加粗（标准）"
    SECOND = "2", "只加粗第二级“（一）”"
    THIRD = "3", "只加粗第三级“1.”"
    BOTH = "23", "第二、三级都加粗"


class Dot(models.TextChoices):
    NARROW = ".", "半角：1.（标准）"
    WIDE = "．", "全角：1．"


class PageNumber(models.TextChoices):
    OUTER = "outer", "单页居右、双页居左（标准）"
    CENTER = "center", "每页居中"


class PageNumberDashes(models.TextChoices):
    SPACED = "spaced", "— 1 —（标准）"
    TIGHT = "tight", "—1—"


class SignOffForm(models.TextChoices):
    PLAIN = "plain", "不盖章：署名右空二字（标准 7.3.5.2）"
    SEAL = "seal", "盖章：日期右空四字，署名居中压在日期上方（标准 7.3.5.1）"


class LeadWords(models.TextChoices):
    NONE = "", "不突出（标准）"
    BOLD = "bold", "加粗"
    KAI = "kai", "用楷体"
