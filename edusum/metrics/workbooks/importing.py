"""A table handed in: read, kept as an import, confirmed or dropped by a person; all of it or nothing."""

import hashlib
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.access import require_filling
from edusum.metrics.enums import ImportKind, ImportState, ValueOrigin, period_label
from edusum.metrics.models import MetricDefinition, WorkbookImport
from edusum.metrics.saving import Saved, ValueEntry, save_values
from edusum.metrics.workbooks.content import Content, as_json
from edusum.metrics.workbooks.grids import Grid, read_file
from edusum.metrics.workbooks.layout import SEAL, Record, read_record
from edusum.metrics.workbooks.matching import (
    Guess,
    Known,
    Names,
    Table,
    find_table,
    table_as_json,
    table_from_json,
    take,
)
from edusum.metrics.workbooks.offering import unsealed, wanted_of
from edusum.metrics.workbooks.previewing import Preview, preview_of
from edusum.metrics.workbooks.returning import read_back, seal_in
from edusum.orgs.models import Bureau
from edusum.orgs.services import home_bureau

MAX_NAME = 200


class DecidedError(EdusumError):
    """The import was confirmed or dropped before."""

    def __init__(self, state: str) -> None:
        told = "已经导入过了" if state == ImportState.STORED else "已经放弃了"
        super().__init__(f"这份表格{told}，不能再确认。需要的话请重新上传。")


class FaultyError(EdusumError):
    """The table has cells that cannot be taken."""

    def __init__(self, count: int) -> None:
        super().__init__(f"表里有 {count} 处填得不对，改好重新上传后才能导入，现在什么都没有保存。")


class MovedOnError(EdusumError):
    """Figures changed between what the person saw and the confirmation."""

    def __init__(self) -> None:
        super().__init__("您核对期间，有的数值已被别人改过，下面已按现在的数重新列出，请再核对一次后确认。")


# In


def receive_file(
    *,
    bureau: Bureau,
    year: int,
    period: str,
    content: bytes,
    filename: str,
    actor: User,
    as_table: bool = False,
) -> WorkbookImport:
    """Read a file for these figures; nothing is changed yet. `as_table`: even if it is one of our workbooks.

    Raises EdusumError for what cannot be read, PermissionDenied.
    """
    require_filling(actor, bureau)
    grids = read_file(content, filename)
    seal = "" if as_table else seal_in(grids)
    row = WorkbookImport(
        bureau=bureau,
        owner=home_bureau(actor) or bureau,
        year=year,
        period=period,
        filename=clean_name(filename),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=actor,
    )
    if seal:
        record = record_in(seal)
        _refuse_elsewhere(record, bureau, year, period)
        row.kind, row.content = ImportKind.WORKBOOK, as_json(content_of(grids, record))
    else:
        sheets = [grid for grid in grids if grid.title != SEAL]
        table = find_table(sheets, _names(), year=year)
        row.kind, row.content = ImportKind.TABLE, {"table": table_as_json(table)}
    row.save()
    return row


