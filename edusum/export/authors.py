"""Who changed what between two snapshots of a draft."""

from datetime import datetime

from edusum.accounts.models import User
from edusum.assembly.models import Snapshot
from edusum.drafts.autosaving import GROWING
from edusum.drafts.enums import SectionAction
from edusum.drafts.models import Formalities, Revision
from edusum.export.figure_authors import figure_authors
from edusum.export.redline import Author, Authorship

_WORDLESS = {
    SectionAction.HAND_IN,
    SectionAction.TAKE_BACK,
    SectionAction.APPROVE,
    SectionAction.RETURN,
    SectionAction.ASSIGN,
}
NOBODY = "已注销的用户"


def authorship(base: Snapshot, newer: Snapshot) -> Authorship:
    """Each section was changed by who revised it last between both, or where its figures alone changed by who
    filled them in; all else by who set the formalities then, or the bureau. Never by who looks.

    The time of an automatic revision is that of its last words: where no other is known, one that somebody
    wrote on just after the newer snapshot tells who was at it.
    """
    revisions = (
        Revision.objects.filter(section_text__draft=newer.draft_id, created_at__gt=base.created_at)
        .exclude(action__in=_WORDLESS)
        .order_by("created_at", "pk")
        .select_related("section_text__section", "author")
    )
    sections = {
        revision.section_text.key: _author(revision.author, revision.created_at)
        for revision in revisions.filter(created_at__lte=newer.created_at)
    }
    written_on = revisions.filter(
        action=SectionAction.AUTOSAVE,
        created_at__gt=newer.created_at,
        created_at__lte=newer.created_at + GROWING,
    )
    for revision in written_on:
        sections.setdefault(revision.section_text.key, _author(revision.author, newer.created_at))
    filled = figure_authors(base, newer, sections)
    return Authorship(_of_the_rest(base, newer), sections | filled)


def _of_the_rest(base: Snapshot, newer: Snapshot) -> Author:
    row = Formalities.objects.filter(
        draft=newer.draft_id, updated_at__gt=base.created_at, updated_at__lte=newer.created_at
    ).first()
    if row is not None and row.updated_by is not None:
        return Author(str(row.updated_by), row.updated_at)
    return Author(str(newer.draft.bureau), newer.created_at)


def _author(user: User | None, moment: datetime) -> Author:
    return Author(str(user or NOBODY), moment)
