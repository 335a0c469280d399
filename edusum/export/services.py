"""Papers go out as files, each with its record; a record makes its file anew."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from edusum.assembly.models import Snapshot
from edusum.assembly.profiles import house_of
from edusum.assembly.sample import sample_document
from edusum.assembly.services import document_of, take_snapshot
from edusum.document.house import House
from edusum.document.model import Document
from edusum.drafts.models import Draft
from edusum.drafts.texts import on_one_line
from edusum.export.annotating import InTable, Remark, annotated
from edusum.export.enums import Format
from edusum.export.errors import OpenErrorsError
from edusum.export.filename import filename
from edusum.export.models import MAX_REASON, ExportRecord
from edusum.export.pdf import PDF, to_pdf
from edusum.export.redline import Author, Authorship, redline
from edusum.export.styles import layout_of
from edusum.export.text import to_text
from edusum.export.word import to_docx
from edusum.orgs.actors import Actor, System
from edusum.orgs.permissions import Action, require
from edusum.proofreading.checking import check_draft
from edusum.proofreading.lines import printed

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN_TEXT = "text/plain; charset=utf-8"
EXTENSIONS = {
    Format.WORD: ".docx",
    Format.REDLINE: ".docx",
    Format.COMMENTS: ".docx",
    Format.PDF: ".pdf",
    Format.TEXT: ".txt",
}
NO_PERSON = "由系统命令导出，没有人填写理由。"


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file ready to hand over."""

    name: str
    content: bytes
    content_type: str = DOCX

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Excuse:
    """How many 必错 stood open when a paper went out, and why it did all the same."""

    open_errors: int = 0
    reason: str = ""


NO_ERRORS = Excuse()


@dataclass(frozen=True, slots=True)
class Exported:
    """A file and the record of its being taken."""

    file: ExportedFile
    record: ExportRecord


@dataclass(frozen=True, slots=True)
class Remade:
    """What a record's snapshot and house give today; for a PDF that is the Word file behind it."""

    file: ExportedFile
    was: str

    @property
    def is_same(self) -> bool:
        """Whether it is byte for byte what was handed out then."""
        return self.file.sha256 == self.was


def export_draft(
    *, draft: Draft, actor: Actor, file_format: Format = Format.WORD, reason: str = ""
) -> ExportedFile:
    """Freeze the draft as a snapshot, lay it out and record who took it as what.

    `reason`: why it goes out although 必错 are open. Raises OpenErrorsError where that is missing, and
    EdusumError when no PDF can be made; then nothing is kept.
    """
    if file_format == Format.PDF:
        return _export_pdf(draft, actor, reason)
    return _export(draft, actor, file_format, reason).file


def export_word(*, draft: Draft, actor: Actor, reason: str = "") -> Exported:
    """Raises OpenErrorsError as `export_draft`."""
    return _export(draft, actor, Format.WORD, reason)


@transaction.atomic
def _export(draft: Draft, actor: Actor, file_format: Format, reason: str) -> Exported:
    require_export(actor, draft)
    document, house = document_of(draft), house_of(draft.bureau)
    excuse = excuse_for(draft, document, reason, actor)
    snapshot = take_snapshot(draft=draft, actor=actor, document=document)
    file = file_of(Document.from_json(snapshot.document), house, file_format)
    record = keep_record(
        snapshot=snapshot, actor=actor, file=file, file_format=file_format, house=house, excuse=excuse
    )
    return Exported(file, record)


def require_export(actor: Actor, draft: Draft) -> None:
    if not isinstance(actor, System):
        require(actor, Action.EXPORT, bureau=draft.bureau)


def excuse_for(draft: Draft, document: Document, reason: str, actor: Actor) -> Excuse:
    """How many 必错 of the paper are open, and why it goes out; raises OpenErrorsError if that is missing."""
    count = check_draft(draft, document).error_count
    reason = on_one_line(reason)[:MAX_REASON]
    if not count:
        return NO_ERRORS
    if isinstance(actor, System):
        return Excuse(count, reason or NO_PERSON)
    if not reason:
        raise OpenErrorsError(count)
    return Excuse(count, reason)


