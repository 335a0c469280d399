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
    "净减少?|减少|下降|降低|压减|压缩|核减|缩减|精简|裁减|回落|下滑|降|减|缩小|少|低|下浮|降幅|压减率|核减率|下降率"
    "|压缩率|减幅"
)
_VERB = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:幅度|比例)?(?:了|为|达到?|近|约|超过|逾)?$")
_NO_CHANGE = re.compile("[到至不最较还更很许众偏][多少高低]$|每")
_FROM = re.compile(r"[由从](?:[^,，。;；、]{0,14}(?:的|平均|约|为|年|人均))?$")
_TO = re.compile(
    r"^(?:[多余左右]{0,2}(?:[)）][^,，。;；]{0,2})?)(?P<verb>[^,，。;；\d]{0,12}?)(?:到|至|为|成)(?:了)?"
    r"(?P<when>(?:今年|目前|现在|本年|当前|20)?[^,，。;；]{0,12})$"
)
_THAN = re.compile(r"(?:比|较|与|相比)[^,，。;；]{0,18}$")
_IN_TIME = re.compile("上年|去年|同期|上学[期年]|年初|20[0-9]{2}年|前的|上一?[届期次年]|原来|上半年")
_NOT_THAN = re.compile("占比|对比|比例|比重|比赛|比较")
_RISES = re.compile(rf"{_UP}|跃升|攀升|增至|发展|扩")
_FALLS = re.compile(rf"{_DOWN}|整合|撤并|合并|控制")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Pair:
    """A former and a present value of one thing. `verb` is what is said between them (提高, 降)."""

    former: Number
    present: Number
    verb: str
    is_from_to: bool
    is_in_time: bool = True


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
        if one.kind == other.kind and other.is_exact and len(gap) < 40 and _FROM.search(one.tail):
            match = _TO.match(gap)
            if match and "分别" not in one.tail:
                found.append(Pair(one, other, match["verb"] or gap, is_from_to=True))
                continue
        if (
            _THAN.search(one.tail)
            and not _VERB.search(one.tail)
            and not _NOT_THAN.search(one.tail)
            and "同比" not in one.tail
        ):
            verb = _VERB.search(gap)
            present = _present(numbers, one)
            if verb and present and len(gap) < 14:
                in_time = bool(_IN_TIME.search(one.tail))
                found.append(Pair(one, present, verb[0], is_from_to=False, is_in_time=in_time))
    return found


def _present(numbers: Sequence[Number], former: Number) -> Number | None:
    for one in reversed(preceding(numbers, former, 5, reach=100)):
        if one.sentence != former.sentence:
            break
        if alike(one, former) and one.is_exact and not _VERB.search(one.tail):
            return None if re.search("合计|共计|其中", one.tail) or one.before.startswith("、") else one
    return None


def direction(verb: str) -> int:
    """1 of what rises, -1 of what falls, 0 where nothing is said or both."""
    rises, falls = bool(_RISES.search(verb)), bool(_FALLS.search(verb))
    return rises - falls


def changes(reading: "Reading") -> Iterator[Change]:
    """Every claim on a change that can be reckoned."""
    numbers = reading.numbers
    known = pairs(reading)
    place = 0
    for claim in numbers:
        while place < len(known) and known[place].former.place < claim.place:
            place += 1
        told = _told(claim)
        if told is None or not claim.is_exact:
            continue
        pair = _pair_of(known[max(0, place - 3) : place], claim)
        change = _by_pair(numbers, claim, told, pair) if pair else _by_amount(numbers, claim, told)
        if change:
            yield change


def _told(claim: Number) -> Told | None:
    if claim.unit == "倍":
        return None
    verb = _VERB.search(claim.tail)
    if not verb or _NO_CHANGE.search(claim.tail[: verb.end()]) or "分别" in claim.tail:
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


def _by_pair(numbers: Sequence[Number], claim: Number, told: Told, pair: Pair) -> Change | None:
    former, present = pair.former, pair.present
    between = numbers[max(former.place, present.place) + 1 : claim.place]
    if any(_told(one) is None and one.unit != "倍" for one in between):
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
    if change.told != "percent" or (change.pair and change.pair.is_from_to):
        return False
    near = [
        one
        for one in reading.numbers[max(0, claim.place - 10) : claim.place + 3]
        if one.sentence == claim.sentence and one.is_count and one.low > 0
    ]
    for one, other in itertools.permutations(near, 2):
        if alike(one, other):
            low, high = _relative(one, other)
            if (low <= claim.high and claim.low <= high) or _is_of(one, other, claim):
                return True
    return False


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
    if _told(amount) == "amount":
        now = [one for one in preceding(numbers, amount, 6, reach=120) if _is_stock(one, amount)]
        if direction(_said(amount)) != sign:
            return None
    else:
        return _by_new(numbers, claim, amount)
    nearest = now[-1:] if now else []
    if not nearest:
        return None
    for one in [*reversed(now)]:
        limits = _grown(amount, one, sign)
        if limits and limits[0] <= claim.high and claim.low <= limits[1]:
            return Change(claim, told, None, amount, *limits, is_sure=True)
    if sign < 0 and any(_is_of(amount, one, claim) for one in now):
        return None
    limits = _grown(amount, nearest[0], sign)
    if limits is None:
        return None
    is_sure = nearest[0].sentence == claim.sentence and nearest[0].place == amount.place - 1
    return Change(claim, told, None, amount, *limits, is_sure=is_sure)


def _is_of(amount: Number, former: Number, claim: Number) -> bool:
    """原有143家，压减129家，压减率90.2%: the number before was that of before."""
    low, high = amount.low * _HUNDRED / former.high, amount.high * _HUNDRED / former.low
    return low <= claim.high and claim.low <= high


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


_PLAIN = re.compile(
    r"[由从](?:20\d\d年的?|上年的|[^,，。;；\d\n]{0,6})?(?P<former>\d{1,2}\.\d{1,3})[^,，。;；\d%\n]{0,6}[到至为]"
    r"(?:20\d\d年的?|[^,，。;；\d\n]{0,4})?(?P<now>\d{1,2}\.\d{1,3})[,，][^,，。;；\d\n]{0,4}"
    r"(?:下降|降低|减少|缩小|提高|上升|增加)了?(?P<amount>\d{1,2}\.\d{1,3})(?![\d.%万亿个分])"
)


def plain_changes(reading: "Reading") -> Iterator[tuple[int, int, str]]:
    """(start, end, reason) of numbers without unit: 差异系数由0.59降为0.41，下降0.28."""
    if "." not in reading.plain:
        return
    for match in _PLAIN.finditer(reading.plain):
        former, now, amount = (Decimal(match[name]) for name in ("former", "now", "amount"))
        true = abs(former - now)
        if true != amount:
            bigger, smaller = max(former, now), min(former, now)
            yield match.start("amount"), match.end("amount"), f"{bigger}-{smaller}={true}，文中为{amount}"
