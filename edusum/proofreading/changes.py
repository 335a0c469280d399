"""What is said of the change between a former and a present value, and what it truly is."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from edusum.proofreading.numbers import Number, preceding
from edusum.proofreading.pairs import Pair, compared, direction, verb_of
from edusum.proofreading.percents import alike

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

Told = Literal["amount", "percent", "points", "times"]
_NO_CHANGE = re.compile(
    "[到至不最较还更很许众偏][多少高低]$|每(?![^,，。;；]{0,6}(?:多领|少支出|多支出)$)|全年[多少]"
)
_OF_YEARS = re.compile("(?P<now>20[0-9]{2})年[^,，。;；]{0,8}比(?P<then>20[0-9]{2})年")
_OF_OTHERS = re.compile("分别|其中|(?:年|月|学期|平)均")
_OF_BOTH = re.compile(
    "^(?:前者比后者|后者比前者|二者|两者)[^,，。;；]{0,4}(?:高|低|多|少|大|相差|差)(?:出|了|距)?$"
)
_HUNDRED = Decimal(100)
_LEAST_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Change:
    """A claim on a change, and what it truly is, from low to high in the claim's base unit or percent."""

    claim: Number
    told: Told
    pair: Pair | None
    amount: Number | None
    low: Decimal
    high: Decimal
    is_sure: bool

    @property
    def holds(self) -> bool:
        return self.low <= self.claim.high and self.claim.low <= self.high

    @property
    def value(self) -> Decimal:
        return (self.low + self.high) / 2


def changes(reading: "Reading") -> Iterator[Change]:
    """Every claim on a change that can be reckoned."""
    numbers = reading.numbers
    known = reading.pairs
    behind = {pair.claim.place: pair for pair in known if pair.claim}
    place = 0
    for claim in numbers:
        while place < len(known) and known[place].former.place < claim.place:
            place += 1
        told = _told(claim) if claim.is_exact else None
        if told is None:
            continue
        pair = behind.get(claim.place) or _pair_of(known[max(0, place - 3) : place], claim)
        pair = pair or _of_years(numbers, claim) or _of_both(numbers, claim)
        if pair and not pair.present.is_exact:
            continue
        change = _by_pair(numbers, claim, told, pair) if pair else _by_amount(numbers, claim, told)
        if change:
            yield change


def _told(claim: Number) -> Told | None:
    if claim.unit == "倍":
        return None
    tail = claim.tail
    is_change = compared(tail) or ("者" in tail and _OF_BOTH.search(tail))
    if not is_change or _NO_CHANGE.search(tail) or _OF_OTHERS.search(tail):
        return None
    if claim.kind == "points":
        return "points"
    if claim.kind == "share":
        return "percent"
    return "amount" if claim.kind != "time" or claim.unit else None


def _pair_of(known: Sequence[Pair], claim: Number) -> Pair | None:
    """The nearest pair of the sentence, with nothing but changes between it and the claim."""
    for pair in reversed(known):
        last = max(pair.former.place, pair.present.place)
        if pair.former.sentence == claim.sentence and claim.place - last <= 3 and claim.place > last:
            return pair
    return None


def _of_both(numbers: Sequence[Number], claim: Number) -> Pair | None:
    """9.86万元、9.71万元，前者比后者高1500元."""
    if not _OF_BOTH.search(claim.tail) or claim.place < _LEAST_BEFORE:
        return None
    one, other = numbers[claim.place - 2], numbers[claim.place - 1]
    if one.sentence != claim.sentence or not alike(one, other) or not (one.is_exact and other.is_exact):
        return None
    return Pair(other, one, verb_of(claim.tail), is_from_to=False, is_in_time=False)


def _of_years(numbers: Sequence[Number], claim: Number) -> Pair | None:
    """2013年1.26亿元、2014年1.68亿元，2014年投入比2013年增长…: both told by their years."""
    match = _OF_YEARS.search(claim.tail)
    if not match or not claim.place:
        return None
    near = [
        one
        for one in numbers[max(0, claim.place - 6) : claim.place]
        if one.sentence == claim.sentence and one.is_count and one.is_exact and not verb_of(one.tail)
    ]
    then, now = ([one for one in near if f"{match[name]}年" in one.tail] for name in ("then", "now"))
    if len(then) != 1 or len(now) != 1 or then == now or not alike(then[0], now[0]):
        return None
    return Pair(then[0], now[0], verb_of(claim.tail), is_from_to=False)


def _by_pair(numbers: Sequence[Number], claim: Number, told: Told, pair: Pair) -> Change | None:
    former, present = pair.former, pair.present
    between = numbers[max(former.place, present.place) + 1 : claim.place] if pair.claim is None else ()
    if any(_told(one) is None and one.unit != "倍" and "全年" not in one.tail for one in between):
        return None
    is_share = former.kind == "share"
    if told == "amount":
        if is_share or not alike(claim, former):
            return None
        low, high = _difference(present, former)
    elif told == "points":
        if not is_share:
            return None
        low, high = _difference(present, former)
    else:
        if is_share or former.low <= 0 or direction(claim.tail) == 0:
            return None
        low, high = _relative(present, former)
    change = Change(claim, told, pair, None, low, high, is_sure=pair.is_from_to or pair.is_in_time)
    if not change.holds and not pair.is_from_to and _fits_another(numbers, claim, told, former):
        return None
    return change


def _fits_another(numbers: Sequence[Number], claim: Number, told: Told, former: Number) -> bool:
    """Whether another number before it is the present value, from which the change was reckoned."""
    for one in numbers[max(0, claim.place - 10) : claim.place]:
        if one is former or one.line != claim.line or not alike(one, former):
            continue
        low, high = _relative(one, former) if told == "percent" else _difference(one, former)
        if low <= claim.high and claim.low <= high:
            return True
    return False


