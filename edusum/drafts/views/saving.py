"""Text on its way between the page and the section: kept while one writes, settled, compared, restored."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from edusum.common.errors import EdusumError
from edusum.common.http import row_number
from edusum.drafts import autosaving, comparing, services
from edusum.drafts.enums import SectionAction
from edusum.drafts.errors import SectionChangedError, StepRefusedError
from edusum.drafts.models import Revision, SectionText
from edusum.drafts.presence import note_presence, others_at
from edusum.drafts.reading import draft_sources
from edusum.drafts.views.fetching import draft_of
from edusum.orgs.permissions import Action, require

PER_PAGE = 20
FROM_TEMPLATE = "模板生成的文字"
NO_RIGHT = "您现在不能修改本节，可能已转交其他科室。文字还在本机，可以复制留存。"


@require_POST
def section_autosave(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Keeps `text`, written over the text with the mark `seen`; a script asks, and reads JSON."""
    row = _seen_row(request, pk, section_pk)
    text, seen = request.POST.get("text", ""), request.POST.get("seen", "")
    return _answered(lambda: autosaving.autosave(section_text=row, text=text, seen=seen, actor=request.user))


@require_POST
def section_settle(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Keeps what the person decided on after a conflict, and `mine` as a revision before it."""
    row = _seen_row(request, pk, section_pk)
    sent = {name: request.POST.get(name, "") for name in ("text", "mine", "seen")}
    return _answered(lambda: autosaving.settle(section_text=row, actor=request.user, **sent))


def _answered(save: Callable[[], SectionText]) -> HttpResponse:
    try:
        saved = save()
    except SectionChangedError as error:
        told = {"kind": "conflict", "words": error.message, "mark": services.mark_of(error.current)}
        return JsonResponse(told, status=409)
    except StepRefusedError as error:
        return JsonResponse({"kind": "refused", "words": error.message}, status=409)
    except EdusumError as error:
        return JsonResponse({"kind": "unreadable", "words": error.message}, status=422)
    except PermissionDenied:
        return JsonResponse({"kind": "refused", "words": NO_RIGHT}, status=403)
    return JsonResponse({"kind": "saved", **autosaving.state_of(saved)})


@require_POST
def section_presence(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """A sign of life from the page; tells who else is there and what stands there now."""
    row = _seen_row(request, pk, section_pk)
    note_presence(section_text=row, user=request.user, is_writing=request.POST.get("writing") == "1")
    others = [{"name": item.name, "writing": item.is_writing} for item in others_at(row, request.user)]
    return JsonResponse({"others": others, "by": str(row.updated_by or ""), **autosaving.state_of(row)})


@require_POST
def section_merge(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """What the person wrote over `base` beside what stands there now, and both together; saves nothing.

    A script asks, and reads JSON: `html` is the panel that asks where both changed the same. If `clean`,
    `html` only tells, and the script goes on from `theirs`, with `parts` (as typed, as merged) put together.
    """
    row = _seen_row(request, pk, section_pk)
    try:
        require(request.user, Action.EDIT_SECTION, bureau=row.draft.bureau, department=row.department)
        conflict = comparing.conflict_of(
            row, base=request.POST.get("base", ""), mine=request.POST.get("text", "")
        )
    except EdusumError as error:
        return JsonResponse({"kind": "unreadable", "words": error.message}, status=422)
    except PermissionDenied:
        return JsonResponse({"kind": "refused", "words": NO_RIGHT}, status=403)
    page = "drafts/_taken_up.html" if conflict.is_clean else "drafts/_conflict.html"
    told = {
        "kind": "merged",
        "clean": conflict.is_clean,
        "html": render_to_string(page, {"conflict": conflict}),
    }
    if conflict.is_clean:
        told |= {
            "words": conflict.taken_up,
            "mark": conflict.seen,
            "theirs": conflict.theirs,
            "parts": [(side.stretch.mine, side.stretch.merged) for side in conflict.sides],
        }
    return JsonResponse(told)


def section_history(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Every revision, the newest first, each with what it changed."""
    row = _desk_row(request, pk, section_pk)
    revisions = row.revisions.select_related("author")
    page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("page"))
    sources = draft_sources(row.draft)
    shown = [*page.object_list, *revisions[page.end_index() : page.end_index() + 1]]
    entries = comparing.history(row, shown, sources)[: len(page.object_list)]
    context = {
        "draft": row.draft,
        "section_text": row,
        "entries": entries,
        "page": page,
        "can_restore": _can_write(request, row),
    }
    return render(request, "drafts/section_history.html", context)


