"""What two texts have in common: aligned sequences, words that went and came. Never quadratic, no clock.

How much is compared is counted, not timed: the same texts always give the same answer.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from diff_match_patch import diff_match_patch

T = TypeVar("T", bound=Hashable)
Differences = list[tuple[int, tuple[T, ...]]]
"""Stretches in reading order: -1 stands in the old one only, 1 in the new one only, 0 in both."""

_MOST_AT_ONCE = 40_000
_CLAUSE_ENDS = frozenset("。；！？，、：;!?:\n")
_WORD = re.compile(
    r"""
      【[^【】]*】
    | [+-]?[0-9０-９]+(?:[.,．，：:/~～-][0-9０-９]+)*[%％‰]?
    | [〇零一二三四五六七八九十百千万亿]{2,}
    | [^\W\d_\u2e80-\U000e0000]+(?:['’-][^\W\d_\u2e80-\U000e0000]+)*
    | .
    """,
    re.DOTALL | re.VERBOSE,
)
_HANZI = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_FIRST_SIGN = 0xF0000


class Effort:
    """How much may still be compared; what is left when it is spent is told as gone and new."""

    def __init__(self, left: int = 2_000_000) -> None:
        self._left = left

    def takes(self, size: int) -> bool:
        """Whether a comparison of that size may be made; it is then paid for."""
        if size > self._left or size > 4 * _MOST_AT_ONCE:
            return False
        self._left -= size
        return True


def words(text: str) -> list[str]:
    """The text in pieces that only change whole: a hanzi, a mark, a figure (97.3%), a Latin word, a gap."""
    return _WORD.findall(text)


def align(old: Sequence[T], new: Sequence[T]) -> list[tuple[int, int]]:
    """Places of equal things, in rising order on both sides.

    What each side has once holds the rest together; where nothing does, short stretches are compared.
    """
    found: list[tuple[int, int]] = []
    open_gaps = [(0, len(old), 0, len(new))]
    while open_gaps:
        a, b, c, d = open_gaps.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        anchors = _anchors(old, new, a, b, c, d)
        if anchors:
            found.extend(anchors)
            open_gaps.extend(gaps_between(anchors, a, b, c, d))
        elif (b - a) * (d - c) <= _MOST_AT_ONCE:
            blocks = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_matching_blocks()
            found.extend((a + x + n, c + y + n) for x, y, size in blocks for n in range(size))
    return sorted(found)


def _anchors(old: Sequence[T], new: Sequence[T], a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """What stands once on each side of the gap, as far as it is in the same order."""
    here, there = _once(old, a, b), _once(new, c, d)
    return rising([(place, there[item]) for item, place in here.items() if item in there])


def _once(items: Sequence[T], start: int, end: int) -> dict[T, int]:
    counts = Counter(items[start:end])
    return {items[place]: place for place in range(start, end) if counts[items[place]] == 1}


def rising(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs (rising on the left) that rises on the right, too."""
    lowest: list[int] = []
    chains: list[tuple[tuple[int, int], int]] = []
    ends: list[int] = []
    for number, pair in enumerate(pairs):
        length = bisect_left(lowest, pair[1])
        chains.append((pair, ends[length - 1] if length else -1))
        lowest[length : length + 1] = [pair[1]]
        ends[length : length + 1] = [number]
    longest: list[tuple[int, int]] = []
    link = ends[-1] if ends else -1
    while link >= 0:
        pair, link = chains[link]
        longest.append(pair)
    return longest[::-1]


def gaps_between(
    pairs: Iterable[tuple[int, int]], a: int, b: int, c: int, d: int
) -> Iterator[tuple[int, int, int, int]]:
    """What lies between neighbouring pairs of old[a:b] and new[c:d], where anything does."""
    for x, y in [*pairs, (b, d)]:
        if a < x or c < y:
            yield a, x, c, y
        a, c = x + 1, y + 1


def differences(old: Sequence[T], new: Sequence[T], texts: "Texts[T]", effort: Effort) -> Differences[T]:
    """The words of both, gathered so that the changes read well."""
    before, after = texts.clauses(old), texts.clauses(new)
    signs = _Signs(texts)
    told: list[tuple[int, str]] = []
    last = 0
    pairs = align(before, after)
    for a, b, c, d in gaps_between(pairs, 0, len(before), 0, len(after)):
        told.append((0, signs.written(before[last:a])))
        told.extend(_told(signs.written(before[a:b]), signs.written(after[c:d]), effort))
        last = b
    told.append((0, signs.written(before[last:])))
    told = [(side, text) for side, text in told if text]
    differ = diff_match_patch()
    differ.diff_cleanupMerge(told)
    differ.diff_cleanupSemantic(told)
    return _without_splinters([(side, signs.read(text)) for side, text in told], texts)


def _without_splinters(told: Differences[T], texts: "Texts[T]") -> Differences[T]:
    """A lone hanzi that stayed between hanzi that changed is told as changed, too: 年内→全年 is one word."""
    found: Differences[T] = []
    old: tuple[T, ...] = ()
    new: tuple[T, ...] = ()
    for place, (side, things) in enumerate(told):
        if side < 0:
            old += things
        elif side > 0:
            new += things
        elif _is_splinter(old, new, things, _change_after(told, place), texts):
            old, new = old + things, new + things
        else:
            found += [(-1, old), (1, new), (0, things)]
            old, new = (), ()
    return [(side, things) for side, things in [*found, (-1, old), (1, new)] if things]


def _change_after(told: Differences[T], place: int) -> list[tuple[T, ...]]:
    """What goes and what comes right behind that place."""
    behind = told[place + 1 : place + 3]
    return [things for side, things in (behind if behind and behind[0][0] else []) if side]


def _is_splinter(
    old: tuple[T, ...],
    new: tuple[T, ...],
    things: tuple[T, ...],
    behind: list[tuple[T, ...]],
    texts: "Texts[T]",
) -> bool:
    edges = [side[-1] for side in (old, new) if side], [side[0] for side in behind]
    return (
        len(things) == 1
        and all(edges)
        and all(_HANZI.fullmatch(texts.plain(item)) for item in (*things, *edges[0], *edges[1]))
    )


def _told(old: str, new: str, effort: Effort) -> list[tuple[int, str]]:
    if not old or not new or not effort.takes(len(old) * len(new)):
        return [(-1, old), (1, new)]
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    told: list[tuple[int, str]] = differ.diff_main(old, new, checklines=False)
    return told


class Texts(Generic[T]):
    """How the things that are compared read: `plain` gives the text of one."""

    def plain(self, item: T) -> str:
        raise NotImplementedError

    def clauses(self, items: Sequence[T]) -> list[tuple[T, ...]]:
        """The things up to each mark that ends a clause."""
        found: list[tuple[T, ...]] = []
        start = 0
        for place, item in enumerate(items, start=1):
            if self.plain(item) in _CLAUSE_ENDS:
                found.append(tuple(items[start:place]))
                start = place
        return [*found, tuple(items[start:])] if start < len(items) else found


class Words(Texts[str]):
    """Words that are nothing but their text."""

    def plain(self, item: str) -> str:
        return item


class _Signs(Generic[T]):
    """One sign for each different thing: itself, if it is one character, so that marks are seen as marks."""

    def __init__(self, texts: Texts[T]) -> None:
        self._texts = texts
        self._signs: dict[T, str] = {}
        self._things: dict[str, T] = {}

    def written(self, clauses: Iterable[tuple[T, ...]]) -> str:
        return "".join(self._sign(item) for clause in clauses for item in clause)

    def read(self, signs: str) -> tuple[T, ...]:
        return tuple(self._things[sign] for sign in signs)

    def _sign(self, item: T) -> str:
        if item not in self._signs:
            plain = self._texts.plain(item)
            is_free = len(plain) == 1 and ord(plain) < _FIRST_SIGN and plain not in self._things
            sign = plain if is_free else chr(_FIRST_SIGN + len(self._signs))
            self._signs[item], self._things[sign] = sign, item
        return self._signs[item]


def likeness(old: frozenset[str], new: frozenset[str]) -> float:
    """From 0, nothing in common, to 1; give it `pairs_of` both texts."""
    return 2 * len(old & new) / (len(old) + len(new)) if old or new else 1.0


def pairs_of(text: str) -> frozenset[str]:
    """Every two neighbouring characters of a text; figures count as one, whatever they are."""
    plain = re.sub(r"[0-9０-９.,%％]+", "0", text)
    places = range(max(len(plain) - 1, 1)) if plain else ()
    return frozenset(plain[place : place + 2] for place in places)
