"""One figure told twice: in brackets, or of the same things again with two digits changed places."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import Number, told
from edusum.proofreading.sums import is_swapped

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_OPENED = re.compile(r"[(（](?P<words>[^()（）,，。;；\d]{0,14})$")
_AGAIN = re.compile("共|总数|数为|[参报]考|参加|合计|总计|进度|^全")
_PART = re.compile("其中|含|不|另|每|均|平均|上年|去年|同期|比|占|计划|目标")
_ELSEWHEN = re.compile(
    "上年|去年|同期|上一|[比较由从]|增|减|提高|下降|计划|目标|力争|预计|其余|剩余|19[0-9]{2}年|20[0-9]{2}年"
)
_REACH, _LEAST, _LONG = 12, 3, 4


def restated(reading: "Reading") -> Iterator[tuple[Number, Number]]:
    """Each number that says another one again and does not, with that other one."""
    yield from _in_brackets(reading)
    yield from _of_the_same(reading)


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
        opened = _OPENED.search(plain, max(0, number.start - 16), number.start)
        if not opened or plain[number.end : number.end + 1] not in tuple(")）") or not number.is_exact:
            continue
        words = opened["words"]
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


def _is_named(words: str, one: Number) -> bool:
    """Whether the words in the brackets name what the other one counts."""
    name = re.sub("(?:总数|共有|现有|共|数|为|是|有)+$", "", words)
    return len(name) >= _LONG and (name[-_LONG:] in one.tail or name[-_LONG:] in one.own)


def _of_the_same(reading: "Reading") -> Iterator[tuple[Number, Number]]:
    """共有3125个教学班…全市3215个教学班: of one place and time, by the same name."""
    found: defaultdict[tuple[str, str], list[Number]] = defaultdict(list)
    for number in reading.numbers:
        if not number.is_exact or not number.is_count or number.value < 10 ** (_LONG - 1) or number.per:
            continue
        digits = told(number.value, 6).replace(".", "").rstrip("0")
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
