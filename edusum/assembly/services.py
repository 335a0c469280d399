from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from edusum.assembly.models import Snapshot
from edusum.document.model import GAP_IN_TABLE, Column, Document, Section, SignOff, Table
from edusum.drafts.models import Draft
from edusum.drafts.reading import (
    SectionReading,
    Sources,
    draft_sources,
    read_draft,
    read_version,
    sample_sources,
    sources_of,
)
from edusum.library import wording
from edusum.library.enums import HeadingForm, period_of
from edusum.library.models import TemplateVersion
from edusum.metrics.enums import Period
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.series import change_label
from edusum.metrics.units import approximately, format_bare, unit_of
from edusum.orgs.actors import Actor, System
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require


@dataclass(frozen=True, slots=True)
class _Cover:
    """What a paper says of itself before and after its sections."""

    title: str
    signatory: str
    texts: Mapping[str, str]
    year: int
    is_half_year: bool
    sign_date: date


def document_of(draft: Draft) -> Document:
    """The paper a draft is now; a missing date is today's."""
    readings = read_draft(draft, draft_sources(draft))
    sign_date = draft.sign_date or timezone.localdate()
    cover = _Cover(draft.title, draft.signatory, draft.texts, draft.year, draft.is_half_year, sign_date)
    return _document(draft.version, readings, cover)


def document_of_version(version: TemplateVersion, *, bureau: Bureau, year: int) -> Document:
    """The paper a template version makes from a bureau's figures alone, with no words of anybody."""
    sources = sources_of(version, bureau=bureau, year=year)
    return _paper_of_version(version, sources, year=year, sign_date=timezone.localdate())


def document_of_sample(version: TemplateVersion, *, year: int) -> Document:
    """The paper a template version makes with sample figures, of a bureau that does not exist."""
    sign_date = date(year, 7, 8) if _is_half_year(version) else date(year + 1, 1, 8)
    return _paper_of_version(version, sample_sources(version, year=year), year=year, sign_date=sign_date)


def _paper_of_version(version: TemplateVersion, sources: Sources, *, year: int, sign_date: date) -> Document:
    title = wording.headline(version.title, sources.texts)
    cover = _Cover(title, sources.texts["单位全称"], sources.texts, year, _is_half_year(version), sign_date)
    return _document(version, read_version(version, sources), cover)


def _is_half_year(version: TemplateVersion) -> bool:
    return period_of(version.report_template.genre) == Period.FIRST_HALF


def take_snapshot(*, draft: Draft, actor: Actor) -> Snapshot:
    """Keep the paper as it is now."""
    if not isinstance(actor, System):
        require(actor, Action.EXPORT, bureau=draft.bureau)
    document = document_of(draft)
    return Snapshot.objects.create(
        draft=draft,
        document=document.to_json(),
        gap_count=len(document.gaps()),
        created_by=None if isinstance(actor, System) else actor,
    )


def _document(version: TemplateVersion, readings: Sequence[SectionReading], cover: _Cover) -> Document:
    written = [reading for reading in readings if not reading.is_omitted]
    sign_off = SignOff(cover.signatory, printed_date(cover.sign_date))
    return Document(
        title=cover.title,
        salutation=wording.headline(version.salutation, cover.texts),
        sections=_nest(written, parent=None, heads=_table_heads(cover)),
        sign_off=sign_off if version.has_sign_off else None,
        bureau=cover.texts["单位全称"],
        year=cover.year,
        genre=version.report_template.get_genre_display(),
    )


def printed_date(day: date) -> str:
    """2026年1月8日: Arabic, no leading zeros (GB/T 9704—2012 §7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _nest(
    readings: Iterable[SectionReading], *, parent: int | None, heads: tuple[str, str]
) -> tuple[Section, ...]:
    readings = list(readings)
    return tuple(
        Section(
            level=reading.section.level,
            marker=reading.marker,
            heading=reading.heading,
            is_run_in=reading.section.heading_form == HeadingForm.RUN_IN,
            key=reading.section.key,
            blocks=(*reading.paragraphs, *_tables(reading, heads)),
            sections=_nest(readings, parent=reading.section.pk, heads=heads),
        )
        for reading in readings
        if reading.section.parent_id == parent
    )


def _table_heads(cover: _Cover) -> tuple[str, str]:
    """How tables call the time before and the time reported on."""
    return ("上年同期", "上半年") if cover.is_half_year else (f"{cover.year - 1}年", f"{cover.year}年")


def _tables(reading: SectionReading, heads: tuple[str, str]) -> tuple[Table, ...]:
    if not reading.table:
        return ()
    return (
        Table(
            caption=reading.table_caption,
            columns=(
                Column("指标", width=9),
                Column("单位", "center", width=2),
                *(Column(head, "right", width=3) for head in heads),
                Column("增减", "right", width=6),
            ),
            rows=tuple(_row(figure) for figure in reading.table),
        ),
    )


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure.label,
        unit_of(figure),
        _cell(figure, figure.previous, missing="—"),
        _cell(figure, figure.current, missing=GAP_IN_TABLE),
        change_label(figure),
    )


def _cell(figure: Figure, reading: Reading, *, missing: str) -> str:
    if reading.is_filled:
        return approximately(format_bare(figure, reading), reading)
    return "—" if reading.state == "not_applicable" else missing