def is_of_others(reading: "Reading", change: Change) -> bool:
    """增长25%: whether two other numbers of the sentence bear it out, so that it may tell of them."""
    claim = change.claim
    pair = change.pair
    if change.told != "percent" or (pair and pair.is_from_to):
        return False
    if pair and pair.is_in_time and claim.place == pair.former.place + 1:
        return False
    near = [
        one
        for one in reading.numbers[max(0, claim.place - 10) : claim.place + 3]
        if one.sentence == claim.sentence and one.is_count and one.low > 0
    ]
    own = {pair.former, pair.present} if pair and pair.is_in_time else set()
    for one, other in itertools.permutations(near, 2):
        if other in own and (one in own or _is_between(reading, change, one)):
            continue
        if alike(one, other):
            low, high = _relative(one, other)
            if (low <= claim.high and claim.low <= high) or _is_of(one, other, claim):
                return True
    return False


def _is_between(reading: "Reading", change: Change, one: Number) -> bool:
    """Whether it is the amount of the very change, told between the two values and the claim."""
    former = change.pair.former if change.pair else change.claim
    return former.place < one.place < change.claim.place and _told(one) == "amount"


def _difference(one: Number, other: Number) -> tuple[Decimal, Decimal]:
    """Numbers without decimals are taken as even."""
    slack = sum((one.high - one.value for one in (one, other) if "." in one.quantity.value), Decimal(0))
    low, high = one.value - other.value - slack, one.value - other.value + slack
    return (low, high) if low >= 0 else (-high, -low) if high <= 0 else (Decimal(0), max(high, -low))


def _bounds(number: Number) -> tuple[Decimal, Decimal]:
    """Even, where it has no decimals and is no rounded 万 of persons."""
    if "." in number.quantity.value or (number.quantity.unit[:1] in "万亿" and number.kind != "money"):
        return number.low, number.high
    return number.value, number.value


def _relative(present: Number, former: Number) -> tuple[Decimal, Decimal]:
    now, then = _bounds(present), _bounds(former)
    low = (now[0] / then[1] - 1) * _HUNDRED
    high = (now[1] / then[0] - 1) * _HUNDRED
    return (low, high) if low >= 0 else (-high, -low) if high <= 0 else (Decimal(0), max(high, -low))


def _by_amount(numbers: Sequence[Number], claim: Number, told: Told) -> Change | None:
    """比上年增加2736人，增长4.5%: reckoned from the amount and what there is now."""
    if told != "percent" or claim.place == 0:
        return None
    amount = numbers[claim.place - 1]
    sign = direction(verb_of(claim.tail))
    if amount.line != claim.line or not amount.is_exact or claim.start - amount.end > 24 or not sign:
        return None
    if _told(amount) != "amount":
        return _by_new(numbers, claim, amount)
    now = [one for one in preceding(numbers, amount, 6, reach=120) if _is_stock(one, amount)]
    if not now or direction(verb_of(amount.tail)) != sign:
        return None
    for one in [*reversed(now)]:
        limits = _grown(amount, one, sign)
        if limits and _bears(limits, claim):
            return Change(claim, told, None, amount, *limits, is_sure=True)
    if (sign < 0 and any(_is_of(amount, one, claim) for one in now)) or _is_explained(numbers, claim, sign):
        return None
    limits = _grown(amount, now[-1], sign)
    if limits is None:
        return None
    is_sure = now[-1].sentence == claim.sentence and now[-1].place == amount.place - 1
    return Change(claim, told, None, amount, *limits, is_sure=is_sure)


def _is_explained(numbers: Sequence[Number], claim: Number, sign: int) -> bool:
    """Whether the change is that of anything before it: 大班额降到956个，占比6.8%，减少1228个，降幅56.2%."""
    amount = numbers[claim.place - 1]
    others = [one for one in preceding(numbers, amount, 6, reach=120) if alike(one, amount)]
    return any(_bears(_grown(amount, one, sign), claim) for one in others)


def _bears(limits: tuple[Decimal, Decimal] | None, claim: Number) -> bool:
    return limits is not None and limits[0] <= claim.high and claim.low <= limits[1]


def _is_of(amount: Number, former: Number, claim: Number) -> bool:
    """原有143家，压减129家，压减率90.2%: the number before was that of before."""
    return _bears((amount.low * _HUNDRED / former.high, amount.high * _HUNDRED / former.low), claim)


def _is_stock(one: Number, amount: Number) -> bool:
    return alike(one, amount) and one.is_exact and not verb_of(one.tail) and one.value > amount.value


def _grown(amount: Number, now: Number, sign: int) -> tuple[Decimal, Decimal] | None:
    low, high = now.low - sign * amount.high, now.high - sign * amount.low
    if sign < 0:
        low, high = now.low + amount.low, now.high + amount.high
    if low <= 0:
        return None
    return amount.low / high * _HUNDRED, amount.high / low * _HUNDRED


def _by_new(numbers: Sequence[Number], claim: Number, total: Number) -> Change | None:
    """新建12间，总数达到45间，增长36.4%."""
    new = numbers[total.place - 1] if total.place else None
    if (
        new is None
        or new.line != total.line
        or not alike(new, total)
        or not new.is_exact
        or not re.search("新[增建设]", new.tail)
        or not re.search("总数|累计|达到?$|共", total.tail)
        or new.value >= total.value
        or direction(verb_of(claim.tail)) < 0
    ):
        return None
    limits = _grown(new, total, 1)
    return Change(claim, "percent", None, new, *limits, is_sure=False) if limits else None
