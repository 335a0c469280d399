"""Parts of wholes in percent: what the rules on shares and on rates have in common."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from edusum.proofreading.numbers import Number, meets
from edusum.proofreading.slipped import longest_run

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

HUNDRED = Decimal(100)
_NEXT_TO = 10
_BRACKETED = re.compile("[(（][^()（）]*[)）]")
_FILLER = re.compile("[的了占为达数]|全[市县区州省校]|学校|学生|人数|教师")
PLANNED = re.compile("计划|任务|下达|目标|指标|应")
CHANGED = re.compile("(?:增加|减少|下降|增长|提高|新增|多|少)(?:了|约)?$|[比较][^,，。;；]{0,12}$")


@dataclass(frozen=True, slots=True)
class Share:
    """A claim that `part` of `whole` is so many percent. `is_sure`: the text itself says of what.

    Where several parts make it up, `summed` is what they come to.
    """

    claim: Number
    part: Number
    whole: Number
    is_sure: bool
    terms: str = ""
    """What the part is where several make it up: (31+13)."""
    summed: Decimal | None = None

    @property
    def value(self) -> Decimal:
        """What it truly is in percent."""
        return (self.part.value if self.summed is None else self.summed) * HUNDRED / self.whole.value


def unbracketed(words: str) -> str:
    """The words without what they say in brackets."""
    return _BRACKETED.sub("", words) if ")" in words else words


def percent(part: Number, whole: Number) -> tuple[Decimal, Decimal] | None:
    """Between which percents it lies."""
    if whole.low <= 0 or part.low < 0:
        return None
    return part.low * HUNDRED / whole.high, part.high * HUNDRED / whole.low


def is_share(part: Number, whole: Number, claim: Number) -> bool:
    limits = percent(part, whole)
    return limits is not None and meets(*limits, claim)


def alike(one: Number, other: Number) -> bool:
    """Whether both count the same sort of thing."""
    if one.unit == other.unit:
        return True
    return {one.unit, other.unit} <= {"所", "个", "家", "处"} or {one.unit, other.unit} <= {
        "项",
        "个",
        "条",
        "件",
    }


def any_of(pairs: Iterable[tuple[Number, Number]], claim: Number) -> bool:
    return any(is_share(part, whole, claim) for part, whole in pairs)


def named_by(words: str, numbers: Sequence[Number]) -> Number | None:
    """The one of them told by the longest run of the words, if just one value is."""
    words = _FILLER.sub("", words)
    runs = [longest_run(words, _FILLER.sub("", one.tail[-12:] + one.own[:8])) for one in numbers]
    most = max(runs, default=0)
    found = [one for one, run in zip(numbers, runs, strict=True) if run == most]
    found = [one for one in found if words[:2] in one.tail + one.own[:8]] or found
    return found[-1] if most and len({one.value for one in found}) == 1 else None


def elsewhere(reading: "Reading", claim: Number, part: Number) -> bool:
    """Whether a number said earlier in the paper is the whole."""
    for one in reading.numbers[max(0, claim.place - 160) : claim.place]:
        if (
            one is not part
            and one.is_exact
            and one.value >= part.value
            and alike(one, part)
            and is_share(part, one, claim)
        ):
            return True
    return False


def together(before: Sequence[Number], part: Number, claim: Number) -> bool:
    """Whether several side by side are the share together, or the rest is."""
    same = [one for one in before if alike(one, part)][-10:]
    for whole in same:
        if whole.value <= 0:
            continue
        for first in range(len(same)):
            both = Decimal(0)
            for one in same[first : first + 5]:
                if one is whole:
                    break
                both += one.value
                share = both * HUNDRED / whole.value
                if one is not same[first] and meets(share, share, claim):
                    return True
        left = (whole.value - part.value) * HUNDRED / whole.value
        if meets(left, left, claim):
            return True
    return _of_sums(same, part, claim)


def _of_sums(same: Sequence[Number], part: Number, claim: Number) -> bool:
    """优秀9所、良好15所、合格6所: whether it is a share of what several side by side make up.

    Either that of the part (优秀率) or of the first of them together (优良率).
    """
    for first in range(len(same)):
        both, leading = same[first].value, [part.value]
        for one in same[first + 1 : first + 6]:
            if len(one.before) > _NEXT_TO or "计" in one.before or "共" in one.before:
                break
            if "优" in claim.tail:
                leading.append(both)
            both += one.value
            if both and any(
                meets(share, share, claim)
                for share in (value * HUNDRED / both for value in leading if value <= both)
            ):
                return True
    return False
