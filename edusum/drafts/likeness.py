"""Which section of an earlier paper answers which of this one, where that is certain enough to propose it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ENOUGH = 4
_SAME_DEPARTMENT, _ONLY_ONE_OF_IT = 2, 2
_MARK = re.compile(
    r"^(?:第?[一二三四五六七八九十]+(?:部分|[、，,．.是要])|（[一二三四五六七八九十]+）|\d+[.．、）])"
)
_NAMED = re.compile(r"\{\{.*?\}\}年?")
_YEAR = re.compile(r"\d{4}(?:[—–-]\d{4})?(?:学)?年度?")
_NO_HANZI = re.compile(r"[^\u3400-\u9fff]+")
_COMMONPLACE = re.compile(
    "进一步|教育|学校|工作|发展|提升|建设|加强|推进|推动|全面|持续|深化|深入|促进|完善|扎实"
    "|质量|水平|优化|强化|不断|坚持|提高|实施|落实|优质|改革|办学"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A section as far as it can be told apart: `pk` of its text, whether it speaks of what comes next."""

    pk: int
    heading: str
    department: int | None
    is_ahead: bool


def bare(heading: str) -> str:
    """The words of a heading without mark, year, marks of punctuation and blanks."""
    return _NO_HANZI.sub("", _YEAR.sub("", _NAMED.sub("", _MARK.sub("", "".join(heading.split())))))


def alike(own: Candidate, family: Sequence[Candidate], before: Sequence[Candidate]) -> Candidate | None:
    """The section `before` that is nearest to `own`, if no other is as near, on either side.

    `family`: all sections of the paper of `own`. Headings count by the words that they share, and the same
    department helps, most where it writes one section only.
    """
    nearness = _Nearness(family, before)
    found = _only_nearest([(nearness.between(own, item), item) for item in before])
    if found is None:
        return None
    back = _only_nearest([(nearness.between(item, found), item) for item in family])
    return found if back == own else None


def _only_nearest(told: Sequence[tuple[int, Candidate]]) -> Candidate | None:
    best = max((near for near, _ in told), default=0)
    found = [item for near, item in told if near == best]
    return found[0] if best >= ENOUGH and len(found) == 1 else None


class _Nearness:
    def __init__(self, family: Sequence[Candidate], before: Sequence[Candidate]) -> None:
        self._counts = [
            Counter((item.department, item.is_ahead) for item in side) for side in (family, before)
        ]

    def between(self, own: Candidate, other: Candidate) -> int:
        if own.is_ahead != other.is_ahead:
            return 0
        near = len(_shared(own.heading, other.heading))
        if own.department is not None and own.department == other.department:
            key = (own.department, own.is_ahead)
            is_only = all(count[key] == 1 for count in self._counts)
            near += _SAME_DEPARTMENT + (_ONLY_ONE_OF_IT if is_only else 0)
        return near


def _shared(one: str, other: str) -> set[int]:
    """The places of `one` that lie in words of two hanzi that the other has, too."""
    one, other = _COMMONPLACE.sub(" ", bare(one)), _COMMONPLACE.sub(" ", bare(other))
    pairs = {pair for _, pair in _pairs(other)}
    return {place + step for place, pair in _pairs(one) if pair in pairs for step in (0, 1)}


def _pairs(words: str) -> Iterator[tuple[int, str]]:
    for place in range(len(words) - 1):
        if " " not in words[place : place + 2]:
            yield place, words[place : place + 2]
