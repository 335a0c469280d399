import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from edusum.common.errors import EdusumError
from edusum.drafts.assigning import Changed, assign_figure_duties, assign_section, assign_sections
from edusum.drafts.duties import assign_figures
from edusum.drafts.errors import DepartmentError, StepRefusedError
from edusum.drafts.models import Notice
from edusum.drafts.services import move_section, start_draft
from edusum.metrics.assigning import Reassigned
from edusum.metrics.locking import held_values
from edusum.metrics.models import MetricAssignment
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricAssignmentFactory,
    MetricDefinitionFactory,
    PhraseFactory,
    PhraseMetricFactory,
    SectionFactory,
    SubmissionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 8)


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR, name="沈书言")


@pytest.fixture
def departments(bureau):
    return [DepartmentFactory(bureau=bureau, name=name) for name in ("学前科", "基教科")]


@pytest.fixture
def draft(bureau):
    return started_draft(bureau=bureau, version=published_version({"甲": ["好。"], "乙": ["好。"]}))


@pytest.fixture
def row(draft, departments):
    row = draft.section_texts.get(section__heading="甲")
    row.department = departments[0]
    row.save()
    return row


def last_step(row):
    return row.revisions.values_list("action", "note", "author__name").first()


def names_metric(version, heading, metric, **fields):
    key = f"key-{version.sections.count()}"
    section = SectionFactory(version=version, heading=heading, key=key, **fields)
    phrase = PhraseFactory(section=section, text=f"{{{{ {metric.phrase_name} }}}}")
    PhraseMetricFactory(phrase=phrase, metric=metric)
    return section


def publish(version):
    version.state = "published"
    version.save()
    return version


# Handing over


def test_the_office_hands_a_section_over_with_a_word_and_a_day(row, departments, editor):
    clerk = member(row.draft.bureau, Role.CONTRIBUTOR, departments[1])
    done = assign_section(
        section_text=row, department=departments[1], actor=editor, note="请一并写。", due_on=DAY
    )
    assert (done.department, done.due_on, done.state) == (departments[1], DAY, "untouched")
    assert last_step(row) == ("assign", "学前科 → 基教科，1月8日前交。请一并写。", "沈书言")
    notice = Notice.objects.get()
    title = row.draft.title
    assert (notice.user, notice.sent_by) == (clerk, editor)
    assert notice.words == f"沈书言把《{title}》的“甲”交给基教科填写，1月8日前交。请一并写。"
    assert notice.address == reverse("drafts:section_edit", args=[row.draft_id, row.pk])


def test_a_head_hands_over_what_is_the_departments_and_nothing_else(row, departments):
    head = member(row.draft.bureau, Role.SECTION_HEAD, departments[0])
    other = member(row.draft.bureau, Role.SECTION_HEAD, departments[1])
    clerk = member(row.draft.bureau, Role.CONTRIBUTOR, departments[0])
    for actor in (other, clerk):
        with pytest.raises(PermissionDenied):
            assign_section(section_text=row, department=None, actor=actor)
    assert assign_section(section_text=row, department=None, actor=head).department is None


def test_taken_back_by_the_office_it_is_told_to_nobody_else(row, editor):
    assign_section(section_text=row, department=None, actor=editor)
    assert last_step(row)[1] == "学前科 → 统稿人"
    assert Notice.objects.count() == 0


def test_nothing_is_recorded_where_nothing_changes(row, departments, editor):
    assert assign_section(section_text=row, department=departments[0], actor=editor).revision_number == 0
    assert (row.revisions.count(), Notice.objects.count()) == (0, 0)


def test_what_is_handed_in_stays_with_its_department(row, departments, editor):
    row.state = "handed_in"
    row.save()
    with pytest.raises(StepRefusedError, match="请先退回或撤回"):
        assign_section(section_text=row, department=departments[1], actor=editor)
    assert assign_section(section_text=row, department=departments[0], actor=editor, due_on=DAY).due_on == DAY


def test_a_department_of_another_bureau_or_out_of_use_is_refused(row, departments, editor, bureau):
    departments[1].is_active = False
    departments[1].save()
    for department in (departments[1], DepartmentFactory()):
        with pytest.raises(DepartmentError):
            assign_section(section_text=row, department=department, actor=editor)


