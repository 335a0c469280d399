from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from edusum.accounts.decorators import shows_only
from edusum.common.errors import EdusumError
from edusum.common.http import is_fragment
from edusum.drafts import choosing, deleting, moving, services, texts
from edusum.drafts.arrivals import is_as_it_arrived, with_arrival
from edusum.drafts.carrying import carried
from edusum.drafts.comparing import conflict_of
from edusum.drafts.desk import Desk
from edusum.drafts.enums import SectionAction, TextForm
from edusum.drafts.errors import (
    DepartmentError,
    DraftExistsError,
    GapsError,
    NoteMissingError,
    OpenErrorsError,
    SectionChangedError,
)
from edusum.drafts.forms import DraftStartForm, SectionForm, StepForm
from edusum.drafts.lacking import lacking_in
from edusum.drafts.models import Draft, Revision, SectionText
from edusum.drafts.new_figures import words_of_new
from edusum.drafts.reading import with_shared_terms
from edusum.drafts.selection import Selection
from edusum.drafts.starting import prospect
from edusum.drafts.views.fetching import chosen_base, draft_of
from edusum.library import wording
from edusum.orgs.permissions import Action, can, require
from edusum.orgs.services import home_bureau

MAX_REVISION_DIGITS = 6


def draft_list(request: HttpRequest) -> HttpResponse:
    bureau = home_bureau(request.user)
    require(request.user, Action.VIEW, bureau=bureau)
    drafts = with_arrival(Draft.objects.visible_to(request.user).with_names().with_progress())
    return render(
        request,
        "drafts/draft_list.html",
        {
            "drafts": with_shared_terms(drafts),
            "can_start": can(request.user, Action.START_DRAFT, bureau=bureau),
            "can_export": can(request.user, Action.EXPORT, bureau=bureau),
        },
    )


def draft_start(request: HttpRequest) -> HttpResponse:
    bureau = home_bureau(request.user)
    require(request.user, Action.START_DRAFT, bureau=bureau)
    asked = request.POST if request.method == "POST" else request.GET
    form = DraftStartForm({"form": TextForm.FULL, **asked.dict()} if asked else None, bureau=bureau)
    existing = None
    if form.is_valid() and request.method == "POST":
        try:
            draft = services.start_draft(bureau=bureau, actor=request.user, **form.cleaned_data)
        except DraftExistsError as error:
            existing = error.draft_id
            form.add_error(None, error.message)
        except DepartmentError as error:
            form.add_error("department", error.message)
        except EdusumError as error:
            form.add_error(None, error.message)
        else:
            return _begun(request, draft)
    version, year, department = form.wanted()
    context = {
        "form": form,
        "existing": existing,
        "is_fragment": is_fragment(request),
        "prospect": version and prospect(version, bureau=bureau, year=year, department=department),
    }
    if is_fragment(request):
        return render(request, "drafts/_prospect.html", context)
    status = 422 if request.method == "POST" else 200
    return render(request, "drafts/draft_start.html", context, status=status)


def _begun(request: HttpRequest, draft: Draft) -> HttpResponse:
    whose = f"都由{draft.department}填写" if draft.department else "已按模板分到科室"
    done = f"《{draft.title}》已建立，各章节{whose}。"
    done += lacking_in(draft).words + carried(draft).words
    begun = prospect(draft.version, bureau=draft.bureau, year=draft.year)
    if begun.optional_count:
        messages.success(request, f"{done}请先选定要写的章节。")
        return redirect("drafts:draft_sections", pk=draft.pk)
    messages.success(request, done)
    return redirect("drafts:draft_detail", pk=draft.pk)


def draft_sections(request: HttpRequest, pk: int) -> HttpResponse:
    """Which sections the paper has, and at what length each is written."""
    draft = draft_of(request, pk)
    require(request.user, Action.START_DRAFT, bureau=draft.bureau)
    selection = Selection(draft, request.POST if request.method == "POST" else None)
    form = selection.form
    if form.is_valid():
        try:
            count = choosing.choose_sections(
                draft=draft, choices=form.choices(), seen=form.cleaned_data["seen"], actor=request.user
            )
        except EdusumError as error:
            form.refuse(error, selection.mark)
        else:
            messages.success(request, f"已保存，改动 {count} 节。" if count else "没有改动，无需保存。")
            return redirect("drafts:draft_detail", pk=pk)
    context = {"draft": draft, "selection": selection, "form": form}
    return render(request, "drafts/draft_sections.html", context, status=422 if form.is_bound else 200)


