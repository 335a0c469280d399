"""Names that are right for some years only, found in running text: 十四五, 十九大, 党史学习教育."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

PLANS, LAW_PLANS, CONGRESSES = "五年规划", "普法规划", "党代会"
NAMED_BY_YEAR = (PLANS, LAW_PLANS)
"""Series whose name of the year phrases take by {{ … }}: one name holds in a year, no more."""
_NUMERALS = "一二三四五六七八九十"
_AFTER_PLAN = "规划|计划|期间|时期|以来|开局|收官|末"
_QUOTES = str.maketrans("", "", "“”‘’\"'")


@dataclass(frozen=True, slots=True)
class YearName:
    """A name of a series with the years in which it is right, both included; without `last` it still is."""

    name: str
    series: str
    first: int
    last: int | None = None

    def holds_in(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)

    @property
    def years(self) -> str:
        """2021—2025年, 2024年, 2021年以来."""
        if self.last is None:
            return f"{self.first}年以来"
        return f"{self.first}年" if self.first == self.last else f"{self.first}—{self.last}年"


def names_in(text: str, names: Iterable[YearName]) -> list[YearName]:
    """Those of the names that the text uses as names, in their order: “十五”期间, not 十五所学校."""
    unquoted = text.translate(_QUOTES)
    return [name for name in names if _is_used(name, text if name.series in NAMED_BY_YEAR else unquoted)]


def outdated(text: str, year: int, names: Iterable[YearName]) -> list[YearName]:
    """Those that the text uses though they are not right in the year."""
    return [name for name in names_in(text, names) if not name.holds_in(year)]


def advice_on_names(text: str, year: int, names: Iterable[YearName], live: Sequence[str]) -> list[str]:
    """What to say to who writes this for any year: Chinese sentences, one for each name.

    `live` are the series whose name of the year phrases can take by {{ … }}.
    """
    found = [name for name in names_in(text, names) if name.series in live or not name.holds_in(year)]
    return [_advice(name, live) for name in found]


def _advice(name: YearName, live: Sequence[str]) -> str:
    called = name.name if name.name.startswith("“") else f"“{name.name}”"
    written = f"措辞里写了{called}（{name.years}）"
    if name.series in live:
        return f"{written}，可改用 {{{{ {name.series} }}}}，随年度变化。"
    return f"{written}，请核对现在是否还这样说。"


def _is_used(name: YearName, text: str) -> bool:
    """Names of plans are told by their quotation marks; others are found with them or without."""
    word = name.name if name.series in NAMED_BY_YEAR else name.name.translate(_QUOTES)
    return bool(word) and word in text and bool(_pattern(word, name.series).search(text))


@lru_cache(maxsize=512)
def _pattern(word: str, series: str) -> re.Pattern[str]:
    word = re.escape(word)
    if series == PLANS:
        return re.compile(f"“{word}”(?!普法)|(?<![{_NUMERALS}]){word}(?={_AFTER_PLAN})")
    if series == LAW_PLANS:
        return re.compile(f"(?<![{_NUMERALS}])“?{word}”?普法")
    if series == CONGRESSES:
        return re.compile(
            f"(?<![{_NUMERALS}]){word}(?!以来|类|项|工程|重点|行动|任务|举措|板块|体系|方面|系列)"
        )
    return re.compile(f"{word}(?!以来)")
