"""Numbers as official papers print them: half up, with their unit, approximations kept in words."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal

from edusum.metrics.figures import Figure, Reading

MONEY_EXPONENTS = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8}
_PREFIXES = {"亿": 8, "百万": 6, "万": 4, "千": 3}
_SAME_UNITS = {"名": "人"}
_APPROXIMATIONS = {"": "{}", "over": "逾{}", "near": "近{}", "at_least": "{}以上", "about": "{}左右"}
_WIDE = Context(prec=100, rounding=ROUND_HALF_UP)
_STEPS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(20))


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """The only rounding in the project: 0.5 goes away from zero. `decimals` is 0–19."""
    return value.quantize(_STEPS[decimals], context=_WIDE)


def format_number(value: Decimal, decimals: int) -> str:
    """Rounded half up to `decimals`; a number that is whole then has none: 97.3 → 97.30, 75.00 → 75."""
    rounded = round_half_up(value, decimals)
    whole = int(rounded)
    return str(whole) if whole == rounded else f"{rounded:f}"


def format_reading(figure: Figure, reading: Reading) -> str:
    """A filled reading with unit and approximation: 75%, 逾500人, 5:5左右, 第3位."""
    ordinal = "第" if figure.kind == "rank" else ""
    return approximately(f"{ordinal}{format_bare(figure, reading)}{unit_of(figure)}", reading)


def format_bare(figure: Figure, reading: Reading) -> str:
    """The number alone, without unit or approximation: 97.30, 1:6.3; "" when there is none."""
    if reading.terms is not None:
        first, second = reading.terms
        return f"{_plain(first)}:{_plain(second)}"
    return "" if reading.value is None else format_number(reading.value, figure.decimals)


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
    if unit == figure.unit:
        return figure
    shift = MONEY_EXPONENTS[unit] - MONEY_EXPONENTS[figure.unit]
    current, previous = _shifted(figure.current, shift), _shifted(figure.previous, shift)
    decimals = _enough_decimals(current.value or previous.value, figure.decimals + shift)
    return replace(figure, unit=unit, decimals=decimals, current=current, previous=previous)


def scale_of(unit: str) -> tuple[str, int]:
    """What a unit counts, and in which power of ten: 万人 → 人, 4; 人 and 名 count the same."""
    for prefix, exponent in _PREFIXES.items():
        if unit.startswith(prefix):
            base, inner = scale_of(unit.removeprefix(prefix))
            return base, exponent + inner
    return _SAME_UNITS.get(unit, unit), 0


def _plain(value: Decimal) -> str:
    return f"{value.normalize(_WIDE):f}"


def _shifted(reading: Reading, places: int) -> Reading:
    return reading if reading.value is None else replace(reading, value=reading.value.scaleb(-places, _WIDE))


def _enough_decimals(value: Decimal | None, exact: int) -> int:
    if exact <= 2:
        return max(exact, 0)
    return min(exact, max(2, 1 - value.adjusted()), len(_STEPS) - 1) if value else 2