def _export_pdf(draft: Draft, actor: Actor, reason: str) -> ExportedFile:
    """The conversion takes seconds, so it holds no transaction, and the snapshot is kept only after it."""
    require_export(actor, draft)
    document, house = document_of(draft), house_of(draft.bureau)
    excuse = excuse_for(draft, document, reason, actor)
    word = file_of(document, house, Format.WORD)
    file = pdf_of(word)
    with transaction.atomic():
        keep_record(
            snapshot=take_snapshot(draft=draft, actor=actor, document=document),
            actor=actor,
            file=file,
            file_format=Format.PDF,
            house=house,
            word_sha256=word.sha256,
            excuse=excuse,
        )
    return file


def keep_record(
    *,
    snapshot: Snapshot,
    actor: Actor,
    file: ExportedFile,
    file_format: Format,
    house: House,
    word_sha256: str = "",
    excuse: Excuse = NO_ERRORS,
    remarks: dict[str, Any] | None = None,
) -> ExportRecord:
    """The snapshot may have been taken earlier, by somebody else."""
    return ExportRecord.objects.create(
        snapshot=snapshot,
        format=file_format,
        house=house.to_json(),
        filename=file.name,
        sha256=file.sha256,
        word_sha256=word_sha256,
        open_errors=excuse.open_errors,
        errors_reason=excuse.reason,
        remarks=remarks,
        size=len(file.content),
        exported_by=None if isinstance(actor, System) else actor,
    )


def file_of(document: Document, house: House, file_format: Format) -> ExportedFile:
    """The paper as Word or text: the same document and house always give the same bytes."""
    name = filename(document, EXTENSIONS[file_format])
    if file_format == Format.TEXT:
        return ExportedFile(name, text_file(to_text(document, house)), PLAIN_TEXT)
    return ExportedFile(name, to_docx(document, layout_of(house)))


def sample_of(house: House) -> ExportedFile:
    """A fixed paper in this house, under a name that nobody takes for that of a real one."""
    file = file_of(sample_document(), house, Format.WORD)
    return ExportedFile(f"版式样张{EXTENSIONS[Format.WORD]}", file.content)


def commented(document: Document, house: House, remarks: dict[str, Any]) -> ExportedFile:
    """The paper as Word with comments; `remarks` as `remarks_to_json` gives them."""
    author, told = remarks_from_json(remarks)
    lines = [line.text for line in printed(document).source.lines]
    content = annotated(to_docx(document, layout_of(house)), lines, told, author=author)
    return ExportedFile(filename(document, f"（校核批注）{EXTENSIONS[Format.COMMENTS]}"), content)


def remarks_to_json(author: Author, remarks: Sequence[Remark]) -> dict[str, Any]:
    """Words and places, so that the same file can be made when the findings are others."""
    told = [[remark.start, remark.end, list(remark.paragraphs), *_cell_json(remark)] for remark in remarks]
    return {"author": [author.name, author.at.isoformat()], "remarks": told}


def remarks_from_json(data: dict[str, Any]) -> tuple[Author, list[Remark]]:
    name, moment = data["author"]
    told = [_remark(*remark) for remark in data["remarks"]]
    return Author(name, datetime.fromisoformat(moment)), told


def _cell_json(remark: Remark) -> list[list[Any]]:
    """Nothing for a remark on words, as there was in records before remarks could be on a table."""
    cell = remark.cell
    return [[list(cell.head), list(cell.row), cell.column]] if cell else []


def _remark(start: int, end: int, paragraphs: list[str], cell: list[Any] | None = None) -> Remark:
    place = InTable(tuple(cell[0]), tuple(cell[1]), cell[2]) if cell else None
    return Remark(start, end, tuple(paragraphs), place)


