import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from edusum.drafts.assigning import assign_section, assign_sections
from edusum.drafts.due_days import Urged, urge
from edusum.drafts.duties import due_day
from edusum.drafts.lacking import Lacking, lacking_in
from edusum.drafts.models import Notice
from edusum.drafts.services import start_draft
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR, name="沈书言")


@pytest.fixture
def departments(bureau):
    return [DepartmentFactory(bureau=bureau, name=name) for name in ("学前科", "督导室")]


@pytest.fixture
def draft(bureau, departments):
    draft = started_draft(bureau=bureau, version=published_version({"甲": ["好。"], "乙": ["好。"]}))
    draft.section_texts.update(department=departments[0])
    return draft


@pytest.fixture
def page(client, draft, editor):
    """Posts to the page of the draft's duties."""
    client.force_login(editor)
    url = reverse("drafts:draft_assignments", args=[draft.pk])
    return lambda **sent: client.post(url, sent, follow=True)


def rows_of(draft):
    return list(draft.section_texts.order_by("pk").values_list("pk", flat=True))


# Days


@pytest.mark.parametrize(("is_sure", "status", "is_set"), [("", 422, False), ("on", 200, True)])
def test_a_day_that_is_over_is_asked_about_and_kept_if_it_is_meant(page, draft, is_sure, status, is_set):
    past = timezone.localdate() - dt.timedelta(days=2)
    sent = {"do": "sections", "row": rows_of(draft), "section-due_on": past.isoformat()}
    answer = page(**sent, **{"section-past_ok": is_sure})
    html = answer.content.decode()
    assert (answer.status_code, "已经过去" in html, "仍用过去的日期" in html) == (
        status,
        not is_set,
        not is_set,
    )
    assert set(draft.section_texts.values_list("due_on", flat=True)) == {past if is_set else None}


