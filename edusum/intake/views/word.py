"""套用公文版式: what stands around the text, the paper as it will be, and the Word file."""

from dataclasses import asdict
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from edusum.assembly.profiles import house_of
from edusum.common.errors import EdusumError
from edusum.common.http import download
from edusum.document.model import Document
from edusum.intake import layouts
from edusum.intake.enums import ReadingState, TakenAs
from edusum.intake.forms.word import WordForm
from edusum.intake.models import SourceDocument
from edusum.intake.views.papers import taken_in

_LONGEST_NUMBER = 12


@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with the paper below (GET, or POST with do=show), or the file (POST, or GET with again=…)."""
    document = taken_in(request, pk)
    if document.state != ReadingState.READ or document.parts.exists():
        return redirect("intake:paper", pk=pk)
    again = request.GET.get("again", "")
    if request.method != "POST" and again.isdecimal():
        return _again(request, document, int(again[:_LONGEST_NUMBER]))
    read = layouts.paper_of(document)
    if request.method != "POST":
        details = layouts.usual_details(document, read)
        shown = layouts.laid_out(read, details) if details.title else read
        return _page(request, document, WordForm(initial=asdict(details)), shown)
    form = WordForm(request.POST)
    if not form.is_valid():
        return _page(request, document, form, read, status=422)
    try:
        shown = layouts.laid_out(read, form.details())
        if request.POST.get("do") == "show":
            return _page(request, document, form, shown)
        file = layouts.take_as_word(document=document, details=form.details(), actor=request.user)
    except EdusumError as error:
        form.add_error(None, error.message)
        return _page(request, document, form, read, status=422)
    return download(file.content, filename=file.name, content_type=file.content_type)


def _again(request: HttpRequest, document: SourceDocument, taking: int) -> HttpResponse:
    """A file that was made before, once more; nothing is recorded."""
    made = get_object_or_404(document.takings.filter(taken_as=TakenAs.WORD), pk=taking)
    made.document = document
    try:
        file = layouts.made_again(made)
    except EdusumError as error:
        messages.error(request, error.message)
        return redirect("intake:word", pk=document.pk)
    return download(file.content, filename=file.name, content_type=file.content_type)


def _page(
    request: HttpRequest, document: SourceDocument, form: WordForm, shown: Document, status: int = 200
) -> HttpResponse:
    marks = layouts.half_width_marks(layouts.paper_of(document))
    form.fields["is_full_width"].help_text = f"原稿有 {marks} 处。" if marks else "原稿没有这样的标点。"
    context = {
        "document": document,
        "form": form,
        "paper": shown,
        "house": house_of(document.bureau),
        "changed_marks": marks if status == HTTPStatus.OK and form["is_full_width"].value() else 0,
        "finding_count": len(document.findings),
    }
    return render(request, "intake/paper_word.html", context, status=status)
