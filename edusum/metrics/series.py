"""How a figure moved from one year to the next, and how it stands to another: as numbers and as words.

Differences are taken between the printed values, so that the paper adds up and 持平 means that both years
read the same; growth and shares in percent are taken from the values themselves.
"""

from decimal import Decimal

from edusum.metrics.figures import Figure, Reading
from edusum.metrics.units import format_number, format_reading, format_value, round_half_up, scale_of

GROWING_KINDS = frozenset({"count", "money", "area", "rate_per_head", "other"})
"""Kinds whose change is said as growth in percent; the others move by an amount."""
SHARED_KINDS = frozenset({"count", "money", "area", "duration"})
"""Kinds that can be a part of a whole."""
_POINTS = {"%": "个百分点", "": "个百分点", "‰": "个千分点"}
_UNMEASURED = frozenset({"ratio", "rank"})
"""Kinds of which one can't be so many times another."""
_REACHED = {"": "全面", "at_least": "全面", "over": "超额"}
"""How a target is met by a figure that reads just like it, by the figure's approximation."""
_TOO_MUCH = Decimal(1000)
"""Growth in percent from which on the amount says more."""
_GROWTH = ("增长", "下降")
_AMOUNT = ("增加", "减少")
_VERBS = {
    "percent": ("提高", "降低"),
    "score": ("提高", "降低"),
    "multiple": ("提高", "降低"),
    "rank": ("后移", "前移"),
}


def amount(figure: Figure, reading: Reading) -> Decimal | None:
    """The value as printed; of a ratio the quotient of its terms, of a range its lower end, for conditions.

    None when there is no number.
    """
    if not reading.is_filled:
        return None
    if reading.terms is None:
        return None if reading.value is None else round_half_up(reading.value, figure.decimals)
    first, second = reading.terms
    if reading.is_range:
        return round_half_up(first, figure.decimals)
    return first / second if second else None


def change(figure: Figure) -> Decimal | None:
    """This year's printed value less last year's, in the figure's unit; None for ratio, range or gap."""
    current, previous = amount(figure, figure.current), amount(figure, figure.previous)
    if not is_simple(figure) or current is None or previous is None:
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


def multiple(figure: Figure) -> Decimal | None:
    """How many times last year's value, not rounded; None where it says nothing, as of zero."""
    return _quotient(figure, figure.current.value, figure.previous.value) or None


def multiple_of(figure: Figure, other: Figure) -> Decimal | None:
    """How many times this year's value of another, not rounded; None unless both are measured alike."""
    (unit, exponent), (other_unit, other_exponent) = scale_of(figure.unit), scale_of(other.unit)
    if (figure.kind, unit) != (other.kind, other_unit) or figure.current.value is None:
        return None
    value = figure.current.value.scaleb(exponent - other_exponent)
    return _quotient(figure, value, other.current.value)


def achieved(figure: Figure, target: Figure) -> Decimal | None:
    """This year's value in percent of a target, not rounded; None unless both are measured alike."""
    times = multiple_of(figure, target)
    return None if times is None else times * 100


def is_simple(figure: Figure) -> bool:
    """Neither a ratio nor a range: a number in both years, if any."""
    return figure.kind != "ratio" and figure.current.terms is None and figure.previous.terms is None


def is_level(figure: Figure) -> bool:
    """Both years are filled and read the same."""
    current, previous = figure.current, figure.previous
    if current.is_range or previous.is_range:
        return _printed_ends(figure, current) == _printed_ends(figure, previous)
    number = amount(figure, current)
    return number is not None and number == amount(figure, previous)


def level_words(figure: Figure) -> str:
    """持平, or 基本持平 when either year is an approximation."""
    return "基本持平" if _is_approximate(figure) else "持平"


def growth_words(figure: Figure) -> str:
    """增长12.5%, 提高2.1个百分点: in percent where that says something, else by the amount.

    For a figure that has both years and is not level, as are all words about a change.
    """
    percent = change_percent(figure)
    extent = "" if percent is None else _growth_percent(percent)
    if percent is None or not extent:
        return change_words(figure)
    return _moved(_GROWTH, percent, extent, figure)


def change_words(figure: Figure) -> str:
    """增加15人, 降低2.1个百分点, 前移2位; a ratio or a range tells last year's: 上年为1:6.5."""
    difference = change(figure)
    if difference is None:
        return f"{figure.since}为{format_reading(figure, figure.previous)}"
    extent = f"{format_value(figure, abs(difference))}{_change_unit(figure)}"
    return _moved(_VERBS.get(figure.kind, _AMOUNT), difference, extent, figure)


