from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone

from edusum.assembly.models import Snapshot
from edusum.document.model import GAP_IN_TABLE, Column, Document, Section, SignOff, Table
from edusum.drafts.context import text_names
from edusum.drafts.models import Draft
from edusum.drafts.reading import SectionReading, draft_sources, read_draft, read_version, sources_of
from edusum.library import wording
from edusum.library.enums import HeadingForm
from edusum.library.models import TemplateVersion
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.series import change_label
from edusum.metrics.units import approximately, format_bare, unit_of
from edusum.orgs.actors import Actor, System
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require


def document_of(draft: Draft) -> Document:
    """The paper a draft is now; a missing date is today's."""
    readings = read_draft(draft, draft_sources(draft))
    return _document(
        draft.version,
        readings,
        title=draft.title,
        bureau=draft.bureau,
        year=draft.year,
        sign_date=draft.sign_date or timezone.localdate(),
    )


def document_of_version(version: TemplateVersion, *, bureau: Bureau, year: int) -> Document:
    """The paper a template version makes from a bureau's figures alone, with no words of anybody."""
    sources = sources_of(version, bureau=bureau, year=year)
    return _document(
        version,
        read_version(version, sources),
        title=wording.headline(version.title, sources.texts),
        bureau=bureau,
        year=year,
        sign_date=timezone.localdate(),
    )


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


def _document(
    version: TemplateVersion,
    readings: Sequence[SectionReading],
    *,
    title: str,
    bureau: Bureau,
    year: int,
    sign_date: date,
) -> Document:
    written = [reading for reading in readings if not reading.is_omitted]
    return Document(
        title=title,
        salutation=wording.headline(version.salutation, text_names(bureau, year)),
        sections=_nest(written, parent=None, year=year),
        sign_off=SignOff(bureau.full_name, printed_date(sign_date)) if version.has_sign_off else None,
        bureau=bureau.full_name,
        year=year,
        genre=version.report_template.get_genre_display(),
    )


def printed_date(day: date) -> str:
    """2026年1月8日: Arabic, no leading zeros (GB/T 9704—2012 §7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _nest(readings: Iterable[SectionReading], *, parent: int | None, year: int) -> tuple[Section, ...]:
    readings = list(readings)
    return tuple(
        Section(
            level=reading.section.level,
            marker=reading.marker,
            heading=reading.heading,
            is_run_in=reading.section.heading_form == HeadingForm.RUN_IN,
            key=reading.section.key,
            blocks=(*reading.paragraphs, *_tables(reading, year=year)),
            sections=_nest(readings, parent=reading.section.pk, year=year),
        )
        for reading in readings
        if reading.section.parent_id == parent
    )


def _tables(reading: SectionReading, *, year: int) -> tuple[Table, ...]:
    if not reading.table:
        return ()
    return (
        Table(
            caption=reading.table_caption,
            columns=(
                Column("指标", width=9),
                Column("单位", "center", width=2),
                Column(f"{year - 1}年", "right", width=3),
                Column(f"{year}年", "right", width=3),
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
