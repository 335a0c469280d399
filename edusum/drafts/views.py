from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from edusum.accounts.decorators import shows_only
from edusum.common.errors import EdusumError
from edusum.drafts import services
from edusum.drafts.desk import Desk
from edusum.drafts.enums import SectionAction
from edusum.drafts.errors import DraftExistsError, NoteMissingError, SectionChangedError
from edusum.drafts.forms import DraftStartForm, SectionForm, SignDateForm, StepForm
from edusum.drafts.models import Draft, Revision, SectionText
from edusum.library import wording
from edusum.orgs.permissions import Action, can, require
from edusum.orgs.services import home_bureau

MAX_REVISION_DIGITS = 6


def draft_list(request: HttpRequest) -> HttpResponse:
    bureau = home_bureau(request.user)
    require(request.user, Action.VIEW, bureau=bureau)
    return render(
        request,
        "drafts/draft_list.html",
        {
            "drafts": Draft.objects.visible_to(request.user).with_names().with_progress(),
            "can_start": can(request.user, Action.START_DRAFT, bureau=bureau),
        },
    )


def draft_start(request: HttpRequest) -> HttpResponse:
    bureau = home_bureau(request.user)
    require(request.user, Action.START_DRAFT, bureau=bureau)
    form = DraftStartForm(request.POST or None, bureau=bureau)
    existing = None
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.start_draft(bureau=bureau, actor=request.user, **form.cleaned_data)
        except DraftExistsError as error:
            existing = error.draft_id
            form.add_error(None, error.message)
        except EdusumError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"《{draft.title}》已建立，各章节已按模板分到科室。")
            return redirect("drafts:draft_detail", pk=draft.pk)
    return render(
        request,
        "drafts/draft_start.html",
        {"form": form, "existing": existing},
        status=422 if form.errors else 200,
    )


def draft_detail(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    desk = Desk(draft, user=request.user)
    date_form = SignDateForm(draft=draft)
    return render(request, "drafts/draft_detail.html", {"desk": desk, "draft": draft, "date_form": date_form})


@require_POST
def draft_sign_date(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    require(request.user, Action.START_DRAFT, bureau=draft.bureau)
    form = SignDateForm(request.POST, draft=draft)
    if form.is_valid():
        services.set_sign_date(draft=draft, actor=request.user, **form.cleaned_data)
        messages.success(request, "成文日期已保存。")
        return redirect("drafts:draft_detail", pk=pk)
    desk = Desk(draft, user=request.user)
    return render(
        request, "drafts/draft_detail.html", {"desk": desk, "draft": draft, "date_form": form}, status=422
    )


def section_edit(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    row = get_object_or_404(draft.section_texts.select_related("department"), pk=section_pk)
    if request.method != "POST":
        desk = Desk(draft, user=request.user, current=section_pk, revision=_revision(request, row))
        return render(
            request, "drafts/section_edit.html", {"desk": desk, "draft": draft, "form": desk.form()}
        )
    require(request.user, Action.EDIT_SECTION, bureau=draft.bureau, department=row.department)
    form = SectionForm(request.POST)
    conflict = ""
    if form.is_valid():
        try:
            saved = services.save_section(section_text=row, actor=request.user, **form.cleaned_data)
        except SectionChangedError as error:
            conflict = error.current
            form.add_error("text", error.message)
        except NoteMissingError as error:
            form.add_error("note", error.message)
        except EdusumError as error:
            form.add_error("text", error.message)
        else:
            messages.success(request, _said(saved, row, form.cleaned_data["step"]))
            return redirect("drafts:section_edit", pk=pk, section_pk=section_pk)
    desk = Desk(draft, user=request.user, current=section_pk)
    context = {"desk": desk, "draft": draft, "form": desk.again(form, conflict), "conflict": conflict}
    return render(request, "drafts/section_edit.html", context, status=422)


@shows_only
@require_POST
def section_preview(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """The typed text as it would stand on paper; nothing is saved."""
    draft = _draft(request, pk)
    get_object_or_404(draft.section_texts, pk=section_pk)
    text = request.POST.get("text", "")
    if len(text) > services.MAX_TEXT:
        return render(request, "drafts/_too_long.html", {"limit": services.MAX_TEXT})
    paragraphs = wording.paragraphs(wording.tidy_tokens(text), *services.voices_of(draft))
    return render(request, "drafts/_section_paper.html", {"paragraphs": paragraphs})


@require_POST
def section_move(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    draft = _draft(request, pk)
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


def section_history(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    section_text = get_object_or_404(draft.section_texts.select_related("section"), pk=section_pk)
    return render(
        request,
        "drafts/section_history.html",
        {
            "draft": draft,
            "section_text": section_text,
            "revisions": section_text.revisions.select_related("author"),
        },
    )


def _draft(request: HttpRequest, pk: int) -> Draft:
    return get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)


def _revision(request: HttpRequest, row: SectionText) -> Revision | None:
    """The earlier text that is asked back into the editor, as `?revision=3`."""
    number = request.GET.get("revision", "")
    if not number.isdecimal() or len(number) > MAX_REVISION_DIGITS:
        return None
    if int(number) == 0:
        return Revision(section_text=row, number=0, text=None)
    return get_object_or_404(row.revisions, number=int(number))


def _take_step(section_text: SectionText, *, actor: object, action: str, note: str) -> str:
    if action in {SectionAction.OMIT, SectionAction.INCLUDE}:
        omitted = action == SectionAction.OMIT
        services.set_omitted(section_text=section_text, omitted=omitted, actor=actor)
        return "本节已从本稿中略去，可随时恢复。" if omitted else "本节已恢复。"
    services.move_section(section_text=section_text, action=action, actor=actor, note=note)
    return DONE[SectionAction(action)]


DONE = {
    SectionAction.HAND_IN: "本节已交稿。",
    SectionAction.TAKE_BACK: "本节已撤回，可以继续修改。",
    SectionAction.APPROVE: "本节已通过。",
    SectionAction.RETURN: "本节已退回科室修改。",
}


def _said(saved: SectionText, before: SectionText, step: str) -> str:
    if step:
        return DONE[SectionAction(step)]
    return "本节已保存。" if saved.revision_number != before.revision_number else "没有改动，无需保存。"
