"""What is told to be left, held against so many of so many that are done."""

import itertools
import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from edusum.proofreading.following import MOVED, Break, may_be, slips
from edusum.proofreading.numbers import Number, told

_LEFT = re.compile(
    r"(?:其余|剩余|余下|剩下|尚余|还剩|[尚还仍][有差缺])的?[^\d]{0,4}$|(?:未|没有)[^,，。;；\d]{1,14}的$"
    r"|(?<![一-龥])未[一-龥]{1,6}$|(?:缺额|缺口|待[装改建办整验])[^\d]{0,3}$"
)
_OTHERS = ("另有", "另外有", "还有")
_FROM_AFAR = re.compile("剩余|余下|剩下|尚余|还剩|[尚还仍]有|未")
_THE_REST = re.compile("(?:其余|余下|剩余|剩下)的?$")
_LEFT_BEHIND = re.compile(r"^[^\d]{0,14}?(?:尚未|没有|未能|未(?=[参完办整开竣到录招达建脱]))")
_DONE = re.compile(
    "已|完成|整改|实际|到位|开工|竣工|建成|办结|录[取用]|通过|达标|收回|销号|解决|脱盲|落实|化解|纳入|参加"
)
_DUE = re.compile("应|计划|任务|需|共有|拟")
_COMMON = frozenset(
    "的和与及等在中为是有已共了个所名人年月日全县市区州校学其余剩未将对各一二三四五六七八九十"
    "完成实现达到工作任务目前今本上下处条项 "
)
_USUAL = frozenset(
    {"学校", "完成", "全县", "全市", "全区", "全州", "实施", "工作", "任务", "学生", "教师", "教育"}
)
_PARTICLES = frozenset("的和与及等在中为是有已共了仍未其余剩将对各上下")
_POSTS = ("岗位", "名额", "职位")
_REACH, _SENTENCES = 14, 3
_HINT = re.compile("[余剩未没尚还仍缺待]")
_TWO, _BESIDE, _MOST = 2, 5, 100
_NOUN = 2


def left_over(numbers: Sequence[Number]) -> Iterator[Break]:
    """排查52处、整改45处。…剩余9处: nearby, or of the same thing further on."""
    yield from _other_ones(numbers)
    left = [(one, "人" if one.own.startswith(_POSTS) else one.unit) for one in numbers if _is_left(one)]
    pairs = deque(_pairs(numbers, {unit for _, unit in left}) if left else ())
    told_before: defaultdict[str, list[_Pair]] = defaultdict(list)
    rests: set[tuple[str, Decimal]] = set()
    for number, unit in left:
        while pairs and pairs[0].end.place < number.place:
            pair = pairs.popleft()
            told_before[pair.whole.unit].append(pair)
            rests.add((pair.whole.unit, pair.rest))
        if (unit, number.value) in rests:
            continue
        likely = told_before[unit]
        near = [pair for pair in likely[-2 * _REACH :] if _is_near(pair.end, number)]
        chosen = near[-1:] or _named_rest(numbers, number)
        if not chosen and _FROM_AFAR.search(number.tail):
            chosen = _of_the_same(likely[-_MOST:], number)
        for pair in chosen:
            is_here = pair.end.sentence == number.sentence
            since = pair.end.place + 1 if is_here else number.place
            between = [one for one in numbers[since : number.place] if one.unit == unit]
            rest = pair.rest - sum(one.value for one in between)
            if may_be(number.value, rest) and not _is_explained(numbers, number, pair):
                parts = (pair.whole, pair.done, *between)
                yield Break(number, rest, "-".join(told(one.value, 4) for one in parts), parts)


def _other_ones(numbers: Sequence[Number]) -> Iterator[Break]:
    """毕业生546人，其中升学389人、就业143人，另有17人参军: all but what the others leave, by a slip."""
    for number in numbers:
        if number.tail not in _OTHERS or not number.is_count or not number.is_exact:
            continue
        near = numbers[max(0, number.place - _REACH) : number.place]
        same = [one for one in near if one.sentence == number.sentence and one.unit == number.unit]
        first = next((place for place, one in enumerate(same) if "其中" in one.before), 0)
        if not first:
            continue
        whole, parts = same[first - 1], same[first:]
        rest = whole.value - sum(one.value for one in parts)
        if rest > 0 and rest * 3 < whole.value and slips(rest, number.value):
            shown = "-".join(told(one.value, 4) for one in (whole, *parts))
            yield Break(number, rest, shown, (whole, *parts))


def _is_left(number: Number) -> bool:
    tail = number.tail
    if not number.is_exact or number.per or not number.is_count:
        return False
    if _HINT.search(tail) and _LEFT.search(tail):
        return True
    return "未" in number.own and not tail.endswith("有") and bool(_LEFT_BEHIND.match(number.own))


