"""A small world for the table of pages: two bureaus, somebody in every role, one of everything."""

from dataclasses import dataclass

from django.utils import timezone

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
from edusum.proofreading.checking import check
from edusum.proofreading.findings import Finding
from edusum.proofreading.models import CheckedPaper, NameEntry
from tests.factories import (
    AttachmentFactory,
    BureauFactory,
    CheckedPaperFactory,
    DepartmentFactory,
    EvidenceFactory,
    ExportBatchItemFactory,
    ExportRecordFactory,
    FindingAssignmentFactory,
    IntakeBatchFactory,
    LayoutProfileFactory,
    MembershipFactory,
    MetricDefinitionFactory,
    NameEntryFactory,
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
    fingerprints,
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
    faulty: Draft
    finding: Finding
    checked_paper: CheckedPaper
    asked_paper: CheckedPaper
    asked: Finding
    name_entry: NameEntry


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
    faulty = faulty_draft(bureau, department)
    asked_paper = paper_asked_about(bureau, department, people)
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
        faulty=faulty,
        finding=next(item.finding for item in check(faulty).open if item.finding.rule == "doubled-marks"),
        checked_paper=CheckedPaperFactory(bureau=bureau, uploaded_by=people["E"]),
        asked_paper=asked_paper,
        asked=next(item.finding for item in check(asked_paper).open if item.assignment),
        name_entry=NameEntryFactory(bureau=bureau),
    )


def paper_asked_about(bureau: Bureau, department: Department, people: dict[str, User]) -> CheckedPaper:
    """A paper of the office: one finding was given to a department, another once to each of the others."""
    paper = CheckedPaperFactory(bureau=bureau, uploaded_by=people["E"])
    first = fingerprints(paper)[0]
    FindingAssignmentFactory(paper=paper, fingerprint=first, department=department, person=None)
    for letter in "chPDM":
        FindingAssignmentFactory(paper=paper, person=people[letter], done_at=timezone.now())
    return paper


def faulty_draft(bureau: Bureau, department: Department) -> Draft:
    """A draft of the year before in whose one section two commas stand."""
    draft = started_draft(bureau=bureau, year=2024)
    draft.section_texts.update(department=department, text="各校开学平稳有序，，学生到校。", state="writing")
    return draft


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
