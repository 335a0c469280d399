import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from edusum.common.years import reporting_year
from edusum.dashboard.home import Home
from edusum.dashboard.progress import DepartmentProgress, Share
from edusum.drafts.models import Notice, Presence
from edusum.drafts.services import mark_of, save_section
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


def test_progress_counts_what_is_handed_in_what_is_answered_and_what_is_overdue(bureau):
    department = DepartmentFactory(bureau=bureau, name="安全科")
    draft = started_draft(
        bureau=bureau, year=2090, version=published_version({"甲": ["好。"], "乙": ["好。"]})
    )
    draft.section_texts.update(department=department, due_on=day(-1))
    draft.section_texts.filter(section__heading="甲").update(state="approved")
    home = Home(member(bureau, Role.EDITOR), bureau)
    home.year = 2090
    MetricValueFactory(bureau=bureau, year=2090)
    MetricValueFactory(bureau=bureau, year=2090, not_applicable=True)
    MetricDefinitionFactory()
    expected = DepartmentProgress(department.pk, "安全科", Share(1, 2), Share(0, 0), 1, is_staffed=False)
    assert (home.departments, home.free_figures) == ([expected], Share(2, 3))
    assert (home.figures, [(paper.sections, paper.overdue) for paper in home.papers]) == (
        Share(2, 3),
        [(Share(1, 2), 1)],
    )


@pytest.mark.parametrize(("done", "total", "percent"), [(0, 0, 0), (1, 3, 33), (199, 200, 99), (3, 3, 100)])
def test_a_share_is_rounded_down_so_that_100_means_all(done, total, percent):
    assert Share(done, total).percent == percent


def test_who_only_watches_is_shown_progress_and_no_tasks(client, bureau):
    started_draft(bureau=bureau)
    client.force_login(member(bureau, Role.DIRECTOR))
    html = client.get(reverse("dashboard:home")).content.decode()
    assert ("待我办理" in html, "本年进度" in html) == (False, True)


def test_the_paper_of_the_year_stands_before_those_of_years_to_come(bureau):
    year = reporting_year(timezone.localdate())
    for ahead in (1, 0, -1):
        started_draft(bureau=bureau, year=year + ahead)
    home = Home(member(bureau, Role.DIRECTOR), bureau)
    assert [paper.draft.year - year for paper in home.papers] == [0, 1, -1]


def test_who_is_late_is_named_to_the_director(client, bureau):
    department = DepartmentFactory(bureau=bureau, name="安全科")
    draft = started_draft(bureau=bureau, year=reporting_year(timezone.localdate()))
    draft.section_texts.update(department=department, due_on=day(-1))
    client.force_login(member(bureau, Role.DIRECTOR))
    html = client.get(reverse("dashboard:home")).content.decode()
    assert 'href="#departments">各科室共有 1 节逾期未交</a>：安全科 1 节' in html


def test_nobody_is_asked_where_nobody_can_sign_in(client, bureau):
    department = DepartmentFactory(bureau=bureau, name="安全科")
    draft = started_draft(bureau=bureau, year=reporting_year(timezone.localdate()))
    draft.section_texts.update(department=department, due_on=day(-1))
    client.force_login(member(bureau, Role.EDITOR))
    url = reverse("dashboard:home")
    html = client.get(url).content.decode()
    assert ("无账户，催办不到人" in html, "催办：安全科" in html) == (True, False)
    member(bureau, Role.CONTRIBUTOR, department)
    html = client.get(url).content.decode()
    assert ("无账户，催办不到人" in html, "催办：安全科" in html) == (False, True)


def test_the_director_sees_what_the_paper_speaks_of_most(bureau):
    rare, often, empty = (
        MetricDefinitionFactory(name=name, unit="所", decimals=0) for name in ("小学数", "幼儿园数", "中学数")
    )
    draft = started_draft(
        bureau=bureau, year=2025, version=published_version({name: ["好。"] for name in "甲乙丙"})
    )
    named = [(often, rare, empty), (often, empty), (empty,)]
    for row, metrics in zip(draft.section_texts.order_by("pk"), named, strict=True):
        row.state = "writing"
        row.text = "".join(f"{{{{ {metric.phrase_name} }}}}" for metric in metrics)
        row.save()
    for metric, year, value in ((often, 2024, 55), (often, 2025, 58), (rare, 2025, 30), (empty, 2024, 7)):
        MetricValueFactory(bureau=bureau, year=year, metric=metric, value=value)
    told = Home(member(bureau, Role.DIRECTOR), bureau).key_figures
    assert [(item.label, item.value, item.before, item.change, item.trend.words) for item in told] == [
        ("幼儿园数", "58所", "55所", "▲ 3", "2024年 55，2025年 58"),
        ("小学数", "30所", "", "", ""),
        ("中学数", "", "7所", "", ""),
    ]


def test_the_office_is_led_to_the_metrics_of_no_department(client, bureau):
    draft = started_draft(bureau=bureau, year=reporting_year(timezone.localdate()))
    metric = MetricDefinitionFactory()
    draft.section_texts.update(text=f"{{{{ {metric.phrase_name} }}}}", state="writing")
    for role, is_led in ((Role.EDITOR, True), (Role.DIRECTOR, False)):
        client.force_login(member(bureau, role))
        html = client.get(reverse("dashboard:home")).content.decode()
        address = f"{reverse('drafts:draft_assignments', args=[draft.pk])}?department=office#figures"
        assert ("没有指定科室" in html, address in html) == (True, is_led)


