"""Figures by spreadsheet: workbooks out, tables in, looked through and confirmed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from edusum.common.errors import EdusumError
from edusum.common.http import download, row_number
from edusum.metrics.access import require_filling
from edusum.metrics.addresses import page_address
from edusum.metrics.asking import bureau_asked, is_unit, period_asked
from edusum.metrics.enums import ImportKind, ImportState, Period, period_label
from edusum.metrics.models import MetricDefinition, WorkbookImport
from edusum.metrics.saving import told_of
from edusum.metrics.workbooks import batches, importing
from edusum.metrics.workbooks.grids import MAX_BYTES
from edusum.metrics.workbooks.matching import Table
from edusum.metrics.workbooks.offering import Extent, WorkbookFile, offer_workbook
from edusum.metrics.workbooks.previewing import preview_of
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, can, require
from edusum.orgs.services import home_bureau

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LISTED = 12


@require_safe
def workbook_download(request: HttpRequest, year: int) -> HttpResponse:
    """The pre-filled workbook of what the sheet shows."""
    period = period_asked(request, year)
    bureau = bureau_asked(request)
    require_filling(request.user, bureau)
    query = {name: value.replace("\x00", "") for name, value in request.GET.items()}
    extent = Extent(query.get("scope", ""), query.get("only", ""), query.get("words", "").strip())
    try:
        file = offer_workbook(bureau=bureau, year=year, period=period, actor=request.user, extent=extent)
    except EdusumError as error:
        messages.error(request, str(error))
        return redirect(
            page_address("metrics:workbook_upload", year, period, {"unit": _unit(request, bureau)})
        )
    return _file(file, XLSX, f"figures-{year}.xlsx")


def workbook_upload(request: HttpRequest, year: int) -> HttpResponse:
    """Choose a file; what it would change is shown on the next page."""
    period = period_asked(request, year)
    bureau = bureau_asked(request)
    require_filling(request.user, bureau)
    problem = ""
    if request.method == "POST":
        try:
            row = importing.receive_file(
                bureau=bureau,
                year=year,
                period=period,
                content=_content(request.FILES.get("file")),
                filename=request.FILES["file"].name or "",
                actor=request.user,
                as_table=request.POST.get("as_table") == "1",
            )
        except EdusumError as error:
            problem = str(error)
        else:
            return redirect("metrics:workbook_import", pk=row.pk)
    recent = WorkbookImport.objects.visible_to(request.user).of(bureau, year, period).newest_first()
    if bureau == home_bureau(request.user):
        recent = recent.filter(batch="")
    context = _context(request, year, period, bureau) | {
        "problem": problem,
        "as_table": request.POST.get("as_table") == "1",
        "recent": recent[:MOST_LISTED],
        "serves_units": can(request.user, Action.FILL_FOR_UNITS, bureau=bureau) and bureau.children.exists(),
        "most": MAX_BYTES // 1024 // 1024,
    }
    return render(request, "metrics/workbook_upload.html", context, status=422 if problem else 200)


def workbook_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What the table would change; sent, it is stored, all of it or nothing."""
    row = _row(request, pk)
    if row.kind == ImportKind.TABLE and "taken" not in row.content and row.state == ImportState.READ:
        return redirect("metrics:workbook_match", pk=row.pk)
    problem = ""
    if request.method == "POST":
        try:
            saved = importing.confirm_import(
                row=row,
                actor=request.user,
                mark=request.POST.get("mark", ""),
                anyway=set(request.POST.getlist("anyway")),
                reasons=_after("reason-", request.POST.items()),
            )
        except EdusumError as error:
            problem = str(error)
        else:
            messages.success(request, told_of(saved, done="已导入", nothing="已确认，没有需要改动的数。"))
            return redirect(_sheet(request, row))
    preview = preview_of(row, request.user) if row.state == ImportState.READ else None
    context = _context(request, row.year, row.period, row.bureau) | {
        "row": row,
        "preview": preview,
        "problem": problem,
        "typed": _after("reason-", request.POST.items()),
        "anyway": set(request.POST.getlist("anyway")),
        "refusal": row.content.get("refused", ""),
        "sheet_url": _sheet(request, row),
        "upload_url": _upload(request, row),
    }
    return render(request, "metrics/workbook_import.html", context, status=422 if problem else 200)


