"""Relations between numbers that a fixed way of saying tells for certain, and where they do not hold."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import told
from edusum.proofreading.relation_forms import NAMES, Check, Form, Formula, Values
from edusum.proofreading.relation_table import FORMS

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

Limits = Mapping[str, tuple[Decimal, Decimal, Decimal]]

_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_ROUGH = frozenset("约近超逾")
_COUNTS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_MORE = re.compile("[,，、;；](?:还|另|尚|仍|其余|其他|剩|余|未|待|筹建|前期)")
_BEFORE, _BEHIND = 130, 90
_FAR = Decimal(4)
_RATIO_SLACK = Decimal("0.03")
_SLACK = Decimal("0.002")
_ROUGH_SLACK = Decimal("0.15")
_HALF = Decimal("0.5")

_GATES: defaultdict[str, list[str]] = defaultdict(list)
for _gate in sorted({gate for form in FORMS for gate in form.gates}):
    _GATES[_gate[0]].append(_gate)
_GATE = re.compile(
    "|".join(
        f"{first}(?={'|'.join(re.escape(gate[1:]) for gate in gates)})" for first, gates in _GATES.items()
    )
)
"""The first sign of each gate, so that those within others are found too."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What stands at text[start:end] should be `value`, as `shown` reckons it; `place` is the claim's."""

    start: int
    end: int
    place: tuple[int, int]
    value: str
    shown: str
    is_sure: bool


def broken_relations(reading: "Reading") -> Iterator[Broken]:
    plain = reading.plain
    gates = _gates(plain)
    for form in FORMS:
        places = [place for gate in form.gates if gate in gates for place in gates[gate]]
        for start, end in _windows(places):
            for match in form.pattern.finditer(plain, start, end):
                if not (form.is_whole and _MORE.match(plain, match.end())):
                    yield from _broken(form, match)


def _gates(plain: str) -> dict[str, list[int]]:
    """Where the gates of all forms stand."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for match in _GATE.finditer(plain):
        for gate in _GATES[match[0]]:
            if plain.startswith(gate, match.start()):
                found[gate].append(match.start())
    return found


def _windows(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """What lies around the places, where it overlaps as one."""
    start = end = 0
    for place in sorted(places):
        if place - _BEFORE > end:
            if end:
                yield start, end
            start = max(0, place - _BEFORE)
        end = place + _BEHIND
    if end:
        yield start, end


def _broken(form: Form, match: re.Match[str]) -> Iterator[Broken]:
    groups = match.groupdict()
    numbers = {
        name: written + (groups.get(f"{name}_scale") or "")
        for name, written in groups.items()
        if len(name) == 1 and written is not None
    }
    is_rough = any(_is_rough(match, name) for name in numbers)
    limits = {name: _limits(written) for name, written in numbers.items()}
    extra = {NAMES: Decimal(_named(groups["names"]))} if "names" in groups else {}
    for check in form.checks:
        if check.claim not in limits or (is_rough and not check.is_about):
            continue
        value = _verdict(check, limits, extra)
        if value is None:
            continue
        scale = f"{check.claim}_scale"
        yield Broken(
            match.start(),
            match.end(),
            (match.start(check.claim), match.end(scale)),
            told(value / _SCALES[groups[scale]], max(2, len(groups[check.claim].partition(".")[2]))),
            check.shown.format_map(numbers),
            form.is_sure,
        )
        return


def _is_rough(match: re.Match[str], name: str) -> bool:
    return match.start(name) > 0 and match.string[match.start(name) - 1] in _ROUGH


def _named(words: str) -> int:
    return 1 + sum(words.count(sign) for sign in "、和与")


def _limits(written: str) -> tuple[Decimal, Decimal, Decimal]:
    """The value in base units, how far at most the true one is from it, and half of the last place."""
    if written in _COUNTS:
        return Decimal(_COUNTS[written]), Decimal(0), _HALF
    sign = written[-1] if written[-1] in _SCALES else ""
    digits, scale = written.removesuffix(sign).replace(",", ""), _SCALES[sign]
    half = scale * _HALF * Decimal(10) ** -len(digits.partition(".")[2])
    is_whole = "." not in digits and not sign
    return Decimal(digits) * scale, Decimal(0) if is_whole else half, half


def _verdict(check: Check, limits: Limits, extra: dict[str, Decimal]) -> Decimal | None:
    """What should stand there; None where it does, can by rounding, or is too far off to be a slip."""
    claim, _, half = limits[check.claim]
    exact = {name: limit[0] for name, limit in limits.items()} | extra
    nearest: Decimal | None = None
    try:
        for formula in check.formulas:
            value = formula(exact)
            if abs(value - claim) <= _leeway(check, claim, limits):
                return None
            nearest = value if nearest is None else nearest
            if not check.is_sum:
                reckoned = [value, *_nearly(formula, check, limits, exact)]
                slack = half * 2 if "÷" in check.shown else half + abs(value) * _SLACK * ("份" in check.shown)
                if min(reckoned) - slack <= claim <= max(reckoned) + slack:
                    return None
    except (DivisionByZero, InvalidOperation, KeyError):
        return None
    if nearest is None or nearest <= 0 or claim <= 0 or not 1 / _FAR <= nearest / claim <= _FAR:
        return None
    return nearest


def _leeway(check: Check, claim: Decimal, limits: Limits) -> Decimal:
    """How far from the claim the reckoned value may lie, whatever was rounded."""
    share = _ROUGH_SLACK if check.is_about else _RATIO_SLACK if "比" in check.shown else Decimal(0)
    places = 2 * max(limit[1] for limit in limits.values()) if check.is_sum else Decimal(0)
    return max(claim * share, places)


def _nearly(formula: Formula, check: Check, limits: Limits, exact: Values) -> Iterator[Decimal]:
    """What comes out where each of the other numbers was rounded up or down as far as may be."""
    uncertain = [name for name in limits if name != check.claim and limits[name][1]]
    for signs in itertools.product((-1, 1), repeat=len(uncertain)):
        moved = {
            name: limits[name][0] + sign * limits[name][1]
            for name, sign in zip(uncertain, signs, strict=True)
        }
        yield formula({**exact, **moved})
