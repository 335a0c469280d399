"""What comes to each: averages and products (人均, 平均每所, 每生250元共156万元)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import Number, meets, preceding, within
from edusum.proofreading.percents import alike

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_AVERAGE = re.compile(
    r"(?:(?P<each>[人生校班日月户笔师园场次期组镇乡县])均(?!衡)|平均(?:每|到每)(?:一)?(?P<unit>个?人次|[^\d,，。;；个]|个)?)"
    r"(?P<noun>[^,，。;；\d]{0,12}?)(?:投入|投资|完成|负责|约|为|达|近|联系|服务|录制|听课|覆盖|培养|接待){0,2}$"
)
_SHARED = re.compile(r"平均(?:约|近|每)?$")
_CONTEND = re.compile(r"^(?:考生|人)?(?:竞争|争夺|报考|角逐)")
_EACH = re.compile(r"(?:每|[人生校班户师]均)[^,，。;；\d]{0,14}$")
_IN_ALL = re.compile(
    r"(?:共|计|合计|共计|总计|累计|总额|总数|资金|金额|补助|发放|落实|全年|全学年|总面积)[^,，。;；、\d]{0,10}$"
)
_EACH_ALONE = re.compile(r"每([人名所个套台栋间班组校户期场次生位])[^,，。;；\d年月日周天学期]{0,6}$")
_CHANGE = re.compile("(?:增加|减少|增长|提高|下降|降低|多|少)(?:了|约)?$")
_OF_EACH = re.compile("每|均")
_OF_SOME = re.compile("小学|初中|高中|中学|幼儿园|其中|[目现]前|其他")
_PER_TIME = re.compile(r"每(?:个)?(月|学期|季度|周|天|日)")
_TIMES = {
    "月": tuple(range(2, 13)),
    "学期": (2, 3, 4),
    "季度": (2, 3, 4),
    "周": (40, 52),
    "天": (),
    "日": (),
}
_UNITS = {
    "人": ("人", "人次"),
    "生": ("人", "人次"),
    "师": ("人",),
    "名": ("人",),
    "位": ("人",),
    "校": ("所", "校", "校次"),
    "所": ("所", "个"),
    "园": ("所", "家"),
    "笔": ("笔", "人"),
    "班": ("班", "个", "班次"),
    "日": ("天", "日"),
    "天": ("天", "日"),
    "户": ("户", "家"),
    "月": ("个月", "月"),
    "人次": ("人次",),
    "次": ("次", "人次", "场", "校次", "期"),
    "场": ("场", "场次", "次"),
    "期": ("期", "次"),
    "镇": ("个", "镇"),
    "乡": ("个", "乡"),
    "县": ("个", "县"),
}
_ANY = frozenset({"个", ""})
_HUGE = Decimal(10) ** 15
_MOST_PARTS = 6
_SLIP = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Each:
    """A claim that `whole` divided by `number` (or their product, as `is_product` says) is the claim."""

    claim: Number
    whole: Number
    number: Number
    value: Decimal
    is_sure: bool


def wrong_averages(reading: "Reading") -> Iterator[Each]:
    """Each average that no total and number around it bear out."""
    numbers = reading.numbers
    for claim in numbers:
        if claim.kind in ("share", "points", "倍"):
            continue
        if _CHANGE.search(claim.tail):
            continue
        match = _AVERAGE.search(claim.tail)
        if match and not _OF_SOME.search(claim.tail[: match.start()]):
            found = _average(reading, claim, match["each"] or match["unit"] or "", match["noun"] or "")
        elif match:
            found = None
        elif _SHARED.search(claim.tail) and _CONTEND.match(claim.own):
            found = _contended(reading, claim)
        else:
            found = _beside(reading, claim)
        if found:
            yield found


def counted_alike(one: Number, other: Number) -> bool:
    """As `alike`; 1488人次 also makes so many 次 for each."""
    return alike(one, other) or (one.unit != "人" and other.unit != "人" and one.unit.endswith(other.unit))


def _average(reading: "Reading", claim: Number, each: str, noun: str) -> Each | None:
    around = preceding(reading.numbers, claim, 10, reach=200)
    before = [one for one in around if one.kind not in ("share", "points")]
    behind = [
        one
        for one in within(reading.numbers, claim.end, claim.end + 30)
        if one.sentence == claim.sentence and re.search("^[(（,，]|按", one.before) and one.is_count
    ]
    units = _UNITS.get(each, (each,))
    if "标准" in claim.tail or (each == "人次" and "平均" not in claim.tail):
        return None
    wholes = [one for one in before if counted_alike(one, claim) and one.value >= claim.value and not one.per]
    counts = [one for one in [*before, *behind] if one.unit in units and one.value > 0]
    if each in _ANY:
        counts = [one for one in [*before, *behind] if one.is_count and one.value > 0]
        named = [one for one in counts if len(noun) > 1 and noun[-2:] in one.tail + one.own]
        counts = named or [one for one in counts if one.unit in ("个", "项", "家", "所")]
    if not wholes or not counts:
        return None
    if any(_is_each(whole, one, claim) for whole in wholes for one in counts if one is not whole):
        return None
    if any(_is_each_of_both(whole, counts, claim) for whole in wholes):
        return None
    near = [one for one in wholes if one.sentence == claim.sentence and one.place < claim.place]
    if not near or (each not in _ANY and _is_elsewhere(reading, claim, near[-1], units)):
        return None
    numbered = [one for one in counts if one.sentence == claim.sentence] or counts
    whole, number = _likeliest(near, numbered, claim)
    numbered = [one for one in counts if one.sentence == claim.sentence and one is not whole]
    is_sure = (
        len(near) == 1 and len(numbered) == 1 and all(one.is_exact for one in (whole, numbered[0], claim))
    )
    if whole is number or not number.is_exact or not whole.is_exact:
        return None
    share = whole.value / number.value
    return Each(claim, whole, number, share, is_sure) if _is_near(share, claim.value) else None


def _likeliest(wholes: Sequence[Number], counts: Sequence[Number], claim: Number) -> tuple[Number, Number]:
    """The last total and number, or those that all but make it up."""
    whole, number = wholes[-1], counts[-1]
    if whole is not number and _is_near(whole.value / number.value, claim.value):
        return whole, number
    pairs = [(one, other) for one in wholes for other in counts if one is not other and claim.value]
    best = min(pairs, key=lambda pair: abs(pair[0].value / pair[1].value / claim.value - 1), default=None)
    if best and abs(best[0].value / best[1].value / claim.value - 1) <= _SLIP:
        return best
    return whole, number


def _is_near(true: Decimal, claim: Decimal) -> bool:
    """Whether one may be a slip for the other; else other things were meant than those found."""
    share = true / claim if claim else Decimal(0)
    return Decimal("0.4") < share < Decimal("2.5") or share in (Decimal(10), Decimal(100), Decimal("0.1"))


def _contended(reading: "Reading", claim: Number) -> Each | None:
    """3680人报考, 平均8人竞争1个岗位: so many for each of the places."""
    before = [one for one in preceding(reading.numbers, claim, 10, reach=200) if one.is_count]
    wholes = [one for one in before if alike(one, claim)]
    if any(_is_each(one, other, claim) for one in wholes for other in before if one is not other):
        return None
    near = [one for one in wholes if one.sentence == claim.sentence and one.value > claim.value]
    others = [one for one in before if near and one is not near[-1] and 0 < one.value < near[-1].value]
    if not near or not others or not _is_near(near[-1].value / others[-1].value, claim.value):
        return None
    return Each(claim, near[-1], others[-1], near[-1].value / others[-1].value, is_sure=False)


def _beside(reading: "Reading", claim: Number) -> Each | None:
    """发放慰问金26.4万元给132名教师，每人2500元: total and number are the two right before it."""
    match = _EACH_ALONE.search(claim.tail)
    if not match or not claim.is_exact or claim.place < 2 or "人次" in claim.tail:
        return None
    near = [
        one
        for one in reading.numbers[max(0, claim.place - 4) : claim.place]
        if one.sentence == claim.sentence and one.is_exact and not _OF_EACH.search(one.tail)
    ]
    units = _UNITS.get(match[1], (match[1], "个"))
    wholes = [one for one in near if counted_alike(one, claim) and one.value >= claim.value][-1:]
    counts = [one for one in near if one.unit in units and one.value and one not in wholes]
    if not wholes or not counts or not claim.value or counted_alike(wholes[0], counts[-1]):
        return None
    whole = wholes[0]
    if any(
        _is_each(whole, one, claim) or whole.value / one.value / claim.value in range(2, 13) for one in counts
    ):
        return None
    number = counts[-1]
    if not _is_near(whole.value / number.value, claim.value):
        return None
    return Each(claim, whole, number, whole.value / number.value, is_sure=False)


def _is_each(whole: Number, number: Number, claim: Number) -> bool:
    """Whether it comes to as much; where it comes out even, it must be that and not something near it."""
    if number.low <= 0:
        return False
    if whole.is_exact and number.is_exact and claim.is_exact:
        share = whole.value / number.value
        places = len(claim.quantity.value.partition(".")[2])
        if 1 < share < _HUGE and share != claim.value and share == share.quantize(Decimal(1).scaleb(-places)):
            return claim.low < claim.high and claim.low <= share <= claim.high
    slack = max(claim.high - claim.value, Decimal(1) / 2 if claim.value == int(claim.value) else Decimal(0))
    low, high = whole.low / number.high, whole.high / number.low
    return low <= claim.value + slack and claim.value - slack <= high


def _is_each_of_both(whole: Number, counts: Sequence[Number], claim: Number) -> bool:
    """Whether two counts together share it: 新建2所、改扩建3所, 平均每所216个."""
    for one, other in combinations([one for one in counts if one is not whole][-_MOST_PARTS:], 2):
        both = one.value + other.value
        if alike(one, other) and both and claim.low <= whole.value / both <= claim.high:
            return True
    return False


def _is_elsewhere(reading: "Reading", claim: Number, whole: Number, units: Sequence[str]) -> bool:
    """Whether a number said earlier in the paper makes it right (按全县46所学校计)."""
    for one in reading.numbers[max(0, claim.place - 80) : claim.place]:
        if one.unit in units and one.is_exact and one is not whole and _is_each(whole, one, claim):
            return True
    return False


def wrong_products(reading: "Reading") -> Iterator[Each]:
    """每生每学期补助375元，计304.5万元: where the number of pupils beside it gives another amount."""
    numbers = reading.numbers
    for each in numbers:
        match = _EACH.search(each.tail) if "均" not in each.tail else None
        if (
            not match
            or each.kind in ("share", "points", "倍")
            or each.quantity.approximation not in ("", "at_least")
        ):
            continue
        inside = [
            one
            for one in numbers[max(0, each.place - 5) : each.place + 5]
            if one.sentence == each.sentence and one.kind not in ("share", "points", "倍")
        ]
        for claim in [one for one in inside if one.place > each.place]:
            if not alike(claim, each) or claim.value <= each.value or not _IN_ALL.search(claim.tail):
                continue
            if _EACH.search(claim.tail) and not claim.tail.startswith(("全", "合", "共")):
                break
            found = _product(reading, each, claim, inside) if claim.place - each.place <= 2 else None
            if found:
                yield found
            break


def _product(reading: "Reading", each: Number, claim: Number, inside: Sequence[Number]) -> Each | None:
    factors = [one for one in inside if one is not each and one is not claim and one.value > 0]
    factors = [one for one in factors if one.place <= claim.place + 2]
    words = reading.plain[max(0, each.start - 16) : each.start]
    time = _PER_TIME.search(words)
    multiples = (1, *(_TIMES[time[1]] if time else (2, 12)))
    counted = [
        one
        for one in factors
        if one.is_exact
        and one.is_count
        and one.kind != "money"
        and _fits(words, one)
        and not alike(one, claim)
    ] or [one for one in factors if one.is_exact and one.place < each.place and _fits(words, one)]
    beside = [one for one in counted if one.place == each.place - 1]
    counted = beside or counted
    days = [one for one in factors if one.unit in ("天", "日")]
    if len(counted) != 1 or (time and time[1] in "天日" and len(days) != 1):
        return None
    if claim.quantity.approximation not in ("", each.quantity.approximation):
        return None
    value = _times(each, [counted[0], *days] if time and time[1] in "天日" else counted)
    if not _is_near(value, claim.value):
        return None
    if _can_be(each, claim, factors, multiples):
        return None
    if any(_is_product(each.value * multiple, each.value * multiple, claim) for multiple in multiples[1:]):
        return None
    if any(
        _is_product(_times(each, [one]), _times(each, [one]), other) for one in factors for other in inside
    ):
        return None
    is_sure = claim.place - each.place == 1 and not time
    return Each(claim, each, counted[0], value, is_sure)


def _can_be(each: Number, claim: Number, factors: Sequence[Number], multiples: Sequence[int]) -> bool:
    """Whether one or two of the numbers beside it make the product, for so many months or terms."""
    for count in (1, 2):
        for chosen in combinations(factors, count):
            low, high = each.low, each.high
            for one in chosen:
                low, high = low * one.low, high * one.high
            if each.quantity.approximation:
                low = high = _times(each, chosen)
            if any(_is_product(low * multiple, high * multiple, claim) for multiple in multiples):
                return True
    return False


def _times(each: Number, chosen: Sequence[Number]) -> Decimal:
    value = each.value
    for one in chosen:
        value *= one.value
    return value


def _is_product(low: Decimal, high: Decimal, claim: Number) -> bool:
    if claim.quantity.approximation == "at_least":
        return low <= claim.value <= high
    return meets(low, high, claim)


def _fits(words: str, number: Number) -> bool:
    """Whether `number` counts what the words reckon by: 每生 and persons, 每所 and schools."""
    found = re.findall("每(人次|[^月学季周天日年])|([人生校班户师])均", words)
    return any(number.unit in _UNITS.get(one or other, (one or other, "个")) for one, other in found)
