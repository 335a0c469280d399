from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from edusum.common.errors import EdusumError
from edusum.common.http import is_fragment, row_number
from edusum.drafts import choosing, outlining
from edusum.drafts.forms import (
    PlaceForm,
    SectionAddForm,
    SectionOmitForm,
    SectionRenameForm,
    split_forms,
)
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.outline import printed_heading
from edusum.drafts.outline_page import OutlinePage
from edusum.drafts.outlining import Where
from edusum.drafts.restoring import restore_order
from edusum.drafts.titles import title_of
from edusum.drafts.views.fetching import draft_of
from edusum.library import wording
from edusum.orgs.permissions import Action, require

LEFT_OUT = {"omit": "本稿不写，文字仍留着，可随时恢复。", "include": "已恢复。"}


def draft_outline(request: HttpRequest, pk: int) -> HttpResponse:
    """The sections of the draft as a tree, to be arranged."""
    draft = _arranged_draft(request, pk)
    return render(request, "drafts/draft_outline.html", {"draft": draft, "page": OutlinePage(draft)})


def section_add(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _arranged_draft(request, pk)
    page = OutlinePage(draft)
    form = SectionAddForm(
        request.POST if request.method == "POST" else None,
        draft=draft,
        places=page.choices(),
        initial={"due_on": draft.due_on, "department": draft.department_id, **_wished(request, page)},
    )
    if form.is_valid():
        asked = form.cleaned_data
        beside = get_object_or_404(draft.section_texts, pk=asked.pop("beside"))
        try:
            row = outlining.add_section(draft=draft, beside=beside, actor=request.user, **asked)
        except EdusumError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"已添加“{title_of(row)}”，由{row.department or '统稿人'}填写。")
            return _back(draft, row)
    context = {"draft": draft, "form": form}
    return render(request, "drafts/section_add.html", context, status=422 if form.is_bound else 200)


