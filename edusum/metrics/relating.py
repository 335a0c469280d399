"""The verbs of relations between metrics: what is total, part, ratio, change of what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from edusum.common.errors import EdusumError
from edusum.metrics import relations as rules
from edusum.metrics.access import require
from edusum.metrics.enums import Aggregation, RelationKind
from edusum.metrics.models import MetricDefinition, Relation, RelationOperand
from edusum.metrics.relations import Metric
from edusum.orgs.actors import Actor

UNSEEN = frozenset({"id", "created_at", "updated_at"})


class RelationError(EdusumError):
    """The relations were not stored; nothing was changed."""


@dataclass(frozen=True, slots=True)
class RelationInput:
    """A relation as it is to be stored: by codes, with where it comes from."""

    relation: rules.Relation
    source: str = ""
    note: str = ""


@transaction.atomic
def set_relations(
    *, metric: MetricDefinition, relations: Sequence[RelationInput], actor: Actor
) -> list[Relation]:
    """Let these be all the metric's relations, in this order; raises RelationError, PermissionDenied."""
    require(actor)
    MetricDefinition.objects.select_for_update().get(pk=metric.pk)
    _refuse_ratio_without_terms(metric, relations)
    metric.relations.all().delete()
    for given, problem in zip(relations, _problems(relations), strict=True):
        if problem:
            raise RelationError(problem, place=kind_label(given.relation.kind))
    return _store(relations)


@transaction.atomic
def add_relations(*, relations: Sequence[RelationInput], actor: Actor) -> list[str]:
    """Store those of these that can be; answers with one sentence for each: why not, or ""."""
    require(actor)
    problems = _problems(relations)
    _store([given for given, problem in zip(relations, problems, strict=True) if not problem])
    return problems


def relations_of(metrics: Iterable[MetricDefinition] | None = None) -> dict[int, RelationInput]:
    """What is stored of these metrics, or of all, as plain values by the id of the relation; two queries."""
    rows = Relation.objects.select_related("metric").prefetch_related("operands__metric")
    chosen = rows if metrics is None else rows.filter(metric__in=metrics)
    return {row.pk: _plain(row) for row in chosen}


def mark_of(metric: MetricDefinition) -> str:
    """A short mark of a stored metric with its relations: a save can tell what it stands upon."""
    fields = [field.attname for field in metric._meta.concrete_fields if field.name not in UNSEEN]
    seen = [[getattr(metric, name) for name in fields], sorted(map(repr, relations_of([metric]).values()))]
    return sha256(repr(seen).encode()).hexdigest()[:16]


def kind_label(kind: str) -> str:
    return RelationKind(kind).label


def shapes() -> dict[str, Metric]:
    """Every metric by its code, as relations ask for it."""
    rows = MetricDefinition.objects.values_list("code", "name", "kind", "unit")
    return {code: Metric(name, kind, unit) for code, name, kind, unit in rows}


def _plain(row: Relation) -> RelationInput:
    operands = tuple((operand.role, operand.metric.code) for operand in row.operands.all())
    relation = rules.Relation(row.metric.code, row.kind, operands, row.is_overlapping)
    return RelationInput(relation, row.source, row.note)


def _problems(relations: Sequence[RelationInput]) -> list[str]:
    standing = [given.relation for given in relations_of().values()]
    return rules.problems_of([given.relation for given in relations], standing=standing, metrics=shapes())


def _refuse_ratio_without_terms(metric: MetricDefinition, relations: Sequence[RelationInput]) -> None:
    has_ratio = any(given.relation.kind == RelationKind.RATIO_OF for given in relations)
    if metric.aggregation == Aggregation.RATIO and not has_ratio:
        raise RelationError("按分子、分母汇总的指标须有“比率”关系，请先改汇总办法，或补上分子和分母。")


def _store(relations: Sequence[RelationInput]) -> list[Relation]:
    codes = {code for given in relations for code in (given.relation.metric, *given.relation.codes)}
    metrics = MetricDefinition.objects.filter(code__in=codes).in_bulk(field_name="code")
    rows = Relation.objects.bulk_create([_row(given, metrics) for given in relations])
    operands = [
        RelationOperand(relation=row, metric=metrics[code], role=role, position=position)
        for row, given in zip(rows, relations, strict=True)
        for position, (role, code) in enumerate(given.relation.operands, 1)
    ]
    RelationOperand.objects.bulk_create(operands)
    return rows


def _row(given: RelationInput, metrics: Mapping[str, MetricDefinition]) -> Relation:
    return Relation(
        metric=metrics[given.relation.metric],
        kind=given.relation.kind,
        is_overlapping=given.relation.is_overlapping,
        source=given.source,
        note=given.note,
    )
