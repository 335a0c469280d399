"""Lists of parts in running text, and whether they make up the total they stand under."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import Number, Verdict, told, within

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_OPENER = re.compile(
    r"其中|包括|包含|(?<=[中里])[,，](?=[^,，。;；]{2,30}\d)|[(（](?!含|不含|截|除|按|以)"
    r"|(?:按|分|从)[^,，。;；\n]{1,16}[分看][,，:：]"
    r"|(?<=\d[个所人名项件处条家份])[^,，、。;；\d\n]{0,14}(?<![其高初])中(?=[^,，、。;；\d\n]{1,14}\d)"
)
_END = re.compile(r"[。\n!！?？]")
LEAVES = re.compile(
    r"按[^,，。;；]{1,10}分|从[^,，。;；]{1,12}看|另有|另外|此外|比上年|比去年|同比|较上年|较去年|合计|共计|总计|共[^,，。;；]{0,6}$"
    r"|其中|累计|总数|平均|[人生校班户日月]均|新增|净增|每"
)
_OVERLAPS = re.compile(r"女|党员|团员|少数民族|[岁龄]|学历|职称|留守|随迁|贫困|困难|残疾|骨干|寄宿")
_PURE = re.compile("[、和及与,，;；]")
_TIE = re.compile(r"^(?:余|多)?(?:[,，、;；]|和|及|与|以及|[(（]|$)")
CHANGED = re.compile(
    r"(?:增加|减少|增长|下降|降低|提高|上升|压减|压缩|新增|净增|核减|多|少)(?:了|约|近)?$"
    r"|(?:比(?![赛例重])|[由从]|较(?=[上去前同年往原\d]))[^,，。;；]{0,12}$|(?:上年|去年|同期|上学年|原来|原有)[^,，。;；]{0,6}$|每[^,，。;；]{0,8}$"
)
_TWICE = re.compile("既[是有属]|重复|交叉|同时|兼有")
_EACH = re.compile("每|均")
_TIED = re.compile("^[^,，。;；、]{1,14}(?:、|和|与|及)$")
MOST = 24
_NEAR = Decimal("0.75")
_CLOSE = Decimal("0.92")
_FARTHEST = 60
SLIGHT = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of one unit behind `opener` and the total they may belong to.

    `is_listed`: nothing but names and numbers, divided alike. `is_bracketed`: in brackets right behind
    the total. `is_crossed`: their names tell that one thing may be counted twice (女教师, 党员).
    """

    total: Number
    parts: tuple[Number, ...]
    others: tuple[Number, ...]
    opener: str
    is_listed: bool
    is_bracketed: bool
    is_divided: bool = False
    is_crossed: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """What parts come to, from low to high by their printed places."""

    value: Decimal
    low: Decimal
    high: Decimal

    even_low: Decimal
    even_high: Decimal

    def meets(self, number: Number) -> bool:
        """Parts without decimals are taken as even where the total has some."""
        if "." in number.quantity.value:
            return self.even_low <= number.high and number.low <= self.even_high
        return self.low <= number.high and number.low <= self.high


def added(parts: Sequence[Number]) -> Sum:
    zero = Decimal(0)
    even = [part for part in parts if "." not in part.quantity.value]
    return Sum(
        sum((part.value for part in parts), zero),
        low := sum((part.low for part in parts), zero),
        high := sum((part.high for part in parts), zero),
        low + sum((part.value - part.low for part in even), zero),
        high - sum((part.high - part.value for part in even), zero),
    )


def written(reading: "Reading", parts: Sequence[Number], total: Number) -> str:
    """12+12+10+13=47，文中为46."""
    scale = scale_of(reading.plain[total.start : total.end])
    terms = "+".join(told(part.value / scale, 4) for part in parts)
    unit = reading.text[total.start : total.end].lstrip("0123456789.,-０１２３４５６７８９．，")
    value = told(added(parts).value / scale, 4)
    return f"{terms}={value}{unit}，文中为{reading.text[total.start : total.end]}"


def scale_of(words: str) -> Decimal:
    return Decimal(100_000_000) if "亿" in words else Decimal(10_000) if "万" in words else Decimal(1)


