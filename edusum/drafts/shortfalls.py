"""What a paper still lacks, place by place: words, figures, the hand-in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from edusum.drafts.assigning import OFFICE
from edusum.drafts.enums import DONE
from edusum.drafts.exhibiting import AttachmentReading, read_attachments
from edusum.drafts.gaps import labels_of
from edusum.drafts.models import Draft
from edusum.drafts.reading import SectionReading, draft_sources, read_draft
from edusum.metrics.figures import Figures

ATTACHMENT = "附件"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A section or an attachment that is not ready; `gaps` are the metrics (labels) it lacks."""

    title: str
    url: str
    department: str
    is_open: bool
    is_empty: bool
    gaps: tuple[str, ...]
    is_attachment: bool = False

    def __bool__(self) -> bool:
        return self.is_open or self.is_empty or bool(self.gaps)


@dataclass(frozen=True, slots=True)
class Shortfalls:
    """All of a paper, in reading order."""

    places: tuple[Shortfall, ...]

    @property
    def open_count(self) -> int:
        """The sections still to be handed in."""
        return sum(place.is_open for place in self.places)

    @property
    def empty_count(self) -> int:
        """The sections of which nothing but the heading would be printed."""
        return sum(place.is_empty and not place.is_attachment for place in self.places)

    @property
    def empty_attachment_count(self) -> int:
        return sum(place.is_empty and place.is_attachment for place in self.places)

    @property
    def gap_count(self) -> int:
        """The metrics that are missing anywhere, each once."""
        return len({gap for place in self.places for gap in place.gaps})

    @property
    def words(self) -> str:
        """3 节没有交稿，1 节没有文字，2 项指标缺数; "" for nothing."""
        counted = [
            (self.open_count, "节没有交稿"),
            (self.empty_count, "节没有文字"),
            (self.empty_attachment_count, "个附件没有内容"),
            (self.gap_count, "项指标缺数"),
        ]
        return "，".join(f"{count} {what}" for count, what in counted if count)


def shortfalls_of(draft: Draft) -> Shortfalls:
    sources = draft_sources(draft)
    attachments = read_attachments(draft, sources.figures, sources.texts)
    return shortfalls_in(draft, read_draft(draft, sources), attachments, sources.figures)


def shortfalls_in(
    draft: Draft,
    readings: Sequence[SectionReading],
    attachments: Iterable[AttachmentReading],
    figures: Figures,
) -> Shortfalls:
    """The same of what was read already; no query."""
    empty = empty_sections(readings)
    sections = [
        _of_section(draft, item, figures, is_empty=item.section.pk in empty)
        for item in readings
        if not item.is_omitted and item.section_text
    ]
    others = [_of_attachment(draft, item, figures) for item in attachments]
    return Shortfalls(tuple(place for place in [*sections, *others] if place))


def empty_sections(readings: Iterable[SectionReading]) -> set[int]:
    """Those (ids of their places) of which nothing but the heading would be printed."""
    kept = [item for item in readings if not item.is_omitted]
    holding = {item.section.parent_id for item in kept}
    return {
        item.section.pk
        for item in kept
        if item.section.pk not in holding and not (item.paragraphs or item.table or item.exhibits)
    }


def _of_section(draft: Draft, item: SectionReading, figures: Figures, *, is_empty: bool) -> Shortfall:
    row = item.section_text
    if row is None:
        raise LookupError("the section is of no draft")
    return Shortfall(
        title=item.title,
        url=reverse("drafts:section_edit", args=[draft.pk, row.pk]),
        department=str(row.department or OFFICE),
        is_open=row.state not in DONE,
        is_empty=is_empty,
        gaps=tuple(labels_of(item.gaps, figures)),
    )


def _of_attachment(draft: Draft, item: AttachmentReading, figures: Figures) -> Shortfall:
    return Shortfall(
        title=f"{ATTACHMENT}：{item.name}",
        url=reverse("drafts:attachment_edit", args=[draft.pk, item.attachment.pk]),
        department=OFFICE,
        is_open=False,
        is_empty=item.is_empty,
        gaps=tuple(labels_of(item.gaps, figures)),
        is_attachment=True,
    )
