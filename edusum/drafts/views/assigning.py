from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from edusum.common.errors import EdusumError
from edusum.common.http import row_number
from edusum.drafts.assigning import (
    OFFICE,
    Changed,
    assign_figure_duties,
    assign_section,
    assign_sections,
    kept_words,
)
from edusum.drafts.assignments import Assignments
from edusum.drafts.due_days import urge
from edusum.drafts.duties import assign_figures
from edusum.drafts.forms.assigning import DutyForm, HandOverForm
from edusum.drafts.lacking import unstaffed_words
from edusum.drafts.models import Draft
from edusum.drafts.titles import title_of
from edusum.drafts.views.fetching import draft_of
from edusum.orgs.permissions import Action, require

NOBODY = "不指定科室"


def draft_assignments(request: HttpRequest, pk: int) -> HttpResponse:
    """Who writes and fills what until when; POST changes the ticked rows, `do` says how."""
    draft = draft_of(request, pk)
    require(request.user, Action.ASSIGN, bureau=draft.bureau)
    sections, figures = _forms(request, draft)
    if request.method == "POST":
        done = _act(request, draft, sections, figures)
        if done:
            return done
    page = Assignments(
        draft,
        department=request.GET.get("department", ""),
        late="late" in request.GET,
        open_only="open" in request.GET,
    )
    context = {
        "draft": draft,
        "page": page,
        "section_form": sections,
        "figure_form": figures,
        "ticked_rows": _ids(request, "row"),
        "ticked_metrics": _ids(request, "metric"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "drafts/draft_assignments.html", context, status=status)


def section_assign(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Hand one section over."""
    draft = draft_of(request, pk)
    row = get_object_or_404(draft.section_texts.with_place().select_related("department"), pk=section_pk)
    require(request.user, Action.ASSIGN, bureau=draft.bureau, department=row.department)
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, bureau=draft.bureau, present=row.department)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("due_on", "note", "with_figures")}
        department = form.wanted_department
        try:
            assign_section(section_text=row, department=department, actor=request.user, **given)
        except EdusumError as error:
            form.add_error(None, error.message)
        else:
            told = "那里的人会收到提醒。"
            if department and department.pk not in form.staffed:
                told = unstaffed_words([department.name])
            messages.success(request, f"“{title_of(row)}”已交给{department or OFFICE}。{told}")
            return redirect("drafts:section_edit", pk=pk, section_pk=section_pk)
    context = {"draft": draft, "section_text": row, "name": title_of(row), "form": form}
    return render(request, "drafts/section_assign.html", context, status=422 if form.is_bound else 200)


def _forms(request: HttpRequest, draft: Draft) -> tuple[DutyForm, DutyForm]:
    do = request.POST.get("do", "")
    data = request.POST if request.method == "POST" else None
    return (
        DutyForm(data if do == "sections" else None, bureau=draft.bureau, prefix="section"),
        DutyForm(data if do == "figures" else None, bureau=draft.bureau, prefix="figure", nobody=NOBODY),
    )


def _act(request: HttpRequest, draft: Draft, sections: DutyForm, figures: DutyForm) -> HttpResponse | None:
    """None when the page is to be shown again with what is wrong."""
    rows = _ids(request, "row")
    do = request.POST.get("do", "")
    if do == "suggest":
        count = assign_figures(draft, actor=request.user)
        said = f"已按章节给 {count} 项指标定了科室。" if count else "没有可以按章节分派的指标。"
        return _told(request, draft, said)
    if do == "urge":
        urged = urge(draft=draft, rows=rows, actor=request.user)
        return _told(
            request,
            draft,
            urged.words if rows else "请先在左边勾选要催办的章节。",
            is_done=bool(urged.notices),
        )
    form, ticked = (figures, _ids(request, "metric")) if do == "figures" else (sections, rows)
    if not form.is_valid():
        return None
    if not ticked:
        form.add_error(None, "请先在左边勾选要改的行。")
        return None
    given = {"department": form.wanted_department, "due_on": form.wanted_day, "actor": request.user}
    try:
        if do == "figures":
            done = assign_figure_duties(draft=draft, metrics=ticked, **given)
            said = f"已改 {done.count} 项指标的分工。" if done.count else "没有改动。"
            told = unstaffed_words(form.unstaffed) if done.count else ""
            return _told(request, draft, said + kept_words(done.settled) + told)
        changed = assign_sections(draft=draft, rows=ticked, **given)
        told = unstaffed_words(form.unstaffed) if changed.count else ""
        return _told(request, draft, _said(changed) + told)
    except EdusumError as error:
        form.add_error(None, error.message)
        return None


def _said(changed: Changed) -> str:
    said = f"已改 {changed.count} 节的分工。" if changed.count else "没有改动。"
    if changed.settled:
        names = "、".join(changed.settled[:3]) + ("等" if len(changed.settled) > 3 else "")
        said += f"{names}已经交稿，科室没有改；要改请先退回。"
    return said


def _ids(request: HttpRequest, name: str) -> list[int]:
    found = [row_number(value) for value in request.POST.getlist(name)]
    return [number for number in found if number is not None]


def _told(request: HttpRequest, draft: Draft, words: str, *, is_done: bool = True) -> HttpResponse:
    (messages.success if is_done else messages.info)(request, words)
    answer = redirect("drafts:draft_assignments", pk=draft.pk)
    answer["Location"] += f"?{request.GET.urlencode()}" if request.GET else ""
    return answer
