"""What makes one doubt a figure as it is entered: sums, shares and rates that do not fit, and leaps.

Nothing here refuses a figure: a warning names what to look at, with the sum written out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from edusum.metrics import leaps
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.relations import CHANGE_VS, PART_OF, RATIO_OF, SUM_OF, Relation
from edusum.metrics.series import SHARED_KINDS
from edusum.metrics.units import format_number, format_value, round_half_up, scale_of, unit_of

_ZERO, _HUNDRED = Decimal(0), Decimal(100)
_HALF = Decimal("0.5")
_SHARES = {"%": 2, "": 2, "‰": 3}
"""By which power of ten a quotient becomes a rate in that unit."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why to look at a figure again: `code` is the metric it is told beside, `codes` all that it is about.

    `kind` is sum, part, ratio, change, leap, negative or same; a hint leaves the figure's state alone;
    `asks_reason`: may well be right, and then a reason says why.
    """

    kind: str
    code: str
    codes: tuple[str, ...]
    words: str
    is_hint: bool = False
    asks_reason: bool = False


ByCode = Mapping[str, Figure]


def warnings_of(
    figures: Iterable[Figure],
    relations: Iterable[Relation] = (),
    *,
    past: Mapping[str, Mapping[int, Reading]] | None = None,
    year: int = 0,
) -> list[Doubt]:
    """All there is to doubt in these figures; `past` are readings of earlier years by code and year.

    What is related to a figure that is not among them, or that is pending or rough, is not judged.
    """
    known = {figure.code: figure for figure in figures}
    found = [warning for relation in relations for warning in _of_relation(relation, known)]
    for figure in known.values():
        years = (past or {}).get(figure.code, {})
        found += _of_one(figure, [years.get(at) for at in range(year - 1, year - 6, -1)])
    return found


def by_code(warnings: Iterable[Doubt]) -> dict[str, list[Doubt]]:
    """The warnings beside each metric, each sentence once."""
    told: dict[str, list[Doubt]] = {}
    for warning in warnings:
        beside = told.setdefault(warning.code, [])
        if all(other.words != warning.words for other in beside):
            beside.append(warning)
    return told


# One figure by itself


def _of_one(figure: Figure, past: Sequence[Reading | None]) -> Iterator[Doubt]:
    value = figure.current.value
    if value is not None and value < 0 and figure.kind in SHARED_KINDS:
        yield Doubt("negative", figure.code, (figure.code,), "这项指标一般不会小于 0，请核对正负号。")
    if words := leaps.leap_words(figure, past):
        yield Doubt("leap", figure.code, (figure.code,), words, asks_reason=True)
    elif leaps.is_copied(figure):
        words = f"与{figure.since}的数一位不差，请确认不是照抄{figure.since}。"
        yield Doubt("same", figure.code, (figure.code,), words, is_hint=True)


# Figures that belong together


def _of_relation(relation: Relation, known: ByCode) -> Iterator[Doubt]:
    figures = [known.get(code) for code in (relation.metric, *relation.codes)]
    if any(figure is None for figure in figures):
        return
    judge = {SUM_OF: _sum, PART_OF: _part, RATIO_OF: _ratio, CHANGE_VS: _change}[relation.kind]
    words = judge([figure for figure in figures if figure is not None], relation)
    if words:
        codes = (relation.metric, *relation.codes)
        yield Doubt(relation.kind.split("_", maxsplit=1)[0], _place(relation, known), codes, words)


def _place(relation: Relation, known: ByCode) -> str:
    """Beside which figure it is told: beside the last filled part of a sum, as one reads it from above."""
    if relation.kind != SUM_OF:
        return relation.metric
    filled = [code for code in relation.codes if known[code].current.is_filled]
    return filled[-1] if filled else relation.codes[-1]


def _sum(figures: Sequence[Figure], relation: Relation) -> str:
    total, parts = figures[0], figures[1:]
    whole = _exact(total)
    if whole is None:
        return ""
    if relation.is_overlapping:
        return next((words for part in parts if (words := _too_large(part, total))), "")
    numbers = [_exact(part) for part in parts]
    filled = [number for number in numbers if number is not None]
    added = sum(filled, _ZERO)
    is_whole = len(filled) == len(numbers)
    slack = _slack(figures)
    told = " + ".join(_told(part) for part, number in zip(parts, numbers, strict=True) if number is not None)
    if is_whole and abs(added - whole) > slack:
        return f"{told} = {_in_unit_of(total, added)}，与{_named(total)} 不符"
    if not is_whole and len(filled) == 1:
        return next((words for part in parts if (words := _too_large(part, total))), "")
    if not is_whole and filled and added - whole > slack and all(number >= 0 for number in filled):
        return f"{told} = {_in_unit_of(total, added)}，已超过{_named(total)}"
    return ""


def _part(figures: Sequence[Figure], relation: Relation) -> str:
    return _too_large(figures[0], figures[1])


def _too_large(part: Figure, whole: Figure) -> str:
    number, most = _exact(part), _exact(whole)
    if number is None or most is None or number - most <= _slack((part, whole)):
        return ""
    return f"{_named(part)} 是其中的一部分，却大于{_named(whole)}"


def _ratio(figures: Sequence[Figure], relation: Relation) -> str:
    by_role = {role: figure for (role, _), figure in zip(relation.operands, figures[1:], strict=True)}
    figure, top, bottom = figures[0], by_role["numerator"], by_role["denominator"]
    over, under = _exact(top), _exact(bottom)
    if over is None or not under or figure.current.approximation:
        return ""
    if figure.kind == "ratio":
        return _two_terms(figure, top, bottom, over / under)
    power = _power(figure, top, bottom)
    value = figure.current.value
    if power is None or value is None:
        return ""
    quotient = (over / under).scaleb(power)
    slack = _half_step(figure, value) + abs(quotient) * (_relative(top, over) + _relative(bottom, under))
    if abs(quotient - value) <= slack:
        return ""
    told = f"{format_number(quotient, max(figure.decimals, 1))}{unit_of(figure)}"
    return f"{_named(top)} ÷ {_named(bottom)} = {told}，与{_named(figure)} 不符"


def _two_terms(figure: Figure, top: Figure, bottom: Figure, quotient: Decimal) -> str:
    """A ratio such as 1:6.3: each term may have been rounded, but for a plain 1."""
    if figure.current.terms is None or not quotient:
        return ""
    first, second = figure.current.terms
    half_first, half_second = _half_of(first), _half_of(second)
    least = (first - half_first) / (second + half_second)
    most = (first + half_first) / (second - half_second) if second > half_second else None
    if quotient >= least and (most is None or quotient <= most):
        return ""
    told = f"1:{format_number(1 / quotient, 1)}" if first == 1 else f"{format_number(quotient, 1)}:1"
    if second != 1 and first != 1:
        told = f"{format_number(quotient, 2)}:1"
    return f"{_named(top)} : {_named(bottom)} = {told}，与{_named(figure)} 不符"


def _change(figures: Sequence[Figure], relation: Relation) -> str:
    figure, base = figures
    now, before, value = _exact(base), base.previous.value, figure.current.value
    rough = figure.current.approximation or base.previous.approximation
    if now is None or before is None or value is None or rough:
        return ""
    before = before.scaleb(scale_of(base.unit)[1])
    moved = now - before
    own = _half_step(figure, value)
    power = -scale_of(figure.unit)[1]
    fits = [(moved.scaleb(power), own + 2 * _slack((base,)).scaleb(power))]
    told = f"{_told(base)} − {format_value(base, base.previous.value or _ZERO)}"
    if figure.kind in {"percent", "multiple"}:
        share = _share(base, now, before, _HUNDRED if figure.kind == "percent" else Decimal(1))
        if base.kind != "percent":
            fits = []
            told = f"（{told}）÷ {format_value(base, base.previous.value or _ZERO)}"
        fits += [(fit, own + slack) for fit, slack in share]
    if not fits or any(abs(abs(fit) - abs(value)) <= slack for fit, slack in fits):
        return ""
    unit = unit_of(figure) if figure.kind == "percent" else ""
    printed = f"{format_number(fits[0][0], figure.decimals)}{unit}"
    return f"{base.label}比{base.since} {told} = {printed}，与{_named(figure)} 不符"


def _share(base: Figure, now: Decimal, before: Decimal, whole: Decimal) -> list[tuple[Decimal, Decimal]]:
    """By which share of what it was the base has changed, and how far off that may be: both were rounded."""
    if before <= 0:
        return []
    off = abs(now / before) * (_relative(base, now) + _relative(base, before))
    return [((now - before) / before * whole, off * whole)]


# Numbers that can be held against each other


def _exact(figure: Figure) -> Decimal | None:
    """The number in whole units (万人 as 人); 0 for 不适用; None for what is pending, rough or no number."""
    reading = figure.current
    if reading.state == "not_applicable":
        return _ZERO
    if not reading.is_filled or reading.approximation or reading.value is None:
        return None
    return reading.value.scaleb(scale_of(figure.unit)[1])


def _slack(figures: Sequence[Figure]) -> Decimal:
    """By how much a sum of these may miss: nothing for whole numbers in one unit, else what rounding does."""
    scales = {scale_of(figure.unit)[1] for figure in figures}
    if len(scales) == 1 and not any(figure.decimals for figure in figures):
        return _ZERO
    return sum((_HALF.scaleb(scale_of(one.unit)[1] - one.decimals) for one in figures), _ZERO)


def _half_step(figure: Figure, value: Decimal) -> Decimal:
    """Half of the last printed place; a whole number is printed without decimals, but 0 and 100 mean it."""
    is_rounder = value == value.to_integral_value() and value not in {_ZERO, _HUNDRED}
    return _HALF.scaleb(-0 if is_rounder else -figure.decimals)


def _half_of(term: Decimal) -> Decimal:
    if term == 1:
        return _ZERO
    exponent = term.normalize().as_tuple().exponent
    return _HALF.scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def _relative(figure: Figure, number: Decimal) -> Decimal:
    """How far off a number that was itself rounded may be, as a share of it."""
    if not figure.decimals or not number:
        return _ZERO
    return abs(_HALF.scaleb(scale_of(figure.unit)[1] - figure.decimals) / number)


def _power(figure: Figure, top: Figure, bottom: Figure) -> int | None:
    """By which power of ten the quotient comes into the figure's unit; None where units tell nothing."""
    if figure.kind == "percent":
        return _SHARES.get(figure.unit)
    if figure.kind == "multiple":
        return 0
    if figure.kind != "rate_per_head":
        return None
    unit, power = scale_of(figure.unit.split("/")[0])
    return -power if unit == scale_of(top.unit)[0] else None


def _told(figure: Figure) -> str:
    value = figure.current.value
    if value is None:
        return "0"
    return format_number(round_half_up(value, figure.decimals), figure.decimals, is_trimmed=True)


def _named(figure: Figure) -> str:
    terms = figure.current.terms
    if terms is not None and figure.kind == "ratio":
        return f"{figure.label} " + ":".join(f"{term.normalize():f}" for term in terms)
    return f"{figure.label} {_told(figure)}{unit_of(figure) if unit_of(figure) in {'%', '‰'} else ''}"


def _in_unit_of(figure: Figure, number: Decimal) -> str:
    scaled = number.scaleb(-scale_of(figure.unit)[1])
    return format_number(scaled, max(figure.decimals, 2 if scaled % 1 else 0), is_trimmed=True)
