"""What is still missing in one section, before it is handed in."""

from collections.abc import Collection

from edusum.drafts.exhibiting import exhibits_in_sections, gaps_of, missing_in
from edusum.drafts.models import SectionText
from edusum.drafts.reading import draft_sources
from edusum.library import wording
from edusum.library.models import TableRow
from edusum.metrics.figures import Figures


def gaps_in(row: SectionText) -> list[str]:
    """The metrics (labels) that are still to be reported in its words, its table, its tables and charts."""
    sources = draft_sources(row.draft)
    text = sources.spoken(row.section_id, row.form) if row.text is None else row.text
    paragraphs = wording.paragraphs(text, sources.figures, sources.texts)
    exhibits = exhibits_in_sections(row.draft, sources.figures, sources.texts)
    listed = TableRow.objects.filter(section=row.section_id).values_list("metric__phrase_name", flat=True)
    in_table = {name for name in listed if sources.figures[name].current.state == "pending"}
    return labels_of(gaps_of(paragraphs) | missing_in(exhibits.get(row.pk, ())) | in_table, sources.figures)


def labels_of(names: Collection[str], figures: Figures) -> list[str]:
    """What people call these metrics, in the metrics' order."""
    known = [figure.label for name, figure in figures.items() if name in names]
    return [*known, *sorted(name for name in names if name not in figures)]
