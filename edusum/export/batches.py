"""Many papers in one go: chosen, exported in the background, handed over as one zip."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.common.worker import worker_is_alive
from edusum.drafts.models import Draft
from edusum.drafts.reading import with_shared_terms
from edusum.drafts.texts import on_one_line
from edusum.export.enums import ItemState
from edusum.export.filename import safe_stem
from edusum.export.models import MAX_REASON, ExportBatch, ExportBatchItem, ExportRecord
from edusum.export.services import remade
from edusum.export.tasks import export_batch
from edusum.orgs.permissions import ALLOWED, Action, memberships_of, require

MOST_PAPERS = 200
"""One zip is made in one go, from the records: 200 papers take a few seconds."""
ZIP = "application/zip"
REPORT = "导出情况.txt"
UNFINISHED = "这一批还没有导出完，请稍候。"
_FIXED_DATE = (2000, 1, 1, 0, 0, 0)
_STALE = timedelta(seconds=15)
_STUCK = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Zip:
    """`changed`: the papers that are no longer byte for byte what was exported then."""

    name: str
    content: bytes
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is. `trouble`: what keeps it from going on, in words; "" when nothing does."""

    total: int
    done: int
    left_out: int
    current: str
    is_finished: bool
    trouble: str

    @property
    def settled(self) -> int:
        return self.done + self.left_out


def exportable(user: User) -> "QuerySet[Draft]":
    """The drafts that the user may take away."""
    bureaus = {row.bureau_id for row in memberships_of(user) if row.role in ALLOWED[Action.EXPORT]}
    drafts: QuerySet[Draft] = Draft.objects.with_names().visible_to(user).filter(bureau__in=bureaus)
    return drafts


@transaction.atomic
def start_batch(*, drafts: Sequence[Draft], actor: User, reason: str = "") -> ExportBatch:
    """Put down what is to be exported, bureau by bureau, and have it done in the background.

    `reason`: why papers with open 必错 go out all the same; without it they are left out.
    """
    if not drafts:
        raise EdusumError("请至少选一份文稿。")
    if len(drafts) > MOST_PAPERS:
        raise EdusumError(f"一批最多 {MOST_PAPERS} 份，现在选了 {len(drafts)} 份，请分几批导出。")
    for draft in with_shared_terms(drafts):
        require(actor, Action.EXPORT, bureau=draft.bureau)
    batch: ExportBatch = ExportBatch.objects.create(
        started_by=actor, errors_reason=on_one_line(reason)[:MAX_REASON]
    )
    in_order = sorted(drafts, key=lambda draft: (draft.bureau_id, -draft.year, draft.pk))
    ExportBatchItem.objects.bulk_create(
        ExportBatchItem(
            batch=batch, position=position, draft=draft, bureau=draft.bureau, title=draft.title[:200]
        )
        for position, draft in enumerate(in_order, 1)
    )
    export_batch.enqueue(batch.pk)
    return batch


@transaction.atomic
def resume_batch(*, batch: ExportBatch, actor: User) -> None:
    """Have the rest done once more; harmless when it is being done."""
    _require_own(batch, actor)
    if batch.finished_at is None:
        ExportBatch.objects.filter(pk=batch.pk).update(moved_at=timezone.now())
        export_batch.enqueue(batch.pk)


@transaction.atomic
def delete_batch(*, batch: ExportBatch, actor: User) -> None:
    """Take the list away, and what still waits with it; the records of what was exported stay."""
    _require_own(batch, actor)
    batch.delete()


def _require_own(batch: ExportBatch, actor: User) -> None:
    if batch.started_by_id != actor.pk:
        raise EdusumError("这一批不是您发起的。")