def test_a_day_is_set_though_the_department_is_out_of_use_by_now(draft, row, departments, editor):
    metric = MetricDefinitionFactory()
    assign_figure_duties(draft=draft, metrics=[metric.pk], department=departments[0], actor=editor)
    departments[0].is_active = False
    departments[0].save()
    assert assign_sections(draft=draft, rows=[row.pk], due_on=DAY, actor=editor) == Changed(1)
    assert assign_figure_duties(draft=draft, metrics=[metric.pk], due_on=DAY, actor=editor).count == 1


def test_its_figures_go_along_but_not_those_of_others(bureau, departments, editor):
    own, others, elsewhere = MetricDefinitionFactory.create_batch(3)
    version = TemplateVersionFactory()
    section = names_metric(version, "甲", own)
    for metric in (others, elsewhere):
        PhraseMetricFactory(
            phrase=PhraseFactory(section=section, text=f"{{{{ {metric.phrase_name} }}}}"), metric=metric
        )
    draft = started_draft(bureau=bureau, version=publish(version))
    row = draft.section_texts.get()
    row.department = departments[0]
    row.save()
    assign_figures(draft, actor=editor)
    third = DepartmentFactory(bureau=bureau)
    MetricAssignment.objects.filter(metric=others).update(department=third)
    head = member(bureau, Role.SECTION_HEAD, departments[0])
    assign_section(section_text=row, department=departments[1], actor=head, with_figures=True)
    assert dict(MetricAssignment.objects.values_list("metric", "department")) == {
        own.pk: departments[1].pk,
        elsewhere.pk: departments[1].pk,
        others.pk: third.pk,
    }


def test_who_wrote_a_section_is_told_that_it_came_back_and_why(row, departments, editor):
    clerk = member(row.draft.bureau, Role.CONTRIBUTOR, departments[0])
    row.state = "handed_in"
    row.save()
    move_section(section_text=row, action="return", actor=editor, note="请核对。")
    words = f"沈书言退回了《{row.draft.title}》的“甲”：请核对。"
    assert list(Notice.objects.values_list("user", "words")) == [(clerk.pk, words)]


# Many at once


def test_many_sections_get_a_department_and_a_day_and_one_notice(draft, row, departments, editor):
    clerk = member(draft.bureau, Role.CONTRIBUTOR, departments[1])
    rows = list(draft.section_texts.values_list("pk", flat=True))
    changed = assign_sections(draft=draft, rows=rows, department=departments[1], due_on=DAY, actor=editor)
    assert changed == Changed(2)
    assert set(draft.section_texts.values_list("department", "due_on")) == {(departments[1].pk, DAY)}
    assert list(Notice.objects.values_list("user", flat=True)) == [clerk.pk]
    assert "“甲”“乙”" in Notice.objects.get().words


def test_what_is_handed_in_gets_the_day_but_keeps_its_department(draft, row, departments, editor):
    row.state = "approved"
    row.save()
    changed = assign_sections(draft=draft, rows=[row.pk], department=departments[1], due_on=DAY, actor=editor)
    row.refresh_from_db()
    assert (changed, row.department, row.due_on) == (Changed(1, ("甲",)), departments[0], DAY)


def test_a_head_sets_nobody_elses_days(draft, row, departments):
    head = member(draft.bureau, Role.SECTION_HEAD, departments[0])
    with pytest.raises(PermissionDenied):
        assign_sections(draft=draft, rows=[row.pk], due_on=DAY, actor=head)


def test_figures_get_a_department_a_day_or_nobody(draft, departments, editor):
    metric = MetricDefinitionFactory()
    given = {"draft": draft, "metrics": [metric.pk, 10**9], "actor": editor}

    def stands():
        return list(MetricAssignment.objects.values_list("metric", "department", "due_on"))

    assert assign_figure_duties(**given, due_on=DAY).count == 0
    assert assign_figure_duties(**given, department=departments[0]).count == 1
    assert assign_figure_duties(**given, due_on=DAY).count == 1
    assert stands() == [(metric.pk, departments[0].pk, DAY)]
    assert assign_figure_duties(**given, department=departments[1]).count == 1
    assert stands() == [(metric.pk, departments[1].pk, DAY)]
    assert assign_figure_duties(**given, department=None).count == 1
    assert stands() == []
    with pytest.raises(EdusumError):
        assign_figure_duties(**given, department=DepartmentFactory())


