from django.db import models


class ReadingState(models.TextChoices):
    WAITING = "waiting", "等待识别"
    READ = "read", "已识别"
    FAILED = "failed", "未能识别"


class TakenAs(models.TextChoices):
    """What was made of an old paper."""

    SUMMARY = "summary", "存为上年总结"
    TEMPLATE = "template", "生成模板"
    WORD = "word", "套用公文版式"


class QuantityRole(models.TextChoices):
    """Values as in `document.understanding.items.Role`."""

    ACTUAL = "actual", "实际数"
    TARGET = "target", "目标数"
    CHANGE = "change", "增减数"
    PREVIOUS = "previous", "上年数"
    STANDARD = "standard", "标准"
    PART = "part", "其中数"
    TOTAL = "total", "总数"


class ChangeKind(models.TextChoices):
    """How a paper that came back differs from what was exported, or went on here."""

    CHANGED = "changed", "改动"
    ADDED = "added", "新增"
    REMOVED = "removed", "删除"
    HEADING = "heading", "标题"
    UNPLACED = "unplaced", "未能归到章节"


class Decision(models.TextChoices):
    WAITING = "waiting", "待决定"
    ACCEPTED = "accepted", "已采用"
    REFUSED = "refused", "不采用"
