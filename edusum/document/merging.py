"""Two people changed one text: what each changed, put together where that is certain, side by side where not.

Texts hold figure tokens, which only change whole. Never quadratic: see `alignment`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from edusum.document.alignment import Effort, Words, align, differences, words
from edusum.document.tokens import TOKEN

Kind = Literal["same", "mine", "theirs", "both", "conflict"]
_SENTENCE = re.compile(r"\n|[^。！？；!?;\n]*[。！？；!?;]+[”’」』）)]*|[^。！？；!?;\n]+")
_CLAUSE_MARKS = frozenset("，。；：！？、,;:!?\n")
_LEAST_BETWEEN = 2
"""Words that must stand unchanged between a change of one person and one of the other in one clause."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the three texts, in reading order; joined, each side gives its text again.

    kind: same (nobody changed it), mine or theirs (only that side did), both (both did alike), conflict.
    """

    kind: Kind
    base: str
    mine: str
    theirs: str

    @property
    def merged(self) -> str:
        """What the merge proposes; of a conflict, both: theirs first."""
        if self.kind == "conflict":
            return self.kept_both
        return self.theirs if self.kind == "theirs" else self.mine

    @property
    def is_conflict(self) -> bool:
        return self.kind == "conflict"

    @property
    def only_adds(self) -> bool:
        """Whether both put something in at the same place and took nothing away."""
        return self.is_conflict and not self.base.strip()

    @property
    def kept_both(self) -> str:
        """Both, theirs first; a line break between them where either has one at its edge."""
        if not self.mine or not self.theirs:
            return self.mine or self.theirs
        starts = self.mine.startswith("\n") and self.theirs.startswith("\n")
        ends = self.mine.endswith("\n") and self.theirs.endswith("\n")
        if starts or ends or "\n" not in self.mine + self.theirs:
            return self.theirs + self.mine
        return self.theirs.rstrip("\n") + "\n" + self.mine.lstrip("\n")


def merge(base: str, mine: str, theirs: str) -> tuple[Stretch, ...]:
    """By sentences; inside a stretch of sentences that both changed, by words, as long as no change of one
    touches one of the other."""
    stretches = _merged(sentences(base), sentences(mine), sentences(theirs))
    refined = [part for stretch in stretches for part in _refined(stretch)]
    return tuple(_joined(refined))


def is_clean(stretches: Iterable[Stretch]) -> bool:
    return not any(item.is_conflict for item in stretches)


def changes(old: str, new: str) -> list[tuple[int, str]]:
    """The words of both: -1 stands in the old text only, 1 in the new one only, 0 in both."""
    told = differences(pieces(old), pieces(new), Words(), Effort())
    return [(side, "".join(found)) for side, found in told]


def pieces(text: str) -> list[str]:
    """Words as `alignment.words` tells them; a figure token is one piece."""
    found: list[str] = []
    end = 0
    for match in TOKEN.finditer(text):
        found += [*words(text[end : match.start()]), match[0]]
        end = match.end()
    return found + words(text[end:])


def removed_between(old: str, new: str) -> int:
    """At most how many characters of the old text are gone, by what both begin and end with alike."""
    shortest = min(len(old), len(new))
    start = _first_difference(old, new, shortest)
    end = _first_difference(old[::-1], new[::-1], shortest - start)
    return len(old) - start - end


def _first_difference(one: str, other: str, most: int) -> int:
    """By halving: comparing slices is much faster than comparing characters."""
    return bisect_left(range(1, most + 1), True, key=lambda length: one[:length] != other[:length])


def sentences(text: str) -> list[str]:
    """The text in pieces that give it again: a line break, a sentence or clause up to ；."""
    return _SENTENCE.findall(text)


def _merged(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Stretch]:
    """What stands in all three holds the rest together."""
    in_mine, in_theirs = dict(align(base, mine)), dict(align(base, theirs))
    a = b = c = 0
    for place in range(len(base)):
        if place not in in_mine or place not in in_theirs:
            continue
        x, y = in_mine[place], in_theirs[place]
        yield _stretch(base[a:place], mine[b:x], theirs[c:y])
        yield Stretch("same", base[place], mine[x], theirs[y])
        a, b, c = place + 1, x + 1, y + 1
    yield _stretch(base[a:], mine[b:], theirs[c:])


def _stretch(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Stretch:
    kind: Kind = "conflict"
    if mine == theirs:
        kind = "same" if mine == base else "both"
    elif mine == base:
        kind = "theirs"
    elif theirs == base:
        kind = "mine"
    return Stretch(kind, "".join(base), "".join(mine), "".join(theirs))


def _refined(stretch: Stretch) -> list[Stretch]:
    """A conflict taken apart by words where that leaves none, else as it is."""
    if not stretch.is_conflict or stretch.only_adds:
        return [stretch]
    inner = list(_joined(_merged(pieces(stretch.base), pieces(stretch.mine), pieces(stretch.theirs))))
    return inner if is_clean(inner) and _keep_apart(inner) else [stretch]


def _keep_apart(stretches: Sequence[Stretch]) -> bool:
    """Whether enough stands between what one changed and what the other did."""
    last: Kind = "same"
    between: list[str] = []
    for item in stretches:
        if item.kind in {"same", "both"}:
            between = pieces(item.merged)
            continue
        is_near = len(between) < _LEAST_BETWEEN and not _CLAUSE_MARKS.intersection(between)
        if is_near and last not in {"same", item.kind}:
            return False
        last, between = item.kind, []
    return True


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours of one kind as one, without the empty ones; conflicts stay apart."""
    kept = (item for item in stretches if item.base or item.mine or item.theirs)
    for kind, group in groupby(enumerate(kept), key=lambda pair: (pair[1].kind, _own(pair))):
        items = [item for _, item in group]
        yield replace(
            items[0],
            kind=kind[0],
            base="".join(item.base for item in items),
            mine="".join(item.mine for item in items),
            theirs="".join(item.theirs for item in items),
        )


def _own(pair: tuple[int, Stretch]) -> int:
    """A number that conflicts do not share with anything."""
    return pair[0] if pair[1].is_conflict else -1
