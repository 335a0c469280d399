from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from edusum.assembly.exhibits import (
    Times,
    blocks_of,
    metric_table,
    usual_columns,
    without_second_title,
)
from edusum.assembly.models import Snapshot
from edusum.document.model import (
    Attachment,
    Block,
    Document,
    FigureRun,
    Imprint,
    Letterhead,
    Paragraph,
    Section,
    SignOff,
)
from edusum.drafts.exhibiting import AttachmentReading, ExhibitReading, read_attachments
from edusum.drafts.formalities import formalities_of
from edusum.drafts.models import Draft, Formalities
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
    formalities: Formalities = field(default_factory=Formalities)
    attachments: Sequence[AttachmentReading] = ()


def document_of(draft: Draft) -> Document:
    """The paper a draft is now; a missing date is today's."""
    sources = draft_sources(draft)
    cover = _Cover(
        title=draft.title,
        signatory=draft.signatory,
        texts=sources.texts,
        year=draft.year,
        is_half_year=draft.is_half_year,
        sign_date=draft.sign_date or timezone.localdate(),
        formalities=formalities_of(draft),
        attachments=read_attachments(draft, sources.figures, sources.texts),
    )
    return _document(draft.version, read_draft(draft, sources), cover)


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


@transaction.atomic
def take_snapshot(*, draft: Draft, actor: Actor, document: Document | None = None) -> Snapshot:
    """Keep the paper as it is now, or the `document` that was made of it a moment ago.

    When the newest snapshot holds the same, that is the one: copies would only fill the lists.
    """
    if not isinstance(actor, System):
        require(actor, Action.EXPORT, bureau=draft.bureau)
    Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)  # two at once do not both keep it
    document = document or document_of(draft)
    stored = document.to_json()
    newest = draft.snapshots.select_related("created_by").first()
    if newest and newest.document == stored:
        newest.draft = draft
        return newest
    return Snapshot.objects.create(
        draft=draft,
        document=stored,
        gap_count=len(document.gaps()),
        created_by=None if isinstance(actor, System) else actor,
    )


def _document(version: TemplateVersion, readings: Sequence[SectionReading], cover: _Cover) -> Document:
    written = [reading for reading in readings if not reading.is_omitted]
    times, formal = _times(cover), cover.formalities
    sign_off = SignOff(cover.signatory, printed_date(cover.sign_date), formal.note)
    salutation = wording.headline(version.salutation, cover.texts)
    return Document(
        title=cover.title,
        salutation="" if formal.addressee else salutation,
        sections=_nest(written, parent=None, times=times),
        sign_off=sign_off if version.has_sign_off else None,
        bureau=cover.texts["单位全称"],
        year=cover.year,
        genre=version.report_template.get_genre_display(),
        subtitle=formal.subtitle,
        speaker=formal.speaker,
        spoken_on=_date(formal.spoken_on),
        addressee=f"{formal.addressee}：" if formal.addressee else "",
        attachments=tuple(_attachment(reading, times) for reading in cover.attachments),
        letterhead=_letterhead(formal, cover.texts["单位全称"]) if formal.has_letterhead else None,
        imprint=_imprint(formal) if formal.has_imprint else None,
        has_contents=formal.has_contents,
    )


def _letterhead(formal: Formalities, bureau: str) -> Letterhead:
    return Letterhead(
        mark=formal.mark or f"{bureau}文件",
        number=formal.number,
        signers=formal.signer_names,
        serial=formal.serial,
        secrecy=formal.secrecy,
        urgency=formal.urgency,
    )


def _imprint(formal: Formalities) -> Imprint:
    return Imprint(formal.copies_to, formal.issued_by, _date(formal.issued_on))


def _date(day: date | None) -> str:
    return printed_date(day) if day else ""


def printed_date(day: date) -> str:
    """2026年1月8日: Arabic, no leading zeros (GB/T 9704—2012 §7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _nest(readings: Iterable[SectionReading], *, parent: int | None, times: Times) -> tuple[Section, ...]:
    readings = list(readings)
    return tuple(
        Section(
            level=reading.section.level,
            marker=reading.marker,
            heading=reading.heading,
            is_run_in=reading.section.heading_form == HeadingForm.RUN_IN,
            key=reading.section.key,
            blocks=(*reading.paragraphs, *_table(reading, times), *_shown(reading.exhibits, times)),
            sections=_nest(readings, parent=reading.section.pk, times=times),
        )
        for reading in readings
        if reading.section.parent_id == parent
    )


def _table(reading: SectionReading, times: Times) -> tuple[Block, ...]:
    """The table that the report template has in the section."""
    if not reading.table:
        return ()
    columns = usual_columns(reading.table)
    return (metric_table(reading.table, caption=reading.table_caption, columns=columns, times=times),)


def _shown(exhibits: Iterable[ExhibitReading], times: Times) -> Iterator[Block]:
    for exhibit in exhibits:
        yield from blocks_of(exhibit, times)


def _times(cover: _Cover) -> Times:
    if cover.is_half_year:
        return Times("上年同期", "上半年")
    return Times(f"{cover.year - 1}年", f"{cover.year}年")


def _attachment(reading: AttachmentReading, times: Times) -> Attachment:
    """With one section without heading, unless it is a file apart; one with nothing on it prints a gap."""
    if reading.attachment.is_apart:
        return Attachment(reading.name)
    shown = (without_second_title(block, reading.name) for block in _shown(reading.exhibits, times))
    blocks: tuple[Block, ...] = (*reading.paragraphs, *shown)
    if reading.is_empty:
        blocks = (
            Paragraph((FigureRun("【待补：附件内容】", f"附件“{reading.name}”的内容", "", is_gap=True),)),
        )
    key = f"attachment-{reading.attachment.pk}"
    return Attachment(reading.name, (Section(level=0, marker="", heading="", key=key, blocks=blocks),))
