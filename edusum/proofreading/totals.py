"""Totals told behind their parts (合计, 共), what is left (其余), and parts that nothing announces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import Number, Verdict, preceding
from edusum.proofreading.sums import CHANGED, LEAVES, MOST, SLIGHT, added, is_listed, is_swapped

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_TOTAL_BEHIND = re.compile(
    r"(?P<sure>合计|共计|总计|总共|一共|两项|三项|两类|三类|总数[为达是]|总人数[为达是]|总数)[^,，。;；\d]{0,10}$"
    r"|(?P<plain>(?:^|[,，、])?共(?!同)[^,，。;；、\d]{0,8})$"
)
_REST = re.compile(r"(?:其余|剩余|余下|剩下|还剩|尚余|还余)(?:的)?[^,，。;；\d]{0,10}$")
_COUNTED = re.compile(
    r"(?P<number>[两三四五六七八])(?:项|类|部分|者|种|批|期|次|个)?[^,，。;；\d]{0,6}(?:合计|共计|总计|共)[^,，。;；\d]{0,6}$"
)
_OPPOSITE = re.compile("不合格|限期|未|其他|其它|非|另|余")
_DONE = re.compile(
    "共(?:培训|组织|开展|举办|选派|检查|参加|安排|发放|投入|实施|召开|建设|完成)[^,，。;；]{0,6}$"
)
_WIDE = Decimal("0.25")
_AMONG = re.compile("其中|包括")
_ENOUGH = 10
_REACH = 160


@dataclass(frozen=True, slots=True)
class Told:
    """A total that is told behind its parts (合计, 共), or the rest that they leave of a whole (其余)."""

    total: Number
    runs: tuple[tuple[Number, ...], ...]
    is_sure: bool
    is_listed: bool
    count: int = 0
    is_follower: bool = False


def totals_behind(reading: "Reading") -> Iterator[Told]:
    """合计 and 共 with all runs of parts of the same unit that end before them, the longest first."""
    numbers, plain = reading.numbers, reading.plain
    last: Number | None = None
    for number in numbers:
        match = _TOTAL_BEHIND.search(number.before[-24:])
        follows = last is not None and last.place == number.place - 1 and number.before == "、"
        if not (match or follows) or not number.is_exact or not number.is_count:
            continue
        if _is_in_bracket(plain, number):
            continue
        last = number
        parts = _parts_before(numbers, number, plain, is_far=follows or bool(match and match["sure"]))
        if len(parts) < 2:
            continue
        runs = tuple(tuple(parts[-count:]) for count in range(len(parts), 1, -1))
        is_sure = follows or bool(match and match["sure"])
        words = plain[max(0, number.start - 24) : number.start]
        told = _COUNTED.search(words)
        count = "两三四五六七八".index(told["number"]) + 2 if told else 0
        listed = runs[-count + 1] if 1 < count <= len(parts) else tuple(parts)
        yield Told(
            number,
            runs,
            is_sure,
            is_listed(plain, listed, listed),
            count if len(parts) >= count else 0,
            follows,
        )


def _is_in_bracket(plain: str, number: Number) -> bool:
    """（全区共有46所）is said by the way."""
    left = plain[max(0, number.start - 40) : number.start]
    return max(left.rfind("("), left.rfind("（")) > max(left.rfind(")"), left.rfind("）"))


def _parts_before(numbers: Sequence[Number], total: Number, plain: str, *, is_far: bool) -> list[Number]:
    found: list[Number] = []
    end = total.start
    for number in reversed(numbers[max(0, total.place - 2 * MOST) : total.place]):
        if number.line != total.line or end - number.end > 60 or number.sentence != total.sentence:
            break
        if not is_far and re.search("[;；]", plain[number.end : end]):
            break
        end = number.start
        if number.unit != total.unit:
            continue
        if not number.is_exact or _TOTAL_BEHIND.search(number.before[-24:]):
            break
        if not CHANGED.search(number.tail):
            found.append(number)
    return found[::-1]


def judge_told(found: Told) -> tuple[Verdict, bool]:
    total, longest = found.total, found.runs[0]
    if any(added(run).meets(total) for run in found.runs):
        return "holds", True
    if len(longest) == 2 and longest[0].value * longest[1].value == total.value:
        return "holds", True
    if total.value <= max(part.value for part in longest):
        return (
            ("fails", False)
            if any(is_swapped(added(run).value, total.value) for run in found.runs)
            else (
                "uncertain",
                False,
            )
        )
    if longest[-1].place != total.place - 1 and not (found.is_follower or found.count):
        return "uncertain", False
    if found.count and len(longest) >= found.count:
        return "fails", len(longest) == found.count and found.is_listed
    if found.is_listed and not found.is_sure and _DONE.search(total.before) and not nearest(found):
        return "uncertain", False
    if found.is_listed:
        return "fails", found.is_sure
    return ("fails", False) if found.is_sure and nearest(found) else ("uncertain", False)


def nearest(found: Told) -> tuple[Number, ...] | None:
    """The run that all but makes up the total, if one does."""
    if found.count:
        return found.runs[-found.count + 1]
    for run in found.runs:
        value = added(run).value
        if is_swapped(value, found.total.value) or (
            found.total.value >= _ENOUGH and abs(value / found.total.value - 1) <= SLIGHT
        ):
            return run
    return None


def rests(reading: "Reading") -> Iterator[tuple[Number, list[Number]]]:
    """其余7处 with what was counted in the same unit before it."""
    for number in reading.numbers:
        if number.is_exact and number.is_count and _REST.search(number.before[-20:]):
            before = [
                one
                for one in preceding(reading.numbers, number, 12, reach=200)
                if one.kind == number.kind and (one.unit == number.unit or one.kind == "persons")
            ]
            if len(before) > 1:
                yield number, before


def judge_rest(rest: Number, before: Sequence[Number]) -> tuple[Verdict, tuple[Number, ...]]:
    """The verdict, and whole and parts that leave another rest."""
    for index, whole in enumerate(before):
        for first in range(index + 1, len(before)):
            low, high = whole.low, whole.high
            for part in before[first:]:
                low, high = low - part.high, high - part.low
                if low <= rest.high and rest.low <= high:
                    return "holds", ()
    near = [one for one in before if one.sentence == rest.sentence and one.is_exact]
    if (
        len(near) > 1
        and near[0].value > sum((one.value for one in near[1:]), Decimal(0))
        and rest.value < near[0].value
    ):
        return "fails", tuple(near)
    return "uncertain", ()


def _is_part(numbers: Sequence[Number], total: Number) -> bool:
    """Whether more was counted in the same unit before it in its sentence, so that it is a part itself."""
    return any(
        one.unit == total.unit and one.value > total.value and one.sentence == total.sentence
        for one in numbers[max(0, total.place - 8) : total.place]
    )


def _is_whole(plain: str, run: Sequence[Number], share: Decimal) -> bool:
    """Whether the words tell that these are all the parts: 当场整改…、限期整改…; 优秀、良好、合格."""
    if abs(share - 1) > _WIDE or not is_listed(plain, run, run):
        return False
    return bool(_OPPOSITE.search(run[-1].tail)) or (len(run) > 2 and abs(share - 1) <= SLIGHT * 3)


def unmarked(reading: "Reading") -> Iterator[tuple[Number, tuple[Number, ...]]]:
    """查出隐患264处，当场整改187处，限期整改80处: parts right behind a total that they all but make up."""
    numbers, plain = reading.numbers, reading.plain
    for total in numbers:
        if not (total.is_exact and total.is_count) or total.value < _ENOUGH or total.after[:1] in "、和":
            continue
        following = numbers[total.place + 1 : total.place + 10]
        if sum(one.unit == total.unit and one.sentence == total.sentence for one in following) < 2:
            continue
        if total.before.startswith(("、", "和")) or _is_part(numbers, total) or _is_among(plain, total):
            continue
        run = _almost(plain, total, _parts_behind(plain, total, following))
        if run:
            yield total, run


def _is_among(plain: str, total: Number) -> bool:
    """Whether it stands behind 其中 itself."""
    sentence = max(plain.rfind("。", 0, total.start), plain.rfind("\n", 0, total.start))
    return _AMONG.search(plain, max(sentence + 1, total.start - 200), total.start) is not None


def _parts_behind(plain: str, total: Number, following: Sequence[Number]) -> list[Number]:
    parts: list[Number] = []
    for number in following:
        if number.sentence != total.sentence or LEAVES.search(number.before + number.own[-2:]):
            break
        if number.start - total.end > _REACH or (parts and "除" in plain[parts[-1].end : number.start]):
            break
        if number.unit != total.unit:
            continue
        if number.value >= total.value or CHANGED.search(number.tail) or not number.is_exact:
            break
        parts.append(number)
    return parts


def _almost(plain: str, total: Number, parts: Sequence[Number]) -> tuple[Number, ...]:
    """So many of the parts as all but make up the total, or () where they do or are far from it."""
    sums = [added(parts[:count]) for count in range(2, len(parts) + 1)]
    if not sums or any(one.meets(total) for one in sums):
        return ()
    share = sums[-1].value / total.value
    if parts[0].place == total.place + 1 and _is_whole(plain, parts, share):
        return tuple(parts)
    for count, one in enumerate(sums, start=2):
        if is_swapped(one.value, total.value) or abs(one.value / total.value - 1) <= SLIGHT:
            return tuple(parts[:count])
    return ()
