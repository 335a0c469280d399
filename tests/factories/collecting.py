from decimal import Decimal

from django.utils import timezone
from factory import LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from edusum.drafts.models import Notice, Presence
from edusum.metrics.enums import State, SubmissionAction
from edusum.metrics.models import (
    MetricAssignment,
    PendingChange,
    RollUp,
    RollUpDoubt,
    RollUpFigure,
    Submission,
    SubmissionEvent,
    ValueLock,
    WorkbookImport,
)
from tests.factories.drafts import SectionTextFactory
from tests.factories.metrics import MetricDefinitionFactory
from tests.factories.people import BureauFactory, DepartmentFactory, UserFactory


class SubmissionFactory(DjangoModelFactory):
    """A unit's figures of 2025, handed in; those of a department with `department`."""

    class Meta:
        model = Submission

    bureau = SubFactory(BureauFactory)
    year = 2025
    handed_in_at = LazyFunction(timezone.now)


class MetricAssignmentFactory(DjangoModelFactory):
    """A metric of 2025 for a department: `department` is enough."""

    class Meta:
        model = MetricAssignment

    metric = SubFactory(MetricDefinitionFactory)
    department = SubFactory(DepartmentFactory)
    year = 2025

    @classmethod
    def _create(cls, model, **fields):
        fields.setdefault("bureau", fields["department"].bureau)
        return super()._create(model, **fields)


class PendingChangeFactory(DjangoModelFactory):
    """120 is wanted for a value of 2025 that something holds."""

    class Meta:
        model = PendingChange

    bureau = SubFactory(BureauFactory)
    year = 2025
    metric = SubFactory(MetricDefinitionFactory)
    wanted_state = State.FILLED
    value = Decimal(120)
    asked_by = SubFactory(UserFactory)


class WorkbookImportFactory(DjangoModelFactory):
    """A workbook that was read and changes nothing; a batch when `batch` is given."""

    class Meta:
        model = WorkbookImport

    bureau = SubFactory(BureauFactory)
    owner = SelfAttribute("bureau")
    year = 2025
    kind = "workbook"
    filename = "填报表.xlsx"
    sha256 = Sequence("{:064x}".format)
    content = {"taken": [], "faults": [], "remarks": []}


class SubmissionEventFactory(DjangoModelFactory):
    class Meta:
        model = SubmissionEvent

    submission = SubFactory(SubmissionFactory)
    action = SubmissionAction.HAND_IN
    actor = SubFactory(UserFactory)


class ValueLockFactory(DjangoModelFactory):
    """A value of 2025 that a section holds."""

    class Meta:
        model = ValueLock

    bureau = SubFactory(BureauFactory)
    year = 2025
    metric = SubFactory(MetricDefinitionFactory)
    holder = Sequence("drafts.section:{}".format)
    words = "《2025年工作总结》“全年工作”已交稿"


class RollUpFactory(DjangoModelFactory):
    """One of 2025 that waits for its turn."""

    class Meta:
        model = RollUp

    bureau = SubFactory(BureauFactory)
    year = 2025
    started_by = SubFactory(UserFactory)


class RollUpFigureFactory(DjangoModelFactory):
    class Meta:
        model = RollUpFigure

    rollup = SubFactory(RollUpFactory)
    unit = SelfAttribute("rollup.bureau")
    metric = SubFactory(MetricDefinitionFactory)
    value = Decimal(120)
    first_term = Decimal(120)
    second_term = Decimal(1)
    counted = 2
    expected = 3


class RollUpDoubtFactory(DjangoModelFactory):
    """A figure that doubled where it usually stays as it is."""

    class Meta:
        model = RollUpDoubt

    rollup = SubFactory(RollUpFactory)
    unit = SelfAttribute("rollup.bureau")
    metric = SubFactory(MetricDefinitionFactory)
    value = Decimal(200)
    previous = Decimal(100)
    change = Decimal(100)
    usual = Decimal(0)


class PresenceFactory(DjangoModelFactory):
    class Meta:
        model = Presence

    section_text = SubFactory(SectionTextFactory)
    user = SubFactory(UserFactory)
    seen_at = LazyFunction(timezone.now)


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    user = SubFactory(UserFactory)
    bureau = SubFactory(BureauFactory)
    key = Sequence("notice-{}".format)
    words = "今天到期：《2025年工作总结》的“全年工作”还没有交。"
