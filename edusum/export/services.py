import hashlib
from dataclasses import dataclass

from django.db import transaction

from edusum.assembly.models import Snapshot
from edusum.assembly.services import take_snapshot
from edusum.document.model import Document
from edusum.drafts.models import Draft
from edusum.export.filename import filename
from edusum.export.models import ExportRecord
from edusum.export.word import to_docx
from edusum.orgs.actors import Actor

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class WordFile:
    """A .docx ready to hand over."""

    name: str
    content: bytes


def export_draft(*, draft: Draft, actor: Actor) -> WordFile:
    """Freeze the draft as a snapshot, lay it out and record who took it."""
    with transaction.atomic():
        snapshot = take_snapshot(draft=draft, actor=actor)
        file = word_file(snapshot)
        ExportRecord.objects.create(
            snapshot=snapshot,
            filename=file.name,
            sha256=hashlib.sha256(file.content).hexdigest(),
            size=len(file.content),
            exported_by=snapshot.created_by,
        )
    return file


def word_file(snapshot: Snapshot) -> WordFile:
    """The file of a snapshot: the same bytes each time."""
    document = Document.from_json(snapshot.document)
    return WordFile(name=filename(document), content=to_docx(document))
