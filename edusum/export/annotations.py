"""What proofreading found, taken away as comments in a Word file: of a draft, or of a paper handed in."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.assembly.profiles import house_of
from edusum.assembly.services import document_of, take_snapshot
from edusum.common.errors import EdusumError
from edusum.document.model import Document
from edusum.drafts.models import Draft
from edusum.export.annotated_files import annotated_file, word_file_of
from edusum.export.annotating import NAME, Change, Remark
from edusum.export.authors import NOBODY
from edusum.export.enums import Format
from edusum.export.filename import safe_stem
from edusum.export.redline import Author
from edusum.export.remarks import remarks_on
from edusum.export.services import (
    Excuse,
    ExportedFile,
    commented,
    keep_record,
    remarks_to_json,
    require_export,
)
from edusum.export.styles import layout_of
from edusum.proofreading.access import require_held
from edusum.proofreading.checking import Checked, check_draft, check_paper
from edusum.proofreading.models import CheckedPaper
from edusum.proofreading.receiving import path_of

_ENDING = "（校核批注）.docx"


def annotated_draft(*, draft: Draft, actor: User) -> ExportedFile:
    """The draft in its layout, each open finding a comment; recorded as any export."""
    require_export(actor, draft)
    document, house = document_of(draft), house_of(draft.bureau)
    checked = check_draft(draft, document)
    told = remarks_to_json(Author(NAME, timezone.now()), remarks_of(checked))
    with transaction.atomic():
        snapshot = take_snapshot(draft=draft, actor=actor, document=document)
        file = commented(Document.from_json(snapshot.document), house, told)
        keep_record(
            snapshot=snapshot,
            actor=actor,
            file=file,
            file_format=Format.COMMENTS,
            house=house,
            excuse=Excuse(checked.error_count),
            remarks=told,
        )
    return file


def annotated_paper(*, paper: CheckedPaper, actor: User) -> ExportedFile:
    """A Word file as it was handed in, with a comment for each open finding; what was mended is a tracked
    change of who mended it. Of any other paper: its text in our layout."""
    require_held(actor, paper)
    checked = check_paper(paper)
    content = annotated_file(
        _word_file(paper),
        [line.text for line in checked.source.lines],
        remarks_of(checked),
        author=Author(NAME, timezone.now()),
        document=checked.reading.understood.document,
        layout=layout_of(house_of(paper.bureau)),
        changes=list(_changes_of(paper)),
    )
    stem = safe_stem(Path(paper.name).stem if paper.stored_name else paper.name)
    return ExportedFile(f"{stem}{_ENDING}", content)


def remarks_of(checked: Checked) -> list[Remark]:
    return remarks_on((item.finding for item in checked.open), checked.source)


def _word_file(paper: CheckedPaper) -> bytes | None:
    """None where there is none to be had."""
    if not paper.stored_name:
        return None
    with suppress(EdusumError, OSError):
        data = path_of(paper).read_bytes()
        return word_file_of(data, program=settings.SOFFICE, slots=Path(settings.DATA_DIR) / "pdf")
    return None


def _changes_of(paper: CheckedPaper) -> Iterator[Change]:
    for fix in paper.fixes.select_related("made_by").order_by("number"):
        author = Author(str(fix.made_by or NOBODY), fix.made_at)
        yield Change(fix.line, fix.start, fix.end, fix.before, fix.after, author)
