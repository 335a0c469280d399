from collections.abc import Mapping

from django import template

from edusum.proofreading.showing import Look

register = template.Library()
_SHORT = 0.095
_LOOKS = {
    "title": "paper-title",
    "subtitle": "paper-subtitle",
    "addressee": "paper-salutation",
    "sign_off": "proof-sign-off",
}


@register.filter
def at(values: Mapping[int, str], key: int | None) -> str:
    """`links|at:number`; "" for none."""
    return values.get(key, "") if key is not None else ""


@register.filter
def look_classes(look: Look) -> str:
    """How a line of the paper is set."""
    if look.kind == "heading":
        is_run_in = "" if look.level else " paper-bold"
        return f"paper-heading paper-text proof-level-{min(look.level, 4)}{is_run_in}"
    return _LOOKS.get(look.kind, "paper-text")


@register.filter
def intcomma_plain(value: int) -> str:
    """13,204."""
    return f"{value:,}"


@register.filter
def seconds_told(value: float) -> str:
    """0.2 秒, 不到 0.1 秒."""
    return f" {value:.1f} 秒" if value >= _SHORT else "不到 0.1 秒"
