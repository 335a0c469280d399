from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
import yaml
from django.db import connection

from edusum.assembly.services import take_snapshot
from edusum.drafts.enums import SectionAction
from edusum.drafts.models import Draft, Revision, SectionText
from edusum.drafts.publishing import mark_of as mark_of_change
from edusum.drafts.publishing import publish
from edusum.drafts.reading import draft_sources
from edusum.drafts.services import mark_of, move_section, save_section, standing_text, start_draft
from edusum.library.enums import Genre
from edusum.library.files import handed_in
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.library.revisions import content_of
from edusum.library.sections import PhraseInput, save_phrases
from edusum.library.transfer import import_template
from edusum.metrics.figures import PENDING, Reading
from edusum.metrics.models import (
    MetricDefinition,
    MetricValue,
    PendingChange,
    RollUp,
    Submission,
    SubmissionEvent,
)
from edusum.metrics.rollups.starting import start_rollup
from edusum.metrics.saving import Saved, ValueEntry, save_values
from edusum.metrics.submitting import hand_in
from edusum.orgs.enums import Role
from edusum.orgs.units import change_unit
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PendingChangeFactory,
    SectionFactory,
    member,
    published_version,
    started_draft,
)
from tests.library.library_files import ENROLMENT, RATIO, template

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_first_values_of_one_metric_at_once_are_one_value_and_one_refusal():
    bureau = BureauFactory()
    clerk, metric = member(bureau, Role.EDITOR), MetricDefinitionFactory()

    def save(number: int) -> int:
        entry = ValueEntry(metric.pk, Reading("filled", Decimal(number)), seen=PENDING)
        return save_values(bureau=bureau, year=2025, entries=[entry], actor=clerk)

    assert at_once(save, 1, 2) == ["Saved", "ValuesChangedError"]
    assert MetricValue.objects.count() == 1


def test_two_exports_of_a_draft_at_once_share_a_snapshot():
    draft = started_draft(version=published_version({"甲": ["稳步发展。"]}))
    editors = [member(draft.bureau, Role.EDITOR) for _ in range(2)]

    def export(turn: int) -> object:
        return take_snapshot(draft=Draft.objects.get(pk=draft.pk), actor=editors[turn])

    assert at_once(export, 0, 1) == ["Snapshot", "Snapshot"]
    assert draft.snapshots.count() == 1


def test_two_bureaus_saving_the_same_metrics_in_other_order_do_not_lock_each_other_out():
    metrics = MetricDefinitionFactory.create_batch(2)
    clerks = [member(BureauFactory(), Role.EDITOR) for _ in metrics]

    def save(turn: int) -> Saved:
        clerk = clerks[turn]
        order = metrics if turn else metrics[::-1]
        entries = [ValueEntry(metric.pk, Reading("filled", Decimal(turn))) for metric in order]
        bureau = clerk.memberships.get().bureau
        return save_values(bureau=bureau, year=2025, entries=entries, actor=clerk)

    assert at_once(save, 0, 1) == ["Saved", "Saved"]


def test_two_starts_of_one_paper_at_once_are_one_draft():
    bureau, version = BureauFactory(), published_version()
    editor = member(bureau, Role.EDITOR)

    def start(_: int) -> Draft:
        return start_draft(bureau=bureau, year=2025, version=version, actor=editor)

    assert at_once(start, 1, 2) == ["Draft", "DraftExistsError"]


def test_two_departments_that_start_their_summaries_at_once_have_one_each_and_one_that_starts_twice_has_one():
    version = published_version(report_template__genre=Genre.DEPARTMENT_SUMMARY)
    bureau = BureauFactory()
    editor, departments = member(bureau, Role.EDITOR), DepartmentFactory.create_batch(2, bureau=bureau)

    def start(turn: int) -> Draft:
        department = departments[turn % 2]
        return start_draft(bureau=bureau, year=2025, version=version, actor=editor, department=department)

    assert at_once(start, 0, 1, 2) == ["Draft", "Draft", "DraftExistsError"]