def multiple_words(figure: Figure) -> str:
    """是上年的2.7倍, 是上年的62.5%; "" where that says nothing, as from zero or for a rank."""
    times = _times(multiple(figure))
    return f"{'约为' if _is_approximate(figure) else '是'}{figure.since}的{times}" if times else ""


def multiple_of_words(figure: Figure, other: Figure) -> str:
    """是学生总数的1.5倍, 与学生总数相当; "" when the two can't be compared."""
    quotient = multiple_of(figure, other)
    if quotient is None:
        return ""
    is_rough = figure.current.approximation or other.current.approximation
    times = _times(quotient)
    return f"{'约为' if is_rough else '是'}{other.label}的{times}" if times else f"与{other.label}相当"


def target_words(figure: Figure, target: Figure) -> str:
    """完成目标的98.5%, 全面完成目标, 完成目标的105.2%; "" when the two can't be compared."""
    percent = achieved(figure, target)
    if percent is None:
        return ""
    if percent == 100:
        return f"{_REACHED.get(figure.current.approximation, '基本')}完成目标"
    told = _share_percent(percent)
    if not told[0].isdigit():
        return f"{'超额' if percent > 100 else '基本' if percent > 1 else '尚未'}完成目标"
    rough = "约" if figure.current.approximation or target.current.approximation else ""
    return f"{rough}完成目标的{told}"


def movement_words(figure: Figure) -> str:
    """由72.9%提高到75%, 由1709所减少到1507所; 保持在75% when both years read the same."""
    current, previous = (format_reading(figure, item) for item in (figure.current, figure.previous))
    if current == previous:
        return f"保持在{current}"
    start = previous if figure.since == "上年" else f"{figure.since}的{previous}"
    if is_level(figure):
        return f"基本保持在{current}"
    difference = change(figure)
    if difference is None:
        return f"由{start}变为{current}"
    up, down = _VERBS.get(figure.kind, _AMOUNT)
    return f"由{start}{up if difference > 0 else down}到{current}"


def coverage_words(figure: Figure) -> str:
    """实现全覆盖 at 100 %, else 覆盖率达98.7%; never 100 for what is less."""
    current = figure.current
    if current.value == 100:
        return "实现全覆盖" if current.approximation in {"", "at_least"} else "基本实现全覆盖"
    if current.value is None or amount(figure, current) != 100:
        return f"覆盖率{'达' if amount(figure, current) else '为'}{format_reading(figure, current)}"
    return f"覆盖率达{_share_percent(current.value)}"


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
    extent = f"{_about(figure)}{format_value(figure, abs(difference))}"
    if figure.kind == "rank":
        return f"{'前移' if difference < 0 else '后移'} {extent} {_change_unit(figure)}"
    unit = f" {_change_unit(figure)}" if figure.kind == "percent" else ""
    return f"{'▲' if difference > 0 else '▼'} {extent}{unit}"


def growth_label(figure: Figure) -> str:
    """Growth in percent for a table: "12.5%", "-3.2%", "约5%"; "" where it says nothing."""
    percent = None if is_level(figure) else change_percent(figure)
    extent = "" if percent is None else _growth_percent(percent)
    if percent is None or not extent:
        return ""
    return f"{_about(figure)}{'-' if percent < 0 else ''}{extent}"


def _printed_ends(figure: Figure, reading: Reading) -> list[Decimal]:
    return [round_half_up(end, figure.decimals) for end in reading.terms or ()] if reading.is_range else []


def _quotient(figure: Figure, value: Decimal | None, base: Decimal | None) -> Decimal | None:
    if figure.kind in _UNMEASURED or value is None or base is None or value < 0 or base <= 0:
        return None
    return value / base


def _times(quotient: Decimal | None) -> str:
    """2.7倍, 62.5%; "" when two decimals can't tell it from one or from nothing."""
    if quotient is None:
        return ""
    if quotient < 1:
        percent = _share_percent(quotient * 100)
        return percent if percent[0].isdigit() else ""
    for decimals in (1, 2):
        if round_half_up(quotient, decimals) != 1:
            return f"{format_number(quotient, decimals)}倍"
    return ""


def _growth_percent(percent: Decimal) -> str:
    """12.5%; "" for what the amount tells better: a change that rounds to nothing, growth from next to none.

    A fall short of 100 % never reads as 100 %.
    """
    extent = abs(percent)
    decimals = 2 if percent > -100 and round_half_up(percent, 1) == -100 else 1
    rounded = round_half_up(extent, decimals)
    if not rounded or percent >= _TOO_MUCH or (rounded == 100 and -100 < percent < 0):
        return ""
    return f"{format_number(extent, decimals)}%"


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
