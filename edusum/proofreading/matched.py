"""One for each: plaques and schools, signatures and teachers; and schools and kindergartens together."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from edusum.proofreading.following import MOVED, Break, may_be, slips
from edusum.proofreading.numbers import Number, told

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_FOR_EACH = re.compile(
    r"一(?P<each>[校园人班户村])一(?P<what>[^\s,，。;；、一策案])|每(?P<of>[校园人班户村])(?:各|均|各有|配备|都有)?[1一](?P<unit>[名块个份张本人台])"
)
_EVERYBODY = re.compile("人人(?:签|写|领|持)")
_WHO = re.compile(r"[\u4e00-\u9fff]{2,6}$")
_EACH_OF = re.compile(
    r"每(?P<unit>[个所家校班间村园])(?P<name>[^\d,，。]{0,6}?)(?:配备|安排|选派|选聘|补充|设立?|吸纳)[^\d,，。]{0,6}$"
)
_TOGETHER = re.compile("共|合计|总计|累计|可吸纳|可容纳")
_BEHIND, _LONGEST = 40, 300
_HOLDERS = {"校": "所", "园": "所", "人": "人", "班": "个", "户": "户", "村": "个"}
_BOTH = re.compile(r"^(?:学校|中小学校?)?[、和与(（及]?(?:含)?幼儿园|^(?:中小学|学校)[、和及](?:幼儿园|园)")
_BOTH_BEFORE = re.compile(r"(?:学校|中小学)[(（、和及](?:含)?(?:幼儿园|园)[)）]?(?:达到|共|共计|合计)?$")
_REACH, _SENTENCES = 14, 3


def for_each(reading: "Reading") -> Iterator[Break]:
    """132所中小学…公示牌123块…一校一牌; 专任教师5704人…承诺书5407份，做到专任教师人人签."""
    plain, numbers = reading.plain, reading.numbers
    for match in _FOR_EACH.finditer(plain):
        unit = _HOLDERS[match["each"] or match["of"]]
        told_here, near = _around(reading, match.start())
        what = match["what"] or match["unit"]
        things = [one for one in told_here if one.unit != unit and _is_thing(one, what)]
        if len(things) != 1:
            continue
        holders = [one for one in told_here if one.unit == unit] or [one for one in near if one.unit == unit]
        found = _mismatch(things[0], holders)
        if found:
            yield found
    people: dict[str, list[Number]] = {}
    for match in _EVERYBODY.finditer(plain) if "人人" in plain else ():
        told_here, _ = _around(reading, match.start())
        things = [one for one in told_here if one.unit in ("份", "张", "本", "册")]
        named = _WHO.search(plain, max(0, match.start() - 8), match.start())
        who = named[0].removeprefix("做到").removeprefix("实现") if named else ""
        if who not in people and len(who) > 1:
            people[who] = [one for one in numbers if one.unit == "人" and _is_of_all(one, who)]
        holders = people.get(who, [])
        holders = holders or [one for one in told_here if one.unit in ("人", "所")]
        if len(things) == 1:
            found = _mismatch(things[0], holders)
            if found:
                yield found


def _around(reading: "Reading", place: int) -> tuple[list[Number], list[Number]]:
    """The exact counts of the sentence (to its 。), and of the two before on the same line."""
    since = max(0, place - _LONGEST)
    start = max(reading.plain.rfind(sign, since, place) for sign in "。\n")
    before = _until(reading, place)
    last = next((one for one in reversed(before) if one.is_exact), None)
    if last is None or last.start < start:
        return [], []
    here = [one for one in _until(reading, place + _BEHIND) if one.sentence == last.sentence]
    near = [one for one in before if one.line == last.line and 0 < last.sentence - one.sentence < _SENTENCES]
    counted = [
        [one for one in some if one.is_count and one.is_exact and not one.per and not MOVED.search(one.tail)]
        for some in (here, near)
    ]
    return counted[0], counted[1]


def _until(reading: "Reading", place: int) -> list[Number]:
    end = bisect_left(reading.numbers, place, key=attrgetter("start"))
    return list(reading.numbers[max(0, end - _REACH) : end])


def _is_thing(number: Number, what: str) -> bool:
    words = number.tail + number.own[:8]
    return number.quantity.unit == what or what in words


def _is_of_all(number: Number, who: str) -> bool:
    if who not in number.tail and who not in number.own:
        return False
    words = re.sub("(?:共有|现有|达到?|为|有|共)$", "", number.tail)
    return re.sub("^(?:其中|全[县市区州])", "", words) == who or number.own.startswith(
        (who + "中", who + ",")
    )


def _mismatch(thing: Number, holders: Sequence[Number]) -> Break | None:
    values = {one.value for one in holders}
    if len(values) != 1 or thing.value in values:
        return None
    holder = holders[-1]
    is_here = holder.sentence == thing.sentence and abs(holder.place - thing.place) == 1
    if not slips(holder.value, thing.value) and not (is_here and _is_close(thing.value, holder.value)):
        return None
    return Break(thing, holder.value, "按一一对应推算", (holder,))


def _is_close(one: Decimal, other: Decimal) -> bool:
    return min(one, other) * 3 >= max(one, other) * 2


def so_many_each(numbers: Sequence[Number]) -> Iterator[Break]:
    """实验校60所…；每所实验校配备教师5名，共配备330名: no count before it makes that of five each."""
    for number, claim in itertools.pairwise(numbers):
        each = _EACH_OF.search(number.tail) if "每" in number.tail else None
        if not each or claim.unit != number.unit or claim.sentence != number.sentence:
            continue
        if not _TOGETHER.search(claim.tail) or not (number.is_exact and claim.is_exact) or not number.value:
            continue
        unit = _HOLDERS.get(each["unit"], each["unit"])
        before = [
            one
            for one in numbers[max(0, number.place - _REACH) : number.place]
            if one.unit == unit and one.line == number.line and one.is_exact
        ]
        named = [one for one in before if each["name"] and each["name"] in one.tail + one.own]
        if any(one.value * number.value == claim.value for one in before) or not named:
            continue
        if may_be(claim.value, named[-1].value * number.value):
            shown = f"{told(named[-1].value)}×{told(number.value, 4)}"
            yield Break(claim, named[-1].value * number.value, shown, (named[-1], number))


def of_both(numbers: Sequence[Number]) -> Iterator[Break]:
    """74所中小学、14所幼儿园… 走遍89所学校（幼儿园）."""
    schools = [one for one in numbers if one.unit == "所" and one.is_exact]
    claims = [
        one
        for one in schools
        if ("园" in one.own or "园" in one.tail)
        and ((_BOTH.match(one.own) and "园" in one.own[:9]) or _BOTH_BEFORE.search(one.tail))
    ]
    if not claims:
        return
    pairs = [
        (one, other)
        for one, other in itertools.pairwise(schools)
        if one.sentence == other.sentence and _kind(one) == "校" and _kind(other) == "园"
    ]
    for claim in claims:
        sums = {one.value + other.value: (one, other) for one, other in pairs if claim not in (one, other)}
        if len(sums) != 1 or claim.value in sums:
            continue
        wanted, others = next(iter(sums.items()))
        if sum(one.value == claim.value for one in schools) == 1 and slips(claim.value, wanted):
            shown = "+".join(told(one.value) for one in others)
            yield Break(claim, wanted, shown, others)
            return


def _kind(number: Number) -> str:
    words = number.own[:10] or number.tail[-6:]
    words = words if re.search("学校|中小学|幼儿园", words) else number.tail[-6:]
    return "园" if "幼儿园" in words else "校" if re.search("中小学|学校", words) else ""