def test_two_first_edits_of_one_section_at_once_are_one_edit_and_one_refusal():
    draft = started_draft()
    editor = member(draft.bureau, Role.EDITOR)
    row = draft.section_texts.get()
    seen = mark_of(standing_text(row, draft_sources(draft)))

    def write(turn: int) -> SectionText:
        return save_section(section_text=row, text=f"第{turn}人写的。", seen=seen, actor=editor)

    assert at_once(write, 1, 2) == ["SectionChangedError", "SectionText"]
    assert Revision.objects.count() == 1


def test_handing_in_twice_at_once_is_one_step():
    draft = started_draft()
    editor = member(draft.bureau, Role.EDITOR)
    row = draft.section_texts.get()

    def hand_in(_: int) -> SectionText:
        return move_section(section_text=row, action=SectionAction.HAND_IN, actor=editor)

    assert at_once(hand_in, 1, 2) == ["SectionText", "StepRefusedError"]


def test_two_imports_of_one_new_template_at_once_are_one_template_and_one_refusal():
    bureau = BureauFactory()
    manager = member(bureau, Role.LIBRARY_MANAGER)
    text = yaml.safe_dump(template() | {"metrics": [ENROLMENT, RATIO]}, allow_unicode=True)
    file = handed_in(text.encode(), "annual.yaml")

    def bring_in(_: int) -> TemplateVersion:
        return import_template(file=file, bureau=bureau, actor=manager)

    results = at_once(bring_in, 1, 2)
    assert results[1] == "TemplateVersion"
    assert results[0] in {"ImportChangedError", "EditingVersionExistsError"}
    assert (ReportTemplate.objects.count(), MetricDefinition.objects.count()) == (1, 2)


def test_two_changes_of_one_version_at_once_are_two_revisions():
    section = SectionFactory()
    SectionFactory(version=section.version)
    manager = member(BureauFactory(), Role.LIBRARY_MANAGER)

    def write(turn: int) -> None:
        save_phrases(section=section, phrases=[PhraseInput(f"第{turn}句。")], actor=manager)

    assert at_once(write, 1, 2) == ["NoneType", "NoneType"]
    revisions = section.version.revisions.order_by("number")
    assert [revision.number for revision in revisions] == [1, 2, 3]
    said = [content_of(revision).sections[0].phrases for revision in revisions]
    assert sorted(phrases[0].text for phrases in said[1:]) == ["第1句。", "第2句。"]


def at_once(act: Callable[[int], object], *turns: int) -> list[str]:
    """What each of several acts at the same moment comes to: the kinds of results or errors, sorted."""
    start = Barrier(len(turns))

    def attempt(turn: int) -> str:
        try:
            start.wait(timeout=10)
            return type(act(turn)).__name__
        except Exception as error:  # noqa: BLE001 -- the kind of error is what is looked at
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(turns)) as pool:
        return sorted(pool.map(attempt, turns))


def test_two_who_hand_in_the_same_figures_at_once_are_one_submission_and_one_refusal():
    value = MetricValueFactory()
    editors = [member(value.bureau, Role.EDITOR) for _ in range(2)]

    def send(turn: int) -> Submission:
        return hand_in(bureau=value.bureau, year=2025, actor=editors[turn])

    assert at_once(send, 0, 1) == ["HandedInError", "Submission"]
    assert SubmissionEvent.objects.count() == 1


def test_a_figure_saved_while_it_is_handed_in_is_stored_before_or_waits():
    value = MetricValueFactory()
    editor = member(value.bureau, Role.EDITOR)
    entry = ValueEntry(value.metric_id, Reading("filled", Decimal(7)))

    def act(turn: int) -> object:
        if turn:
            return hand_in(bureau=value.bureau, year=2025, actor=editor)
        return save_values(bureau=value.bureau, year=2025, entries=[entry], actor=editor)

    assert at_once(act, 0, 1) == ["Saved", "Submission"]
    value.refresh_from_db()
    assert (value.value == 7) is not PendingChange.objects.exists()


