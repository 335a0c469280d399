"""Two papers as items, side by side: what stayed, changed, went, came and moved, in one reading order."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from edusum.document.alignment import Effort, Texts, align, differences, likeness, rising
from edusum.export.oxml import ids
from edusum.export.oxml.items import Element, Item, Row, Word, words_of

Fate = Literal["kept", "edited", "removed", "added", "moved_from", "moved_to"]
Words = list[tuple[int, tuple[Word, ...]]]
_LIKE, _SAME_STYLE = 0.5, 0.5
"""Paragraphs less alike than this are told as one gone and one new; those of one rare style are alike."""
_MOST_PAIRS, _NEAR = 2_500, 8
_LONG_ENOUGH_TO_MOVE = 12


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that stayed (with the words of each cell, if it changed), went or came."""

    old: Row | None
    new: Row | None
    cells: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What became of an item; `move` is the same number where it went from and where it went to.

    `words` of what is edited or moved (of a table: of the paragraph behind it); None: replaced as a whole.
    """

    fate: Fate
    old: Item | None = None
    new: Item | None = None
    words: Words | None = None
    rows: tuple[RowChange, ...] = ()
    move: int = 0

    @property
    def item(self) -> Item:
        """As it stands at this place."""
        item = self.old if self.fate in {"removed", "moved_from"} else self.new
        assert item is not None  # noqa: S101 -- each fate has its side
        return item


class _Reading(Texts[Word]):
    def plain(self, item: Word) -> str:
        return item.text


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The items of one section, or between sections; `name`: its key, how many of that key stand before."""

    name: tuple[str, int]
    items: list[Item]


def compare(old: Sequence[Item], new: Sequence[Item]) -> list[Change]:
    """Every item in reading order; what went stands before what came in its place.

    The last paragraph of a file cannot go: both last ones become one, unless only paragraphs follow it.
    """
    effort = Effort()
    told = _told(_stretches(old), _stretches(new), effort)
    if ends_well(told) or not old or not new:
        return told
    return [*_told(_stretches(old[:-1]), _stretches(new[:-1]), effort), _edited(old[-1], new[-1], effort)]


def ends_well(changes: Sequence[Change]) -> bool:
    """Whether the last paragraph stayed, or all behind the last that stayed are paragraphs of one fate."""
    behind = tail(changes)
    if not behind:
        return bool(changes) and _is_lasting(changes[-1])
    return (
        len(behind) < len(changes)
        and _is_lasting(changes[-len(behind) - 1])
        and len({change.fate for change in behind}) == 1
        and behind[0].fate in {"removed", "added"}
        and all(change.item.kind == "paragraph" and not change.item.section_break for change in behind)
    )


def tail(changes: Sequence[Change]) -> Sequence[Change]:
    """What stands behind the last that stayed."""
    stayed = [place for place, change in enumerate(changes) if change.fate in {"kept", "edited"}]
    return changes[stayed[-1] + 1 :] if stayed else changes


def _is_lasting(change: Change) -> bool:
    """Whether it is a paragraph that keeps its mark."""
    return change.item.kind == "paragraph"


def _stretches(items: Iterable[Item]) -> list[_Stretch]:
    seen: Counter[str] = Counter()
    found = []
    for key, group in groupby(items, key=lambda item: item.key):
        found.append(_Stretch((key, seen[key]), list(group)))
        seen[key] += 1
    return found


def _told(before: list[_Stretch], after: list[_Stretch], effort: Effort) -> list[Change]:
    places = {stretch.name: place for place, stretch in enumerate(after)}
    common = [(place, places[old.name]) for place, old in enumerate(before) if old.name in places]
    stayed = rising(common)
    kept = set(stayed)
    gone = {place: _all("removed", old.items) for place, old in enumerate(before)}
    came = {place: _all("added", new.items) for place, new in enumerate(after)}
    for x, y in common:
        if (x, y) not in kept:
            gone[x], came[y] = _moved(_aligned(before[x].items, after[y].items, effort))
    told: list[Change] = []
    for a, x, c, y in _steps(stayed, len(before), len(after)):
        for place in range(a, x):
            told += gone[place]
        for place in range(c, y):
            told += came[place]
        if x < len(before) and y < len(after):
            told += _aligned(before[x].items, after[y].items, effort)
    return _in_moves(_with_moved_paragraphs(told, effort))


