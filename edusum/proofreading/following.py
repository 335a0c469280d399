"""A number that follows from others told elsewhere, and how far from it a slip may be."""

from dataclasses import dataclass
from decimal import Decimal

from edusum.proofreading.numbers import Number, told

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