def clean_name(filename: str) -> str:
    """The name alone, as people see it."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in name if char.isprintable())[-MAX_NAME:] or "未命名"


def record_in(seal: str) -> Record:
    """Raises EdusumError."""
    record = read_record(unsealed(seal))
    if record is None:
        raise EdusumError("这份填报表是旧版本的系统下载的，请重新下载再填。")
    return record


def content_of(grids: Sequence[Grid], record: Record) -> Content:
    """What the workbook changes, by the metrics as they are now. Raises EdusumError."""
    metrics = MetricDefinition.objects.filter(code__in=[place.code for place in record.places])
    wanted = {metric.code: wanted_of(metric) for metric in metrics}
    for place in record.places:
        metric = wanted.get(place.code)
        if metric is None or (metric.name, metric.unit) != (place.name, place.unit):
            raise EdusumError(
                f"下载以后，指标“{place.name}”的名称或单位已经改了，请重新下载填报表，把数抄过去再上传。"
            )
    return read_back(grids, record, list(wanted.values()))


def _refuse_elsewhere(record: Record, bureau: Bureau, year: int, period: str) -> None:
    if record.bureau_id != bureau.pk:
        other = Bureau.objects.filter(pk=record.bureau_id).values_list("full_name", flat=True).first()
        whose = f"“{other}”的" if other else "别的单位的"
        raise EdusumError(
            f"这份填报表是{whose}，不是“{bureau.full_name}”的，没有读入。请核对后重新选择文件。"
        )
    if (record.year, record.period) != (year, period):
        told, asked = period_label(record.year, record.period), period_label(year, period)
        raise EdusumError(
            f"这份填报表是{told}的，您现在导入的是{asked}的，没有读入。请到{told}的填报页导入，或重新选择文件。"
        )


# A plain table: which row is which metric


def table_of(row: WorkbookImport) -> Table:
    return table_from_json(row.content["table"])


def guesses(table: Table) -> list[Guess]:
    names = _names()
    return [names.guess(line.label) for line in table.rows]


def metric_named(typed: str, names: Names) -> str:
    """The code of the metric that is called so. Raises EdusumError for none or several."""
    codes = names.exactly(typed)
    if len(codes) != 1:
        told = "有几项指标都叫这个名称，请写全称" if codes else "指标库里没有这个名称，请从列表里选"
        raise EdusumError(f"“{typed[:30]}”：{told}。")
    return codes[0]


def match_table(
    *, row: WorkbookImport, column: int, chosen: Mapping[int, str], actor: User
) -> WorkbookImport:
    """Take the numbers of a column for the metrics (codes) that a person confirmed, by row number."""
    require_filling(actor, row.bureau)
    table = table_of(row)
    if not 0 <= column < len(table.columns):
        raise EdusumError("请选择取哪一列的数。")
    if not chosen:
        raise EdusumError("还没有勾选任何一行，请核对后勾选要导入的行。")
    if len(set(chosen.values())) < len(chosen):
        raise EdusumError("有两行对应了同一项指标，请只勾选其中一行。")
    metrics = {metric.code: metric for metric in MetricDefinition.objects.filter(code__in=chosen.values())}
    found = take(table, column, {number: wanted_of(metrics[code]) for number, code in chosen.items()})
    with transaction.atomic():
        stored = _waiting(row)
        stored.content = {"table": stored.content["table"], **as_json(found)}
        stored.save(update_fields=["content", "updated_at"])
    return stored


def known_names() -> Names:
    return _names()


def _names() -> Names:
    rows = MetricDefinition.objects.active().values_list("code", "name", "phrase_name", "synonyms")
    return Names(Known(code, name, (phrase, *synonyms)) for code, name, phrase, synonyms in rows)


# Decided


def confirm_import(
    *,
    row: WorkbookImport,
    actor: User,
    mark: str,
    anyway: Collection[str] = (),
    reasons: Mapping[str, str] | None = None,
) -> Saved:
    """Store all that the table changes, or nothing. `mark` is that of the preview the person saw.

    Figures changed by others since the download are only overwritten where `anyway` has their code.
    Raises DecidedError, FaultyError, MovedOnError, EdusumError, PermissionDenied.
    """
    require_filling(actor, row.bureau)
    with transaction.atomic():
        stored = _waiting(row)
        preview = preview_of(stored, actor)
        if preview.fault_count:
            raise FaultyError(preview.fault_count)
        if preview.mark != mark:
            raise MovedOnError
        saved = save_values(
            bureau=stored.bureau,
            year=stored.year,
            period=stored.period,
            entries=_entries(preview, anyway, reasons or {}),
            actor=actor,
            origin=ValueOrigin.WORKBOOK,
        )
        stored.state, stored.decided_at = ImportState.STORED, timezone.now()
        stored.changed_count = saved.changed + saved.proposed
        stored.save(update_fields=["state", "decided_at", "changed_count", "updated_at"])
    return saved


def drop_import(*, row: WorkbookImport, actor: User) -> WorkbookImport:
    """Nothing of the table is stored. Raises DecidedError, PermissionDenied."""
    require_filling(actor, row.bureau)
    with transaction.atomic():
        stored = _waiting(row)
        stored.state, stored.decided_at = ImportState.DROPPED, timezone.now()
        stored.save(update_fields=["state", "decided_at", "updated_at"])
    return stored


def _entries(preview: Preview, anyway: Collection[str], reasons: Mapping[str, str]) -> list[ValueEntry]:
    return [
        ValueEntry(
            step.metric_id,
            step.reading,
            seen=step.now,
            reason=reasons.get(step.code, "").strip()[:MAX_NAME] or None,
        )
        for step in preview.steps
        if not step.is_conflict or step.code in anyway
    ]


def _waiting(row: WorkbookImport) -> WorkbookImport:
    """The import, locked; of two decisions one comes second."""
    stored: WorkbookImport = WorkbookImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if stored.state != ImportState.READ:
        raise DecidedError(stored.state)
    return stored
