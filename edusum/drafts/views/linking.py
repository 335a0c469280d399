from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from edusum.accounts.decorators import shows_only
from edusum.common.http import is_fragment
from edusum.drafts import linking, texts
from edusum.drafts.basing import LastYear
from edusum.drafts.enums import SectionAction
from edusum.drafts.reading import draft_sources
from edusum.drafts.services import mark_of, standing_text, steps_open_to
from edusum.drafts.side import compared
from edusum.drafts.views.fetching import draft_of


@shows_only
@require_POST
def section_spots(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """The numbers and years of the typed text to link or to correct, as JSON; nothing is saved."""
    draft = draft_of(request, pk)
    row = get_object_or_404(draft.section_texts.with_place(), pk=section_pk)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) > texts.MAX_TEXT:
        return JsonResponse({"message": f"本节超过 {texts.MAX_TEXT} 字，请先拆分。"}, status=422)
    spots = linking.section_spots(draft, text, heading=str(row))
    return JsonResponse({"spots": [linking.as_json(text, spot) for spot in spots]})


def section_base(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Last year's words for the section with this year's figures, to look at before they are taken over."""
    draft = draft_of(request, pk)
    row = get_object_or_404(draft.section_texts.with_place().select_related("department"), pk=section_pk)
    row.draft = draft
    sources = draft_sources(draft)
    last = LastYear(draft, row, sources.figures)
    context = {
        "draft": draft,
        "section_text": row,
        "last": last,
        "base": last.base,
        "compared": compared(last.figures_named),
        "seen": mark_of(standing_text(row, sources)),
        "can_edit": not row.is_left_behind and SectionAction.SAVE in steps_open_to(request.user, row),
        "is_fragment": is_fragment(request),
    }
    page = "drafts/_side_base.html" if is_fragment(request) else "drafts/section_base.html"
    return render(request, page, context)
