from factory import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from edusum.assembly.models import LayoutProfile, Snapshot
from edusum.document.model import Document, Section, SignOff
from edusum.drafts.enums import SectionAction, SectionState
from edusum.drafts.models import (
    Attachment,
    Draft,
    Exhibit,
    ExhibitMetric,
    Formalities,
    Revision,
    SectionText,
    VersionMove,
)
from edusum.export.models import ExportBatch, ExportBatchItem, ExportRecord
from tests.factories.library import TemplateVersionFactory, published_version
from tests.factories.metrics import MetricDefinitionFactory
from tests.factories.people import BureauFactory, UserFactory


class DraftFactory(DjangoModelFactory):
    """The bare draft of 2025; `started_draft` adds its section texts."""

    class Meta:
        model = Draft

    bureau = SubFactory(BureauFactory)
    year = 2025
    version = LazyFunction(published_version)
    report_template = SelfAttribute("version.report_template")
    started_by = SubFactory(UserFactory)


class SectionTextFactory(DjangoModelFactory):
    """An untouched section (the draft's first, unless given); `written="…"` edits it."""

    class Meta:
        model = SectionText

    class Params:
        written = None

    draft = SubFactory(DraftFactory)
    section = LazyAttribute(lambda row: row.draft.version.sections.first())
    text = SelfAttribute("written")
    updated_by = SubFactory(UserFactory)
    state = LazyAttribute(lambda row: SectionState.UNTOUCHED if row.written is None else SectionState.WRITING)


class FormalitiesFactory(DjangoModelFactory):
    class Meta:
        model = Formalities

    draft = SubFactory(DraftFactory)
    updated_by = SubFactory(UserFactory)


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    draft = SubFactory(DraftFactory)
    name = Sequence("第{}份名单".format)
    position = LazyAttribute(lambda row: row.draft.attachments.count() + 1)
    updated_by = SubFactory(UserFactory)


class ExhibitFactory(DjangoModelFactory):
    """A table in a section; `attachment=…, section_text=None` puts it into an attachment."""

    class Meta:
        model = Exhibit

    section_text = SubFactory(SectionTextFactory)
    kind = "table"
    caption = "主要指标"
    position = LazyAttribute(lambda row: (row.section_text or row.attachment).exhibits.count() + 1)
    updated_by = SubFactory(UserFactory)


class ExhibitMetricFactory(DjangoModelFactory):
    class Meta:
        model = ExhibitMetric

    exhibit = SubFactory(ExhibitFactory)
    metric = SubFactory(MetricDefinitionFactory)
    position = LazyAttribute(lambda row: row.exhibit.rows.count() + 1)


class RevisionFactory(DjangoModelFactory):
    class Meta:
        model = Revision

    section_text = SubFactory(SectionTextFactory, written="全年工作顺利完成。")
    number = LazyAttribute(lambda row: row.section_text.revisions.count() + 1)
    action = SectionAction.SAVE
    state = SelfAttribute("section_text.state")
    text = SelfAttribute("section_text.text")
    author = SubFactory(UserFactory)


class VersionMoveFactory(DjangoModelFactory):
    """From the draft's version to the next one of its template."""

    class Meta:
        model = VersionMove

    draft = SubFactory(DraftFactory)
    from_version = SelfAttribute("draft.version")
    to_version = SubFactory(TemplateVersionFactory, report_template=SelfAttribute("..draft.report_template"))
    moved_by = SubFactory(UserFactory)


class SnapshotFactory(DjangoModelFactory):
    class Meta:
        model = Snapshot

    draft = SubFactory(DraftFactory)
    document = LazyAttribute(lambda row: small_document(row.draft).to_json())
    created_by = SubFactory(UserFactory)


class LayoutProfileFactory(DjangoModelFactory):
    """A bureau that has chosen nothing but the standard; say what it does otherwise."""

    class Meta:
        model = LayoutProfile

    bureau = SubFactory(BureauFactory)


class ExportRecordFactory(DjangoModelFactory):
    class Meta:
        model = ExportRecord

    snapshot = SubFactory(SnapshotFactory)
    filename = LazyAttribute(lambda row: f"{row.snapshot.draft.title}.docx")
    sha256 = Sequence("{:064x}".format)
    size = 20_000
    exported_by = SubFactory(UserFactory)


class ExportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ExportBatch

    started_by = SubFactory(UserFactory)


class ExportBatchItemFactory(DjangoModelFactory):
    """A paper that waits for its turn."""

    class Meta:
        model = ExportBatchItem

    batch = SubFactory(ExportBatchFactory)
    position = Sequence(lambda number: number + 1)
    draft = SubFactory(DraftFactory)
    bureau = SelfAttribute("draft.bureau")
    title = SelfAttribute("draft.title")


def started_draft(**fields: object) -> Draft:
    """A draft with an untouched text for every section of its version."""
    draft = DraftFactory(**fields)
    for section in draft.version.sections.all():
        SectionTextFactory(draft=draft, section=section)
    return draft


def exhibit_of(*metrics: object, **fields: object) -> Exhibit:
    """A table or chart of these metrics, in order."""
    exhibit = ExhibitFactory(**fields)
    for metric in metrics:
        ExhibitMetricFactory(exhibit=exhibit, metric=metric)
    return exhibit


def small_document(draft: Draft) -> Document:
    return Document(
        title=draft.title,
        sections=(Section(level=1, marker="一、", heading="全年工作"),),
        sign_off=SignOff(name=draft.bureau.full_name, date="2026年1月8日"),
        bureau=draft.bureau.full_name,
        year=draft.year,
        genre="annual_summary",
    )
