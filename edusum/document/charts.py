"""What a Chart says: its numbers, whether it can be drawn at all, and the words for who cannot see it."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from edusum.common.errors import EdusumError
from edusum.document.model import Chart, Series

MOST_CATEGORIES = 40
MOST_SERIES = 6
LABEL_LENGTH = 24
"""Characters of a name inside a drawing; a longer one ends with …"""

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]{1,10})?")
_ILLEGAL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_KINDS = {"trend": "趋势图", "comparison": "比较图", "share": "占比图"}
_MOST_TOLD = 12
_MOST_DIGITS = 15  # what a workbook keeps
_TENTH = Decimal("0.1")


def number(text: str) -> Decimal:
    """The number a value stands for; raises EdusumError for anything that is not up to 15 plain digits."""
    if not _is_number(text):
        raise EdusumError(f"图中的“{label(text)}”不是数字，请填写如97.3的数值。")
    return Decimal(text) + 0  # no negative zero


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and sum(map(str.isdigit, text)) <= _MOST_DIGITS


def numbers(series: Series) -> tuple[Decimal | None, ...]:
    return tuple(None if value is None else number(value) for value in series.values)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """A part in percent of its whole, with one decimal."""
    return (part * 100 / whole).quantize(_TENTH, ROUND_HALF_UP)


def label(text: str, length: int = LABEL_LENGTH) -> str:
    """A name as a drawing shows it: on one line, without control and direction marks, not too long."""
    line = _ILLEGAL.sub("", " ".join(text.split()))
    return line if len(line) <= length else line[: length - 1] + "…"


def complaint(chart: Chart) -> str:
    """Why the chart cannot be drawn, as a sentence for the user; "" when it can."""
    reason = _complaint(chart)
    return f"图“{label(chart.caption)}”{reason}" if reason else ""


def is_drawable(chart: Chart) -> bool:
    return not _complaint(chart)


def gap(chart: Chart) -> str:
    """What is printed in place of a chart that cannot be drawn."""
    return f"【待补：图“{label(chart.caption)}”】"


def alt_text(chart: Chart) -> str:
    """What the drawing shows, in sentences: the course, both ends, the highest and the lowest."""
    if reason := complaint(chart):
        return reason
    tell = {"trend": _trend, "comparison": _comparison, "share": _share}[chart.kind]
    caption = f"“{label(chart.caption, 60)}”" if chart.caption else ""
    sentences = "".join(f"{sentence}。" for series in chart.series for sentence in tell(chart, series))
    return f"{_KINDS[chart.kind]}{caption}。{sentences}"


def _complaint(chart: Chart) -> str:
    values = [value for series in chart.series for value in series.values]
    if not chart.categories or not chart.series:
        return "没有数据，无法绘制。请先选定指标和年份。"
    if any(len(series.values) != len(chart.categories) for series in chart.series):
        return "的数值个数与类别个数不符，无法绘制。请重新选定指标。"
    if not any(value is not None for value in values):
        return "的数值都还没有填报，无法绘制。请先填报指标，或删去此图。"
    if wrong := next((value for value in values if value is not None and not _is_number(value)), None):
        return f"中的“{label(wrong)}”不是数字，无法绘制。请更正该指标。"
    return _too_much(chart) or (_share_complaint(chart) if chart.kind == "share" else "")


def _too_much(chart: Chart) -> str:
    if len(chart.categories) > MOST_CATEGORIES:
        return f"有{len(chart.categories)}个类别，最多可画{MOST_CATEGORIES}个。请改用表格，或减少类别。"
    if len(chart.series) > MOST_SERIES:
        return f"有{len(chart.series)}组数值，最多可画{MOST_SERIES}组。请改用表格，或分成几幅图。"
    return ""


def _share_complaint(chart: Chart) -> str:
    if len(chart.series) > 1:
        return "有几组数值，占比图只能画一组。请改用比较图。"
    present = [value for value in numbers(chart.series[0]) if value is not None]
    if min(present) < 0:
        return "有负数，不能画成占比图。请改用比较图。"
    return "" if sum(present) else "各项合计为零，不能画成占比图。请改用表格。"


def _trend(chart: Chart, series: Series) -> Iterator[str]:
    points = _points(chart, series)
    if not points:
        yield f"{label(series.name)}没有数据"
        return
    yield label(series.name) + _course(chart, points)
    yield from _extremes(chart, points)
    yield from _absent(chart, series)


def _course(chart: Chart, points: list[tuple[str, str]]) -> str:
    """From the first value to the last."""
    (first_at, first), (last_at, last) = points[0], points[-1]
    if len(points) == 1:
        return f"{first_at}为{_told(chart, first)}"
    if number(first) == number(last):
        return f"{last_at}与{first_at}持平，均为{_told(chart, last)}"
    verb = "升至" if number(last) > number(first) else "降至"
    return f"由{first_at}的{_told(chart, first)}{verb}{last_at}的{_told(chart, last)}"


def _comparison(chart: Chart, series: Series) -> Iterator[str]:
    points = _points(chart, series)
    name = label(series.name)
    if not points:
        yield f"{name}没有数据"
        return
    if len(points) <= _MOST_TOLD:
        yield f"{name}：" + "，".join(_place(chart, point) for point in points)
    else:
        yield f"{name}：共{len(points)}项"
    yield from _extremes(chart, points)
    yield from _absent(chart, series)


def _share(chart: Chart, series: Series) -> Iterator[str]:
    points = _points(chart, series)
    whole = sum((number(value) for _, value in points), Decimal())
    yield f"{label(series.name)}合计{whole:f}{label(chart.unit)}"
    told = sorted(points, key=_size, reverse=True)[:_MOST_TOLD] if len(points) > _MOST_TOLD else points
    parts = (f"{_place(chart, point)}（{percent(number(point[1]), whole)}%）" for point in told)
    yield ("其中前12项为" if len(points) > _MOST_TOLD else "") + "，".join(parts)
    yield from _absent(chart, series)


def _extremes(chart: Chart, points: list[tuple[str, str]]) -> Iterator[str]:
    highest, lowest = max(points, key=_size), min(points, key=_size)
    if len(points) > 2 and _size(highest) > _size(lowest):
        yield f"最高为{_place(chart, highest)}，最低为{_place(chart, lowest)}"


def _points(chart: Chart, series: Series) -> list[tuple[str, str]]:
    """Category and value wherever there is one."""
    pairs = zip(chart.categories, series.values, strict=True)
    return [(label(category), value) for category, value in pairs if value is not None]


def _size(point: tuple[str, str]) -> Decimal:
    return number(point[1])


def _told(chart: Chart, value: str) -> str:
    return f"{value}{label(chart.unit)}"


def _place(chart: Chart, point: tuple[str, str]) -> str:
    category, value = point
    link = "为" if category[-1:].isascii() else ""
    return f"{category}{link}{_told(chart, value)}"


def _absent(chart: Chart, series: Series) -> Iterator[str]:
    pairs = zip(chart.categories, series.values, strict=True)
    names = [label(category) for category, value in pairs if value is None]
    if names:
        rest = f"等{len(names)}项" if len(names) > _MOST_TOLD else ""
        yield "、".join(names[:_MOST_TOLD]) + rest + "暂无数据"
