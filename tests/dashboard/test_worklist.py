import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from edusum.dashboard.worklist import Worklist, counts
from edusum.metrics.models import MetricAssignment, PendingChange, Submission, SubmissionEvent
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PendingChangeFactory,
    SubmissionFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
YEAR = 2090


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def department(bureau):
    return DepartmentFactory(bureau=bureau, name="学前科")


@pytest.fixture
def clerk(bureau, department):
    return member(bureau, Role.CONTRIBUTOR, department)


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


def assigned(bureau, department, count=1, *, year=YEAR, due_on=None):
    return [
        MetricAssignment.objects.create(
            bureau=bureau, year=year, metric=MetricDefinitionFactory(), department=department, due_on=due_on
        )
        for _ in range(count)
    ]


def names(user, bureau):
    return [(task.name, task.state) for task in Worklist(user, bureau).tasks()]


def _person(bureau, role, department):
    return member(bureau, role, department if role in {Role.CONTRIBUTOR, Role.SECTION_HEAD} else None)


def test_each_role_sees_what_waits_for_it(bureau, department):
    draft = started_draft(bureau=bureau, version=published_version({name: ["好。"] for name in "甲乙丙丁戊"}))
    next_door = DepartmentFactory(bureau=bureau)
    member(bureau, Role.CONTRIBUTOR, next_door)
    for heading, columns in {
        "甲": {"department": department},
        "乙": {"department": department, "state": "handed_in"},
        "丙": {"department": DepartmentFactory(bureau=bureau)},
        "戊": {"department": next_door},
    }.items():
        draft.section_texts.filter(section__heading=heading).update(**columns)
    started_draft()
    waiting = {role: [name for name, _ in names(_person(bureau, role, department), bureau)] for role in Role}
    assert waiting == {
        Role.CONTRIBUTOR: ["甲"],
        Role.SECTION_HEAD: ["甲", "乙"],
        Role.EDITOR: ["代没有账户的科室办理：1 节", "乙", "丁"],
        Role.DEPUTY: [],
        Role.DIRECTOR: [],
        Role.LIBRARY_MANAGER: [],
    }


def test_what_is_overdue_comes_first_and_what_has_no_day_last(bureau, department, clerk):
    draft = started_draft(bureau=bureau, version=published_version({name: ["好。"] for name in "甲乙丙丁"}))
    draft.section_texts.update(department=department)
    for heading, days in {"乙": 5, "丙": -1, "丁": 0}.items():
        draft.section_texts.filter(section__heading=heading).update(due_on=day(days))
    assigned(bureau, department, due_on=day(1))
    worklist = Worklist(clerk, bureau)
    tasks = worklist.tasks()
    assert [task.name for task in tasks] == ["丙", "丁", "学前科：填报 1 项指标", "乙", "甲"]
    assert [(task.is_overdue, task.is_pressing) for task in tasks[:3]] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    assert (worklist.count, worklist.overdue_count, len(worklist.tasks(2))) == (5, 1, 2)


def test_a_heading_with_the_year_is_written_out(bureau, department, clerk):
    draft = started_draft(bureau=bureau, year=YEAR, version=published_version({"{{ 年度 }}年工作": ["好。"]}))
    draft.section_texts.update(department=department)
    assert names(clerk, bureau) == [("2090年工作", "untouched")]


def test_figures_are_one_line_a_department_until_they_are_handed_in(bureau, department, clerk):
    first, second = assigned(bureau, department, 2, due_on=day(3))
    assigned(bureau, DepartmentFactory(bureau=bureau))
    assert names(clerk, bureau) == [("学前科：填报 2 项指标", "untouched")]
    MetricValueFactory(bureau=bureau, year=YEAR, metric=first.metric)
    assert names(clerk, bureau) == [("学前科：填报 1 项指标", "writing")]
    MetricValueFactory(bureau=bureau, year=YEAR, metric=second.metric, not_applicable=True)
    assert names(clerk, bureau) == [("学前科：上报 2 项指标", "filled")]
    submission = Submission.objects.create(bureau=bureau, year=YEAR, department=department)
    assert names(clerk, bureau) == []
    Submission.objects.update(state="reopened")
    SubmissionEvent.objects.create(submission=submission, action="reopen", note="请核对。")
    (task,) = Worklist(clerk, bureau).tasks()
    assert (task.state, task.note) == ("returned", "请核对。")


def test_what_the_bureau_has_handed_in_as_a_whole_waits_for_nobody(bureau, department, clerk):
    assigned(bureau, department, 2, due_on=day(3))
    Submission.objects.create(bureau=bureau, year=YEAR)
    assert names(clerk, bureau) == []
    Submission.objects.create(bureau=bureau, year=YEAR, department=department, state="reopened")
    assert names(clerk, bureau) == [("学前科：填报 2 项指标", "returned")]


def test_the_office_fills_for_departments_without_people(bureau, department):
    assigned(bureau, department, 2)
    editor = member(bureau, Role.EDITOR)
    assert names(editor, bureau) == [("学前科：填报 2 项指标", "untouched")]
    member(bureau, Role.CONTRIBUTOR, department)
    assert names(member(bureau, Role.EDITOR), bureau) == []