def section_rename(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    draft = _arranged_draft(request, pk)
    row = _row(draft, section_pk)
    page = OutlinePage(draft)
    place = page.of(row)
    shown = row.own_heading or (printed_heading(place, draft.texts) if place else "")
    usual = wording.headline(row.section.heading, draft.texts) if row.section else ""
    form = SectionRenameForm(
        request.POST if request.method == "POST" else None,
        template_heading=usual,
        initial={"heading": shown},
    )
    if form.is_valid():
        try:
            saved = outlining.rename_section(section_text=row, actor=request.user, **form.cleaned_data)
        except EdusumError as error:
            form.add_error("heading", error.message)
        else:
            is_changed = saved.revision_number != row.revision_number
            messages.success(request, "标题已修改。" if is_changed else "没有改动，无需保存。")
            return _back(draft, row)
    context = {
        "draft": draft,
        "row": row,
        "title": page.titles[place.pk] if place else str(row),
        "has_heading": bool(place and place.level),
        "form": form,
        "why_kept": outlining.why_not_deleted(row, page.places),
    }
    return render(request, "drafts/section_rename.html", context, status=422 if form.is_bound else 200)


def section_split(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Parts of a section, each for a department."""
    draft = _arranged_draft(request, pk)
    row = _row(draft, section_pk)
    page = OutlinePage(draft)
    place = page.of(row)
    forms = split_forms(request.POST if request.method == "POST" else None, draft)
    refusal = ""
    if forms.is_bound and forms.is_valid():
        try:
            parts = outlining.split_section(section_text=row, parts=forms.parts(), actor=request.user)
        except EdusumError as error:
            refusal = error.message
        else:
            messages.success(request, f"已拆成 {len(parts)} 部分，并已告知各科室。")
            return redirect("drafts:draft_outline", pk=pk)
    title = page.titles[place.pk] if place else str(row)
    context = {"draft": draft, "row": row, "title": title, "forms": forms, "refusal": refusal}
    return render(request, "drafts/section_split.html", context, status=422 if forms.is_bound else 200)


def section_omit(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """The paper goes without a section, though the template may want it: what goes, and why."""
    draft = _arranged_draft(request, pk)
    row = _row(draft, section_pk)
    page = OutlinePage(draft)
    required, below = page.goes_with(row)
    form = SectionOmitForm(request.POST if request.method == "POST" else None, is_required=bool(required))
    if form.is_valid():
        choosing.set_omitted(section_text=row, omitted=True, actor=request.user, **form.cleaned_data)
        messages.success(request, f"“{title_of(row)}”{LEFT_OUT['omit']}")
        return _back(draft, row)
    context = {
        "draft": draft,
        "row": row,
        "title": page.titles[row.section_id or -row.pk],
        "required": required,
        "below": below,
        "form": form,
    }
    return render(request, "drafts/section_omit.html", context, status=422 if form.is_bound else 200)


@require_POST
def section_place(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """One step in the tree, a place to which the section was dragged, or whether the paper has it."""
    draft = _arranged_draft(request, pk)
    row = _row(draft, section_pk)
    told = refusal = ""
    form = PlaceForm(request.POST)
    try:
        told = _placed(request, draft, row, form)
    except EdusumError as error:
        refusal = error.message
    if is_fragment(request):
        context = {"draft": draft, "page": OutlinePage(draft), "told": told, "refusal": refusal}
        return render(request, "drafts/_outline_tree.html", context, status=422 if refusal else 200)
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, told)
    return _back(draft, row)


@require_POST
def order_restore(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _arranged_draft(request, pk)
    try:
        count = restore_order(draft=draft, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, f"已恢复模板的次序，移动了 {count} 节。" if count else "章节已是模板的次序，没有移动。"
        )
    return redirect("drafts:draft_outline", pk=pk)


@require_POST
def section_delete(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    draft = _arranged_draft(request, pk)
    row = _row(draft, section_pk)
    try:
        outlining.delete_section(section_text=row, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
        return redirect("drafts:section_rename", pk=pk, section_pk=section_pk)
    messages.success(request, f"“{title_of(row)}”已删去。")
    return redirect("drafts:draft_outline", pk=pk)


def _placed(request: HttpRequest, draft: Draft, row: SectionText, form: PlaceForm) -> str:
    if not form.is_valid():
        raise EdusumError("没有认出怎样移动，请刷新页面后重试。")
    asked = form.cleaned_data
    direction = asked["direction"]
    if direction in LEFT_OUT:
        choosing.set_omitted(section_text=row, omitted=direction == "omit", actor=request.user)
        return f"“{title_of(row)}”{LEFT_OUT[direction]}"
    if direction:
        return outlining.step_section(section_text=row, direction=direction, actor=request.user)
    parent = _row(draft, asked["parent"]) if asked["parent"] else None
    return outlining.place_section(
        section_text=row, parent=parent, index=asked["index"], seen=asked["seen"], actor=request.user
    )


def _arranged_draft(request: HttpRequest, pk: int) -> Draft:
    draft = draft_of(request, pk)
    require(request.user, Action.START_DRAFT, bureau=draft.bureau)
    return draft


def _row(draft: Draft, pk: int) -> SectionText:
    rows = draft.section_texts.of_version(draft.version_id).with_place().select_related("department")
    return get_object_or_404(rows, pk=pk)


def _back(draft: Draft, row: SectionText) -> HttpResponse:
    return redirect(f"{reverse('drafts:draft_outline', args=[draft.pk])}#section-{row.pk}")


def _wished(request: HttpRequest, page: OutlinePage) -> dict[str, object]:
    """Where the link that led here wants the new section; else behind the last one with a heading."""
    where = request.GET.get("where", "")
    beside = row_number(request.GET.get("beside", ""))
    headed = [place.row.pk for place in page.places if place.row and place.level and place.depth == 0]
    return {
        "beside": beside or (headed[-1] if headed else None),
        "where": where if where in list(Where) else Where.AFTER,
    }
