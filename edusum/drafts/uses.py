"""Which drafts name a metric in words that people wrote; what phrases and tables use, the library tells."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from edusum.document.tokens import tokens_in
from edusum.drafts.models import SectionText
from edusum.drafts.reading import with_shared_terms
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import Actor, System


class DraftUses:
    """What drafts tell of a metric's uses; see `metrics.uses.Provider`."""

    def lines(self, metric: MetricDefinition, actor: Actor) -> list[str]:
        naming = set(_naming(metric))
        seen = _seen(SectionText.objects.filter(pk__in=naming), actor).order_by("draft", "pk")
        rows = list(seen.with_place().select_related("draft__bureau", "draft__version", "draft__department"))
        with_shared_terms(row.draft for row in rows)
        lines = [f"初稿《{row.draft}》“{row}”的正文" for row in rows]
        hidden = len(naming) - len(lines)
        return [*lines, *([f"另有 {hidden} 处在其他单位的初稿里"] if hidden else [])]

    def counts(self, metrics: Sequence[MetricDefinition], actor: Actor) -> dict[int, int]:
        rows = _seen(SectionText.objects.all(), actor)
        if len(metrics) == 1:
            rows = rows.filter(text__contains=metrics[0].phrase_name)
        found = Counter(name for _, names in _names_in(rows) for name in names)
        return {metric.pk: found[metric.phrase_name] for metric in metrics}


def _naming(metric: MetricDefinition) -> list[int]:
    """The texts that name the metric, of whichever bureau."""
    rows = SectionText.objects.filter(text__contains=metric.phrase_name)
    return [pk for pk, names in _names_in(rows) if metric.phrase_name in names]


def _names_in(rows: "QuerySet[SectionText]") -> list[tuple[int, set[str]]]:
    """What the figures of each text are called."""
    texts = rows.filter(text__contains="{{").values_list("pk", "text")
    return [(pk, {name for token in tokens_in(text or "") for name in token.names()}) for pk, text in texts]


def _seen(rows: Any, actor: Actor) -> Any:
    return rows if isinstance(actor, System) else rows.visible_to(actor)
