import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from edusum.drafts.due_days import Urged, remind_of_due_days, urge, urge_overdue
from edusum.drafts.models import Notice
from edusum.drafts.reminding import mark_read, notify, people_of
from edusum.metrics.models import MetricAssignment, Submission
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricAssignmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    SubmissionFactory,
    UserFactory,
    member,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db


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
def editor(bureau):
    return member(bureau, Role.EDITOR, name="沈书言")


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


def said(day):
    return f"{day.month}月{day.day}日到期"


def draft_due(bureau, department, *days):
    """A section for each of these days (None: no limit)."""
    version = published_version({f"第{number}节": ["好。"] for number, _ in enumerate(days, 1)})
    draft = started_draft(bureau=bureau, version=version)
    for row, due in zip(draft.section_texts.order_by("pk"), days, strict=True):
        row.department, row.due_on = department, None if due is None else day(due)
        row.save()
    return draft


def told():
    return list(Notice.objects.order_by("pk").values_list("user__name", "words"))


# Notices


def test_a_notice_comes_once_and_never_to_who_sends_it(bureau, clerk, editor):
    gone = member(bureau, Role.EDITOR, is_active=False)
    given = {"bureau": bureau, "key": "one", "words": "快写。", "sent_by": editor}
    assert notify([clerk, clerk, editor, gone], **given) == 1
    assert notify([clerk], **given) == 0
    assert told() == [(clerk.name, "快写。")]


def test_one_reads_ones_own_notices_alone(bureau, clerk, editor):
    notify([clerk, editor], bureau=bureau, key="one", words="一。")
    notify([clerk], bureau=bureau, key="two", words="二。")
    first = Notice.objects.filter(user=clerk).first()
    assert (mark_read(user=editor, notice=first.pk), mark_read(user=clerk, notice=first.pk)) == (0, 1)
    assert (mark_read(user=clerk), mark_read(user=clerk)) == (1, 0)
    assert list(Notice.objects.unread().values_list("user", flat=True)) == [editor.pk]


def test_the_office_stands_in_for_departments_without_people(bureau, department, clerk, editor):
    empty = DepartmentFactory(bureau=bureau)
    expected = {department.pk: [clerk], empty.pk: [editor], None: [editor]}
    assert {pk: people_of(bureau, pk) for pk in expected} == expected


# Days


def test_people_are_told_before_on_and_after_the_day_and_each_once(bureau, department, clerk):
    draft = draft_due(bureau, department, 4, 3, 3, 0, -1, None)
    assert remind_of_due_days() == 3
    title = draft.title
    assert told() == [
        (clerk.name, f"{said(day(-1))}，已逾期：《{title}》的“第5节”还没有交。"),
        (clerk.name, f"今天到期：《{title}》的“第4节”还没有交。"),
        (clerk.name, f"{said(day(3))}，还有 3 天：《{title}》的“第2节”“第3节”还没有交。"),
    ]
    assert remind_of_due_days() == 0


def test_what_is_handed_in_or_left_out_is_not_asked_for(bureau, department, clerk):
    draft = draft_due(bureau, department, 0, 0)
    first, second = draft.section_texts.order_by("pk")
    draft.section_texts.filter(pk=first.pk).update(state="handed_in")
    draft.section_texts.filter(pk=second.pk).update(is_omitted=True)
    assert remind_of_due_days() == 0


def test_a_day_that_is_moved_is_told_anew(bureau, department, clerk):
    draft = draft_due(bureau, department, 1)
    assert remind_of_due_days() == 1
    draft.section_texts.update(due_on=day(2))
    assert remind_of_due_days() == 1


def test_figures_are_asked_for_until_they_are_filled_or_handed_in(bureau, department, clerk):
    metrics = MetricDefinitionFactory.create_batch(3)
    for metric in metrics:
        MetricAssignment.objects.create(
            bureau=bureau, year=2025, metric=metric, department=department, due_on=day(0)
        )
    MetricValueFactory(bureau=bureau, year=2025, metric=metrics[0])
    assert (remind_of_due_days(), told()) == (1, [(clerk.name, "今天到期：2025年的指标还有 2 项待报。")])
    Notice.objects.all().delete()
    Submission.objects.create(bureau=bureau, year=2025, department=department)
    assert remind_of_due_days() == 0


