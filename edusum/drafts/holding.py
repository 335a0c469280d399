"""A section that is handed in holds the figures it names: they then change by a published change only."""

from collections.abc import Iterable

from django.db.models import Q

from edusum.document.tokens import tokens_in
from edusum.drafts.enums import DONE, SectionAction
from edusum.drafts.models import Draft, ExhibitMetric, SectionText
from edusum.drafts.reading import Sources, draft_sources
from edusum.library.models import PhraseMetric, TableRow
from edusum.metrics.locking import hold_figures, release_figures

HOLDER = "drafts.section:{}"
_HOLDING = frozenset(
    {
        *(SectionAction.HAND_IN, SectionAction.SAVE, SectionAction.AUTOSAVE, SectionAction.INCLUDE),
        *(SectionAction.VERSION, SectionAction.EXHIBIT),
    }
)
_RELEASING = frozenset({SectionAction.TAKE_BACK, SectionAction.RETURN, SectionAction.OMIT})
"""Other steps leave what is held as it is."""


def holder_of(row: SectionText) -> str:
    return HOLDER.format(row.pk)


def follow(row: SectionText, action: str) -> None:
    """Hold or release what the section names, after a step; call it in the step's transaction."""
    if action in _RELEASING:
        release_figures(holder=holder_of(row))
    elif action in _HOLDING and row.state in DONE:
        hold_section(row)


def follow_draft(draft: Draft, *, before: Iterable[int] = ()) -> None:
    """The same for a whole draft with sections that came, went (of the ids `before`) or changed."""
    for gone in set(before).difference(draft.section_texts.values_list("pk", flat=True)):
        release_figures(holder=HOLDER.format(gone))
    rows = list(draft.section_texts.filter(state__in=DONE).select_related("section"))
    sources = draft_sources(draft) if rows else None
    for row in rows:
        row.draft = draft
        hold_section(row, sources)


def hold_section(row: SectionText, sources: Sources | None = None) -> None:
    """Hold just what the section names now: nothing, where it is left out of the paper."""
    if row.is_omitted or row.is_left_behind:
        release_figures(holder=holder_of(row))
        return
    draft = row.draft
    hold_figures(
        bureau=draft.bureau,
        year=draft.year,
        period=draft.period,
        names=names_in(row, sources),
        holder=holder_of(row),
        words=f"《{draft.title}》“{row}”已交稿",
    )


def names_in(row: SectionText, sources: Sources | None = None) -> set[str]:
    """The metrics (phrase names) that its text names, and that stand in its tables and charts.

    Of a text that nobody edited, also those that its phrases would name if the figures were others.
    """
    text, may_name = row.text, set[str]()
    if text is None:
        text = (sources or draft_sources(row.draft)).spoken(row.section_id, row.form)
        of_form = Q(phrase__form="") | Q(phrase__form=row.form)
        spoken = PhraseMetric.objects.filter(of_form, phrase__section=row.section_id)
        may_name = set(spoken.values_list("metric__phrase_name", flat=True))
    named = {name for token in tokens_in(text) for name in token.names()} | may_name
    listed = TableRow.objects.filter(section=row.section_id).values_list("metric__phrase_name", flat=True)
    shown = ExhibitMetric.objects.filter(exhibit__section_text=row)
    return named.union(listed, shown.values_list("metric__phrase_name", flat=True))
