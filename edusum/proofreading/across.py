"""What one sentence tells that follows from another: the new total, all of them, next year's goal."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from edusum.proofreading.following import Break, slips
from edusum.proofreading.left_over import left_over
from edusum.proofreading.matched import for_each, of_both, so_many_each
from edusum.proofreading.numbers import Number, told

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_OWN_PART = re.compile("其中")
_GROWS = re.compile(r"(?:再|新|补充|增|拓展到|扩大到|扩展到|招)")
_REACHES = re.compile(r"(?:使|总数|累计|总量|总计).{0,16}(?:达到?|增加到|增至|扩大到|增长到)$")
_WHOLE = re.compile("全[省市县区州]|现有|共有|总数|聘任|拥有|达到?$")
_REACHED = ("达", "到", "至")
_FAR = 400
_ALL, _TENS = ("全部", "均已", "都已"), 10
_REACH, _SENTENCES = 14, 3
_NOUN = 2
_NOW = ("今年", "本年", "全年", "目前", "现在")
_RATE, _WIDEST = 5, 10


def breaks(reading: "Reading") -> Iterator[Break]:
    yield from left_over(reading.numbers)
    yield from _grown(reading)
    yield from _all_of_them(reading.numbers)
    yield from for_each(reading)
    yield from of_both(reading.numbers)
    yield from so_many_each(reading.numbers)
    yield from _against_the_year(reading)


def _grown(reading: "Reading") -> Iterator[Break]:
    """督学54人… 补充督学10名，使督学总数达到66人: more than there were and came."""
    numbers, plain = reading.numbers, reading.plain
    for number in numbers:
        if not number.tail.endswith(_REACHED) or not _REACHES.search(number.tail):
            continue
        if not number.is_exact or not number.is_count:
            continue
        near = numbers[max(0, number.place - _REACH) : number.place]
        inside = [one for one in near if one.sentence == number.sentence and _is_like(one, number)]
        first = max(0, number.start - _FAR)
        since = max(plain.rfind(sign, first, number.start) for sign in ";；")
        came: list[Number] = []
        for one in inside:
            is_next = bool(came) and one.before.startswith(("、", "和", "及"))
            if one.start > since and (is_next or _GROWS.search(one.tail)):
                came.append(one)
        if not came:
            continue
        added, noun = came[0], _noun(number.tail)
        if any(re.search("[由从现原已]", one.tail) for one in inside) or len(noun) < _NOUN:
            continue
        there = [
            one
            for one in numbers[max(0, added.place - _FAR) : added.place]
            if _is_like(one, number) and _is_of(one, noun[-_NOUN:])
        ]
        values = {one.value for one in there}
        runs = [came[a:b] for a, b in itertools.combinations(range(len(came) + 1), 2)]
        sums = {value + sum(one.value for one in run) for value in values for run in runs}
        whole = [one for one in there if _WHOLE.search(one.tail)] or there
        if number.value in sums | values or len({one.value for one in whole}) != 1:
            continue
        base = whole[-1]
        wanted = base.value + sum(one.value for one in came)
        if wanted * 2 / 3 <= number.value <= wanted * 3 / 2:
            shown = "+".join(told(one.value, 4) for one in (base, *came))
            yield Break(number, wanted, shown, (base, *came))


def _is_like(one: Number, number: Number) -> bool:
    return one.unit == number.unit and one.is_exact and not one.per


def _noun(tail: str) -> str:
    """使全市基地总数达到 → 基地."""
    words = re.sub(
        r"(?:总数|总量|数量|累计|合计|已|将|的|[(（][^()（）]*[)）])*(?:达到?|增加到|增至|扩大到|增长到)$",
        "",
        tail,
    )
    return re.sub(r"^.*?使|全[省市县区州]|累计|[(（][^()（）]*[)）]", "", words)


def _is_of(number: Number, noun: str) -> bool:
    if noun not in number.tail and noun not in number.own[:6]:
        return False
    words = re.sub("(?:总数|数)?(?:已|共)?(?:达到?|为|是|有|共有)?$", "", number.tail)
    if _OWN_PART.search(number.before) or number.before.startswith(("、", "和")):
        return False
    return words.endswith(noun) or (noun in number.own[:6] and not _GROWS.search(number.tail))


def _all_of_them(numbers: Sequence[Number]) -> Iterator[Break]:
    """对29家未登记机构…，关停23家，补办6家，26家全部处置完毕: what was told right before, or its parts."""
    for number in numbers:
        if not number.own.startswith(_ALL) or number.tail or not number.is_count or number.value < _TENS:
            continue
        near = [
            one
            for one in numbers[max(0, number.place - _REACH) : number.place]
            if one.unit == number.unit and one.line == number.line and number.sentence - one.sentence <= 1
        ]
        values = [one.value for one in near]
        runs = itertools.combinations(range(len(values) + 1), 2)
        if not near or any(sum(values[a:b]) == number.value for a, b in runs):
            continue
        if any(abs(a - b) == number.value for a, b in itertools.combinations(values, 2)):
            continue
        near = [one for one in near if one.sentence == number.sentence] or near
        whole = max(near, key=lambda one: one.value)
        parts = sum(one.value for one in near if one is not whole)
        if slips(whole.value, number.value) and parts in (0, whole.value):
            yield Break(number, whole.value, told(whole.value), (whole,))


def _against_the_year(reading: "Reading") -> Iterator[Break]:
    """毛入园率提高到93.6%。…力争毛入园率达到94.5%，比2023年再提高1.9个百分点, in a paper about 2023."""
    numbers, year = reading.numbers, f"{reading.year}年"
    for place, number in enumerate(numbers[1:], 1):
        if number.kind != "points" or not number.is_exact or number.quantity.compared not in (year, *_NOW):
            continue
        goal = numbers[place - 1]
        if goal.kind != "share" or goal.sentence != number.sentence or not goal.is_exact or goal.own:
            continue
        falls = re.search("降", number.tail)
        label = reading.named(goal).label
        stated = {
            one.value: one
            for one in numbers
            if one.kind == "share"
            and one.is_exact
            and (named := reading.named(one)).label == label
            and named.role == "actual"
            and named.period in ("", year, *_NOW)
        }
        if len(stated) != 1 or len(label) < _RATE:
            continue
        base = next(iter(stated.values()))
        wanted = base.value - goal.value if falls else goal.value - base.value
        slack = (goal.high - goal.low + base.high - base.low) / 2
        if wanted > 0 and abs(wanted - number.value) > slack and number.value / wanted <= _WIDEST:
            yield Break(number, wanted, f"{told(goal.value)}-{told(base.value)}", (base,))
