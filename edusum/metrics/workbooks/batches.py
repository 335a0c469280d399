"""Units without accounts: their workbooks out in one zip, and many filled ones in at once."""

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.access import may_fill_for_unit
from edusum.metrics.enums import ImportKind, ImportState, period_label
from edusum.metrics.file_kinds import BROKEN_ZIP
from edusum.metrics.models import WorkbookImport
from edusum.metrics.rollups.reading import units_below as submitted_below
from edusum.metrics.submitting import HandedInError, StillPendingError, hand_in
from edusum.metrics.workbooks.content import as_json
from edusum.metrics.workbooks.grids import MAX_BYTES, read_file
from edusum.metrics.workbooks.importing import (
    MovedOnError,
    clean_name,
    confirm_import,
    content_of,
    record_in,
)
from edusum.metrics.workbooks.offering import WorkbookFile, offer_workbook
from edusum.metrics.workbooks.previewing import Preview, preview_of
from edusum.metrics.workbooks.returning import seal_in
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require

MOST_OUT = 100
"""Workbooks in one zip."""
MOST_IN = 60
"""Files handed in at once."""
MOST_BYTES = 40 * 1024 * 1024
"""Of all files handed in at once, and of all workbooks in them."""
_MOST_ENTRIES = 5_000
_ENTRY = b"PK\x01\x02"


