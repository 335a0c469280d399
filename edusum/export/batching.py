"""The work on a batch: paper by paper, each in a transaction of its own, so that it can stop anywhere."""

import logging

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.models import Draft
from edusum.export.enums import ItemState
from edusum.export.models import ExportBatch, ExportBatchItem
from edusum.export.services import export_word
from edusum.orgs.permissions import Action, can

GONE = "这份初稿已被删除。"
NOT_ALLOWED = "您已没有导出这个单位文稿的权限。"
BROKEN = "系统出错，这份没有导出；请单独导出一次，仍不行时请联系管理员。"
_LONGEST_REASON = 300

logger = logging.getLogger(__name__)


def carry_on(batch_id: int) -> None:
    """Export what is still waiting; what is done stays done, so that it can be called again at any time."""
    while _next_paper(batch_id):
        pass
    ExportBatch.objects.filter(pk=batch_id, finished_at=None).update(
        finished_at=timezone.now(), moved_at=timezone.now()
    )


def _next_paper(batch_id: int) -> bool:
    """Whether there was one."""
    with transaction.atomic():
        rows = ExportBatchItem.objects.select_for_update(of=("self",)).select_related("batch__started_by")
        item = rows.waiting().filter(batch=batch_id).order_by("position").first()
        if item is None:
            return False
        try:
            _export(item)
        except EdusumError as error:
            _leave_out(item, str(error))
        except Exception:
            logger.exception("Draft %s of batch %s cannot be exported", item.draft_id, batch_id)
            _leave_out(item, BROKEN)
        item.save(update_fields=["state", "reason", "record"])
        ExportBatch.objects.filter(pk=batch_id).update(moved_at=timezone.now())
    return True


def _export(item: ExportBatchItem) -> None:
    actor = User.objects.get(pk=item.batch.started_by_id)  # with the roles of this moment
    draft = Draft.objects.with_names().filter(pk=item.draft_id).first()
    if draft is None:
        _leave_out(item, GONE)
    elif not can(actor, Action.EXPORT, bureau=draft.bureau):
        _leave_out(item, NOT_ALLOWED)
    else:
        with transaction.atomic():
            exported = export_word(draft=draft, actor=actor, reason=item.batch.errors_reason)
            item.record = exported.record
        item.state = ItemState.DONE


def _leave_out(item: ExportBatchItem, reason: str) -> None:
    item.state, item.reason = ItemState.LEFT_OUT, reason[:_LONGEST_REASON]
