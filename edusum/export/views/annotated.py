"""What was found, as comments in a Word file."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.models import Draft
from edusum.export import annotations
from edusum.export.views.answers import file_answer
from edusum.proofreading.models import CheckedPaper


@require_safe
def annotated_draft(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)
    try:
        file = annotations.annotated_draft(draft=draft, actor=cast("User", request.user))
    except EdusumError as error:
        messages.error(request, f"没有导出。{error}")
        return redirect("proofreading:desk", kind="drafts", pk=pk)
    return file_answer(file)


@require_safe
def annotated_paper(request: HttpRequest, pk: int) -> HttpResponse:
    rows = CheckedPaper.objects.visible_to(request.user).select_related("bureau")
    paper = get_object_or_404(rows, pk=pk)
    try:
        file = annotations.annotated_paper(paper=paper, actor=cast("User", request.user))
    except EdusumError as error:
        messages.error(request, f"没有导出。{error}")
        return redirect("proofreading:desk", kind="papers", pk=pk)
    return file_answer(file)
