"""Ratios like 1:15.2 in running text, and the two numbers they compare."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from edusum.document.understanding.items import QuantityRead
from edusum.proofreading.numbers import Number, within
from edusum.proofreading.percents import alike

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_LEAST = Decimal("0.6")
_RATIO_WORDS = re.compile(r"[生师机职]比|之比|比例|比值|比[为是达约]|比[^,，。;；]{0,4}$")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio a:b at text[start:end] that the two numbers do not have."""

    quantity: QuantityRead
    one: Number
    other: Number
    is_sure: bool


def wrong_ratios(reading: "Reading") -> Iterator[Ratio]:
    for quantity in reading.quantities:
        if ":" not in quantity.value or not _RATIO_WORDS.search(
            reading.plain[max(0, quantity.start - 16) : quantity.start]
        ):
            continue
        left, right = quantity.value.split(":")
        if not Decimal(left) or not Decimal(right):
            continue
        line_start, line_end = reading.line_span(reading.line_of(quantity.start))
        around = [
            one
            for one in within(
                reading.numbers, max(line_start, quantity.start - 200), min(line_end, quantity.end + 60)
            )
            if one.is_count and one.kind != "money" and one.value > 0
        ]
        found = _ratio(reading, quantity, left, right, around)
        if found:
            yield found


def _ratio(
    reading: "Reading", quantity: QuantityRead, left: str, right: str, around: Sequence[Number]
) -> Ratio | None:
    value = Decimal(left) / Decimal(right)
    places = max(len(left.partition(".")[2]), len(right.partition(".")[2]))
    slack = Decimal(10) ** -places / 2
    if Decimal(right) == 1:
        limits = (value - slack, value + slack)
    elif Decimal(left) == 1:
        limits = (Decimal(right) - slack, Decimal(right) + slack)
        value = 1 / value
    else:
        limits = (value * Decimal("0.98"), value * Decimal("1.02"))
    if quantity.approximation:
        limits = (limits[0] * Decimal("0.93"), limits[1] * Decimal("1.07"))

    def fits(one: Number, other: Number) -> bool:
        return bool(one.value and other.value) and (
            limits[0] <= one.value / other.value <= limits[1]
            or limits[0] <= other.value / one.value <= limits[1]
        )

    is_bracketed = reading.plain[quantity.end : quantity.end + 1] in "(（" and quantity.end < len(
        reading.plain
    )
    around = [one for one in around if is_bracketed or one.start < quantity.start]
    last = [one for one in around if one.start < quantity.start][-2:]
    last += [one for one in around if one.start > quantity.start]
    told = around[-1].sentence if around else -1
    is_pair = sum(one.sentence == told for one in last) > 1 and alike(last[0], last[1])
    if any(
        fits(one, other)
        for one in last
        for other in around
        if one is not other and (not is_pair or (alike(one, other) and one.sentence == other.sentence))
    ):
        return None
    first = min((one.place for one in around), default=0)
    if not is_pair and any(
        fits(last[-1], other)
        for other in reading.numbers[max(0, first - 60) : first]
        if last and alike(last[-1], other)
    ):
        return None
    sentence = around[-1].sentence if around else -1
    near = [one for one in around if one.sentence == sentence and one.start < quantity.start][-2:]
    bracket = [one for one in around if quantity.end <= one.start][:2]
    if len(bracket) == 2 and reading.plain[quantity.end : quantity.end + 1] in "(（" and alike(*bracket):
        return Ratio(quantity, bracket[0], bracket[1], is_sure=True)
    if len(near) == 2 and quantity.start - near[-1].end < 30 and _could_slip(near, value):
        is_sure = "之比" in reading.plain[quantity.start - 12 : quantity.start]
        return Ratio(quantity, near[0], near[1], is_sure=is_sure and alike(*near))
    return None


def _could_slip(near: Sequence[Number], value: Decimal) -> bool:
    """Whether the ratio of the two is so near the one told that they are what it compares."""
    if not all(one.is_exact for one in near):
        return False
    share = near[0].value / near[1].value
    return any(_LEAST <= true / value <= 1 / _LEAST for true in (share, 1 / share))
