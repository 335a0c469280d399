"""The words of the phrase language, for completion and for the list beside the phrases."""

from collections.abc import Iterable
from typing import Any

from edusum.library.lists import COUNT, COUNT_EXAMPLE, LIST_MARKS
from edusum.library.patterns import PATTERNS
from edusum.library.phrasing import TEXT_NAMES
from edusum.library.vocabulary import FILTERS, PLACEHOLDER
from edusum.metrics.domains import DOMAINS
from edusum.metrics.models import MetricDefinition

TYPED_FILTERS = {name: found for name, found in FILTERS.items() if name != PLACEHOLDER}
"""The filters that people write; one is the engine's own."""


def words(texts: Any) -> dict[str, list[dict[str, Any]]]:
    """Everything that can be put into a phrase; `texts` says what the text names read as in samples."""
    return {
        "metrics": [_metric(metric) for metric in metrics_by_domain()],
        "texts": [*_texts(texts), *_marks()],
        "filters": [
            {"name": name, "help": found.help, "example": found.example, "arguments": len(found.arguments)}
            for name, found in TYPED_FILTERS.items()
        ],
        "patterns": [
            {"name": name, "help": pattern.help, "source": pattern.source}
            for name, pattern in PATTERNS.items()
        ],
    }


def metrics_by_domain() -> list[MetricDefinition]:
    """The metrics in use, domain by domain in the order in which people read them."""
    order = {domain: place for place, domain in enumerate(DOMAINS)}
    metrics = MetricDefinition.objects.active()
    return sorted(metrics, key=lambda metric: (order.get(metric.domain, len(order)), metric.domain))


def _metric(metric: MetricDefinition) -> dict[str, Any]:
    return {
        "pk": metric.pk,
        "name": metric.phrase_name,
        "label": metric.name,
        "unit": metric.unit,
        "domain": metric.domain,
        "code": metric.code,
        "synonyms": metric.synonyms,
    }


def _texts(texts: Any) -> Iterable[dict[str, str]]:
    return ({"name": name, "note": f"如“{texts[name]}”"} for name in TEXT_NAMES)


def _marks() -> Iterable[dict[str, str]]:
    examples = {**LIST_MARKS, COUNT: COUNT_EXAMPLE}
    return ({"name": name, "note": example} for name, example in examples.items())
