"""Ratios like 1:15.2 in running text, and the two numbers they compare."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from edusum.document.understanding.figures import Figure
from edusum.proofreading.numbers import Number, within
from edusum.proofreading.percents import alike
from edusum.proofreading.slipped import is_even, is_slip, is_telling

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_PAIR = 2
_LEAST = Decimal("0.6")
_RATIO_WORDS = re.compile(r"[生师机职]比|之比|比例|比值|比[为是达约]|比[^,，。;；]{0,4}$")


_OTHER = re.compile(r"\d:\d")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio a:b at text[start:end] that the two numbers do not have."""

    quantity: Figure
    one: Number
    other: Number
    is_sure: bool


def wrong_ratios(reading: "Reading") -> Iterator[Ratio]:
    for quantity in reading.figures:
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
        if {Decimal(left), Decimal(right)} <= {one.value for one in _shares_before(reading, quantity)}:
            continue
        found = _ratio(reading, quantity, left, right, around)
        if found:
            yield found


def _shares_before(reading: "Reading", quantity: Figure) -> list[Number]:
    """中职占42%，普高占58%，普职比为58:42: those told before it on its line."""
    near = within(reading.numbers, max(0, quantity.start - 120), quantity.start)
    line = reading.line_of(quantity.start)
    return [one for one in near if one.kind == "share" and one.line == line]


def _ratio(
    reading: "Reading", quantity: Figure, left: str, right: str, around: Sequence[Number]
) -> Ratio | None:
    value, limits = _limits(quantity, left, right)

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
    if last and _OTHER.search(reading.plain, last[-1].end, quantity.start):
        return None
    sentence = around[-1].sentence if around else -1
    near = [one for one in around if one.sentence == sentence and one.start < quantity.start][-2:]
    bracket = [one for one in around if quantity.end <= one.start][:2]
    if len(bracket) == 2 and reading.plain[quantity.end : quantity.end + 1] in "(（" and alike(*bracket):
        return Ratio(quantity, bracket[0], bracket[1], is_sure=True)
    side = left if Decimal(right) == 1 else right if Decimal(left) == 1 else ""
    found = _of_stage(reading, quantity, side, around) or _slipped(reading, quantity, side, around)
    if found:
        return found
    if len(near) == 2 and quantity.start - near[-1].end < 30 and _could_slip(near, value):
        is_sure = "之比" in reading.plain[quantity.start - 12 : quantity.start]
        return Ratio(quantity, near[0], near[1], is_sure=is_sure and alike(*near))
    return None


def _limits(quantity: Figure, left: str, right: str) -> tuple[Decimal, tuple[Decimal, Decimal]]:
    """The bigger of it by the smaller where one is 1, and between which it lies."""
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
    return value, limits


def _of_stage(reading: "Reading", quantity: Figure, side: str, around: Sequence[Number]) -> Ratio | None:
    """小学34518人、初中16874人。小学有教师2131人，生师比12.6:1: the pupils counted as of that stage."""
    before = [one for one in around if one.start < quantity.start and one.is_exact]
    words = reading.plain[max(0, quantity.start - 8) : quantity.start]
    if not side or not before or not ("生师比" in words or "师生比" in words) or "教" not in before[-1].tail:
        return None
    teachers = before[-1]
    pupils = [
        one
        for one in before[:-1]
        if len(name := one.tail.lstrip("、和其中")) > 1 and teachers.tail.startswith(name)
    ]
    if len({one.value for one in pupils}) != 1:
        return None
    claim = replace(teachers, value=Decimal(side), quantity=quantity._replace(value=side))
    true = pupils[-1].value / teachers.value
    return Ratio(quantity, pupils[-1], teachers, is_sure=False) if is_slip(true, claim) else None


def _slipped(reading: "Reading", quantity: Figure, side: str, around: Sequence[Number]) -> Ratio | None:
    """The only two of the sentence whose ratio comes out such that the one told is a slip of it."""
    before = [one for one in around if one.start < quantity.start and one.is_exact]
    near = [one for one in before if one.sentence == before[-1].sentence][-4:]
    if not side or quantity.approximation or len(near) < _PAIR:
        return None
    claim = replace(near[-1], value=Decimal(side), quantity=quantity._replace(value=side))
    found = []
    for one, other in combinations(near, 2):
        bigger, smaller = max(one.value, other.value), min(one.value, other.value)
        true = bigger / smaller
        if one.kind == other.kind and is_slip(true, claim) and (is_even(true, claim) or is_telling(claim)):
            found.append((one, other))
    return Ratio(quantity, *found[-1], is_sure=False) if len(found) == 1 else None


def _could_slip(near: Sequence[Number], value: Decimal) -> bool:
    """Whether the ratio of the two is so near the one told that they are what it compares."""
    if not all(one.is_exact for one in near):
        return False
    share = near[0].value / near[1].value
    return any(_LEAST <= true / value <= 1 / _LEAST for true in (share, 1 / share))
