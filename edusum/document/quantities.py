"""Numbers in running text: 58所, 逾500人, 1.2万人, 92.3%, 1:6.3, 2.1个百分点; and the years it names.

Full-width digits are read as what they are. Nothing here knows metrics: a number is what stands there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_PLAIN = str.maketrans("０１２３４５６７８９．％：", "0123456789.%:")
"""One character for one, so that places stay what they are."""
_NUMBER = re.compile(
    r"""
    (?P<before>逾|超过|接近|将?近|大约|约|不少于|不低于|至少|不超过)?
    (?P<number>(?<![\d.,:])(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?)
    (?::(?P<second>\d{1,6}(?:\.\d{1,6})?))?
    (?P<many>[多余](?=[万亿\u4e00-\u9fff]))?
    (?P<scale>万|亿)?
    (?P<more>[多余](?=[\u4e00-\u9fff]))?
    (?![\d.,:]?\d)
    """,
    re.VERBOSE,
)
_AFTER = re.compile(r"(?:及以上|以上|左右|上下|以内|及以下|以下)")
_BEFORE = {"逾": "over", "超过": "over", "接近": "near", "将近": "near", "近": "near", "大约": "about"}
_BEFORE |= {"约": "about", "不少于": "at_least", "不低于": "at_least", "至少": "at_least"}
_BEFORE |= {"不超过": "within"}
_BEHIND = {"及以上": "at_least", "以上": "at_least", "左右": "about", "上下": "about"}
_BEHIND |= {"以内": "within", "及以下": "under", "以下": "under"}
_SCALES = {"": 0, "万": 4, "亿": 8}
_YEAR = re.compile(r"(?<![\d.,:—–-])((?:19|20)\d{2})(?=年)")
_QUOTED = re.compile(
    r"《[^《》\n]{0,80}》|“[^“”\n]{0,80}”|〔[^〔〕\n]{0,20}〕|（[^（）\n]{0,40}号）|【[^【】\n]*】"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what stands around it: text[start:end] is all of it but the unit.

    `value` is in units (1.2万 → 12000), `step` what its last printed digit is worth; `unit_end(unit)` says
    where it ends with a unit and the words behind. `second` is the other term of 1:6.3.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    scale: str
    second: Decimal | None
    approximation: str

    @property
    def is_distinct(self) -> bool:
        """Whether it has three digits or more that say something: two things hardly have it in common."""
        return len(str(int(self.value / self.step)).rstrip("0")) >= 3


def plain(text: str) -> str:
    """The text with full-width digits and signs as half-width ones; places stay the same."""
    return text.translate(_PLAIN)


def quantities(text: str) -> Iterator[Quantity]:
    """Every number of a text that went through `plain`, in order."""
    for match in _NUMBER.finditer(text):
        digits = match["number"].replace(",", "")
        scale = match["scale"] or ""
        exponent = _SCALES[scale]
        decimals = len(digits.partition(".")[2])
        is_more = bool(match["many"] or match["more"])
        yield Quantity(
            start=match.start(),
            end=match.end(),
            value=Decimal(digits).scaleb(exponent),
            step=Decimal(1).scaleb(exponent - decimals),
            scale=scale,
            second=None if match["second"] is None else Decimal(match["second"]),
            approximation="over" if is_more else _BEFORE.get(match["before"] or "", ""),
        )


def words_behind(text: str, place: int) -> tuple[int, str]:
    """Where 以上, 左右 … end that stand at a place, and the approximation they mean."""
    match = _AFTER.match(text, place)
    return (match.end(), _BEHIND[match[0]]) if match else (place, "")


@dataclass(frozen=True, slots=True)
class YearNamed:
    """A year (four digits, before 年) at text[start:end]."""

    start: int
    end: int
    year: int


def years_named(text: str) -> list[YearNamed]:
    """The years of a text that went through `plain`; not those in titles, quotations and file numbers, nor of
    a stretch of years (2024—2035年)."""
    hidden = [match.span() for match in _QUOTED.finditer(text)]
    return [
        YearNamed(match.start(), match.end(1), int(match[1]))
        for match in _YEAR.finditer(text)
        if not any(start <= match.start() < end for start, end in hidden)
    ]


def quoted_stretches(text: str) -> list[tuple[int, int]]:
    """Where titles, quotations and gaps stand, whose numbers are not the paper's own."""
    return [match.span() for match in _QUOTED.finditer(text)]