def test_a_section_is_handed_over_with_a_past_day_only_when_it_is_meant(client, draft, departments, editor):
    client.force_login(editor)
    row = draft.section_texts.first()
    url = reverse("drafts:section_assign", args=[draft.pk, row.pk])
    assert "仍用过去的日期" not in client.get(url).content.decode()
    sent = {"department": departments[1].pk, "due_on": "2020-01-02"}
    html = client.post(url, sent).content.decode()
    assert ("2020年1月2日已经过去" in html, 'type="checkbox" name="past_ok"' in html) == (True, True)
    assert client.post(url, sent | {"past_ok": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.due_on == dt.date(2020, 1, 2)


def test_days_count_from_the_end_of_a_time_that_is_not_over():
    today = timezone.localdate()
    ahead = today.year + 1
    told = [
        due_day(days, usual, year=year, period=period)
        for days, usual, year, period in (
            (5, 20, today.year - 1, "year"),
            (None, 20, ahead, "year"),
            (3, None, ahead, "first_half"),
            (None, None, ahead, "year"),
        )
    ]
    assert told == [
        today + dt.timedelta(days=5),
        dt.date(ahead + 1, 1, 20),
        dt.date(ahead, 7, 3),
        None,
    ]


def test_who_begins_a_paper_is_told_which_day_will_be_the_last(client, editor):
    version = TemplateVersionFactory(due_days=10)
    for number, days in enumerate((None, 25)):
        SectionFactory(version=version, heading=f"第{number}节", key=f"key-{number}", due_days=days)
    version.state = "published"
    version.save()
    client.force_login(editor)
    year = timezone.localdate().year + 1
    asked = {"version": version.pk, "year": year}
    html = client.get(reverse("drafts:draft_start"), asked, HTTP_HX_REQUEST="true").content.decode()
    assert f"最晚一节 {year + 1}年1月25日交稿（{year}年还没有过完，天数从期末算起）" in html


# Ticks


@pytest.mark.parametrize(
    "sent", [{"section-due_on": "2020-01-02"}, {}, {"section-due_on": "2020-01-02", "section-no_limit": "on"}]
)
def test_ticks_stay_when_something_is_wrong(page, draft, sent):
    first, second = rows_of(draft)
    html = page(do="sections", row=[second], **sent).content.decode()
    ticked = [pk for pk in (first, second) if f'aria-label="选中{"一" if pk == first else "二"}、' in html]
    assert ticked == [first, second]
    assert html.count(" checked></td>") == 1


# Departments without people, or that are none


def test_departments_nobody_signs_in_for_are_marked_and_promised_no_notice(page, client, draft, departments):
    member(draft.bureau, Role.CONTRIBUTOR, departments[0])
    rows = rows_of(draft)
    said = page(do="sections", row=rows, **{"section-department": departments[1].pk}).content.decode()
    assert "督导室还没有账户，没有人会收到提醒，暂由统稿人办理。" in said
    assert ("督导室（无账户）" in said, "学前科（无账户）" in said) == (True, False)
    url = reverse("drafts:section_assign", args=[draft.pk, rows[0]])
    said = client.post(url, {"department": departments[0].pk}, follow=True).content.decode()
    assert "“甲”已交给学前科。那里的人会收到提醒。" in said
    said = client.post(url, {"department": departments[1].pk}, follow=True).content.decode()
    assert ("那里的人会收到提醒" in said, "督导室还没有账户" in said) == (False, True)


def test_who_cannot_be_reached_is_named_when_one_asks(draft, departments, editor):
    first, second = draft.section_texts.order_by("pk")
    clerk = member(draft.bureau, Role.CONTRIBUTOR, departments[0])
    second.department = departments[1]
    second.save()
    member(draft.bureau, Role.EDITOR)
    done = urge(draft=draft, rows=[first.pk, second.pk], actor=editor)
    assert done == Urged(1, 1, ("督导室",))
    assert (
        done.words
        == "已催办 1 节，发出 1 条提醒。督导室还没有账户，催办不到，请由统稿人办理或改分给别的科室。"
    )
    assert list(Notice.objects.values_list("user", flat=True)) == [clerk.pk]


def test_what_the_template_gives_to_departments_the_bureau_lacks_is_told(client, bureau, departments, editor):
    version = TemplateVersionFactory()
    for number, name in enumerate(("学前科", "党建办", "党建办", "人事科", "")):
        given = {"heading": f"第{number}节", "key": f"key-{number}", "position": number}
        SectionFactory(version=version, department_name=name, **given)
    version.state = "published"
    version.save()
    client.force_login(editor)
    sent = {"version": version.pk, "year": timezone.localdate().year}
    words = "另有 3 节，模板建议给党建办、人事科，本单位没有这些科室，暂归统稿人。"
    assert words in client.post(reverse("drafts:draft_start"), sent, follow=True).content.decode()
    draft = bureau.drafts.get()
    url = reverse("drafts:draft_assignments", args=[draft.pk])
    assert words in client.get(url).content.decode()
    DepartmentFactory(bureau=bureau, name="党建办")
    assert lacking_in(draft) == Lacking(1, ("人事科",))
    draft.section_texts.update(department=departments[0])
    assert lacking_in(draft) == Lacking(0, ())


def test_a_bureau_with_all_departments_is_told_nothing(bureau, departments, editor):
    year = timezone.localdate().year
    draft = start_draft(bureau=bureau, year=year, version=published_version({"甲": ["好。"]}), actor=editor)
    assert lacking_in(draft).words == ""


# Who had it before


def test_who_had_a_section_is_told_that_it_is_theirs_no_more(draft, departments, editor):
    clerk = member(draft.bureau, Role.CONTRIBUTOR, departments[0])
    row = draft.section_texts.order_by("pk").first()
    assign_section(section_text=row, department=departments[1], actor=editor, note="请交接。")
    words = f"沈书言把《{draft.title}》的“甲”改由督导室填写，学前科不用再写。请交接。"
    assert list(Notice.objects.values_list("user", "words")) == [(clerk.pk, words)]


def test_many_sections_taken_away_are_one_notice(draft, departments, editor):
    clerk = member(draft.bureau, Role.CONTRIBUTOR, departments[0])
    assign_sections(draft=draft, rows=rows_of(draft), department=None, actor=editor)
    words = f"沈书言把《{draft.title}》的“甲”“乙”改由统稿人填写，学前科不用再写。"
    assert list(Notice.objects.values_list("user", "words")) == [(clerk.pk, words)]
