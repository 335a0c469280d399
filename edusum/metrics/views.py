from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from edusum.common.errors import EdusumError
from edusum.common.years import FIRST_YEAR, LAST_YEAR, reporting_year
from edusum.metrics.access import require_filling
from edusum.metrics.enums import Period
from edusum.metrics.saving import Saved, save_values
from edusum.metrics.sheet import Asked, SheetPage
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, can, memberships_of, require
from edusum.orgs.services import home_bureau


def metric_current(request: HttpRequest) -> HttpResponse:
    return redirect("metrics:metric_sheet", year=reporting_year(timezone.localdate()))


def metric_sheet(request: HttpRequest, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    bureau = home_bureau(request.user)
    require(request.user, Action.VIEW, bureau=bureau)
    if request.method == "POST":
        require_filling(request.user, bureau)
    page = _page(request, year, bureau)
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
            page = _page(request, year, bureau)
            page.sheet.is_valid()
        else:
            messages.success(request, _said(saved))
            return redirect(page.asked.url())
    status = 200 if page.posted is None else 422
    return render(request, "metrics/metric_sheet.html", {"page": page, "sheet": page.sheet}, status=status)


def _said(saved: Saved) -> str:
    told = [f"已保存，改动 {saved.changed} 项。"] if saved.changed else []
    if saved.proposed:
        told.append(f"有 {saved.proposed} 项已上报或已写进交了的章节，改动已提出，等统稿人发布。")
    return "".join(told) or "没有改动，无需保存。"


def _page(request: HttpRequest, year: int, bureau: Bureau) -> SheetPage:
    query = {name: value.replace("\x00", "") for name, value in request.GET.items()}
    period = query.get("period", "")
    asked = Asked(
        year=year,
        period=period if period in Period.values else Period.YEAR,
        only=query.get("only", ""),
        words=query.get("words", "").strip(),
        scope=query.get("scope", ""),
        domain=query.get("domain", ""),
        back=_own_path(query.get("back", "")),
    )
    editable = can(request.user, Action.FILL_FIGURES, bureau=bureau)
    departments = [item.department_id for item in memberships_of(request.user) if item.department_id]
    posted = request.POST if request.method == "POST" else None
    return SheetPage(asked, bureau, editable=editable, departments=departments, posted=posted)


def _own_path(path: str) -> str:
    """The path if it leads to a page of this site, else nothing."""
    is_own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_own else ""