def workbook_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Which row of a plain table is which metric, and which column's numbers are taken: a person says so."""
    row = _row(request, pk)
    if row.kind != ImportKind.TABLE or row.state != ImportState.READ:
        return redirect("metrics:workbook_import", pk=row.pk)
    table = importing.table_of(row)
    problems: list[str] = []
    if request.method == "POST":
        try:
            importing.match_table(
                row=row,
                column=_number(request.POST.get("column", "")),
                chosen=_chosen(request, table),
                actor=request.user,
            )
        except EdusumError as error:
            problems = [str(error)]
        else:
            return redirect("metrics:workbook_import", pk=row.pk)
    context = _context(request, row.year, row.period, row.bureau) | {
        "row": row,
        "table": table,
        "lines": list(_lines(table, request)),
        "column": _column(table, row.year, request),
        "metrics": MetricDefinition.objects.active().order_by("position", "pk"),
        "problems": problems,
        "upload_url": _upload(request, row),
    }
    return render(request, "metrics/workbook_match.html", context, status=422 if problems else 200)


@require_POST
def workbook_drop(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    try:
        importing.drop_import(row=row, actor=request.user)
    except EdusumError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已放弃“{row.filename}”，什么都没有改动。")
    return redirect(_upload(request, row))


# Units below


@require_safe
def workbook_units(request: HttpRequest, year: int) -> HttpResponse:
    """Workbooks for units without accounts: chosen ones out in a zip, and the filled ones in."""
    period = period_asked(request, year)
    home = home_bureau(request.user)
    require(request.user, Action.FILL_FOR_UNITS, bureau=home)
    if "units" in request.GET:
        wanted = {row_number(value) for value in request.GET.getlist("units")}
        units = [unit for unit in batches.units_below(home) if unit.pk in wanted]
        try:
            file = batches.offer_workbooks(units=units, year=year, period=period, actor=request.user)
        except EdusumError as error:
            messages.error(request, str(error))
        else:
            return _file(file, "application/zip", f"figures-{year}.zip")
    return render(request, "metrics/workbook_units.html", _units_context(request, year, period, home))


@require_POST
def workbook_units_receive(request: HttpRequest, year: int) -> HttpResponse:
    period = period_asked(request, year)
    home = home_bureau(request.user)
    require(request.user, Action.FILL_FOR_UNITS, bureau=home)
    try:
        files = request.FILES.getlist("files")
        batches.refuse_too_much([file.size or 0 for file in files])
        uploads = [batches.Upload(file.name or "", bytes(file.read())) for file in files]
        batch = batches.receive_files(
            owner=home, year=year, period=period, uploads=uploads, actor=request.user
        )
    except EdusumError as error:
        context = _units_context(request, year, period, home) | {"problem": str(error)}
        return render(request, "metrics/workbook_units.html", context, status=422)
    return redirect(page_address("metrics:workbook_batch", year, period, batch=batch))


def workbook_batch(request: HttpRequest, year: int, batch: str) -> HttpResponse:
    """What each workbook of a batch would change; confirmed, those that are right are stored."""
    period = period_asked(request, year)
    home = home_bureau(request.user)
    require(request.user, Action.FILL_FOR_UNITS, bureau=home)
    rows = list(
        WorkbookImport.objects.filter(owner=home, year=year, period=period, batch=batch)
        .select_related("bureau", "uploaded_by")
        .order_by("pk")
    )
    if not rows:
        raise Http404
    if request.method == "POST":
        outcome = batches.confirm_batch(
            rows=rows,
            actor=request.user,
            marks=_marks(request),
            handing_in=request.POST.get("hand_in") == "1",
            anyway=request.POST.get("anyway") == "1",
        )
        _tell(request, outcome)
        return redirect(page_address("metrics:workbook_batch", year, period, batch=batch))
    items = batches.judged(rows, request.user)
    context = _context(request, year, period, home) | {
        "items": items,
        "right": [item for item in items if item.can_be_confirmed],
        "to_open": [item for item in items if item.is_to_open],
        "out": batches.units_out(
            home, year, period, but={item.row.bureau_id for item in items if item.preview}
        ),
        "most_out": batches.MOST_OUT,
        "units_url": page_address("metrics:workbook_units", year, period),
    }
    return render(request, "metrics/workbook_batch.html", context)


# Parts


def _row(request: HttpRequest, pk: int) -> WorkbookImport:
    """The import, for who may fill those figures."""
    rows = WorkbookImport.objects.visible_to(request.user).select_related("bureau", "owner", "uploaded_by")
    row = get_object_or_404(rows, pk=pk)
    require_filling(request.user, row.bureau)
    return row


def _context(request: HttpRequest, year: int, period: str, bureau: Bureau) -> dict[str, Any]:
    unit = _unit(request, bureau)
    return {
        "bureau": bureau,
        "year": year,
        "period": period,
        "label": period_label(year, period),
        "time_label": "上半年" if period == Period.FIRST_HALF else "本年",
        "is_unit": bool(unit),
        "query": _query(period, unit),
        "sheet_url": page_address("metrics:metric_sheet", year, period, {"unit": unit}),
    }


def _units_context(request: HttpRequest, year: int, period: str, home: Bureau) -> dict[str, Any]:
    handed = WorkbookImport.objects.filter(owner=home, year=year, period=period).exclude(batch="")
    return _context(request, year, period, home) | {
        "units": batches.units_below(home),
        "out": {pk for pk, _ in batches.units_out(home, year, period)},
        "most_out": batches.MOST_OUT,
        "most_in": batches.MOST_IN,
        "recent": handed.values("batch")
        .annotate(count=Count("pk"), at=Min("created_at"), first=Min("pk"))
        .order_by("-first")[:MOST_LISTED],
    }


def _unit(request: HttpRequest, bureau: Bureau | None) -> str:
    return str(bureau.pk) if bureau is not None and is_unit(request, bureau) else ""


def _query(period: str, unit: str) -> str:
    parts = [f"period={period}"] if period != Period.YEAR else []
    return "&".join([*parts, *([f"unit={unit}"] if unit else [])])


def _sheet(request: HttpRequest, row: WorkbookImport) -> str:
    return page_address("metrics:metric_sheet", row.year, row.period, {"unit": _unit(request, row.bureau)})


def _upload(request: HttpRequest, row: WorkbookImport) -> str:
    if row.batch:
        return page_address("metrics:workbook_batch", row.year, row.period, batch=row.batch)
    return page_address("metrics:workbook_upload", row.year, row.period, {"unit": _unit(request, row.bureau)})


def _content(file: UploadedFile | None) -> bytes:
    if file is None:
        raise EdusumError("还没有选择文件，请先选择要导入的表格。")
    if (file.size or 0) > MAX_BYTES:
        raise EdusumError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请删去图片和多余的工作表后再上传。")
    return bytes(file.read())


def _file(file: WorkbookFile, content_type: str, plain: str) -> HttpResponse:
    return download(file.content, filename=file.filename, content_type=content_type, plain=plain)


def _after(prefix: str, items: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return {name.removeprefix(prefix): str(value) for name, value in items if name.startswith(prefix)}


def _marks(request: HttpRequest) -> dict[int, str]:
    """The marks of the previews that the page showed as right, by the import's id."""
    sent = _after("mark-", request.POST.items())
    return {pk: mark for name, mark in sent.items() if (pk := row_number(name))}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1


def _chosen(request: HttpRequest, table: Table) -> dict[int, str]:
    """The rows that were ticked, each with the code of the metric beside it. Raises EdusumError."""
    names = importing.known_names()
    ticked = sorted({_number(value) for value in request.POST.getlist("rows")})
    return {
        number: importing.metric_named(request.POST.get(f"metric-{number}", ""), names)
        for number in ticked
        if 0 <= number < len(table.rows)
    }


def _lines(table: Table, request: HttpRequest) -> Iterable[dict[str, Any]]:
    called = dict(MetricDefinition.objects.values_list("code", "name"))
    sent = request.POST if request.method == "POST" else None
    for number, (line, guess) in enumerate(zip(table.rows, importing.guesses(table), strict=True)):
        likely = [called[code] for code in guess.codes]
        yield {
            "number": number,
            "row": line,
            "metric": sent.get(f"metric-{number}", "") if sent else (likely[0] if guess.is_sure else ""),
            "likely": [] if guess.is_sure else likely,
            "is_sure": guess.is_sure,
            "is_ticked": str(number) in sent.getlist("rows") if sent else guess.is_sure,
        }


def _column(table: Table, year: int, request: HttpRequest) -> int:
    """The column that was chosen; before that the one of the year, or the only one that names no year."""
    if request.method == "POST":
        return _number(request.POST.get("column", ""))
    years = [column.year for column in table.columns]
    if year in years:
        return years.index(year)
    return 0 if years == [None] else -1


def _tell(request: HttpRequest, outcome: batches.Outcome) -> None:
    told: Sequence[str] = outcome.told
    if outcome.stored:
        handed = f"，其中 {outcome.handed_in} 个单位已上报" if outcome.handed_in else ""
        messages.success(request, f"已导入 {outcome.stored} 个单位的填报表{handed}。")
    for words in told[:MOST_LISTED]:
        messages.warning(request, words)
    if not outcome.stored and not told:
        messages.warning(request, "没有可以导入的填报表：有问题的请改好重新上传，需要逐项核对的请点开办理。")
