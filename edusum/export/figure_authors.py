"""Whose figures changed between two snapshots: who filled a section's metrics in, and when."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from edusum.assembly.models import Snapshot
from edusum.document.model import Block, Document, FigureRun, Paragraph, Section
from edusum.drafts.holding import names_in
from edusum.export.redline import Author
from edusum.metrics.models import MetricValueRevision

UNKNOWN = "指标更新"
"""Who changed a figure of which nobody stands on record."""
_SAME = "\x00"


@dataclass(frozen=True, slots=True)
class FigureChanges:
    """Of a section: whether nothing but its figures changed, and the metrics (phrase names) that may have."""

    are_all: bool
    names: frozenset[str]


def figure_authors(base: Snapshot, newer: Snapshot, written: Collection[str]) -> dict[str, Author]:
    """By the key of each section that figures alone changed: who filled them in last between both.

    Where somebody has `written` (keys of sections) other words too, the section is left to them.
    """
    found = _changes(base, newer)
    wanted = {key: item for key, item in found.items() if item.are_all or key not in written}
    last = _last_filled(base, newer, frozenset().union(*(item.names for item in wanted.values())))
    authors = {}
    for key, item in wanted.items():
        who = max((last[name] for name in item.names if name in last), key=lambda one: one.at, default=None)
        if who is None and item.are_all:
            who = Author(UNKNOWN, newer.created_at)
        if who is not None:
            authors[key] = who
    return authors


def _changes(base: Snapshot, newer: Snapshot) -> dict[str, FigureChanges]:
    """Of the sections of both that read otherwise."""
    before = _sections(Document.from_json(base.document))
    after = _sections(Document.from_json(newer.document))
    rows = {row.key: row for row in newer.draft.section_texts.select_related("section", "draft__bureau")}
    changes = {}
    for key, new in after.items():
        old = before.get(key)
        if old is None or old.blocks == new.blocks:
            continue
        old_figures, new_figures = _figures(old), _figures(new)
        names = {name for name, text in new_figures.items() if old_figures.get(name) != text}
        names |= old_figures.keys() - new_figures.keys()
        if key in rows and _drawn(old) != _drawn(new):
            names |= names_in(rows[key])
        changes[key] = FigureChanges(_without_figures(old) == _without_figures(new), frozenset(names))
    return changes


def _sections(document: Document) -> dict[str, Section]:
    return {section.key: section for section in document.walk_all() if section.key}


def _figures(section: Section) -> Mapping[str, tuple[str, ...]]:
    """What each metric prints in the text, in order."""
    told: dict[str, tuple[str, ...]] = {}
    for run in _runs(section):
        if isinstance(run, FigureRun):
            told[run.name] = (*told.get(run.name, ()), run.text)
    return told


def _runs(section: Section) -> Iterator[object]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from block.runs


def _drawn(section: Section) -> tuple[Block, ...]:
    """Its tables and charts, which hold nothing but figures."""
    return tuple(block for block in section.blocks if not isinstance(block, Paragraph))


def _without_figures(section: Section) -> list[object]:
    told: list[object] = [(type(block), block.caption) for block in _drawn(section)]  # type: ignore[union-attr]
    told += [
        [_SAME + run.token if isinstance(run, FigureRun) else run.text for run in block.runs]
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]
    return told


def _last_filled(base: Snapshot, newer: Snapshot, names: Collection[str]) -> dict[str, Author]:
    """The last revision of each metric's value in the draft's year or the one before, between both."""
    if not names:
        return {}
    draft = newer.draft
    revisions = MetricValueRevision.objects.filter(
        metric_value__metric__phrase_name__in=names,
        metric_value__bureau=draft.bureau,
        metric_value__year__in=[draft.year, draft.year - 1],
        metric_value__period=draft.period,
        created_at__gt=base.created_at,
        created_at__lte=newer.created_at,
    ).select_related("metric_value__metric", "author")
    return {
        revision.metric_value.metric.phrase_name: Author(str(revision.author or UNKNOWN), revision.created_at)
        for revision in revisions.order_by("pk")
    }