def progress_of(batch: ExportBatch, items: Sequence[ExportBatchItem]) -> Progress:
    waiting = [item.title for item in items if item.state == ItemState.WAITING]
    is_finished = batch.finished_at is not None
    return Progress(
        total=len(items),
        done=sum(item.state == ItemState.DONE for item in items),
        left_out=sum(item.state == ItemState.LEFT_OUT for item in items),
        current=waiting[0] if waiting else "",
        is_finished=is_finished,
        trouble="" if is_finished else _trouble(batch),
    )


def _trouble(batch: ExportBatch) -> str:
    still = timezone.now() - batch.moved_at
    if still > _STALE and not worker_is_alive():
        return (
            "后台任务现在没有运行，这一批要等它启动以后才会继续，不会丢失。请告诉管理员："
            "用 make run 启动系统时会一并启动它，也可以单独运行 manage.py task_worker。"
        )
    if still > _STUCK:
        return "已有几分钟没有进展，可能前面还有别的任务，也可能中断了。可以点“继续导出”再试一次。"
    return ""


def zip_of(*, batch: ExportBatch, actor: User) -> Zip:
    """A folder for each bureau, and a list of what is in and what is not: the same bytes each time.

    Made anew from the records, so nothing has to be kept and each paper can be compared with its digest.
    """
    if batch.finished_at is None:
        raise EdusumError(UNFINISHED)
    items = list(batch.items.with_record())
    for bureau in {item.bureau for item in items if item.record}:
        require(actor, Action.EXPORT, bureau=bureau)
    changed: list[str] = []
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_STORED) as archive:  # a .docx is compressed already
        for _, record, name in _named(items):
            again = remade(record)
            if not again.is_same:
                changed.append(name)
            archive.writestr(ZipInfo(name, _FIXED_DATE), again.file.content)
        archive.writestr(ZipInfo(REPORT, _FIXED_DATE), _report(items))
    day = timezone.localtime(batch.created_at)
    return Zip(f"批量导出{day:%Y%m%d-%H%M}.zip", output.getvalue(), tuple(changed))


def _named(items: Sequence[ExportBatchItem]) -> Iterator[tuple[int, ExportRecord, str]]:
    """Each exported paper with its path; of two alike in one folder the second is called …（2）."""
    folders = _folders(items)
    taken: set[str] = set()
    for item in items:
        if item.record:
            yield item.pk, item.record, _free(folders[item.bureau_id], item.record.filename, taken)


def _folders(items: Sequence[ExportBatchItem]) -> dict[int, str]:
    """The folder of each bureau; bureaus of one name are told apart by a number."""
    taken: set[str] = set()
    names = {item.bureau_id: item.bureau.full_name for item in items}
    return {pk: _free("", safe_stem(name), taken) for pk, name in names.items()}


def _free(folder: str, name: str, taken: set[str]) -> str:
    """Case is not told apart on Windows."""
    stem, dot, extension = name.rpartition(".") if folder else (name, "", "")
    start = f"{folder}/" if folder else ""
    path, number = start + name, 1
    while path.casefold() in taken:
        number += 1
        path = f"{start}{stem}（{number}）{dot}{extension}"
    taken.add(path.casefold())
    return path


def _report(items: Sequence[ExportBatchItem]) -> bytes:
    """For Windows Notepad, as `services.text_file` says."""
    named = {pk: name for pk, _, name in _named(items)}
    lines = ["文稿\t单位\t情况\t文件\t校验码（SHA-256）"]
    for item in items:
        record = item.record
        if record:
            gaps = record.snapshot.gap_count
            told = f"已导出，{gaps} 处待补" if gaps else "已导出"
            if record.open_errors:
                told += f"，{record.open_errors} 处必错没有处理（理由：{record.errors_reason}）"
            lines.append(f"{item.title}\t{item.bureau.full_name}\t{told}\t{named[item.pk]}\t{record.sha256}")
        else:
            lines.append(f"{item.title}\t{item.bureau.full_name}\t未导出：{item.reason}\t\t")
    return "\r\n".join([*lines, ""]).encode("utf-8-sig", "ignore")
