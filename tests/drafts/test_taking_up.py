"""What a section names anew is its department's to fill."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusum.drafts.autosaving import autosave
from edusum.drafts.exhibits import Spec, add_exhibit
from edusum.drafts.models import SectionText
from edusum.drafts.outlining import add_section
from edusum.drafts.services import mark_of, save_section
from edusum.metrics.models import MetricAssignment
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricAssignmentFactory,
    MetricDefinitionFactory,
    member,
    started_draft,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 5)
TEXT = "共有{{ 幼儿园数 }}，在园{{ 在园幼儿数 }}。"


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def department(bureau):
    return DepartmentFactory(bureau=bureau, name="学前科")


@pytest.fixture
def clerk(bureau, department):
    return member(bureau, Role.CONTRIBUTOR, department)


@pytest.fixture
def metrics():
    return [MetricDefinitionFactory(name=name) for name in ("幼儿园数", "在园幼儿数")]


@pytest.fixture
def row(bureau, department, metrics):
    """A section that the office added."""
    draft = started_draft(bureau=bureau)
    editor = member(bureau, Role.EDITOR)
    return add_section(
        draft=draft, heading="新园", beside=None, actor=editor, department=department, due_on=DAY
    )


def test_figures_that_a_text_names_and_nobody_fills_become_its_departments(row, clerk):
    _save(row, TEXT, clerk)
    assert _given() == [("幼儿园数", "学前科", DAY), ("在园幼儿数", "学前科", DAY)]


def test_what_is_somebodys_stays_theirs(row, clerk, metrics, bureau):
    other = DepartmentFactory(bureau=bureau, name="办公室")
    MetricAssignmentFactory(bureau=bureau, year=2025, metric=metrics[0], department=other, due_on=None)
    _save(row, TEXT, clerk)
    assert _given() == [("幼儿园数", "办公室", None), ("在园幼儿数", "学前科", DAY)]


def test_figures_are_taken_up_while_one_writes_too(row, clerk):
    _autosave(row, "新园。", clerk)
    _autosave(row, TEXT, clerk)
    assert [name for name, *_ in _given()] == ["幼儿园数", "在园幼儿数"]


def test_a_table_takes_up_what_it_shows(row, clerk, metrics):
    add_exhibit(place=row, spec=Spec("table", "园所", tuple(item.pk for item in metrics)), actor=clerk)
    assert [name for name, *_ in _given()] == ["幼儿园数", "在园幼儿数"]


def test_a_section_of_the_office_takes_nothing(row, bureau):
    row.department = None
    row.save()
    _save(row, TEXT, member(bureau, Role.EDITOR))
    assert _given() == []


def test_writing_on_without_a_new_figure_costs_no_query(row, clerk):
    _autosave(row, TEXT, clerk)
    _autosave(row, f"{TEXT}好。", clerk)
    with CaptureQueriesContext(connection) as captured:
        _autosave(row, f"{TEXT}很好。", clerk)
    assert [query for query in captured.captured_queries if "metricassignment" in query["sql"]] == []


def _save(row, text, actor):
    row.refresh_from_db()
    return save_section(section_text=row, text=text, seen=mark_of(row.text or ""), actor=actor)


def _autosave(row, text, actor):
    fresh = SectionText.objects.select_related("draft__bureau", "draft__version", "section", "department")
    row = fresh.get(pk=row.pk)
    return autosave(section_text=row, text=text, seen=mark_of(row.text or ""), actor=actor)


def _given():
    rows = MetricAssignment.objects.order_by("metric__pk")
    return list(rows.values_list("metric__name", "department__name", "due_on"))
