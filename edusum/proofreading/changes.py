"""From what to what: former and present values, and what is said of the change between them."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from edusum.proofreading.numbers import Number, preceding
from edusum.proofreading.percents import alike

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

Told = Literal["amount", "percent", "points", "times"]
_UP = "净增加?|增加|增长|提高|提升|上升|增|扩大|扩充|新增|高出?|多|升|涨|前移|上浮|增幅|增速|增长率"
_DOWN = (
    "净减少?|减少|下降|降低|压减|压缩|核减|缩减|精简|裁减|回落|下滑|降|减|缩小|缩短|少|低|下浮|降幅|压减率|核减率|下降率"
    "|压缩率|减幅"
)
_VERB = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:幅度|比例)?(?:领|支出)?(?:了|为|达到?|近|约|超过|逾){{0,2}}$"
)
_OF_ALL = re.compile("^[^比较]{0,4}(?:总|合计|全部)[^比较]{0,6}[比较]")
_NO_CHANGE = re.compile(
    "[到至不最较还更很许众偏][多少高低]$|每(?![^,，。;；]{0,6}(?:多领|少支出|多支出)$)|全年[多少]"
)
_BEHIND = re.compile("^(?:上年|去年|上年同期|去年同期|前一年|上一年|上届|同期)(?:为|是|仅为|只有|仅有|的)?$")
_WITH = re.compile("^与[^,，。;；]{2,18}的?$")
_OF_YEARS = re.compile("(?P<now>20[0-9]{2})年[^,，。;；]{0,8}比(?P<then>20[0-9]{2})年")
_FROM = re.compile(r"[由从](?:[^,，。;；、]{0,14}(?:的|平均|约|为|年|人均))?$")
_TO = re.compile(
    r"^(?:[多余左右]{0,2}(?:[)）][^,，。;；]{0,2})?)(?P<verb>[^,，。;；\d]{0,12}?)(?:到|至|为|成)(?:了)?"
    r"(?P<when>(?:今年|目前|现在|本年|当前|20)?[^,，。;；]{0,12})$"
)
_THAN = re.compile(r"(?:比|较|与|相比)[^,，。;；]{0,18}$")
_OF_OTHERS = re.compile("分别|其中|(?:年|月|学期|平)均")
_IN_TIME = re.compile("上年|去年|同期|上学[期年]|年初|20[0-9]{2}年|前的|上一?[届期次年]|原来|上半年")
_BIGGER = re.compile("^(?:大|小|长|短|早|晚)了?$")
_AVERAGE = re.compile("均|每")
_OF_BOTH = re.compile(
    "^(?:前者比后者|后者比前者|二者|两者)[^,，。;；]{0,4}(?:高|低|多|少|大|相差|差)(?:出|了|距)?$"
)
_OF_LIST = re.compile("第(?P<which>[一二三四五六])[项类种个条][^,，。;；]{0,8}比")
_NOT_THAN = re.compile("占比|对比|比例|比重|比赛|比较")
_RISES = re.compile(rf"{_UP}|跃升|攀升|增至|发展|扩")
_FALLS = re.compile(rf"{_DOWN}|整合|撤并|合并|控制")
_HUNDRED = Decimal(100)
_LEAST_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A former and a present value of one thing. `verb` is what is said between them (提高, 降)."""

    former: Number
    present: Number
    verb: str
    is_from_to: bool
    is_in_time: bool = True
    claim: Number | None = None
    """The change itself, where it stands before the former value."""


@dataclass(frozen=True, slots=True)
class Change:
    """A claim on a change, and what it truly is, from low to high in the claim's base unit or percent."""

    claim: Number
    told: Told
    pair: Pair | None
    amount: Number | None
    low: Decimal
    high: Decimal
    is_sure: bool

    @property
    def holds(self) -> bool:
        return self.low <= self.claim.high and self.claim.low <= self.high

    @property
    def value(self) -> Decimal:
        return (self.low + self.high) / 2


