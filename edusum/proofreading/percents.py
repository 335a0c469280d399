"""Parts of wholes in percent: what the rules on shares and on rates have in common."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import Number, meets

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

HUNDRED = Decimal(100)
PLANNED = re.compile("计划|任务|下达|目标|指标|应")
CHANGED = re.compile("(?:增加|减少|下降|增长|提高|新增|多|少)(?:了|约)?$|[比较][^,，。;；]{0,12}$")


@dataclass(frozen=True, slots=True)
class Share:
    """A claim that `part` of `whole` is so many percent. `is_sure`: the text itself says of what."""

    claim: Number
    part: Number
    whole: Number
    is_sure: bool


def percent(part: Number, whole: Number) -> tuple[Decimal, Decimal] | None:
    """Between which percents it lies."""
    if whole.low <= 0 or part.low < 0:
        return None
    return part.low * HUNDRED / whole.high, part.high * HUNDRED / whole.low


def is_share(part: Number, whole: Number, claim: Number) -> bool:
    limits = percent(part, whole)
    return limits is not None and meets(*limits, claim)


def alike(one: Number, other: Number) -> bool:
    """Whether both count the same sort of thing."""
    if one.unit == other.unit:
        return True
    return {one.unit, other.unit} <= {"所", "个", "家", "处"} or {one.unit, other.unit} <= {
        "项",
        "个",
        "条",
        "件",
    }


def any_of(pairs: Iterable[tuple[Number, Number]], claim: Number) -> bool:
    return any(is_share(part, whole, claim) for part, whole in pairs)


def elsewhere(reading: "Reading", claim: Number, part: Number) -> bool:
    """Whether a number said earlier in the paper is the whole."""
    for one in reading.numbers[max(0, claim.place - 160) : claim.place]:
        if (
            one is not part
            and one.is_exact
            and one.value >= part.value
            and alike(one, part)
            and is_share(part, one, claim)
        ):
            return True
    return False


def together(before: Sequence[Number], part: Number, claim: Number) -> bool:
    """Whether several side by side are the share together, or the rest is."""
    same = [one for one in before if alike(one, part)][-10:]
    for whole in same:
        if whole.value <= 0:
            continue
        for first in range(len(same)):
            both = Decimal(0)
            for one in same[first : first + 5]:
                both += one.value
                share = both * HUNDRED / whole.value
                if one is not same[first] and meets(share, share, claim):
                    return True
        left = (whole.value - part.value) * HUNDRED / whole.value
        if meets(left, left, claim):
            return True
    return False