def test_figures_that_were_handed_in_stay_with_their_department_and_are_told(
    client, draft, departments, editor
):
    row, free = (
        MetricAssignmentFactory(department=departments[0], metric__name=name) for name in ("甲数", "乙数")
    )
    free.department = departments[1]
    free.save()
    SubmissionFactory(bureau=draft.bureau, department=departments[0])
    given = {"draft": draft, "metrics": [row.metric_id, free.metric_id], "actor": editor}
    assert assign_figure_duties(**given, department=departments[1], due_on=DAY) == Reassigned(1, ("甲数",))
    assert assign_figure_duties(**given, due_on=DAY).settled == ()
    row.refresh_from_db()
    assert (row.department, row.due_on) == (departments[0], DAY)
    assert held_values(draft.bureau, 2025).words(row.metric_id) == ("学前科的指标已上报",)
    client.force_login(editor)
    sent = {"do": "figures", "metric": [row.metric_id], "figure-department": departments[1].pk}
    url = reverse("drafts:draft_assignments", args=[draft.pk])
    assert "“甲数”所属科室已经上报" in client.post(url, sent, follow=True).content.decode()
    assert assign_figure_duties(**given, department=None) == Reassigned(1, ("甲数",))


def test_a_section_handed_over_leaves_figures_that_were_handed_in(bureau, departments, editor):
    metric = MetricDefinitionFactory(name="甲数")
    version = TemplateVersionFactory()
    names_metric(version, "甲", metric)
    draft = started_draft(bureau=bureau, version=publish(version))
    row = draft.section_texts.get()
    row.department = departments[0]
    row.save()
    assign_figures(draft, actor=editor)
    SubmissionFactory(bureau=bureau, department=departments[0])
    assign_section(section_text=row, department=departments[1], actor=editor, with_figures=True)
    assert MetricAssignment.objects.get().department == departments[0]
    assert "“甲数”学前科已经上报，仍由原科室填报" in last_step(row)[1]


# Starting


def test_a_new_draft_gives_days_and_figures_to_the_departments(bureau, departments, editor):
    preschool, basic = departments
    first, second, third, fourth = MetricDefinitionFactory.create_batch(4)
    version = TemplateVersionFactory(due_days=20)
    names_metric(version, "甲", first, position=1, department_name="学前科", due_days=5)
    names_metric(version, "乙", second, position=2, department_name="基教科")
    also = names_metric(version, "丙", third, position=3, department_name="基教科")
    PhraseMetricFactory(phrase=PhraseFactory(section=also, text="好。"), metric=first)
    TableRowFactory(section=names_metric(version, "丁", second, position=4), metric=fourth)
    year = timezone.localdate().year
    MetricAssignment.objects.create(bureau=bureau, year=year, metric=third, department=preschool)
    draft = start_draft(bureau=bureau, year=year, version=publish(version), actor=editor)
    end = dt.date(year, 12, 31)
    soon, usual = end + dt.timedelta(days=5), end + dt.timedelta(days=20)
    assert list(draft.section_texts.order_by("section__position").values_list("due_on", flat=True)) == [
        soon,
        usual,
        usual,
        usual,
    ]
    assert draft.due_on == usual
    assert set(MetricAssignment.objects.values_list("metric", "department", "due_on")) == {
        (first.pk, preschool.pk, soon),
        (second.pk, basic.pk, usual),
        (third.pk, preschool.pk, None),
    }


def test_without_days_in_the_template_there_is_no_limit(bureau, editor):
    year = timezone.localdate().year
    draft = start_draft(bureau=bureau, year=year, version=published_version({"甲": ["好。"]}), actor=editor)
    assert (draft.due_on, draft.section_texts.get().due_on) == (None, None)


# The pages