def pairs(reading: "Reading") -> list[Pair]:
    """由A提高到B; B，比上年的A增加: in the order of their places."""
    numbers, plain, found = reading.numbers, reading.plain, []
    for one, other in itertools.pairwise(numbers):
        if one.line != other.line or not one.is_exact:
            continue
        gap = plain[one.end : other.start]
        if one.kind == other.kind and is_end(other) and len(gap) < 40 and _FROM.search(one.tail):
            match = _TO.match(gap)
            if match and "分别" not in one.tail:
                found.append(Pair(one, other, match["verb"] or gap, is_from_to=True))
                continue
        if ("比" in one.tail or "较" in one.tail or "与" in one.tail) and _is_than(one.tail):
            verb = _VERB.search(gap) or _BIGGER.search(gap)
            present = _present(numbers, one)
            if verb and present and len(gap) < 14:
                in_time = bool(_IN_TIME.search(one.tail))
                found.append(Pair(one, present, verb[0], is_from_to=False, is_in_time=in_time))
                continue
        behind = _told_behind(numbers, other)
        if behind:
            found.append(behind)
    return found


def _is_than(tail: str) -> bool:
    return bool(_THAN.search(_NOT_THAN.sub("", tail))) and not _VERB.search(tail) and "同比" not in tail


def is_end(number: Number) -> bool:
    """Whether it can end a change: 提高到64%以上 tells the least it came to."""
    return number.is_exact or number.quantity.approximation in ("at_least", "over")


def _told_behind(numbers: Sequence[Number], former: Number) -> Pair | None:
    """623人，比上年多45人，上年为578人: the former value stands behind the change."""
    if former.place < _LEAST_BEFORE or not _BEHIND.match(former.tail) or not former.is_exact:
        return None
    claim, present = numbers[former.place - 1], numbers[former.place - 2]
    verb = _VERB.search(claim.tail)
    if not verb or present.sentence != former.sentence or not alike(present, former) or not present.is_exact:
        return None
    if _VERB.search(present.tail) or not re.search("上年|去年|同比|同期", claim.tail):
        return None
    return Pair(former, present, verb[0], is_from_to=False, claim=claim)


def _present(numbers: Sequence[Number], former: Number) -> Number | None:
    match = _OF_LIST.search(former.tail)
    if match:
        listed = [
            one
            for one in preceding(numbers, former, 16)
            if one.kind == former.kind and former.sentence - one.sentence == 1 and "占" in one.tail
        ]
        which = "一二三四五六".index(match["which"])
        return listed[which] if which < len(listed) else None
    before = preceding(numbers, former, 5, reach=100)
    same = [one for one in before if one.sentence == former.sentence and alike(one, former)]
    if len(same) > 1 and _OF_ALL.search(former.tail):
        return None
    for one in reversed(before):
        if one.sentence != former.sentence:
            break
        if _AVERAGE.search(one.tail) and not _AVERAGE.search(former.tail):
            continue
        if alike(one, former) and one.is_exact and not _VERB.search(one.tail):
            return None if "其中" in one.tail or one.before.startswith("、") else one
    last = numbers[former.place - 1] if former.place else former
    is_last = former.sentence - last.sentence == 1 and last.line == former.line and last.own == ""
    is_near = former.value < last.value * 2 < former.value * 4
    if _WITH.match(former.tail) and is_last and is_near and alike(last, former) and last.is_exact:
        return last
    return None


def direction(verb: str) -> int:
    """1 of what rises, -1 of what falls, 0 where nothing is said or both."""
    rises, falls = bool(_RISES.search(verb)), bool(_FALLS.search(verb))
    return rises - falls


def changes(reading: "Reading") -> Iterator[Change]:
    """Every claim on a change that can be reckoned."""
    numbers = reading.numbers
    known = pairs(reading)
    behind = {pair.claim.place: pair for pair in known if pair.claim}
    place = 0
    for claim in numbers:
        while place < len(known) and known[place].former.place < claim.place:
            place += 1
        told = _told(claim)
        if told is None or not claim.is_exact:
            continue
        pair = behind.get(claim.place) or _pair_of(known[max(0, place - 3) : place], claim)
        pair = pair or _of_years(numbers, claim) or _of_both(numbers, claim)
        if pair and not pair.present.is_exact:
            continue
        change = _by_pair(numbers, claim, told, pair) if pair else _by_amount(numbers, claim, told)
        if change:
            yield change


def _told(claim: Number) -> Told | None:
    if claim.unit == "倍":
        return None
    verb = _VERB.search(claim.tail) or _BIGGER.match(claim.tail) or _OF_BOTH.search(claim.tail)
    if not verb or _NO_CHANGE.search(claim.tail[: verb.end()]) or _OF_OTHERS.search(claim.tail):
        return None
    if claim.kind == "points":
        return "points"
    if claim.kind == "share":
        return "percent"
    return "amount" if claim.kind != "time" or claim.unit else None


