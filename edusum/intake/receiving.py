"""Old papers come in: a file, pasted text, many files, a folder or a zip. What is read of them: `reading`."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.common.stored import new_name, short_name, store
from edusum.document.readers.limits import MAX_FILE
from edusum.intake.archives import Entry, entries, is_folder
from edusum.intake.models import MAX_NAME, IntakeBatch, SourceDocument
from edusum.intake.tasks import read_batch, read_document
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require

MAX_MEGABYTES = MAX_FILE // 1024 // 1024
MOST_FILES = 500
UNNAMED = "未命名的旧稿"
PASTED = "粘贴的文字"
TOO_LONG = f"文件超过 {MAX_MEGABYTES} MB，没有收下。请删去图片或者按篇拆开后再上传。"
EMPTY = "这个文件是空的，没有收下，请重新选择。"
NOTHING_PASTED = "没有粘贴文字，请把旧稿的文字粘贴进来，或者选择文件。"
_NAME_OF_PASTED = 20


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it was handed in."""

    file: BinaryIO
    name: str


@dataclass(frozen=True, slots=True)
class Received:
    """`is_known`: the bureau had the same file already; `document` is that one."""

    document: SourceDocument
    is_known: bool


def folder() -> Path:
    """Where the files lie; not below anything that is served."""
    return Path(settings.DATA_DIR) / "intake"


def path_of(document: SourceDocument) -> Path:
    """The file a paper was read from."""
    return folder() / (document.split_of or document).stored_name


def receive_file(
    *, bureau: Bureau, handed: Handed, actor: User, batch: IntakeBatch | None = None
) -> Received:
    """Keep the file, and have it read in the background; a file that is known is not kept twice.

    One that comes with a `batch` is read with it. Raises EdusumError, PermissionDenied; nothing is kept then.
    """
    require(actor, Action.TAKE_IN, bureau=bureau)
    stored_name = new_name()
    path = folder() / stored_name
    digest = store(handed.file, path, most=MAX_FILE, too_long=TOO_LONG)
    try:
        if not path.stat().st_size:
            raise EdusumError(EMPTY)
        with transaction.atomic():
            Bureau.objects.select_for_update(of=("self",)).get(pk=bureau.pk)
            known = _known(bureau, digest)
            document = known or SourceDocument.objects.create(
                bureau=bureau,
                batch=batch,
                name=short_name(handed.name, MAX_NAME, UNNAMED),
                stored_name=stored_name,
                size=path.stat().st_size,
                sha256=digest,
                uploaded_by=actor,
            )
            if not known and batch is None:
                read_document.enqueue(document.pk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if known:
        path.unlink(missing_ok=True)
    return Received(document, known is not None)


def receive_text(*, bureau: Bureau, text: str, actor: User) -> Received:
    """Pasted text, kept as a text file named by its first words."""
    words = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if not words:
        raise EdusumError(NOTHING_PASTED)
    content = text.encode("utf-8", "ignore")
    name = f"{PASTED}：{words[:_NAME_OF_PASTED]}.txt"
    return receive_file(bureau=bureau, handed=Handed(io.BytesIO(content), name), actor=actor)


def receive_many(*, bureau: Bureau, files: Sequence[Handed], actor: User) -> IntakeBatch:
    """Keep many files, those in zips too, as one batch that is read in the background.

    What cannot be taken is told in `left_out`, each with its reason. Raises EdusumError if nothing came.
    """
    require(actor, Action.TAKE_IN, bureau=bureau)
    if not files:
        raise EdusumError("没有收到文件，请重新选择。")
    batch: IntakeBatch = IntakeBatch.objects.create(bureau=bureau, name=_batch_name(files), started_by=actor)
    left_out: list[dict[str, object]] = []
    for entry in _entries(files):
        reason, known = entry.problem, None
        if not reason:
            try:
                received = receive_file(bureau=bureau, handed=_handed(entry), actor=actor, batch=batch)
            except EdusumError as error:
                reason = error.message
            else:
                if received.is_known and received.document.batch_id == batch.pk:
                    reason = f"与这一批里的“{received.document.name}”内容完全相同，只收一份。"
                elif received.is_known:
                    reason = "这份文件以前已经入库，没有再收。"
                    known = received.document.pk
        if reason:
            left_out.append({"name": entry.name[:MAX_NAME], "reason": reason, "document": known})
    batch.left_out = left_out
    with transaction.atomic():
        batch.moved_at = timezone.now()
        batch.save(update_fields=["left_out", "moved_at"])
        read_batch.enqueue(batch.pk)
    batch.refresh_from_db()
    return batch


def _too_many() -> str:
    return f"一批最多 {MOST_FILES} 个文件，从这个起没有收下，请另起一批。"


def _known(bureau: Bureau, digest: str) -> SourceDocument | None:
    found: SourceDocument | None = SourceDocument.objects.filter(bureau=bureau, sha256=digest, part=0).first()
    return found


def _batch_name(files: Sequence[Handed]) -> str:
    first = short_name(files[0].name, MAX_NAME - 20, UNNAMED)
    return first if len(files) == 1 else f"{first} 等 {len(files)} 个文件"


def _handed(entry: Entry) -> Handed:
    return Handed(entry.file, entry.name)


def _entries(files: Sequence[Handed]) -> Iterator[Entry]:
    """The files one after the other, those of zips unpacked, as many as are taken at once."""
    taken = 0
    for handed in files:
        found = (
            entries(handed.file, handed.name, most_bytes=MAX_FILE)
            if is_folder(handed.file)
            else [Entry(handed.name, handed.file)]
        )
        for entry in found:
            taken += 1
            if taken > MOST_FILES:
                yield Entry(entry.name, io.BytesIO(), _too_many())
                return
            yield entry
