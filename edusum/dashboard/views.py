from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from edusum.common.http import is_fragment, row_number
from edusum.dashboard.home import Home
from edusum.drafts.due_days import urge_overdue
from edusum.drafts.models import Notice
from edusum.drafts.reminding import mark_read
from edusum.orgs.models import Department
from edusum.orgs.permissions import Action, require
from edusum.orgs.services import home_bureau

PAGE = 30


def home(request: HttpRequest) -> HttpResponse:
    bureau = home_bureau(request.user)
    require(request.user, Action.VIEW, bureau=bureau)
    found = Home(request.user, bureau, shows_all="all" in request.GET)
    return render(request, "dashboard/home.html", {"home": found})


def notice_list(request: HttpRequest) -> HttpResponse:
    """All notices of this person, read ones too."""
    rows = Notice.objects.filter(user=request.user).select_related("sent_by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "dashboard/notice_list.html", {"page": page, "unread": rows.filter(read_at=None).count()}
    )


@require_POST
def notice_read(request: HttpRequest) -> HttpResponse:
    """One notice (`notice`), or all of them; `go` leads on to what it is about."""
    pk = row_number(request.POST.get("notice"))
    if "notice" in request.POST:
        notice = get_object_or_404(Notice.objects.filter(user=request.user), pk=pk)
        mark_read(user=request.user, notice=notice.pk)
        if "go" in request.POST and notice.address:
            return redirect(notice.address)
    else:
        mark_read(user=request.user)
    if is_fragment(request):
        bureau = home_bureau(request.user)
        require(request.user, Action.VIEW, bureau=bureau)
        return render(request, "dashboard/_notices.html", {"home": Home(request.user, bureau)})
    return redirect("dashboard:notice_list" if request.POST.get("back") == "list" else "dashboard:home")


@require_POST
def department_urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a department for all that is overdue."""
    department = get_object_or_404(Department.objects.visible_to(request.user), pk=pk)
    urged = urge_overdue(department=department, actor=request.user)
    told = messages.success if urged.notices else messages.info
    told(request, f"{department}：{urged.words}")
    return redirect("dashboard:home")
