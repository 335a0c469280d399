from functools import cache
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from edusum.accounts.answers import wants_json
from edusum.common.errors import EdusumError
from edusum.common.years import FIRST_YEAR, LAST_YEAR, reporting_year
from edusum.metrics.access import departments_served, may_fill, may_publish, require_filling
from edusum.metrics.asking import bureau_asked, is_unit, part_of_year
from edusum.metrics.changes import withdraw_change
from edusum.metrics.entering import answering_rows, enter_rows
from edusum.metrics.models import PendingChange
from edusum.metrics.rows import Filler, SheetRow
from edusum.metrics.saving import save_values, told_of
from edusum.metrics.sheet import Asked, SheetPage
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, memberships_of, require
from edusum.orgs.services import home_bureau


def metric_current(request: HttpRequest) -> HttpResponse:
    return redirect("metrics:metric_sheet", year=reporting_year(timezone.localdate()))


def metric_sheet(request: HttpRequest, year: int) -> HttpResponse:
    bureau = asked_bureau(request, year)
    if request.method == "POST":
        require_filling(request.user, bureau)
    page = _page(request, year, bureau, posted=request.POST if request.method == "POST" else None)
    if page.posted is not None and page.sheet.is_valid():
        try:
            saved = save_values(
                bureau=bureau,
                year=year,
                period=page.asked.period,
                entries=page.sheet.entries(),
                actor=request.user,
            )
        except EdusumError as error:
            messages.error(request, str(error))
            page = _page(request, year, bureau, posted=request.POST)
            page.sheet.is_valid()
        else:
            messages.success(request, told_of(saved))
            return redirect(page.asked.url())
    status = 200 if page.posted is None else 422
    context = {"page": page, "sheet": page.sheet, "is_unit": is_unit(request, bureau)}
    return render(request, "metrics/metric_sheet.html", context, status=status)


@require_POST
def figures_save(request: HttpRequest, year: int) -> HttpResponse:
    """Rows that save by themselves as one leaves them; the answer holds them, and what is related to them."""
    bureau = asked_bureau(request, year)
    require_filling(request.user, bureau)
    page = _page(request, year, bureau, posted=request.POST)
    saved = enter_rows(page, actor=request.user)
    after = _page(request, year, bureau)
    rows = answering_rows(page, after)
    return JsonResponse(
        {
            "rows": {row.code: _row_as_shown(request, after, row) for row in rows},
            "refused": [row.code for row in page.sheet.rows if row.form.errors],
            "overtaken": [row.code for row in page.sheet.rows if row.form.is_overtaken],
            "changed": saved.changed,
            "proposed": saved.proposed,
            "publisher": "您" if saved.proposed and after.filler.publishes else "统稿人",
            "live": after.live,
            "at": f"{timezone.localtime():%H:%M}",
        }
    )


def _row_as_shown(request: HttpRequest, page: SheetPage, row: SheetRow) -> str:
    return render_to_string("metrics/_sheet_row.html", {"page": page, "row": row}, request)


@require_POST
def change_withdraw(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    bureau = asked_bureau(request, year)
    changes = PendingChange.objects.filter(bureau=bureau, year=year)
    change = get_object_or_404(changes.select_related("metric"), pk=pk)
    try:
        withdraw_change(change=change, actor=request.user)
        words, level = f"已撤回对“{change.metric}”的改动，原来的数不变。", messages.SUCCESS
    except EdusumError as error:
        words, level = str(error), messages.ERROR
    if not wants_json(request):
        messages.add_message(request, level, words)
        return redirect(f"{asked_of(request, year).url()}#{change.metric.code}")
    page = _page(request, year, bureau)
    rows = {row.code: _row_as_shown(request, page, row) for row in page.rows_of([change.metric.code])}
    return JsonResponse({"rows": rows, "words": words})


def asked_bureau(request: HttpRequest, year: int) -> Bureau:
    """Whose figures the page shows; raises Http404 and PermissionDenied."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    bureau = bureau_asked(request, to_look=request.method == "GET")
    if not is_unit(request, bureau):
        require(request.user, Action.VIEW, bureau=bureau)
    return bureau


def filler_of(request: HttpRequest, bureau: Bureau, asked: Asked) -> Filler:
    return Filler(
        is_allowed=may_fill(request.user, bureau),
        served=departments_served(request.user, bureau),
        user_id=request.user.pk,
        decides=cache(lambda: may_publish(request.user, bureau, asked.year, asked.period)),
    )


def asked_of(request: HttpRequest, year: int) -> Asked:
    """What of the figures the address asks for."""
    query = {name: value.replace("\x00", "") for name, value in request.GET.items()}
    home = home_bureau(request.user)
    unit = query.get("unit", "")
    return Asked(
        year=year,
        period=part_of_year(query.get("period", "")),
        only=query.get("only", ""),
        words=query.get("words", "").strip(),
        scope=query.get("scope", ""),
        domain=query.get("domain", ""),
        department=query.get("department", ""),
        back=_own_path(query.get("back", "")),
        unit="" if home and unit == str(home.pk) else unit,
    )


def _page(request: HttpRequest, year: int, bureau: Bureau, *, posted: Any = None) -> SheetPage:
    return SheetPage(
        asked_of(request, year),
        bureau,
        departments=[item.department_id for item in memberships_of(request.user) if item.department_id],
        filler=filler_of(request, bureau, asked_of(request, year)),
        posted=posted,
    )


def _own_path(path: str) -> str:
    """The path if it leads to a page of this site, else nothing."""
    is_own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_own else ""
