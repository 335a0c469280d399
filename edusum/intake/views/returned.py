"""Papers that were edited outside: handed in, gone through change by change."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from edusum.common.errors import EdusumError
from edusum.common.http import is_fragment
from edusum.drafts.models import Draft
from edusum.intake import deciding, returning
from edusum.intake.enums import Decision
from edusum.intake.models import ReturnedChange, ReturnedPaper
from edusum.intake.returned_page import row_of, sections_of
from edusum.orgs.permissions import Action, can, require

_BINARY = "application/octet-stream"
_FIGURE = "figure-"


def returned_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Papers of the draft that came back (GET); another one comes (POST)."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)
    require(request.user, Action.TAKE_IN, bureau=draft.bureau)
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise EdusumError("没有选择文件，请先选择在 Word 或 WPS 里改过的文稿。")
            paper = returning.take_back(draft=draft, file=file, name=file.name or "", actor=request.user)
            return redirect("intake:returned_paper", pk=paper.pk)
        except returning.KnownPaperError as error:
            messages.info(request, error.message)
            return redirect("intake:returned_paper", pk=error.pk)
        except EdusumError as error:
            problem = error.message
    context = {
        "draft": draft,
        "problem": problem,
        "papers": draft.returned_papers.with_counts().select_related("uploaded_by"),
        "most": returning.MAX_MEGABYTES,
        "may_export": can(request.user, Action.EXPORT, bureau=draft.bureau),
    }
    return render(request, "intake/returned_papers.html", context, status=422 if problem else 200)


@require_safe
def returned_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """What its editor changed, by section."""
    paper = _paper(request, pk)
    sections = sections_of(paper)
    rows = [row for section in sections for row in section.rows]
    return render(
        request,
        "intake/returned_paper.html",
        {
            "paper": paper,
            "draft": paper.draft,
            "sections": sections,
            "count": len(rows),
            "waiting": sum(row.is_open for row in rows),
            "may_accept_all": any(
                row.is_open and row.may_accept and not row.needs_choice and not row.here for row in rows
            ),
        },
    )


@require_POST
def returned_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """All changes that wait, at once."""
    paper = _paper(request, pk)
    if request.POST.get("do") == "refuse":
        messages.success(
            request, f"{deciding.refuse_all(paper=paper, actor=request.user)} 处改动没有采用，本稿没有变。"
        )
    else:
        taken = deciding.accept_all(paper=paper, actor=request.user)
        left = f"另有 {taken.left} 处需要逐处决定，原因写在各处旁边。" if taken.left else ""
        messages.success(request, f"已采用 {taken.accepted} 处改动。{left}")
    return redirect("intake:returned_paper", pk=pk)


@require_POST
def returned_change(request: HttpRequest, pk: int, change_pk: int) -> HttpResponse:
    """One change, accepted or refused."""
    paper = _paper(request, pk)
    change = get_object_or_404(paper.changes, pk=change_pk)
    problem = _decide(request, change)
    if not is_fragment(request):
        if problem:
            messages.error(request, problem)
        return redirect(f"{reverse('intake:returned_paper', kwargs={'pk': pk})}#change-{change_pk}")
    change = paper.changes.select_related("section_text__section", "decided_by").get(pk=change_pk)
    context = {"row": row_of(paper, change), "paper": paper, "problem": problem}
    answer = render(request, "intake/_returned_change.html", context, status=422 if problem else 200)
    if not problem and not paper.changes.filter(decision=Decision.WAITING).exists():
        messages.success(request, _all_decided(paper))
        answer["HX-Refresh"] = "true"
    return answer


def _all_decided(paper: ReturnedPaper) -> str:
    accepted = paper.changes.filter(decision=Decision.ACCEPTED).count()
    return f"改动都已决定：采用 {accepted} 处，没有采用 {paper.changes.count() - accepted} 处。"


def _decide(request: HttpRequest, change: ReturnedChange) -> str:
    """What stood in the way, "" if nothing did."""
    try:
        if request.POST.get("do") == "refuse":
            deciding.refuse_change(change=change, actor=request.user)
        else:
            deciding.accept_change(
                change=change,
                actor=request.user,
                figures=_choices(request.POST),
                despite_conflict=request.POST.get("do") == "force",
            )
    except EdusumError as error:
        return error.message
    return ""


def _choices(sent: Mapping[str, str]) -> dict[int, str]:
    names = [name for name in sent if name.startswith(_FIGURE) and name.removeprefix(_FIGURE).isdecimal()]
    return {int(name.removeprefix(_FIGURE)[:4]): sent[name] for name in names}


@require_safe
def returned_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it came."""
    paper = _paper(request, pk)
    try:
        content = (returning.folder() / paper.stored_name).open("rb")
    except FileNotFoundError:
        messages.error(request, f"“{paper.name}”的文件已不在服务器上，请联系系统维护人员。")
        return redirect("intake:returned_paper", pk=pk)
    answer = FileResponse(content, as_attachment=True, filename=paper.name, content_type=_BINARY)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _paper(request: HttpRequest, pk: int) -> ReturnedPaper:
    """For who takes papers in: 404 in other bureaus, 403 for other roles."""
    rows = ReturnedPaper.objects.visible_to(request.user)
    paper: ReturnedPaper = get_object_or_404(
        rows.select_related(
            "draft__bureau", "draft__version", "draft__report_template", "snapshot", "uploaded_by"
        ),
        pk=pk,
    )
    require(request.user, Action.TAKE_IN, bureau=paper.draft.bureau)
    return paper
