from django.db import models


class Kind(models.TextChoices):
    COUNT = "count", "数量"
    PERCENT = "percent", "百分率"
    MONEY = "money", "金额"
    AREA = "area", "面积"
    RATIO = "ratio", "比（两项）"
    MULTIPLE = "multiple", "倍数"
    RATE_PER_HEAD = "rate_per_head", "人均（生均）"
    DURATION = "duration", "时长"
    RANK = "rank", "位次"
    SCORE = "score", "分数"
    OTHER = "other", "其他"


class BetterWhen(models.TextChoices):
    HIGHER = "higher", "越高越好"
    LOWER = "lower", "越低越好"
    NEUTRAL = "neutral", "无所谓"


class Period(models.TextChoices):
    YEAR = "year", "全年"
    FIRST_HALF = "first_half", "上半年"


def period_label(year: int, period: str) -> str:
    """2025年, 2025年上半年."""
    return f"{year}年{Period.FIRST_HALF.label if period == Period.FIRST_HALF else ''}"


class State(models.TextChoices):
    FILLED = "filled", "已填"
    NOT_APPLICABLE = "not_applicable", "不适用"
    PENDING = "pending", "待报"


class Approximation(models.TextChoices):
    EXACT = "", "准确数"
    OVER = "over", "逾"
    NEAR = "near", "近"
    AT_LEAST = "at_least", "以上"
    ABOUT = "about", "左右"
    UNDER = "under", "以下"
    WITHIN = "within", "以内"
    RANGE = "range", "区间"


class Aggregation(models.TextChoices):
    """How the figure of a whole area comes from the figures of its units."""

    SUM = "sum", "各单位相加"
    RATIO = "ratio", "分子、分母分别相加后相比"
    WEIGHTED_MEAN = "weighted_mean", "加权平均"
    NONE = "none", "不汇总"


class RelationKind(models.TextChoices):
    """What a metric is to others; figures are later held against it."""

    SUM_OF = "sum_of", "合计"
    PART_OF = "part_of", "其中"
    RATIO_OF = "ratio_of", "比率"
    CHANGE_VS = "change_vs", "比上年增减"


class OperandRole(models.TextChoices):
    PART = "part", "分项"
    WHOLE = "whole", "总数"
    NUMERATOR = "numerator", "分子"
    DENOMINATOR = "denominator", "分母"
    BASE = "base", "本数"


class ValueOrigin(models.TextChoices):
    """How a value came to be what it is."""

    SHEET = "sheet", "填报"
    WORKBOOK = "workbook", "导入表格"
    ROLL_UP = "roll_up", "采用汇总数"
    PUBLISHED = "published", "发布改动"
    INTAKE = "intake", "旧稿入库"


class SubmissionState(models.TextChoices):
    HANDED_IN = "handed_in", "已上报"
    REOPENED = "reopened", "已退回"


class SubmissionAction(models.TextChoices):
    HAND_IN = "hand_in", "上报"
    REOPEN = "reopen", "退回"


class ChangeState(models.TextChoices):
    WAITING = "waiting", "待发布"
    PUBLISHED = "published", "已发布"
    REFUSED = "refused", "不采用"
    WITHDRAWN = "withdrawn", "已撤回"


class ImportKind(models.TextChoices):
    WORKBOOK = "workbook", "填报表"
    TABLE = "table", "普通表格"


class ImportState(models.TextChoices):
    READ = "read", "待确认"
    STORED = "stored", "已导入"
    DROPPED = "dropped", "已放弃"


class RollUpState(models.TextChoices):
    WAITING = "waiting", "排队中"
    RUNNING = "running", "汇总中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
