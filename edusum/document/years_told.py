"""Years in a text that are left over from an earlier paper, and those that move along with the paper."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edusum.document.quantities import YearNamed, plain, years_named
from edusum.document.tokens import TOKEN

_COMPARES = re.compile(r"(?:比|较|与|同|和|跟|相比)$")
_SINCE_BEFORE = re.compile(r"(?:自|从|由|于|在|早在|继)$")
_SINCE_BEHIND = re.compile(r"年(?:以来|起|至|到|[—–-]|以前|以后|之前|之后)|年\d{1,2}月(?:以来|起)")
_DATED = re.compile(r"年(?:\d{1,2}月|春|夏|秋|冬|[一二三四]季度)")
_PLANNED = re.compile(r"年(?:的|度)?(?:重点)?(?:工作)?(?:打算|计划|思路|要点|安排)|年工作(?=重点)")
_LONGEST_WORDS = 5
_RECENT = 2
"""So many years back a year is taken for a left-over; earlier ones are history."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """A text with its years moved on: what was moved (as words around the year, before and after), and what
    somebody has to look at."""

    text: str
    moved: tuple[tuple[str, str], ...]
    doubtful: tuple[str, ...]


def stale_years(text: str, *, year: int) -> list[YearNamed]:
    """The years of a paper's token text that are probably left over: the last two, unless something is
    compared with last year, or began then."""
    return [
        item
        for item in _years(text)
        if year - _RECENT <= item.year < year
        and not (item.year == year - 1 and _ends(_COMPARES, text, item.start))
        and not _began(text, item)
    ]


def shifted(
    text: str, *, year: int, since: int | None = None, fixed: Sequence[tuple[int, int]] = ()
) -> Shifted:
    """An earlier year's token text with the years moved on to a paper of `year`, where that is certain.

    Its own year (`since`, else last year) becomes this one, one that it compares itself with becomes last
    year; dates and beginnings stay as they are, and all that stands in the stretches `fixed` (start, end).
    """
    since = year - 1 if since is None else since
    pieces: list[str] = []
    moved: list[tuple[str, str]] = []
    doubtful: list[str] = []
    end = 0
    for item in _years(text):
        behind = _words_behind(text, item.end)
        is_fixed = any(start <= item.start < end for start, end in fixed)
        if not is_fixed and _moves(text, item, since):
            now = item.year + year - since
            pieces += [text[end : item.start], str(now)]
            moved.append((f"{item.year}{behind}", f"{now}{behind}"))
            end = item.end
        elif since + 1 - _RECENT <= item.year <= year + 1:
            before = re.search(r"[\u4e00-\u9fff]{0,2}$", text[max(item.start - 2, 0) : item.start])
            doubtful.append(f"{before[0] if before else ''}{item.year}{behind}")
    return Shifted("".join([*pieces, text[end:]]), tuple(moved), tuple(doubtful))


def _years(text: str) -> Iterator[YearNamed]:
    hidden = TOKEN.sub(lambda match: "\ufffc" * len(match[0]), text)
    yield from years_named(plain(hidden))


def _began(text: str, item: YearNamed) -> bool:
    return bool(_ends(_SINCE_BEFORE, text, item.start) or _SINCE_BEHIND.match(text, item.end))


def _ends(pattern: re.Pattern[str], text: str, place: int) -> bool:
    return bool(pattern.search(text[max(place - 4, 0) : place]))


def _moves(text: str, item: YearNamed, since: int) -> bool:
    """Whether the year moves along with a paper of the year `since`."""
    if item.year == since - 1:
        return _ends(_COMPARES, text, item.start)
    if item.year == since + 1:
        return bool(_PLANNED.match(text, item.end))
    return item.year == since and not _began(text, item) and not _DATED.match(text, item.end)


def _words_behind(text: str, place: int) -> str:
    words = re.match(r"[^，。；、！？：\n{]{0,5}", text[place : place + _LONGEST_WORDS])
    return words[0] if words else ""
