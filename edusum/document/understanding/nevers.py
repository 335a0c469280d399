"""Numbers that count nothing: ordinals, ranks, slogans, names of laws and of policies."""

import re
from bisect import bisect_right
from collections.abc import Sequence

_QUOTED = re.compile(r"《[^《》\n]{0,80}》|“[^“”\n]{0,14}”|「[^「」\n]{0,14}」")
_ORDINAL = re.compile(
    r"(?:第|序列|位列|名列|排名|(?<![安编彩])排)(?:[\d一二三四五六七八九十百]{1,4}[-—、,，和及至第]{1,2}){0,4}$|(?<![学目当此之以年会课提岗职日月])前$"
)
_FORMULA = re.compile(r"[\dA-Za-z]\s?[+＋]$|\d{1,4}[-/]$")
LAST_BEFORE_ORDINAL = frozenset("第列名排前-—、,，和及至+＋/\n")
_SLOGAN = re.compile(
    r"[一二两三四五六七八九十双][免会重岗支学校人县区生师微癌][一双两][补课大责扶做策案品特端室员书机检]"
    r"|[三四五]位一体"
    r"|[一二两三四五六七八九十]{1,2}"
    r"(?:个(?:代表|自信|维护|意识|确立|全面|服务|面向|务必|统筹|必须|坚持|一|百|相统一|为主"
    r"|结合)|项(?:规定|管理|全能|修炼)"
    r"|次(?:产业|全会|全体会议|代表大会|党代会)|名(?:工程|计划|战略)|人制|件套|处级|期工程)"
)
_BEFORE = 16


def quoted(text: str) -> list[tuple[int, int]]:
    """Titles of laws and papers, and quotations so short that they name something."""
    return [match.span() for match in _QUOTED.finditer(text)]


def is_within(place: int, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is inside one of the stretches, which stand in order and apart."""
    if not stretches:
        return False
    left = bisect_right(stretches, (place, place))
    return left > 0 and place < stretches[left - 1][1]


def is_ordinal(text: str, start: int) -> bool:
    """第3批, 前100名, 第一、二名, 2+2."""
    if text[start - 1 : start] not in LAST_BEFORE_ORDINAL:
        return False
    before = text[max(0, start - _BEFORE) : start]
    return bool(_ORDINAL.search(before) or _FORMULA.search(before))


def is_slogan(text: str, start: int) -> bool:
    """两免一补, 三会一课, 四个自信, 八项规定."""
    return _SLOGAN.match(text, start) is not None
