"""Shares in running text, and the numbers they are reckoned from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

from edusum.proofreading.loose import loose_share
from edusum.proofreading.numbers import Number, preceding, within
from edusum.proofreading.partitions import of_base, of_both_behind, of_partition, of_topic
from edusum.proofreading.percents import (
    CHANGED,
    HUNDRED,
    PLANNED,
    Share,
    alike,
    any_of,
    elsewhere,
    is_share,
    named_by,
    together,
    unbracketed,
)
from edusum.proofreading.rates import of_rate
from edusum.proofreading.slipped import is_even, is_slip, longest_run

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_EXPLICIT = re.compile(r"^(?:的)?[^,，。;；\d]{0,8}的(?:比例|比重)?(?:为|达到?|是)?(?:了)?(?:约|近|将近)?$")
_OF = re.compile(r"(?:占|完成|达到?|超过|是)[^,，。;；]{0,24}$")
_SHARE = re.compile(
    r"(?P<who>[^,，。;；、]{0,20}?)(?:分别|正好|恰好|刚好|约|仅|只|也|已|均|各|共|所)?"
    r"占(?P<whole>[^,，。;；]{0,24}?)(?:的(?:比例|比重)?(?:为|达到?|是)?)?(?:约|近|将近|达到?|为|到|了)?$"
)
_RATE = re.compile(
    r"(?P<stem>[^,，。;；、\d和]{1,14}?)(?:率|比例)(?:已|均|都|分别)?(?:为|达到?|是|约为|约|达到了|保持在|仅为|近)?$"
)
_FULFILLED = re.compile(r"完成(?:了)?[^,，。;；\d]{0,8}(?:计划|任务|目标|指标)[^,，。;；\d]{0,6}的$")
_RESTATED = re.compile("^(?:[以之]?[上多强])?[,，、(（]?(?:达到?|为|约为|实际为|即)$")
_SUBJECT = re.compile(
    r"(?:[(（][^()（）]{0,12}[)）])?[^,，。;；]{0,10}[,，]?[^,，。;；]{0,6}(?:占|完成|达|超过|是)"
)
_IS_OF = re.compile(
    r"(?P<who>[^,，。;；、\d]{2,14}?)(?:正好|恰好|刚好|约|仅)?(?:是|为|相当于|占)(?P<whole>[^,，。;；、\d]{2,12})的$"
)
_BRACKET, _BESIDE = 90, 3
_UNREAD = re.compile(r"(?<![\d.])[1-9]\d{0,6}(?![\d.%年月日届号岁])")
"""A number that is none of those known: 103票."""
_NEXT_TO, _LEAST_BEFORE, _AS_MANY = 8, 2, 10
_AMONG = re.compile("其中|[中里][,，]|^[^,，。;；]{0,14}中")
_FAR_OFF = 22
_AVERAGE = re.compile("[人生校班户场次年月日]均")
_SKIP_RATES = re.compile(r"增长|增幅|降幅|涨幅|增速|下降|提高|上升|压减|压缩|核减|减少|压降|下浮|变化")
_NO_WHOLE = re.compile("其余|新增|增加|减少|[比较由从][^,，]{0,8}$")
_SUMMED = re.compile("合计|共计|总计")
_OF_ALL = re.compile("全[市县区州省校](?:总[数量])?的?$|总[数量额]的?$")
_WHO_LEAD = re.compile("^(?:其中|而|且|分别|的人数|的|人数)+")
_WHO_END = re.compile("(?:的|所|的人|的人数|人数|数|新生)+$")
_WHOLE_END = re.compile("(?:总人数|总数|总量|总额|总面积|人数|数|的)+$")
_GENERAL = re.compile(
    "^(?:其|总数|总人数|全部|总量|总额|比|比例|总|全[市县区州省校]总?)?(?:数|人数)?(?:的)?$"
)


def wrong_shares(reading: "Reading") -> Iterator[Share]:
    """Each share that none of the numbers it can be reckoned from bears out."""
    numbers = reading.numbers
    for claim in numbers:
        if claim.kind != "share" or claim.quantity.approximation not in ("", "about", "near", "over"):
            continue
        before = [
            one
            for one in preceding(numbers, claim, 14)
            if "均" not in one.tail or not _AVERAGE.search(one.tail)
        ]
        found = _judged(reading, claim, before) or _otherwise(reading, claim, before) if before else None
        found = found or of_both_behind(reading, claim)
        if found is None or found.whole.value <= 0 or _UNREAD.search(claim.before):
            continue
        if not found.is_sure and together(before, found.part, claim):
            continue
        if not (found.terms and any_of(permutations(before[-_BESIDE:], 2), claim)):
            yield found


def _otherwise(reading: "Reading", claim: Number, before: Sequence[Number]) -> Share | None:
    return (
        _restated(reading, claim, before)
        or _compared(reading, claim, before)
        or of_topic(reading, claim, before)
        or of_partition(reading, claim, before)
        or of_base(reading, claim, before)
        or loose_share(reading, claim)
    )


def _restated(reading: "Reading", claim: Number, before: Sequence[Number]) -> Share | None:
    """占全部新增学位的一半以上，达到59.1%: of what the words before it say."""
    first = before[-1]
    if first.kind != "share" or first.is_exact or claim.start - first.end > _NEXT_TO:
        return None
    if not _RESTATED.match(claim.before) or len(before) < _LEAST_BEFORE:
        return None
    told = replace(claim, place=first.place, start=first.start, before=first.before, tail=first.tail)
    found = _judged(reading, told, before[:-1])
    return replace(found, claim=claim, is_sure=False) if found else None


def _compared(reading: "Reading", claim: Number, before: Sequence[Number]) -> Share | None:
    """进入决赛的人数正好是复赛人数的八分之一: both told by their names."""
    match = _IS_OF.search(claim.tail) if claim.tail.endswith("的") else None
    if not match:
        return None
    counts = [one for one in before if one.is_count and one.is_exact and claim.sentence - one.sentence < 2]
    if len(counts) < _LEAST_BEFORE:
        return None
    part, whole = named_by(match["who"], counts), named_by(match["whole"], counts)
    if part is None or whole is None or part is whole or not alike(part, whole) or part.value > whole.value:
        return None
    if is_share(part, whole, claim):
        return None
    is_meant = "/" in claim.quantity.value or is_slip(part.value * HUNDRED / whole.value, claim)
    return Share(claim, part, whole, is_sure=False) if is_meant else None


def _judged(reading: "Reading", claim: Number, before: Sequence[Number]) -> Share | None:
    if claim.before.startswith((")", "）")):
        opened = max(reading.plain.rfind(sign, max(0, claim.start - _BRACKET), claim.start) for sign in "(（")
        before = [one for one in before if one.end <= opened] or before
    last = before[-1]
    is_of = last.is_count and _OF.search(last.tail)
    if is_of and _EXPLICIT.match(unbracketed(reading.plain[last.end : claim.start])):
        return _explicit(claim, before)
    if "完成" in claim.tail and _FULFILLED.search(claim.tail):
        return _fulfilled(claim, before)
    tail = unbracketed(claim.tail)
    if ")" in tail:
        return None
    share = _SHARE.search(tail) if "占" in tail else None
    if share and not share["who"].endswith("分别") and "分别" not in claim.tail:
        return _plain(reading, claim, before, share)
    if "分别" in claim.tail and "占" in claim.tail:
        return _respective(reading, claim, before)
    if claim.tail in ("、", "和", "和占") or claim.before in ("、", "和"):
        return _follower(reading, claim, before)
    rate = _RATE.search(tail) if "率" in tail or "比例" in tail else None
    if rate and not _SKIP_RATES.search(rate["stem"]):
        return of_rate(reading, claim, before, rate["stem"])
    return None


def _explicit(claim: Number, before: Sequence[Number]) -> Share | None:
    """占作品325件的16.0%: the whole stands there; the part is what was counted before it."""
    whole = before[-1]
    if "超额" in whole.tail:
        return None
    parts = [one for one in before[:-1] if alike(one, whole)][-_AS_MANY:]
    is_told = any(one.sentence == claim.sentence for one in parts)
    if not is_told and len(before) > 1 and before[-2].is_count and whole.value:
        true = before[-2].value * HUNDRED / whole.value
        if is_slip(true, claim) and is_even(true, claim) and whole.is_exact:
            return Share(claim, before[-2], whole, is_sure=False)
    if not parts or not whole.is_exact:
        return None
    if any_of(((part, whole) for part in parts), claim):
        return None
    parts = [one for one in parts if not CHANGED.search(one.tail) and one.sentence == claim.sentence]
    if not parts:
        return None
    part = parts[-1]
    if together([*parts, whole], part, claim):
        return None
    is_next = part.place == whole.place - 1
    if is_next and not _SUBJECT.match(whole.before):
        return None
    return Share(claim, part, whole, is_sure=is_next)


def _fulfilled(claim: Number, before: Sequence[Number]) -> Share | None:
    near = [one for one in before if one.sentence == claim.sentence and one.is_count and one.is_exact]
    if len(near) < 2:
        return None
    part = near[-1]
    wholes = [one for one in near[:-1] if alike(one, part) and PLANNED.search(one.tail)]
    if not wholes or any_of(((one, other) for one in near for other in near if alike(one, other)), claim):
        return None
    return Share(claim, part, wholes[-1], is_sure=True)


def _plain(
    reading: "Reading", claim: Number, before: Sequence[Number], share: "re.Match[str]"
) -> Share | None:
    part, is_named = _part(reading, claim, before, share)
    if part is None or not part.is_exact:
        return None
    wholes = [one for one in before if one is not part and alike(one, part) and one.value >= part.value]
    likely = _of_sibling(before, part, claim)
    rivals = [one for one in wholes if not likely or one is likely or not _is_part(reading, one)]
    if not wholes or any_of(((part, whole) for whole in rivals), claim):
        return None
    behind = [one for one in within(reading.numbers, claim.end, claim.end + 24) if alike(one, part)]
    if any_of(((part, whole) for whole in behind), claim) or together(before, part, claim):
        return None
    if _is_of_portion(before, part, wholes, claim):
        return None
    likely = _of_list(before, part) or likely
    if likely and _GENERAL.match(share["whole"]):
        return None if is_share(part, likely, claim) else Share(claim, part, likely, is_sure=False)
    whole, is_sure = _whole(reading, part, wholes, share["whole"])
    if whole is None or (not is_sure and elsewhere(reading, claim, part)):
        return None
    return Share(claim, part, whole, is_sure=is_sure and not is_named)


def _is_of_portion(before: Sequence[Number], part: Number, wholes: Sequence[Number], claim: Number) -> bool:
    """在校生68400人，资助面24%，其中一等6140人，占37.4%: of what a share told in between makes."""
    portions = [
        one.value for one in before if one.kind == "share" and one.place < part.place and one.value > 0
    ]
    return any(
        abs(part.value * HUNDRED * HUNDRED / (whole.value * portion) - claim.value) <= 1
        for whole in wholes
        for portion in portions
        if whole.value > 0
    )


def _part(
    reading: "Reading", claim: Number, before: Sequence[Number], share: "re.Match[str]"
) -> tuple[Number | None, bool]:
    """What is a share of something: the number right before, or the one whose name is said again."""
    last = before[-1]
    since = reading.plain[last.end : claim.start]
    words = _WHO_END.sub("", _WHO_LEAD.sub("", share["who"]))
    if len(words) < 2:
        rest = since[: since.rfind("占")]
        is_near = last.is_count and len(rest) <= _FAR_OFF and not re.search("[。;；]", rest)
        return (last if is_near else None), False
    for one in reversed(before):
        name = one.tail + one.own[:8]
        if one.is_count and one.line == claim.line and words[: 3 if "类" in words[:3] else 4] in name:
            return one, True
    begun = [
        one
        for one in before
        if one.is_count and one.line == claim.line and len(name := one.tail.lstrip("、和其中")) > 1
        if words.startswith(name) and longest_run(words[len(name) :], share["whole"]) > 1
    ]
    return (begun[-1], True) if len({one.value for one in begun}) == 1 else (None, False)


def _of_list(before: Sequence[Number], part: Number) -> Number | None:
    """What all the parts make up that are listed together with it, where it is stated too."""
    parts = [part]
    for one in reversed([one for one in before if one.place < part.place]):
        if one.unit != part.unit or not parts[0].before.startswith(("、", "和")):
            break
        parts.insert(0, one)
    for one in [one for one in before if one.place > part.place]:
        if one.unit != part.unit or not one.before.startswith(("、", "和")):
            break
        parts.append(one)
    value = sum((one.value for one in parts), Decimal(0))
    stated = [one for one in before if one.value == value and one.unit == part.unit]
    return stated[-1] if len(parts) > 2 and stated else None


def _of_sibling(before: Sequence[Number], part: Number, claim: Number) -> Number | None:
    """…有921人，占63.0%；女教师1139人，占77.9%: what the share right before it is a share of."""
    if claim.place != part.place + 1 or part.place < 2 or len(before) < 4:
        return None
    share, other = before[-2], before[-3]
    if share.kind != "share" or share.place != part.place - 1 or "占" not in share.tail:
        return None
    if other.place != share.place - 1 or share.sentence != part.sentence or not alike(other, part):
        return None
    wholes = [one for one in before[:-3] if alike(one, part) and is_share(other, one, share)]
    return wholes[-1] if len({one.value for one in wholes}) == 1 and wholes[-1].value >= part.value else None


def _whole(
    reading: "Reading", part: Number, wholes: Sequence[Number], words: str
) -> tuple[Number | None, bool]:
    """The number the words point at, and whether they do so surely."""
    plain = reading.plain
    likely = [one for one in wholes if "新增" in words or not _NO_WHOLE.search(one.tail)]
    likely = [one for one in likely if not _is_part(reading, one)]
    named = _WHOLE_END.sub("", words).removeprefix("全").strip("“”")
    if len(named) >= 2 and not _GENERAL.match(words):
        for one in reversed(likely):
            said = one.tail + one.own[:12]
            if (named[-4:] in said or set(named) <= set(said)) and _is_near(one, part):
                return one, False
        return None, False
    for one in reversed(likely):
        between = plain[one.end : part.start]
        if one.sentence == part.sentence and _AMONG.search(between):
            return one, True
        if one.sentence != part.sentence and between.lstrip("。").startswith("其中"):
            return one, len([other for other in likely if other.sentence == one.sentence]) == 1
    begins = plain.rfind("。", max(0, part.start - 200), part.start) + 1
    former = [one for one in likely if part.sentence - one.sentence == 1]
    if plain.startswith("其中", begins) and former:
        return former[0], len(former) == 1
    near = [one for one in likely if one.sentence == part.sentence]
    if not near and re.search("[中里][,，]", part.before):
        near = former
    if len(near) == 1:
        return near[0], False
    return _of_former([] if near else former, part, words), False


def _of_former(former: Sequence[Number], part: Number, words: str) -> Number | None:
    """The whole where only the sentence before counts it: its total, or what the part is named like."""
    summed = [one for one in former if _SUMMED.search(one.tail) and _OF_ALL.match(words)]
    named_alike = [one for one in former if len(one.tail) > 3 and part.tail.endswith(one.tail[-4:])]
    likely = summed or named_alike
    return likely[-1] if likely else None


def _is_part(reading: "Reading", number: Number) -> bool:
    """Whether it stands in a list, behind 其中, or has its own share told."""
    following = reading.numbers[number.place + 1 : number.place + 2]
    has_share = bool(following and following[0].kind == "share" and "占" in following[0].tail)
    return "其中" in number.tail or number.before.startswith("、") or has_share


def _is_near(one: Number, part: Number) -> bool:
    return part.sentence - one.sentence <= 1


def _chain(reading: "Reading", claim: Number) -> list[Number]:
    """分别占64.3%、25.5%和10.2%: the claims that go together."""
    chain = [claim]
    for one in reading.numbers[claim.place + 1 : claim.place + 12]:
        if one.kind != "share" or one.before not in ("、", "和", "，", ",", "及"):
            break
        chain.append(one)
    return chain


def _respective(reading: "Reading", claim: Number, before: Sequence[Number]) -> Share | None:
    return _of_chain(reading, claim, _chain(reading, claim), before)


def _follower(reading: "Reading", claim: Number, before: Sequence[Number]) -> Share | None:
    """A later one of several claims that go together."""
    first = claim
    for one in reversed(before):
        if one.kind != "share" or first.before not in ("、", "和", "，", ",", "及"):
            break
        first = one
    if first is claim or "分别" not in first.tail or "占" not in first.tail:
        return None
    return _of_chain(
        reading, claim, _chain(reading, first), [one for one in before if one.place < first.place]
    )


def _of_chain(
    reading: "Reading", claim: Number, chain: Sequence[Number], before: Sequence[Number]
) -> Share | None:
    """A claim that no part bears out, where the others of its chain are shares of one whole."""
    counts = [one for one in before if one.is_count]
    if claim not in chain or len(chain) < 2 or len(counts) < len(chain) + 1:
        return None
    kind = counts[-1]
    if any(not alike(one, kind) for one in before[-len(chain) :]):
        return None
    counts = [one for one in counts if alike(one, kind)]
    for whole in sorted(counts, key=lambda one: -one.value)[:3]:
        parts = [one for one in counts if one is not whole and one.value <= whole.value]
        good = [one for one in chain if any_of(((part, whole) for part in parts), one)]
        if claim in good:
            return None
        if len(good) == len(chain) - 1:
            place = len(parts) - len(chain) + chain.index(claim)
            return Share(claim, parts[place if place >= 0 else -1], whole, is_sure=True)
    return None