@dataclass(frozen=True)
class _Pair:
    """So many of so many are done."""

    whole: Number
    done: Number

    @cached_property
    def words(self) -> set[str]:
        return _signs(self.whole.tail + self.whole.own + self.done.tail + self.done.own)

    @property
    def rest(self) -> Decimal:
        return self.whole.value - self.done.value

    @cached_property
    def end(self) -> Number:
        return self.whole if self.whole.place > self.done.place else self.done


def _is_near(one: Number, other: Number) -> bool:
    return one.line == other.line and other.sentence - one.sentence <= 1 and other.place - one.place <= _REACH


def _pairs(numbers: Sequence[Number], units: Collection[str]) -> list[_Pair]:
    """What was counted in one of the units, in the order of their ends."""
    found = []
    usable = [one for one in numbers if one.unit in units and one.is_exact and one.is_count and not one.per]
    for index, number in enumerate(usable):
        before = [
            one
            for one in usable[max(0, index - _BESIDE) : index]
            if one.sentence == number.sentence
            and one.unit == number.unit
            and number.place - one.place <= _BESIDE
        ]
        if not before:
            continue
        tail, is_share = number.tail, "占" in number.tail
        is_done = not is_share and _DONE.search(tail + number.own[:6])
        is_due = is_share or _DUE.search(tail)
        if not (is_done or is_due) or MOVED.search(tail):
            continue
        if is_done and not (_HINT.search(tail) and _LEFT.search(tail)):
            wholes = [one for one in before if one.value > number.value and not MOVED.search(one.tail)]
            if wholes:
                found.append(_Pair(wholes[-1], number))
        if is_due and before[-1].value < number.value and (number.own.startswith("的") or not is_share):
            found.append(_Pair(number, before[-1]))
    return found


def _named_rest(numbers: Sequence[Number], number: Number) -> list[_Pair]:
    """档案206卷，认定198卷，其余8卷: what alone was counted before, in its sentence or that before."""
    if not _THE_REST.search(number.tail):
        return []
    near: list[Number] = []
    for one in reversed(numbers[max(0, number.place - _REACH) : number.place]):
        if one.unit == number.unit and _is_near(one, number):
            near.insert(0, one)
        if ";" in one.before and one.sentence == number.sentence:
            break
    own = [one for one in near if one.sentence == number.sentence]
    near = own if len(own) == _TWO else near
    if len(near) != _TWO or any(MOVED.search(one.tail) or one.per for one in near):
        return []
    whole, done = near
    is_so = whole.value > done.value and whole.is_exact and done.is_exact and done.sentence == number.sentence
    return [_Pair(whole, done)] if is_so else []


def _of_the_same(pairs: Sequence[_Pair], number: Number) -> list[_Pair]:
    """Of all that were told before, those whose words share most with what is left; one difference only."""
    words = _signs(number.tail + number.own)
    shared = [(len(words & pair.words), pair) for pair in pairs] if len(words) >= _NOUN else []
    most = max((count for count, _ in shared), default=0)
    best = [pair for count, pair in shared if count == most]
    return best[-1:] if most >= _NOUN and len({pair.rest for pair in best}) == 1 else []


def _signs(words: str) -> set[str]:
    """Its signs and pairs of signs but those that any paper is full of."""
    signs = "".join(sign if "\u4e00" <= sign <= "\u9fff" else " " for sign in words)
    pairs = {one + other for one, other in itertools.pairwise(signs) if " " not in (one, other)}
    return (set(signs) - _COMMON) | {pair for pair in pairs - _USUAL if not set(pair) <= _PARTICLES}


def _is_explained(numbers: Sequence[Number], number: Number, pair: _Pair) -> bool:
    """Whether it is that rest, with what else was told of it, or the rest of others near it."""
    near = [
        one
        for one in numbers[max(0, number.place - _REACH) : number.place + 5]
        if one.unit == number.unit
        and one is not number
        and (one.line == number.line and abs(one.sentence - number.sentence) <= _SENTENCES)
    ]
    others = [one for one in near if one not in (pair.whole, pair.done)][-6:]
    for count in range(4):
        for some in itertools.combinations(others, count):
            if number.value + sum(one.value for one in some) == pair.rest:
                return True
    before = [one for one in near if one.place < number.place]
    if any(one.value - other.value == number.value for one, other in itertools.permutations(before, 2)):
        return True
    return any(
        whole.value - one.value - other.value == number.value
        for whole, one, other in itertools.permutations(before[-6:], 3)
    )