def test_the_directors_page_takes_as_many_queries_for_one_draft_as_for_three(client, bureau):
    client.force_login(member(bureau, Role.DIRECTOR))

    def one_more():
        draft = started_draft(bureau=bureau, version=published_version({"甲": ["好。"]}))
        metric = MetricDefinitionFactory()
        draft.section_texts.update(text=f"{{{{ {metric.phrase_name} }}}}", state="writing", due_on=day(-1))
        MetricValueFactory(bureau=bureau, year=draft.year, metric=metric)

    one_more()
    one = queries_of(lambda: client.get(reverse("dashboard:home")))
    one_more()
    one_more()
    assert queries_of(lambda: client.get(reverse("dashboard:home"))) == one


def test_one_is_led_back_to_where_one_left_off_and_sees_what_others_wrote(bureau):
    draft = started_draft(bureau=bureau, version=published_version({name: ["好。"] for name in "甲乙丙"}))
    rows = {row.section.heading: row for row in draft.section_texts.select_related("section")}
    me, other = member(bureau, Role.EDITOR), member(bureau, Role.EDITOR)
    now = timezone.now()
    for heading, hours in {"甲": 2, "乙": 1}.items():
        seen = now - dt.timedelta(hours=hours)
        Presence.objects.create(section_text=rows[heading], user=me, seen_at=seen, wrote_at=seen)
    Presence.objects.create(section_text=rows["丙"], user=other, seen_at=now)
    draft.section_texts.filter(pk=rows["甲"].pk).update(updated_by=me, state="writing", text="我写的。")
    save_section(section_text=rows["丙"], text="他写的。", seen=mark_of("好。"), actor=other, step="hand_in")
    home = Home(me, bureau)
    assert [item.title for item in home.left_off] == ["乙", "甲"]
    assert [(item.title, item.verb) for item in home.recent] == [("丙", "交了稿")]


def test_a_paper_of_which_all_is_handed_in_is_finished_and_called_without_its_bureau(client, bureau):
    draft = started_draft(bureau=bureau, version=published_version({"甲": ["好。"]}))
    client.force_login(member(bureau, Role.DIRECTOR))
    address = reverse("dashboard:home")
    assert "已完成" not in client.get(address).content.decode()
    draft.section_texts.update(state="handed_in")
    html = client.get(address).content.decode()
    assert "✓ 已完成</span>，1 节都已交" in html
    assert f'">{draft.title.removeprefix(bureau.full_name)}</a>' in html


def test_notices_beyond_three_are_folded(client, bureau):
    user = member(bureau, Role.EDITOR)
    for number in range(5):
        Notice.objects.create(user=user, bureau=bureau, key=f"one:{number}", words=f"第 {number} 条。")
    client.force_login(user)
    html = client.get(reverse("dashboard:home")).content.decode()
    assert "<summary>再看 2 条</summary>" in html
    assert html.count('class="notice"') == 5


def test_an_empty_bureau_is_told_how_to_begin(client, bureau):
    client.force_login(member(bureau, Role.EDITOR))
    html = client.get(reverse("dashboard:home")).content.decode()
    assert "点右上角“开始起草”" in html


def test_home_takes_as_many_queries_for_one_draft_as_for_three(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    title = "{{ 年度 }}年{{ 五年规划 }}规划实施情况总结"

    def one_more():
        draft = started_draft(
            bureau=bureau, version=published_version({"{{ 年度 }}年工作": ["好。"]}, title=title)
        )
        row = draft.section_texts.first()
        Presence.objects.create(section_text=row, user=user, seen_at=timezone.now())
        Notice.objects.create(user=user, bureau=bureau, key=f"one:{draft.pk}", words="快写。")

    one_more()
    one = queries_of(lambda: client.get(reverse("dashboard:home")))
    one_more()
    one_more()
    assert queries_of(lambda: client.get(reverse("dashboard:home"))) == one


def test_a_notice_is_read_with_one_press_and_leads_on(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    notices = [
        Notice.objects.create(user=user, bureau=bureau, key=f"{number}", words="快写。", address="/drafts/")
        for number in range(3)
    ]
    others = Notice.objects.create(user=member(bureau, Role.EDITOR), bureau=bureau, key="x", words="别人的。")
    url = reverse("dashboard:notice_read")
    answer = client.post(url, {"notice": notices[0].pk, "go": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/drafts/")
    assert client.post(url, {"notice": others.pk}).status_code == 404
    assert client.post(url, {"notice": "x"}).status_code == 404
    assert Notice.objects.unread().count() == 3
    part = client.post(url, {"notice": notices[1].pk}, HTTP_HX_REQUEST="true").content.decode()
    assert (part.count("知道了"), "<html" in part) == (1, False)
    assert client.post(url).status_code == 302
    assert list(Notice.objects.unread()) == [others]


def test_the_list_of_notices_tells_read_ones_too(client, bureau):
    user = member(bureau, Role.CONTRIBUTOR)
    client.force_login(user)
    Notice.objects.create(user=user, bureau=bureau, key="1", words="新的。")
    Notice.objects.create(user=user, bureau=bureau, key="2", words="旧的。", read_at=timezone.now())
    html = client.get(reverse("dashboard:notice_list")).content.decode()
    assert ("新的。" in html, "旧的。" in html, "还有 1 条未读" in html) == (True, True, True)
