import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.reading import Reading

_MARK = re.compile(r"(?:(?<=[。;:,!?])|^) ?(?P<mark>首先|其次|再次|[一二三四五六七八九][是要])(?!以|选|第)")
_NUMBERS = {"首先": 1, "其次": 2, "再次": 3} | {sign: n for n, sign in enumerate("一二三四五六七八九", 1)}
_LEAST = 3


def mixed(reading: Reading) -> Iterator[Hit]:
    """一是…其次…三是…: two ways of counting in the items of one paragraph."""
    if "首先" not in reading.plain and "其次" not in reading.plain and "再次" not in reading.plain:
        return
    place = 0
    for line in reading.plain.split("\n"):
        if "首先" in line or "其次" in line or "再次" in line:
            yield from _of_line(line, place)
        place += len(line) + 1


def _of_line(line: str, place: int) -> Iterator[Hit]:
    found = list(_MARK.finditer(line))
    numbers = [_number(match["mark"]) for match in found]
    if len(found) < _LEAST or numbers[:_LEAST] != [1, 2, 3] or sorted(set(numbers)) != numbers:
        return
    first = found[0]["mark"]
    for match in found[1:]:
        if _way(match["mark"]) != _way(first):
            yield Hit(
                place + match.start("mark"),
                place + match.end("mark"),
                f"这几项前面用“{first}”，这里用“{match['mark']}”，序号的写法不一致，请统一。",
            )
            return


def _number(mark: str) -> int:
    return _NUMBERS.get(mark) or _NUMBERS[mark[0]]


def _way(mark: str) -> str:
    return "先" if mark in _NUMBERS else "是"


RULES = (
    Rule(
        code="mixed-ordinals",
        family="style",
        title="序次语混用",
        severity="hint",
        kind="other",
        authority="GB/T 15834—2011《标点符号用法》附录B.1.7；公文写作惯例",
        about="一段里的几项，有的用“一是”，有的用“首先”“其次”。大项之中再分小项的不在此列。",
        find=mixed,
        cases=(
            Case("主要做法：一是抓学习；其次，抓检查；三是抓整改。", ("其次",)),
            Case("主要做法：一是抓学习；二是抓检查；三是抓整改。"),
            Case("首先，抓学习；二是抓检查；三是抓整改。", ("二是",)),
            Case("要做到：首先，抓学习。其次，抓检查。三要抓整改。", ("三要",)),
            Case("一要抓学习。二要抓检查。再次，抓整改。四要抓长效。", ("再次",)),
            Case("首先，抓学习；其次，抓检查；再次，抓整改。"),
            Case("一是抓学习。首先，学原文；其次，学讲话。二是抓检查。三是抓整改。"),
            Case("首先，感谢大家。今天讲三点：一是抓学习；二是抓检查；三是抓整改。"),
            Case("一是抓学习；其次抓检查。"),
            Case("德育为首先，教学其次，一是一、二是二，三是三。"),
            Case("一是抓学习；二是抓检查；三是抓整改。其次，要强化保障。"),
        ),
    ),
)
