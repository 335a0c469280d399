"""Numbers written in hanzi: 三 → 3, 一百二十 → 120, 三千零五 → 3005, 七八十 → 70 to 80, 二〇一〇 → 2010."""

from dataclasses import dataclass

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10_000, "亿": 100_000_000}
HANZI = "".join(DIGITS) + "十百千万亿"


@dataclass(frozen=True, slots=True)
class Numeral:
    """`upper` is where a range ends (七八十: 70, 80), else `value` again."""

    value: int
    upper: int


def _placed(written: str) -> int:
    """The value of digits and places; a digit behind a place is worth the next lower one (二百五 is 250)."""
    total = section = digit = 0
    below = 1
    for sign in written:
        if sign in DIGITS:
            digit = DIGITS[sign]
            below = 1 if digit == 0 else below
        elif sign in _PLACES:
            section += (digit or 1) * _PLACES[sign]
            below, digit = _PLACES[sign] // 10, 0
        else:
            scale = _SCALES[sign]
            several = section + digit * below or (0 if total else 1)
            total = total + several * scale if sign == "万" else (total + several) * scale
            section = digit = 0
            below = scale // 10
    return total + section + digit * below


def _doubled(written: str) -> int | None:
    """Where two digits stand side by side that follow each other (七八十, 三四)."""
    for place in range(len(written) - 1):
        one, other = DIGITS.get(written[place]), DIGITS.get(written[place + 1])
        if one and other:
            return place if other == one + 1 else None
    return None


def numeral(written: str) -> Numeral | None:
    """What the hanzi say, or None if they say no number. Digits alone are read in a row (二〇一〇)."""
    if not written or any(sign not in HANZI for sign in written):
        return None
    if len(written) > 1 and all(sign in DIGITS for sign in written):
        if _doubled(written) == 0 and len(written) == 2:
            return Numeral(DIGITS[written[0]], DIGITS[written[1]])
        value = int("".join(str(DIGITS[sign]) for sign in written[:18]))
        return Numeral(value, value)
    double = _doubled(written)
    if double is not None:
        low = _placed(written[: double + 1] + written[double + 2 :])
        return Numeral(low, _placed(written[:double] + written[double + 1 :]))
    value = _placed(written)
    return Numeral(value, value)
