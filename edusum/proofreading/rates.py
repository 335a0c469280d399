"""Rates in running text (整改率98.0%), and the numbers they are reckoned from."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import Number, within
from edusum.proofreading.percents import CHANGED, HUNDRED, PLANNED, Share, alike, any_of, elsewhere, together

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_OVERALL = re.compile("总体|综合|总的|累计")
_IN_BRACKETS = re.compile(r"[(（]\d[^()（）]*\d[^()（）]*[)）]")
_FEW = frozenset("处件条项份栋起")
_DONE = re.compile("完成|达标|到位|竣工")
_OF_WHOLE = re.compile("原|总|共|应|按|以")
_BASED = re.compile("按|以(?![上下来内及外])|[(（]")
_DUE = re.compile("应[^,，。;；]{0,8}$|计划[^,，。;；]{0,6}$")
_LEAD = re.compile("^(?:平均|总体|全部|全[市县区州]|按期)")
_EMPTY = frozenset("的了为是有达到已全年共总各市县区州率人数名个学校生教师一占比例完成")


def of_rate(reading: "Reading", claim: Number, before: Sequence[Number], stem: str) -> Share | None:
    """整改339处，整改率98.0%: the part is what was counted with the words of the rate."""
    if "毛入" in stem or _OVERALL.search(stem) or _IN_BRACKETS.match(reading.plain, claim.end):
        return None
    counts = [one for one in before if one.is_count and one.is_exact]
    near = [one for one in counts if one.sentence == claim.sentence]
    behind = [
        one
        for one in within(reading.numbers, claim.end, claim.end + 36)
        if one.is_count and one.sentence == claim.sentence
    ]
    based = [one for one in behind if _BASED.search(one.before)]
    if behind and behind[0].place == claim.place + 1 and behind[0].before in "(（" and behind[0].before:
        return _in_brackets(claim, behind[0], counts)
    stem = stem.replace("计划", "")
    marks = set((_DONE.sub("", stem) or stem)[-2:]) - _EMPTY or set(stem) & set("完成")
    near = [one for one in near if not CHANGED.search(one.tail)]
    told = [one.place for one in before if one.kind == "share" and one.sentence == claim.sentence]
    if told and near and near[-1].place > told[-1]:
        near_parts = [one for one in near if one.place > told[-1]]
    else:
        near_parts = near
    parts = [
        one
        for one in near_parts
        if marks & set(said := one.tail[-10:] + one.own[:6])
        and claim.place - one.place <= (5 if len(marks) > 1 and marks <= set(said) else 3)
    ]
    if not parts and near and _DONE.search(stem) and any(PLANNED.search(one.tail) for one in near[:-1]):
        parts = [near[-1]]
    if not parts or claim.start - parts[-1].end > 60:
        return None
    every = [*counts, *behind]
    meant = [one for one in parts if _is_said(stem, one)]
    numerators = meant if len(meant) == 1 and not _DUE.search(meant[0].tail) else every
    if any_of(
        ((one, other) for one in numerators for other in every if one is not other and alike(one, other)),
        claim,
    ):
        return None
    found = [
        pair
        for part in parts
        if (pair := _pair(part, near, based)) is not None
        and pair[1].value > 0
        and (
            abs(pair[0].place - pair[1].place) <= 2
            or based
            or _is_first(pair[1], near)
            or (_is_said(stem, part) and _is_largest(pair[1], near))
        )
    ]
    if not found and _is_said(stem, parts[-1]):
        found = [(parts[-1], one) for one in _counted_before(reading, counts, parts[-1])]
    if not found or together(counts, parts[-1], claim):
        return None
    part, other = min(found, key=lambda pair: abs(pair[0].value * HUNDRED / pair[1].value - claim.value))
    is_sure = marks <= set(part.tail + part.own[:6]) and {1, 2} == {
        claim.place - part.place,
        claim.place - other.place,
    }
    if not is_sure and not _is_said(stem, part) and elsewhere(reading, claim, part):
        return None
    return Share(claim, part, other, is_sure=is_sure)


def _is_said(stem: str, part: Number) -> bool:
    """已整改529处, 整改率: whether the part is counted with the very words of the rate."""
    words = _LEAD.sub("", stem)
    return len(words) > 1 and part.tail.endswith((words, f"{words}了", f"{words}项目"))


def _is_largest(whole: Number, near: Sequence[Number]) -> bool:
    """Whether it was counted first in its unit, and nothing else is as much."""
    same = [one for one in near if one.unit == whole.unit]
    return same[0] is whole and all(one.value < whole.value for one in same[1:])


def _counted_before(reading: "Reading", counts: Sequence[Number], part: Number) -> list[Number]:
    """The whole of a rate where the sentence before counts it and lists its kinds: 隐患546处，其中….

    Nothing of that sentence in the unit of the part is as much, and nothing in its own.
    """
    former = [one for one in counts if one.unit == part.unit and part.sentence - one.sentence == 1]
    own = [one for one in counts if one.unit == part.unit and one.sentence == part.sentence]
    if len(former) < 3 or own != [part]:
        return []
    first = former[0]
    words = reading.plain[first.end : former[1].start]
    is_whole = "其中" in words and all(one.value < first.value for one in former[1:])
    return [first] if is_whole and part.value <= first.value else []


def _is_first(whole: Number, near: Sequence[Number]) -> bool:
    """Whether it is what the sentence counted first in a unit that counts few sorts of things."""
    same = [one for one in near if one.unit == whole.unit]
    return whole.unit in _FEW and same[0] is whole


def _in_brackets(claim: Number, part: Number, counts: Sequence[Number]) -> Share | None:
    """满意率98.3%（57件）: the part stands behind in brackets, the whole was counted last."""
    wholes = [one for one in counts if alike(one, part) and one.value >= part.value]
    if (
        _OF_WHOLE.search(part.tail)
        or not wholes
        or not part.is_exact
        or any_of(((part, whole) for whole in wholes), claim)
    ):
        return None
    return Share(claim, part, wholes[-1], is_sure=False)


def _pair(part: Number, near: Sequence[Number], based: Sequence[Number]) -> tuple[Number, Number] | None:
    """What of what: 应参加372人 is the whole wherever it stands."""
    others = [
        one
        for one in near
        if one is not part and alike(one, part)
        if one.place != part.place + 1 or not one.before.startswith(("、", "和"))
        if part.place != one.place + 1 or not part.before.startswith(("、", "和"))
    ]
    if _DUE.search(part.tail):
        smaller = [one for one in others if one.value <= part.value]
        return (smaller[-1], part) if smaller else None
    wholes = [one for one in others if one.value >= part.value and one.place < part.place] or [
        one for one in [*based, *others] if one.value >= part.value and alike(one, part)
    ]
    return (part, wholes[-1]) if wholes else None
