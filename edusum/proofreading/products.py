"""Products: 每生每学期补助375元，计304.5万元, by the number of pupils told beside it."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from edusum.proofreading.averages import EACH, UNITS, Each
from edusum.proofreading.numbers import Number, meets
from edusum.proofreading.percents import alike
from edusum.proofreading.slipped import is_slip, is_telling

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_IN_ALL = re.compile(
    r"(?:共|计|合计|共计|总计|累计|总额|总数|资金|金额|补助|发放|落实|全年|全学年|总(?:建筑|占地)?面积)[^,，。;；、\d]{0,10}$"
)
_LEAST, _MOST = Decimal("0.4"), Decimal("2.5")
_TENFOLD = (Decimal(10), Decimal(100), Decimal("0.1"))
_WHOLE = re.compile("^(?:全|合|共)|每月共")
_PER_TIME = re.compile(r"每(?:个)?(月|学期|季度|周|天|日)")
_TIMES = {
    "月": tuple(range(2, 13)),
    "学期": (2, 3, 4),
    "季度": (2, 3, 4),
    "周": (40, 52),
    "天": (),
    "日": (),
}


def wrong_products(reading: "Reading") -> Iterator[Each]:
    """每生每学期补助375元，计304.5万元: where the number of pupils beside it gives another amount."""
    numbers = reading.numbers
    for each in numbers:
        is_told = "均" not in each.tail or each.tail.startswith("按")
        if (
            not (is_told and EACH.search(each.tail))
            or each.kind in ("share", "points", "倍")
            or each.quantity.approximation not in ("", "at_least")
        ):
            continue
        inside = [
            one
            for one in numbers[max(0, each.place - 5) : each.place + 5]
            if one.sentence == each.sentence and one.kind not in ("share", "points", "倍")
        ]
        for claim in [one for one in inside if one.place > each.place]:
            if alike(claim, each) and claim.value < each.value and not EACH.search(claim.tail):
                break
            if not alike(claim, each) or claim.value <= each.value or not _IN_ALL.search(claim.tail):
                continue
            if EACH.search(claim.tail) and not _WHOLE.search(claim.tail):
                break
            found = _product(reading, each, claim, inside) if claim.place - each.place <= 2 else None
            if found:
                yield found
            break


def _product(reading: "Reading", each: Number, claim: Number, inside: Sequence[Number]) -> Each | None:
    factors = [one for one in inside if one is not each and one is not claim and one.value > 0]
    factors = [one for one in factors if one.place <= claim.place + 2]
    words = reading.plain[max(0, each.start - 16) : each.start]
    time = _PER_TIME.search(words)
    multiples = (1, *(_TIMES[time[1]] if time else (2, 12)))
    counted = [
        one
        for one in factors
        if one.is_exact
        and one.is_count
        and one.kind != "money"
        and _fits(each.tail, one)
        and not alike(one, claim)
        and "均" not in one.tail
    ] or [one for one in factors if one.is_exact and one.place < each.place and _fits(each.tail, one)]
    beside = [one for one in counted if one.place == each.place - 1]
    counted = beside or counted
    days = [one for one in factors if one.unit in ("天", "日")]
    if len(counted) != 1 or (time and time[1] in "天日" and len(days) != 1):
        return None
    if claim.quantity.approximation not in ("", each.quantity.approximation):
        return None
    value = _times(each, [counted[0], *days] if time and time[1] in "天日" else counted)
    if each.quantity.approximation == "at_least" and claim.is_exact and claim.value >= value:
        return None
    if not (_is_near(value, claim.value) or (is_telling(claim) and is_slip(value, claim))):
        return None
    if _can_be(each, claim, factors, multiples):
        return None
    if any(_is_product(each.value * multiple, each.value * multiple, claim) for multiple in multiples[1:]):
        return None
    if any(
        _is_product(_times(each, [one]), _times(each, [one]), other) for one in factors for other in inside
    ):
        return None
    is_sure = claim.place - each.place == 1 and not time
    return Each(claim, each, counted[0], value, is_sure)


def _can_be(each: Number, claim: Number, factors: Sequence[Number], multiples: Sequence[int]) -> bool:
    """Whether one or two of the numbers beside it make the product, for so many months or terms."""
    for count in (1, 2):
        for chosen in combinations(factors, count):
            low, high = (each.value, each.value) if _is_price(each) else (each.low, each.high)
            for one in chosen:
                low, high = low * one.low, high * one.high
            if each.quantity.approximation:
                low = high = _times(each, chosen)
            if any(_is_product(low * multiple, high * multiple, claim) for multiple in multiples):
                return True
    return False


def _is_near(true: Decimal, claim: Decimal) -> bool:
    """Whether the claim may be meant for it."""
    share = true / claim if claim else Decimal(0)
    return _LEAST < share < _MOST or share in _TENFOLD


def _is_price(each: Number) -> bool:
    """Whether it was hardly rounded: 5元, not 2.1万元."""
    return (
        each.is_exact and each.unit == each.quantity.unit.partition("/")[0] and "." not in each.quantity.value
    )


def _times(each: Number, chosen: Sequence[Number]) -> Decimal:
    value = each.value
    for one in chosen:
        value *= one.value
    return value


def _is_product(low: Decimal, high: Decimal, claim: Number) -> bool:
    if claim.quantity.approximation == "at_least":
        return low <= claim.value <= high
    return meets(low, high, claim)


def _fits(words: str, number: Number) -> bool:
    """Whether `number` counts what the words reckon by: 每生 and persons, 每所 and schools."""
    found = re.findall("每(人次|[^月学季周天日年])|([人生校班户师])均", words)
    return any(number.unit in UNITS.get(one or other, (one or other, "个")) for one, other in found)
