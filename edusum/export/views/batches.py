"""Many drafts at once: choosing them, watching, taking the zip."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from edusum.common.errors import EdusumError
from edusum.common.http import download, is_fragment
from edusum.drafts.reading import with_shared_terms
from edusum.export import batches
from edusum.export.forms import BatchFilterForm, BatchForm
from edusum.export.models import ExportBatch
from edusum.export.views.records import TOLD
from edusum.orgs.permissions import Action, can_somewhere

SHOWN_BATCHES = 20


@require_http_methods(["GET", "HEAD", "POST"])
def batch_start(request: HttpRequest) -> HttpResponse:
    """What may be exported, to be ticked (GET); the start (POST); below it the batches of before."""
    if not can_somewhere(request.user, Action.EXPORT):
        raise PermissionDenied("您的角色不能导出文稿，请联系本单位的模板管理员。")
    drafts = batches.exportable(request.user)
    if request.method == "POST":
        form = BatchForm(request.POST, drafts=drafts)
        if form.is_valid():
            try:
                batch = batches.start_batch(
                    drafts=list(form.cleaned_data["drafts"]),
                    actor=request.user,
                    reason=form.cleaned_data["reason"],
                )
            except EdusumError as error:
                form.add_error("drafts", error.message)
            else:
                return redirect("export:batch_detail", pk=batch.pk)
        return _start_page(request, form, status=422)
    return _start_page(request, None)


def _start_page(request: HttpRequest, form: BatchForm | None, status: int = 200) -> HttpResponse:
    drafts = batches.exportable(request.user)
    filters = BatchFilterForm(request.GET, drafts=drafts)
    offered = with_shared_terms(filters.chosen(drafts).with_progress()[: batches.MOST_PAPERS])
    context = {
        "filters": filters,
        "drafts": offered,
        "is_cut": len(offered) == batches.MOST_PAPERS,
        "most": batches.MOST_PAPERS,
        "many_bureaus": len({draft.bureau_id for draft in offered}) > 1,
        "reason": form.data.get("reason", "") if form else "",
        "ticked": set(form.data.getlist("drafts")) if form else set(),
        "problems": form.errors.get("drafts", []) if form else [],
        "batches": ExportBatch.objects.visible_to(request.user).with_counts()[:SHOWN_BATCHES],
    }
    return render(request, "export/batch_start.html", context, status=status)


@require_safe
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; the part alone when htmx asks for it."""
    batch = _batch(request, pk)
    items = list(batch.items.with_record())
    context = {"batch": batch, "items": items, "progress": batches.progress_of(batch, items)}
    page = "export/_batch_progress.html" if is_fragment(request) else "export/batch_detail.html"
    return render(request, page, context)


@require_POST
def batch_resume(request: HttpRequest, pk: int) -> HttpResponse:
    batches.resume_batch(batch=_batch(request, pk), actor=request.user)
    return redirect("export:batch_detail", pk=pk)


@require_POST
def batch_delete(request: HttpRequest, pk: int) -> HttpResponse:
    batches.delete_batch(batch=_batch(request, pk), actor=request.user)
    messages.success(request, "这一批已从列表中删去；各份文稿的导出记录都还在。")
    return redirect("export:batch_start")


@require_safe
def batch_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The zip; when a paper is no longer the same file as it was, the page says so first."""
    batch = _batch(request, pk)
    try:
        archive = batches.zip_of(batch=batch, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
        return redirect("export:batch_detail", pk=pk)
    if archive.changed and request.GET.get("take") != TOLD:
        context = {"batch": batch, "changed": archive.changed, "take": TOLD}
        return render(request, "export/batch_download.html", context)
    return download(archive.content, filename=archive.name, content_type=batches.ZIP)


def _batch(request: HttpRequest, pk: int) -> ExportBatch:
    return get_object_or_404(ExportBatch.objects.visible_to(request.user), pk=pk)
