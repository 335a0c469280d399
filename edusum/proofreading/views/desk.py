"""校核台: what was found in a paper, beside the paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from edusum.common.http import is_fragment
from edusum.document.readers import legacy
from edusum.orgs.permissions import Action, can, require
from edusum.proofreading.access import holds, may_undo
from edusum.proofreading.checking import check, check_draft, close_mended, keep_counts
from edusum.proofreading.forms import YearForm
from edusum.proofreading.models import CheckedPaper
from edusum.proofreading.presenting import FindingsDesk
from edusum.proofreading.section_panel import SectionPanel
from edusum.proofreading.views.fetching import draft_of, target_of

WORD_KINDS = {"docx", *legacy.KINDS}
"""Files that are given back as they came, with what was mended as tracked changes."""


@require_safe
def desk(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The findings that one asked for (tab, family, rule, part, q, group), `at` a fingerprint open."""
    return render(request, "proofreading/desk.html", _context(request, kind, pk))


@require_safe
def listing(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """All findings with their reasons on one page, for printing."""
    context = _context(request, kind, pk)
    target = context["target"]
    if isinstance(target, CheckedPaper):
        context["fixes"] = list(target.fixes.select_related("made_by").order_by("number"))
    return render(request, "proofreading/listing.html", context)


def _context(request: HttpRequest, kind: str, pk: int) -> dict[str, object]:
    target = target_of(request, kind, pk)
    checked = check(target)
    close_mended(checked)
    keep_counts(checked)
    context: dict[str, object] = {
        "target": target,
        "checked": checked,
        "desk": FindingsDesk(checked, request.user, request.GET.dict()),
        "may_annotate": can(request.user, Action.EXPORT, bureau=target.bureau),
    }
    if isinstance(target, CheckedPaper):
        fixes = list(target.fixes.order_by("number").values_list("made_by", flat=True))
        context |= {
            "year_form": YearForm(initial={"year": target.year}),
            "fix_count": len(fixes),
            "can_undo": bool(fixes) and may_undo(request.user, target, fixes[-1]),
            "is_held": holds(request.user, target),
            "may_annotate": holds(request.user, target),
            "told": target.source_text.told,
            "keeps_changes": target.stored_name != "" and target.kind in WORD_KINDS,
        }
    return context


@require_safe
def counts(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """How many of each severity: a part that the list asks for, paper by paper."""
    target = target_of(request, kind, pk)
    checked = check(target)
    keep_counts(checked)
    context = {"counts": checked.counts, "waived": len(checked.waived)}
    return render(request, "proofreading/_counts.html", context)


@require_safe
def section_findings(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """What was found in one section, for the desk on which it is written."""
    draft = draft_of(request, pk)
    require(request.user, Action.PROOFREAD, bureau=draft.bureau)
    rows = draft.section_texts.of_version(draft.version).select_related("section")
    row = get_object_or_404(rows, pk=section_pk)
    panel = SectionPanel(check_draft(draft), row, request.user)
    context = {"draft": draft, "section_text": row, "panel": panel, "is_fragment": is_fragment(request)}
    name = "_section_findings" if is_fragment(request) else "section_findings"
    return render(request, f"proofreading/{name}.html", context)
