"""Metrics that a section begins to name: whoever writes them in hears on whose sheet they now stand."""

from collections import defaultdict

from edusum.document.tokens import tokens_in
from edusum.drafts.models import SectionText
from edusum.metrics.models import MetricAssignment, MetricDefinition


def words_of_new(row: SectionText, before: str) -> str:
    """What to tell of the metrics that the text of `row` names and `before` did not; "" for none."""
    new = _named(row.text or "") - _named(before)
    metrics = list(MetricDefinition.objects.named(new)) if new else []
    if not metrics:
        return ""
    draft = row.draft
    given = MetricAssignment.objects.of(draft.bureau, draft.year, draft.period).filter(metric__in=metrics)
    fillers = dict(given.values_list("metric", "department__name"))
    own = row.department.name if row.department else ""
    listed: dict[str, list[str]] = defaultdict(list)
    for metric in metrics:
        listed[fillers.get(metric.pk) or own].append(metric.name)
    told = (f"{'、'.join(names)}，已列入{whose and f'{whose}的'}指标填报" for whose, names in listed.items())
    return f"本节新用到指标：{'；'.join(told)}。"


def _named(text: str) -> set[str]:
    return {name for token in tokens_in(text) for name in token.names()}
