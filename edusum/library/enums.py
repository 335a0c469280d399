from django.db import models

from edusum.metrics.enums import Period

OPENING, CLOSING = "导语", "结语"
"""What lists call a section without a heading: before all that have one, or after."""


class Genre(models.TextChoices):
    ANNUAL_SUMMARY = "annual_summary", "年度工作总结"
    HALF_YEAR_SUMMARY = "half_year_summary", "半年总结"
    KEY_POINTS = "key_points", "工作要点"
    CAMPAIGN_SUMMARY = "campaign_summary", "专项总结"
    SPEECH = "speech", "讲话稿"
    DEPARTMENT_SUMMARY = "department_summary", "科室小结"


PERIODS = {Genre.HALF_YEAR_SUMMARY: Period.FIRST_HALF}
"""The part of the year that papers of a genre sum up, where it is not the whole."""


def period_of(genre: str) -> Period:
    return PERIODS.get(Genre(genre), Period.YEAR)


class VersionState(models.TextChoices):
    EDITING = "editing", "编辑中"
    PUBLISHED = "published", "已发布"
    RETIRED = "retired", "已停用"


class LoadedKind(models.TextChoices):
    METRIC = "metric", "指标"
    RELATION = "relation", "指标关系"
    TERM = "term", "时效用语"
    TEMPLATE = "template", "模板"


class HeadingForm(models.TextChoices):
    OWN_LINE = "own_line", "独立成行"
    RUN_IN = "run_in", "段首（后接正文）"
    NONE = "none", "无标题"


class MarkerStyle(models.TextChoices):
    """The mark before a heading; names as in the source catalogue. AUTO follows the level."""

    AUTO = "auto", "随层次"
    PART = "part", "第一部分"
    CN_COMMA = "cn_comma", "一、"
    CN_PAREN = "cn_paren", "（一）"
    ARABIC_DOT = "arabic_dot", "1."
    ARABIC_PAREN = "arabic_paren", "（1）"
    DI = "di", "第一，"
    YAO = "yao", "一要"
    NONE = "none", "不编号"


class PhraseForm(models.TextChoices):
    """In which form of its section a phrase speaks."""

    BOTH = "", "详写、简写都用"
    FULL = "full", "只用于详写"
    SHORT = "short", "只用于简写"
