"""旧稿入库: the old text beside what was understood of it, and corrections."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from edusum.common.errors import EdusumError
from edusum.common.http import is_fragment, row_number
from edusum.intake import adding, correcting, own_exports, presenting, reading, storing
from edusum.intake.enums import ReadingState
from edusum.intake.forms import AboutForm, FigureAddForm, FigureForm, HeadingAddForm, HeadingForm
from edusum.intake.models import FoundHeading, FoundQuantity, SourceDocument
from edusum.intake.paging import WHICH, Asked
from edusum.intake.report_templates import may_make
from edusum.intake.views.papers import taken_in
from edusum.metrics.models import MetricDefinition
from edusum.orgs.permissions import Action, can, can_somewhere


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    document = taken_in(request, pk)
    if document.state != ReadingState.READ:
        return render(request, "intake/paper_waiting.html", _waiting(document))
    if document.parts.exists():
        parts = (
            document.parts.order_by("part").with_counts().with_taken().defer("source", "findings", "residue")
        )
        return render(request, "intake/paper_split.html", {"document": document, "parts": parts})
    return _paper(request, document)


def _paper(
    request: HttpRequest,
    document: SourceDocument,
    *,
    about: AboutForm | None = None,
    new_heading: HeadingAddForm | None = None,
    new_figure: FigureAddForm | None = None,
) -> HttpResponse:
    is_own = own_exports.is_own_export(document)
    context = {
        "is_own_export": is_own,
        "export_of": own_exports.draft_of_export(document) if is_own else None,
        "document": document,
        "shown": presenting.shown(document, Asked.read(request.GET)),
        "which": WHICH,
        "about": about or AboutForm(instance=document),
        "new_heading": new_heading or HeadingAddForm(),
        "new_figure": new_figure or FigureAddForm(prefix="figure"),
        "may_make_template": may_make(request.user, document.bureau),
        "may_sum_up": can(request.user, Action.START_DRAFT, bureau=document.bureau),
    }
    is_refused = about or new_heading or new_figure
    return render(request, "intake/paper.html", context, status=422 if is_refused else 200)


@require_safe
def paper_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked every second while a paper is being read; leads to its page when that is done."""
    document = taken_in(request, pk)
    if document.state == ReadingState.WAITING and is_fragment(request):
        return render(request, "intake/_waiting.html", _waiting(document))
    if is_fragment(request):
        return HttpResponse(headers={"HX-Redirect": reverse("intake:paper", kwargs={"pk": pk})})
    return redirect("intake:paper", pk=pk)


def _waiting(document: SourceDocument) -> dict[str, Any]:
    is_waiting = document.state == ReadingState.WAITING
    trouble = reading.trouble_since(document.updated_at) if is_waiting else ""
    return {"document": document, "trouble": trouble}


@require_POST
def paper_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read once more what failed or got stuck; understand anew what was read."""
    document = taken_in(request, pk)
    if document.state == ReadingState.READ:
        storing.understand_again(document=document, actor=request.user)
        messages.success(request, "已重新识别。")
    else:
        reading.read_again(document=document, actor=request.user)
    return redirect("intake:paper", pk=pk)


@require_POST
def paper_about(request: HttpRequest, pk: int) -> HttpResponse:
    document = taken_in(request, pk)
    form = AboutForm(request.POST, instance=document)
    if not form.is_valid():
        document.refresh_from_db(fields=["title", "genre", "year", "period"])
        return _paper(request, document, about=form)
    correcting.describe(document=form.save(commit=False), actor=request.user)
    messages.success(request, "标题、文种和年度已保存。")
    return redirect("intake:paper", pk=pk)


@require_POST
def paper_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Several papers of one file apart, or (do=join) together again."""
    document = taken_in(request, pk)
    try:
        if request.POST.get("do") == "join":
            storing.join_parts(document=document, actor=request.user)
            messages.success(request, "已合成一篇，重新识别。")
        else:
            count = storing.split_again(document=document, actor=request.user)
            messages.success(request, f"已拆成 {count} 篇。")
    except EdusumError as error:
        messages.error(request, error.message)
    return redirect("intake:paper", pk=pk)


