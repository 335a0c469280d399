"""Which drafts name a metric in words that people wrote, or show it in a table or chart; the library tells
what its own phrases and tables use."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from edusum.document.tokens import tokens_in
from edusum.drafts.models import Attachment, Draft, ExhibitMetric, SectionText
from edusum.drafts.reading import with_shared_terms
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import Actor, System


class DraftUses:
    """What drafts tell of a metric's uses; see `metrics.uses.Provider`."""

    def lines(self, metric: MetricDefinition, actor: Actor) -> list[str]:
        texts, attached, shown = _naming(metric)
        rows = list(
            _seen(SectionText.objects.filter(pk__in=texts), actor)
            .order_by("draft", "pk")
            .with_place()
            .select_related("draft__bureau", "draft__version", "draft__department")
        )
        appendices = list(
            _seen(Attachment.objects.filter(pk__in=attached), actor)
            .order_by("draft", "pk")
            .select_related("draft__bureau", "draft__version", "draft__department")
        )
        exhibits = list(_seen(metric.exhibit_uses.all(), actor).with_drafts().order_by("exhibit"))
        with_shared_terms([*(row.draft for row in [*rows, *appendices]), *map(_draft_of, exhibits)])
        lines = [
            *(f"初稿《{row.draft}》“{row}”的正文" for row in rows),
            *(f"初稿《{row.draft}》附件“{row}”的正文" for row in appendices),
            *(f"初稿《{_draft_of(item)}》里的{item.exhibit}" for item in exhibits),
        ]
        hidden = len(texts) + len(attached) + shown - len(lines)
        return [*lines, *([f"另有 {hidden} 处在其他单位的初稿里"] if hidden else [])]

    def counts(self, metrics: Sequence[MetricDefinition], actor: Actor) -> dict[int, int]:
        found: Counter[str] = Counter()
        for rows in (SectionText.objects.all(), Attachment.objects.all()):
            seen = _seen(rows, actor)
            if len(metrics) == 1:
                seen = seen.filter(text__contains=metrics[0].phrase_name)
            found.update(name for _, names in _names_in(seen) for name in names)
        items = _seen(ExhibitMetric.objects.filter(metric_id__in=[metric.pk for metric in metrics]), actor)
        shown = Counter(items.values_list("metric_id", flat=True))
        return {metric.pk: found[metric.phrase_name] + shown[metric.pk] for metric in metrics}


def _naming(metric: MetricDefinition) -> tuple[set[int], set[int], int]:
    """The texts of sections and of attachments that name the metric, of whichever bureau, and how many tables
    and charts show it."""
    texts, attached = (
        {
            pk
            for pk, names in _names_in(model.objects.filter(text__contains=metric.phrase_name))
            if metric.phrase_name in names
        }
        for model in (SectionText, Attachment)
    )
    return texts, attached, metric.exhibit_uses.count()


def _names_in(rows: Any) -> Iterable[tuple[int, set[str]]]:
    """What the figures of each text are called."""
    texts = rows.filter(text__contains="{{").values_list("pk", "text")
    return [(pk, {name for token in tokens_in(text or "") for name in token.names()}) for pk, text in texts]


def _draft_of(item: ExhibitMetric) -> Draft:
    place = item.exhibit.place
    return place.draft


def _seen(rows: Any, actor: Actor) -> Any:
    return rows if isinstance(actor, System) else rows.visible_to(actor)
