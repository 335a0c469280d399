"""The services of relations, and what the database keeps of them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from edusum.metrics.definitions import DefinitionError, MetricInUseError, delete_definition, update_definition
from edusum.metrics.models import MetricDefinition, Relation, RelationOperand
from edusum.metrics.relating import RelationError, RelationInput, add_relations, relations_of, set_relations
from edusum.metrics.relations import Relation as Plain
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    RelationFactory,
    RelationOperandFactory,
    member,
    related,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def metrics():
    """Counts `total`, `a`, `b`, `c`, and the percentage `rate`."""
    found = {
        code: MetricDefinitionFactory(code=code, name=f"指标{code}") for code in ("total", "a", "b", "c")
    }
    return found | {"rate": MetricDefinitionFactory(code="rate", name="比率", percent=True)}


def sum_of(metric, *parts):
    return RelationInput(Plain(metric, "sum_of", tuple(("part", part) for part in parts)), "来源", "说明")


def ratio_of(metric, numerator, denominator):
    operands = (("numerator", numerator), ("denominator", denominator))
    return RelationInput(Plain(metric, "ratio_of", operands))


def part_of(metric, whole):
    return RelationInput(Plain(metric, "part_of", (("whole", whole),)))


def test_what_is_stored_is_read_again_as_it_was(metrics):
    given = [sum_of("total", "b", "a"), part_of("total", "c")]
    set_relations(metric=metrics["total"], relations=given, actor=SYSTEM)
    assert list(relations_of([metrics["total"]]).values()) == given
    assert list(relations_of().values()) == given
    set_relations(metric=metrics["total"], relations=given[:1], actor=SYSTEM)
    assert list(relations_of().values()) == given[:1]


def test_relations_of_other_metrics_stay(metrics):
    set_relations(metric=metrics["a"], relations=[part_of("a", "total")], actor=SYSTEM)
    set_relations(metric=metrics["b"], relations=[part_of("b", "total")], actor=SYSTEM)
    set_relations(metric=metrics["b"], relations=[], actor=SYSTEM)
    assert list(relations_of().values()) == [part_of("a", "total")]


def test_reading_takes_as_many_queries_for_one_as_for_many(metrics):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            relations_of()
        return len(captured)

    set_relations(metric=metrics["a"], relations=[part_of("a", "total")], actor=SYSTEM)
    one = queries()
    for code in ("b", "c"):
        set_relations(metric=metrics[code], relations=[part_of(code, "total")], actor=SYSTEM)
    assert queries() == one


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([sum_of("total", "a")], "至少要有两个分项"),
        ([sum_of("total", "a", "rate")], "类别或单位不同"),
        ([part_of("total", "a"), part_of("total", "a")], "已经设过了"),
        ([part_of("total", "c")], "成了圈"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(metrics, given, sentence):
    related(metrics["c"], "part_of", whole=metrics["total"])
    related(metrics["total"], "sum_of", part=[metrics["a"], metrics["b"]])
    before = relations_of()
    with pytest.raises(RelationError, match=sentence):
        set_relations(metric=metrics["total"], relations=given, actor=SYSTEM)
    assert relations_of() == before


def test_many_come_in_at_once_but_for_those_that_do_not_fit(metrics):
    told = add_relations(
        relations=[part_of("a", "total"), part_of("total", "a"), part_of("b", "total")], actor=SYSTEM
    )
    assert [bool(problem) for problem in told] == [False, True, False]
    assert list(relations_of().values()) == [part_of("a", "total"), part_of("b", "total")]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LIBRARY_MANAGER])
def test_only_library_managers_relate_metrics(metrics, role):
    actor = member(BureauFactory(), role)
    with pytest.raises(PermissionDenied):
        set_relations(metric=metrics["a"], relations=[part_of("a", "total")], actor=actor)
    with pytest.raises(PermissionDenied):
        add_relations(relations=[part_of("a", "total")], actor=actor)
    assert not Relation.objects.exists()


def test_a_metric_brought_together_by_its_terms_keeps_them(metrics):
    rate = metrics["rate"]
    set_relations(metric=rate, relations=[ratio_of("rate", "a", "total")], actor=SYSTEM)
    rate.aggregation = "ratio"
    update_definition(definition=rate, actor=SYSTEM)
    with pytest.raises(RelationError, match="须有“比率”关系"):
        set_relations(metric=rate, relations=[], actor=SYSTEM)
    assert list(relations_of().values()) == [ratio_of("rate", "a", "total")]


@pytest.mark.parametrize(
    ("aggregation", "weight", "sentence"),
    [
        ("sum", None, "各单位的数不能相加"),
        ("weighted_mean", None, "加权平均须选定权数指标"),
        ("none", "a", "加权平均须选定权数指标"),
        ("weighted_mean", "rate", "不能以自己为权数"),
    ],
)
def test_a_way_of_aggregation_that_does_not_fit_is_refused(metrics, aggregation, weight, sentence):
    rate = metrics["rate"]
    rate.aggregation, rate.weight = aggregation, metrics.get(weight)
    with pytest.raises(DefinitionError, match=sentence):
        update_definition(definition=rate, actor=SYSTEM)


def test_the_list_of_uses_is_told_when_a_metric_cannot_be_deleted(metrics):
    related(metrics["total"], "sum_of", part=[metrics["a"], metrics["b"]])
    metrics["rate"].aggregation, metrics["rate"].weight = "weighted_mean", metrics["a"]
    metrics["rate"].save()
    with pytest.raises(MetricInUseError) as error:
        delete_definition(definition=metrics["a"], actor=SYSTEM)
    assert error.value.uses == ("指标“指标total”的合计关系（作分项）", "指标“比率”的汇总（作权数）")
    assert error.value.message == (
        "指标“指标a”正在使用，不能删除：指标“指标total”的合计关系（作分项）；指标“比率”的汇总（作权数）。"
        "请先从这些地方去掉它；不想再用它，可以把“在用”取消。"
    )


def test_a_metric_goes_with_its_own_relations(metrics):
    related(metrics["total"], "sum_of", part=[metrics["a"], metrics["b"]])
    delete_definition(definition=metrics["total"], actor=SYSTEM)
    assert not Relation.objects.exists()
    assert not RelationOperand.objects.exists()
    assert MetricDefinition.objects.count() == 4


def test_the_database_keeps_an_operand_under_its_relation(metrics):
    related(metrics["total"], "sum_of", part=[metrics["a"], metrics["b"]])
    with pytest.raises(ProtectedError):
        metrics["a"].delete()


@pytest.mark.parametrize("kind", ["ratio_of", "change_vs"])
def test_the_database_keeps_one_ratio_and_one_change_per_metric(kind):
    relation = RelationFactory(kind=kind)
    refused("relation_kind_once_per_metric", lambda: RelationFactory(metric=relation.metric, kind=kind))
    RelationFactory(metric=relation.metric, kind="sum_of")
    RelationFactory(metric=relation.metric, kind="sum_of")


def test_the_database_keeps_each_operand_and_each_role_once():
    operand = RelationOperandFactory(relation__kind="ratio_of", role="numerator")
    refused(
        "relation_operand_once",
        lambda: RelationOperandFactory(relation=operand.relation, metric=operand.metric, role="denominator"),
    )
    refused("relation_role_once", lambda: RelationOperandFactory(relation=operand.relation, role="numerator"))


def test_the_database_lets_only_sums_overlap():
    RelationFactory(kind="sum_of", is_overlapping=True)
    refused("relation_overlap_of_sums", lambda: RelationFactory(kind="part_of", is_overlapping=True))


@pytest.mark.parametrize(("aggregation", "has_weight"), [("weighted_mean", False), ("sum", True)])
def test_the_database_keeps_weight_and_weighted_mean_together(metrics, aggregation, has_weight):
    weight = metrics["a"] if has_weight else None
    refused(
        "metric_weight_with_weighted_mean",
        lambda: MetricDefinitionFactory(aggregation=aggregation, weight=weight),
    )


def test_the_database_refuses_a_metric_as_its_own_weight(metrics):
    rows = MetricDefinition.objects.filter(code="rate")
    refused(
        "metric_weight_is_another",
        lambda: rows.update(aggregation="weighted_mean", weight=metrics["rate"]),
    )


def refused(constraint, write):
    """On SQLite a unique constraint is told by its columns, so its name is looked for only where it is."""
    named = constraint if connection.vendor == "postgresql" or "once" not in constraint else "UNIQUE"
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        write()
