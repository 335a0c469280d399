"""A draft that was started, or came in, by mistake goes again, as long as nobody's work goes with it."""

from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.arrivals import is_as_it_arrived
from edusum.drafts.carrying import CARRIED
from edusum.drafts.enums import SectionAction, SectionState
from edusum.drafts.models import Draft, Revision
from edusum.orgs.permissions import Action, require

WRITTEN = "已有人写过或交过这份初稿里的章节，或在里面加过章节、表和图，改过标题，不能删除。"
BY_HAND = [SectionAction.EXHIBIT, SectionAction.ADD, SectionAction.RENAME]
"""Steps that nobody takes who only looks; what came from last year's paper was nobody's work here."""
ATTACHED = "这份初稿已有附件，先删去附件，才能删除初稿。"
EXPORTED = "这份初稿已导出过 Word，导出记录要留存，不能删除。"


def why_kept(draft: Draft) -> str:
    """Why the draft can't be deleted, in words; "" if it can."""
    if not is_as_it_arrived(draft) and _is_written(draft):
        return WRITTEN
    if draft.attachments.exists():
        return ATTACHED
    return EXPORTED if draft.snapshots.exists() else ""


def _is_written(draft: Draft) -> bool:
    by_hand = Revision.objects.filter(section_text__draft=draft, action__in=BY_HAND).exclude(
        note__startswith=CARRIED
    )
    return draft.section_texts.exclude(state=SectionState.UNTOUCHED, text=None).exists() or by_hand.exists()


def delete_draft(*, draft: Draft, actor: User) -> None:
    """Take the draft away with its choice of sections, its formalities and what it took over from last year.

    Values that came in with an old paper stay in their metrics.

    Raises EdusumError when somebody wrote in it or took it away as a file, PermissionDenied.
    """
    require(actor, Action.START_DRAFT, bureau=draft.bureau)
    with transaction.atomic():
        held = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if held is None:
            raise EdusumError("这份初稿刚被删除，不用再删。")
        list(held.section_texts.select_for_update(of=("self",)).values_list("pk"))
        problem = why_kept(held)
        if problem:
            raise EdusumError(problem)
        held.delete()
