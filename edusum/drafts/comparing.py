"""What two texts of a section have in common, and what two people made of one, as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from edusum.document import merging
from edusum.document.merging import Stretch
from edusum.document.tokens import parse
from edusum.drafts import services
from edusum.drafts.enums import SectionAction
from edusum.drafts.models import Revision, SectionText
from edusum.drafts.reading import Sources, draft_sources
from edusum.drafts.texts import tidy
from edusum.library import wording


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, or the figure whose token is written there."""

    text: str
    is_figure: bool = False
    token: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of two texts: `side` is -1 for what only the old one has, 1 for the new one, 0 for both."""

    side: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    told: tuple[Told, ...]
    added: int
    removed: int

    @property
    def is_same(self) -> bool:
        return not self.added and not self.removed

    @property
    def words(self) -> str:
        """How much came and went."""
        if self.is_same:
            return "文字没有变"
        counts = [(self.added, "增"), (self.removed, "删")]
        return "，".join(f"{label} {count} 字" for count, label in counts if count)


def compared(old: str, new: str) -> Comparison:
    """Two token texts, word by word."""
    found = merging.changes(old, new)
    return Comparison(
        told=tuple(Told(side, pieces_of(text)) for side, text in found),
        added=sum(len(text.strip()) for side, text in found if side > 0),
        removed=sum(len(text.strip()) for side, text in found if side < 0),
    )


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Token text for reading: figures by their names."""
    return tuple(
        Piece(piece)
        if isinstance(piece, str)
        else Piece("·".join([piece.name, *map(str, piece.filters)]), is_figure=True, token=str(piece))
        for piece in parse(text)
    )


@dataclass(frozen=True, slots=True)
class Side:
    """A stretch of a merge as the page shows it; `number` counts the conflicts from 1, 0 is none."""

    stretch: Stretch
    number: int

    @property
    def mine(self) -> tuple[Piece, ...]:
        return pieces_of(self.stretch.mine.strip("\n"))

    @property
    def theirs(self) -> tuple[Piece, ...]:
        return pieces_of(self.stretch.theirs.strip("\n"))

    @property
    def comparison(self) -> Comparison:
        """What is new in it, word by word."""
        return compared(self.stretch.base, self.stretch.merged)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two people made of one text; `seen` is the mark of what stands there now, `at` when it was
    written, `news` what the other changed."""

    sides: tuple[Side, ...]
    mine: str
    theirs: str
    seen: str
    who: str
    at: str
    news: Comparison

    @property
    def is_clean(self) -> bool:
        """Whether both fit together without asking."""
        return merging.is_clean(side.stretch for side in self.sides)

    @property
    def merged(self) -> str:
        """Both together, as far as it can be known; where both changed the same, theirs and then mine."""
        return "".join(side.stretch.merged for side in self.sides)

    @property
    def taken_up(self) -> str:
        """What is told once both are put together."""
        whose = f"{self.who} {self.at} 的修改" if self.who else "模板随指标给出的新文字"
        return f"已并入{whose}"

    @property
    def count(self) -> int:
        """At how many places both changed the same."""
        return sum(side.number > 0 for side in self.sides)


def conflict_of(section_text: SectionText, *, base: str, mine: str) -> Conflict:
    """What the person wrote over `base`, against what stands there now."""
    theirs = services.standing_text(section_text, draft_sources(section_text.draft))
    base, mine = (wording.tidy_tokens(tidy(text)) for text in (base, mine))
    return Conflict(
        sides=_numbered(merging.merge(base, mine, theirs)),
        mine=mine,
        theirs=theirs,
        seen=services.mark_of(theirs),
        who=str(section_text.updated_by or ""),
        at=timezone.localtime(section_text.updated_at).strftime("%H:%M"),
        news=compared(base, theirs),
    )


def _numbered(stretches: Sequence[Stretch]) -> tuple[Side, ...]:
    number = 0
    sides = []
    for stretch in stretches:
        number += stretch.is_conflict
        sides.append(Side(stretch, number if stretch.is_conflict else 0))
    return tuple(sides)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A revision with what it changed against the one before it."""

    revision: Revision
    is_newest: bool
    has_text: bool
    comparison: Comparison | None


def history(section_text: SectionText, revisions: Sequence[Revision], sources: Sources) -> list[HistoryEntry]:
    """`revisions`: the newest first, and one more than is shown, unless the last is the first of all."""
    entries = []
    for revision, before in zip(revisions, [*revisions[1:], None], strict=False):
        has_text = revision.action != SectionAction.EXHIBIT
        comparison = None
        if has_text and revision.text is not None:
            old = before.text if before is not None else None
            comparison = compared(text_of(section_text, old, sources), revision.text)
        is_newest = revision.number == section_text.revision_number
        entries.append(HistoryEntry(revision, is_newest, has_text, comparison))
    return entries


def text_of(section_text: SectionText, text: str | None, sources: Sources) -> str:
    """The text of a revision; where nobody had written any, what the phrases say."""
    earlier = SectionText(
        draft=section_text.draft, section_id=section_text.section_id, text=text, form=section_text.form
    )
    return services.standing_text(earlier, sources)