def test_old_years_that_are_filled_are_left_in_peace(bureau, department, clerk):
    (row,) = assigned(bureau, department, year=2019)
    assert names(clerk, bureau) == [("学前科：填报 1 项指标", "untouched")]
    MetricValueFactory(bureau=bureau, year=2019, metric=row.metric)
    assert names(clerk, bureau) == []


def test_changes_that_wait_are_one_line_a_year_for_who_may_publish_them(bureau, clerk):
    for _ in range(2):
        PendingChange.objects.create(
            bureau=bureau, year=YEAR, metric=MetricDefinitionFactory(), wanted_state="pending"
        )
    assert names(member(bureau, Role.EDITOR), bureau) == [("2 项指标改动等您发布", "check")]
    assert names(clerk, bureau) == []


def test_changes_that_wait_come_before_what_is_due(bureau):
    draft = started_draft(bureau=bureau, version=published_version({"甲": ["好。"]}))
    draft.section_texts.update(due_on=day(-1))
    PendingChange.objects.create(
        bureau=bureau, year=YEAR, metric=MetricDefinitionFactory(), wanted_state="pending"
    )
    told = [name for name, _ in names(member(bureau, Role.EDITOR), bureau)]
    assert told == ["1 项指标改动等您发布", "甲"]


def test_what_the_office_writes_for_departments_without_people_is_one_line_a_paper(
    client, bureau, department
):
    draft = started_draft(bureau=bureau, version=published_version({name: ["好。"] for name in "甲乙丙"}))
    draft.section_texts.update(department=department, due_on=day(2))
    draft.section_texts.filter(section__heading="甲").update(due_on=day(-1), state="writing")
    draft.section_texts.filter(section__heading="丙").update(state="approved")
    started_draft(bureau=bureau).section_texts.update(department=department)
    editor = member(bureau, Role.EDITOR)
    worklist = Worklist(editor, bureau)
    assert [(task.name, task.state, task.due_on, task.note) for task in worklist.tasks()] == [
        ("代没有账户的科室办理：2 节", "writing", day(-1), "其中 1 节已逾期"),
        ("代没有账户的科室办理：1 节", "untouched", None, ""),
    ]
    assert (worklist.count, worklist.section_count, worklist.overdue_count) == (2, 2, 1)
    client.force_login(editor)
    html = client.get(worklist.tasks()[0].url).content.decode()
    assert "章节：2 节" in html


def test_the_figures_of_each_department_have_their_own_page(client, bureau, department):
    other = DepartmentFactory(bureau=bureau, name="基教科")
    (mine,), (others,) = assigned(bureau, department), assigned(bureau, other)
    editor = member(bureau, Role.EDITOR)
    client.force_login(editor)
    urls = {task.name: task.url for task in Worklist(editor, bureau).tasks()}
    html = client.get(urls["学前科：填报 1 项指标"]).content.decode()
    assert ("指标填报 · 学前科" in html, mine.metric.code in html, others.metric.code in html) == (
        True,
        True,
        False,
    )
    assert client.get(reverse("metrics:metric_sheet", args=[YEAR]) + "?department=x").status_code == 200


def test_changes_of_what_a_unit_reported_wait_for_the_office_above(bureau):
    unit = BureauFactory(parent=bureau)
    SubmissionFactory(bureau=unit, year=YEAR)
    PendingChangeFactory(bureau=unit, year=YEAR)
    assert names(member(bureau, Role.EDITOR), bureau) == [("1 项指标改动等您发布", "check")]
    own = names(member(unit, Role.EDITOR), unit)
    assert [name for name, _ in own if "改动" in name] == []


def test_the_rail_tells_how_many_things_wait(client, bureau, department, clerk):
    draft = started_draft(bureau=bureau, version=published_version({"甲": ["好。"], "乙": ["好。"]}))
    draft.section_texts.update(department=department)
    assigned(bureau, department)
    assert counts(clerk) == {
        "dashboard:home": 3,
        "drafts:draft_list": 2,
        "metrics:metric_current": 1,
        "proofreading:papers": 0,
    }
    client.force_login(clerk)
    page = client.get(reverse("drafts:draft_list")).content.decode()
    assert f'hx-get="{reverse("orgs:rail_counts")}" hx-trigger="load"' in page
    told = client.get(reverse("orgs:rail_counts")).content.decode()
    assert re.findall(r'id="rail-([\w-]+)" class="rail-count".*?</span>(\d+)<', told) == [
        ("dashboard-home", "3"),
        ("drafts-draft_list", "2"),
        ("metrics-metric_current", "1"),
    ]
    assert set(re.findall(r'id="(rail-[\w-]+)"', told)) == set(re.findall(r'id="(rail-[\w]+-\w+)"', page))


def test_the_rail_takes_as_many_queries_for_one_section_as_for_three(client, bureau, department, clerk):
    client.force_login(clerk)

    def one_more():
        draft = started_draft(bureau=bureau, version=published_version({"甲": ["好。"]}))
        draft.section_texts.update(department=department)
        assigned(bureau, department)

    one_more()
    one = queries_of(lambda: client.get(reverse("dashboard:notice_list")))
    one_more()
    one_more()
    assert queries_of(lambda: client.get(reverse("dashboard:notice_list"))) == one