def test_the_page_changes_the_ticked_rows_and_says_so(client, draft, row, departments, editor):
    client.force_login(editor)
    url = reverse("drafts:draft_assignments", args=[draft.pk])
    sent = {"do": "sections", "row": [row.pk], "section-department": departments[1].pk}
    sent |= {"section-due_on": "2026-01-08", "section-past_ok": "on"}
    answer = client.post(f"{url}?department={departments[0].pk}", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{url}?department={departments[0].pk}")
    html = client.get(url).content.decode()
    assert "已改 1 节的分工。" in html
    assert "2026年1月8日" in html
    row.refresh_from_db()
    assert (row.department, row.due_on) == (departments[1], DAY)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"do": "sections", "row": ["1"]}, "请选要交给哪个科室，或者填截止日期。"),
        ({"do": "sections", "section-department": "office"}, "请先在左边勾选要改的行。"),
        (
            {"do": "sections", "row": ["1"], "section-due_on": "2026-01-08", "section-no_limit": "on"},
            "请二选一",
        ),
        ({"do": "figures", "metric": ["x"], "figure-department": "office"}, "请先在左边勾选要改的行。"),
        ({"do": "figures", "figure-department": "99999"}, "99999"),
    ],
)
def test_what_cannot_be_is_told_on_the_page(client, draft, editor, sent, told):
    client.force_login(editor)
    answer = client.post(reverse("drafts:draft_assignments", args=[draft.pk]), sent)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)


def test_the_page_warns_of_departments_without_people(client, draft, row, departments, editor):
    client.force_login(editor)
    url = reverse("drafts:draft_assignments", args=[draft.pk])
    assert "学前科还没有账户" in client.get(url).content.decode()
    member(draft.bureau, Role.CONTRIBUTOR, departments[0])
    assert "还没有账户" not in client.get(url).content.decode()


def test_the_list_can_be_narrowed_to_a_department_or_to_what_is_overdue(
    client, draft, row, departments, editor
):
    client.force_login(editor)
    url = reverse("drafts:draft_assignments", args=[draft.pk])
    row.due_on = timezone.localdate() - dt.timedelta(days=1)
    row.save()

    def shown(query):
        html = client.get(url + query).content.decode()
        return [name for name in "甲乙" if f"选中{name}" in html.replace("一、", "").replace("二、", "")]

    assert [shown(query) for query in ("", f"?department={departments[0].pk}", "?department=office")] == [
        ["甲", "乙"],
        ["甲"],
        ["乙"],
    ]
    assert (shown("?late=1"), shown("?department=x")) == (["甲"], [])


def test_the_rest_of_the_figures_can_be_given_by_section(client, bureau, departments, editor):
    metric = MetricDefinitionFactory()
    version = TemplateVersionFactory()
    names_metric(version, "甲", metric)
    draft = started_draft(bureau=bureau, version=publish(version))
    draft.section_texts.update(department=departments[0])
    client.force_login(editor)
    client.post(reverse("drafts:draft_assignments", args=[draft.pk]), {"do": "suggest"})
    assert list(MetricAssignment.objects.values_list("metric", "department")) == [
        (metric.pk, departments[0].pk)
    ]


def test_one_section_is_handed_over_on_its_own_page(client, draft, row, departments):
    client.force_login(member(draft.bureau, Role.SECTION_HEAD, departments[0]))
    url = reverse("drafts:section_assign", args=[draft.pk, row.pk])
    assert client.post(url, {"department": ""}).status_code == 422
    answer = client.post(url, {"department": departments[1].pk, "note": "请你们写。"}, follow=True)
    assert "“甲”已交给基教科" in answer.content.decode()
    row.refresh_from_db()
    assert row.department == departments[1]


def test_the_page_takes_as_many_queries_for_one_section_as_for_three(client, bureau, departments, editor):
    client.force_login(editor)

    def visit(count):
        version = TemplateVersionFactory()
        for number in range(count):
            names_metric(version, f"第{number}节", MetricDefinitionFactory())
        draft = started_draft(bureau=bureau, version=publish(version))
        draft.section_texts.update(department=departments[0])
        assign_figures(draft, actor=editor)
        return queries_of(lambda: client.get(reverse("drafts:draft_assignments", args=[draft.pk])))

    assert visit(3) == visit(1)
