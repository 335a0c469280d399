"""The background work on old papers: each is read and understood by itself, so that it can stop anywhere."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.common.worker import worker_is_alive
from edusum.document.readers import limited
from edusum.document.readers.source import SourceText
from edusum.intake.enums import ReadingState
from edusum.intake.models import IntakeBatch, SourceDocument
from edusum.intake.receiving import path_of
from edusum.intake.storing import store_reading
from edusum.intake.tasks import read_batch, read_document
from edusum.orgs.permissions import Action, require

BROKEN = "系统出错，这份没有识别成功。请再试一次，仍不行时请联系管理员。"
GONE = "这份文件已不在服务器上，请重新上传。"
_LONGEST_PROBLEM = 300
_STALE = timedelta(seconds=15)
_STUCK = timedelta(minutes=3)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is. `trouble`: what keeps it from going on, in words; "" when nothing does."""

    total: int
    read: int
    failed: int
    current: str
    is_finished: bool
    trouble: str

    @property
    def settled(self) -> int:
        return self.read + self.failed


def carry_on(batch_id: int) -> None:
    """Read what is still waiting; what is done stays done, so that it can be called again at any time."""
    while (document := _next_of(batch_id)) is not None:
        _read(document)
        IntakeBatch.objects.filter(pk=batch_id).update(moved_at=timezone.now())
    IntakeBatch.objects.filter(pk=batch_id, finished_at=None).update(
        finished_at=timezone.now(), moved_at=timezone.now()
    )


def read_waiting(document_id: int) -> None:
    """Read one paper, unless that is done or it is gone."""
    document = SourceDocument.objects.waiting().filter(pk=document_id, part=0).first()
    if document is not None:
        _read(document)


def source_of(document: SourceDocument) -> SourceText:
    """What the reader makes of the file, within its limits of time and memory. Raises EdusumError."""
    try:
        data = path_of(document).read_bytes()
    except FileNotFoundError as error:
        raise EdusumError(GONE) from error
    return limited.read(data, document.name, program=settings.SOFFICE, slots=Path(settings.DATA_DIR) / "pdf")


@transaction.atomic
def read_again(*, document: SourceDocument, actor: User) -> None:
    """Have one that failed, or got stuck, read once more; harmless while it is being read."""
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    failed = SourceDocument.objects.filter(pk=document.pk, state=ReadingState.FAILED)
    failed.update(state=ReadingState.WAITING, problem="", updated_at=timezone.now())
    read_document.enqueue(document.pk)


@transaction.atomic
def resume_batch(*, batch: IntakeBatch, actor: User) -> None:
    """Have the rest read once more; harmless when it is being done."""
    require(actor, Action.TAKE_IN, bureau=batch.bureau)
    if batch.finished_at is None:
        IntakeBatch.objects.filter(pk=batch.pk).update(moved_at=timezone.now())
        read_batch.enqueue(batch.pk)


def progress_of(batch: IntakeBatch, documents: list[SourceDocument]) -> Progress:
    """`documents`: the files of the batch, without the parts of those that were split."""
    waiting = [document.name for document in documents if document.state == ReadingState.WAITING]
    is_finished = batch.finished_at is not None
    return Progress(
        total=len(documents),
        read=sum(document.state == ReadingState.READ for document in documents),
        failed=sum(document.state == ReadingState.FAILED for document in documents),
        current=waiting[0] if waiting else "",
        is_finished=is_finished,
        trouble="" if is_finished else trouble_since(batch.moved_at),
    )


def trouble_since(moved_at: datetime) -> str:
    """Why nothing has happened for so long, if that is long."""
    still = timezone.now() - moved_at
    if still > _STALE and not worker_is_alive():
        return (
            "后台任务现在没有运行，要等它启动以后才会识别，文件不会丢失。请告诉管理员："
            "用 make run 启动系统时会一并启动它，也可以单独运行 manage.py task_worker。"
        )
    if still > _STUCK:
        return "已有几分钟没有进展，可能前面还有别的任务，也可能中断了。可以点“再试一次”。"
    return ""


def _next_of(batch_id: int) -> SourceDocument | None:
    rows = SourceDocument.objects.waiting().filter(batch=batch_id, part=0).order_by("pk")
    found: SourceDocument | None = rows.first()
    return found


def _read(document: SourceDocument) -> None:
    try:
        store_reading(document=document, source=source_of(document))
    except EdusumError as error:
        _fail(document, error.message)
    except Exception:
        logger.exception("Old paper %s cannot be read", document.pk)
        _fail(document, BROKEN)


def _fail(document: SourceDocument, problem: str) -> None:
    SourceDocument.objects.waiting().filter(pk=document.pk).update(
        state=ReadingState.FAILED, problem=problem[:_LONGEST_PROBLEM], read_at=timezone.now()
    )
