"""Which metrics the drafts of a bureau take up."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from edusum.document.tokens import tokens_in
from edusum.drafts.models import Attachment, Exhibit, SectionText
from edusum.metrics.models import MetricDefinition
from edusum.metrics.needs import Papers


def codes_needed(papers: Papers) -> set[str]:
    """What unedited sections' phrases, what people's texts, what tables and charts name; left out sections
    aside. Attachments are the whole bureau's."""
    rows = SectionText.objects.filter(
        draft__bureau=papers.bureau,
        draft__year=papers.year,
        draft__period=papers.period,
        is_omitted=False,
    )
    if papers.departments is not None:
        rows = rows.filter(department__in=papers.departments)
    attached = Attachment.objects.filter(
        draft__bureau=papers.bureau, draft__year=papers.year, draft__period=papers.period
    )
    if papers.departments is not None:
        attached = attached.none()
    return {
        *_spoken(rows.filter(text=None)),
        *_listed(rows),
        *_shown(rows, attached),
        *_written([*rows.exclude(text=None).values_list("text"), *attached.values_list("text")]),
    }


def _spoken(rows: "QuerySet[SectionText]") -> "QuerySet[MetricDefinition, str]":
    speaking = Q(phrase_uses__phrase__form="") | Q(
        phrase_uses__phrase__form=F("phrase_uses__phrase__section__section_texts__form")
    )
    own = Q(phrase_uses__phrase__section__section_texts__in=rows)
    return MetricDefinition.objects.filter(own & speaking).values_list("code", flat=True)


def _listed(rows: "QuerySet[SectionText]") -> "QuerySet[MetricDefinition, str]":
    return MetricDefinition.objects.filter(table_uses__section__section_texts__in=rows).values_list(
        "code", flat=True
    )


def _shown(
    rows: "QuerySet[SectionText]", attached: "QuerySet[Attachment]"
) -> "QuerySet[MetricDefinition, str]":
    exhibits = Exhibit.objects.filter(Q(section_text__in=rows) | Q(attachment__in=attached))
    return MetricDefinition.objects.filter(exhibit_uses__exhibit__in=exhibits).values_list("code", flat=True)


def _written(rows: Iterable[tuple[str | None]]) -> "QuerySet[MetricDefinition, str]":
    texts = [text or "" for (text,) in rows]
    names = {name for text in texts for token in tokens_in(text) for name in token.names()}
    return MetricDefinition.objects.named(names).values_list("code", flat=True)
