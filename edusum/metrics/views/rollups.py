"""Bringing the figures of the units below together, looking into them, and taking them as one's own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from edusum.common.errors import EdusumError
from edusum.common.http import is_fragment, row_number
from edusum.metrics.addresses import page_address
from edusum.metrics.asking import period_asked, unit_asked
from edusum.metrics.comparing_units import BY_VALUE, ORDERS, compare_units
from edusum.metrics.models import MetricDefinition, RollUp, RollUpDoubt
from edusum.metrics.rollup_pages import RollUpPage, doubt_lines
from edusum.metrics.rollups.adopting import adopt, judged_offers, offers_of
from edusum.metrics.rollups.starting import newest_rollup, start_rollup
from edusum.metrics.views.submissions import plain, refuse_units, time_context
from edusum.orgs.permissions import Action, can, require
from edusum.orgs.services import home_bureau

DOUBTS_PER_PAGE = 50


@require_safe
def rollup_detail(request: HttpRequest, year: int) -> HttpResponse:
    """The area's figures; htmx asks for how far a new roll-up is."""
    period = period_asked(request, year)
    home = refuse_units(request)
    page = RollUpPage(home, year, period)
    context = {
        **time_context(year, period),
        "page": page,
        "home": home,
        "can_roll_up": can(request.user, Action.ROLL_UP, bureau=home),
    }
    if is_fragment(request):
        answer = render(request, "metrics/_rollup_progress.html", context)
        if not page.is_moving:
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "metrics/rollup_detail.html", context)


@require_POST
def rollup_start(request: HttpRequest, year: int) -> HttpResponse:
    period = period_asked(request, year)
    home = home_bureau(request.user)
    start_rollup(bureau=home, year=year, period=period, actor=request.user)
    return redirect(page_address("metrics:rollup_detail", year, period))


def rollup_adopt(request: HttpRequest, year: int) -> HttpResponse:
    """The bureau's own figures and those of its units side by side; the chosen ones are taken."""
    period = period_asked(request, year)
    home = home_bureau(request.user)
    require(request.user, Action.ROLL_UP, bureau=home)
    rollup = newest_rollup(home, year, period)
    if rollup is None:
        messages.warning(request, "还没有汇总过，请先汇总。")
        return redirect(page_address("metrics:rollup_detail", year, period))
    status = 200
    if request.method == "POST":
        chosen = {pk for pk in map(row_number, request.POST.getlist("metrics")) if pk}
        try:
            _require_same(rollup, request.POST.get("rollup", ""))
            seen = {pk: request.POST.get(f"seen-{pk}", "") for pk in chosen}
            saved = adopt(rollup=rollup, metrics=chosen, actor=request.user, seen=seen)
        except EdusumError as error:
            messages.error(request, str(error))
            status = 422
        else:
            waits = f"其中 {saved.proposed} 项已上报或已写进交了的章节，等发布。" if saved.proposed else ""
            messages.success(request, f"已采用 {saved.changed + saved.proposed} 项汇总数。{waits}")
            return redirect(page_address("metrics:rollup_adopt", year, period))
    offers = offers_of(rollup)
    context = {
        **time_context(year, period),
        "rollup": rollup,
        "home": home,
        "offers": judged_offers([offer for offer in offers if not offer.is_same], rollup),
        "same_count": sum(offer.is_same for offer in offers),
        "ticked": request.POST.getlist("metrics"),
    }
    return render(request, "metrics/rollup_adopt.html", context, status=status)


@require_safe
def rollup_doubts(request: HttpRequest, year: int) -> HttpResponse:
    """Units' figures that are unlike their own past."""
    period = period_asked(request, year)
    home = refuse_units(request)
    rollup = newest_rollup(home, year, period)
    rows = RollUpDoubt.objects.filter(rollup=rollup).select_related("unit", "metric")
    metric = MetricDefinition.objects.filter(code=request.GET.get("metric", "").replace("\x00", "")).first()
    if metric is not None:
        rows = rows.filter(metric=metric)
    page = Paginator(rows, DOUBTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **time_context(year, period),
        "rollup": rollup,
        "page": page,
        "lines": doubt_lines(page.object_list),
        "metric": metric,
        "query": urlencode(
            ({"period": period} if period != "year" else {}) | ({"metric": metric.code} if metric else {})
        ),
    }
    return render(request, "metrics/rollup_doubts.html", context)


@require_safe
def rollup_metric(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One metric, unit by unit, down to the single school."""
    period = period_asked(request, year)
    home = refuse_units(request)
    metric = get_object_or_404(MetricDefinition, code=code)
    rollup = newest_rollup(home, year, period)
    if rollup is None:
        messages.warning(request, "还没有汇总过，统稿人汇总以后才能比较各单位。")
        return redirect(page_address("metrics:rollup_detail", year, period))
    of = unit_asked(request, home)
    order = request.GET.get("sort", BY_VALUE)
    order = order if order in ORDERS else BY_VALUE
    words = plain(request.GET.get("words", ""))
    context = {
        **time_context(year, period),
        "comparison": compare_units(rollup=rollup, of=of, metric=metric, order=order, words=words),
        "metric": metric,
        "rollup": rollup,
        "of": of,
        "home": home,
        "above": of.parent if of != home else None,
        "order": order,
        "words": words,
        "orders": ORDERS.items(),
        "of_query": f"of={of.pk}" if of != home else "",
    }
    return render(request, "metrics/rollup_metric.html", context)


def _require_same(rollup: RollUp, seen: str) -> None:
    if seen != str(rollup.pk):
        raise EdusumError("您打开这一页以后又汇总过一次，数可能不同了，请核对后再采用。")
