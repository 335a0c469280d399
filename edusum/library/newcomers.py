"""Metrics that a template file brings along: those known here are matched, the others come in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from edusum.library.errors import LibraryError
from edusum.library.metric_files import MetricFile, RelationFile
from edusum.metrics.definitions import create_definitions
from edusum.metrics.models import MetricDefinition
from edusum.metrics.relating import RelationInput, add_relations
from edusum.orgs.actors import Actor

MATCHED = {"phrase_name": "措辞用名", "kind": "类别", "unit": "单位"}
"""In these a metric of the file has to be as the one here with its code."""
Here = Mapping[str, MetricDefinition]
"""The metrics there are, by their codes."""


def conflicts_with(metrics: Sequence[MetricFile], here: Here) -> list[str]:
    """Why metrics of a file cannot go together with those here, one clause for each."""
    words = _words(here)
    return [clause for metric in metrics for clause in _conflict(metric, here, words)]


def _conflict(metric: MetricFile, here: Here, words: Mapping[str, MetricDefinition]) -> Iterator[str]:
    row = here.get(metric.code)
    if row:
        labels = [label for name, label in MATCHED.items() if getattr(row, name) != metric.fields[name]]
        if labels:
            yield f"“{metric.fields['name']}”（{metric.code}）的{'、'.join(labels)}与本系统的“{row}”不同"
        return
    names = {metric.fields["name"], metric.fields["phrase_name"]}
    for other in {words[name].code: words[name] for name in names if name in words}.values():
        yield f"“{metric.fields['name']}”（{metric.code}）在本系统是另一个指标“{other}”（{other.code}）的叫法"


def _words(here: Here) -> dict[str, MetricDefinition]:
    return {word: row for row in here.values() for word in (row.name, row.phrase_name, *row.synonyms)}


def create_metrics(metrics: Sequence[MetricFile], relations: Sequence[RelationFile], actor: Actor) -> None:
    """Store these, which are not here yet and conflict with nothing, then their relations."""
    if not metrics:
        return
    here = {row.code: row for row in MetricDefinition.objects.select_related("weight")}
    words, new = _words(here), dict[str, MetricDefinition]()
    positions = _positions(here)
    for metric in sorted(metrics, key=lambda metric: bool(metric.weight)):
        free = [word for word in metric.fields["synonyms"] if word not in words]
        weight = new.get(metric.weight) or here.get(metric.weight)
        position = positions[metric.fields["domain"]]
        new[metric.code] = MetricDefinition(
            **{**metric.fields, "synonyms": free}, weight=weight, position=position
        )
    create_definitions(definitions=list(new.values()), actor=actor)
    inputs = [RelationInput(file.relation, file.source, file.note) for file in relations]
    for file, problem in zip(relations, add_relations(relations=inputs, actor=actor), strict=True):
        if problem:
            raise LibraryError(problem, place=file.place)


def _positions(here: Here) -> dict[str, int]:
    """Where a new metric of a domain stands: with the last one of it, or behind all."""
    last = max((row.position for row in here.values()), default=0)
    found: dict[str, int] = defaultdict(lambda: last)
    for row in sorted(here.values(), key=lambda row: row.position):
        found[row.domain] = row.position
    return found
