"""On which level a heading stands: by where it stands among the others, not by its mark alone.

A paper may begin with （一）, skip levels, number a section 1. and the next （1）: the first mark of a kind
below a heading opens a level, the same kind again goes on with it, one that ranks higher closes what is open.
"""

from collections.abc import Sequence

from edusum.document.understanding.headings import Found
from edusum.document.understanding.marks import Mark

_RANKS = (
    ("part",),
    ("chapter",),
    ("section",),
    ("roman",),
    ("chinese",),
    ("chinese_paren", "bare"),
    ("arabic",),
    ("decimal",),
    ("arabic_paren",),
    ("circled",),
    ("letter",),
    ("ordinal", "must"),
)
_RANK = {kind: rank for rank, kinds in enumerate(_RANKS) for kind in kinds}
_DEEPEST = 99
_UNNUMBERED = 50.0
_JUST_ABOVE = 0.5
_NEAR = 3
"""Characters between a heading and another that follows at once."""


def levelled(structure: Sequence[Found]) -> list[int]:
    """The level of every heading of the structure, 1 for the highest."""
    levels = []
    open_ranks: list[float] = []
    ranks = _Ranks(structure)
    for at in range(len(structure)):
        rank = ranks.of(at, open_ranks)
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        open_ranks.append(rank)
        levels.append(len(open_ranks))
    return levels


def inline_levels(items: Sequence[Found], structure: Sequence[Found], levels: Sequence[int]) -> list[int]:
    """Items stand one below the heading whose text they are in."""
    found, place, level = [], 0, 0
    for item in items:
        while place < len(structure) and structure[place].start <= item.start:
            level = levels[place]
            place += 1
        found.append(level + 1)
    return found


class _Ranks:
    """How high the headings of a paper rank; those without a mark by the numbered ones around them."""

    def __init__(self, structure: Sequence[Found]) -> None:
        self._structure = structure
        self._of_style: dict[int, float] = {}
        for heading in structure:
            if heading.mark and heading.style_level:
                self._of_style.setdefault(heading.style_level, _rank(heading.mark))
        self._is_below = False
        self._last_of = {_rank(found.mark): at for at, found in enumerate(structure) if found.mark}
        self._next_marked: list[Mark | None] = [None] * len(structure)
        following: Mark | None = None
        for at in range(len(structure) - 1, -1, -1):
            self._next_marked[at] = following
            following = structure[at].mark or following

    def of(self, at: int, open_ranks: Sequence[float]) -> float:
        heading = self._structure[at]
        if heading.mark is not None:
            self._is_below = False
            return _rank(heading.mark)
        if heading.style_level:
            return self._of_style.get(heading.style_level, heading.style_level - _DEEPEST)
        above = self._structure[at - 1] if at else None
        if (
            above
            and above.mark
            and _rank(above.mark) < _RANK["arabic"]
            and heading.start - above.end <= _NEAR
        ):
            self._is_below = True
        return self._between(at, open_ranks)

    def _between(self, at: int, open_ranks: Sequence[float]) -> float:
        """Above a run that begins behind it, below one that goes on; beside the highest if it has ended."""
        following = self._next_marked[at]
        if not open_ranks or open_ranks[0] == _UNNUMBERED:
            return _UNNUMBERED if following is None else _rank(following) - _JUST_ABOVE
        if not self._is_below and at > self._last_of.get(open_ranks[0], at):
            return open_ranks[0]
        if following is None:
            return _UNNUMBERED if self._is_below else open_ranks[0]
        rank = _rank(following)
        if following.number != 1:
            return _UNNUMBERED if rank in open_ranks else rank - _JUST_ABOVE
        return rank - _JUST_ABOVE


def _rank(mark: Mark) -> float:
    depth = mark.tail.count(".") / 10 if mark.kind == "decimal" else 0
    return _RANK.get(mark.kind, _DEEPEST) + depth
