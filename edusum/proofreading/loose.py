"""Shares, averages, multiples and differences whose numbers stand beside them in words no pattern knows.

Nothing is told by the mere distance of two figures. Only where no pair of the numbers around bears the
claim out, and just one pair makes a figure of which the claim is a slip of the pen, that pair is meant.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import Number
from edusum.proofreading.percents import HUNDRED, Share, alike, any_of, named_by, together, unbracketed
from edusum.proofreading.slipped import is_even, is_slip, is_telling, last_place, share_words

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_SHARE = re.compile("(?:率|占|比例|比重|面|度|完成|达|为|是|即|[到至])[^,，。;；]{0,10}$")
_NO_SHARE = re.compile(
    "(?:增长|增加|减少|下降|降低|提高|提升|上升|压减|高|低|多|少|增|降)(?:了|约|近|幅度?|达)?$|[增降涨减]幅|增速"
    "|同比|比上年|目标|力争|计划(?!完成)|[不高低]于|超过?$|毛入|[比较][^例重率,，。;；]{1,12}$|其余|剩余"
)
_CHANGED = re.compile("[由从比较]|(?:增加|减少|新增|净增)[^,，。;；]{0,2}$")
_FILLER = re.compile("[的了占为达]|全[市县区州省校]|学校|学生|人数|教师")
_FULFILLED = re.compile("完成|执行|到位|支付|进度")
_IN_ALL = re.compile("^(?:一共|共|总共|合计|共计|总计)")
_MOST = 7
_LEAST_WHOLE = 20


def loose_share(reading: "Reading", claim: Number) -> Share | None:
    """1286间教室中已有1197间完成更新，覆盖面达73.1%: 1197 of 1286 make 93.1, and nothing else is near."""
    tail = unbracketed(claim.tail)
    if not claim.is_exact or not _SHARE.search(tail) or _NO_SHARE.search(tail):
        return None
    counts = _counts_before(reading, claim)
    near = [one for one in counts if one.sentence == claim.sentence]
    if not near:
        return None
    words = _FILLER.sub("", tail)
    wholes = [one for one in (near if len(near) > 1 else counts) if one.value >= _LEAST_WHOLE]
    pairs = [
        (part, whole)
        for part in near
        if _is_part(part, claim, words) and _is_told_of(part, words)
        for whole in wholes
        if part is not whole and part.value <= whole.value and alike(part, whole)
        if _is_whole(whole, part, counts, words)
    ]
    likely = [
        pair
        for pair in pairs
        if is_slip(true := pair[0].value * HUNDRED / pair[1].value, claim)
        and (is_telling(claim) or is_even(true, claim))
    ]
    if len({(part.value, whole.value) for part, whole in likely}) != 1:
        return None
    part, whole = likely[-1]
    every = [*counts, *_counts_behind(reading, claim)]
    if any_of(((one, other) for one, other in permutations(every, 2) if alike(one, other)), claim):
        return None
    if together(counts, part, claim):
        return None
    return Share(claim, part, whole, is_sure=False)


def _is_part(part: Number, claim: Number, words: str) -> bool:
    """Whether it was told right before the claim, or by the words of the claim."""
    if _CHANGED.search(part.tail):
        return False
    return part.place == claim.place - 1 or claim.before.startswith((")", "）")) or _is_named(part, words)


def _is_told_of(part: Number, words: str) -> bool:
    """A rate tells of what was counted with a word of its own: 及格率 of 及格以上35024人, not 满意率."""
    stem, sign, _ = words.partition("率" if "率" in words else "度")
    if not sign or _FULFILLED.search(stem):
        return True
    return bool(set(stem[-4:]) & set(part.tail[-10:] + part.own[:8]))


def _is_whole(whole: Number, part: Number, counts: Sequence[Number], words: str) -> bool:
    """Whether it is the one before the part, the first of its kind, or told by the words of the claim."""
    same = [one for one in counts if alike(one, part)]
    if whole.place == part.place - 1:
        return not part.before.startswith(("、", "和"))
    return whole is same[0] or bool(_IN_ALL.search(whole.tail)) or _is_named(whole, words)


def _is_named(number: Number, words: str) -> bool:
    return share_words(words, number.tail[-10:] + number.own[:8], 2)


def _counts_before(reading: "Reading", claim: Number) -> list[Number]:
    """The last few of the sentence and of the one before it, on the same line, but for those in brackets."""
    numbers: Sequence[Number] = reading.numbers[max(0, claim.place - _MOST) : claim.place]
    if claim.before.find(")") > claim.before.find("(") or claim.before.find("）") > claim.before.find("（"):
        opened = max(reading.plain.rfind(sign, 0, claim.start - len(claim.before)) for sign in "(（")
        numbers = [one for one in numbers if one.end <= opened] or numbers
    return [
        one
        for one in numbers
        if one.is_count and one.value > 0 and one.line == claim.line and claim.sentence - one.sentence <= 1
    ]


def _counts_behind(reading: "Reading", claim: Number) -> list[Number]:
    return [
        one
        for one in reading.numbers[claim.place + 1 : claim.place + 4]
        if one.is_count and one.value > 0 and one.sentence == claim.sentence
    ]


_EACH = re.compile(
    r"(?:平均|折合)?每(?:一)?个?(?P<each>[^\d,，。;；个一]{1,6})|(?P<one>[人生师校班户年月日天场次期批笔])均(?!衡)"
    r"|(?P<times>人次)平均|平均(?P<unit>单体|[^\d,，。;；]?$)"
)
_EVERY = re.compile("每|(?<!平)均")
_SPAN = re.compile(
    "(?<![第前后近每一二三四五六七八九十百上下初高学半])([两二三四五六七八九十])年(?![级制前后以度期段])"
)
_SET = re.compile("标准|不少于|不低于|不超过|至少|最多|以上|补助|收费|定额|天[^,，]*小时")


def loose_average(reading: "Reading", claim: Number) -> tuple[Number, Number] | None:
    """总面积86800平方米，平均每个项目建筑面积2400平方米: 62 of them make 1400 each, even."""
    each = _EACH.search(claim.tail)
    if each is None or _SET.search(claim.tail) or len(_EVERY.findall(claim.tail)) > 1:
        return None
    if claim.kind in ("share", "points", "倍") or claim.quantity.upper or claim.value <= 0:
        return None
    word = each["each"] or each["one"] or each["times"] or ""
    around = [
        one
        for one in [
            *reading.numbers[max(0, claim.place - _MOST) : claim.place],
            *reading.numbers[claim.place + 1 : claim.place + 2],
        ]
        if one.sentence == claim.sentence and one.value > 0 and not one.per
    ]
    wholes = [one for one in around if one.is_count and _of_like_unit(one, claim) and one.place < claim.place]
    numbers = (
        [one for one in around if _counts(one, word) and not _EACH.search(one.tail)]
        if word != "年"
        else _years(reading, claim)
    )
    pairs = [
        (whole, number, whole.value / number.value)
        for whole in wholes
        for number in numbers
        if whole is not number
        and number.value > 1
        and number.is_exact
        and not _EACH.search(whole.tail.replace("日均", ""))
    ]
    if any(_is_about(true, claim) for _, _, true in pairs) or is_of_item(claim, numbers):
        return None
    found = [
        (whole, number)
        for whole, number, true in pairs
        if is_slip(true, claim) and (is_even(true, claim) or (is_telling(claim) and whole.is_exact))
    ]
    return found[-1] if len({(whole.value, number.value) for whole, number in found}) == 1 else None


def is_of_item(claim: Number, numbers: Sequence[Number]) -> bool:
    """一等4600人次、每人次1250元: of the one right before it, which is but one of several."""
    own = [one for one in numbers if one.place == claim.place - 1]
    return bool(own) and any(one.unit == own[0].unit and one.value > own[0].value for one in numbers)


def _of_like_unit(whole: Number, claim: Number) -> bool:
    units = {whole.unit, claim.unit}
    return alike(whole, claim) or (claim.unit and whole.unit.endswith(claim.unit)) or units == {"个", "座"}


def _counts(number: Number, word: str) -> bool:
    """Whether it tells how many there are of what the word means: 批 and 146批次, 工作组 and 4个工作组."""
    if not number.is_count or number.kind == "money":
        return False
    if not word:
        return number.unit in ("个", "项", "所", "处")
    unit = number.unit
    return (
        word.startswith(unit)
        or unit.startswith(word[0])
        or word in unit
        or word[-1:] in number.own[:6]
        or word[:2] in number.tail[-8:] + number.own[:8]
        or (word[0] in "名人位" and unit in ("人", "人次"))
        or (word[0] in "生师" and unit == "人")
        or (word[0] in "校园" and unit == "所")
    )


def _years(reading: "Reading", claim: Number) -> list[Number]:
    """三年共流出218名，年均63名: the span of years told in the sentence, if just one is."""
    start = reading.plain.rfind("。", max(0, claim.start - 120), claim.start) + 1
    start = max(start, reading.line_span(claim.line)[0], claim.start - 120)
    spans = list(_SPAN.finditer(reading.plain, start, claim.start))
    if len({span[1] for span in spans}) != 1:
        return []
    span, value = spans[-1], Decimal("二三四五六七八九十".index(spans[-1][1].replace("两", "二")) + 2)
    return [replace(claim, start=span.start(), end=span.end(), value=value, low=value, high=value)]


def _is_about(true: Decimal, claim: Number) -> bool:
    unit = max(claim.high - claim.low, last_place(claim)) / 2
    return claim.low - unit <= true <= claim.high + unit


_TIMES_OF = re.compile(
    r"(?P<who>[^,，。;；、\d]{0,14}?)(?:正好|恰好|刚好|约|仅)?(?:是|为|相当于|达到?)(?P<whole>[^,，。;；、\d]{2,14})的$"
)
_OF_TIME = re.compile("年|上届|同期|以前|原来|[春秋]季")


def loose_multiple(reading: "Reading", claim: Number) -> tuple[Number, Number] | None:
    """接收跟岗教师30名，接收人数是选派人数的4倍: the two told by their names."""
    match = _TIMES_OF.search(claim.tail)
    if not match or _OF_TIME.search(match["whole"]) or not claim.is_exact:
        return None
    near = [one for one in _counts_before(reading, claim) if one.sentence == claim.sentence and one.is_exact]
    pairs = [
        (one, other)
        for one, other in permutations(near, 2)
        if one.value > other.value and (_of_like_unit(one, other) or _of_like_unit(other, one))
    ]
    if any(_is_about(one.value / other.value, claim) for one, other in pairs):
        return None
    who, whole = named_by(match["who"], near), named_by(match["whole"], near)
    found = [
        (one, other)
        for one, other in pairs
        if is_slip(one.value / other.value, claim)
        if other is whole or (one is who and is_even(one.value / other.value, claim))
    ]
    return found[-1] if len({(one.value, other.value) for one, other in found}) == 1 else None
