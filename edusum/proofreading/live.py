"""What local rules find in a section while somebody types it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from edusum.document.tokens import tokens_in
from edusum.drafts.models import Draft, SectionText
from edusum.metrics.addresses import page_address
from edusum.metrics.figures import Figures
from edusum.metrics.services import figures as read_figures
from edusum.proofreading.cards import fix_label
from edusum.proofreading.findings import SEVERITIES, Finding
from edusum.proofreading.knowing import known_while_typing
from edusum.proofreading.models import Waiver
from edusum.proofreading.run import proofread
from edusum.proofreading.typed import Head, Typed, typed


def section_spots(row: SectionText, text: str, head: Head) -> list[dict[str, Any]]:
    """Each finding with the place where its words were typed; waived ones, and those about words that are not
    typed here, are left out. `row.draft` is at hand; nothing is saved."""
    draft = row.draft
    names = {name for token in tokens_in(text) for name in token.names()}
    figures = read_figures(draft.bureau, draft.year, draft.period, names=names) if names else {}
    written = typed(text, figures, draft.texts, head)
    done = proofread(written.source, known_while_typing(draft), linked=written.linked, is_local=True)
    waived = set(Waiver.objects.filter(draft=draft).values_list("fingerprint", flat=True))
    findings = (finding for finding in done.findings if finding.fingerprint not in waived)
    return [spot for finding in findings if (spot := _spot(draft, text, finding, written, figures))]


def _spot(
    draft: Draft, text: str, finding: Finding, written: Typed, figures: Figures
) -> dict[str, Any] | None:
    span = written.typed_span(finding.start, finding.end)
    linked = written.linked_in(finding.start, finding.end)
    if span is None or (linked and linked.start in written.gaps and _is_within(finding, linked)):
        return None  # a heading is mended elsewhere; a gap says itself that it is one
    start, end = span
    reason = f"（{finding.evidence}）" if finding.evidence else ""
    return {
        "start": start,
        "end": end,
        "kind": finding.severity,
        "found": text[start:end],
        "words": f"{SEVERITIES[finding.severity]}：{finding.message}{reason}",
        "choices": list(_choices(text, finding, written, span)),
        "links": list(_links(draft, finding, linked.name if linked else "", figures)),
    }


def _is_within(finding: Finding, linked: Any) -> bool:
    return bool(linked.start <= finding.start and finding.end <= linked.end)


def _choices(text: str, finding: Finding, written: Typed, span: tuple[int, int]) -> Iterator[dict[str, str]]:
    """What to put in the place of the span: the fix, if it changes no words of a metric."""
    fix = finding.fix
    if fix is None or written.linked_in(fix.start, fix.end):
        return
    place = written.typed_span(fix.start, fix.end)
    if place is None or not span[0] <= place[0] <= place[1] <= span[1]:
        return
    token = text[span[0] : place[0]] + fix.words + text[place[1] : span[1]]
    yield {"token": token, "label": fix_label(fix)}


def _links(draft: Draft, finding: Finding, name: str, figures: Figures) -> Iterator[dict[str, str]]:
    if name in figures:
        asked = {"only": figures[name].code}
        sheet = page_address("metrics:metric_sheet", draft.year, draft.period, asked)
        yield {"label": "核对指标的数值", "url": sheet}
    desk = reverse("proofreading:desk", kwargs={"kind": "drafts", "pk": draft.pk})
    yield {"label": "校核台里看", "url": f"{desk}?{urlencode({'at': finding.fingerprint})}"}
