"""Two states of a draft side by side, and their 花脸稿."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from edusum.assembly.models import Snapshot
from edusum.assembly.services import take_snapshot
from edusum.common.errors import EdusumError
from edusum.drafts.models import Draft
from edusum.export import redlining
from edusum.export.errors import OpenErrorsError
from edusum.export.forms import NOW, ExportForm, RedlineForm
from edusum.export.open_errors import may_mend
from edusum.export.snapshots import Kept, kept_of
from edusum.export.views.answers import file_answer, with_ticket
from edusum.orgs.permissions import Action, require

PRESENT = "现在的稿子"


@require_http_methods(["GET", "HEAD", "POST"])
def draft_redline(request: HttpRequest, pk: int) -> HttpResponse:
    """The comparison (GET); the file, or a snapshot kept to compare with later (POST)."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)
    require(request.user, Action.EXPORT, bureau=draft.bureau)
    kept = kept_of(draft, request.user)
    if request.POST.get("do") == "keep":
        return _keep(request, draft, kept)
    if request.method == "POST":
        return _download(request, draft, kept)
    return _page(request, draft, kept)


def _page(
    request: HttpRequest, draft: Draft, kept: list[Kept], *, typed: str = "", refused: str = ""
) -> HttpResponse:
    """`typed`: the reason of somebody who was `refused`, and why."""
    may = may_mend(request.user, draft.bureau)
    context = {"draft": draft, "typed": typed, "refused": refused, "may_mend": may}
    if kept:
        context |= _comparison(request, draft, kept)
    return render(request, "export/draft_redline.html", context, status=422 if refused else 200)


def _keep(request: HttpRequest, draft: Draft, kept: list[Kept]) -> HttpResponse:
    snapshot = take_snapshot(draft=draft, actor=request.user)
    if kept and kept[0].pk == snapshot.pk:
        messages.info(request, f"稿子与{kept[0].name}相同，没有另外留存。")
    else:
        messages.success(request, "已留存快照。以后改了稿子，可以和它对照。")
    return redirect("export:draft_redline", pk=draft.pk)


def _comparison(request: HttpRequest, draft: Draft, kept: list[Kept]) -> dict[str, Any]:
    """What the page shows of two states; without a choice, what changed last."""
    present, newest = redlining.present(draft=draft, actor=request.user), _whole(draft, kept[0].pk)
    has_changed = newest.document != present.document
    usual = None if has_changed else redlining.last_differing(draft, kept)
    form = RedlineForm(request.POST or request.GET or None, kept=kept, usual=usual or (newest.pk, NOW))
    old, new = form.chosen
    names = {NOW: PRESENT} | {snapshot.pk: snapshot.name for snapshot in kept}
    context = {
        "form": RedlineForm(None, kept=kept, usual=(old, new)),
        "is_unknown": bool(form.errors),
        "is_swapped": form.is_swapped,
        "is_usual": not form.is_valid(),
        "is_one": old == new,
        "newest": kept[0],
        "has_changed": has_changed,
        "has_later": has_changed and new != NOW,
        "old_name": names[old],
        "new_name": names[new],
    }
    try:
        newer = present if new == NOW else _whole(draft, new)
        return context | {"compared": redlining.compared(base=_whole(draft, old), newer=newer)}
    except EdusumError as error:
        return context | {"problem": str(error)}


def _download(request: HttpRequest, draft: Draft, kept: list[Kept]) -> HttpResponse:
    form, wish = RedlineForm(request.POST, kept=kept), ExportForm(request.POST)
    reason = wish.cleaned_data["reason"] if wish.is_valid() else ""
    if not form.is_valid():
        messages.error(request, "没有选中的快照，它可能已随稿子变动，请重新选。")
        return redirect("export:draft_redline", pk=draft.pk)
    old, new = form.chosen
    try:
        file = redlining.export_redline(
            base=_whole(draft, old),
            newer=None if new == NOW else _whole(draft, new),
            actor=request.user,
            reason=reason,
        )
    except OpenErrorsError as error:
        return _page(request, draft, kept, typed=reason, refused=error.message)
    except EdusumError as error:
        messages.error(request, f"没有生成花脸稿。{error}")
        return redirect("export:draft_redline", pk=draft.pk)
    return with_ticket(file_answer(file), request, wish) if wish.is_valid() else file_answer(file)


def _whole(draft: Draft, pk: int) -> Snapshot:
    """A snapshot with its document; the list has none."""
    snapshot = draft.snapshots.select_related("created_by").get(pk=pk)
    snapshot.draft = draft
    return snapshot
