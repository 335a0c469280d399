"""An old paper that is none: a file that this system wrote itself, and the draft it was written from."""

from itertools import islice

from edusum.document.model import Document
from edusum.document.readers.package import custom_properties
from edusum.drafts.models import Draft
from edusum.drafts.reading import with_shared_terms
from edusum.export.oxml.small_parts import DOCUMENT_PROPERTY
from edusum.intake.models import SourceDocument
from edusum.intake.receiving import path_of

_MOST_SNAPSHOTS = 40


def is_own_export(document: SourceDocument) -> bool:
    """Whether the file still carries the marks of its sections that exports are given."""
    return bool(document.source and document.source_text.section_keys)


def draft_of_export(document: SourceDocument) -> Draft | None:
    """The draft of the bureau that such a file was written from: by its title, else by the file's mark."""
    drafts = Draft.objects.filter(bureau=document.bureau_id, snapshots__isnull=False).distinct()
    if document.year:
        drafts = drafts.filter(year=document.year)
    rows: list[Draft] = list(with_shared_terms(drafts.with_names().order_by("-pk")))
    called = [draft for draft in rows if draft.title == document.title]
    if len(called) == 1:
        return called[0]
    return _by_mark(document, called or rows)


def _by_mark(document: SourceDocument, drafts: list[Draft]) -> Draft | None:
    try:
        mark = custom_properties(path_of(document).read_bytes()).get(DOCUMENT_PROPERTY, "")
    except FileNotFoundError:
        return None
    snapshots = ((draft, snapshot) for draft in drafts for snapshot in draft.snapshots.all())
    for draft, snapshot in islice(snapshots, _MOST_SNAPSHOTS) if mark else ():
        if Document.from_json(snapshot.document).digest == mark:
            return draft
    return None