@require_POST
def paper_simplify(request: HttpRequest, pk: int) -> HttpResponse:
    """In simplified characters, or (do=restore) as it was written."""
    document = taken_in(request, pk)
    try:
        if request.POST.get("do") == "restore":
            correcting.restore_characters(document=document, actor=request.user)
            messages.success(request, "已恢复原来的字形，并重新识别。")
        else:
            correcting.simplify_document(document=document, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
    return redirect("intake:paper", pk=pk)


@require_POST
def heading_add(request: HttpRequest, pk: int) -> HttpResponse:
    document = taken_in(request, pk)
    form = HeadingAddForm(request.POST)
    if form.is_valid():
        try:
            heading = adding.add_heading(document=document, actor=request.user, **form.cleaned_data)
        except EdusumError as error:
            form.add_error("text", error.message)
        else:
            messages.success(request, f"已补上标题“{heading}”。")
            return redirect(_place(pk, f"h{heading.pk}"))
    return _paper(request, document, new_heading=form)


@require_POST
def quantity_add(request: HttpRequest, pk: int) -> HttpResponse:
    document = taken_in(request, pk)
    form = FigureAddForm(request.POST, prefix="figure")
    if form.is_valid():
        row = form.save(commit=False)
        words, start = form.cleaned_data["text"], form.cleaned_data["start"]
        try:
            adding.add_quantity(document=document, quantity=row, words=words, start=start, actor=request.user)
        except EdusumError as error:
            form.add_error("text", error.message)
        else:
            messages.success(request, f"已补上“{row.label}”{presenting.value_of(row)}。")
            return redirect(_place(pk, f"q{row.pk}"))
    return _paper(request, document, new_figure=form)


@require_http_methods(["GET", "HEAD", "POST"])
def heading(request: HttpRequest, pk: int, heading_pk: int) -> HttpResponse:
    """A heading's form (GET); saved, or with do=toggle struck out and back (POST)."""
    document = taken_in(request, pk)
    row = get_object_or_404(FoundHeading.objects.filter(document=document), pk=heading_pk)
    row.document = document
    toggles = request.POST.get("do") == "toggle"
    form = HeadingForm(request.POST if request.method == "POST" and not toggles else None, instance=row)
    if request.method != "POST" or (not toggles and not form.is_valid()):
        return _form(request, "heading", {"document": document, "heading": row, "form": form})
    if toggles:
        row.is_kept = not row.is_kept
    correcting.correct_heading(heading=row, actor=request.user)
    if is_fragment(request):
        return render(request, "intake/_heading_row.html", {"document": document, "heading": row})
    return redirect(_place(pk, f"h{row.pk}"))


@require_http_methods(["GET", "HEAD", "POST"])
def quantity(request: HttpRequest, pk: int, quantity_pk: int) -> HttpResponse:
    """A figure's form (GET); saved, struck out and back (do=toggle), given a metric (metric=…) (POST)."""
    document = taken_in(request, pk)
    rows = FoundQuantity.objects.filter(document=document).select_related("metric")
    row = get_object_or_404(rows, pk=quantity_pk)
    row.document = document
    does = request.POST.get("do", "") if request.method == "POST" else ""
    if does == "toggle":
        row.is_kept = not row.is_kept
        correcting.correct_quantity(quantity=row, actor=request.user)
        return _row(request, row)
    if "metric" in request.POST:
        return _give(request, row)
    return _edit(request, row)


def _edit(request: HttpRequest, row: FoundQuantity) -> HttpResponse:
    may_learn = can_somewhere(request.user, Action.EDIT_LIBRARY)
    form = FigureForm(request.POST or None, instance=row, may_learn=may_learn)
    if form.is_valid():
        try:
            merged = correcting.correct_figure(
                quantity=form.save(commit=False),
                metric=form.metric,
                actor=request.user,
                with_same=form.cleaned_data["with_same"],
                learn=form.cleaned_data.get("learn", False),
            )
        except EdusumError as error:
            form.add_error(None, error.message)
        else:
            return _row(request, row, merged.count)
    context = {
        "document": row.document,
        "quantity": row,
        "form": form,
        "proposals": presenting.proposals_of(row),
        "metric_names": MetricDefinition.objects.active().values_list("name", flat=True),
    }
    return _form(request, "quantity", context)


def _give(request: HttpRequest, row: FoundQuantity) -> HttpResponse:
    """A metric that was proposed is taken with one click, for all figures of that label and unit."""
    asked = row_number(request.POST.get("metric"))
    metric = get_object_or_404(MetricDefinition.objects.active(), pk=asked) if asked else None
    merged = correcting.give_metric(quantity=row, metric=metric, actor=request.user, with_same=True)
    return _row(request, row, merged.count)


def _form(request: HttpRequest, noun: str, context: dict[str, Any]) -> HttpResponse:
    page = f"intake/_{noun}_form.html" if is_fragment(request) else f"intake/{noun}_edit.html"
    return render(request, page, context, status=422 if context["form"].errors else 200)


def _row(request: HttpRequest, row: FoundQuantity, changed: int = 1) -> HttpResponse:
    """The row alone; where others changed too, the whole table."""
    if not is_fragment(request):
        return redirect(_place(row.document_id, f"q{row.pk}"))
    if changed == 1:
        told = presenting.figure(row)
        return render(request, "intake/_quantity_row.html", {"document": row.document, "figure": told})
    asked = replace(Asked.read(request.POST), at=f"q{row.pk}")
    figures = presenting.figures(row.document, asked)
    context = {"document": row.document, "figures": figures, "changed": changed, "which": WHICH}
    answer = render(request, "intake/_quantity_table.html", context)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#figures", "outerHTML"
    return answer


def _place(pk: int, key: str) -> str:
    return f"{reverse('intake:paper', kwargs={'pk': pk})}?at={key}#{key}"
