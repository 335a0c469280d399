from decimal import Decimal

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from edusum.metrics.enums import Kind, State
from edusum.metrics.models import MetricDefinition, MetricValue, MetricValueRevision
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


class MetricValueFactory(DjangoModelFactory):
    """100 in 2025; `pending=True`, `not_applicable=True` and `ratio=True` (1:6.3) make the others."""

    class Meta:
        model = MetricValue

    class Params:
        pending = Trait(state=State.PENDING, value=None)
        not_applicable = Trait(state=State.NOT_APPLICABLE, value=None)
        ratio = Trait(metric__ratio=True, value=None, first_term=Decimal(1), second_term=Decimal("6.3"))

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
