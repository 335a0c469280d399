"""A number that follows from others told elsewhere, and how far from it a slip may be."""

import re
from dataclasses import dataclass
from decimal import Decimal

from edusum.proofreading.numbers import Number, told

MOVED = re.compile(
    "增加了?$|减少了?$|增长了?$|下降了?$|提高了?$|新增了?$|净增了?$|多了?$|少了?$|同期的?$|每[^,。]{0,8}$|均$|日均"
    "|比[上去前同][^,。]{0,10}$|较[上去前同][^,。]{0,10}$|由[^,。]{0,10}$|从[^,。]{0,10}$"
)
"""Words right before a number that tell of a change, a former number or so many for each."""
_FARTHEST, _NEAREST = Decimal("2.5"), Decimal("0.4")
_NOUN = 2


@dataclass(frozen=True, slots=True)
class Break:
    """`number` should be `value`, as `shown` reckons it from the `others`."""

    number: Number
    value: Decimal
    shown: str
    others: tuple[Number, ...]


def may_be(value: Decimal, wanted: Decimal) -> bool:
    return wanted > 0 and _NEAREST <= value / wanted <= _FARTHEST


def slips(one: Decimal, other: Decimal) -> bool:
    left, right = told(one), told(other)
    if len(left) != len(right) or len(left) < _NOUN:
        return False
    wrong = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return len(wrong) == 1 or (len(wrong) == len("ab") and wrong[0] == wrong[1][::-1])
