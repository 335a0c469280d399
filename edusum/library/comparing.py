"""What differs between two states of a report template, section by section and word by word."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal

from diff_match_patch import diff_match_patch

from edusum.library.files import PhraseFile, SectionFile, TemplateFile

Fate = Literal["same", "changed", "added", "removed"]
NOT_COMPARED = frozenset({"key", "note"})
SECONDS, SECONDS_A_TEXT = 2.0, 0.5
"""How long a comparison may look for words, in all and in one text."""
_AT_ONCE = 1e-6
_FIRST_CHARACTER = 0xF0000
_LIKE = 0.4
"""Phrases less alike than this are told as one gone and one new."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; `differs` if the other text does not have them there."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """What stood there and what stands there; empty on the side that has nothing."""

    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()

    @property
    def differs(self) -> bool:
        return any(piece.differs for piece in (*self.before, *self.after))


class Clock:
    """How long a comparison may still look for words; after that, texts are told as gone and new."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A setting by its field name, with both values as stored."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section in the new order, a removed one after what it followed; `depth` counts from 0.

    `moved`: it has another parent, or stands elsewhere among those of its parent that stayed. Where from
    and where to is told among the `fields`: `parent` by its heading, or `position` by the heading before it
    (None for the first). `phrases` lists all of them if any differs, else none; `table` are the
    metrics' codes. `is_closing`: it stands without heading after sections with one.
    """

    key: str
    fate: Fate
    depth: int
    heading: Pair
    moved: bool = False
    fields: tuple[FieldChange, ...] = ()
    phrases: tuple[Pair, ...] = ()
    table: FieldChange | None = None
    is_closing: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """`fields` are those of the version itself: title, salutation, sign-off. What compares more words of it
    goes by the same clock."""

    fields: tuple[FieldChange, ...]
    sections: tuple[SectionChange, ...]
    clock: Clock = field(default_factory=Clock, compare=False, repr=False)

    @property
    def changes(self) -> tuple[SectionChange, ...]:
        return tuple(change for change in self.sections if change.fate != "same")

    def count(self, fate: Fate) -> int:
        return sum(change.fate == fate for change in self.sections)


def compare(old: TemplateFile, new: TemplateFile, *, seconds: float = SECONDS) -> Comparison:
    """All sections of both, matched by their key; without `seconds`, no words are compared."""
    clock = Clock(seconds)
    before, after = _placed(old.sections), _placed(new.sections)
    moved = _moved(before, after)
    sections = [
        _change(key, before.get(key), after.get(key), clock, moved=key in moved)
        for key in _order(before, after)
    ]
    return Comparison(tuple(_fields(old.version, new.version)), tuple(_closed(sections)), clock)


def _closed(sections: Iterable[SectionChange]) -> Iterator[SectionChange]:
    is_headed = False
    for change in sections:
        has_heading = any(piece.text for piece in (*change.heading.before, *change.heading.after))
        yield replace(change, is_closing=is_headed and not has_heading)
        is_headed = is_headed or has_heading


def compare_texts(before: str, after: str, clock: Clock) -> Pair:
    """The words of both texts, those that differ marked; changes are gathered so that they read well."""
    if before == after:
        return Pair((Piece(before),), (Piece(after),)) if before else Pair()
    pieces = _pieces(before, after, clock) if clock.left else []
    if not pieces:
        return Pair(_one_sided(before, "removed").before, _one_sided(after, "added").after)
    return Pair(
        tuple(Piece(text, side < 0) for side, text in pieces if side <= 0),
        tuple(Piece(text, side > 0) for side, text in pieces if side >= 0),
    )


def _pieces(before: str, after: str, clock: Clock) -> list[tuple[int, str]]:
    differ = _differ(clock)
    pieces: list[tuple[int, str]] = differ.diff_main(before, after, checklines=False)
    differ.diff_cleanupSemantic(pieces)
    return pieces


def _differ(clock: Clock) -> Any:
    differ = diff_match_patch()
    differ.Diff_Timeout = max(_AT_ONCE, min(clock.left, SECONDS_A_TEXT))
    return differ


@dataclass(frozen=True, slots=True)
class _Place:
    section: SectionFile
    above: SectionFile | None
    behind: SectionFile | None
    depth: int

    @property
    def parent(self) -> str:
        return self.above.fields["key"] if self.above else ""

    @property
    def where(self) -> dict[str, Any]:
        """Its parent and what it follows there, by their headings."""
        places = {"parent": self.above, "position": self.behind}
        return {name: section.fields["heading"] if section else None for name, section in places.items()}


def _placed(
    sections: Iterable[SectionFile], above: SectionFile | None = None, depth: int = 0
) -> dict[str, _Place]:
    """The sections in reading order by their key."""
    found: dict[str, _Place] = {}
    behind = None
    for section in sections:
        found[section.fields["key"]] = _Place(section, above, behind, depth)
        found |= _placed(section.sections, section, depth + 1)
        behind = section
    return found


def _order(before: Mapping[str, _Place], after: Mapping[str, _Place]) -> list[str]:
    """The keys of `after`, and each that is gone behind what it followed."""
    order, last = list(after), ""
    for key in before:
        if key not in after:
            order.insert(order.index(last) + 1 if last else 0, key)
        last = key
    return order


