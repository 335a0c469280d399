"""Totals told behind their parts (合计, 共), what is left (其余), and parts that nothing announces."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from edusum.proofreading.misprints import is_mistyped, is_swapped
from edusum.proofreading.numbers import GAP, Number, Verdict, preceding
from edusum.proofreading.sums import (
    CHANGED,
    LEAVES,
    MOST,
    SLIGHT,
    added,
    is_listed,
    is_slip,
    whole_of,
)

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_TOTAL_BEHIND = re.compile(
    r"(?P<sure>合计|共计|总计|总共|一共|两项|三项|两类|三类|总数|总人数|总量)[^,，。;；\d]{0,10}$"
    r"|(?P<summed>(?:[两三]者|两项|两数)?(?:相加|加起来)[,，]?[^,，。;；\d]{0,14}$)"
    r"|(?P<grown>累计[^,，。;；\d]{0,8}$)"
    r"|(?P<plain>(?:^|[,，、])?共(?!同)[^,，。;；、\d]{0,8})$"
)
_TOTALS = re.compile("[共计总项类加]")
_FORMER = re.compile("去年|上年|同期|原有|原来")
_JOINED = re.compile(r"加上|算上|连同|包括|含")
"""Something is added that is not told here: 加上学生，共计775人."""
_TIMES_OF = re.compile(r"的[^,，。;；\d]{0,3}[\d.]{1,6}倍")
_NO_PART = re.compile("各|[年月期][底末]")
_NESTED = re.compile("及?以上|及?以下")
_TWICE = re.compile("兼|目前|现有|重复|交叉|同时|重叠|既[^,，。;；]{1,16}又|均为|都是")
_STANDING = re.compile("累计|总数|总人数|总量")
"""What may count more than is listed before it."""
_REST = re.compile(r"(?:其余|剩余|余下|剩下|还剩|尚余|还余)(?:的)?[^,，。;；\d]{0,10}$")
_COUNTED = re.compile(
    r"(?P<number>[两三四五六七八])(?:项|类|部分|者|种|批|期|次|个)?[^,，。;；\d]{0,6}(?:合计|共计|总计|共)[^,，。;；\d]{0,6}$"
)
_OPPOSITE = re.compile("不合格|限期|未|其他|其它|非|另|余")
_LEFT = re.compile("(?:其[余他它]|剩余)[^,，。;；]{0,12}$")
_OTHERS = re.compile("[另还尚]|其[余他它]|剩余")
_DONE = re.compile(
    "共(?:培训|组织|开展|举办|选派|检查|参加|安排|发放|投入|实施|召开|建设|完成)[^,，。;；]{0,6}$"
)
_IN_ALL = re.compile(f"全[年县市区州校][^,，。;；]{{0,4}}共|今年|上半年|学年|{_DONE.pattern}")
_WIDE = Decimal("0.25")
_AMONG = re.compile("其中|包括")
_ENOUGH = 10
_SHORT = 2
_NAMED = 4
_SEVERAL = 4
_OF_THEM = re.compile("^(?P<sort>[区县乡镇校园])共?(?P<verb>[^,，。;；]{0,4})$")
_REACH = 160
_WORDS = 24


@dataclass(frozen=True, slots=True)
class Told:
    """A total that is told behind its parts (合计, 共), or the rest that they leave of a whole (其余)."""

    total: Number
    runs: tuple[tuple[Number, ...], ...]
    is_sure: bool
    is_listed: bool
    count: int = 0
    is_follower: bool = False
    is_bare: bool = False
    """Nothing stands between 共 and the number."""


def totals_behind(reading: "Reading") -> Iterator[Told]:
    """合计 and 共 with all runs of parts of the same unit that end before them, the longest first."""
    numbers, plain = reading.numbers, reading.plain
    last: Number | None = None
    for number in numbers:
        if not number.is_exact or not number.is_count:
            continue
        words = number.before[-_WORDS:]
        match = _TOTAL_BEHIND.search(words) if _TOTALS.search(words) else None
        is_sure = bool(match and (match["sure"] or match["summed"]))
        follows = last is not None and last.place == number.place - 1 and number.before == "、"
        if not (match or follows):
            continue
        if _is_in_bracket(plain, number) or _LEFT.search(plain[max(0, number.start - 16) : number.start]):
            continue
        if CHANGED.search(number.tail):
            continue
        last = number
        parts = _parts_before(numbers, number, plain, is_far=follows or is_sure)
        if len(parts) < 2 or _TWICE.search(plain, parts[-1].end, number.start):
            continue
        if any("每" in part.tail or "各" in part.tail for part in parts):
            continue
        runs = tuple(tuple(parts[-count:]) for count in range(len(parts), 1, -1))
        told = _COUNTED.search(plain[max(0, number.start - _WORDS) : number.start])
        count = "两三四五六七八".index(told["number"]) + 2 if told else 0
        listed = runs[-count + 1] if 1 < count <= len(parts) else tuple(parts)
        if _JOINED.search(number.before) and number.place == parts[-1].place + 1:
            continue
        is_joined = "加上" in parts[-1].tail
        stands = match is not None and not is_joined and _STANDING.search(match[0]) is not None
        yield Told(
            number,
            runs,
            is_sure or follows,
            is_joined or (not stands and is_listed(plain, listed)),
            count if len(parts) >= count else 0,
            follows,
            match is not None and match[0].endswith(("共", "计")),
        )


def subsets(reading: "Reading", totals: Sequence[Told]) -> Iterator[tuple[Number, tuple[Number, ...]]]:
    """溪口区4200个、…、云台县1980个，合计16500个。3个区新增10050个: with those that are meant."""
    numbers, plain = reading.numbers, reading.plain
    for found in totals:
        run = next((run for run in found.runs if added(run).meets(found.total)), ())
        if len(run) < _SEVERAL:
            continue
        ends = [plain[part.start - 1] for part in run]
        for number in numbers[found.total.place + 1 : found.total.place + 8]:
            told = _OF_THEM.search(number.before)
            before = numbers[number.place - 1]
            if not told or number.unit != run[0].unit or number.line != run[0].line or before.unit != "个":
                continue
            meant = tuple(part for part, end in zip(run, ends, strict=True) if end == told["sort"])
            said = plain[max(0, run[0].start - GAP) : run[0].start]
            if told["verb"] not in said or len(meant) != before.value:
                continue
            if not added(meant).meets(number):
                yield number, meant


def _is_in_bracket(plain: str, number: Number) -> bool:
    """（全区共有46所）is said by the way."""
    left = max(0, number.start - 40)
    return plain.rfind("(", left, number.start) > plain.rfind(")", left, number.start)


def _parts_before(numbers: Sequence[Number], total: Number, plain: str, *, is_far: bool) -> list[Number]:
    found: list[Number] = []
    end = total.start
    for number in reversed(numbers[max(0, total.place - 2 * MOST) : total.place]):
        if number.line != total.line or end - number.end > 60 or number.sentence != total.sentence:
            break
        if not is_far and plain.find(";", number.end, end) >= 0:
            break
        end = number.start
        if number.unit != total.unit and (total.unit, number.unit) != ("人次", "人"):
            continue
        if not number.is_exact or _TOTAL_BEHIND.search(number.before[-_WORDS:]):
            break
        if _is_in_bracket(plain, number) and not _is_in_bracket(plain, total):
            continue
        if not CHANGED.search(number.tail) or "加上" in number.tail:
            found.append(number)
    return found[::-1]


def judge_told(found: Told) -> tuple[Verdict, bool]:
    longest = found.runs[0]
    if any(added(run).meets(found.total) for run in found.runs):
        return "holds", True
    if len(longest) == 2 and longest[0].value * longest[1].value == found.total.value:
        return "holds", True
    if any(run[0].value == added(run[1:]).value + found.total.value for run in found.runs):
        return "holds", True
    if any(added(run[:count]).meets(found.total) for run in found.runs for count in range(2, len(run))):
        return "holds", True
    fails, is_certain = _is_denied_total(found)
    return ("fails", is_certain) if fails else ("uncertain", False)


def _is_denied_total(found: Told) -> tuple[bool, bool]:
    """Whether the total is wrong, and whether that is certain."""
    total, longest, run = found.total, found.runs[0], nearest(found)
    is_behind = longest[-1].place == total.place - 1
    is_meant = run is not None and (found.is_sure or _is_slip(found, run))
    if total.value <= max(part.value for part in longest):
        is_plain = found.is_bare and found.is_listed and is_behind
        return is_plain or (run is not None and (is_behind or found.is_sure)), False
    if not (is_behind or found.is_follower or found.count):
        return found.is_sure and run is not None and _is_slip(found, run), False
    if found.count and len(longest) >= found.count:
        return True, len(longest) == found.count and found.is_listed
    if found.is_listed and not found.is_sure and not run and not found.is_bare:
        return _is_of_same(found) and not _IN_ALL.search(total.before), False
    return found.is_listed or is_meant, found.is_listed and found.is_sure


def _is_of_same(found: Told) -> bool:
    """Whether it is told with the words of its parts: 新任教师12名、转任教师20名，共补充教师30名."""
    words = found.total.tail[-4:]
    told = "".join(part.tail + "," + part.own.partition("共")[0] for part in found.runs[0])
    return any(words[at : at + 2] in told for at in range(len(words) - 1))


def nearest(found: Told) -> tuple[Number, ...] | None:
    """The run that all but makes up the total, if one does."""
    if found.count:
        return found.runs[-found.count + 1]
    for run in found.runs:
        value = added(run).value
        if _is_slip(found, run) or (
            found.total.value >= _ENOUGH and abs(value / found.total.value - 1) <= SLIGHT
        ):
            return run
    return None


def _is_slip(found: Told, run: Sequence[Number]) -> bool:
    value, total = added(run).value, found.total
    is_strict = _STANDING.search(total.before) is not None
    return is_swapped(value, total.value) or is_mistyped(value, total.value, is_strict=is_strict)


def rests(reading: "Reading") -> Iterator[tuple[Number, list[Number]]]:
    """其余7处 with what was counted in the same unit before it."""
    for number in reading.numbers:
        if _is_rest(number):
            before = [
                one
                for one in preceding(reading.numbers, number, 12, reach=200)
                if one.kind == number.kind and (one.unit == number.unit or one.kind == "persons")
                if not _is_in_bracket(reading.plain, one)
            ]
            last = reading.numbers[number.place - 1]
            is_of_share = last.kind == "share" and "占" not in last.tail
            if len(before) > 1 and not is_of_share:
                yield number, before


def _is_rest(number: Number) -> bool:
    words = number.before
    is_named = ("余" in words or "剩" in words) and _REST.search(words[-20:]) is not None
    return is_named and number.is_exact and number.is_count


def judge_rest(rest: Number, before: Sequence[Number]) -> tuple[Verdict, tuple[Number, ...]]:
    """The verdict, and whole and parts that leave another rest."""
    for index, whole in enumerate(before):
        for first in range(index + 1, len(before)):
            low, high = whole.low, whole.high
            for part in before[first:]:
                low, high = low - part.high, high - part.low
                if low <= rest.high and rest.low <= high:
                    return "holds", ()
    if any(abs(one.value - other.value) == rest.value for one, other in itertools.combinations(before, 2)):
        return "holds", ()
    near = [one for one in before if one.sentence == rest.sentence and one.is_exact]
    if (
        len(near) > 1
        and near[0].value > sum((one.value for one in near[1:]), Decimal(0))
        and rest.value < near[0].value
    ):
        return "fails", tuple(near)
    return "uncertain", ()


def wholes_behind(reading: "Reading") -> Iterator[tuple[Number, Number, Number]]:
    """与23名失联党员取得联系，其余4名…，27名失联党员…: part, rest and whole where they do not agree."""
    numbers = reading.numbers
    for rest in numbers:
        if not _is_rest(rest):
            continue
        near = [one for one in numbers[max(0, rest.place - 6) : rest.place + 4] if one.unit == rest.unit]
        same = [one for one in near if one.sentence == rest.sentence and one.is_exact and one is not rest]
        if len(same) != 2 or not same[0].place < rest.place < same[1].place:
            continue
        part, whole = same
        name = part.own[:_NAMED]
        if len(name) == _NAMED and whole.own.startswith(name) and part.value + rest.value != whole.value:
            yield part, rest, whole


def _is_part(numbers: Sequence[Number], total: Number) -> bool:
    """Whether more was counted in the same unit before it in its sentence, so that it is a part itself."""
    return any(
        one.unit == total.unit and one.value > total.value and one.sentence == total.sentence
        for one in numbers[max(0, total.place - 8) : total.place]
    )


def _is_whole(plain: str, run: Sequence[Number], share: Decimal) -> bool:
    """Whether the words tell that these are all the parts: 当场整改…、限期整改…; 优秀、良好、合格."""
    if abs(share - 1) > _WIDE or not is_listed(plain, run):
        return False
    return bool(_OPPOSITE.search(run[-1].tail)) or (len(run) > 2 and abs(share - 1) <= SLIGHT * 3)


def unmarked(reading: "Reading") -> Iterator[tuple[Number, tuple[Number, ...]]]:
    """查出隐患264处，当场整改187处，限期整改80处: parts right behind a total that they all but make up."""
    numbers, plain = reading.numbers, reading.plain
    for total, second in zip(numbers, numbers[_SHORT:], strict=False):
        if second.sentence != total.sentence:
            continue
        if not (total.is_exact and total.is_count) or total.value < _ENOUGH or total.after[:1] in "、和":
            continue
        following = numbers[total.place + 1 : total.place + 10]
        if [one.unit for one in following if one.sentence == total.sentence].count(total.unit) < _SHORT:
            continue
        if total.before.startswith(("、", "和")) or _is_part(numbers, total) or _is_among(plain, total):
            continue
        if _FORMER.search(total.tail):
            continue
        run = _almost(plain, total, _parts_behind(plain, total, following))
        if run and not _is_continued(following, run[-1]) and not any(_NESTED.search(one.tail) for one in run):
            yield total, run


def _is_continued(following: Sequence[Number], last: Number) -> bool:
    """Whether more of them is told behind: 另有参军90人."""
    behind = [one for one in following if one.place > last.place and one.sentence == last.sentence]
    return any(one.unit == last.unit and _OTHERS.search(one.tail) for one in behind[:2])


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
        if number.unit != total.unit or _TIMES_OF.match(plain, number.end):
            continue
        if _is_in_bracket(plain, number) and not _is_in_bracket(plain, total):
            continue
        if CHANGED.search(number.tail) or _NO_PART.search(number.tail) or not number.is_exact:
            break
        parts.append(number)
    return parts


def _almost(plain: str, total: Number, told: Sequence[Number]) -> tuple[Number, ...]:
    """So many of the parts as all but make up the total, or () where they do or are far from it."""
    parts = list(itertools.takewhile(lambda one: one.value < total.value, told))
    if parts and parts[0].value == sum(one.value for one in parts[1:]):
        return ()
    sums = [added(parts[:count]) for count in range(2, len(parts) + 1)]
    if any(one.meets(total) for one in sums):
        return ()
    share = sums[-1].value / total.value if sums else Decimal(0)
    if sums and parts[0].place == total.place + 1 and _is_whole(plain, parts, share):
        return tuple(parts)
    is_near = abs(share - 1) <= SLIGHT and (share > 1 or whole_of(plain, total, parts) != "open")
    is_meant = abs(share - 1) <= _WIDE and is_slip(parts, total, is_strict=True)
    if sums and (is_near or is_meant):
        return tuple(parts)
    return tuple(told) if _is_denied(plain, total, told) else ()


def _is_denied(plain: str, total: Number, told: Sequence[Number]) -> bool:
    """Whether parts that leave nothing out come to what a slip of the hand made another total."""
    if len(told) < _SHORT:
        return False
    is_more = added(told).value > total.value
    return (
        is_slip(told, total, _SHORT if is_more else 3, of_part=3) and whole_of(plain, total, told) != "open"
    )
