"""Handing figures in, giving them back, and who has done so."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from edusum.common.errors import EdusumError
from edusum.common.http import row_number
from edusum.metrics.access import may_fill_for_unit, may_see_as_unit
from edusum.metrics.asking import bureau_asked, is_unit, period_asked, unit_asked
from edusum.metrics.enums import Period, period_label
from edusum.metrics.models import Submission
from edusum.metrics.overview import departments_of, list_address, shown_parties, units_of
from edusum.metrics.submitting import (
    StillPendingError,
    completeness_of,
    hand_in,
    may_hand_in,
    may_reopen,
    reopen,
    require_handing_in,
)
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, can, require
from edusum.orgs.services import home_bureau

UNITS_PER_PAGE = 100


@require_safe
def submission_list(request: HttpRequest, year: int) -> HttpResponse:
    """Departments of one's own bureau; for who may see them, the units below it, level by level."""
    period = period_asked(request, year)
    home = home_bureau(request.user)
    require(request.user, Action.VIEW, bureau=home)
    sees_units = can(request.user, Action.VIEW_UNITS, bureau=home)
    of = unit_asked(request, home) if sees_units else home
    units, newer = units_of(of, year, period, home=home, user=request.user) if sees_units else ([], ())
    state, words = request.GET.get("state", ""), plain(request.GET.get("words", ""))
    shown = shown_parties(units, state=state, words=words)
    page = Paginator(shown, UNITS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **time_context(year, period),
        "home": home,
        "of": of,
        "above": of.parent if of != home else None,
        "departments": departments_of(home, year, period, user=request.user) if of == home else [],
        "own": Submission.objects.of(home, year, period).filter(department=None).first(),
        "hands_in": may_hand_in(request.user, home),
        "page": page,
        "units": units,
        "newer": newer,
        "in_count": sum(party.is_in for party in units),
        "out_count": sum(not party.is_in for party in units),
        "state": state,
        "words": words,
        "query": _query(request),
        "sees_units": sees_units,
        "addresses": {
            "all": list_address(year, period, of=_other(of, home), words=words),
            "out": list_address(year, period, of=_other(of, home), words=words, state="out"),
            "in": list_address(year, period, of=_other(of, home), words=words, state="in"),
            "here": list_address(year, period),
        },
    }
    return render(request, "metrics/submission_list.html", context)


def submission_hand_in(request: HttpRequest, year: int) -> HttpResponse:
    """What would be handed in and what is still open; sent, it is handed in."""
    period = period_asked(request, year)
    bureau = bureau_asked(request)
    require(request.user, Action.VIEW, bureau=home_bureau(request.user))
    department = _department(request, bureau)
    require_handing_in(request.user, bureau, department)
    status = 200
    if request.method == "POST":
        try:
            row = hand_in(
                bureau=bureau,
                year=year,
                period=period,
                department=department,
                actor=request.user,
                note=request.POST.get("note", ""),
                anyway=request.POST.get("anyway") == "1",
            )
        except StillPendingError:
            status = 422
        except EdusumError as error:
            messages.error(request, error.message)
            return redirect(request.get_full_path())
        else:
            whose = department.name if department else bureau.short_name
            messages.success(request, f"{whose}的指标已上报。要改个别数，改后等统稿人发布。")
            return redirect("metrics:submission_detail", pk=row.pk)
    context = {
        **time_context(year, period),
        "bureau": bureau,
        "department": department,
        "is_unit": is_unit(request, bureau),
        "found": completeness_of(bureau, year, period, department),
        "submission": Submission.objects.of(bureau, year, period).filter(department=department).first(),
        "note": request.POST.get("note", ""),
        "is_refused": status == 422,
    }
    return render(request, "metrics/submission_hand_in.html", context, status=status)


@require_safe
def submission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who handed in and gave back, when and why."""
    row = _visible(request, pk)
    context = {
        **time_context(row.year, row.period),
        "submission": row,
        "bureau": row.bureau,
        "is_unit": is_unit(request, row.bureau),
        "events": row.events.select_related("actor"),
        "can_reopen": row.state == "handed_in" and may_reopen(request.user, row.bureau, row.department),
    }
    return render(request, "metrics/submission_detail.html", context)


@require_POST
def submission_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    try:
        reopen(submission=row, reason=request.POST.get("reason", ""), actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        whose = row.department.name if row.department else row.bureau.short_name
        messages.success(request, f"已退回给{whose}，那里可以修改后再上报。")
    return redirect("metrics:submission_detail", pk=pk)


def _visible(request: HttpRequest, pk: int) -> Submission:
    """Of one's own bureau, or of a unit below it for who may see those."""
    rows = Submission.objects.select_related("bureau", "department", "handed_in_by")
    row = get_object_or_404(rows, pk=pk)
    if can(request.user, Action.VIEW, bureau=row.bureau) or may_fill_for_unit(request.user, row.bureau):
        return row
    if may_see_as_unit(request.user, row.bureau):
        return row
    raise Http404


def _department(request: HttpRequest, bureau: Bureau) -> Department | None:
    sent = request.GET.get("department", "")
    if not sent:
        return None
    return get_object_or_404(Department, pk=row_number(sent), bureau=bureau)


def _other(of: Bureau, home: Bureau) -> int:
    return 0 if of == home else of.pk


def _query(request: HttpRequest) -> str:
    """The address's words without the page."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def plain(words: str) -> str:
    return words.replace("\x00", "").strip()[:60]


def time_context(year: int, period: str) -> dict[str, object]:
    """The words and the tail of addresses for a time."""
    is_half = period == Period.FIRST_HALF
    return {
        "year": year,
        "period": period,
        "label": period_label(year, period),
        "is_half_year": is_half,
        "period_query": f"period={period}" if is_half else "",
    }


def refuse_units(request: HttpRequest) -> Bureau:
    """One's own bureau, for who may see the units below it; a 403 page otherwise."""
    home = home_bureau(request.user)
    require(request.user, Action.VIEW_UNITS, bureau=home)
    if home is None:
        raise PermissionDenied
    return home
