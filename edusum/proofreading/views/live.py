"""Findings while somebody types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from edusum.accounts.decorators import shows_only
from edusum.drafts import texts
from edusum.orgs.permissions import Action, require
from edusum.proofreading import live
from edusum.proofreading.typed import Head
from edusum.proofreading.views.fetching import draft_of

_LONGEST_HEADING = 200


@shows_only
@require_POST
def section_spots(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """What is found in the typed `text` below its `heading`, as JSON; nothing is saved."""
    draft = draft_of(request, pk)
    require(request.user, Action.PROOFREAD, bureau=draft.bureau)
    row = get_object_or_404(draft.section_texts.of_version(draft.version), pk=section_pk)
    row.draft = draft
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) > texts.MAX_TEXT:
        return JsonResponse({"message": f"本节超过 {texts.MAX_TEXT} 字，请先拆分。"}, status=422)
    heading = request.POST.get("heading", "")[:_LONGEST_HEADING]
    head = Head(heading, is_run_in=request.POST.get("run_in") == "yes")
    return JsonResponse({"spots": live.section_spots(row, text, head)})
