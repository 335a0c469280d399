"""Where a metric is used: relations and values are known here, the rest by who registers."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import SYSTEM, Actor


class UseLine(str):
    """A line on a use that has a page of its own, at `address`."""

    address: str

    def __new__(cls, words: str, address: str) -> "UseLine":
        line = super().__new__(cls, words)
        line.address = address
        return line


class Provider(Protocol):
    """Knows uses of metrics in an app downstream; names only what the actor may see, and counts the rest."""

    def lines(self, metric: MetricDefinition, actor: Actor) -> Sequence[str]:
        """What stands against deleting the metric, a line each: a `UseLine` where one can go and look."""

    def counts(self, metrics: Sequence[MetricDefinition], actor: Actor) -> Mapping[int, int]:
        """How many places use each of them, by the metric's id; in as many queries for one as for all."""


_providers: list[Provider] = []


def add_use_provider(provider: Provider) -> None:
    """From now on ask it too."""
    if provider not in _providers:
        _providers.append(provider)


def uses_of(metric: MetricDefinition, actor: Actor) -> list[str]:
    """Everything that uses the metric; values of bureaus are counted, not named."""
    named = [line for provider in _providers for line in provider.lines(metric, actor)]
    return [*named, *_relations(metric), *_weighted(metric), *_values(metric)]


def use_counts(metrics: Sequence[MetricDefinition], actor: Actor) -> dict[int, int]:
    """How many places in text use each metric, by its id."""
    counts = [provider.counts(metrics, actor) for provider in _providers]
    return {metric.pk: sum(found.get(metric.pk, 0) for found in counts) for metric in metrics}


def is_used(metric: MetricDefinition) -> bool:
    """Whether any row but its own relations points at the metric, or any text names it."""
    names = [relation.get_accessor_name() for relation in metric._meta.related_objects]
    pointed_at = any(getattr(metric, name).exists() for name in names if name and name != "relations")
    return pointed_at or any(provider.counts([metric], SYSTEM).get(metric.pk) for provider in _providers)


def _relations(metric: MetricDefinition) -> list[str]:
    operands = metric.operand_uses.select_related("relation__metric").order_by("relation")
    return [
        f"指标“{operand.relation.metric}”的{operand.relation.get_kind_display()}关系（作{operand.get_role_display()}）"
        for operand in operands
    ]


def _weighted(metric: MetricDefinition) -> list[str]:
    return [f"指标“{other}”的汇总（作权数）" for other in metric.weighted.all()]


def _values(metric: MetricDefinition) -> list[str]:
    count = metric.values.count()
    return [f"已填报的 {count} 个数值"] if count else []