@dataclass(frozen=True, slots=True)
class Upload:
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Judged:
    """A workbook of a batch and what it would change; `refusal` says why it was not taken at all."""

    row: WorkbookImport
    preview: Preview | None = None
    refusal: str = ""

    @property
    def can_be_confirmed(self) -> bool:
        return self.preview is not None and self.preview.is_right and self.row.state == ImportState.READ

    @property
    def is_to_open(self) -> bool:
        """Whether it has no faults, but single figures that a person has to look at."""
        return self.preview is not None and not self.preview.faults and not self.preview.is_right


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: how many were stored and handed in, and sentences on the others."""

    stored: int = 0
    handed_in: int = 0
    told: tuple[str, ...] = ()


def units_below(bureau: Bureau) -> list[Bureau]:
    """All units below, in the order of the tree."""
    return list(bureau.descendants())


def units_out(bureau: Bureau, year: int, period: str, *, but: Collection[int] = ()) -> list[tuple[int, str]]:
    """The units (ids with names) from which figures are awaited and that have not handed in, less some."""
    below = submitted_below(bureau, year, period)
    _, missing = below.reporting
    return [(pk, below.names[pk]) for pk in missing if pk not in but]


def offer_workbooks(*, units: Sequence[Bureau], year: int, period: str, actor: User) -> WorkbookFile:
    """A zip with a workbook for each unit. Raises EdusumError, PermissionDenied."""
    if not units:
        raise EdusumError("还没有选下属单位，请勾选要下载填报表的单位。")
    if len(units) > MOST_OUT:
        raise EdusumError(f"选了 {len(units)} 个单位，一次最多下载 {MOST_OUT} 个，请分几次下载。")
    target = io.BytesIO()
    empty = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for unit in units:
            try:
                file = offer_workbook(bureau=unit, year=year, period=period, actor=actor)
            except EdusumError:
                empty.append(unit.full_name)
            else:
                archive.writestr(file.filename, file.content)
    if len(empty) == len(units):
        raise EdusumError("所选单位没有要填的指标，没有生成表格。请先分派指标或建立用到这些指标的材料。")
    return WorkbookFile(f"{period_label(year, period)}下属单位填报表.zip", target.getvalue())


def receive_files(*, owner: Bureau, year: int, period: str, uploads: Sequence[Upload], actor: User) -> str:
    """Judge each of the files (workbooks, or zips of them) by itself; the batch's name. Nothing is changed.

    Raises EdusumError where there is nothing to judge, PermissionDenied.
    """
    require(actor, Action.FILL_FOR_UNITS, bureau=owner)
    refuse_too_much([len(upload.content) for upload in uploads])
    files: list[Upload] = []
    left = MOST_BYTES
    for upload in uploads:
        for file in _unpacked(upload, left):
            files.append(file)
            left -= len(file.content)
            refuse_too_much([len(file.content) for file in files])
    if not files:
        raise EdusumError("没有选择文件，请选择下属单位交回的填报表（可以多选，也可以选压缩包）。")
    batch = uuid4().hex
    seen: set[int] = set()
    for file in files:
        row = _judge(file, owner=owner, year=year, period=period, actor=actor, seen=seen)
        row.batch = batch
        row.save()
        seen.add(row.bureau_id)
    return batch


def refuse_too_much(sizes: Sequence[int]) -> None:
    """By the sizes of files, in bytes, before they are read. Raises EdusumError."""
    if len(sizes) > MOST_IN or sum(sizes) > MOST_BYTES:
        raise EdusumError(f"一次最多上传 {MOST_IN} 份、共 {MOST_BYTES // 1024 // 1024} MB，请分几次上传。")


def judged(rows: Iterable[WorkbookImport], actor: User) -> list[Judged]:
    return [
        Judged(row, refusal=row.content["refused"])
        if "refused" in row.content
        else Judged(row, preview_of(row, actor) if row.state == ImportState.READ else None)
        for row in rows
    ]


def confirm_batch(
    *,
    rows: Sequence[WorkbookImport],
    actor: User,
    marks: Mapping[int, str],
    handing_in: bool = False,
    anyway: bool = False,
) -> Outcome:
    """Confirm each workbook that the person saw as right, each by itself.

    `marks` are those of the previews that were seen, by the row's id; other rows are let be, and what changed
    since is told. `handing_in` hands the unit's figures in too, `anyway`: with something pending.
    """
    stored, handed = 0, 0
    told: list[str] = []
    for item in judged([row for row in rows if row.pk in marks], actor):
        unit = item.row.bureau.full_name
        if item.preview is None:
            continue
        if not item.can_be_confirmed:
            told.append(f"{unit}：您核对期间情况有变，没有导入，请点开逐项核对。")
            continue
        try:
            confirm_import(row=item.row, actor=actor, mark=marks[item.row.pk])
            stored += 1
            if handing_in:
                handed += _handed_in(item.row, actor, anyway, told)
        except MovedOnError:
            told.append(f"{unit}：您核对期间，有的数值已被别人改过，没有导入，请点开核对后再确认。")
        except EdusumError as error:
            told.append(f"{unit}：{error}")
    return Outcome(stored, handed, tuple(told))


def _handed_in(row: WorkbookImport, actor: User, anyway: bool, told: list[str]) -> int:
    bureau = row.bureau
    try:
        hand_in(
            bureau=bureau,
            year=row.year,
            period=row.period,
            actor=actor,
            note=f"按填报表“{row.filename}”上报"[:200],
            anyway=anyway,
        )
    except StillPendingError as error:
        told.append(f"{bureau.full_name}：数已保存，还有 {len(error.pending)} 项待报，没有上报。")
        return 0
    except HandedInError:
        return 0
    return 1


def _judge(
    file: Upload, *, owner: Bureau, year: int, period: str, actor: User, seen: set[int]
) -> WorkbookImport:
    row = WorkbookImport(
        bureau=owner,
        owner=owner,
        year=year,
        period=period,
        kind=ImportKind.WORKBOOK,
        filename=clean_name(file.filename),
        sha256="",
        uploaded_by=actor,
    )
    try:
        grids = read_file(file.content, file.filename)
        seal = seal_in(grids)
        if not seal:
            raise EdusumError("不是本系统下载的填报表，看不出是哪个单位的。请在该单位的填报页导入。")
        record = record_in(seal)
        unit = Bureau.objects.filter(pk=record.bureau_id).first()
        if unit is None or not may_fill_for_unit(actor, unit):
            raise EdusumError("这份填报表不是您下属单位的，没有读入。")
        if unit.pk in seen:
            raise EdusumError(f"这一批里已有“{unit.full_name}”的另一份，没有读入。请只留下要用的一份。")
        if (record.year, record.period) != (year, period):
            raise EdusumError(f"这份填报表是{period_label(record.year, record.period)}的，没有读入。")
        row.bureau = unit
        row.content = as_json(content_of(grids, record))
    except EdusumError as error:
        row.bureau, row.content = owner, {"refused": error.message}
        row.state, row.decided_at = ImportState.DROPPED, timezone.now()
    return row


def _unpacked(upload: Upload, left: int) -> Iterator[Upload]:
    """The workbooks of a zip one by one, `left` bytes of them at most, else the file itself.

    Raises EdusumError for a zip that is broken or too large.
    """
    if not upload.content.startswith(b"PK\x03\x04"):
        yield upload
        return
    if upload.content.count(_ENTRY) > _MOST_ENTRIES:
        raise EdusumError(f"“{clean_name(upload.filename)}”里的文件太多，请只打包交回的填报表。")
    try:
        with zipfile.ZipFile(io.BytesIO(upload.content)) as archive:
            parts = archive.infolist()
            if any(part.filename == "[Content_Types].xml" for part in parts):
                yield upload
                return
            for part in parts:
                if not part.filename.lower().endswith((".xlsx", ".xlsm", ".xls", ".et")):
                    continue
                if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                    raise NotImplementedError(part.compress_type)
                content = _part(archive, part, min(left, MAX_BYTES))
                left -= len(content)
                if left < 0:
                    raise EdusumError("压缩包里的表格解开后太大，请分几次上传，或直接选择其中的表格。")
                yield Upload(_zip_name(part), content)
    except BROKEN_ZIP as error:
        raise EdusumError("压缩包已损坏或设了密码，解不开。请重新打包，或直接选择其中的表格。") from error


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """At most one byte more than is taken, whatever it says it has: enough to be refused as too large."""
    with archive.open(part) as stream:
        return stream.read(most + 1)


def _zip_name(part: zipfile.ZipInfo) -> str:
    """Older programs pack hanzi in GBK without saying so."""
    if part.flag_bits & 0x800:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return part.filename
