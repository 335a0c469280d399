"""套用公文版式: what stands around the text, the paper as it will be, and the Word file."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from edusum.assembly.profiles import house_of
from edusum.common.errors import EdusumError
from edusum.common.http import download
from edusum.document.model import Document
from edusum.intake import layouts
from edusum.intake.enums import ReadingState
from edusum.intake.forms.word import WordForm
from edusum.intake.models import SourceDocument
from edusum.intake.views.papers import taken_in


@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with the paper below (GET, or POST with do=show), or the file (POST)."""
    document = taken_in(request, pk)
    if document.state != ReadingState.READ or document.parts.exists():
        return redirect("intake:paper", pk=pk)
    read = layouts.paper_of(document)
    if request.method != "POST":
        details = layouts.details_of(read)
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


def _page(
    request: HttpRequest, document: SourceDocument, form: WordForm, shown: Document, status: int = 200
) -> HttpResponse:
    context = {"document": document, "form": form, "paper": shown, "house": house_of(document.bureau)}
    return render(request, "intake/paper_word.html", context, status=status)
