"""A change that waits: what it touches, who lets it through; where a value stands."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from edusum.drafts.models import Notice
from edusum.drafts.publishing import ChangeReplacedError, current_of, publish, refuse
from edusum.drafts.publishing import mark_of as mark_upon
from edusum.drafts.touched import changes_shown
from edusum.drafts.value_uses import value_uses
from edusum.metrics.access import may_publish, publishable
from edusum.metrics.changes import ChangeDecidedError, withdraw_change
from edusum.metrics.figures import Reading
from edusum.metrics.models import MetricValue, PendingChange, Submission
from edusum.metrics.saving import ValueEntry, save_values
from edusum.orgs.enums import Role
from tests.factories import (
    AttachmentFactory,
    BureauFactory,
    MembershipFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PendingChangeFactory,
    PhraseFactory,
    PhraseMetricFactory,
    SubmissionFactory,
    exhibit_of,
    member,
    published_version,
    related,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def metric(bureau):
    """58 this year, 60 the year before."""
    metric = MetricDefinitionFactory(name="幼儿园数", unit="所")
    for year, value in ((2025, 58), (2024, 60)):
        MetricValueFactory(metric=metric, bureau=bureau, year=year, value=Decimal(value))
    return metric


@pytest.fixture
def change(bureau, metric):
    return PendingChangeFactory(
        bureau=bureau, metric=metric, value=Decimal(66), asked_by=member(bureau, Role.CONTRIBUTOR)
    )


def written(bureau, *texts, year=2025, state="handed_in"):
    """A paper with a section for each text."""
    version = published_version({f"第{number}节": ["好。"] for number in range(len(texts))})
    draft = started_draft(bureau=bureau, version=version, year=year)
    for row, text in zip(draft.section_texts.order_by("pk"), texts, strict=True):
        row.text, row.state = text, state
        row.save()
    return draft


def mark_of(change):
    return mark_upon(change, current_of(change))


def shown(change):
    (item,) = changes_shown([PendingChange.objects.select_related("bureau", "metric").get(pk=change.pk)])
    return item


def pairs(change):
    return [
        (item.where.title, [(pair.before, pair.after) for pair in item.pairs])
        for item in shown(change).touched
    ]


def test_every_sentence_that_prints_the_value_is_shown_before_and_after(bureau, change):
    written(bureau, "教育发展。有{{ 幼儿园数 }}，{{ 幼儿园数|增减 }}。完。", "无关。")
    item = shown(change)
    assert (item.before, item.after) == ("58所", "66所")
    assert pairs(change) == [
        ("第0节", [("有58所，比上年减少2所。", "有66所，比上年增加6所。")]),
    ]
    assert [words for words, is_new in item.touched[0].pairs[0].told if is_new] == ["66", "增加6"]


def test_what_is_finished_comes_first(bureau, change):
    written(bureau, "写着{{ 幼儿园数 }}。", state="writing")
    written(bureau, "交了{{ 幼儿园数 }}。")
    written(bureau, "过了{{ 幼儿园数 }}。", state="approved")
    states = [item.where.state for item in shown(change).touched]
    assert (states, shown(change).finished_count) == (["approved", "handed_in", "writing"], 2)


def test_what_phrases_would_say_counts_with_other_words_too(bureau, metric, change):
    phrase = PhraseFactory(
        section__version__report_template__name="材料",
        text="{% if 幼儿园数 > 60 %}较多{% else %}较少{% endif %}，有{{ 幼儿园数 }}。",
    )
    PhraseMetricFactory(phrase=phrase, metric=metric)
    version = phrase.section.version
    version.state = "published"
    version.save()
    started_draft(bureau=bureau, version=version)
    assert [found for _, found in pairs(change)] == [[("较少，有58所。", "较多，有66所。")]]


def test_next_years_paper_is_touched_where_it_compares(bureau, change):
    MetricValueFactory(metric=change.metric, bureau=bureau, year=2026, value=Decimal(70))
    written(bureau, "有{{ 幼儿园数 }}。上年{{ 幼儿园数|上年 }}。", year=2026)
    assert pairs(change) == [("第0节", [("上年58所。", "上年66所。")])]


def test_tables_charts_and_attachments_are_named(bureau, metric, change):
    draft = written(bureau, "如表。")
    exhibit_of(metric, section_text=draft.section_texts.get(), caption="{{ 年度 }}年主要指标")
    AttachmentFactory(draft=draft, name="名单", text="共{{ 幼儿园数 }}。")
    assert [(item.where.title, item.where.shown) for item in shown(change).touched] == [
        ("第0节", ("指标表“2025年主要指标”",)),
        ("附件“名单”", ()),
    ]


def test_omitted_sections_and_other_bureaus_are_not_touched(bureau, change):
    draft = written(bureau, "有{{ 幼儿园数 }}。")
    draft.section_texts.update(is_omitted=True)
    written(BureauFactory(), "有{{ 幼儿园数 }}。")
    assert shown(change).touched == ()


def test_publishing_changes_the_value_and_tells_who_asked(change, editor):
    publish(change=change, actor=editor, seen=mark_of(change))
    change.refresh_from_db()
    assert (change.state, MetricValue.objects.get(year=2025).value) == ("published", 66)
    assert list(Notice.objects.values_list("user", "words")) == [
        (change.asked_by_id, "您对2025年“幼儿园数”的改动已发布，文稿里的数已经换了")
    ]


def test_a_refusal_says_why_and_leaves_the_value(change, editor):
    refuse(change=change, actor=editor, seen=mark_of(change), note="以统计年报为准")
    assert MetricValue.objects.get(year=2025).value == 58
    assert Notice.objects.get().words == "您对2025年“幼儿园数”的改动没有采用：以统计年报为准"


def test_a_wish_that_was_replaced_meanwhile_is_not_published_unseen(change, editor):
    seen = mark_of(change)
    change.value = Decimal(99)
    change.save()
    with pytest.raises(ChangeReplacedError):
        publish(change=change, actor=editor, seen=seen)
    assert MetricValue.objects.get(year=2025).value == 58


def test_what_was_stored_meanwhile_is_not_overwritten_unseen(change, editor):
    seen = mark_of(change)
    MetricValue.objects.filter(year=2025).update(value=Decimal(61))
    with pytest.raises(ChangeReplacedError):
        publish(change=change, actor=editor, seen=seen)
    assert MetricValue.objects.get(year=2025).value == 61


def test_the_first_value_of_a_metric_can_be_published(bureau, editor):
    change = PendingChangeFactory(bureau=bureau, value=Decimal(5))
    publish(change=change, actor=editor, seen=mark_of(change))
    value = MetricValue.objects.get(metric=change.metric)
    assert (value.value, value.revisions.get().origin) == (5, "published")


def test_a_change_that_was_overtaken_by_a_direct_save_is_withdrawn(bureau, change, editor):
    entry = ValueEntry(change.metric_id, Reading("filled", Decimal(70)))
    save_values(bureau=bureau, year=2025, entries=[entry], actor=editor)
    change.refresh_from_db()
    assert (change.state, change.decided_by) == ("withdrawn", editor)
    assert "后来直接改了" in change.decision_note
    told = f"您对2025年“幼儿园数”的改动不用再发布：这个数已不再锁定，{editor}后来直接改了"
    assert list(Notice.objects.values_list("user", "words")) == [(change.asked_by_id, told)]


def test_who_takes_back_their_own_change_is_not_told(change):
    withdraw_change(change=change, actor=change.asked_by)
    assert Notice.objects.count() == 0


def test_a_change_that_the_office_takes_back_is_told_to_who_asked(change, editor):
    withdraw_change(change=change, actor=editor)
    assert Notice.objects.get().words == f"您对2025年“幼儿园数”的改动已由{editor}撤回，原来的数不变"


def test_what_would_not_fit_is_told_before_it_is_published(client, bureau, change, editor):
    public = MetricDefinitionFactory(name="公办园数", unit="所")
    related(public, "part_of", whole=change.metric)
    MetricValueFactory(metric=public, bureau=bureau, value=Decimal(70))
    client.force_login(editor)
    page = reverse("drafts:pending_list")
    html = client.get(page).content.decode()
    assert "公办园数 70 是其中的一部分，却大于幼儿园数 66。" in html
    assert "已核对，发布改动" in html
    other = PendingChangeFactory(bureau=bureau, metric=public, value=Decimal(60))
    html = client.get(page).content.decode()
    assert "与同时等待发布的其他改动都发布以后，就相符了" in html
    assert "已核对" not in html
    other.delete()
    PendingChange.objects.filter(pk=change.pk).update(value=Decimal(600))
    assert "约为上年的 10 倍，是不是单位或小数点错了？请核对。" in client.get(page).content.decode()


def test_a_change_is_decided_once(change, editor):
    seen = mark_of(change)
    publish(change=change, actor=editor, seen=seen)
    with pytest.raises(ChangeDecidedError, match="已发布"):
        refuse(change=change, actor=editor, seen=seen, note="晚了")


def test_only_who_may_lets_it_through(change, bureau):
    with pytest.raises(PermissionDenied):
        publish(change=change, actor=member(bureau, Role.SECTION_HEAD), seen=mark_of(change))


def test_the_page_shows_the_sentences_and_its_buttons_work(client, bureau, change, editor):
    written(bureau, "有{{ 幼儿园数 }}。")
    client.force_login(editor)
    html = client.get(reverse("drafts:pending_list")).content.decode()
    assert "有58所。" in html
    assert "发布改动" in html
    answer = client.post(reverse("drafts:pending_publish", args=[change.pk]), {"seen": mark_of(change)})
    change.refresh_from_db()
    assert (answer.status_code, change.state) == (302, "published")


def test_who_asked_takes_it_back_and_does_not_publish(client, change):
    client.force_login(change.asked_by)
    html = client.get(reverse("drafts:pending_list")).content.decode()
    assert ("撤回我提出的改动" in html, "发布改动" in html) == (True, False)
    client.post(reverse("drafts:pending_withdraw", args=[change.pk]))
    change.refresh_from_db()
    assert change.state == "withdrawn"


def test_many_changes_and_papers_take_as_many_queries_as_one(client, bureau, change, editor):
    client.force_login(editor)
    written(bureau, "有{{ 幼儿园数 }}。")
    url = reverse("drafts:pending_list")
    one = queries_of(lambda: client.get(url))
    for number in range(2):
        metric = MetricDefinitionFactory(name=f"指标{'甲乙'[number]}")
        MetricValueFactory(metric=metric, bureau=bureau)
        PendingChangeFactory(bureau=bureau, metric=metric)
        written(bureau, f"有{{{{ {metric.name} }}}}，{{{{ 幼儿园数 }}}}。")
    assert queries_of(lambda: client.get(url)) == one


# What was reported upwards


@pytest.fixture
def unit_change(bureau):
    """A school below the bureau has handed in as a whole; its clerk wants 66 for 58."""
    unit = BureauFactory(full_name="第一小学", short_name="一小", parent=bureau, kind="school")
    SubmissionFactory(bureau=unit)
    value = MetricValueFactory(metric__name="班级数", metric__unit="个", bureau=unit, value=Decimal(58))
    return PendingChangeFactory(
        bureau=unit, metric=value.metric, value=Decimal(66), asked_by=member(unit, Role.CONTRIBUTOR)
    )


def test_what_a_unit_has_reported_the_office_above_publishes(client, unit_change, editor):
    client.force_login(editor)
    html = client.get(reverse("drafts:pending_list")).content.decode()
    assert ("一小，2025年" in html, "发布改动" in html) == (True, True)
    sent = {"seen": mark_of(unit_change)}
    assert client.post(reverse("drafts:pending_publish", args=[unit_change.pk]), sent).status_code == 302
    assert MetricValue.objects.get(metric=unit_change.metric).value == 66
    notice = Notice.objects.get()
    assert notice.words.startswith("您对2025年“班级数”的改动已发布")
    assert "unit=" not in notice.address


def test_the_units_own_editor_sees_such_a_change_and_cannot_publish_it(client, unit_change, editor):
    own = member(unit_change.bureau, Role.EDITOR)
    assert publishable(own) == []
    assert [row.pk for row in publishable(editor)] == [unit_change.pk]
    client.force_login(own)
    html = client.get(reverse("drafts:pending_list")).content.decode()
    assert ("由上级单位的统稿人发布" in html, "发布改动" in html) == (True, False)
    sent = {"seen": mark_of(unit_change)}
    assert client.post(reverse("drafts:pending_publish", args=[unit_change.pk]), sent).status_code == 403
    with pytest.raises(PermissionDenied):
        publish(change=unit_change, actor=own, seen=mark_of(unit_change))


def test_what_a_unit_holds_for_itself_its_own_editor_publishes(unit_change, editor):
    Submission.objects.update(state="reopened")
    own = member(unit_change.bureau, Role.EDITOR)
    assert (publishable(editor), [row.pk for row in publishable(own)]) == ([], [unit_change.pk])
    with pytest.raises(PermissionDenied):
        publish(change=unit_change, actor=editor, seen=mark_of(unit_change))
    publish(change=unit_change, actor=own, seen=mark_of(unit_change))


def test_where_nobody_above_could_publish_the_unit_does(unit_change):
    own = member(unit_change.bureau, Role.EDITOR)
    assert [row.pk for row in publishable(own)] == [unit_change.pk]
    assert may_publish(own, unit_change.bureau, 2025, "year")


def test_a_change_of_a_strange_unit_is_not_found(client, unit_change):
    client.force_login(member(BureauFactory(), Role.EDITOR))
    url = reverse("drafts:pending_publish", args=[unit_change.pk])
    assert client.post(url, {"seen": ""}).status_code == 404


def test_who_asked_from_above_is_led_to_the_units_sheet(unit_change, bureau, editor):
    unit_change.asked_by = member(bureau, Role.EDITOR)
    unit_change.save()
    publish(change=unit_change, actor=editor, seen=mark_of(unit_change))
    notice = Notice.objects.get()
    assert notice.words.startswith("您对一小2025年“班级数”的改动")
    assert notice.address.endswith(f"unit={unit_change.bureau_id}")


def test_many_units_with_changes_take_as_many_queries_as_one(client, unit_change, bureau, editor):
    client.force_login(editor)
    url = reverse("drafts:pending_list")
    one = queries_of(lambda: client.get(url))
    for number in range(2):
        unit = BureauFactory(full_name=f"第{number}中学", parent=bureau)
        SubmissionFactory(bureau=unit)
        PendingChangeFactory(bureau=unit)
    assert queries_of(lambda: client.get(url)) == one


# Where a value stands


def uses(metric, bureau):
    found = value_uses(metric, bureau=bureau, year=2025, period="year")
    return [(use.title, list(use.sentences), use.is_of_next_year) for use in found]


def test_every_sentence_that_prints_a_value_is_found(bureau, metric):
    written(bureau, "教育发展。有{{ 幼儿园数 }}。", "学校{{ 学校数|占比(幼儿园数) }}。", "幼儿园数很多。")
    MetricValueFactory(
        metric=MetricDefinitionFactory(name="学校数", unit="所"), bureau=bureau, value=Decimal(29)
    )
    assert uses(metric, bureau) == [("第0节", ["有58所。"], False), ("第1节", ["学校占50%。"], False)]


def test_next_years_paper_counts_only_where_it_prints_last_years_value(bureau, metric):
    MetricValueFactory(metric=metric, bureau=bureau, year=2026, value=Decimal(70))
    written(bureau, "有{{ 幼儿园数 }}。{{ 幼儿园数|增减 }}。", "有{{ 幼儿园数 }}。", year=2026)
    assert uses(metric, bureau) == [("第0节", ["比上年增加12所。"], True)]


def test_another_bureaus_papers_are_not_shown(client, bureau, metric, editor):
    written(BureauFactory(full_name="邻区教育局"), "有{{ 幼儿园数 }}。")
    written(bureau, "我们有{{ 幼儿园数 }}。")
    client.force_login(editor)
    url = reverse("drafts:value_uses", args=[2025, metric.code])
    html = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert ("我们有58所。" in html, "邻区" in html, "<html" in html) == (True, False, False)


def test_a_units_value_is_never_told_with_the_papers_of_the_office(client, bureau, metric, editor):
    unit = BureauFactory(full_name="第一小学", short_name="一小", parent=bureau)
    written(unit, "本校有{{ 幼儿园数 }}。")
    written(bureau, "我们有{{ 幼儿园数 }}。")
    client.force_login(editor)
    url = f"{reverse('drafts:value_uses', args=[2025, metric.code])}?unit={unit.pk}"
    assert "一小的文稿只有该单位的人能看。" in client.get(url).content.decode()
    assert "我们有58所。" not in client.get(url).content.decode()
    MembershipFactory(user=editor, bureau=unit, role=Role.EDITOR)
    assert "本校有【待补" in client.get(url).content.decode()
    page = client.get(f"{reverse('metrics:metric_detail', args=[2025, metric.code])}?unit={unit.pk}")
    assert f"{url.replace('?', '?period=year&amp;')}" in page.content.decode()


def test_where_a_value_stands_is_asked_for_years_that_can_be_and_units_below_alone(client, metric, editor):
    client.force_login(editor)
    url = reverse("drafts:value_uses", args=[2025, metric.code])
    asked = [f"{url}?unit={BureauFactory().pk}", url.replace("2025", "9999"), url.replace("2025", "1")]
    assert [client.get(address).status_code for address in asked] == [404, 404, 404]