def _start(number: Number) -> int:
    return number.start


def lists_of_parts(reading: "Reading") -> Iterator[Parts]:
    """Every list behind 其中, in brackets, behind 全县46所学校中: one for each unit."""
    numbers, plain = reading.numbers, reading.plain
    for match in _OPENER.finditer(plain):
        at = match.end()
        start = match.start()
        following = bisect_left(numbers, at, key=_start)
        if following == len(numbers) or numbers[following].start - at > _FARTHEST:
            continue
        end = _region(plain, start, at, match[0])
        inside = within(numbers, at, end)
        if not inside:
            continue
        first = inside[0]
        since = _since(plain, start, at, match[0])
        if _TWICE.search(plain, start, end):
            continue
        for unit in dict.fromkeys(number.unit for number in inside):
            parts = _uniform(plain, _parts(plain, inside, unit, at))
            if len(parts) < 2:
                continue
            if match[0][0] in ",，按从分":
                others = _likeliest(numbers, first, parts)
            else:
                others = _totals(numbers, first, unit, start, since)
            if others and (others[0].is_count or unit == "分"):
                yield Parts(
                    total=others[0],
                    parts=parts,
                    others=tuple(others[1:]),
                    opener=match[0],
                    is_listed=is_listed(plain, parts, inside),
                    is_bracketed=match[0] in "(（" and others[0].end >= start - 1,
                    is_divided=all(
                        _PURE.search(plain, one.end, other.start) for one, other in itertools.pairwise(parts)
                    ),
                    is_crossed=parts[0].kind != "money" and _is_crossed(plain, at, parts),
                )


def _since(plain: str, start: int, at: int, opener: str) -> int:
    """From where on a total may stand: its sentence; that before it for 其中 that begins one."""
    begins = plain[start - 1 : start] in "。；;" and opener == "其中"
    end = start - 1 if begins else start
    return max(0, start - 160, *(plain.rfind(sign, 0, end) for sign in "。\n"))


def _is_crossed(plain: str, at: int, parts: Sequence[Number]) -> bool:
    """Whether one thing may stand under two of the names: 女教师260人、党员120人."""
    since = [at, *(part.end for part in parts[:-1])]
    found = [
        frozenset(_OVERLAPS.findall(plain, max(a, part.start - 16), part.start))
        for a, part in zip(since, parts, strict=True)
    ]
    return any(found) and len(set(found)) > 1


def _region(plain: str, start: int, at: int, opener: str) -> int:
    """Where a list can end at most: its bracket, its sentence."""
    if opener in "(（":
        ends = [place for sign in ")）" if (place := plain.find(sign, at, at + 200)) >= 0]
        return min(ends, default=at)
    most = min(len(plain), at + 700)
    again = plain.find("其中", at, most)
    end = _END.search(plain, at, most if again < 0 else again)
    return end.start() if end else most if again < 0 else again


def _parts(plain: str, inside: Sequence[Number], unit: str, at: int) -> tuple[Number, ...]:
    """The numbers of a unit one after the other, without what stands in brackets or begins another list."""
    found: list[Number] = []
    last = inside[0].start
    semicolons = False
    for number in inside[:MOST]:
        gap = plain[last : number.start]
        if gap.count("(") + gap.count("（") > gap.count(")") + gap.count("）"):
            continue
        last = number.end
        if found and (";" in gap or "；" in gap):
            if len(found) > 1 and not semicolons and number.unit == unit:
                break
            semicolons = True
        leaves = LEAVES.search(gap) if found else None
        if leaves and not (number.unit != unit and _EACH.search(gap)):
            break
        if number.unit != unit:
            continue
        if "占" in number.tail:
            break
        if not found and re.search("[;；]", plain[at : number.start]):
            break
        if CHANGED.search(number.tail) or not number.is_exact:
            break
        found.append(number)
    return tuple(found)