def export_redline(
    *, old: Snapshot, new: Snapshot, authorship: Authorship, actor: Actor, reason: str = ""
) -> ExportedFile:
    """What changed between two snapshots of one draft, recorded as any export.

    `reason`: why it goes out although 必错 are open in the newer one; raises OpenErrorsError without.
    """
    require_export(actor, new.draft)
    excuse = excuse_for(new.draft, Document.from_json(new.document), reason, actor)
    house = house_of(new.draft.bureau)
    file = redline_of(old, new, house, authorship)
    ExportRecord.objects.create(
        snapshot=new,
        base=old,
        format=Format.REDLINE,
        house=house.to_json(),
        authorship=authorship_to_json(authorship),
        open_errors=excuse.open_errors,
        errors_reason=excuse.reason,
        filename=file.name,
        sha256=file.sha256,
        size=len(file.content),
        exported_by=None if isinstance(actor, System) else actor,
    )
    return file


def redline_of(old: Snapshot, new: Snapshot, house: House, authorship: Authorship) -> ExportedFile:
    before, after = Document.from_json(old.document), Document.from_json(new.document)
    name = filename(after, f"（花脸稿）{EXTENSIONS[Format.REDLINE]}")
    return ExportedFile(name, redline(before, after, layout_of(house), authorship))


def authorship_to_json(authorship: Authorship) -> dict[str, Any]:
    """Names and moments, so that the same file can be made after people have gone or been renamed."""
    return {
        "other": [authorship.other.name, authorship.other.at.isoformat()],
        "sections": {key: [who.name, who.at.isoformat()] for key, who in authorship.sections.items()},
    }


def authorship_from_json(data: dict[str, Any]) -> Authorship:
    def author(stored: list[str]) -> Author:
        return Author(stored[0], datetime.fromisoformat(stored[1]))

    sections = {key: author(stored) for key, stored in data["sections"].items()}
    return Authorship(author(data["other"]), sections)


def text_file(text: str) -> bytes:
    """UTF-8 with a byte order mark and CRLF.

    Notepad of Windows 7 and of early Windows 10, which bureaus still run, takes a file without the mark for
    GBK when it is short, and shows one without CR on a single line; newer ones read this just as well.
    """
    return text.replace("\n", "\r\n").encode("utf-8-sig", "ignore")


def pdf_of(word: ExportedFile) -> ExportedFile:
    """Raises EdusumError when no PDF can be made of it here and now."""
    content = to_pdf(word.content, program=settings.SOFFICE, slots=settings.DATA_DIR / "pdf")
    return ExportedFile(
        word.name.removesuffix(EXTENSIONS[Format.WORD]) + EXTENSIONS[Format.PDF], content, PDF
    )


def text_of(draft: Draft) -> str:
    """The paper as it is now, for copying."""
    return to_text(document_of(draft), house_of(draft.bureau))


def remade(record: ExportRecord) -> Remade:
    """The file once more, from its snapshot and the house of that time; raises EdusumError if unreadable."""
    if record.base is not None and record.authorship is not None:
        authorship = authorship_from_json(record.authorship)
        file = redline_of(record.base, record.snapshot, record.layout_house, authorship)
        return Remade(file, record.sha256)
    if record.remarks is not None:
        document = Document.from_json(record.snapshot.document)
        return Remade(commented(document, record.layout_house, record.remarks), record.sha256)
    file_format = Format.WORD if record.is_pdf else Format(record.format)
    file = file_of(Document.from_json(record.snapshot.document), record.layout_house, file_format)
    return Remade(file, record.word_sha256 if record.is_pdf else record.sha256)


def handed_out(record: ExportRecord, again: Remade) -> ExportedFile:
    """What to give to whoever asks for an earlier export, under its name of that time."""
    file = pdf_of(again.file) if record.is_pdf else again.file
    return ExportedFile(record.filename, file.content, file.content_type)
