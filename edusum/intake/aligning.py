"""Which section of a report template a section of an old paper is: by heading, figures and place."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

LEAST = 0.5
"""Below this a section of the paper stands by itself."""
_SAME_FIGURES, _SAME_PARENT, _OTHER_PARENT, _SAME_LEVEL = 0.3, 0.12, -0.12, 0.05
_FROM_GUIDANCE, _FROM_CONTENT = 0.6, 0.15
_BETWEEN = 0.12
"""How alike two sections must be whose neighbours go together on both sides."""


@dataclass(frozen=True)
class Part:
    """A section of either side, in reading order: `parent` is the place of one before it in its list.

    `level` 0 has no heading. `words` is the heading as compared (without signs and blanks), `about` other
    words that say what belongs there, `content` the words below the heading, `metrics` what it speaks of
    (ids), `is_ahead` whether it tells what is to come.
    """

    words: str
    level: int = 1
    parent: int | None = None
    about: str = ""
    metrics: frozenset[int] = field(default_factory=frozenset)
    content: str = ""
    is_ahead: bool = False

    @cached_property
    def pairs(self) -> Counter[str]:
        return _pairs(self.words)

    @cached_property
    def told(self) -> frozenset[str]:
        return frozenset(_pairs(self.words + self.about))

    @cached_property
    def filled_with(self) -> frozenset[str]:
        return frozenset(_pairs(self.content))


def aligned(old: Sequence[Part], new: Sequence[Part]) -> dict[int, int]:
    """Places in `old` → places in `new`, each at most once; the highest levels and the surest pairs first."""
    found = dict(_borders(old, new))
    _by_likeness(old, new, found)
    _parents_of_pairs(old, new, found)
    _by_likeness(old, new, found)
    _between_pairs(old, new, found)
    return dict(sorted(found.items()))


def _by_likeness(old: Sequence[Part], new: Sequence[Part], found: dict[int, int]) -> None:
    for level in sorted({part.level for part in old if part.level}):
        mine = [place for place, part in enumerate(old) if part.level == level]
        candidates = sorted(
            (
                (
                    score + _in_content(old[place], section),
                    -abs(_share(place, old) - _share(other, new)),
                    -place,
                    -other,
                )
                for place in mine
                for other, section in enumerate(new)
                if section.level and (score := _score(place, other, old, new, found)) >= LEAST
            ),
            reverse=True,
        )
        taken = set(found.values())
        for _, _, place, other in candidates:
            if -place not in found and -other not in taken:
                found[-place] = -other
                taken.add(-other)


def _parents_of_pairs(old: Sequence[Part], new: Sequence[Part], found: dict[int, int]) -> None:
    """Two that are each the how-maniest of their family, and have sections below them that go together."""
    votes: Counter[tuple[int, int]] = Counter()
    for place, target in found.items():
        mine, theirs = old[place].parent, new[target].parent
        if mine is not None and theirs is not None:
            votes[mine, theirs] += 1
    for (mine, theirs), count in votes.most_common():
        is_free = mine not in found and theirs not in found.values()
        is_of_one_time = old[mine].is_ahead == new[theirs].is_ahead
        if is_free and is_of_one_time and (count > 1 or _ordinal(mine, old) == _ordinal(theirs, new)):
            found[mine] = theirs


def _between_pairs(old: Sequence[Part], new: Sequence[Part], found: dict[int, int]) -> None:
    """As many sections between two pairs of a family on either side: the same ones, if a little alike."""
    for mine, theirs in [(None, None), *found.items()]:
        for ours, others in _stretches(_below(mine, old), _below(theirs, new), found):
            pairs = list(zip(ours, others, strict=True)) if len(ours) == len(others) else []
            found |= {
                place: target for place, target in pairs if likeness(old[place], new[target]) >= _BETWEEN
            }


def _stretches(
    mine: Sequence[int], theirs: Sequence[int], found: Mapping[int, int]
) -> list[tuple[list[int], list[int]]]:
    """What stands free before, between and behind the pairs of two families, where both are in one order."""
    pairs = [(mine.index(place), theirs.index(found[place])) for place in mine if found.get(place) in theirs]
    if pairs != sorted(pairs, key=lambda pair: pair[1]):
        return []
    taken = set(found.values())
    borders = [(-1, -1), *pairs, (len(mine), len(theirs))]
    return [
        (
            [place for place in mine[left[0] + 1 : right[0]] if place not in found],
            [place for place in theirs[left[1] + 1 : right[1]] if place not in taken],
        )
        for left, right in pairwise(borders)
    ]


def _below(parent: int | None, parts: Sequence[Part]) -> list[int]:
    return [place for place, part in enumerate(parts) if part.level and part.parent == parent]


def _ordinal(place: int, parts: Sequence[Part]) -> int:
    return _below(parts[place].parent, parts).index(place)


def matched_share(old: Sequence[Part], found: Mapping[int, int], new: Sequence[Part]) -> float:
    """How much of both sides goes together, 0 to 1; the highest levels say most."""
    weights = [1 / part.level for part in old if part.level]
    mine = sum(1 / old[place].level for place in found if old[place].level)
    theirs = sum(1 / new[place].level for place in found.values() if new[place].level)
    whole = sum(weights) + sum(1 / part.level for part in new if part.level)
    return (mine + theirs) / whole if whole else 0.0


def likeness(part: Part, section: Part) -> float:
    """Of two sections by themselves: 0 nothing in common, from 1 on surely the same.

    What was done and what is to come are never the same.
    """
    if part.is_ahead != section.is_ahead:
        return 0.0
    if part.words == section.words:
        score = 1.0
    else:
        total = part.pairs.total() + section.pairs.total()
        score = 2 * (part.pairs & section.pairs).total() / total if total else 0.0
        score = max(score, _FROM_GUIDANCE * _contained(part.pairs, section.told))
    return score + _SAME_FIGURES * _overlap(part.metrics, section.metrics)


def _in_content(part: Part, section: Part) -> float:
    """What the words below a heading add, between sections whose headings are alike enough."""
    return _FROM_CONTENT * _contained(section.pairs, part.filled_with)


def _borders(old: Sequence[Part], new: Sequence[Part]) -> list[tuple[int, int]]:
    """An opening is an opening."""
    mine = [place for place, part in enumerate(old[:1]) if not part.level]
    theirs = [place for place, part in enumerate(new[:1]) if not part.level]
    return list(zip(mine, theirs, strict=False))


def _score(
    place: int, target: int, old: Sequence[Part], new: Sequence[Part], found: Mapping[int, int]
) -> float:
    """How alike they are, and what their places say, given what is known of the higher levels."""
    part, section = old[place], new[target]
    score = likeness(part, section)
    if score <= 0:
        return 0.0
    score += _SAME_LEVEL if part.level == section.level else 0.0
    above = found.get(part.parent) if part.parent is not None else None
    if above is not None or (part.parent is None and section.parent is None):
        score += _SAME_PARENT if above == section.parent else _OTHER_PARENT
    return score


def _share(place: int, parts: Sequence[Part]) -> float:
    return place / max(len(parts) - 1, 1)


def _contained(pairs: Counter[str], told: Collection[str]) -> float:
    if pairs.total() < 2:
        return 0.0
    return sum(count for pair, count in pairs.items() if pair in told) / pairs.total()


def _overlap(mine: Collection[int], theirs: Collection[int]) -> float:
    if not mine or not theirs:
        return 0.0
    return len(set(mine) & set(theirs)) / min(len(set(mine)), len(set(theirs)))


def _pairs(words: str) -> Counter[str]:
    if len(words) < 2:
        return Counter([words]) if words else Counter()
    return Counter(words[at : at + 2] for at in range(len(words) - 1))
