"""Two papers → 花脸稿: the new one as a .docx whose tracked changes lead back to the old one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from edusum.document.model import Document
from edusum.export.comparison import Change, compare
from edusum.export.oxml import merging, package, page
from edusum.export.oxml.items import Element, Item, items_of
from edusum.export.oxml.parts import Part
from edusum.export.oxml.tracked import Stamp, Tracker
from edusum.export.styles import STANDARD, Layout
from edusum.export.word import Flow, laid_out, properties_of, written

_CLOCK = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Author:
    """Who changed something, and when."""

    name: str
    at: datetime

    @property
    def stamp(self) -> Stamp:
        """Word takes the moment for the time on the wall in China, whatever its Z says."""
        return Stamp(self.name, self.at.astimezone(_CLOCK).strftime("%Y-%m-%dT%H:%M:%SZ"))


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who revised each section last, by its key; `other` is named for all the rest."""

    other: Author
    sections: Mapping[str, Author] = field(default_factory=dict)

    def of(self, change: Change) -> Author:
        return self.sections.get(change.item.key, self.other)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper as it stands in its Word file."""

    flow: Flow
    items: list[Item]
    page: Element


def changes(old: Document, new: Document, layout: Layout = STANDARD) -> list[Change]:
    """What became of every paragraph and table of both papers, in one reading order."""
    before, after, _ = _papers(old, new, layout)
    return compare(before.items, after.items)


def redline(old: Document, new: Document, layout: Layout, authorship: Authorship) -> bytes:
    """The new paper in full layout with every change tracked; always the same bytes.

    Accepting all changes gives what `to_docx` makes of `new`, rejecting all gives what it makes of `old`.
    """
    before, after, parts = _papers(old, new, layout)
    first = merging.last_bookmark(after.items) + 1
    tracker = Tracker(lambda change: authorship.of(change).stamp, first)
    children = tracker.body(compare(before.items, after.items))
    last = tracker.page(before.page, after.page, authorship.other.stamp)
    text = merging.written_body([*children, last])
    return package.saved(text, after.flow.layout, properties_of(new), parts)


def _papers(old: Document, new: Document, layout: Layout) -> tuple[_Paper, _Paper, list[Part]]:
    """Both papers, and the parts that both refer to by the ids of one file."""
    before, after = _paper(old, layout), _paper(new, layout)
    parts, new_ids = merging.shared_parts(before.flow.parts, after.flow.parts)
    merging.refer(before.items, new_ids)
    if before.flow.turned or after.flow.turned:
        parts = [*page.turned_footers(after.flow.layout), *parts]
    return before, after, parts


def _paper(document: Document, layout: Layout) -> _Paper:
    """The table of contents, which stands first, belongs to no section."""
    flow = laid_out(document, layout)
    body = merging.read_body(written(flow, document))
    keys = list(merging.spread(flow.blocks, flow.keys))
    contents = [""] * (len(body) - 1 - len(keys))
    return _Paper(flow, items_of(body, [*contents, *keys]), body[-1])