# 催办


def test_the_office_asks_for_sections_once_a_day(bureau, department, clerk, editor):
    draft = draft_due(bureau, department, None, 5)
    rows = list(draft.section_texts.values_list("pk", flat=True))
    assert urge(draft=draft, rows=rows, actor=editor) == Urged(2, 1)
    assert told() == [(clerk.name, f"沈书言请您抓紧办理：《{draft.title}》的“第2节”“第1节”还没有交。")]
    assert urge(draft=draft, rows=rows, actor=editor) == Urged(2, 0)
    draft.section_texts.update(state="handed_in")
    assert urge(draft=draft, rows=rows, actor=editor) == Urged(0, 0)
    with pytest.raises(PermissionDenied):
        urge(draft=draft, rows=rows, actor=clerk)


def test_all_that_a_department_owes_is_asked_for_with_one_press(client, bureau, department, clerk, editor):
    draft_due(bureau, department, -1, 1)
    draft_due(bureau, department, -2)
    client.force_login(editor)
    url = reverse("dashboard:department_urge", args=[department.pk])
    html = client.post(url, follow=True).content.decode()
    assert "学前科：已催办 2 节，发出 2 条提醒。" in html
    assert Notice.objects.filter(user=clerk).count() == 2
    html = client.post(url, follow=True).content.decode()
    assert "今天已经催过" in html
    with pytest.raises(PermissionDenied):
        urge_overdue(department=department, actor=clerk)
    assert client.post(reverse("dashboard:department_urge", args=[DepartmentFactory().pk])).status_code == 404


def test_ticked_sections_are_asked_for_on_the_page(client, bureau, department, clerk, editor):
    draft = draft_due(bureau, department, 1)
    client.force_login(editor)
    url = reverse("drafts:draft_assignments", args=[draft.pk])
    assert "请先在左边勾选" in client.post(url, {"do": "urge"}, follow=True).content.decode()
    sent = {"do": "urge", "row": [draft.section_texts.get().pk]}
    assert "已催办 1 节，发出 1 条提醒。" in client.post(url, sent, follow=True).content.decode()


def test_who_serves_no_longer_is_told_nothing(bureau, department):
    user = UserFactory(is_active=False)
    assert notify([user], bureau=bureau, key="one", words="一。") == 0


def test_a_section_that_comes_later_with_the_same_day_is_told_and_no_other_again(bureau, department, clerk):
    draft = draft_due(bureau, department, -1, -1)
    late = draft.section_texts.order_by("pk").last()
    draft.section_texts.filter(pk=late.pk).update(department=DepartmentFactory(bureau=bureau))
    remind_of_due_days()
    draft.section_texts.update(department=department)
    assert (remind_of_due_days(), remind_of_due_days()) == (1, 0)
    assert told()[-1] == (clerk.name, f"{said(day(-1))}，已逾期：《{draft.title}》的“第2节”还没有交。")
    newcomer = member(bureau, Role.CONTRIBUTOR, department)
    assert (remind_of_due_days(), Notice.objects.filter(user=newcomer).count()) == (1, 1)


def test_many_sections_of_one_day_are_all_told_and_once(bureau, department, clerk):
    draft_due(bureau, department, *[0] * 20)
    assert (remind_of_due_days(), remind_of_due_days()) == (3, 0)


def test_figures_of_a_bureau_that_is_handed_in_as_a_whole_are_not_asked_for(bureau, department, clerk):
    MetricAssignmentFactory(department=department, due_on=day(0))
    SubmissionFactory(bureau=bureau)
    assert remind_of_due_days() == 0
    SubmissionFactory(bureau=bureau, department=department, state="reopened")
    assert remind_of_due_days() == 1
