from django.db import models


class SectionState(models.TextChoices):
    UNTOUCHED = "untouched", "未开始"
    WRITING = "writing", "填写中"
    HANDED_IN = "handed_in", "已交"
    APPROVED = "approved", "通过"


DONE: frozenset[str] = frozenset({SectionState.HANDED_IN, SectionState.APPROVED})
"""States in which the departments have done their part."""


class TextForm(models.TextChoices):
    """At what length the phrases speak; words as in `library.enums.PhraseForm`."""

    FULL = "full", "详写"
    SHORT = "short", "简写"


class SectionAction(models.TextChoices):
    SAVE = "save", "保存"
    HAND_IN = "hand_in", "交稿"
    TAKE_BACK = "take_back", "撤回"
    APPROVE = "approve", "通过"
    RETURN = "return", "退回"
    OMIT = "omit", "本稿不写"
    INCLUDE = "include", "恢复本节"
    FULL = "full", "改为详写"
    SHORT = "short", "改为简写"
    VERSION = "version", "换用新版模板"
    EXHIBIT = "exhibit", "改动表和图"
    AUTOSAVE = "autosave", "自动保存"
    ASSIGN = "assign", "转交"
    ADD = "add", "新增本节"
    RENAME = "rename", "改标题"
    PLACE = "place", "调整位置"


class Urgency(models.TextChoices):
    EXTREME = "特急", "特急"
    HIGH = "加急", "加急"


class ExhibitKind(models.TextChoices):
    TABLE = "table", "指标表"
    TREND = "trend", "趋势图"
    COMPARISON = "comparison", "对比图"
    SHARE = "share", "构成图"


class TableColumn(models.TextChoices):
    """The columns of a table of metrics, in order, beside the one with their names."""

    UNIT = "unit", "单位"
    PREVIOUS = "previous", "上年"
    CURRENT = "current", "本年"
    CHANGE = "change", "增减"
    GROWTH = "growth", "增幅"
    NOTE = "note", "说明"
