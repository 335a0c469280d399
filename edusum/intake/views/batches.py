"""Many old papers at once: watching, what each gave."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from edusum.common.http import is_fragment
from edusum.intake.models import IntakeBatch, SourceDocument
from edusum.intake.reading import progress_of, resume_batch
from edusum.orgs.permissions import Action, require


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is and what came; the part alone when htmx asks for it."""
    row = _batch(request, pk)
    rows = SourceDocument.objects.filter(batch=row).defer("source", "findings", "residue").order_by("pk")
    files = list(rows.filter(part=0).with_part_count())
    context = {
        "batch": row,
        "progress": progress_of(row, files),
        "papers": rows.papers().with_counts().with_taken().select_related("split_of"),
        "split": [file for file in files if file.part_count],
    }
    page = "intake/_batch_progress.html" if is_fragment(request) else "intake/batch.html"
    return render(request, page, context)


@require_POST
def batch_resume(request: HttpRequest, pk: int) -> HttpResponse:
    resume_batch(batch=_batch(request, pk), actor=request.user)
    return redirect("intake:batch", pk=pk)


def _batch(request: HttpRequest, pk: int) -> IntakeBatch:
    rows = IntakeBatch.objects.visible_to(request.user).select_related("bureau")
    row: IntakeBatch = get_object_or_404(rows, pk=pk)
    require(request.user, Action.TAKE_IN, bureau=row.bureau)
    return row