def _steps(pairs: list[tuple[int, int]], old: int, new: int) -> Iterator[tuple[int, int, int, int]]:
    a = c = 0
    for x, y in [*pairs, (old, new)]:
        yield a, x, c, y
        a, c = x + 1, y + 1


def _all(fate: Literal["removed", "added"], items: Iterable[Item]) -> list[Change]:
    if fate == "removed":
        return [Change(fate, old=item) for item in items]
    return [Change(fate, new=item) for item in items]


def _moved(changes: Iterable[Change]) -> tuple[list[Change], list[Change]]:
    """The changes of a section that stands elsewhere: at its old place, and at its new one."""
    gone: list[Change] = []
    came: list[Change] = []
    for change in changes:
        pair = _move(change)
        if pair:
            gone.append(pair[0])
            came.append(pair[1])
            continue
        if change.old:
            gone.append(Change("removed", old=change.old))
        if change.new:
            came.append(Change("added", new=change.new))
    return gone, came


def _move(change: Change) -> tuple[Change, Change] | None:
    """Both ends of a paragraph that moved; only plain ones can be told so."""
    old, new = change.old, change.new
    if not old or not new or not (_can_move(old) and _can_move(new)):
        return None
    words = change.words if change.fate == "edited" else [(0, tuple(words_of(new.element)))]
    return (
        Change("moved_from", old=old, new=new, words=words),
        Change("moved_to", old=old, new=new, words=words),
    )


def _can_move(item: Item) -> bool:
    return item.is_simple and not item.section_break


def _with_moved_paragraphs(changes: list[Change], effort: Effort) -> list[Change]:
    """A paragraph that went here and came there, word by word the same, moved."""
    gone = _once(changes, "removed")
    came = _once(changes, "added")
    told = list(changes)
    for text in [text for text in gone if text in came]:
        old, new = changes[gone[text]].item, changes[came[text]].item
        if pair := _move(_edited(old, new, effort)):
            told[gone[text]], told[came[text]] = pair
    return told


def _once(changes: Sequence[Change], fate: Fate) -> dict[str, int]:
    texts = {
        place: change.item.plain
        for place, change in enumerate(changes)
        if change.fate == fate and change.item.kind == "paragraph"
    }
    counts = Counter(texts.values())
    return {
        text: place
        for place, text in texts.items()
        if counts[text] == 1 and len(text) >= _LONG_ENOUGH_TO_MOVE
    }


def _in_moves(changes: list[Change]) -> list[Change]:
    """Each move with its number: neighbours that stay neighbours move together."""
    came = {change.old: place for place, change in enumerate(changes) if change.fate == "moved_to"}
    told = list(changes)
    number = 0
    last = (-1, -1)
    for place, change in enumerate(changes):
        if change.fate != "moved_from":
            continue
        target = came[change.old]
        if (place, target) != (last[0] + 1, last[1] + 1):
            number += 1
        told[place] = replace(change, move=number)
        told[target] = replace(changes[target], move=number)
        last = place, target
    return told


def _aligned(old: list[Item], new: list[Item], effort: Effort) -> list[Change]:
    told: list[Change] = []
    pairs = align([item.signature for item in old], [item.signature for item in new])
    for a, x, c, y in _steps(pairs, len(old), len(new)):
        told += _between(old[a:x], new[c:y], effort)
        if x < len(old) and y < len(new):
            told.append(Change("kept", old=old[x], new=new[y]))
    return told


def _between(old: list[Item], new: list[Item], effort: Effort) -> list[Change]:
    """What became of items none of which stayed as it was."""
    told: list[Change] = []
    pairs = matched(len(old), len(new), lambda x, y: _alike(old[x], new[y]))
    for a, x, c, y in _steps(pairs, len(old), len(new)):
        told += _all("removed", old[a:x])
        told += _all("added", new[c:y])
        if x < len(old) and y < len(new):
            told.append(_edited(old[x], new[y], effort))
    return told


