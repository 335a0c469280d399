"""How a figure moved from one year to the next, and its part in another: as numbers and as words.

Differences are taken between the printed values, so that the paper adds up and 持平 means that both years
read the same; growth and shares in percent are taken from the values themselves.
"""

from decimal import Decimal

from edusum.metrics.figures import Figure, Reading
from edusum.metrics.units import format_number, format_reading, round_half_up, scale_of

GROWING_KINDS = frozenset({"count", "money", "area", "rate_per_head", "other"})
"""Kinds whose change is said as growth in percent; the others move by an amount."""
SHARED_KINDS = frozenset({"count", "money", "area", "duration"})
"""Kinds that can be a part of a whole."""
_POINTS = {"%": "个百分点", "": "个百分点", "‰": "个千分点"}
_GROWTH = ("增长", "下降")
_AMOUNT = ("增加", "减少")
_VERBS = {
    "percent": ("提高", "降低"),
    "score": ("提高", "降低"),
    "multiple": ("提高", "降低"),
    "rank": ("后移", "前移"),
}


def amount(figure: Figure, reading: Reading) -> Decimal | None:
    """The value as printed; of a ratio the quotient of its terms. None when there is no number."""
    if not reading.is_filled:
        return None
    if reading.terms is not None:
        first, second = reading.terms
        return first / second if second else None
    return None if reading.value is None else round_half_up(reading.value, figure.decimals)


def change(figure: Figure) -> Decimal | None:
    """This year's printed value less last year's, in the figure's unit; None for a ratio or a gap."""
    current, previous = amount(figure, figure.current), amount(figure, figure.previous)
    if figure.kind == "ratio" or current is None or previous is None:
        return None
    return current - previous


def change_percent(figure: Figure) -> Decimal | None:
    """Growth in percent of last year's value, not rounded; None where it says nothing.

    That is for kinds that move by an amount, without a reading, last year zero or below, this year below 0.
    """
    current, previous = figure.current.value, figure.previous.value
    if figure.kind not in GROWING_KINDS or current is None or previous is None:
        return None
    if previous <= 0 or current < 0:
        return None
    return (current - previous) / previous * 100


def share(part: Figure, whole: Figure) -> Decimal | None:
    """This year's part in percent of the whole, not rounded; None unless both count the same.

    That is: one kind that has parts, and one unit but for a 千, 万, 百万 or 亿 before it (人 and 万人).
    """
    if part.kind != whole.kind or part.kind not in SHARED_KINDS:
        return None
    (unit, exponent), (whole_unit, whole_exponent) = scale_of(part.unit), scale_of(whole.unit)
    if unit != whole_unit or part.current.value is None or not whole.current.value:
        return None
    return part.current.value.scaleb(exponent - whole_exponent) / whole.current.value * 100


def is_level(figure: Figure) -> bool:
    """Both years are filled and read the same."""
    current = amount(figure, figure.current)
    return current is not None and current == amount(figure, figure.previous)


def level_words(figure: Figure) -> str:
    """持平, or 基本持平 when either year is an approximation."""
    return "基本持平" if _is_approximate(figure) else "持平"


def growth_words(figure: Figure) -> str:
    """增长12.5%, 提高2.1个百分点: in percent where that says something, else by the amount.

    For a figure that has both years and is not level, as is `change_words`.
    """
    percent = change_percent(figure)
    if percent is None or not round_half_up(percent, 1):
        return change_words(figure)
    return _moved(_GROWTH, percent, f"{format_number(abs(percent), 1)}%", figure)


def change_words(figure: Figure) -> str:
    """增加15人, 降低2.1个百分点, 前移2位; a ratio tells last year's: 上年为1:6.5."""
    difference = change(figure)
    if difference is None:
        return f"上年为{format_reading(figure, figure.previous)}"
    extent = f"{format_number(abs(difference), figure.decimals)}{_change_unit(figure)}"
    return _moved(_VERBS.get(figure.kind, _AMOUNT), difference, extent, figure)


def share_words(part: Figure, whole: Figure) -> str:
    """占63.8%, 约占63.8% when either is an approximation; "" when there is no share to tell."""
    percent = share(part, whole)
    if percent is None:
        return ""
    is_rough = part.current.approximation or whole.current.approximation
    return f"{'约' if is_rough else ''}占{_share_percent(percent)}"


def change_label(figure: Figure) -> str:
    """The change for a table or a page: "▲ 2.1 个百分点", "▼ 2", "前移 2 位", "持平"; "" when unknown."""
    if is_level(figure):
        return level_words(figure)
    difference = change(figure)
    if difference is None:
        return ""
    extent = f"{_about(figure)}{format_number(abs(difference), figure.decimals)}"
    if figure.kind == "rank":
        return f"{'前移' if difference < 0 else '后移'} {extent} {_change_unit(figure)}"
    unit = f" {_change_unit(figure)}" if figure.kind == "percent" else ""
    return f"{'▲' if difference > 0 else '▼'} {extent}{unit}"


def _moved(verbs: tuple[str, str], difference: Decimal, extent: str, figure: Figure) -> str:
    return f"{verbs[0] if difference > 0 else verbs[1]}{_about(figure)}{extent}"


def _about(figure: Figure) -> str:
    return "约" if _is_approximate(figure) else ""


def _is_approximate(figure: Figure) -> bool:
    return bool(figure.current.approximation or figure.previous.approximation)


def _change_unit(figure: Figure) -> str:
    if figure.kind == "percent":
        return _POINTS.get(figure.unit, figure.unit)
    return figure.unit or ("位" if figure.kind == "rank" else "")


def _share_percent(percent: Decimal) -> str:
    """One decimal, two where one would say 0 or 100 of what is neither."""
    for decimals in (1, 2):
        rounded = round_half_up(percent, decimals)
        if rounded == percent or rounded not in {Decimal(0), Decimal(100)}:
            return f"{format_number(percent, decimals)}%"
    return "不足0.01%" if abs(percent) < 1 else "近100%" if percent < 100 else "逾100%"
