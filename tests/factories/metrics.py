from decimal import Decimal

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from edusum.metrics.enums import Kind, OperandRole, RelationKind, State
from edusum.metrics.models import (
    Evidence,
    MetricDefinition,
    MetricValue,
    MetricValueRevision,
    Relation,
    RelationOperand,
)
from tests.factories.people import BureauFactory, UserFactory


class MetricDefinitionFactory(DjangoModelFactory):
    """A count of 人; `percent=True` and `ratio=True` make the other usual kinds."""

    class Meta:
        model = MetricDefinition

    class Params:
        percent = Trait(kind=Kind.PERCENT, unit="%", decimals=2, minimum=Decimal(0), maximum=Decimal(100))
        ratio = Trait(kind=Kind.RATIO, unit="")

    code = Sequence("metric_{}".format)
    name = Sequence("第{}指标".format)
    phrase_name = LazyAttribute(lambda row: row.name)
    unit = "人"
    kind = Kind.COUNT
    domain = "学前教育"
    position = Sequence(int)


class RelationFactory(DjangoModelFactory):
    """A sum; its parts, or what else it is told by, come from `related`."""

    class Meta:
        model = Relation

    metric = SubFactory(MetricDefinitionFactory)
    kind = RelationKind.SUM_OF


class RelationOperandFactory(DjangoModelFactory):
    class Meta:
        model = RelationOperand

    relation = SubFactory(RelationFactory)
    metric = SubFactory(MetricDefinitionFactory)
    role = OperandRole.PART


def related(metric: MetricDefinition, kind: str, **operands: object) -> Relation:
    """A stored relation, such as `related(total, "sum_of", part=[boys, girls])`."""
    relation = RelationFactory(metric=metric, kind=kind)
    for role, named in operands.items():
        for operand in named if isinstance(named, list) else [named]:
            RelationOperandFactory(relation=relation, role=role, metric=operand)
    return relation


class MetricValueFactory(DjangoModelFactory):
    """100 in 2025; `pending=True`, `not_applicable=True`, `ratio=True` (1:6.3), `range=True` (3—5)."""

    class Meta:
        model = MetricValue

    class Params:
        pending = Trait(state=State.PENDING, value=None)
        not_applicable = Trait(state=State.NOT_APPLICABLE, value=None)
        ratio = Trait(metric__ratio=True, value=None, first_term=Decimal(1), second_term=Decimal("6.3"))
        range = Trait(value=None, first_term=Decimal(3), second_term=Decimal(5), approximation="range")

    metric = SubFactory(MetricDefinitionFactory)
    bureau = SubFactory(BureauFactory)
    year = 2025
    state = State.FILLED
    value = Decimal(100)
    updated_by = SubFactory(UserFactory)


class MetricValueRevisionFactory(DjangoModelFactory):
    class Meta:
        model = MetricValueRevision

    metric_value = SubFactory(MetricValueFactory)
    state = SelfAttribute("metric_value.state")
    value = SelfAttribute("metric_value.value")
    author = SelfAttribute("metric_value.updated_by")


class EvidenceFactory(DjangoModelFactory):
    """A PDF on record; there is no file."""

    class Meta:
        model = Evidence

    metric_value = SubFactory(MetricValueFactory)
    name = "统计表.pdf"
    stored_name = Sequence("{:032x}.pdf".format)
    size = 1000
    content_type = "application/pdf"
    sha256 = Sequence("{:064x}".format)
    uploaded_by = SubFactory(UserFactory)