def draft_version(request: HttpRequest, pk: int) -> HttpResponse:
    """What the newer version of the template would change (GET), and going over to it (POST)."""
    draft = draft_of(request, pk)
    require(request.user, Action.START_DRAFT, bureau=draft.bureau)
    version = moving.newer_version(draft)
    if version is None:
        messages.info(request, "这份初稿用的已是模板现用的版本，不用换。")
        return redirect("drafts:draft_detail", pk=pk)
    if request.method != "POST":
        plan = moving.MovePlan(draft, version)
        return render(request, "drafts/draft_version.html", {"draft": draft, "plan": plan})
    if request.POST.get("version") != str(version.pk):
        messages.warning(request, "模板又有了新的版本，请看过下面的变化再换。")
        return redirect("drafts:draft_version", pk=pk)
    try:
        moving.move_draft(draft=draft, version=version, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已换用第{version.number}版模板，改过的文字都保留着。")
    return redirect("drafts:draft_detail", pk=pk)


def draft_detail(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    desk = Desk(draft, user=request.user)
    return render(request, "drafts/draft_detail.html", {"desk": desk, "draft": draft})


@require_POST
def draft_delete(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    told = "入库时存进指标的值还在，要改请到指标页。" if is_as_it_arrived(draft) else ""
    try:
        deleting.delete_draft(draft=draft, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
        return redirect("drafts:draft_detail", pk=pk)
    messages.success(request, f"初稿《{draft.title}》已删除。{told}")
    return redirect("drafts:draft_list")


def section_edit(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    rows = draft.section_texts.with_place().select_related("department", "updated_by")
    row = get_object_or_404(rows, pk=section_pk)
    if row.is_left_behind:
        return _left_behind(request, row)
    if request.method != "POST":
        desk = Desk(draft, user=request.user, current=section_pk, revision=_revision(request, row))
        desk.base_from = chosen_base(request, section_pk)
        return render(
            request, "drafts/section_edit.html", {"desk": desk, "draft": draft, "form": desk.form()}
        )
    require(request.user, Action.EDIT_SECTION, bureau=draft.bureau, department=row.department)
    form = SectionForm(request.POST)
    conflict = None
    if form.is_valid():
        base = form.cleaned_data.pop("base")
        try:
            saved = services.save_section(section_text=row, actor=request.user, **form.cleaned_data)
        except SectionChangedError as error:
            row.draft = draft
            conflict = conflict_of(row, base=base, mine=form.cleaned_data["text"])
            form.add_error("text", error.message)
        except NoteMissingError as error:
            form.add_error("note", error.message)
        except GapsError as error:
            form.add_error("despite_gaps", error.message)
        except OpenErrorsError as error:
            form.add_error("despite_errors", [error.message, *error.told])
        except EdusumError as error:
            form.add_error("text", error.message)
        else:
            new = words_of_new(saved, base) if base else ""
            messages.success(request, _said(form.cleaned_data["step"]) + new)
            return redirect("drafts:section_edit", pk=pk, section_pk=section_pk)
    desk = Desk(draft, user=request.user, current=section_pk)
    desk.base_from = chosen_base(request, section_pk)
    context = {"desk": desk, "draft": draft, "form": desk.again(form, conflict), "conflict": conflict}
    return render(request, "drafts/section_edit.html", context, status=422)


@shows_only
@require_POST
def section_preview(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """The typed text as it would stand on paper; nothing is saved."""
    draft = draft_of(request, pk)
    get_object_or_404(draft.section_texts, pk=section_pk)
    text = request.POST.get("text", "")
    if len(text) > texts.MAX_TEXT:
        return render(request, "drafts/_too_long.html", {"limit": texts.MAX_TEXT})
    paragraphs = wording.paragraphs(wording.tidy_tokens(text), *services.voices_of(draft))
    return render(request, "drafts/_section_paper.html", {"paragraphs": paragraphs})


@require_POST
def section_move(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    section_text = get_object_or_404(draft.section_texts.select_related("section"), pk=section_pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有认出这一步操作，请回到本节重新点选。")
        return redirect("drafts:section_edit", pk=pk, section_pk=section_pk)
    try:
        done = _take_step(section_text, actor=request.user, **form.cleaned_data)
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("drafts:section_edit", pk=pk, section_pk=section_pk)


def _left_behind(request: HttpRequest, row: SectionText) -> HttpResponse:
    """A section that the paper has no more: its words to copy, and what was just typed for it."""
    context = {"draft": row.draft, "section_text": row, "typed": request.POST.get("text", "")}
    status = 422 if request.method == "POST" else 200
    return render(request, "drafts/section_left.html", context, status=status)


def _revision(request: HttpRequest, row: SectionText) -> Revision | None:
    """The earlier text that is asked back into the editor, as `?revision=3`."""
    number = request.GET.get("revision", "")
    if not number.isdecimal() or len(number) > MAX_REVISION_DIGITS:
        return None
    if int(number) == 0:
        return Revision(section_text=row, number=0, text=None)
    return get_object_or_404(row.revisions.exclude(action=SectionAction.EXHIBIT), number=int(number))


def _take_step(section_text: SectionText, *, actor: object, action: str, note: str, **despite: bool) -> str:
    if action in {SectionAction.OMIT, SectionAction.INCLUDE}:
        omitted = action == SectionAction.OMIT
        choosing.set_omitted(section_text=section_text, omitted=omitted, actor=actor)
        return "本节已从本稿中略去，可随时恢复。" if omitted else "本节已恢复。"
    if action in TextForm.values:
        choosing.set_form(section_text=section_text, form=action, actor=actor)
    else:
        services.move_section(section_text=section_text, action=action, actor=actor, note=note, **despite)
    return DONE[SectionAction(action)]


DONE = {
    SectionAction.HAND_IN: "本节已交稿。",
    SectionAction.TAKE_BACK: "本节已撤回，可以继续修改。",
    SectionAction.APPROVE: "本节已通过。",
    SectionAction.RETURN: "本节已退回科室修改。",
    SectionAction.FULL: "本节已改为详写；已经改过的文字不变。",
    SectionAction.SHORT: "本节已改为简写；已经改过的文字不变。",
}


def _said(step: str) -> str:
    """The section now is as its writer wants it; it may have been saved while they wrote."""
    return DONE[SectionAction(step)] if step else "本节已保存。"
