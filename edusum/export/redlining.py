"""花脸稿 of two snapshots of a draft, or of a snapshot and the draft as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.assembly.models import Snapshot
from edusum.assembly.profiles import house_of
from edusum.assembly.services import document_of, take_snapshot
from edusum.common.errors import EdusumError
from edusum.document.model import Document, FigureRun, Paragraph
from edusum.drafts.models import Draft
from edusum.export import services
from edusum.export.authors import authorship
from edusum.export.open_errors import OpenErrors, open_errors
from edusum.export.services import ExportedFile
from edusum.export.snapshots import Kept
from edusum.export.styles import layout_of
from edusum.export.summary import Summary, summary
from edusum.orgs.permissions import Action, require
from edusum.proofreading.checking import check_draft


@dataclass(frozen=True, slots=True)
class Compared:
    """What the page tells of two states of a draft; `errors`: the 必错 that stand open in the newer one."""

    summary: Summary
    old_characters: int
    new_characters: int
    errors: OpenErrors | None


def compared(*, base: Snapshot, newer: Snapshot) -> Compared:
    """`newer` may be an unsaved snapshot: the draft as it is now."""
    old, new = Document.from_json(base.document), Document.from_json(newer.document)
    layout = layout_of(house_of(newer.draft.bureau))
    told = summary(old, new, layout, authorship(base, newer))
    errors = None if told.is_same else open_errors(check_draft(newer.draft, new))
    return Compared(told, _characters(old), _characters(new), errors)


def present(*, draft: Draft, actor: User) -> Snapshot:
    """The draft as it is now, as a snapshot that is not kept."""
    moment: datetime = timezone.now()
    return Snapshot(draft=draft, document=document_of(draft).to_json(), created_by=actor, created_at=moment)


@transaction.atomic
def export_redline(*, base: Snapshot, newer: Snapshot | None, actor: User, reason: str = "") -> ExportedFile:
    """The file, with its record; without a newer snapshot, one is taken of the draft as it is now.

    Raises OpenErrorsError where 必错 are open and nobody says why it goes out; then nothing is kept.
    """
    require(actor, Action.EXPORT, bureau=base.draft.bureau)
    newer = newer or take_snapshot(draft=base.draft, actor=actor)
    if base.document == newer.document:
        raise EdusumError("两份稿子内容相同，没有改动可以标出。")
    who = authorship(base, newer)
    return services.export_redline(old=base, new=newer, authorship=who, actor=actor, reason=reason)


def last_differing(draft: Draft, kept: Sequence[Kept]) -> tuple[int, int] | None:
    """The newest two neighbours that are not the same, the older first."""
    newer: tuple[int, object] | None = None
    rows = draft.snapshots.filter(pk__in=[snapshot.pk for snapshot in kept]).order_by("-pk")
    for pk, document in rows.values_list("pk", "document").iterator(chunk_size=2):
        if newer and newer[1] != document:
            return pk, newer[0]
        newer = pk, document
    return None


def _characters(document: Document) -> int:
    """As the page of the sections counts: the words of its paragraphs, without what is still missing."""
    blocks = [block for section in document.walk() for block in section.blocks]
    runs = [run for block in blocks if isinstance(block, Paragraph) for run in block.runs]
    return sum(len(run.text) for run in runs if not (isinstance(run, FigureRun) and run.is_gap))
