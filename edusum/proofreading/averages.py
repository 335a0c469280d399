"""What comes to each: averages and products (人均, 平均每所, 每生250元共156万元)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from edusum.proofreading.loose import is_of_item, loose_average
from edusum.proofreading.numbers import Number, preceding, within
from edusum.proofreading.percents import alike
from edusum.proofreading.slipped import comes_out_even, is_slip, is_telling, share_words

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_AVERAGE = re.compile(
    r"(?:(?P<each>[人生校班日月户笔师园场次期组镇乡县])均(?!衡)|平均(?:每|到每)(?:一)?(?P<unit>个?人次|[^\d,，。;；个]|个)?)"
    r"(?P<noun>[^,，。;；\d]{0,12}?)(?:投入|投资|完成|负责|约|为|达|近|联系|服务|录制|听课|覆盖|培养|接待){0,2}$"
)
_SHARED = re.compile(r"平均(?:约|近|每)?$")
_CONTEND = re.compile(r"^(?:考生|人)?(?:竞争|争夺|报考|角逐)")
EACH = re.compile(r"(?:每|均(?<=[人生校班户师]均))[^,。;\d]{0,14}$")
_EACH_ALONE = re.compile(r"每([人名所个套台栋间班组校户期场次生位])[^,，。;；\d年月日周天学期]{0,6}$")
_PARTED = re.compile("[;；]|其中")
_CHANGE = re.compile("(?:增加|减少|增长|提高|下降|降低|多|少)(?:了|约)?$")
_OF_EACH = re.compile("每|均")
_OF_TIMES = re.compile("每[^,，。;；\\d]{1,6}(?:每|[月周日]均)|(?<!平)均每")
_OF_SOME = re.compile("小学|初中|高中|中学|幼儿园|其中|[目现]前|其他")
UNITS = {
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
_COUNTED = {"生": "学生|在校生|幼儿", "师": "教师|教职工", "校": "学校"}
_HUGE = Decimal(10) ** 15
_MOST_PARTS = 6
_WIDE = 16
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
        if "均" not in claim.tail and "每" not in claim.tail:
            continue
        if claim.kind in ("share", "points", "倍") or _CHANGE.search(claim.tail):
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
        found = found or _loosely(reading, claim)
        if found and not _is_multiplied(numbers, claim):
            yield found


def _is_multiplied(numbers: Sequence[Number], claim: Number) -> bool:
    """80个班、每班45人，即3600个学位: the product of the two stands behind them."""
    if claim.place + 1 >= len(numbers) or not claim.place:
        return False
    one, product = numbers[claim.place - 1], numbers[claim.place + 1]
    return product.start - claim.end < _WIDE and product.value == one.value * claim.value


def _loosely(reading: "Reading", claim: Number) -> Each | None:
    pair = loose_average(reading, claim)
    return Each(claim, *pair, pair[0].value / pair[1].value, is_sure=False) if pair else None


def counted_alike(one: Number, other: Number) -> bool:
    """As `alike`; 1488人次 also makes so many 次 for each."""
    return alike(one, other) or (one.unit != "人" and other.unit != "人" and one.unit.endswith(other.unit))


def _average(reading: "Reading", claim: Number, each: str, noun: str) -> Each | None:
    if "标准" in claim.tail or _OF_TIMES.search(claim.tail) or (each == "人次" and "平均" not in claim.tail):
        return None
    around = preceding(reading.numbers, claim, 10, reach=200)
    before = [one for one in around if one.kind not in ("share", "points")]
    behind = [
        one
        for one in within(reading.numbers, claim.end, claim.end + 30)
        if one.sentence == claim.sentence and re.search("^[(（,，]|按", one.before) and one.is_count
    ]
    units = UNITS.get(each, (each,))
    wholes = [one for one in before if counted_alike(one, claim) and one.value >= claim.value and not one.per]
    near_enough = [one for one in wholes if not _PARTED.search(reading.plain, one.end, claim.start)]
    counts = [one for one in [*before, *behind] if one.unit in units and one.value > 0]
    if each in _ANY:
        counts = [one for one in [*before, *behind] if one.is_count and one.value > 0]
        counts = [one for one in counts if one.unit != claim.unit and not _OF_EACH.search(one.tail)]
        named = [one for one in counts if len(noun) > 1 and noun[-2:] in one.tail + one.own]
        near = [one for one in counts if one.place < claim.place and one.unit in ("个", "项", "家", "所")]
        if any(_is_each(whole, one, claim) for whole in wholes for one in near if one is not whole):
            return None
        counts = named or [one for one in counts if one.unit in ("个", "项", "家", "所")]
    if not wholes or not counts:
        return None
    if any(_is_each(whole, one, claim) for whole in wholes for one in counts if one is not whole):
        return None
    if any(_is_each_of_both(whole, counts, claim) for whole in wholes) or is_of_item(claim, counts):
        return None
    near = [one for one in near_enough if one.sentence == claim.sentence and one.place < claim.place]
    if near and (each in _ANY or not _is_elsewhere(reading, claim, near[-1], units)):
        numbered = [one for one in counts if one.sentence == claim.sentence]
        whole, number = _likeliest(near, numbered or counts, claim)
        share = whole.value / number.value
        if whole is not number and number.is_exact and whole.is_exact and _is_meant(share, claim, near):
            numbered = [one for one in numbered if one is not whole]
            is_sure = len(near) == 1 and len(numbered) == 1 and numbered[0].is_exact and claim.is_exact
            return Each(claim, whole, number, share, is_sure)
    return _proved([one for one in near_enough if one.place < claim.place], counts, claim, each)


def _proved(wholes: Sequence[Number], counts: Sequence[Number], claim: Number, each: str) -> Each | None:
    """The one pair that belongs together, however far off the claim is: a slip of what the pair makes."""
    found = [
        (whole, number)
        for whole in wholes
        for number in counts
        if whole is not number and is_slip(whole.value / number.value, claim)
        if _belong(whole, number, claim, each)
    ]
    if len({(whole.value, number.value) for whole, number in found}) != 1:
        return None
    whole, number = found[-1]
    return Each(claim, whole, number, whole.value / number.value, is_sure=False)


def _belong(whole: Number, number: Number, claim: Number, each: str) -> bool:
    """Whether the division comes out even or the names agree, both where one is told in another sentence."""
    if not all(one.is_exact for one in (whole, number, claim)):
        return False
    is_even = comes_out_even(whole, number, claim)
    named = re.search(_COUNTED[each], number.tail + number.own[:6]) if each in _COUNTED else None
    if whole.sentence == number.sentence == claim.sentence:
        return is_even or bool(named and is_telling(claim))
    if claim.sentence not in (whole.sentence, number.sentence):
        return False
    is_alike = share_words(whole.tail, number.tail + number.own[:8]) or bool(named)
    return is_alike and (is_even or is_telling(claim))


def _likeliest(wholes: Sequence[Number], counts: Sequence[Number], claim: Number) -> tuple[Number, Number]:
    """The last total and number, or those that all but make it up."""
    whole, number = wholes[-1], counts[-1]
    if whole is not number and is_near(whole.value / number.value, claim.value):
        return whole, number
    pairs = [(one, other) for one in wholes for other in counts if one is not other and claim.value]
    best = min(pairs, key=lambda pair: abs(pair[0].value / pair[1].value / claim.value - 1), default=None)
    if best and abs(best[0].value / best[1].value / claim.value - 1) <= _SLIP:
        return best
    return whole, number


def is_near(true: Decimal, claim: Decimal) -> bool:
    """Whether one may be a slip for the other; else other things were meant than those found."""
    share = true / claim if claim else Decimal(0)
    return Decimal("0.4") < share < Decimal("2.5") or share in (Decimal(10), Decimal(100), Decimal("0.1"))


def _is_meant(true: Decimal, claim: Number, wholes: Sequence[Number]) -> bool:
    """Where several totals stand before, the claim must all but be what one makes."""
    if len(wholes) == 1 or not claim.value:
        return is_near(true, claim.value)
    return abs(true / claim.value - 1) <= _SLIP or is_slip(true, claim)


def _can_be_meant(whole: Number, number: Number, claim: Number) -> bool:
    share = whole.value / number.value
    return is_near(share, claim.value) or (comes_out_even(whole, number, claim) and is_slip(share, claim))


def _contended(reading: "Reading", claim: Number) -> Each | None:
    """3680人报考, 平均8人竞争1个岗位: so many for each of the places."""
    before = [one for one in preceding(reading.numbers, claim, 10, reach=200) if one.is_count]
    wholes = [one for one in before if alike(one, claim)]
    if any(_is_each(one, other, claim) for one in wholes for other in before if one is not other):
        return None
    near = [one for one in wholes if one.sentence == claim.sentence and one.value > claim.value]
    others = [one for one in before if near and one is not near[-1] and 0 < one.value < near[-1].value]
    if not near or not others:
        return None
    whole = near[-1]
    meant = [one for one in others if _can_be_meant(whole, one, claim)]
    proved = [one for one in meant if comes_out_even(whole, one, claim)]
    number = others[-1] if others[-1] in meant else proved[-1] if len(proved) == 1 else None
    return Each(claim, whole, number, whole.value / number.value, is_sure=False) if number else None


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
    units = UNITS.get(match[1], (match[1], "个"))
    wholes = [one for one in near if counted_alike(one, claim) and one.value >= claim.value][-1:]
    wholes = [one for one in wholes if not _PARTED.search(reading.plain, one.end, claim.start)]
    counts = [one for one in near if one.unit in units and one.value and one not in wholes]
    if not wholes or not counts or not claim.value or counted_alike(wholes[0], counts[-1]):
        return None
    whole = wholes[0]
    if any(
        _is_each(whole, one, claim) or whole.value / one.value / claim.value in range(2, 13) for one in counts
    ):
        return None
    number = counts[-1]
    if not _can_be_meant(whole, number, claim):
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
