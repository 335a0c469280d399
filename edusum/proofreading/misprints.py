"""Slips of the hand in whole numbers: two digits that changed places, one that became another."""

from decimal import Decimal

from edusum.proofreading.numbers import told


def is_mistyped(one: Decimal, other: Decimal, shortest: int = 3, *, is_strict: bool = False) -> bool:
    """Whether they are as long as each other, so long at least, and one digit is another.

    `is_strict`: noughts at the end are no digits, for round numbers meet by chance.
    """
    left, right = _digits(one, other)
    while is_strict and left.endswith("0") and right.endswith("0"):
        left, right = left[:-1], right[:-1]
    if len(left) != len(right) or len(left) < shortest:
        return False
    return sum(a != b for a, b in zip(left, right, strict=True)) == 1


def is_swapped(one: Decimal, other: Decimal, shortest: int = 3) -> bool:
    """Whether the digits are the same and two neighbours changed places."""
    left, right = _digits(one, other)
    if len(left) != len(right) or len(left) < shortest:
        return False
    wrong = [place for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    return len(wrong) == 2 and left[wrong[0]] == right[wrong[1]] and left[wrong[1]] == right[wrong[0]]


def _digits(one: Decimal, other: Decimal) -> tuple[str, str]:
    """3.4 and 3.25 → 340 and 325; "" of numbers below nought or of other lengths before the point."""
    if one <= 0 or other <= 0 or max(one.adjusted(), 0) != max(other.adjusted(), 0):
        return "", ""
    left, right = told(one, 6), told(other, 6)
    places = max(len(left.partition(".")[2]), len(right.partition(".")[2]))
    return (_scaled(left, places), _scaled(right, places)) if places else (left, right)


def _scaled(words: str, places: int) -> str:
    """3.4 to two places → 340."""
    whole, _, behind = words.partition(".")
    return whole + behind.ljust(places, "0") if words else ""
