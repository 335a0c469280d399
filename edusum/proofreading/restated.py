"""One figure told twice: in brackets, or of the same things again with two digits changed places."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from edusum.proofreading.misprints import is_swapped
from edusum.proofreading.numbers import Number, told

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_OPENED = re.compile(r"[(（](?P<words>[^()（）,，。;；\d]{0,14})$")
_AGAIN = re.compile("共|总数|数为|[参报]考|参加|合计|总计|进度|^全")
_PART = re.compile("其中|含|不|另|每|均|平均|上年|去年|同期|比|占|计划|目标|[由从原]")
_ELSEWHEN = re.compile(
    "上年|去年|同期|上一|[比较由从]|增|减|提高|下降|计划|目标|力争|预计|其余|剩余|19[0-9]{2}年|20[0-9]{2}年"
)
_FORMER = re.compile("[由从比较]|上年|去年|上一|原")
_THAT_IS = re.compile("[,;(](?:即|也就是说?|换句话说),?")
_DIVIDED = re.compile(r"([\u4e00-\u9fff]{2,8})[中里]$")
_REACH, _LEAST, _LONG = 12, 3, 4
_LEAST_LONG = 10 ** (_LONG - 1)
_TENS, _LONGEST, _AROUND = 10, 40, 50


def restated(reading: "Reading") -> Iterator[tuple[Number, Number]]:
    """Each number that says another one again and does not, with that other one."""
    yield from _in_brackets(reading)
    yield from _of_the_same(reading)
    yield from _in_other_words(reading)
    yield from _divided_after(reading)


def is_slip(one: Number, other: Number) -> bool:
    """Whether two neighbours changed places, or one digit is another."""
    if is_swapped(one.value, other.value):
        return True
    left, right = (told(value, 6).replace(".", "") for value in (one.value, other.value))
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def _in_brackets(reading: "Reading") -> Iterator[tuple[Number, Number]]:
    """参加150人…（共160人）: where no number before is the same, and one differs by a slip."""
    plain, numbers = reading.plain, reading.numbers
    for number in numbers:
        if not number.is_exact or not plain.startswith(")", number.end):
            continue
        opened = _OPENED.search(plain, max(0, number.start - 16), number.start)
        words = opened["words"] if opened else ""
        if not _AGAIN.search(words) or _PART.search(words) or number.per:
            continue
        before = [
            one for one in numbers[max(0, number.place - 200) : number.place] if one.unit == number.unit
        ]
        if any(one.value == number.value for one in before):
            continue
        near = [one for one in before[-_REACH:] if one.line == number.line]
        digits = len(told(number.value, 6).replace(".", ""))
        likely = [
            one
            for one in (near if digits >= _LEAST else before)
            if is_slip(one, number) and one.is_exact and (digits >= _LEAST or _is_named(words, one))
        ]
        if likely:
            yield number, likely[-1]


def _in_other_words(reading: "Reading") -> Iterator[tuple[Number, Number]]:
    """获奖48项，是上年32项的1.5倍，即本年46项对上年32项: of those behind, one is the same and one is not."""
    plain, numbers = reading.plain, reading.numbers
    for match in _THAT_IS.finditer(plain):
        place = bisect_left(numbers, match.end(), key=attrgetter("start"))
        if place == len(numbers):
            continue
        behind = [
            one
            for one in numbers[place : place + 4]
            if one.sentence == numbers[place].sentence and one.is_exact and one.start - match.end() < _LONGEST
        ]
        before = [
            one
            for one in numbers[max(0, place - _REACH) : place]
            if one.sentence == numbers[place].sentence and one.is_exact
        ]
        for number in behind:
            same = [one for one in before if one.unit == number.unit]
            told_again = [
                one for one in behind if one.unit == number.unit and any(one.value == x.value for x in same)
            ]
            likely = [one for one in same if is_slip(one, number) and one.value >= _TENS]
            if number.quantity.role == "previous" or _FORMER.search(number.tail):
                continue
            if told_again and len(likely) == 1 and number not in told_again:
                yield number, likely[0]


def _divided_after(reading: "Reading") -> Iterator[tuple[Number, Number]]:
    """归并为36条。…38条意见建议中，立即整改22条: of what is divided here, told before with another digit."""
    numbers = reading.numbers
    for place, number in enumerate(numbers):
        divided = _DIVIDED.match(number.own) if number.own and number.is_exact else None
        if not divided or number.tail.strip() or number.value < _TENS:
            continue
        same = [one for one in numbers[:place] if one.unit == number.unit]
        if not same or any(one.value == number.value for one in same) or same[-1].sentence == number.sentence:
            continue
        one = same[-1]
        around = reading.plain[max(0, one.start - _AROUND) : one.end + _TENS]
        words = divided[1]
        if is_slip(one, number) and one.is_exact and (words[:2] in around or words[-2:] in around):
            yield number, one


def _is_named(words: str, one: Number) -> bool:
    """Whether the words in the brackets name what the other one counts."""
    name = re.sub("(?:总数|共有|现有|共|数|为|是|有)+$", "", words)
    return len(name) >= _LONG and (name[-_LONG:] in one.tail or name[-_LONG:] in one.own)


def _of_the_same(reading: "Reading") -> Iterator[tuple[Number, Number]]:
    """共有3125个教学班…全市3215个教学班: of one place and time, by the same name."""
    found: defaultdict[tuple[str, str], list[Number]] = defaultdict(list)
    for number in reading.numbers:
        if not number.is_exact or not number.is_count or number.value < _LEAST_LONG or number.per:
            continue
        digits = number.quantity.value.replace(".", "").strip("0")
        if len(digits) >= _LONG:
            found["".join(sorted(digits)), number.unit].append(number)
    for numbers in found.values():
        yield from _swapped(numbers[:_REACH])


def _swapped(numbers: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    for place, number in enumerate(numbers):
        if any(one.value == number.value for one in numbers[:place]):
            continue
        for one in numbers[:place]:
            if is_swapped(one.value, number.value) and _are_one(one, number):
                yield number, one
                break


def _are_one(one: Number, other: Number) -> bool:
    if any(
        number.quantity.role in ("previous", "target", "change", "standard")
        or _ELSEWHEN.search(number.before)
        for number in (one, other)
    ):
        return False
    names, others = _names(one), _names(other)
    return any(name and name in others for name in names)


def _names(number: Number) -> tuple[str, ...]:
    """What is counted, as it may stand before or behind."""
    before = re.sub("(?:已|均|达到?|为|是|共有|现有|有|共|计|总数|人数|数)+$", "", number.tail)
    return tuple(words for words in (before[-_LONG:], number.own[:_LEAST]) if len(words) >= _LEAST)