def _pair_of(known: Sequence[Pair], claim: Number) -> Pair | None:
    """The nearest pair of the sentence, with nothing but changes between it and the claim."""
    for pair in reversed(known):
        last = max(pair.former.place, pair.present.place)
        if pair.former.sentence == claim.sentence and claim.place - last <= 3 and claim.place > last:
            return pair
    return None


def _of_both(numbers: Sequence[Number], claim: Number) -> Pair | None:
    """9.86万元、9.71万元，前者比后者高1500元."""
    if not _OF_BOTH.search(claim.tail) or claim.place < _LEAST_BEFORE:
        return None
    one, other = numbers[claim.place - 2], numbers[claim.place - 1]
    if one.sentence != claim.sentence or not alike(one, other) or not (one.is_exact and other.is_exact):
        return None
    return Pair(other, one, _said(claim), is_from_to=False, is_in_time=False)


def _of_years(numbers: Sequence[Number], claim: Number) -> Pair | None:
    """2013年1.26亿元、2014年1.68亿元，2014年投入比2013年增长…: both told by their years."""
    match = _OF_YEARS.search(claim.tail)
    if not match or not claim.place:
        return None
    near = [
        one
        for one in numbers[max(0, claim.place - 6) : claim.place]
        if one.sentence == claim.sentence and one.is_count and one.is_exact and not _VERB.search(one.tail)
    ]
    then, now = ([one for one in near if f"{match[name]}年" in one.tail] for name in ("then", "now"))
    if len(then) != 1 or len(now) != 1 or then == now or not alike(then[0], now[0]):
        return None
    return Pair(then[0], now[0], _said(claim), is_from_to=False)


def _by_pair(numbers: Sequence[Number], claim: Number, told: Told, pair: Pair) -> Change | None:
    former, present = pair.former, pair.present
    between = numbers[max(former.place, present.place) + 1 : claim.place] if pair.claim is None else ()
    if any(_told(one) is None and one.unit != "倍" and "全年" not in one.tail for one in between):
        return None
    is_share = former.kind == "share"
    if told == "amount":
        if is_share or not alike(claim, former):
            return None
        low, high = _difference(present, former)
    elif told == "points":
        if not is_share:
            return None
        low, high = _difference(present, former)
    else:
        if is_share or former.low <= 0 or direction(claim.tail) == 0:
            return None
        low, high = _relative(present, former)
    change = Change(claim, told, pair, None, low, high, is_sure=pair.is_from_to or pair.is_in_time)
    if not change.holds and not pair.is_from_to and _fits_another(numbers, claim, told, former):
        return None
    return change


def _fits_another(numbers: Sequence[Number], claim: Number, told: Told, former: Number) -> bool:
    """Whether another number before it is the present value, from which the change was reckoned."""
    for one in numbers[max(0, claim.place - 10) : claim.place]:
        if one is former or one.line != claim.line or not alike(one, former):
            continue
        low, high = _relative(one, former) if told == "percent" else _difference(one, former)
        if low <= claim.high and claim.low <= high:
            return True
    return False


def is_of_others(reading: "Reading", change: Change) -> bool:
    """增长25%: whether two other numbers of the sentence bear it out, so that it may tell of them."""
    claim = change.claim
    pair = change.pair
    if change.told != "percent" or (pair and pair.is_from_to):
        return False
    if pair and pair.is_in_time and claim.place == pair.former.place + 1:
        return False
    near = [
        one
        for one in reading.numbers[max(0, claim.place - 10) : claim.place + 3]
        if one.sentence == claim.sentence and one.is_count and one.low > 0
    ]
    own = {pair.former, pair.present} if pair and pair.is_in_time else set()
    for one, other in itertools.permutations(near, 2):
        if other in own and (one in own or _is_between(reading, change, one)):
            continue
        if alike(one, other):
            low, high = _relative(one, other)
            if (low <= claim.high and claim.low <= high) or _is_of(one, other, claim):
                return True
    return False


def _is_between(reading: "Reading", change: Change, one: Number) -> bool:
    """Whether it is the amount of the very change, told between the two values and the claim."""
    former = change.pair.former if change.pair else change.claim
    return former.place < one.place < change.claim.place and _told(one) == "amount"


