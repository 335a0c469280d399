"""Which metrics the drafts of a bureau take up."""

from django.db.models import F, Q, QuerySet

from edusum.document.tokens import tokens_in
from edusum.drafts.models import SectionText
from edusum.metrics.models import MetricDefinition
from edusum.metrics.needs import Papers


def codes_needed(papers: Papers) -> set[str]:
    """What unedited sections' phrases, what people's texts and what tables name; left out sections aside."""
    rows = SectionText.objects.filter(
        draft__bureau=papers.bureau,
        draft__year=papers.year,
        draft__period=papers.period,
        is_omitted=False,
    )
    if papers.departments is not None:
        rows = rows.filter(department__in=papers.departments)
    return {*_spoken(rows.filter(text=None)), *_listed(rows), *_written(rows.exclude(text=None))}


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


def _written(rows: "QuerySet[SectionText]") -> "QuerySet[MetricDefinition, str]":
    texts = [text or "" for text in rows.values_list("text", flat=True)]
    names = {name for text in texts for token in tokens_in(text) for name in token.names()}
    return MetricDefinition.objects.named(names).values_list("code", flat=True)
