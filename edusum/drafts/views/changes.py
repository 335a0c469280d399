from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from edusum.common.errors import EdusumError
from edusum.common.http import is_fragment
from edusum.common.years import FIRST_YEAR, LAST_YEAR
from edusum.drafts import publishing
from edusum.drafts.touched import changes_shown
from edusum.drafts.value_uses import value_uses as uses_of
from edusum.metrics.access import may_see_as_unit, publishable, require_publishing
from edusum.metrics.asking import bureau_asked, is_unit
from edusum.metrics.changes import withdraw_change
from edusum.metrics.enums import ChangeState, Period
from edusum.metrics.models import MetricDefinition, PendingChange
from edusum.orgs.permissions import Action, can, require
from edusum.orgs.services import home_bureau

SHOWN_AT_ONCE, SHOWN_DECIDED = 20, 10


def pending_list(request: HttpRequest) -> HttpResponse:
    """The changes that wait, with what each would do to the papers; below, what was decided last.

    Those of one's own bureau, and those of units below it which it is to decide upon.
    """
    bureau = home_bureau(request.user)
    require(request.user, Action.VIEW, bureau=bureau)
    to_decide = {row.pk for row in publishable(request.user)}
    rows = PendingChange.objects.filter(
        Q(bureau=bureau) | Q(pk__in=to_decide) | Q(decided_by=request.user)
    ).select_related("bureau", "metric", "asked_by")
    waiting = rows.waiting().order_by("-year", "metric__position", "pk")
    context = {
        "home": bureau,
        "shown": changes_shown(list(waiting[:SHOWN_AT_ONCE]), home=bureau),
        "waiting_count": waiting.count(),
        "decided": rows.exclude(state=ChangeState.WAITING)
        .select_related("decided_by")
        .order_by("-decided_at")[:SHOWN_DECIDED],
        "to_decide": to_decide,
        "is_office": can(request.user, Action.PUBLISH_CHANGE, bureau=bureau),
    }
    return render(request, "drafts/pending_list.html", context)


@require_POST
def pending_publish(request: HttpRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    _require_publishing(request, change)
    try:
        publishing.publish(change=change, actor=request.user, seen=request.POST.get("seen", ""))
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"“{change.metric.name}”的改动已发布，文稿里的数已经换了。")
    return redirect("drafts:pending_list")


@require_POST
def pending_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    _require_publishing(request, change)
    seen, note = request.POST.get("seen", ""), request.POST.get("note", "")
    try:
        publishing.refuse(change=change, actor=request.user, seen=seen, note=note)
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"“{change.metric.name}”的改动没有采用，已告诉提出的人。")
    return redirect("drafts:pending_list")


@require_POST
def pending_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    try:
        withdraw_change(change=change, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"“{change.metric.name}”的改动已撤回，数值不变。")
    return redirect("drafts:pending_list")


def value_uses(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Where the papers of the bureau asked for print a value, as far as one may see them; a part for the
    metric's page."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    bureau = bureau_asked(request, to_look=True)
    if not is_unit(request, bureau):
        require(request.user, Action.VIEW, bureau=bureau)
    sees_papers = bureau is not None and can(request.user, Action.VIEW, bureau=bureau)
    metric = get_object_or_404(MetricDefinition, code=code)
    period = request.GET.get("period", Period.YEAR)
    if period not in Period.values:
        period = Period.YEAR
    context = {
        "metric": metric,
        "year": year,
        "bureau": bureau,
        "sees_papers": sees_papers,
        "uses": uses_of(metric, bureau=bureau, year=year, period=period) if sees_papers else [],
    }
    page = "drafts/_value_uses.html" if is_fragment(request) else "drafts/value_uses.html"
    return render(request, page, context)


def _change(request: HttpRequest, pk: int) -> PendingChange:
    """The change, if it is of a bureau of theirs, or of a unit they may look into; else 404."""
    rows = PendingChange.objects.select_related("bureau", "metric")
    change: PendingChange = get_object_or_404(rows, pk=pk)
    if can(request.user, Action.VIEW, bureau=change.bureau) or may_see_as_unit(request.user, change.bureau):
        return change
    raise Http404


def _require_publishing(request: HttpRequest, change: PendingChange) -> None:
    require_publishing(request.user, change.bureau, change.year, change.period)