def _alike(old: Item, new: Item) -> float:
    """How much both are one item changed, 0 if they are two."""
    if old.kind != new.kind or old.kind == "group" or old.section_break != new.section_break:
        return 0
    score = likeness(old.pairs, new.pairs)
    if old.kind == "table":
        return score if score >= _LIKE and _comparable_tables(old, new) else 0
    if not (old.is_simple and new.is_simple) or old.has_drawing != new.has_drawing:
        return 0
    if old.style == new.style and old.style not in {ids.BODY, ids.TABLE_NOTE}:
        score += _SAME_STYLE
    return score if score >= _LIKE else 0


def _comparable_tables(old: Item, new: Item) -> bool:
    """Whether they have the same columns, and both a paragraph behind them or none."""
    return old.columns == new.columns and len(old.elements) == len(new.elements)


def matched(old: int, new: int, score: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """The pairs, in order, that are most alike together; in long stretches, whichever comes first."""
    if old * new > _MOST_PAIRS:
        return _greedily_matched(old, new, score)
    best = [[0.0] * (new + 1) for _ in range(old + 1)]
    scores = [[score(x, y) for y in range(new)] for x in range(old)]
    for x in range(old - 1, -1, -1):
        for y in range(new - 1, -1, -1):
            alone = max(best[x + 1][y], best[x][y + 1])
            paired = scores[x][y] and scores[x][y] + best[x + 1][y + 1]
            best[x][y] = max(alone, paired)
    pairs: list[tuple[int, int]] = []
    x = y = 0
    while x < old and y < new:
        if scores[x][y] and best[x][y] == scores[x][y] + best[x + 1][y + 1]:
            pairs.append((x, y))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1
    return pairs


def _greedily_matched(old: int, new: int, score: Callable[[int, int], float]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    start = 0
    for x in range(old):
        near = range(start, min(start + _NEAR, new))
        scores = [(score(x, y), -y) for y in near]
        if scores and max(scores)[0]:
            y = -max(scores)[1]
            pairs.append((x, y))
            start = y + 1
    return pairs


def _edited(old: Item, new: Item, effort: Effort) -> Change:
    if old.kind == "table":
        rows = tuple(_rows(old.rows, new.rows, effort))
        notes = old.elements[1:], new.elements[1:]
        words = _words(notes[0][0], notes[1][0], effort) if notes[0] else None
        return Change("edited", old, new, words, rows)
    words = _words(old.element, new.element, effort) if old.is_simple and new.is_simple else None
    return Change("edited", old, new, words)


def _words(old: Element, new: Element, effort: Effort) -> Words:
    return differences(words_of(old), words_of(new), _Reading(), effort)


def _rows(old: list[Row], new: list[Row], effort: Effort) -> Iterator[RowChange]:
    same = align([row.signature for row in old], [row.signature for row in new])
    for a, x, c, y in _steps(same, len(old), len(new)):
        yield from _rows_between(old[a:x], new[c:y], effort)
        if x < len(old) and y < len(new):
            yield RowChange(old[x], new[y])


def _rows_between(old: list[Row], new: list[Row], effort: Effort) -> Iterator[RowChange]:
    pairs = matched(len(old), len(new), lambda x, y: _alike_rows(old[x], new[y]))
    for a, x, c, y in _steps(pairs, len(old), len(new)):
        for row in old[a:x]:
            yield RowChange(row, None)
        for row in new[c:y]:
            yield RowChange(None, row)
        if x < len(old) and y < len(new):
            yield RowChange(old[x], new[y], tuple(_cells(old[x], new[y], effort)))


def _cells(old: Row, new: Row, effort: Effort) -> Iterator[Words]:
    for before, after in zip(old.paragraphs, new.paragraphs, strict=True):
        yield _words(before, after, effort)


def _alike_rows(old: Row, new: Row) -> float:
    if not (old.is_simple and new.is_simple and old.frame == new.frame):
        return 0
    same_head = bool(old.texts and old.texts[0]) and old.texts[:1] == new.texts[:1]
    score = likeness(old.pairs, new.pairs) + _SAME_STYLE * same_head
    return score if score >= _LIKE else 0
