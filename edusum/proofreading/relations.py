"""Relations between numbers that a fixed way of saying tells for certain, and where they do not hold."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import TYPE_CHECKING

from edusum.proofreading.more_forms import CAME_AND_WENT
from edusum.proofreading.numbers import told
from edusum.proofreading.relation_forms import FORMS, Check, Form

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_ROUGH = frozenset("约近超逾")
_COUNTS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_MORE = re.compile("[,，、;；](?:还|另|尚|仍|其余|其他|剩|余|未|待|筹建|前期)")
_BEFORE, _BEHIND = 130, 90
_FAR = Decimal(4)
_RATIO_SLACK = Decimal("0.03")
_SLACK = Decimal("0.002")
_ROUGH_SLACK = Decimal("0.15")


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
    for form in (*FORMS, *CAME_AND_WENT):
        for start, end in _windows(plain, form.gates):
            for match in form.pattern.finditer(plain, start, end):
                if not (form.is_sum and _MORE.match(plain, match.end())):
                    yield from _broken(form, match)


def _windows(plain: str, gates: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places around the gates, those that overlap as one."""
    places: list[int] = []
    for gate in gates:
        place = plain.find(gate)
        while place >= 0:
            places.append(place)
            place = plain.find(gate, place + 1)
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
    numbers = [name for name in match.groupdict() if len(name) == 1 and match[name] is not None]
    if not form.may_be_rough and any(_is_rough(match, name) for name in numbers):
        return
    limits = {name: _limits(match, name) for name in numbers}
    extra = {"names": Decimal(_named(match["names"]))} if "names" in match.groupdict() else {}
    for check in form.checks:
        if check.claim not in limits:
            continue
        value = _verdict(check, limits, extra)
        if value is None:
            continue
        claim = match.span(check.claim)
        scale = _SCALES[match.groupdict().get(f"{check.claim}_scale") or ""]
        words = {name: match[name] + (match.groupdict().get(f"{name}_scale") or "") for name in numbers}
        shown = check.shown.format_map(words)
        yield Broken(
            match.start(),
            match.end(),
            (claim[0], match.end(f"{check.claim}_scale")),
            told(value / scale, max(2, len(match[check.claim].partition(".")[2]))),
            shown,
            form.is_sure,
        )
        return


def _is_rough(match: re.Match[str], name: str) -> bool:
    return match.start(name) > 0 and match.string[match.start(name) - 1] in _ROUGH


def _named(words: str) -> int:
    return 1 + sum(words.count(sign) for sign in "、和与")


def _limits(match: re.Match[str], name: str) -> tuple[Decimal, Decimal, Decimal]:
    """The value in base units, and how far at most the true one is from it: half of the last place."""
    written = match[name].replace(",", "")
    if written in _COUNTS:
        return Decimal(_COUNTS[written]), Decimal(0), Decimal("0.5")
    scale = _SCALES[match.groupdict().get(f"{name}_scale") or ""]
    half = scale / 2 * Decimal(10) ** -len(written.partition(".")[2])
    is_whole = "." not in written and scale == 1
    return Decimal(written) * scale, Decimal(0) if is_whole else half, half


def _verdict(
    check: Check, limits: dict[str, tuple[Decimal, Decimal, Decimal]], extra: dict[str, Decimal]
) -> Decimal | None:
    """What should stand there; None where it does, can by rounding, or is too far off to be a slip."""
    claim, _, half = limits[check.claim]
    others = [name for name in limits if name != check.claim]
    exact = {name: limit[0] for name, limit in limits.items()} | extra
    uncertain = [name for name in others if limits[name][1]]
    nearest: Decimal | None = None
    try:
        for formula in check.formulas:
            value = formula(exact)
            reckoned = [value]
            for signs in itertools.product((-1, 1), repeat=len(uncertain)):
                moved = {
                    name: limits[name][0] + sign * limits[name][1]
                    for name, sign in zip(uncertain, signs, strict=True)
                }
                reckoned.append(formula(exact | moved))
            if "约" in check.shown and abs(value - claim) <= claim * _ROUGH_SLACK:
                return None
            is_sum = not re.search("[×÷份]", check.shown)
            if is_sum and abs(value - claim) <= 2 * max(limit[1] for limit in limits.values()):
                return None
            if "比" in check.shown and abs(value - claim) <= claim * _RATIO_SLACK:
                return None
            if is_sum:
                nearest = value if nearest is None else nearest
                continue
            slack = half * 2 if "÷" in check.shown else half + abs(value) * _SLACK * ("份" in check.shown)
            if min(reckoned) - slack <= claim <= max(reckoned) + slack:
                return None
            nearest = value if nearest is None else nearest
    except (DivisionByZero, InvalidOperation, KeyError):
        return None
    if nearest is None or nearest <= 0 or claim <= 0 or not 1 / _FAR <= nearest / claim <= _FAR:
        return None
    return nearest
