"""旧稿: handed in, listed, taken away, handed back as they came."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.intake import receiving
from edusum.intake.access import taking_bureau
from edusum.intake.archives import is_folder
from edusum.intake.correcting import delete_document
from edusum.intake.forms import PaperFilterForm
from edusum.intake.models import IntakeBatch, SourceDocument
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require

PER_PAGE = 50
SHOWN_BATCHES = 5
_BINARY = "application/octet-stream"


def papers(request: HttpRequest) -> HttpResponse:
    """The old papers of the bureau (GET); new ones come in (POST)."""
    bureau = taking_bureau(request.user)
    if request.method != "POST":
        return _list(request, bureau)
    try:
        return _receive(request, bureau)
    except EdusumError as error:
        return _list(request, bureau, problem=error.message, status=422)


def _receive(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    uploads = [*request.FILES.getlist("files"), *request.FILES.getlist("folder")]
    files = [receiving.Handed(file, file.name or "") for file in uploads]
    text = request.POST.get("text", "")
    actor = cast("User", request.user)
    if len(files) > 1 or (files and is_folder(files[0].file)):
        batch = receiving.receive_many(bureau=bureau, files=files, actor=actor)
        return redirect("intake:batch", pk=batch.pk)
    if files:
        received = receiving.receive_file(bureau=bureau, handed=files[0], actor=actor)
    else:
        received = receiving.receive_text(bureau=bureau, text=text, actor=actor)
    if received.is_known:
        name = received.document.name
        messages.info(request, f"这份文件以前已经入库，名为“{name}”，没有再收一份。下面就是它。")
    return redirect("intake:paper", pk=received.document.pk)


def _list(request: HttpRequest, bureau: Bureau, *, problem: str = "", status: int = 200) -> HttpResponse:
    own = SourceDocument.objects.visible_to(request.user).filter(bureau=bureau).papers()
    years = sorted({year for year in own.order_by().values_list("year", flat=True) if year}, reverse=True)
    filters = PaperFilterForm(request.GET, years=years)
    rows = filters.chosen(own).with_counts().with_taken().defer("source", "findings", "residue")
    page = Paginator(rows.select_related("split_of").order_by("-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "filters": filters,
        "is_filtered": any(filters.data.get(name) for name in filters.fields),
        "query": query.urlencode(),
        "has_any": bool(page.object_list) or own.exists(),
        "problem": problem,
        "typed": request.POST.get("text", ""),
        "most": receiving.MAX_MEGABYTES,
        "batches": IntakeBatch.objects.visible_to(request.user).filter(bureau=bureau)[:SHOWN_BATCHES],
    }
    return render(request, "intake/papers.html", context, status=status)


@require_safe
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was handed in."""
    document = taken_in(request, pk)
    try:
        content = receiving.path_of(document).open("rb")
    except FileNotFoundError:
        messages.error(request, f"“{document.name}”的文件已不在服务器上，请联系系统维护人员。")
        return redirect("intake:paper", pk=pk)
    answer = FileResponse(content, as_attachment=True, filename=document.name, content_type=_BINARY)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def paper_delete(request: HttpRequest, pk: int) -> HttpResponse:
    document = taken_in(request, pk)
    delete_document(document=document, actor=request.user)
    messages.success(request, f"已删去旧稿“{document}”；以前由它存成的总结、模板和导出的文件都还在。")
    return redirect("intake:papers")


def taken_in(request: HttpRequest, pk: int) -> SourceDocument:
    """The old paper, for who takes papers in: 404 in other bureaus, 403 for other roles."""
    rows = SourceDocument.objects.visible_to(request.user).select_related("bureau", "split_of", "uploaded_by")
    document: SourceDocument = get_object_or_404(rows, pk=pk)
    require(request.user, Action.TAKE_IN, bureau=document.bureau)
    return document
