"""What a person types for a figure: text in, numbers out."""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from edusum.common.errors import EdusumError

MAX_WHOLE_DIGITS, MAX_DECIMALS = 11, 4
RANGE = "range"
Terms = tuple[Decimal, Decimal]

_DIGITS = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = re.compile(_DIGITS)
_RANGE = re.compile(rf"({_DIGITS})\s*(?:—{{1,2}}|[-–~〜至到])\s*({_DIGITS})")
_WORDS = {
    "over": re.compile(r"(?:逾|超过?|>)(.+)|(.+?)(?:多|余)"),
    "near": re.compile(r"(?:接?近)(.+)"),
    "about": re.compile(r"(?:大?约)(.+)|(.+)(?:左右|上下)"),
    "at_least": re.compile(r"(?:不少于|不低于|至少|≥)(.+)|(.+?)及?以上"),
    "within": re.compile(r"(?:不超过|不多于|不高于|至多|≤)(.+)|(.+?)以内"),
    "under": re.compile(r"(?:少于|低于|不足|<)(.+)|(.+?)及?以下"),
}
_SAME_UNITS = ({"人", "名"}, {"岁", "周岁"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as entered: a value, or two terms (of a ratio, or a range's ends), or neither; how exact."""

    value: Decimal | None = None
    terms: Terms | None = None
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

    Full-width digits, thousands commas, the unit itself, words such as 近、左右、以上、不少于 and ranges such
    as 3—5 are understood. Raises EdusumError with a sentence for the person who typed it.
    """
    cleaned = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if not cleaned:
        return Entry()
    units = _spellings(unit, kind)
    words, approximation = _without_words(_without_unit(cleaned, units), kind)
    number = _without_unit(words, units)
    _refuse_percent(number, unit, typed=text, decimals=decimals)
    if kind == "ratio":
        return Entry(None, _terms(number, typed=text, decimals=decimals), approximation)
    entry = _range(number, units, typed=text) or Entry(_number(number, typed=text, decimals=decimals))
    if entry.terms and approximation:
        raise EdusumError("区间前后不能再写“约”“左右”一类的词，请只填两个数，如 3—5。")
    refuse_unfit(
        value=entry.value,
        terms=entry.terms,
        kind=kind,
        unit=unit,
        decimals=decimals,
        minimum=minimum,
        maximum=maximum,
        approximation=entry.approximation,
    )
    return replace(entry, approximation=entry.approximation or approximation)


def refuse_unfit(
    *,
    value: Decimal | None,
    terms: Terms | None,
    kind: str,
    unit: str,
    decimals: int,
    minimum: Decimal | None,
    maximum: Decimal | None,
    approximation: str = "",
) -> None:
    """Raise EdusumError for a number that the metric cannot have, wherever it comes from."""
    is_range = approximation == RANGE
    if kind == "ratio" and (terms is None or is_range):
        raise EdusumError("这项指标是比，须有前后两项。")
    if kind != "ratio" and (terms is not None) is not is_range:
        raise EdusumError("区间须有两个数，如 3—5。" if is_range else "这项指标不是比，只有一个数。")
    numbers = terms or (() if value is None else (value,))
    for number in numbers:
        _refuse_long(number, decimals=decimals)
        if kind != "ratio":
            _refuse_out_of_bounds(number, unit=unit, minimum=minimum, maximum=maximum)
    if is_range and terms is not None:
        _refuse_disorder(terms)


def write_entry(*, value: Decimal | None, terms: Terms | None, approximation: str = "") -> str:
    """The text a person would type for the numbers: 97.3, 1:6.3, 3—5, or nothing."""
    if terms:
        return ("—" if approximation == RANGE else ":").join(_plain(term) for term in terms)
    return "" if value is None else _plain(value)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


# Words and units around the number


def _spellings(unit: str, kind: str) -> list[str]:
    """How the unit may be typed, the longest first; a rank's also with 名."""
    plain = unicodedata.normalize("NFKC", unit) or ("%" if kind == "percent" else "")
    same = {plain}.union(*(group for group in _SAME_UNITS if plain in group))
    if kind == "rank":
        same |= {"位", "名"}
    return sorted(same, key=len, reverse=True)


def _without_unit(text: str, units: list[str]) -> str:
    unit = next((unit for unit in units if unit and text.endswith(unit)), "")
    return text.removesuffix(unit).strip()


def _without_words(text: str, kind: str) -> tuple[str, str]:
    if kind == "rank" and text.startswith("前"):
        return text[1:], "within"
    for approximation, pattern in _WORDS.items():
        match = pattern.fullmatch(text)
        if match:
            return next(part for part in match.groups() if part).strip(), approximation
    return text, ""


# Numbers


def _terms(text: str, *, typed: str, decimals: int) -> Terms:
    parts = [part.strip() for part in text.replace("比", ":").split(":")]
    if len(parts) != 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise EdusumError(f"“{typed[:20]}”不是比，请写成“前项:后项”，如 1:6.3。")
    first, second = (_number(part, typed=typed, decimals=decimals) for part in parts)
    if first < 0 or second <= 0:
        raise EdusumError("比的前项不能小于 0，后项必须大于 0。")
    return first, second


def _range(text: str, units: list[str], *, typed: str) -> Entry | None:
    """Two numbers with a dash or 至 between them: 3—5, 70%至80%, 第3—5."""
    for unit in units:
        text = text.replace(unit, "") if unit else text
    match = _RANGE.fullmatch(text.replace("第", ""))
    if match is None:
        return None
    return Entry(None, (_decimal(match[1]), _decimal(match[2])), RANGE)


def _number(text: str, *, typed: str, decimals: int) -> Decimal:
    text = text.removeprefix("第")
    if not _NUMBER.fullmatch(text):
        example = "92.3" if decimals else "92"
        raise EdusumError(f"“{typed[:20]}”不是数字，请只填数字，如 {example}。")
    value = _decimal(text)
    _refuse_long(value, decimals=decimals)
    return value


def _refuse_percent(text: str, unit: str, *, typed: str, decimals: int) -> None:
    """A mark of a rate that is left over once the metric's own unit is gone."""
    if not text.endswith(("%", "‰")):
        return
    if unit in {"%", "‰"}:
        raise EdusumError(f"这项指标按“{unit}”填报，与“{typed[:20]}”的单位不同，请换算后只填数字。")
    whose = f"的单位是“{unit}”" if unit else "不是百分数"
    example = "92.3" if decimals else "92"
    raise EdusumError(
        f"这项指标{whose}，“{text[-1]}”不该写在这里。请填数量，如 {example}；是比率的，请填到对应的比率指标。"
    )


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _refuse_disorder(terms: Terms) -> None:
    low, high = terms
    if low == high:
        raise EdusumError(f"“{_plain(low)}—{_plain(high)}”两头相同，请只填一个数。")
    if low > high:
        raise EdusumError(f"“{_plain(low)}—{_plain(high)}”前大后小，请把小的写在前面，如 3—5。")


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
