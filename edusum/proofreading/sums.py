"""Lists of parts in running text, and whether they make up the total they stand under."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from edusum.proofreading.divisions import Whole, wholeness
from edusum.proofreading.misprints import is_mistyped, is_swapped
from edusum.proofreading.numbers import Number, told

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_LISTING = "(?!含|不含|截|除|按|以)"
_OPENER = re.compile(
    rf"[其包,(按分从0-9](?:(?<=其)中|(?<=包)[括含]|(?<=[中里],)(?=[^,。;]{{2,30}}\d)|(?<=\(){_LISTING}"
    r"|(?<=[按分从])[^,。;\n]{1,16}[分看][,:]|(?<=\d)[个所人名项件处条家份]"
    rf"(?P<inside>(?!其中|包[括含]|\({_LISTING})[^,、。;\d\n]{{0,14}}(?<![其高初])中)(?=[^,、。;\d\n]{{1,14}}\d))"
)
_END = re.compile(r"[。\n!?]")
LEAVES = re.compile(
    "按[^,。;]{1,10}分|从[^,。;]{1,12}看|另有|另外|此外|比上年|比去年|同比|较上年|较去年|合计|共计|总计|共[^,。;]{0,6}$"
    "|其中|累计|总数|平均|中(?<=[^,;]中),|均(?<=[人生校班户日月年周次]均)|新增|净|每|单价"
)
_OVERLAPS = re.compile(r"女|党员|团员|少数民族|[岁龄]|学历|职称|留守|随迁|贫困|困难|残疾|骨干|寄宿(?!制)")
_PURE = re.compile("[、和及与,，;；]")
_TIE = re.compile(r"^(?:余|多)?(?:[,，、;；]|和|及|与|以及|[(（]|$)")
CHANGED = re.compile(
    "增加[了约近]?$|减少[了约近]?$|增长[了约近]?$|下降[了约近]?$|降低[了约近]?$|提高[了约近]?$|上升[了约近]?$|压减[了约近]?$"
    "|压缩[了约近]?$|新增[了约近]?$|净增[了约近]?$|核减[了约近]?$|多[了约近]?$|少[了约近]?$|每[^,。;]{0,8}$"
    r"|比(?![赛例重])[^,。;]{0,12}$|由[^,。;]{0,12}$|从[^,。;]{0,12}$|较(?=[上去前同年往原\d])[^,。;]{0,12}$"
    "|上年[^,。;]{0,6}$|去年[^,。;]{0,6}$|同期[^,。;]{0,6}$|上学年[^,。;]{0,6}$|原来[^,。;]{0,6}$|原有[^,。;]{0,6}$"
)
_TWICE = re.compile(
    "既[是有属]|重复|交叉|同时|兼有|兼任|兼备|均不|都不|跨|多项|双重|同属|"
    + "|".join(f"{sort}[^,。;]{{0,6}}[都均](?:参加|有|是|为)" for sort in "种项类者")
)
_MORE = re.compile(r"[^,，。;；\d]{0,6}(?:等[,，。;；]|[,，、](?:其余|其[他它]|剩余|余下|还|另))")
_FILLS = re.compile("余|另|还|尚|剩|缺|差|未|共|累计|合计")
_NO_PART = re.compile("占|[年月]底")
_TIED = re.compile("^[^,，。;；、]{1,14}(?:、|和|与|及)$")
_NUMBERED = re.compile(r"\d[\d,.]*(?![\d,.年月岁批级])\D*$")
_MARKS = re.compile("[,、;:]")
_BESIDE = re.compile("[^,，。;；:：、\\n]{0,8}")
_DIRECTLY = re.compile("[^,，。;；:：、\\n]{0,16}[中里]")
_TIMES = re.compile("的(?:$|[^,，。;；]{0,3}倍)")
_CHAPTERED = re.compile("[章编篇分块]")
_NEAR = 12
_AMONG = ("其中", "含", "包括")
MOST = 24
FEW = 2
_REACH = 120
_WORDS = 16
_LONG = 4
_FARTHEST = 60
SLIGHT = Decimal("0.05")


@dataclass(frozen=True)
class Parts:
    """Parts of one unit behind `opener` and the total they may belong to.

    `is_listed`: nothing but names and numbers, divided alike. `is_bracketed`: in brackets right behind
    the total. `is_among`: 其中 is said. `is_crossed`: their names tell that one thing may be counted twice
    (女教师, 党员). `names`: what they are called, `around`: the words about the total. `has_more`: the words
    behind them tell that there are others. `later`: what is told behind them. `every`: the parts with those
    that stand behind another mark.
    """

    total: Number
    parts: tuple[Number, ...]
    others: tuple[Number, ...]
    opener: str
    is_listed: bool
    is_bracketed: bool
    is_among: bool = False
    is_divided: bool = False
    is_crossed: bool = False
    names: tuple[str, ...] = ()
    around: str = ""
    has_more: bool = False
    later: tuple[Number, ...] = ()
    every: tuple[Number, ...] = ()

    @cached_property
    def wholeness(self) -> Whole:
        return wholeness(self.names, self.around)


class Sum(NamedTuple):
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
    value = low = high = even_low = even_high = Decimal(0)
    for part in parts:
        is_even = "." not in part.quantity.value
        value += part.value
        low += part.low
        high += part.high
        even_low += part.value if is_even else part.low
        even_high += part.value if is_even else part.high
    return Sum(value, low, high, even_low, even_high)


def written(reading: "Reading", parts: Sequence[Number], total: Number) -> str:
    """12+12+10+13=47，文中为46."""
    scale = scale_of(reading.plain[total.start : total.end])
    terms = "+".join(told(part.value / scale, 4) for part in parts)
    unit = reading.text[total.start : total.end].lstrip("0123456789.,-０１２３４５６７８９．，")
    value = told(added(parts).value / scale, 4)
    return f"{terms}={value}{unit}，文中为{reading.text[total.start : total.end]}"


def scale_of(words: str) -> Decimal:
    return Decimal(100_000_000) if "亿" in words else Decimal(10_000) if "万" in words else Decimal(1)


def lists_of_parts(reading: "Reading") -> Iterator[Parts]:
    """The lists behind 其中, in brackets, behind 全县46所学校中: one for each unit.

    Those that make up the number before them are left out, unless chapters are told as well (五章、32条).
    """
    numbers, plain = reading.numbers, reading.plain
    following = 0
    for match in _OPENER.finditer(plain):
        opener, at = match["inside"] or match[0], match.end()
        start = at - len(opener)
        while following < len(numbers) and numbers[following].start < at:
            following += 1
        if following == len(numbers) or numbers[following].start - at > _FARTHEST:
            continue
        end = _region(plain, start, at, opener)
        inside = [one for one in numbers[following : following + MOST] if one.start < end]
        units = [one.unit for one in inside]
        several = [unit for unit in dict.fromkeys(units) if units.count(unit) > 1]
        if not several or _TWICE.search(plain, start, end):
            continue
        first = inside[0]
        for unit in several:
            every = _parts(plain, inside, unit, at)
            parts = _uniform(plain, every)
            if len(parts) < 2 or any("各" in part.tail for part in parts):
                continue
            if opener[0] in ",按从分":
                others = _named(reading, opener, start, first, parts)
            else:
                others = _totals(reading, first, unit, start, _since(plain, start, opener))
            if others and _is_grade(plain, others[0], parts):
                continue
            if others and (others[0].is_count or unit == "分") and not _is_made_up(plain, others[0], parts):
                yield Parts(
                    total=others[0],
                    parts=parts,
                    others=tuple(others[1:]),
                    opener=opener,
                    is_listed=is_listed(plain, parts),
                    is_among=opener == "其中" or plain.startswith(_AMONG, at),
                    is_bracketed=opener == "(" and _BESIDE.fullmatch(plain, others[0].end, start) is not None,
                    is_divided=all(
                        _PURE.search(plain, one.end, other.start) for one, other in itertools.pairwise(parts)
                    ),
                    is_crossed=parts[0].kind != "money" and _is_crossed(plain, at, parts),
                    names=names_of(plain, parts, at),
                    around=_around(plain, others[0], at),
                    has_more=_MORE.match(plain, parts[-1].end) is not None,
                    later=_later(numbers, parts),
                    every=every,
                )


def _is_grade(plain: str, total: Number, parts: Sequence[Number]) -> bool:
    """三个等次，其中优秀4个、良好8个: sorts of things, not things."""
    return plain[total.start].isalpha() and any(part.value > total.value for part in parts)


def _is_made_up(plain: str, total: Number, parts: Sequence[Number]) -> bool:
    chaptered = _CHAPTERED.search(plain, max(0, total.start - _NEAR), total.start)
    return not chaptered and added(parts).meets(total)


def _later(numbers: Sequence[Number], parts: Sequence[Number]) -> tuple[Number, ...]:
    """What is counted in the same unit behind the parts, by which a gap may be told: 尚差450个."""
    last = parts[-1]
    return tuple(
        number
        for number in numbers[last.place + 1 : last.place + 7]
        if number.line == last.line and number.unit == last.unit and number.start - last.end < _REACH
        if _FILLS.search(number.tail)
    )


def _since(plain: str, start: int, opener: str) -> int:
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


def whole_of(plain: str, total: Number, parts: Sequence[Number]) -> Whole:
    """Whether parts right behind a total leave nothing of it out."""
    return wholeness(names_of(plain, parts, total.end), _around(plain, total, total.end))


def names_of(plain: str, parts: Sequence[Number], at: int) -> tuple[str, ...]:
    """What the parts are called, the first of them from `at` on."""
    since = [at, *(part.end for part in parts[:-1])]
    return tuple(
        _name(plain[max(a, part.start - 24) : part.start]) for a, part in zip(since, parts, strict=True)
    )


def _around(plain: str, total: Number, at: int) -> str:
    """The words about a total: those before it in its sentence, and a few behind."""
    sentence = plain.rfind("。", max(0, total.start - 40), total.start)
    return (
        plain[max(0, total.start - 40, sentence) : total.start] + plain[total.end : min(total.end + 12, at)]
    )


def _name(words: str) -> str:
    """What a part is called; of 小学2148人次、128.88万元 both are called 小学."""
    names = (_NUMBERED.sub("", told).strip() for told in reversed(_MARKS.split(words)))
    return next(filter(None, names), "")


def _region(plain: str, start: int, at: int, opener: str) -> int:
    """Where a list can end at most: its bracket, its sentence."""
    if opener == "(":
        return max(at, plain.find(")", at, at + 200))
    most = min(len(plain), at + 700)
    again = plain.find("其中", at, most)
    end = _END.search(plain, at, most if again < 0 else again)
    return end.start() if end else most if again < 0 else again


def _parts(plain: str, inside: Sequence[Number], unit: str, at: int) -> tuple[Number, ...]:
    """The numbers of a unit one after the other, without what stands in brackets or begins another list."""
    found: list[Number] = []
    last = inside[0].start
    semicolons = False
    for number in inside:
        gap = plain[last : number.start]
        if gap.count("(") > gap.count(")"):
            continue
        last = number.end
        if found and ";" in gap:
            if len(found) > 1 and not semicolons and number.unit == unit:
                break
            semicolons = True
        if found and number.unit == unit and "占" in number.tail and number.own.startswith("的"):
            continue
        if found and _leaves(gap, is_same=number.unit == unit):
            break
        if number.unit != unit:
            continue
        if not number.is_exact or _NO_PART.search(number.tail) or CHANGED.search(number.tail):
            break
        if not found and ";" in plain[at : number.start]:
            break
        found.append(number)
    return tuple(found)


def _leaves(gap: str, *, is_same: bool) -> bool:
    """Whether the words before a number tell that it is none of the parts."""
    return LEAVES.search(gap) is not None and (is_same or ("每" not in gap and "均" not in gap))


def _uniform(plain: str, parts: tuple[Number, ...]) -> tuple[Number, ...]:
    """Of a list divided by 、 so many as are: what stands behind a comma is no longer of it."""
    if len(parts) < 2 or not plain.startswith("、", parts[0].end):
        return parts
    for index, (one, other) in enumerate(itertools.pairwise(parts)):
        gap = plain[one.end : other.start]
        if not gap.startswith(("、", "和", "及", "与", "以及", "(", "（", "余", "多")) and index:
            return parts[: index + 1]
    return parts


def _totals(reading: "Reading", first: Number, unit: str, start: int, since: int) -> list[Number]:
    """What the parts may be parts of, the likeliest first: what was counted last in that unit."""
    numbers, found = reading.numbers, []
    for number in reversed(numbers[max(0, first.place - 10) : first.place]):
        if number.line != first.line or number.end > start or number.start < since:
            break
        if number.unit == unit and number.is_exact and not _is_aside(reading.plain, number, start):
            found.append(number)
    likely = [number for number in found if not (CHANGED.search(number.tail) or _TIMES.match(number.after))]
    return likely + [number for number in found if number not in likely]


def _is_aside(plain: str, number: Number, start: int) -> bool:
    """Whether it stands in a bracket that is closed before plain[start]."""
    left = max(0, number.start - 60)
    is_open = plain.rfind("(", left, number.start) > plain.rfind(")", left, number.start)
    return is_open and plain.find(")", number.end, start) >= 0


def _named(
    reading: "Reading", opener: str, start: int, first: Number, parts: Sequence[Number]
) -> list[Number]:
    """Of what the parts are told to be parts of: 38条建议中，…; 录用人员中，…; 按学段分，…."""
    numbers, plain = reading.numbers, reading.plain
    before = [
        number
        for number in numbers[max(0, first.place - 12) : first.place]
        if number.line == first.line
        and number.end <= start
        and number.unit == parts[0].unit
        and number.is_exact
        and number.value
    ]
    if opener == "," and before and _DIRECTLY.fullmatch(plain, before[-1].end, start):
        return [before[-1]]
    whole = added(parts)
    if any(whole.meets(number) for number in before):
        return []
    pairs = _pairs(_MARKS.split(plain[max(0, start - 16) : start])[-1])
    near = [number for number in before if abs(whole.value / number.value - 1) <= SLIGHT]
    if opener[0] in "按分从" and any(one.value > whole.value for one in before if one not in near):
        near = []
    if near:
        named = [
            one for one in near if pairs & _pairs(plain[max(0, one.start - _WORDS) : one.start] + one.own)
        ]
        return [min(near, key=lambda one: (one not in named, abs(whole.value - one.value)))]
    if not is_listed(plain, parts):
        return []
    if opener[0] == "按":
        largest = max(before, key=lambda number: number.value, default=None)
        return [largest] if largest and largest.sentence == first.sentence else []
    return [
        number for number in before if pairs & _pairs(number.tail + number.own) and is_slip(parts, number)
    ][-1:]


def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[place : place + 2] for place in range(len(words) - 1))


def is_listed(plain: str, parts: Sequence[Number]) -> bool:
    """Whether nothing but short names stands between the parts."""
    between = [plain[one.end : other.start] for one, other in itertools.pairwise(parts)]
    if any(not gap or len(gap) > 22 or not (_TIE.match(gap) or _TIED.match(gap)) for gap in between):
        return False
    signs = {gap[0] if _TIE.match(gap) else gap[-1] for gap in between}
    places = [number.place for number in parts]
    return len(signs - set("和及与以")) <= 1 and places[-1] - places[0] == len(places) - 1


def is_slip(
    parts: Sequence[Number],
    total: Number,
    shortest: int = 3,
    *,
    of_part: int = _LONG,
    is_strict: bool = False,
) -> bool:
    """Whether a slip of the hand in one of the numbers explains the difference: 217 for 271, 386 for 186.

    `shortest`, `of_part`: from so many digits of the total and of a part on it is no chance.
    """
    whole = added(parts).value
    if is_swapped(whole, total.value, min(shortest, 3)):
        return True
    if is_mistyped(whole, total.value, shortest, is_strict=is_strict):
        return True
    needed = [(part.value, total.value - (whole - part.value)) for part in parts]
    return any(
        is_swapped(value, right) or is_mistyped(value, right, of_part, is_strict=is_strict)
        for value, right in needed
    )