def _moved(before: Mapping[str, _Place], after: Mapping[str, _Place]) -> set[str]:
    """Keys with another parent, and of those under one parent what left the longest order that stayed."""
    common = [key for key in after if key in before]
    elsewhere = {key for key in common if before[key].parent != after[key].parent}
    families: dict[str, set[str]] = defaultdict(set)
    for key in common:
        if key not in elsewhere:
            families[after[key].parent].add(key)
    return elsewhere.union(*(_out_of_order(family, before, after) for family in families.values()))


def _out_of_order(keys: Set[str], before: Mapping[str, _Place], after: Mapping[str, _Place]) -> set[str]:
    old = [key for key in before if key in keys]
    new = [key for key in after if key in keys]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(old) - {key for block in blocks for key in old[block.a : block.a + block.size]}


def _change(
    key: str, before: _Place | None, after: _Place | None, clock: Clock, *, moved: bool
) -> SectionChange:
    if before and after:
        return _both(key, before, after, clock, moved=moved)
    there = before or after
    assert there is not None  # noqa: S101 -- the key comes from one of the two
    fate: Fate = "removed" if before else "added"
    heading = _one_sided(there.section.fields["heading"], fate)
    phrases = tuple(_one_sided(phrase.text, fate) for phrase in there.section.phrases)
    return SectionChange(key, fate, there.depth, heading, phrases=phrases)


def _both(key: str, before: _Place, after: _Place, clock: Clock, *, moved: bool) -> SectionChange:
    old, new = before.section, after.section
    where = "parent" if before.parent != after.parent else "position"
    fields = tuple(_fields(old.fields, new.fields))
    if moved:
        fields = (FieldChange(where, before.where[where], after.where[where]), *fields)
    phrases = tuple(_phrases(old.phrases, new.phrases, clock)) if old.phrases != new.phrases else ()
    table = FieldChange("table", old.metrics, new.metrics) if old.metrics != new.metrics else None
    fate: Fate = "changed" if moved or fields or phrases or table else "same"
    heading = compare_texts(old.fields["heading"], new.fields["heading"], clock)
    return SectionChange(key, fate, after.depth, heading, moved, fields, phrases, table)


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name, value in after.items():
        if name not in NOT_COMPARED and before.get(name) != value:
            yield FieldChange(name, before.get(name), value)


def _phrases(before: Sequence[PhraseFile], after: Sequence[PhraseFile], clock: Clock) -> Iterator[Pair]:
    gone: list[PhraseFile] = []
    new: list[PhraseFile] = []
    for side, phrases in _runs(before, after, clock):
        if side:
            (gone if side < 0 else new).extend(phrases)
            continue
        yield from _replaced(gone, new, clock)
        gone, new = [], []
        for phrase in phrases:
            piece = (Piece(_written(phrase)),)
            yield Pair(piece, piece)
    yield from _replaced(gone, new, clock)


def _runs(
    before: Sequence[PhraseFile], after: Sequence[PhraseFile], clock: Clock
) -> Iterator[tuple[int, list[PhraseFile]]]:
    """Runs of phrases with -1 for those that went, 1 for those that came and 0 for those that stayed.

    Every phrase is a character to the comparison of texts.
    """
    phrases = list(dict.fromkeys([*before, *after]))
    characters = {phrase: chr(_FIRST_CHARACTER + place) for place, phrase in enumerate(phrases)}
    old, new = ("".join(characters[phrase] for phrase in side) for side in (before, after))
    for side, run in _differ(clock).diff_main(old, new, checklines=False):
        yield side, [phrases[ord(character) - _FIRST_CHARACTER] for character in run]


def _replaced(old: Sequence[PhraseFile], new: Sequence[PhraseFile], clock: Clock) -> Iterator[Pair]:
    for before, after in zip_longest(old, new):
        if before and after and clock.left and _are_alike(before.text, after.text, clock):
            yield compare_texts(_written(before), _written(after), clock)
            continue
        if before:
            yield _one_sided(_written(before), "removed")
        if after:
            yield _one_sided(_written(after), "added")


def _are_alike(before: str, after: str, clock: Clock) -> bool:
    """Whether enough of both is in the other: first in whatever order, which is quickly told."""
    enough = _LIKE * (len(before) + len(after))
    if 2 * sum((Counter(before) & Counter(after)).values()) < enough:
        return False
    pieces = _differ(clock).diff_main(before, after, checklines=False)
    return 2 * sum(len(text) for side, text in pieces if not side) >= enough


def _written(phrase: PhraseFile) -> str:
    """A phrase as one text, with what sets it apart besides its words."""
    form = {"full": "［详写］", "short": "［简写］"}.get(phrase.form, "")
    return f"{form}{'' if phrase.starts_paragraph else '［接上段］'}{phrase.text}"


def _one_sided(text: str, fate: Fate) -> Pair:
    piece = (Piece(text, differs=True),)
    return Pair(before=piece) if fate == "removed" else Pair(after=piece)