def _difference(one: Number, other: Number) -> tuple[Decimal, Decimal]:
    """Numbers without decimals are taken as even."""
    slack = sum((one.high - one.value for one in (one, other) if "." in one.quantity.value), Decimal(0))
    low, high = one.value - other.value - slack, one.value - other.value + slack
    return (low, high) if low >= 0 else (-high, -low) if high <= 0 else (Decimal(0), max(high, -low))


def _bounds(number: Number) -> tuple[Decimal, Decimal]:
    """Even, where it has no decimals and is no rounded 万 of persons."""
    if "." in number.quantity.value or (number.quantity.unit[:1] in "万亿" and number.kind != "money"):
        return number.low, number.high
    return number.value, number.value


def _relative(present: Number, former: Number) -> tuple[Decimal, Decimal]:
    now, then = _bounds(present), _bounds(former)
    low = (now[0] / then[1] - 1) * _HUNDRED
    high = (now[1] / then[0] - 1) * _HUNDRED
    return (low, high) if low >= 0 else (-high, -low) if high <= 0 else (Decimal(0), max(high, -low))


def _by_amount(numbers: Sequence[Number], claim: Number, told: Told) -> Change | None:
    """比上年增加2736人，增长4.5%: reckoned from the amount and what there is now."""
    if told != "percent" or claim.place == 0:
        return None
    amount = numbers[claim.place - 1]
    sign = direction(_said(claim))
    if amount.line != claim.line or not amount.is_exact or claim.start - amount.end > 24 or not sign:
        return None
    if _told(amount) != "amount":
        return _by_new(numbers, claim, amount)
    now = [one for one in preceding(numbers, amount, 6, reach=120) if _is_stock(one, amount)]
    if not now or direction(_said(amount)) != sign:
        return None
    for one in [*reversed(now)]:
        limits = _grown(amount, one, sign)
        if limits and _bears(limits, claim):
            return Change(claim, told, None, amount, *limits, is_sure=True)
    if (sign < 0 and any(_is_of(amount, one, claim) for one in now)) or _is_explained(numbers, claim, sign):
        return None
    limits = _grown(amount, now[-1], sign)
    if limits is None:
        return None
    is_sure = now[-1].sentence == claim.sentence and now[-1].place == amount.place - 1
    return Change(claim, told, None, amount, *limits, is_sure=is_sure)


def _is_explained(numbers: Sequence[Number], claim: Number, sign: int) -> bool:
    """Whether the change is that of anything before it: 大班额降到956个，占比6.8%，减少1228个，降幅56.2%."""
    amount = numbers[claim.place - 1]
    others = [one for one in preceding(numbers, amount, 6, reach=120) if alike(one, amount)]
    return any(_bears(_grown(amount, one, sign), claim) for one in others)


def _bears(limits: tuple[Decimal, Decimal] | None, claim: Number) -> bool:
    return limits is not None and limits[0] <= claim.high and claim.low <= limits[1]


def _is_of(amount: Number, former: Number, claim: Number) -> bool:
    """原有143家，压减129家，压减率90.2%: the number before was that of before."""
    return _bears((amount.low * _HUNDRED / former.high, amount.high * _HUNDRED / former.low), claim)


def _said(claim: Number) -> str:
    verb = _VERB.search(claim.tail)
    return verb[0] if verb else ""


def _is_stock(one: Number, amount: Number) -> bool:
    return alike(one, amount) and one.is_exact and not _VERB.search(one.tail) and one.value > amount.value


def _grown(amount: Number, now: Number, sign: int) -> tuple[Decimal, Decimal] | None:
    low, high = now.low - sign * amount.high, now.high - sign * amount.low
    if sign < 0:
        low, high = now.low + amount.low, now.high + amount.high
    if low <= 0:
        return None
    return amount.low / high * _HUNDRED, amount.high / low * _HUNDRED


def _by_new(numbers: Sequence[Number], claim: Number, total: Number) -> Change | None:
    """新建12间，总数达到45间，增长36.4%."""
    new = numbers[total.place - 1] if total.place else None
    if (
        new is None
        or new.line != total.line
        or not alike(new, total)
        or not new.is_exact
        or not re.search("新[增建设]", new.tail)
        or not re.search("总数|累计|达到?$|共", total.tail)
        or new.value >= total.value
        or direction(_said(claim)) < 0
    ):
        return None
    limits = _grown(new, total, 1)
    return Change(claim, "percent", None, new, *limits, is_sure=False) if limits else None
