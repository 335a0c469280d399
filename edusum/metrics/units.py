"""Numbers as official papers print them: half up, with their unit, approximations kept in words."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal

from edusum.document.numbering import LARGEST, chinese_number, counted
from edusum.metrics.figures import Figure, Reading

MONEY_EXPONENTS = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8}
LARGE_KINDS = frozenset({"count", "money", "area", "duration", "rate_per_head", "other"})
"""Kinds whose numbers may be told in 万 and 亿."""
_PREFIXES = {"亿": 8, "百万": 6, "万": 4, "千": 3}
_PREFIXED = re.compile("亿|万|百万(?=元)|千(?=元)")
_FRACTIONS = {"%": "百", "‰": "千"}
_FIRST_TEN = range(1, 11)
_SAME_UNITS = {"名": "人"}
_APPROXIMATIONS = {
    "": "{}",
    "over": "逾{}",
    "near": "近{}",
    "at_least": "{}以上",
    "about": "{}左右",
    "under": "{}以下",
    "within": "{}以内",
    "range": "{}",
}
_WIDE = Context(prec=100, rounding=ROUND_HALF_UP)
_STEPS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(20))


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """The only rounding in the project: 0.5 goes away from zero. `decimals` is 0–19."""
    return value.quantize(_STEPS[decimals], context=_WIDE)


def format_number(value: Decimal, decimals: int, *, is_trimmed: bool = False) -> str:
    """Rounded half up to `decimals`; a number that is whole then has none: 97.3 → 97.30, 75.00 → 75.

    Trimmed, it has as many as it needs: 97.3 → 97.3.
    """
    rounded = round_half_up(value, decimals)
    whole = int(rounded)
    if whole == rounded:
        return str(whole)
    return f"{rounded:f}".rstrip("0") if is_trimmed else f"{rounded:f}"


def format_value(figure: Figure, value: Decimal) -> str:
    """A number with the figure's decimals, without unit: 97.30."""
    return format_number(value, figure.decimals, is_trimmed=figure.is_trimmed)


def format_reading(figure: Figure, reading: Reading) -> str:
    """A filled reading with unit and approximation: 75%, 逾500人, 5:5左右, 第3位, 3—5年."""
    unit = unit_of(figure)
    if reading.is_range and unit in {"%", "‰"}:
        return format_bare(figure, reading).replace("—", f"{unit}—") + unit
    if figure.kind != "rank":
        return approximately(f"{format_bare(figure, reading)}{unit}", reading)
    if reading.approximation == "within":
        return f"前{format_bare(figure, reading)}{unit}"
    return approximately(f"第{format_bare(figure, reading)}{unit}", reading)


def format_bare(figure: Figure, reading: Reading) -> str:
    """The number alone, without unit or approximation: 97.30, 1:6.3, 3—5; "" when there is none."""
    if reading.terms is None:
        return "" if reading.value is None else format_value(figure, reading.value)
    if reading.is_range:
        return "—".join(format_number(end, figure.decimals, is_trimmed=True) for end in reading.terms)
    return ":".join(_plain(term) for term in reading.terms)


def format_in_hanzi(figure: Figure, reading: Reading) -> str:
    """As `format_reading`, with whole numbers up to 9999 in hanzi: 两所, 百分之百, 第三位, 三至五年."""
    numbers = [round_half_up(number, figure.decimals) for number in _numbers(reading)]
    if figure.kind == "ratio" or not all(_has_hanzi(number) for number in numbers):
        return format_reading(figure, reading)
    written = "至".join(_in_hanzi(figure, int(number)) for number in numbers)
    unit = "" if unit_of(figure) in _FRACTIONS else unit_of(figure)
    if figure.kind == "rank" and reading.approximation == "within":
        return f"前{written.removeprefix('第')}{unit}"
    return approximately(f"{written}{unit}", reading)


def format_position(figure: Figure, reading: Reading) -> str:
    """A rank without its unit, the first ten in hanzi: 第三, 第12, 前三; 第3—5位."""
    if reading.terms is not None or reading.value is None:
        return format_reading(figure, reading)
    place = round_half_up(reading.value, figure.decimals)
    words = chinese_number(int(place)) if place in _FIRST_TEN else format_value(figure, place)
    if reading.approximation == "within":
        return f"前{words}"
    return approximately(f"第{words}", reading)


