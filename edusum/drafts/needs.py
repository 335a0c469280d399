"""Which metrics the drafts of a bureau take up."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, F, Q, QuerySet, TextField, Value

from edusum.document.tokens import tokens_in
from edusum.drafts.models import Attachment, Exhibit, SectionText
from edusum.drafts.models.exhibits import ExhibitMetric
from edusum.library.models import PhraseMetric, TableRow
from edusum.metrics.needs import Need, Papers, codes_of

Rows = QuerySet[SectionText]
Found = tuple[str, str, int | None]
"""A metric's code or a text that names metrics, and the department (id) whose it is."""
_nothing = Value("", output_field=TextField())


def needs(papers: Papers) -> set[Need]:
    """What unedited sections' phrases, what people's texts, what tables and charts name; left out sections
    aside. Attachments are the whole bureau's. One query, whatever the number of drafts."""
    rows = SectionText.objects.filter(
        draft__bureau=papers.bureau,
        draft__year=papers.year,
        draft__period=papers.period,
        is_omitted=False,
    )
    attached = Attachment.objects.filter(
        draft__bureau=papers.bureau, draft__year=papers.year, draft__period=papers.period
    )
    if papers.departments is not None:
        rows = rows.filter(department__in=papers.departments)
        attached = attached.none()
    found: set[Need] = set()
    for code, text, department in _found(rows, attached):
        named = {name for token in tokens_in(text) for name in token.names()} if text else ()
        found |= {Need(name=name, department=department) for name in named}
        found |= {Need(code=code, department=department)} if code else set()
    return found


def codes_needed(papers: Papers) -> set[str]:
    """The codes of these metrics."""
    return codes_of(needs(papers))


def _found(rows: Rows, attached: "QuerySet[Attachment]") -> Iterable[Found]:
    parts = [
        _spoken(rows.filter(text=None)),
        _listed(rows),
        _shown(rows, attached),
        rows.exclude(text=None).values_list(_nothing, "text", "department"),
        attached.values_list(_nothing, "text", Value(None, output_field=BigIntegerField())),
    ]
    first, *others = (part.order_by() for part in parts)
    return first.union(*others)


def _spoken(rows: Rows) -> "QuerySet[PhraseMetric, Found]":
    return PhraseMetric.objects.filter(
        Q(phrase__form="") | Q(phrase__form=F("phrase__section__section_texts__form")),
        phrase__section__section_texts__in=rows,
    ).values_list("metric__code", _nothing, "phrase__section__section_texts__department")


def _listed(rows: Rows) -> "QuerySet[TableRow, Found]":
    return TableRow.objects.filter(section__section_texts__in=rows).values_list(
        "metric__code", _nothing, "section__section_texts__department"
    )


def _shown(rows: Rows, attached: "QuerySet[Attachment]") -> "QuerySet[ExhibitMetric, Found]":
    exhibits = Exhibit.objects.filter(Q(section_text__in=rows) | Q(attachment__in=attached))
    return ExhibitMetric.objects.filter(exhibit__in=exhibits).values_list(
        "metric__code", _nothing, "exhibit__section_text__department"
    )
