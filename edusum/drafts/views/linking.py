from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from edusum.accounts.decorators import shows_only
from edusum.common.http import is_fragment, row_number
from edusum.drafts import linking, texts
from edusum.drafts.basing import LastYear
from edusum.drafts.earlier import EarlierPapers
from edusum.drafts.enums import SectionAction
from edusum.drafts.models import SectionText
from edusum.drafts.reading import draft_sources
from edusum.drafts.services import mark_of, standing_text, steps_open_to
from edusum.drafts.side import compared
from edusum.drafts.views.fetching import choose_base, chosen_base, draft_of


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
    """Last year's words for the section with this year's figures, to look at before they are taken over.

    `?from=`: the words of another section of an earlier paper (the id of its text), from now on beside this
    one; empty: those that are found by themselves. `part` asks htmx for less: `choose`, `previous`.
    """
    draft = draft_of(request, pk)
    row = get_object_or_404(draft.section_texts.with_place().select_related("department"), pk=section_pk)
    row.draft = draft
    sources = draft_sources(draft)
    standing = standing_text(row, sources)
    last = LastYear(draft, row, sources.figures, chosen=_chosen(request, row))
    context = {
        "draft": draft,
        "section_text": row,
        "last": last,
        "base": last.base,
        "compared": compared(last.figures_named),
        "standing": standing,
        "seen": mark_of(standing),
        "can_edit": not row.is_left_behind and SectionAction.SAVE in steps_open_to(request.user, row),
        "is_fragment": is_fragment(request),
        "is_told": "from" in request.GET,
    }
    part = request.GET.get("part", "") if is_fragment(request) else ""
    return render(request, _BASE_PAGES.get(part, _page(request)), context)


def _page(request: HttpRequest) -> str:
    return "drafts/_side_base.html" if is_fragment(request) else "drafts/section_base.html"


def _chosen(request: HttpRequest, row: SectionText) -> int | None:
    """What was chosen now, or before; 404 for what can't be."""
    asked = request.GET.get("from")
    if asked is None:
        return chosen_base(request, row.pk)
    found = row_number(asked)
    if asked and (found is None or EarlierPapers(row.draft).chosen(found) is None):
        raise Http404
    choose_base(request, row.pk, found)
    return found


_BASE_PAGES = {"choose": "drafts/_side_choose.html", "previous": "drafts/_side_previous.html"}