def unit_of(figure: Figure) -> str:
    """The unit as printed; a ratio has none, a rate without one is in percent."""
    if figure.kind == "ratio":
        return ""
    return figure.unit or ("%" if figure.kind == "percent" else "")


def approximately(text: str, reading: Reading) -> str:
    """The text in the words of the reading's approximation: 逾500人, 95%以上."""
    return _APPROXIMATIONS[reading.approximation].format(text) if reading.approximation else text


def in_money_unit(figure: Figure, unit: str) -> Figure | None:
    """The figure told in another money unit (元, 千元, 万元, 百万元, 亿元); None if it isn't money.

    Two decimals at most, unless the number is so small that two significant digits need more.
    """
    if figure.kind != "money" or figure.unit not in MONEY_EXPONENTS or unit not in MONEY_EXPONENTS:
        return None
    return _in_unit(figure, unit, MONEY_EXPONENTS[unit] - MONEY_EXPONENTS[figure.unit])


def in_large_unit(figure: Figure) -> Figure | None:
    """The figure told in 万 from 1万 on, in 亿 from 1亿 on, by the number as printed; None for other kinds.

    Two decimals at most.
    """
    if figure.kind not in LARGE_KINDS:
        return None
    numbers = _numbers(figure.current) or _numbers(figure.previous)
    prefix, base = _split_unit(figure.unit)
    number = round_half_up(abs(numbers[-1]), figure.decimals) if numbers else Decimal(0)
    in_wan = number.scaleb(_PREFIXES.get(prefix, 0) - 4, _WIDE)
    if in_wan < 1:
        return figure
    large = "亿" if round_half_up(in_wan, 2) >= 10_000 else "万"
    return _in_unit(figure, f"{large}{base}", _PREFIXES[large] - _PREFIXES.get(prefix, 0))


def scale_of(unit: str) -> tuple[str, int]:
    """What a unit counts, and in which power of ten: 万人 → 人, 4; 人 and 名 count the same."""
    for prefix, exponent in _PREFIXES.items():
        if unit.startswith(prefix):
            base, inner = scale_of(unit.removeprefix(prefix))
            return base, exponent + inner
    return _SAME_UNITS.get(unit, unit), 0


def _plain(value: Decimal) -> str:
    return f"{value.normalize(_WIDE):f}"


def _numbers(reading: Reading) -> tuple[Decimal, ...]:
    return reading.terms or (() if reading.value is None else (reading.value,))


def _has_hanzi(number: Decimal) -> bool:
    return 0 <= number <= LARGEST and number == int(number)


def _in_hanzi(figure: Figure, number: int) -> str:
    if unit_of(figure) in _FRACTIONS:
        whole = _FRACTIONS[unit_of(figure)]
        return f"{whole}分之{whole if number == 100 and whole == '百' else _cardinal(number)}"
    return f"第{_cardinal(number)}" if figure.kind == "rank" else counted(number)


def _cardinal(number: int) -> str:
    return chinese_number(number, zero="零") if number else counted(number)


def _split_unit(unit: str) -> tuple[str, str]:
    """万人 → 万, 人; 千米 has no prefix, since nobody counts 米 by the thousand."""
    match = _PREFIXED.match(unit)
    prefix = match[0] if match else ""
    return prefix, unit.removeprefix(prefix)


def _in_unit(figure: Figure, unit: str, shift: int) -> Figure:
    if not shift:
        return figure
    current, previous = _shifted(figure.current, shift), _shifted(figure.previous, shift)
    numbers = _numbers(current) or _numbers(previous)
    decimals = _enough_decimals(numbers[-1] if numbers else None, figure.decimals + shift)
    return replace(figure, unit=unit, decimals=decimals, is_trimmed=True, current=current, previous=previous)


def _shifted(reading: Reading, places: int) -> Reading:
    if reading.terms is not None:
        first, second = reading.terms
        return replace(reading, terms=(first.scaleb(-places, _WIDE), second.scaleb(-places, _WIDE)))
    return reading if reading.value is None else replace(reading, value=reading.value.scaleb(-places, _WIDE))


def _enough_decimals(value: Decimal | None, exact: int) -> int:
    if exact <= 2:
        return max(exact, 0)
    return min(exact, max(2, 1 - value.adjusted()), len(_STEPS) - 1) if value else 2
