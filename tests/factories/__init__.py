"""Rows for tests: `from tests.factories import BureauFactory, member`."""

from tests.factories.drafts import (
    DraftFactory,
    ExportRecordFactory,
    RevisionFactory,
    SectionTextFactory,
    SnapshotFactory,
    started_draft,
)
from tests.factories.library import (
    LoadedItemFactory,
    PhraseFactory,
    PhraseMetricFactory,
    ReportTemplateFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    published_version,
)
from tests.factories.metrics import MetricDefinitionFactory, MetricValueFactory, MetricValueRevisionFactory
from tests.factories.people import (
    PASSWORD,
    BureauFactory,
    DepartmentFactory,
    MembershipFactory,
    UserFactory,
    member,
)

__all__ = [
    "PASSWORD",
    "BureauFactory",
    "DepartmentFactory",
    "DraftFactory",
    "ExportRecordFactory",
    "LoadedItemFactory",
    "MembershipFactory",
    "MetricDefinitionFactory",
    "MetricValueFactory",
    "MetricValueRevisionFactory",
    "PhraseFactory",
    "PhraseMetricFactory",
    "ReportTemplateFactory",
    "RevisionFactory",
    "SectionFactory",
    "SectionTextFactory",
    "SnapshotFactory",
    "TableRowFactory",
    "TemplateVersionFactory",
    "UserFactory",
    "member",
    "published_version",
    "started_draft",
]
