"""The numbers of a paper as arithmetic needs them: exact values, and between which two they may lie."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from edusum.document.understanding.items import QuantityRead
from edusum.document.understanding.units import kind_of

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

Verdict = Literal["holds", "fails", "uncertain", "not_assessable"]
GAP = 60
"""So many characters before a number are read at most."""
_SCALES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_NO_SCALE = frozenset({"千米", "千克", "千瓦", "千瓦时", "百分点"})
_ALIKE = {"名": "人", "位": "人", "个百分点": "百分点", "㎡": "平方米", "平米": "平方米", "m²": "平方米"}
_ROUGHLY = Decimal("0.07")
_FRACTION_SLACK = Decimal("0.03")
_MEASURED = frozenset({"%", "百分点", "元", "倍", "平方米", "亩", "公顷", "公里"})
_SHARES = frozenset({"%", "‰"})
_HALF_TENTH = Decimal(5)
_ONE = Decimal(1)
_ROUGH = re.compile("(?:约|大约|近|将近|接近)占[^,，。;；]{0,6}$")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_STOP = re.compile("[,，。;；!?:：]")
_FULL_STOP = re.compile("[。!?！？\n]")
_OWN = re.compile("[^,，。;；!?:：、]*")


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A number at text[start:end]: `value` in the base unit, printed so exactly that it lies in low…high.

    `unit` without scale, 名 and 位 as 人; `kind` as `units.kind_of`. `before` are the words since the
    number before it on its line, `after` those up to the next, `tail` those of `before` behind its last
    stop, `own` those of `after` up to the first. `per` is what an amount is reckoned by (生 of 元/生).
    `sentence` (from 。 to 。) and `line` count from 0.
    """

    place: int
    start: int
    end: int
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    kind: str
    per: str
    before: str
    after: str
    tail: str
    own: str
    sentence: int
    line: int
    is_exact: bool
    quantity: QuantityRead

    @property
    def is_count(self) -> bool:
        return self.kind not in ("share", "points", "倍", "time", "ratio", "分", "字")


def value_of(quantity: QuantityRead) -> tuple[Decimal, Decimal, str] | None:
    """The value in base units, half of its last printed place, and the base unit; None for ratios."""
    written, unit = quantity.value, quantity.unit.partition("/")[0]
    factor = _ONE
    while len(unit) and unit[0] in _SCALES and unit not in _NO_SCALE:
        factor *= _SCALES[unit[0]]
        unit = unit[1:]
    unit = _ALIKE.get(unit, unit)
    if "/" in written:
        over, under = written.split("/")
        if not over.isdigit() or not under.isdigit() or not int(under):
            return None
        share = Decimal(over) * 100 / Decimal(under)
        return share, share * _FRACTION_SLACK, "%"
    if not _PLAIN.fullmatch(written):
        return None
    half = factor / 2 * Decimal(10) ** -len(written.partition(".")[2])
    if unit == "‰":
        return Decimal(written) / 10, half / 10, "%"
    return Decimal(written) * factor, half, unit


def _limits(quantity: QuantityRead, value: Decimal, half: Decimal, unit: str) -> tuple[Decimal, Decimal]:
    """Between which values the true one lies, from the printed places and 余, 近, 以上, 约."""
    if not quantity.approximation and half * 2 == _ONE and unit not in _MEASURED:
        return value, value
    if not quantity.approximation:
        return value - half, value + half
    step = Decimal(10) ** (len(str(abs(int(value)))) - len(str(abs(int(value))).rstrip("0")))
    step = max(step, half * 2)
    match quantity.approximation:
        case "over":
            return value, value + step
        case "near":
            return value - step, value
        case "about":
            return value - max(abs(value) * _ROUGHLY, half), value + max(abs(value) * _ROUGHLY, half)
        case "at_least":
            return value, Decimal(10) ** 18
        case _:
            return Decimal(0), value


def numbers_of(reading: "Reading") -> tuple[Number, ...]:
    """Every number that can be reckoned with, in order; places of the text are those of `reading`."""
    plain, found = reading.plain, []
    stops = [match.start() for match in _FULL_STOP.finditer(plain)]
    starts = reading.source.starts
    kept = _kept(reading.quantities)
    line = 0
    for index, (quantity, (value, half, unit)) in enumerate(kept):
        while line + 1 < len(starts) and starts[line + 1] <= quantity.start:
            line += 1
        left = max(starts[line], kept[index - 1][0].end if index else 0, quantity.start - GAP)
        right = kept[index + 1][0].start if index + 1 < len(kept) else len(plain)
        low, high = _limits(quantity, value, half, unit)
        if unit == "%" and _ROUGH.search(plain, left, quantity.start):
            low, high = value - abs(value) * _ROUGHLY, value + abs(value) * _ROUGHLY
        if unit == "%" and plain.startswith("成", quantity.end - 1):
            low, high = min(low, value - _HALF_TENTH), max(high, value + _HALF_TENTH)
        if quantity.upper:
            high = max(
                high, value * Decimal(quantity.upper) / Decimal(quantity.value or 1) if value else high
            )
        before = plain[left : quantity.start]
        after = plain[quantity.end : min(right, quantity.end + GAP)]
        found.append(
            Number(
                place=index,
                start=quantity.start,
                end=quantity.end,
                value=value,
                low=low,
                high=high,
                unit=unit,
                kind="share" if unit in _SHARES else "points" if unit == "百分点" else kind_of(unit),
                per=quantity.unit.partition("/")[2],
                before=before,
                after=after,
                tail=_STOP.split(before)[-1],
                own=_OWN.match(after)[0],  # type: ignore[index]
                sentence=bisect_left(stops, quantity.start),
                line=line,
                is_exact=not quantity.approximation and not quantity.upper,
                quantity=quantity,
            )
        )
    return tuple(found)


def _kept(quantities: Sequence[QuantityRead]) -> list[tuple[QuantityRead, tuple[Decimal, Decimal, str]]]:
    """Those with a value, each place once (a number that several things share is told several times)."""
    kept: list[tuple[QuantityRead, tuple[Decimal, Decimal, str]]] = []
    for quantity in quantities:
        if kept and kept[-1][0].start == quantity.start:
            continue
        value = value_of(quantity)
        if value is not None:
            kept.append((quantity, value))
    return kept


def within(numbers: Sequence[Number], start: int, end: int) -> Sequence[Number]:
    """Those that begin in text[start:end]."""
    left = bisect_left(numbers, start, key=lambda one: one.start)
    return numbers[left : bisect_left(numbers, end, key=lambda one: one.start)]


def preceding(numbers: Sequence[Number], number: Number, most: int, *, reach: int = 240) -> list[Number]:
    """Up to so many before a number on its own line, the nearest last."""
    first = max(0, number.place - most)
    return [
        one
        for one in numbers[first : number.place]
        if one.line == number.line and number.start - one.start <= reach
    ]


def meets(low: Decimal, high: Decimal, claim: Number) -> bool:
    """Whether a reckoned value from low to high is what was printed."""
    return low <= claim.high and claim.low <= high


def told(value: Decimal, places: int = 2) -> str:
    """For people: 46.00 → 46, 92.7152 → 92.72."""
    rounded = value.quantize(_ONE.scaleb(-places)) if abs(value) < Decimal(10) ** 15 else value
    return format(rounded.normalize(), "f") if rounded else "0"


def printed(reading: "Reading", number: Number) -> str:
    return reading.text[number.start : number.end]