def _uniform(plain: str, parts: tuple[Number, ...]) -> tuple[Number, ...]:
    """Of a list divided by 、 so many as are: what stands behind a comma is no longer of it."""
    if len(parts) < 2 or not plain.startswith("、", parts[0].end):
        return parts
    for index, (one, other) in enumerate(itertools.pairwise(parts)):
        gap = plain[one.end : other.start]
        if not gap.startswith(("、", "和", "及", "与", "以及", "(", "（", "余", "多")) and index:
            return parts[: index + 1]
    return parts


def _totals(numbers: Sequence[Number], first: Number, unit: str, start: int, since: int) -> list[Number]:
    """What the parts may be parts of, the likeliest first: what was counted last in that unit."""
    found = []
    for number in reversed(numbers[max(0, first.place - 10) : first.place]):
        if number.line != first.line or number.end > start or number.start < since:
            break
        if number.unit == unit and number.is_exact:
            found.append(number)
    likely = [number for number in found if not CHANGED.search(number.tail)]
    return likely + [number for number in found if number not in likely]


def _likeliest(numbers: Sequence[Number], first: Number, parts: Sequence[Number]) -> list[Number]:
    """录用人员中，…: of what was counted on the line before, what the parts all but make up."""
    whole = added(parts)
    near = [
        number
        for number in numbers[max(0, first.place - 12) : first.place]
        if number.line == first.line and number.unit == parts[0].unit and number.is_exact and number.value
    ]
    if any(whole.meets(number) for number in near):
        return []
    near = [number for number in near if abs(whole.value / number.value - 1) <= SLIGHT]
    return sorted(near, key=lambda number: abs(whole.value - number.value))[:1]


def is_listed(plain: str, parts: Sequence[Number], inside: Sequence[Number]) -> bool:
    """Whether nothing but short names stands between the parts."""
    between = [plain[one.end : other.start] for one, other in itertools.pairwise(parts)]
    if any(len(gap) > 22 or not (_TIE.match(gap) or _TIED.match(gap)) for gap in between):
        return False
    signs = {gap[0] if _TIE.match(gap) else gap[-1] for gap in between}
    places = [number.place for number in parts]
    return len(signs - set("和及与以")) <= 1 and places[-1] - places[0] == len(places) - 1


def judge(found: Parts) -> tuple[Verdict, bool]:
    """The verdict, and whether it is certain."""
    parts, total = found.parts, found.total
    runs = [parts] if found.is_listed else [parts[:count] for count in range(2, len(parts) + 1)] + [parts[1:]]
    wholes = [total, *found.others]
    if any(added(run).meets(whole) for run in runs if len(run) > 1 for whole in wholes):
        return "holds", True
    whole = added(parts)
    share = whole.value / total.value if total.value else Decimal(0)
    if found.is_crossed and not (found.is_listed and abs(share - 1) <= SLIGHT * 2):
        return "uncertain", False
    return _by_share(found, share)


def _by_share(found: Parts, share: Decimal) -> tuple[Verdict, bool]:
    if found.is_bracketed and found.is_listed and Decimal("0.5") <= share <= 2:
        return "fails", found.opener in "(（"
    if share > 1 and found.is_divided:
        return ("fails", False) if share < 4 else ("uncertain", False)
    if found.is_listed and (share >= _NEAR or is_slip(found)):
        return "fails", share >= _CLOSE
    return ("fails", False) if share >= _CLOSE and found.is_divided else ("uncertain", False)


def is_slip(found: Parts) -> bool:
    """Whether two digits changed places in one of the numbers: 217 for 271."""
    whole = added(found.parts).value
    total = found.total.value
    if is_swapped(whole, total):
        return True
    return any(is_swapped(part.value, total - (whole - part.value)) for part in found.parts)


def is_swapped(one: Decimal, other: Decimal) -> bool:
    """Whether the digits are the same and two neighbours changed places."""
    left, right = told(abs(one), 6), told(abs(other), 6)
    left, right = left.replace(".", ""), right.replace(".", "")
    if one <= 0 or other <= 0 or len(left) != len(right) or len(left) < 3:
        return False
    wrong = [place for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    return len(wrong) == 2 and left[wrong[0]] == right[wrong[1]] and left[wrong[1]] == right[wrong[0]]
