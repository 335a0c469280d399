"""Whether a figure has changed more than such figures do, or suspiciously little."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from edusum.metrics.figures import Figure, Reading
from edusum.metrics.series import amount
from edusum.metrics.units import format_number, format_value

_POINTS = Decimal(10)
"""By how many points a rate may move within a year."""
_POINTS_NEAR_ALL = Decimal(5)
"""By how many a rate from 95 on may fall."""
_GROWTH = {
    "count": Decimal("0.5"),
    "money": Decimal(1),
    "area": Decimal("0.5"),
    "rate_per_head": Decimal("0.5"),
    "ratio": Decimal("0.3"),
    "multiple": Decimal("0.5"),
    "score": Decimal("0.3"),
    "duration": Decimal(1),
    "other": Decimal(1),
}
"""What share of last year's value a figure may move by; a rank moves as it likes."""
_LEAST = {"count": Decimal(20)}
"""Below this difference nothing is said: two schools instead of one are no leap."""
_USUAL = Decimal("1.5")
"""How many times its own largest change of the years before still counts as usual."""
_SLIPS = (Decimal(10_000), Decimal(1000), Decimal(100), Decimal(10))
_SLIP_MARGIN = Decimal("0.25")
_COPIED_KINDS = frozenset({"count", "money", "area"})
_COPIED_DIGITS = 4
ASKED = "请核对；确实如此，请写明原因。"
"""What every sentence on a leap ends in."""


def leap_words(figure: Figure, past: Sequence[Reading | None] = ()) -> str:
    """Why the change against the year before asks for a reason; "" for a usual one.

    `past` are the readings of the years before, the latest first: what always leaps may do so again.
    """
    now, before = amount(figure, figure.current), amount(figure, figure.previous)
    if now is None or before is None or figure.current.is_range or figure.previous.is_range or now == before:
        return ""
    if figure.kind == "percent":
        return _rate_leap(figure, now, before, past)
    if figure.kind not in _GROWTH or before <= 0 or now < 0:
        return ""
    moved = abs(now - before)
    allowed = max(before * _GROWTH[figure.kind], _LEAST.get(figure.kind, Decimal(0)))
    if moved <= max(allowed, _usual(figure, past)):
        return ""
    return _leap(figure, now, before)


def is_copied(figure: Figure) -> bool:
    """Whether a large number that is not round is last year's to the digit."""
    value = figure.current.value
    if figure.kind not in _COPIED_KINDS or value is None or value != figure.previous.value:
        return False
    if figure.current.approximation or figure.previous.approximation:
        return False
    return len(value.normalize().as_tuple().digits) >= _COPIED_DIGITS


def _rate_leap(figure: Figure, now: Decimal, before: Decimal, past: Sequence[Reading | None]) -> str:
    moved = now - before
    allowed = _POINTS_NEAR_ALL if before >= 95 and moved < 0 and figure.unit != "‰" else _POINTS
    if abs(moved) <= max(allowed, _usual(figure, past)):
        return ""
    points = "个千分点" if figure.unit == "‰" else "个百分点"
    verb = "提高" if moved > 0 else "降低"
    return f"比{figure.since}{verb} {format_value(figure, abs(moved))} {points}，变动较大，{ASKED}"


def _leap(figure: Figure, now: Decimal, before: Decimal) -> str:
    if not now:
        return f"{figure.since}是 {_plain(figure, before)}，今年填了 0；{ASKED}"
    times = now / before
    if figure.kind != "ratio" and (slip := _slip(times)):
        return f"约为{figure.since}的 {slip}，是不是单位或小数点错了？{ASKED}"
    if figure.kind == "ratio":
        return f"与{figure.since}的比相差较大，{ASKED}"
    growth = format_number(abs(now - before) / before * 100, 1)
    verb, grown = ("增加", "增长") if now > before else ("减少", "下降")
    return (
        f"比{figure.since}{verb} {_plain(figure, abs(now - before))}（{grown} {growth}%），变动较大，{ASKED}"
    )


def _slip(times: Decimal) -> str:
    """10 倍, 1/10000: what a wrong unit or decimal point makes of a figure; "" for other changes."""
    for slip in _SLIPS:
        if abs(times / slip - 1) <= _SLIP_MARGIN:
            return f"{slip} 倍"
        if abs(1 / times / slip - 1) <= _SLIP_MARGIN:
            return f"1/{slip}"
    return ""


def _plain(figure: Figure, number: Decimal) -> str:
    return f"{format_value(figure, number)}{figure.unit}"


def _usual(figure: Figure, past: Sequence[Reading | None]) -> Decimal:
    """The largest change between years that follow each other, and half as much again."""
    numbers = [None if reading is None else amount(figure, reading) for reading in past]
    return max(_steps(numbers), default=Decimal(0)) * _USUAL


def _steps(numbers: Sequence[Decimal | None]) -> Iterable[Decimal]:
    for later, earlier in pairwise(numbers):
        if later is not None and earlier is not None:
            yield abs(later - earlier)
