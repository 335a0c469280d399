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
