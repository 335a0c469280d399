"""What differs between two states of a report template, section by section and word by word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal

from diff_match_patch import diff_match_patch

from edusum.library.files import PhraseFile, SectionFile, TemplateFile

Fate = Literal["same", "changed", "added", "removed"]
NOT_COMPARED = frozenset({"key", "note"})
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
    metrics' codes.
    """

    key: str
    fate: Fate
    depth: int
    heading: Pair
    moved: bool = False
    fields: tuple[FieldChange, ...] = ()
    phrases: tuple[Pair, ...] = ()
    table: FieldChange | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`fields` are those of the version itself: title, salutation, sign-off."""

    fields: tuple[FieldChange, ...]
    sections: tuple[SectionChange, ...]

    @property
    def changes(self) -> tuple[SectionChange, ...]:
        return tuple(change for change in self.sections if change.fate != "same")

    def count(self, fate: Fate) -> int:
        return sum(change.fate == fate for change in self.sections)


def compare(old: TemplateFile, new: TemplateFile) -> Comparison:
    """All sections of both, matched by their key."""
    before, after = _placed(old.sections), _placed(new.sections)
    moved = _moved(before, after)
    sections = [
        _change(key, before.get(key), after.get(key), moved=key in moved) for key in _order(before, after)
    ]
    return Comparison(tuple(_fields(old.version, new.version)), tuple(sections))


def compare_texts(before: str, after: str) -> Pair:
    """The words of both texts, those that differ marked; changes are gathered so that they read well."""
    differ = diff_match_patch()
    differ.Diff_Timeout = 0.5
    pieces = differ.diff_main(before, after)
    differ.diff_cleanupSemantic(pieces)
    return Pair(
        tuple(Piece(text, side < 0) for side, text in pieces if side <= 0),
        tuple(Piece(text, side > 0) for side, text in pieces if side >= 0),
    )


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


def _change(key: str, before: _Place | None, after: _Place | None, *, moved: bool) -> SectionChange:
    if before and after:
        return _both(key, before, after, moved=moved)
    there = before or after
    assert there is not None  # noqa: S101 -- the key comes from one of the two
    fate: Fate = "removed" if before else "added"
    heading = _one_sided(there.section.fields["heading"], fate)
    phrases = tuple(_one_sided(phrase.text, fate) for phrase in there.section.phrases)
    return SectionChange(key, fate, there.depth, heading, phrases=phrases)


def _both(key: str, before: _Place, after: _Place, *, moved: bool) -> SectionChange:
    old, new = before.section, after.section
    where = "parent" if before.parent != after.parent else "position"
    fields = tuple(_fields(old.fields, new.fields))
    if moved:
        fields = (FieldChange(where, before.where[where], after.where[where]), *fields)
    phrases = tuple(_phrases(old.phrases, new.phrases)) if old.phrases != new.phrases else ()
    table = FieldChange("table", old.metrics, new.metrics) if old.metrics != new.metrics else None
    fate: Fate = "changed" if moved or fields or phrases or table else "same"
    heading = compare_texts(old.fields["heading"], new.fields["heading"])
    return SectionChange(key, fate, after.depth, heading, moved, fields, phrases, table)


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name, value in after.items():
        if name not in NOT_COMPARED and before.get(name) != value:
            yield FieldChange(name, before.get(name), value)


def _phrases(before: Sequence[PhraseFile], after: Sequence[PhraseFile]) -> Iterator[Pair]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, stop, begin, end in matcher.get_opcodes():
        if kind == "equal":
            for phrase in after[begin:end]:
                piece = (Piece(_written(phrase)),)
                yield Pair(piece, piece)
        else:
            yield from _replaced(before[start:stop], after[begin:end])


def _replaced(old: Sequence[PhraseFile], new: Sequence[PhraseFile]) -> Iterator[Pair]:
    for before, after in zip_longest(old, new):
        if before and after and _are_alike(before.text, after.text):
            yield compare_texts(_written(before), _written(after))
            continue
        if before:
            yield _one_sided(_written(before), "removed")
        if after:
            yield _one_sided(_written(after), "added")


def _are_alike(before: str, after: str) -> bool:
    return SequenceMatcher(None, before, after, autojunk=False).ratio() >= _LIKE


def _written(phrase: PhraseFile) -> str:
    """A phrase as one text, with what sets it apart besides its words."""
    form = {"full": "［详写］", "short": "［简写］"}.get(phrase.form, "")
    return f"{form}{'' if phrase.starts_paragraph else '［接上段］'}{phrase.text}"


def _one_sided(text: str, fate: Fate) -> Pair:
    piece = (Piece(text, differs=True),)
    return Pair(before=piece) if fate == "removed" else Pair(after=piece)
