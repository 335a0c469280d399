"""校核: files and pasted text come in; the papers and drafts that can be proofread."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.models import Draft
from edusum.drafts.reading import with_shared_terms
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, can
from edusum.proofreading import deciding, mending, receiving
from edusum.proofreading.access import proofreading_bureau
from edusum.proofreading.checking import check_paper
from edusum.proofreading.forms import YearForm
from edusum.proofreading.models import CheckedPaper, FindingAssignment
from edusum.proofreading.standing import stands
from edusum.proofreading.views.fetching import paper_of, target_of

PER_PAGE = 20
SHOWN_DRAFTS = 8


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """What can be proofread (GET); a file or text comes in (POST)."""
    bureau = proofreading_bureau(request.user)
    if request.method != "POST":
        return _list(request, bureau, YearForm())
    form = YearForm(request.POST)
    if not form.is_valid():
        return _list(request, bureau, form, status=422)
    try:
        paper = _receive(request, bureau, form.cleaned_data["year"])
    except EdusumError as error:
        return _list(request, bureau, form, problem=error.message, status=422)
    return redirect("proofreading:desk", kind="papers", pk=paper.pk)


def _receive(request: HttpRequest, bureau: Bureau, year: int | None) -> CheckedPaper:
    actor = cast("User", request.user)
    file = request.FILES.get("file")
    if file is not None:
        handed = receiving.Handed(file, file.name or "")
        return receiving.receive_file(bureau=bureau, handed=handed, actor=actor, year=year)
    text = request.POST.get("text", "")
    return receiving.receive_text(bureau=bureau, text=text, actor=actor, year=year)


def _list(
    request: HttpRequest, bureau: Bureau, form: YearForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    rows = CheckedPaper.objects.visible_to(request.user).defer("source").select_related("uploaded_by")
    drafts = Draft.objects.visible_to(request.user).with_names().order_by("-year", "-pk")
    every = "drafts" in request.GET
    shown = list(drafts if every else drafts[: SHOWN_DRAFTS + 1])
    page = Paginator(rows.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "standing": stands(page.object_list),
        "drafts": with_shared_terms(shown if every else shown[:SHOWN_DRAFTS]),
        "has_more_drafts": not every and len(shown) > SHOWN_DRAFTS,
        "given": FindingAssignment.objects.open().of_person(request.user).of_bureau(bureau).with_papers(),
        "form": form,
        "problem": problem,
        "typed": request.POST.get("text", ""),
        "most": receiving.MAX_MEGABYTES,
        "may_set": can(request.user, Action.SET_RULES, bureau=bureau),
    }
    return render(request, "proofreading/papers.html", context, status=status)


@require_POST
def paper_year(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which year it is about, so that figures and years can be held against it."""
    paper = paper_of(request, pk)
    form = YearForm(request.POST)
    if form.is_valid():
        receiving.set_year(paper=paper, year=form.cleaned_data["year"], actor=cast("User", request.user))
        messages.success(request, "年度已保存，已按这个年度重新核对。")
    else:
        messages.error(request, "".join(form.errors["year"]))
    return redirect("proofreading:desk", kind="papers", pk=pk)


@require_POST
def paper_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the last change."""
    paper = paper_of(request, pk)
    try:
        last = mending.undo_last(paper=paper, actor=cast("User", request.user))
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已撤销：{last}。")
        if found := check_paper(CheckedPaper.objects.get(pk=pk)).of_fix(last):
            near = f"&near={found.finding.start}"
            return redirect(f"{deciding.desk_address(paper, found.finding.fingerprint)}{near}")
    return redirect("proofreading:desk", kind="papers", pk=pk)


@require_POST
def paper_delete(request: HttpRequest, pk: int) -> HttpResponse:
    paper = target_of(request, "papers", pk)
    name = str(paper)
    receiving.delete_paper(paper=cast("CheckedPaper", paper), actor=cast("User", request.user))
    messages.success(request, f"已删去“{name}”和它的核对记录。")
    return redirect("proofreading:papers")
