"""Tags and filters every page has at hand without loading them."""

import datetime as dt
from dataclasses import dataclass, replace

from django import template
from django.utils import timezone

from edusum.common.words import quoted

register = template.Library()


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as word, colour and shape; shapes are drawn in `_mark.html`."""

    label: str
    tone: str
    shape: str


BADGES = {
    "untouched": Badge("未开始", "grey", "ring"),
    "writing": Badge("填写中", "blue", "half"),
    "returned": Badge("退回修改", "red", "cross"),
    "handed_in": Badge("已交", "green", "disc"),
    "approved": Badge("通过", "deep", "tick"),
    "gap": Badge("待补", "amber", "triangle"),
    "check": Badge("请核对", "amber", "triangle"),
    "error": Badge("有误", "red", "cross"),
    "filled": Badge("已填", "green", "disc"),
    "pending": Badge("待报", "grey", "ring"),
    "not_applicable": Badge("不适用", "grey", "slash"),
    "editing": Badge("编辑中", "blue", "half"),
    "published": Badge("已发布", "green", "disc"),
    "retired": Badge("已停用", "grey", "slash"),
    "active": Badge("在用", "green", "disc"),
    "inactive": Badge("已停用", "grey", "slash"),
    "omitted": Badge("本稿不写", "grey", "slash"),
    "added": Badge("新增", "green", "plus"),
    "removed": Badge("删去", "red", "minus"),
    "changed": Badge("修改", "blue", "half"),
    "moved": Badge("移动", "grey", "arrow"),
}


def badge_of(state: str, label: str = "") -> Badge:
    """The badge of a state, with other words if `label` is given; raises KeyError for an unknown state."""
    badge = BADGES[str(state)]
    return replace(badge, label=label) if label else badge


@register.inclusion_tag("_state_badge.html")
def state_badge(state: str, label: str = "") -> dict[str, Badge]:
    """`{% state_badge section.state %}`, `{% state_badge "gap" "2 处待补" %}`: a chip with shape and word."""
    return {"badge": badge_of(state, label)}


@register.inclusion_tag("_state_mark.html")
def state_mark(state: str, label: str = "") -> dict[str, Badge]:
    """The shape alone, for narrow places such as the outline; its word is there for screen readers."""
    return {"badge": badge_of(state, label)}


@register.filter
def single_quotes(value: object) -> str:
    """For a name between “ and ”: quotation marks inside it become single ones."""
    return quoted(value)[1:-1]


@register.filter
def chinese_date(value: dt.date | dt.datetime | None) -> str:
    """2026年1月8日, in the site's time zone; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def days_left(value: dt.date | None) -> str:
    """还有 9 天, 今天到期, 已逾期 3 天; "" for no limit."""
    if value is None:
        return ""
    days = (value - timezone.localdate()).days
    if days < 0:
        return f"已逾期 {-days} 天"
    return f"还有 {days} 天" if days else "今天到期"


@register.filter
def chinese_moment(value: dt.datetime | None) -> str:
    """1月8日 14:03 in this year, 2025年12月30日 14:03 otherwise; "" for nothing."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    day = f"{local.month}月{local.day}日"
    year = "" if local.year == timezone.localdate().year else f"{local.year}年"
    return f"{year}{day} {local:%H:%M}"
