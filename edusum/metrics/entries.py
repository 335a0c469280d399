"""What a person types for a figure: text in, numbers out."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from edusum.common.errors import EdusumError

MAX_WHOLE_DIGITS, MAX_DECIMALS = 11, 4
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


_WORDS = {
    "over": re.compile(r"逾(.+)|(.+?)(?:多|余)"),
    "near": re.compile(r"近(.+)"),
    "about": re.compile(r"约(.+)|(.+)左右"),
    "at_least": re.compile(r"(.+)以上"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as entered: a value, or the two terms of a ratio, or neither, and how exact it is."""

    value: Decimal | None = None
    terms: tuple[Decimal, Decimal] | None = None
    approximation: str = ""


def read_entry(
    text: str,
    *,
    kind: str,
    unit: str = "",
    decimals: int = MAX_DECIMALS,
    minimum: Decimal | None = None,
    maximum: Decimal | None = None,
) -> Entry:
    """Read typed text as a figure in the metric's unit.

    Full-width digits, thousands commas, the unit itself and words such as 近、左右、以上 are understood.
    Raises EdusumError with a sentence for the person who typed it.
    """
    cleaned = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if not cleaned:
        return Entry()
    cleaned, approximation = _without_words(cleaned)
    if kind == "ratio":
        return Entry(None, _terms(cleaned, typed=text, decimals=decimals), approximation)
    plain_unit = unicodedata.normalize("NFKC", unit)
    value = _number(cleaned.removesuffix(plain_unit).strip(), typed=text, decimals=decimals)
    _refuse_out_of_bounds(value, unit=unit, minimum=minimum, maximum=maximum)
    return Entry(value, None, approximation)


def refuse_unfit(
    *,
    value: Decimal | None,
    terms: tuple[Decimal, Decimal] | None,
    kind: str,
    unit: str,
    decimals: int,
    minimum: Decimal | None,
    maximum: Decimal | None,
) -> None:
    """Raise EdusumError for a number that the metric cannot have, wherever it comes from."""
    if (terms is None) is (kind == "ratio"):
        raise EdusumError(
            "这项指标是比，须有前后两项。" if kind == "ratio" else "这项指标不是比，只有一个数。"
        )
    for number in terms or (value,):
        if number is not None:
            _refuse_long(number, decimals=decimals)
    if value is not None:
        _refuse_out_of_bounds(value, unit=unit, minimum=minimum, maximum=maximum)


def write_entry(*, value: Decimal | None, terms: tuple[Decimal, Decimal] | None) -> str:
    """The text a person would type for it: 97.3, 1:6.3, or nothing."""
    if terms:
        return ":".join(_plain(term) for term in terms)
    return "" if value is None else _plain(value)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _without_words(text: str) -> tuple[str, str]:
    for approximation, pattern in _WORDS.items():
        match = pattern.fullmatch(text)
        if match:
            return next(part for part in match.groups() if part), approximation
    return text, ""


def _terms(text: str, *, typed: str, decimals: int) -> tuple[Decimal, Decimal]:
    parts = [part.strip() for part in text.replace("比", ":").split(":")]
    if len(parts) != 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise EdusumError(f"“{typed[:20]}”不是比，请写成“前项:后项”，如 1:6.3。")
    first, second = (_number(part, typed=typed, decimals=decimals) for part in parts)
    if first < 0 or second <= 0:
        raise EdusumError("比的前项不能小于 0，后项必须大于 0。")
    return first, second


def _number(text: str, *, typed: str, decimals: int) -> Decimal:
    if not _NUMBER.fullmatch(text):
        example = "92.3" if decimals else "92"
        raise EdusumError(f"“{typed[:20]}”不是数字，请只填数字，如 {example}。")
    value = Decimal(text.replace(",", ""))
    _refuse_long(value, decimals=decimals)
    return value


def _refuse_long(value: Decimal, *, decimals: int) -> None:
    whole, _, fraction = format(value.copy_abs(), "f").partition(".")
    if len(whole.lstrip("0")) > MAX_WHOLE_DIGITS:
        raise EdusumError(f"数字太大，整数部分最多 {MAX_WHOLE_DIGITS} 位，请核对单位。")
    if len(fraction.rstrip("0")) > decimals:
        raise EdusumError(f"小数位太多，这项指标{f'最多填 {decimals} 位小数' if decimals else '只填整数'}。")


def _refuse_out_of_bounds(
    value: Decimal, *, unit: str, minimum: Decimal | None, maximum: Decimal | None
) -> None:
    if minimum is not None and value < minimum:
        raise EdusumError(f"不能小于 {_plain(minimum)}{unit}，请核对。")
    if maximum is not None and value > maximum:
        raise EdusumError(f"不能大于 {_plain(maximum)}{unit}，请核对。")
