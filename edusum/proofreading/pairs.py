"""From what to what: former and present values of one thing, and the verbs between them."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import Number, preceding
from edusum.proofreading.percents import alike

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_UP = "净增加?|增加|增长|提高|提升|上升|增|扩大|扩充|新增|高出?|多|升|涨|前移|上浮|增幅|增速|增长率"
_DOWN = (
    "净减少?|减少|下降|降低|压减|压缩|核减|缩减|精简|裁减|回落|下滑|降|减|缩小|缩短|少|低|下浮|降幅|压减率|核减率|下降率"
    "|压缩率|减幅"
)
_VERB = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:幅度|比例)?(?:领|支出)?(?:了|为|达到?|近|约|超过|逾){{0,2}}$"
)
_VERB_SIGNS = frozenset(f"{_UP}{_DOWN}幅度比例领支出了为达到近约超过逾")
_LONGEST_VERB = 12
_OF_ALL = re.compile("^[^比较]{0,4}(?:总|合计|全部)[^比较]{0,6}[比较]")
_BEHIND = re.compile("^(?:上年|去年|上年同期|去年同期|前一年|上一年|上届|同期)(?:为|是|仅为|只有|仅有|的)?$")
_WITH = re.compile("^与[^,，。;；]{2,18}的?$")
_FROM = re.compile(r"[由从](?:[^,，。;；、]{0,14}(?:的|平均|约|为|年|人均))?$")
_TO = re.compile(
    r"^(?:[多余左右]{0,2}(?:[)）][^,，。;；]{0,2})?)(?P<verb>[^,，。;；\d]{0,12}?)(?:到|至|为|成)(?:了)?"
    r"(?P<when>(?:今年|目前|现在|本年|当前|20)?[^,，。;；]{0,12})$"
)
_THAN = re.compile(r"(?:比|较|与|相比)[^,，。;；]{0,18}$")
_IN_TIME = re.compile("上年|去年|同期|上学[期年]|年初|20[0-9]{2}年|前的|上一?[届期次年]|原来|上半年")
_BIGGER = frozenset(f"{word}{past}" for word in "大小长短早晚" for past in ("", "了"))
_AVERAGE = re.compile("均|每")
_OF_LIST = re.compile("第(?P<which>[一二三四五六])[项类种个条][^,，。;；]{0,8}比")
_NOT_THAN = re.compile("占比|对比|比例|比重|比赛|比较")
_RISES = re.compile(rf"{_UP}|跃升|攀升|增至|发展|扩")
_FALLS = re.compile(rf"{_DOWN}|整合|撤并|合并|控制")
_MOVED = re.compile("[比较与][^,。;]*(?:多(?!媒|数)|少(?![年先儿数])|增|减)")
_LEAST_BEFORE = 2
_TENFOLD = 10
_FAR_FROM_TO, _FAR_THAN = 40, 14


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


def pairs_of(reading: "Reading") -> tuple[Pair, ...]:
    """由A提高到B; B，比上年的A增加: in the order of their places."""
    numbers, plain, found = reading.numbers, reading.plain, []
    for one, other in itertools.pairwise(numbers):
        if one.line != other.line or not one.is_exact:
            continue
        distance = other.start - one.end
        if distance < _FAR_FROM_TO and one.kind == other.kind and is_end(other) and _FROM.search(one.tail):
            gap = plain[one.end : other.start]
            match = _TO.match(gap)
            if match and "分别" not in one.tail:
                found.append(Pair(one, other, match["verb"] or gap, is_from_to=True))
                continue
        if distance < _FAR_THAN and _is_than(one.tail):
            verb = compared(plain[one.end : other.start])
            present = _present(numbers, one) if verb else None
            if present:
                in_time = bool(_IN_TIME.search(one.tail))
                found.append(Pair(one, present, verb, is_from_to=False, is_in_time=in_time))
                continue
        behind = _told_behind(numbers, other)
        if behind:
            found.append(behind)
    return tuple(found)


def _is_than(tail: str) -> bool:
    if not ("比" in tail or "较" in tail or "与" in tail) or "同比" in tail:
        return False
    words = _NOT_THAN.sub("", tail)
    return bool(_THAN.search(words)) and not verb_of(tail) and not _MOVED.search(words)


def is_end(number: Number) -> bool:
    """Whether it can end a change: 提高到64%以上 tells the least it came to."""
    return number.is_exact or number.quantity.approximation in ("at_least", "over")


def _told_behind(numbers: Sequence[Number], former: Number) -> Pair | None:
    """623人，比上年多45人，上年为578人: the former value stands behind the change."""
    if former.place < _LEAST_BEFORE or not former.is_exact or not _BEHIND.match(former.tail):
        return None
    claim, present = numbers[former.place - 1], numbers[former.place - 2]
    verb = verb_of(claim.tail)
    if not verb or present.sentence != former.sentence or not alike(present, former) or not present.is_exact:
        return None
    if verb_of(present.tail) or not re.search("上年|去年|同比|同期", claim.tail):
        return None
    return Pair(former, present, verb, is_from_to=False, claim=claim)


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
        if not is_alike_in_size(one, former):
            continue
        if alike(one, former) and one.is_exact and not verb_of(one.tail):
            return None if "其中" in one.tail or one.before.startswith("、") else one
    last = numbers[former.place - 1] if former.place else former
    is_last = former.sentence - last.sentence == 1 and last.line == former.line and last.own == ""
    is_near = former.value < last.value * 2 < former.value * 4
    if _WITH.match(former.tail) and is_last and is_near and alike(last, former) and last.is_exact:
        return last
    return None


def is_alike_in_size(one: Number, other: Number) -> bool:
    """Nothing grows tenfold in a year: 特教160人，比上年的89500人 tells of the whole."""
    return one.value < other.value * _TENFOLD and other.value < one.value * _TENFOLD


def verb_of(words: str) -> str:
    """The verb of a change that the words end with, 提高了; "" where they do not."""
    if words[-1:] not in _VERB_SIGNS:
        return ""
    found = _VERB.search(words, max(0, len(words) - _LONGEST_VERB))
    return found[0] if found else ""


def compared(words: str) -> str:
    """The same, or that it is 大了, 早 and the like, where they say nothing else."""
    return words if words in _BIGGER else verb_of(words)


def direction(verb: str) -> int:
    """1 of what rises, -1 of what falls, 0 where nothing is said or both."""
    rises, falls = bool(_RISES.search(verb)), bool(_FALLS.search(verb))
    return rises - falls
