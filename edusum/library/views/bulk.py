from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from edusum.common.errors import EdusumError
from edusum.library.access import known_departments
from edusum.library.bulk import SettingsChangedError, save_settings
from edusum.library.errors import VersionFrozenError
from edusum.library.forms import SettingsSheet
from edusum.library.views.access import version_to_edit


@require_http_methods(["GET", "HEAD", "POST"])
def sections_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Department, days and length of all sections of a version on one page, saved together."""
    version = version_to_edit(request, pk)
    sheet = SettingsSheet(version, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        if version.is_frozen:
            messages.error(request, VersionFrozenError(version).message)
            return redirect("admin:library_templateversion_change", version.pk)
        return _sheet_page(request, sheet)
    if "replace" in request.POST:
        return _replaced(request, sheet)
    if not sheet.is_valid():
        return _sheet_page(
            request, sheet, refusal=f"有 {len(sheet.faults)} 节填写有误，已在下面标出，没有保存。"
        )
    try:
        count = save_settings(version=version, rows=sheet.inputs(), actor=request.user)
    except SettingsChangedError as error:
        sheet.tell(error.stored)
        return _sheet_page(request, sheet, refusal=error.message)
    except EdusumError as error:
        return _sheet_page(request, sheet, refusal=error.message)
    messages.success(request, f"已保存 {count} 节的改动。" if count else "没有改动，无需保存。")
    return redirect("admin:library_templateversion_change", version.pk)


def _replaced(request: HttpRequest, sheet: SettingsSheet) -> HttpResponse:
    """The rows with one department in the place of another: shown to be looked at, not saved."""
    old, new = request.POST.get("old", "").strip(), request.POST.get("new", "").strip()
    if not old:
        return _sheet_page(request, sheet, refusal="请先选定要改的科室，再点“全部改”。")
    changed = sheet.replaced(old, new)
    count = sum(row.was_replaced for row in changed)
    done = f"已把 {count} 节的“{old}”改为“{new or '未定科室'}”，还没有保存；核对后点“保存”。"
    return _sheet_page(request, changed, told=done if count else f"没有哪一节的科室是“{old}”。")


def _sheet_page(request: HttpRequest, sheet: SettingsSheet, **told: Any) -> HttpResponse:
    version = sheet.version
    context = {
        "version": version,
        "sheet": sheet,
        "known": known_departments(request.user, version.report_template.bureau),
    }
    status = 422 if told.get("refusal") else 200
    return render(request, "library/sections_edit.html", context | told, status=status)
