"""How a section is held for a change, and how the change is kept."""

from edusum.accounts.models import User
from edusum.drafts.enums import SectionState
from edusum.drafts.errors import StepRefusedError
from edusum.drafts.holding import follow
from edusum.drafts.models import Revision, SectionText

LEFT_BEHIND = "这一节已不在这份材料现用的模板里，文字留在历史中，可以复制到其他章节。"


def locked(section_text: SectionText) -> SectionText:
    """The section as stored, held until the transaction ends; StepRefusedError if it is left behind."""
    row: SectionText = (
        SectionText.objects.select_for_update(of=("self",))
        .select_related("draft__bureau", "draft__version", "department", "section", "updated_by")
        .get(pk=section_text.pk)
    )
    if row.is_left_behind:
        raise StepRefusedError(LEFT_BEHIND)
    return row


def record(row: SectionText, *, action: str, state: SectionState, actor: User, note: str = "") -> SectionText:
    """Store the row as it is now, with its next revision; what it names is held while it is handed in."""
    row.state = state
    row.revision_number += 1
    row.updated_by = actor
    row.save()
    revision_of(row, action=action, note=note).save()
    follow(row, action)
    return row


def revision_of(row: SectionText, *, action: str, note: str = "") -> Revision:
    """The revision that tells what the row is now; not stored yet."""
    return Revision(
        section_text=row,
        number=row.revision_number,
        action=action,
        state=row.state,
        text=row.text,
        note=note,
        author=row.updated_by,
    )