def test_two_who_start_a_roll_up_at_once_start_one():
    bureau = BureauFactory()
    editors = [member(bureau, Role.EDITOR) for _ in range(2)]
    RollUp.objects.create(bureau=bureau, year=2024)

    def start(turn: int) -> RollUp:
        return start_rollup(bureau=bureau, year=2024, actor=editors[turn])

    assert at_once(start, 0, 1) == ["RollUp", "RollUp"]
    assert RollUp.objects.count() == 1


def test_a_change_published_while_the_value_is_saved_is_one_of_both_and_nothing_is_lost():
    bureau = BureauFactory()
    editors = [member(bureau, Role.EDITOR) for _ in range(2)]
    change = PendingChangeFactory(bureau=bureau, value=Decimal(66))
    seen = mark_of_change(change, PENDING)
    entry = ValueEntry(change.metric_id, Reading("filled", Decimal(7)))

    def act(turn: int) -> object:
        if turn:
            return publish(change=change, actor=editors[1], seen=seen)
        return save_values(bureau=bureau, year=2025, entries=[entry], actor=editors[0])

    assert at_once(act, 0, 1) in (["PendingChange", "Saved"], ["ChangeDecidedError", "Saved"])
    change.refresh_from_db()
    assert change.state in {"published", "withdrawn"}
    assert MetricValue.objects.get().value == 7


def test_one_change_is_published_once_though_two_try_and_no_value_was_there():
    bureau = BureauFactory()
    editors = [member(bureau, Role.EDITOR) for _ in range(2)]
    change = PendingChangeFactory(bureau=bureau, value=Decimal(66))
    seen = mark_of_change(change, PENDING)

    def act(turn: int) -> object:
        return publish(change=change, actor=editors[turn], seen=seen)

    assert at_once(act, 0, 1) == ["ChangeDecidedError", "PendingChange"]
    assert MetricValue.objects.get().value == 66


def test_a_figure_saved_while_its_section_is_handed_in_is_stored_before_or_waits():
    bureau = BureauFactory()
    metric = MetricValueFactory(metric__name="幼儿园数", bureau=bureau, value=Decimal(58)).metric
    draft = started_draft(bureau=bureau, version=published_version({"甲": ["有{{ 幼儿园数 }}。"]}))
    editors = [member(bureau, Role.EDITOR) for _ in range(2)]
    entry = ValueEntry(metric.pk, Reading("filled", Decimal(7)))
    row = draft.section_texts.get()

    def act(turn: int) -> object:
        if turn:
            return move_section(section_text=row, action=SectionAction.HAND_IN, actor=editors[1])
        return save_values(bureau=bureau, year=2025, entries=[entry], actor=editors[0])

    assert at_once(act, 0, 1) == ["Saved", "SectionText"]
    is_stored = MetricValue.objects.get().value == 7
    assert is_stored is not PendingChange.objects.exists()


def test_two_units_put_below_each_other_at_once_make_no_circle():
    city = BureauFactory(kind="city")
    county = BureauFactory(kind="county", parent=city)
    first, second = (BureauFactory(kind="county", parent=county, full_name=name) for name in ("甲", "乙"))
    managers = [member(city, Role.LIBRARY_MANAGER), member(county, Role.LIBRARY_MANAGER)]

    def act(turn: int) -> object:
        unit, above = (first, second) if turn else (second, first)
        return change_unit(
            bureau=county if turn else city,
            unit=unit,
            above=above,
            full_name=unit.full_name,
            short_name=unit.short_name,
            actor=managers[turn],
        )

    assert at_once(act, 0, 1) == ["Bureau", "EdusumError"]
    assert sorted(len(unit.ancestors()) for unit in (first, second)) == [2, 3]
