"""One draft as a file."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from edusum.assembly.profiles import house_of
from edusum.assembly.services import document_of
from edusum.common.errors import EdusumError
from edusum.document.advice import advice
from edusum.drafts.models import Draft
from edusum.drafts.shortfalls import shortfalls_of
from edusum.export import services
from edusum.export.enums import Format
from edusum.export.errors import OpenErrorsError
from edusum.export.forms import ExportForm
from edusum.export.models import ExportRecord
from edusum.export.open_errors import may_mend, open_errors
from edusum.export.pdf import NOT_INSTALLED
from edusum.export.text import to_text
from edusum.export.views.answers import file_answer, with_ticket
from edusum.orgs.permissions import Action, can, require
from edusum.proofreading.checking import check_draft

SHOWN_RECORDS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def draft_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The page before the download (GET) and the download itself (POST)."""
    draft = _draft(request, pk)
    if request.method == "POST":
        return _export(request, draft)
    return _page(request, draft)


def _page(request: HttpRequest, draft: Draft, *, typed: str = "", problem: str = "") -> HttpResponse:
    """`typed`: the reason of somebody who was refused, and `problem` why."""
    records = ExportRecord.objects.visible_to(request.user).filter(snapshot__draft=draft)
    document = document_of(draft)
    return render(
        request,
        "export/draft_export.html",
        {
            "draft": draft,
            "shortfalls": shortfalls_of(draft),
            "has_gaps": bool(document.gaps()),
            "advice": advice(document),
            "records": records.with_snapshot().with_numbers()[:SHOWN_RECORDS],
            "house": house_of(draft.bureau),
            "no_pdf": "" if settings.SOFFICE else NOT_INSTALLED,
            "may_take_back": can(request.user, Action.TAKE_IN, bureau=draft.bureau),
            "errors": open_errors(check_draft(draft, document)),
            "may_mend": may_mend(request.user, draft.bureau),
            "typed": typed,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _export(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = ExportForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有这种导出格式，请用页面上的按钮导出。")
        return redirect("export:draft_export", pk=draft.pk)
    file_format = Format(form.cleaned_data["format"] or Format.WORD)
    reason = form.cleaned_data["reason"]
    try:
        file = services.export_draft(draft=draft, actor=request.user, file_format=file_format, reason=reason)
    except OpenErrorsError as error:
        page = _text_page if file_format == Format.TEXT else _page
        return page(request, draft, typed=reason, problem=error.message)
    except EdusumError as error:
        messages.error(request, f"没有导出。{error}")
        return redirect("export:draft_export", pk=draft.pk)
    if file_format == Format.TEXT and request.POST.get("do") == "copy":
        return _text_page(request, draft, typed=reason, may_copy=True)
    if form.cleaned_data["ticket"]:  # the page is shown anew
        noted = "，带着必错导出的原因已记在导出记录里" if reason else ""
        messages.success(request, f"已导出“{file.name}”{noted}，请看浏览器的下载。")
    return with_ticket(file_answer(file), request, form)


@require_safe
def draft_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The words alone, to be copied into another system."""
    return _text_page(request, _draft(request, pk))


def _text_page(
    request: HttpRequest, draft: Draft, *, typed: str = "", problem: str = "", may_copy: bool = False
) -> HttpResponse:
    """With open 必错 it may be copied once somebody said why."""
    document = document_of(draft)
    errors = open_errors(check_draft(draft, document))
    context = {
        "draft": draft,
        "text": to_text(document, house_of(draft.bureau)),
        "errors": errors,
        "may_copy": may_copy or errors is None,
        "may_mend": may_mend(request.user, draft.bureau),
        "typed": typed,
        "problem": problem,
    }
    return render(request, "export/draft_text.html", context, status=422 if problem else 200)


def _draft(request: HttpRequest, pk: int) -> Draft:
    draft = get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)
    require(request.user, Action.EXPORT, bureau=draft.bureau)
    return draft
