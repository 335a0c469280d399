from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from edusum.common.errors import EdusumError
from edusum.common.years import FIRST_YEAR, LAST_YEAR, reporting_year
from edusum.metrics import services
from edusum.metrics.forms import Sheet
from edusum.metrics.models import MetricDefinition
from edusum.orgs.permissions import Action, can, require
from edusum.orgs.services import home_bureau


def metric_current(request: HttpRequest) -> HttpResponse:
    return redirect("metrics:metric_sheet", year=reporting_year(timezone.localdate()))


def metric_sheet(request: HttpRequest, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    bureau = home_bureau(request.user)
    require(request.user, Action.VIEW, bureau=bureau)
    if request.method == "POST":
        require(request.user, Action.FILL_FIGURES, bureau=bureau)
    editable = can(request.user, Action.FILL_FIGURES, bureau=bureau)
    only = request.GET.get("only", "").replace("\x00", "")
    definitions = MetricDefinition.objects.chosen(only) if only else MetricDefinition.objects.active()
    posted = request.POST if request.method == "POST" else None
    sheet = Sheet(definitions, services.figures(bureau, year), editable=editable, data=posted)
    if posted is not None and sheet.is_valid():
        try:
            count = services.save_values(
                bureau=bureau, year=year, entries=sheet.entries(), actor=request.user
            )
        except EdusumError as error:
            messages.error(request, str(error))
            sheet = Sheet(definitions, services.figures(bureau, year), editable=editable, data=posted)
            sheet.is_valid()
        else:
            messages.success(request, f"已保存，改动 {count} 项。" if count else "没有改动，无需保存。")
            return redirect(request.get_full_path())
    return render(
        request,
        "metrics/metric_sheet.html",
        {
            "sheet": sheet,
            "year": year,
            "bureau": bureau,
            "editable": editable,
            "only": only,
            "back": _own_path(request.GET.get("back", "")),
        },
        status=422 if posted is not None else 200,
    )


def _own_path(path: str) -> str:
    """The path if it leads to a page of this site, else nothing."""
    is_own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_own else ""
