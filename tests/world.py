"""A small world for the table of pages: two bureaus, somebody in every role, one of everything."""

from dataclasses import dataclass

from edusum.accounts.models import User
from edusum.assembly.models import LayoutProfile, Snapshot
from edusum.drafts.models import Attachment, Draft, Exhibit, SectionText
from edusum.export.models import ExportBatch, ExportRecord
from edusum.intake.models import FoundHeading, FoundQuantity, IntakeBatch, ReturnedChange, SourceDocument
from edusum.library.enums import VersionState
from edusum.library.models import Phrase, Section, TableRow, TemplateVersion, Term, VersionRevision
from edusum.metrics.models import Evidence, MetricDefinition, PendingChange, Submission, WorkbookImport
from edusum.orgs.enums import DEPARTMENT_ROLES, Role
from edusum.orgs.models import Bureau, Department, Membership
from tests.factories import (
    AttachmentFactory,
    BureauFactory,
    DepartmentFactory,
    EvidenceFactory,
    ExportBatchItemFactory,
    ExportRecordFactory,
    IntakeBatchFactory,
    LayoutProfileFactory,
    MembershipFactory,
    MetricDefinitionFactory,
    PendingChangeFactory,
    PhraseFactory,
    ReturnedChangeFactory,
    SnapshotFactory,
    SourceDocumentFactory,
    SubmissionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    TermFactory,
    UserFactory,
    VersionRevisionFactory,
    WorkbookImportFactory,
    exhibit_of,
    member,
    published_version,
    started_draft,
)

ROLES = {
    "C": Role.CONTRIBUTOR,
    "H": Role.SECTION_HEAD,
    "E": Role.EDITOR,
    "P": Role.DEPUTY,
    "D": Role.DIRECTOR,
    "M": Role.LIBRARY_MANAGER,
}


@dataclass(frozen=True, slots=True)
class World:
    """`people` by the letter of their role; c and h hold C and H in another department than the section's.

    `outsider` holds every role, in another bureau.
    """

    bureau: Bureau
    department: Department
    people: dict[str, User]
    outsider: User
    membership: Membership
    metric: MetricDefinition
    published: TemplateVersion
    editing: TemplateVersion
    revision: VersionRevision
    section: Section
    phrase: Phrase
    table_row: TableRow
    term: Term
    draft: Draft
    section_text: SectionText
    exhibit: Exhibit
    attachment: Attachment
    outdated: Draft
    snapshot: Snapshot
    layout_profile: LayoutProfile
    export: ExportRecord
    batch: ExportBatch
    unit: Bureau
    submission: Submission
    pending_change: PendingChange
    evidence: Evidence
    workbook_import: WorkbookImport
    source_document: SourceDocument
    found_heading: FoundHeading
    found_quantity: FoundQuantity
    intake_batch: IntakeBatch
    returned_change: ReturnedChange


def build_world() -> World:
    """One of everything: the published version is shared, the one in editing is the first bureau's own."""
    bureau = BureauFactory()
    department, next_door = DepartmentFactory.create_batch(2, bureau=bureau)
    published = published_version()
    draft = started_draft(bureau=bureau, version=published)
    section_text = draft.section_texts.get()
    section_text.department = department
    section_text.save(update_fields=["department"])
    editing = TemplateVersionFactory(report_template__bureau=bureau, report_template__derived_from=published)
    phrase = PhraseFactory(section__version=editing)
    row = TableRowFactory(section=phrase.section)
    snapshot = SnapshotFactory(draft=draft)
    people = people_of(bureau, department, next_door)
    old_paper = SourceDocumentFactory(bureau=bureau)
    return World(
        bureau=bureau,
        department=department,
        people=people,
        outsider=holder_of_every_role(BureauFactory()),
        membership=people["C"].memberships.get(),
        metric=MetricDefinitionFactory(),
        published=published,
        editing=editing,
        revision=VersionRevisionFactory(version=editing),
        section=phrase.section,
        phrase=phrase,
        table_row=row,
        term=TermFactory(),
        draft=draft,
        section_text=section_text,
        exhibit=exhibit_of(row.metric, section_text=section_text),
        attachment=AttachmentFactory(draft=draft),
        outdated=outdated_draft(bureau),
        snapshot=snapshot,
        layout_profile=LayoutProfileFactory(bureau=bureau, dot="．"),
        export=ExportRecordFactory(snapshot=snapshot),
        batch=ExportBatchItemFactory(batch__started_by=people["E"], draft=draft).batch,
        unit=BureauFactory(parent=bureau),
        submission=SubmissionFactory(bureau=bureau, department=department),
        evidence=EvidenceFactory(metric_value__bureau=bureau),
        pending_change=PendingChangeFactory(bureau=bureau),
        workbook_import=WorkbookImportFactory(bureau=bureau, batch="parcel"),
        source_document=old_paper,
        found_heading=old_paper.headings.earliest("pk"),
        found_quantity=old_paper.quantities.earliest("pk"),
        intake_batch=IntakeBatchFactory(bureau=bureau),
        returned_change=ReturnedChangeFactory(paper__snapshot=snapshot, section_text=section_text),
    )


def outdated_draft(bureau: Bureau) -> Draft:
    """A draft whose template has a newer version in use."""
    draft = started_draft(bureau=bureau)
    draft.version.state = VersionState.RETIRED
    draft.version.save(update_fields=["state"])
    published_version(report_template=draft.report_template)
    return draft


def people_of(bureau: Bureau, department: Department, next_door: Department) -> dict[str, User]:
    people = {
        letter: member(bureau, role, department if role in DEPARTMENT_ROLES else None)
        for letter, role in ROLES.items()
    }
    elsewhere = {letter.lower(): member(bureau, ROLES[letter], next_door) for letter in "CH"}
    return people | elsewhere


def holder_of_every_role(bureau: Bureau) -> User:
    user = UserFactory()
    for role in Role:
        MembershipFactory(user=user, bureau=bureau, role=role)
    return user