def revision_compare(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Two revisions word by word: `old` and `new` are their numbers, 0 is what the template says now."""
    row = _desk_row(request, pk, section_pk)
    with_text = row.revisions.exclude(action=SectionAction.EXHIBIT).select_related("author")
    old, new = (_revision(request, with_text, name, row) for name in ("old", "new"))
    sources = draft_sources(row.draft)
    comparison = comparing.compared(
        *(comparing.text_of(row, revision.text, sources) for revision in (old, new))
    )
    context = {
        "draft": row.draft,
        "section_text": row,
        "old": old,
        "new": new,
        "old_label": _label(old),
        "new_label": _label(new),
        "sides": [("old", old, "旧"), ("new", new, "新")],
        "comparison": comparison,
        "choices": with_text.only("number", "action", "created_at", "author__name"),
        "can_restore": _can_write(request, row),
    }
    return render(request, "drafts/revision_compare.html", context)


def revision_restore(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """What the text of an earlier revision would replace (GET), and making it stand again (POST)."""
    row = _desk_row(request, pk, section_pk)
    number = row_number((request.POST or request.GET).get("number"))
    if number is None:
        messages.error(request, "没有认出要恢复哪一版，请回到历史重新点选。")
        return redirect("drafts:section_history", pk=pk, section_pk=section_pk)
    revisions = row.revisions.exclude(action=SectionAction.EXHIBIT).select_related("author")
    revision = get_object_or_404(revisions, number=number) if number else None
    if request.method != "POST":
        return _asked_to_restore(request, row, revision)
    try:
        saved = autosaving.restore(
            section_text=row, number=number, seen=request.POST.get("seen", ""), actor=request.user
        )
    except SectionChangedError:
        messages.error(request, "本节刚有了新的修改，没有恢复。请看过最新的一版，再点恢复。")
    except EdusumError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _restored(row, saved, number))
        return redirect("drafts:section_edit", pk=pk, section_pk=section_pk)
    return redirect("drafts:section_history", pk=pk, section_pk=section_pk)


def _asked_to_restore(request: HttpRequest, row: SectionText, revision: Revision | None) -> HttpResponse:
    require(request.user, Action.EDIT_SECTION, bureau=row.draft.bureau, department=row.department)
    sources = draft_sources(row.draft)
    standing = services.standing_text(row, sources)
    context = {
        "draft": row.draft,
        "section_text": row,
        "revision": revision,
        "label": _label(revision) if revision else FROM_TEMPLATE,
        "comparison": comparing.compared(
            standing, comparing.text_of(row, revision.text if revision else None, sources)
        ),
        "can_restore": _can_write(request, row),
        "seen": services.mark_of(standing),
    }
    return render(request, "drafts/revision_restore.html", context)


def _restored(before: SectionText, saved: SectionText, number: int) -> str:
    if saved.revision_number == before.revision_number:
        return "现在的文字就是这一版，不用恢复。"
    what = f"第 {number} 版" if number else "模板的文字"
    return f"已恢复{what}；恢复前的文字留在历史里。"


def _label(revision: Revision) -> str:
    return str(revision) if revision.number else FROM_TEMPLATE


def _seen_row(request: HttpRequest, pk: int, section_pk: int) -> SectionText:
    """The section, if it is of a bureau of theirs; else 404."""
    rows = SectionText.objects.visible_to(request.user)
    joined = rows.select_related("draft__bureau", "draft__version", "department", "updated_by", "section")
    return get_object_or_404(joined, pk=section_pk, draft=pk)


def _desk_row(request: HttpRequest, pk: int, section_pk: int) -> SectionText:
    draft = draft_of(request, pk)
    rows = draft.section_texts.with_place().select_related("department", "updated_by")
    return get_object_or_404(rows, pk=section_pk)


def _can_write(request: HttpRequest, row: SectionText) -> bool:
    return not row.is_left_behind and SectionAction.SAVE in services.steps_open_to(request.user, row)


def _revision(request: HttpRequest, revisions: Any, name: str, row: SectionText) -> Revision:
    """The one asked for; by default the newest as `new`, and the one before `new` as `old`."""
    number = row_number(request.GET.get(name))
    if number == 0:
        return Revision(section_text=row, number=0, text=None)
    if number is not None:
        return get_object_or_404(revisions, number=number)
    if name == "new":
        return revisions.first() or Revision(section_text=row, number=0, text=None)
    before = row_number(request.GET.get("new")) or row.revision_number
    return revisions.filter(number__lt=before).first() or Revision(section_text=row, number=0, text=None)
