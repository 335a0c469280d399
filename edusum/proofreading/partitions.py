"""Shares of what a sentence takes apart: all its parts, or those of one of its kinds."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import Number, meets, printed
from edusum.proofreading.percents import HUNDRED, Share, alike, any_of, named_by
from edusum.proofreading.slipped import is_slip, longest_run

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_TOPIC = re.compile(r"(?:^|[,，;；。\n])[在从]?(?P<name>[^,，。;；、\d]{2,14})[中里][,，]")
_CUT = re.compile("(?:压减|核减|压缩|整合|撤并|化解|治理|完成治理|退出|消除)率")
_WHO = re.compile("([^,，。;；]{2,10}?)(?:所?占|率|比例|比重)")
_BY = re.compile("[按以]")
_RECKONED = re.compile("[^,，。;；]{0,8}计")
_FROM = re.compile("[由从]")
_THAT_IS = re.compile("[,，(（]?即")
_BRACKETED = re.compile("[(（][^()（）]*[)）]")
_KEPT = re.compile("保留|剩余|留存|其余|继续")
_GOOD = re.compile("优良率|优秀良好率|良好以上率|优秀和良好率")
_LEAST_PARTS, _MOST_PARTS, _LEAST_WORDS = 2, 6, 2


def of_topic(reading: "Reading", claim: Number, before: Sequence[Number]) -> Share | None:
    """在收回的有效问卷中，2948名学生…，占92%: of the number that was named alike, whatever its unit."""
    if "占" not in claim.tail and "率" not in claim.tail:
        return None
    first = max(reading.line_span(claim.line)[0], claim.start - 160)
    start = max(reading.plain.rfind("。", first, claim.start) + 1, first)
    if all(reading.plain.find(end, start, claim.start) < 0 for end in ("中,", "里,")):
        return None
    parts = [one for one in before if one.is_count and one.is_exact and one.sentence == claim.sentence]
    topics = list(_TOPIC.finditer(reading.plain, max(0, start - 1), claim.start))
    if not parts or not topics:
        return None
    topic, part = topics[-1], parts[-1]
    who = _WHO.match(claim.tail)
    if who and not set(who[1]) & set(part.tail + part.own[:8]):
        return None
    if part.start < topic.end() or any(one.start >= topic.end() and alike(one, part) for one in parts[:-2]):
        return None
    earlier = [one for one in before if one.is_count and one.end <= topic.start() + 1]
    whole = named_by(topic["name"], [one for one in earlier if one.value >= part.value])
    if whole is None or any_of(((part, one) for one in before if one.is_count), claim):
        return None
    return (
        Share(claim, part, whole, is_sure=False)
        if is_slip(part.value * HUNDRED / whole.value, claim)
        else None
    )


def of_base(reading: "Reading", claim: Number, before: Sequence[Number]) -> Share | None:
    """参与学生由18900人增加到35910人。按在校生37800人计算，参与率为98%: of the number it is reckoned by."""
    whole, stem = before[-1], claim.tail.partition("率")[0]
    if not _BY.match(whole.tail) or not _RECKONED.match(whole.own) or "率" not in claim.tail:
        return None
    counts = [one for one in before[:-1] if one.is_count and alike(one, whole) and one.value <= whole.value]
    part = named_by(stem, counts)
    if part is None or any_of(((one, whole) for one in counts), claim):
        return None
    following = [one for one in counts if one.place == part.place + 1]
    if _FROM.search(part.tail) and following:
        part = following[0]
    return (
        Share(claim, part, whole, is_sure=False)
        if is_slip(part.value * HUNDRED / whole.value, claim)
        else None
    )


def of_both_behind(reading: "Reading", claim: Number) -> Share | None:
    """占91%，即在2300名随迁子女中，有2309人进入: part and whole stand behind, told to be just that."""
    behind = reading.numbers[claim.place + 1 : claim.place + 3]
    if len(behind) < _LEAST_PARTS or "占" not in claim.tail or not _THAT_IS.match(behind[0].before):
        return None
    whole, part = behind
    if whole.sentence != part.sentence or not alike(whole, part) or not re.search("[中里]", part.before[:16]):
        return None
    if not (whole.is_exact and part.is_exact and whole.value) or any_of([(part, whole)], claim):
        return None
    return Share(claim, part, whole, is_sure=False)


def of_partition(reading: "Reading", claim: Number, before: Sequence[Number]) -> Share | None:
    """52家中，注销31家、转型13家、保留8家，压减率84.9%: no choice of the parts makes such a share."""
    tail = _BRACKETED.sub("", claim.tail)
    is_cut, is_good = _CUT.search(tail), _GOOD.search(tail)
    if not is_cut and not is_good:
        return None
    behind = reading.numbers[claim.place + 1 : claim.place + 2]
    if behind and behind[0].before.startswith(("(", "（")):
        return None
    counts = [one for one in before if one.is_count and one.is_exact and one.sentence == claim.sentence]
    counts = [one for one in counts if alike(one, counts[-1])]
    for size in range(_LEAST_PARTS, min(_MOST_PARTS, len(counts)) + 1):
        parts = counts[-size:]
        total = sum((one.value for one in parts), Decimal(0))
        wholes = [one for one in counts[:-size] if one.value == total]
        prefix = tail[: is_cut.start()] if is_cut else ""
        if (
            wholes
            and total
            and (len(prefix) < _LEAST_WORDS or longest_run(prefix, wholes[-1].tail + wholes[-1].own))
        ):
            return _of_parts(reading, claim, parts, wholes[-1], is_good=bool(is_good))
    listed = [one for one in counts if re.search("[优良中差]|合格", one.tail)]
    if is_good and len(listed) > _LEAST_PARTS and listed == counts[-len(listed) :]:
        total = sum((one.value for one in listed), Decimal(0))
        return _of_parts(reading, claim, listed, replace(listed[0], value=total), is_good=True)
    return None


def _of_parts(
    reading: "Reading", claim: Number, parts: Sequence[Number], whole: Number, *, is_good: bool
) -> Share | None:
    for size in range(1, len(parts)):
        for chosen in combinations(parts, size):
            share = sum((one.value for one in chosen), Decimal(0)) * HUNDRED / whole.value
            if meets(share, share, claim):
                return None
    taken = [
        one for one in parts if (re.search("[优良]", one.tail) if is_good else not _KEPT.search(one.tail))
    ]
    if not taken:
        return None
    taken = taken[:-1] if len(taken) == len(parts) else taken
    summed, total = _sum_of(reading, taken), _sum_of(reading, parts)
    terms = f"{summed}÷{total if whole.start == parts[0].start else printed(reading, whole)}"
    value = sum((one.value for one in taken), Decimal(0))
    return Share(claim, taken[0], whole, is_sure=False, terms=terms, summed=value)


def _sum_of(reading: "Reading", numbers: Sequence[Number]) -> str:
    terms = "+".join(printed(reading, one) for one in numbers)
    return f"({terms})" if len(numbers) > 1 else terms
