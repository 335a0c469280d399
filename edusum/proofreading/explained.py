"""Whether figures that seem not to agree do so when they are read another way: then nobody is bothered.

What a rule takes for parts and total is a guess at the grammar. Numbers that fit each other to the last
digit in another natural reading are no chance, and tell that the guess was wrong.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from edusum.proofreading.numbers import Number, within

_AROUND, _BEHIND = 16, 6
_NEXT = 60
_TELLING = 10
_LEAST_ITEMS = 3
_SIDES = 200
_HUNDRED = Decimal(100)
_ZERO = Decimal(0)


def adds_up_otherwise(
    numbers: Sequence[Number],
    total: Number,
    parts: Sequence[Number],
    *,
    is_listed: bool = False,
    is_whole: bool = False,
) -> bool:
    """Whether the total, or what the parts come to, is borne out by the numbers of the unit around them.

    It is when what is missing is told right behind (挂牌督办13处, 其他61万元); when more of the numbers
    before the parts belong to them (a list divided by several marks); when the parts make up a number told
    behind them (unless they leave nothing out, `is_whole`: 公办、民办), or, in a list not divided alike
    (`is_listed`), one of themselves (已开工15个，主体完工的4个、在建的6个、在做基础的5个).
    """
    near = [one for one in _near(numbers, total, parts) if one.sentence == parts[0].sentence]
    before = [one for one in near if one.place < parts[0].place]
    behind = [one for one in near if one.place > parts[-1].place]
    whole = _sum(parts)
    is_first = total.place < parts[0].place
    return (
        (is_first and _is_filled(total.value - whole, behind))
        or total.value in accumulate((one.value for one in reversed(before)), initial=whole)
        or (not is_whole and any(one.value == whole for one in behind if one.start - parts[-1].end <= _NEXT))
        or (is_first and whole in list(accumulate(one.value for one in (total, *reversed(before))))[1:])
        or (is_first and _has_shares(numbers, total, parts))
        or (is_first and _is_item(numbers, total))
        or (not is_listed and _is_nested(parts))
    )


def _near(numbers: Sequence[Number], total: Number, parts: Sequence[Number]) -> list[Number]:
    """Those of the line in the same unit that are neither the total nor a part."""
    known = {total.place, *(part.place for part in parts)}
    units = {total.unit, *(part.unit for part in parts)}
    first, last = min(known), max(known)
    return [
        one
        for one in numbers[max(0, first - _AROUND) : last + 1 + _BEHIND]
        if one.line == total.line and one.unit in units and one.is_exact and one.place not in known
    ]


def _is_filled(left: Decimal, behind: Sequence[Number]) -> bool:
    """Whether what is missing stands right behind, in one number or in two."""
    inside = [one.value for one in behind[:3]]
    return left > 0 and (left in inside or left in map(sum, pairwise(inside)))


def _is_item(numbers: Sequence[Number], total: Number) -> bool:
    """Whether it is one of a list that comes to what is told before: 428个，幼儿园189个，小学112个，…."""
    line = [
        one
        for one in numbers[max(0, total.place - _AROUND) : total.place + _AROUND]
        if one.line == total.line and one.unit == total.unit and one.is_exact
    ]
    run = [one for one in line if one.sentence == total.sentence]
    place = run.index(total)
    for first in range(place + 1):
        told = {one.value for one in line if one.place < run[first].place}
        sums = list(accumulate(one.value for one in run[first:]))
        if told.intersection(sums[max(place - first + 1, _LEAST_ITEMS - 1) :]):
            return True
    return False


def _has_shares(numbers: Sequence[Number], total: Number, parts: Sequence[Number]) -> bool:
    """Whether every part has its share told, and each is one of the total: then the parts overlap."""
    behind = [(part, numbers[part.place + 1]) for part in parts if part.place + 1 < len(numbers)]
    shares = [(part, share) for part, share in behind if share.kind == "share" and "占" in share.tail]
    return len(shares) == len(parts) and all(_is_share(part, total, share) for part, share in shares)


def _is_nested(parts: Sequence[Number]) -> bool:
    """Whether one of the parts is made up by those right behind it: it was divided itself."""
    values = [part.value for part in parts]
    return any(
        value >= _TELLING and value in list(accumulate(values[index:]))[1:]
        for index, value in enumerate(values, start=1)
    )


def is_grown_otherwise(numbers: Sequence[Number], claim: Number, amount: Number) -> bool:
    """Whether the claim is that share of the amount in another number of the line: the former value."""
    around = within(numbers, claim.start - _SIDES, claim.end + _SIDES)
    return any(
        one.value > 0 and _is_share(amount, one, claim)
        for one in around
        if one.line == claim.line and one.is_exact and one.unit == amount.unit and one is not amount
    )


def _is_share(part: Number, whole: Number, claim: Number) -> bool:
    return whole.value > 0 and claim.low <= part.value * _HUNDRED / whole.value <= claim.high


def _sum(parts: Sequence[Number]) -> Decimal:
    return sum((part.value for part in parts), _ZERO)
