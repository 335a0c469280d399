"""Slips of the pen in figures: what must be printed, and what one stroke on the keys made of it."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from edusum.proofreading.numbers import Number

_LEAST_NUMBER = 5
_LEAST_DIGITS = 3
_HUGE = Decimal(10) ** 15


def is_slip(true: Decimal, claim: Number) -> bool:
    """Whether one digit mistyped or lost or doubled, two exchanged, or the point moved makes the claim."""
    printed = claim.quantity.value
    value = _as_printed(true, claim)
    if value is None or value == printed:
        return False
    one, other = value.replace(".", ""), printed.replace(".", "")
    if len(one) == len(other):
        differing = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        return len(differing) < 2 or (
            len(differing) == 2
            and (one[differing[0]], one[differing[1]]) == (other[differing[1]], other[differing[0]])
        )
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def share_words(one: str, other: str, length: int = 3) -> bool:
    """Whether both say so many characters in a row."""
    return any(one[place : place + length] in other for place in range(len(one) - length + 1))


def longest_run(words: str, text: str, most: int = 6) -> int:
    """How many characters of the words stand in a row in the text, up to `most`; 0 where fewer than two."""
    for length in range(min(most, len(words)), 1, -1):
        if share_words(words, text, length):
            return length
    return 0


def is_telling(claim: Number) -> bool:
    """Whether it has so many digits that it hardly looks like a slip of another number by chance."""
    return len(claim.quantity.value.replace(".", "")) >= _LEAST_DIGITS


def comes_out_even(whole: Number, number: Number, claim: Number) -> bool:
    """Whether the division leaves nothing behind the places printed, as with numbers that belong together."""
    if not (whole.is_exact and number.is_exact and claim.is_exact) or number.value < _LEAST_NUMBER:
        return False
    share = whole.value / number.value
    return share > 1 and is_even(share, claim)


def is_even(true: Decimal, claim: Number) -> bool:
    """Whether nothing is left of it behind the places printed."""
    unit = last_place(claim)
    return bool(unit) and -_HUGE < true < _HUGE and true % unit == 0


def last_place(claim: Number) -> Decimal:
    """What one in its last printed place is worth in the base unit."""
    printed = Decimal(claim.quantity.value)
    scale = claim.value / printed if printed else Decimal(0)
    return scale * Decimal(10) ** -len(claim.quantity.value.partition(".")[2])


def _as_printed(true: Decimal, claim: Number) -> str | None:
    """`true` in the unit and with the places of the claim; None for fractions and what is printed as none."""
    try:
        printed = Decimal(claim.quantity.value)
        if not printed or not claim.value or not -_HUGE < true < _HUGE:
            return None
        places = len(claim.quantity.value.partition(".")[2])
        return str((true / (claim.value / printed)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    except InvalidOperation:
        return None
