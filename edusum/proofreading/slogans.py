"""Slogans that count what they stand for (“五公开”，即…), and occasions named one by one (六次，分别是…)."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from edusum.proofreading.announced import Announced, could_be

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_NUMBERS = "一二三四五六七八九十"
_SLOGAN = re.compile(
    r"(?P<start>[“\"])(?P<number>[两二三四五六七八九十])(?P<thing>[^“”\"、,，。;；:：\d一二两三四五六七八九十\n]{1,8})[”\"]"
    r"[^,，。;；:：!?\n“”\d]{0,8}(?:[,，]?(?P<that>即|分别是|分别为|就是|也就是)[:：]?|[:：])"
    r"(?P<list>[^。;；!?\n,，]{4,120})(?=[。;；\n]|$)"
)
_OCCASIONS = re.compile(
    r"(?P<start>(?P<number>[两二三四五六七八九十]))(?P<thing>[次轮场期批])[^,，。;；:：\d\n]{0,12}"
    r"[,，]分别(?:是|为)(?P<list>[^。;；!?\n,，\d]{4,120})(?=[。;；\n]|$)"
)
_NOT_ALL = re.compile("等|其中|[“”]")
_NOT_BEFORE = frozenset("第前近每这那几十百上各")
_TAIL, _FEWEST, _ALIKE = 2, 2, 2


def wrong_slogans(reading: "Reading") -> Iterator[Announced]:
    """Each slogan or number of occasions behind which another number of things is named."""
    plain = reading.plain
    for pattern in (_SLOGAN, _OCCASIONS):
        for match in pattern.finditer(plain):
            number = 2 if match["number"] == "两" else _NUMBERS.index(match["number"]) + 1
            names = [name.strip() for name in match["list"].split("、") if name.strip()]
            if _NOT_ALL.search(match["list"]) or len(names) < _FEWEST or could_be(names, number):
                continue
            if abs(len(names) - number) > _TAIL or plain[match.start() - 1 : match.start()] in _NOT_BEFORE:
                continue
            if pattern is _OCCASIONS or match["that"] or _are_alike(names):
                yield Announced(
                    match.end("start") if pattern is _SLOGAN else match.start(),
                    match.end("thing"),
                    number,
                    len(names),
                    tuple(names),
                    is_sure=False,
                )


def _are_alike(names: Sequence[str]) -> bool:
    """Whether they begin or end alike: 保安配备100%、封闭管理100%; 一校一案、一生一策."""
    return len({name[0] for name in names}) == 1 or len({name[-_ALIKE:] for name in names}) == 1
