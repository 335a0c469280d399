"""The numbers of a paper as arithmetic needs them: exact values, and between which two they may lie."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from edusum.document.understanding.figures import Figure
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
_HALF_TENTH = Decimal(5)
_ONE = Decimal(1)
_ROUGH = re.compile("(?:约|大约|近|将近|接近)占[^,，。;；]{0,6}$")
_STOP = re.compile("[,，。;；!?:：]")
_FULL_STOP = re.compile("[。!?！？\n]")
_OWN = re.compile("[^,，。;；!?:：、]*")


class _Measure(NamedTuple):
    """A unit as arithmetic takes it: `half` of the last printed place is worth so much of the base unit."""

    factor: Decimal
    half: Decimal
    unit: str
    kind: str
    per: str
    is_counted_out: bool


@dataclass(slots=True, eq=False)
class Number:
    """A number at text[start:end]: `value` in the base unit, printed so exactly that it lies in low…high.

    `unit` without scale, 名 and 位 as 人; `kind` as `units.kind_of`. `before` are the words since the
    number before it on its line, `after` those up to the next, `tail` those of `before` behind its last
    stop, `own` those of `after` up to the first. `per` is what an amount is reckoned by (生 of 元/生).
    `sentence` (from 。 to 。) and `line` count from 0. Nobody changes one: it is not frozen because a paper
    has hundreds, and frozen ones take nine times as long to make.
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
    quantity: Figure

    @property
    def is_count(self) -> bool:
        return self.kind not in ("share", "points", "倍", "time", "ratio", "分", "字")


@lru_cache(maxsize=1000)
def _measure(unit: str, places: int) -> _Measure:
    """What a unit makes of a number printed to so many places."""
    base, _, per = unit.partition("/")
    factor = _ONE
    while base and base[0] in _SCALES and base not in _NO_SCALE:
        factor *= _SCALES[base[0]]
        base = base[1:]
    if base == "‰":
        base, factor = "%", _ONE / 10
    base = _ALIKE.get(base, base)
    half = factor / 2 * Decimal(10) ** -places
    kind = "share" if base == "%" else "points" if base == "百分点" else kind_of(base)
    return _Measure(factor, half, base, kind, per, half * 2 == _ONE and base not in _MEASURED)


def _valued(figure: Figure) -> tuple[Decimal, _Measure] | None:
    """The value in the base unit; None for ratios."""
    written = figure.value
    if ":" in written:
        return None
    if "/" in written:
        over, under = written.split("/")
        if not over.isdigit() or not under.isdigit() or not int(under):
            return None
        share = Decimal(over) * 100 / Decimal(under)
        return share, _measure("%", 0)._replace(half=share * _FRACTION_SLACK)
    measure = _measure(figure.unit, len(written.partition(".")[2]))
    return Decimal(written) * measure.factor, measure


def _limits(figure: Figure, value: Decimal, measure: _Measure) -> tuple[Decimal, Decimal]:
    """Between which values the true one lies, from the printed places and 余, 近, 以上, 约."""
    half = measure.half
    if not figure.approximation:
        return (value, value) if measure.is_counted_out else (value - half, value + half)
    step = Decimal(10) ** (len(str(abs(int(value)))) - len(str(abs(int(value))).rstrip("0")))
    step = max(step, half * 2)
    match figure.approximation:
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
    kept = [(figure, *valued) for figure in reading.figures if (valued := _valued(figure))]
    line = last_end = 0
    for place, (figure, value, measure) in enumerate(kept):
        start, end = figure.start, figure.end
        while line + 1 < len(starts) and starts[line + 1] <= start:
            line += 1
        before = plain[max(starts[line], last_end, start - GAP) : start]
        following = kept[place + 1][0].start if place + 1 < len(kept) else len(plain)
        after = plain[end : min(following, end + GAP)]
        low, high = _limits(figure, value, measure)
        if measure.unit == "%":
            low, high = _limits_of_share(plain, figure, before, value, (low, high))
        if figure.upper and value:
            high = max(high, value * Decimal(figure.upper) / Decimal(figure.value))
        found.append(
            Number(
                place=place,
                start=start,
                end=end,
                value=value,
                low=low,
                high=high,
                unit=measure.unit,
                kind=measure.kind,
                per=measure.per,
                before=before,
                after=after,
                tail=_STOP.split(before)[-1],
                own=_OWN.match(after)[0],  # type: ignore[index]
                sentence=bisect_left(stops, start),
                line=line,
                is_exact=not figure.approximation and not figure.upper,
                quantity=figure,
            )
        )
        last_end = end
    return tuple(found)


def _limits_of_share(
    plain: str, figure: Figure, before: str, value: Decimal, limits: tuple[Decimal, Decimal]
) -> tuple[Decimal, Decimal]:
    """Those of 约占三成 are wider."""
    low, high = limits
    if "占" in before and _ROUGH.search(before):
        low, high = value - abs(value) * _ROUGHLY, value + abs(value) * _ROUGHLY
    if plain.startswith("成", figure.end - 1):
        low, high = min(low, value - _HALF_TENTH), max(high, value + _HALF_TENTH)
    return low, high


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
