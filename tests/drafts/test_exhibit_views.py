"""The pages on which tables, charts and attachments are made."""

import json

import pytest
from django.urls import reverse

from edusum.drafts.attachments import empty_attachments
from edusum.drafts.models import Attachment, Exhibit
from edusum.drafts.services import move_section
from edusum.orgs.enums import Role
from tests.factories import (
    AttachmentFactory,
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
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
def draft(bureau):
    return started_draft(bureau=bureau, version=published_version({"学前教育": ["稳步发展。"]}))


@pytest.fixture
def editor(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def row(draft):
    return draft.section_texts.get()


@pytest.fixture
def kindergartens():
    return MetricDefinitionFactory(name="幼儿园数", phrase_name="园数", synonyms=["幼儿园所数"], unit="所")


def url(name, draft, **at):
    return reverse(f"drafts:{name}", kwargs={"pk": draft.pk, **at})


def section_url(draft, row):
    return url("section_edit", draft, section_pk=row.pk)


def add_url(draft, row):
    return url("section_exhibit_add", draft, section_pk=row.pk)


def page_of(answer):
    return answer.content.decode()


def test_a_table_is_made_of_metrics_in_the_order_of_the_rows(client, draft, row, editor, kindergartens):
    other = MetricDefinitionFactory(name="学位数")
    sent = {
        "kind": "table",
        "caption": "{{ 年度 }}年情况",
        "metrics": ["学位数", " 幼儿园所数 ", "", ""],
        "columns": ["unit", "current"],
        "is_landscape": "on",
    }
    answer = client.post(add_url(draft, row), sent)
    assert answer.url == f"{section_url(draft, row)}#exhibits"
    exhibit = row.exhibits.get()
    assert (exhibit.kind, exhibit.columns, exhibit.is_landscape) == ("table", {"unit", "current"}, True)
    assert [item.metric for item in exhibit.rows.all()] == [other, kindergartens]
    page = page_of(client.get(section_url(draft, row)))
    assert "指标表“2025年情况”已加在“学前教育”的最后。" in page
    assert "2 项待补" in page


@pytest.mark.parametrize(
    ("kind", "shown", "hidden"),
    [
        ("table", ["columns", "is_landscape"], ["year_count"]),
        ("trend", ["year_count"], ["columns", "is_landscape"]),
        ("comparison", [], ["year_count", "columns"]),
        ("没有", ["columns"], []),
    ],
)
def test_each_kind_asks_for_what_it_needs(client, draft, row, editor, kind, shown, hidden):
    page = page_of(client.get(add_url(draft, row), {"kind": kind}))
    assert all(f'name="{name}"' in page for name in [*shown, "caption", "metrics"])
    assert not any(f'name="{name}"' in page for name in hidden)


@pytest.mark.parametrize(
    ("metrics", "said"),
    [
        ([], "还没有指标"),
        (["幼儿园"], "没有叫“幼儿园”的指标，是不是“幼儿园数”？"),
        (["zzz"], "没有叫“zzz”的指标，请从下拉的名称里选。"),
        (["幼儿园数", "园数"], "“幼儿园数”选了两次"),
        (["幼儿园数", "入园率"], "“幼儿园数”的单位是“所”，“入园率”的单位是“%”"),
    ],
)
def test_what_does_not_fit_is_told_and_stays_typed(client, draft, row, editor, kindergartens, metrics, said):
    MetricDefinitionFactory(name="入园率", percent=True)
    answer = client.post(
        add_url(draft, row), {"kind": "trend", "caption": "甲", "metrics": metrics, "year_count": 5}
    )
    page = page_of(answer)
    assert answer.status_code == 422
    assert said in page
    assert all(f'value="{name}"' in page for name in metrics)
    assert not Exhibit.objects.exists()


def test_more_rows_come_without_a_judgement(client, draft, row, editor, kindergartens):
    answer = client.post(add_url(draft, row), {"kind": "share", "metrics": ["幼儿园数"], "more": "1"})
    page = page_of(answer)
    assert answer.status_code == 200
    assert (page.count('name="metrics"'), "invalid-feedback" in page) == (11, False)
    assert 'value="幼儿园数"' in page


def test_a_page_offers_the_metrics_in_use_with_their_units(client, draft, row, editor, kindergartens):
    MetricDefinitionFactory(name="旧指标", is_active=False)
    page = page_of(client.get(add_url(draft, row)))
    assert '<option value="幼儿园数" label="所">' in page
    assert "旧指标" not in page


def test_one_is_changed_moved_and_deleted_on_its_pages(client, draft, row, editor, kindergartens):
    first, second = (exhibit_of(kindergartens, section_text=row, caption=caption) for caption in "甲乙")
    at = {"exhibit_pk": first.pk}
    page = client.get(url("exhibit_edit", draft, **at))
    sent = {
        "seen": page.context["form"]["seen"].value(),
        "caption": "丙",
        "metrics": ["幼儿园数"],
        "columns": ["current"],
    }
    assert client.post(url("exhibit_edit", draft, **at), sent).status_code == 302
    again = client.post(url("exhibit_edit", draft, **at), sent)
    assert (again.status_code, "刚被别人改过" in page_of(again)) == (422, True)
    client.post(url("exhibit_move", draft, **at), {"direction": "down"})
    assert [item.caption for item in row.exhibits.all()] == ["乙", "丙"]
    client.post(url("exhibit_delete", draft, exhibit_pk=second.pk))
    assert [item.caption for item in row.exhibits.all()] == ["丙"]


def test_what_a_chart_lacks_is_told_on_its_page_and_in_the_section(client, draft, row, editor, bureau):
    boys, girls = (MetricDefinitionFactory(name=name) for name in ("男生数", "女生数"))
    MetricValueFactory(metric=boys, bureau=bureau)
    chart = exhibit_of(boys, girls, section_text=row, kind="share", caption="男女")
    said = "女生数还没有数值，补齐以前不画图，纸上印【待补】。"
    for address in (section_url(draft, row), url("exhibit_edit", draft, exhibit_pk=chart.pk)):
        assert said in page_of(client.get(address))


def test_many_metrics_without_values_are_counted_and_listed_apart(client, draft, row, editor):
    metrics = [MetricDefinitionFactory(name=f"指标{sign}") for sign in "甲乙丙丁戊己庚"]
    exhibit_of(*metrics, section_text=row)
    page = page_of(client.get(section_url(draft, row)))
    exhibits = page[page.index('id="exhibits"') :]
    assert "7 项指标还没有数值，纸上印【待补】。" in exhibits
    assert "<summary>共 7 项指标</summary>" in exhibits
    assert "指标甲（待补）、指标乙（待补）" in exhibits


def test_a_table_that_is_too_wide_for_an_upright_page_is_better_turned(client, draft, row, editor):
    columns = dict.fromkeys(["has_unit", "has_previous", "has_change", "has_growth", "has_note"], True)
    exhibit = exhibit_of(MetricDefinitionFactory(), section_text=row, **columns)
    advice = "建议勾选“横排”"
    assert advice in page_of(client.get(url("exhibit_edit", draft, exhibit_pk=exhibit.pk)))
    Exhibit.objects.update(has_note=False)
    assert advice not in page_of(client.get(section_url(draft, row)))
    Exhibit.objects.update(has_note=True, is_landscape=True)
    assert advice not in page_of(client.get(section_url(draft, row)))


def test_what_is_told_of_several_metrics_is_told_once(client, draft, row, editor, bureau):
    metrics = [MetricDefinitionFactory(name=f"指标{sign}") for sign in "甲乙丙丁"]
    for metric in metrics:
        MetricValueFactory(metric=metric, bureau=bureau)
    exhibit_of(*metrics, section_text=row, kind="trend", year_count=3)
    exhibit_of(*metrics[:2], section_text=row, kind="trend", year_count=3)
    page = page_of(client.get(section_url(draft, row)))
    assert "各项均缺2023年、2024年的数值，图下会注明。" in page
    assert "指标甲、指标乙缺2023年、2024年的数值，图下会注明。" in page


def test_a_section_that_was_handed_in_shows_them_and_offers_no_change(
    client, draft, row, editor, kindergartens
):
    exhibit = exhibit_of(kindergartens, section_text=row)
    for action in ("hand_in", "approve"):
        move_section(section_text=row, action=action, actor=editor)
    page = page_of(client.get(section_url(draft, row)))
    assert ("主要指标" in page, add_url(draft, row) in page) == (True, False)
    assert client.get(url("exhibit_edit", draft, exhibit_pk=exhibit.pk)).status_code == 403
    answer = client.post(url("exhibit_delete", draft, exhibit_pk=exhibit.pk), follow=True)
    assert "本节现在是“通过”，不能保存" in page_of(answer)
    assert row.exhibits.exists()


def test_a_reader_sees_no_buttons(client, draft, row, bureau, kindergartens):
    exhibit_of(kindergartens, section_text=row)
    client.force_login(member(bureau, Role.CONTRIBUTOR, DepartmentFactory(bureau=bureau)))
    page = page_of(client.get(section_url(draft, row)))
    assert ("主要指标" in page, "exhibits/" in page) == (True, False)


def test_one_of_another_draft_is_not_found(client, draft, row, editor, bureau):
    other = started_draft(bureau=bureau)
    exhibit = exhibit_of(section_text=other.section_texts.get())
    attachment = AttachmentFactory(draft=other)
    for name, at in (
        ("exhibit_edit", {"exhibit_pk": exhibit.pk}),
        ("attachment_edit", {"attachment_pk": attachment.pk}),
        ("attachment_exhibit_add", {"attachment_pk": attachment.pk}),
        ("section_exhibit_add", {"section_pk": other.section_texts.get().pk}),
    ):
        assert client.get(url(name, draft, **at)).status_code == 404


def test_an_attachment_is_made_filled_and_taken_away(client, draft, editor, kindergartens):
    answer = client.post(url("attachment_add", draft), {"name": "{{ 年度 }}年名单", "text": "甲校\n乙校"})
    attachment = draft.attachments.get()
    at = {"attachment_pk": attachment.pk}
    assert answer.url == url("attachment_edit", draft, **at)
    sent = {"kind": "table", "caption": "表", "metrics": ["幼儿园数"], "columns": ["current"]}
    answer = client.post(url("attachment_exhibit_add", draft, **at), sent)
    assert answer.url == f"{url('attachment_edit', draft, **at)}#exhibits"
    for name in ("attachment_list", "draft_detail"):
        page = page_of(client.get(url(name, draft)))
        assert "2025年名单" in page
        assert "正文，表和图 1 张" in page
        assert "1 项待补" in page
    client.post(url("attachment_delete", draft, **at))
    assert not Exhibit.objects.exists()


def test_a_file_apart_goes_back_to_the_list(client, draft, editor):
    answer = client.post(url("attachment_add", draft), {"name": "名单", "is_apart": "on"})
    assert answer.url == url("attachment_list", draft)
    at = {"attachment_pk": draft.attachments.get().pk}
    assert 'id="exhibits"' not in page_of(client.get(url("attachment_edit", draft, **at)))
    assert client.get(url("attachment_exhibit_add", draft, **at)).status_code == 403


def test_attachments_change_places(client, draft, editor):
    _, second = (AttachmentFactory(draft=draft, name=name) for name in "甲乙")
    at = {"attachment_pk": second.pk}
    answer = client.post(url("attachment_move", draft, **at), {"direction": "up"})
    assert [item.name for item in draft.attachments.all()] == ["乙", "甲"]
    assert answer.url == f"{url('attachment_list', draft)}#attachment-{second.pk}-down"
    page = page_of(client.get(answer.url))
    assert "附件“乙”已上移，现在排第 1。" in page
    assert f'id="attachment-{second.pk}-down"' in page


def test_one_that_is_moved_again_finds_its_button_under_the_cursor(client, draft, row, editor, kindergartens):
    first, _, _ = (exhibit_of(kindergartens, section_text=row, caption=caption) for caption in "甲乙丙")
    at = {"exhibit_pk": first.pk}
    for direction, place, button in (
        ("down", 2, "down"),
        ("down", 3, "up"),
        ("up", 2, "up"),
        ("up", 1, "down"),
    ):
        answer = client.post(url("exhibit_move", draft, **at), {"direction": direction})
        assert answer.url == f"{section_url(draft, row)}#exhibit-{first.pk}-{button}"
        page = page_of(client.get(answer.url))
        assert f"指标表“甲”已{'下' if direction == 'down' else '上'}移，现在排第 {place}。" in page
        assert f'id="exhibit-{first.pk}-{button}"' in page


def test_an_attachment_without_content_is_told(client, draft, editor):
    AttachmentFactory(draft=draft, name="图册", is_apart=True)
    AttachmentFactory(draft=draft, name="说明", text="有")
    empty = AttachmentFactory(draft=draft, name="名单")
    assert empty_attachments(draft) == [empty]
    told = "“名单”还没有内容，纸上会另起一页印【待补：附件内容】。"
    assert told in page_of(client.get(url("attachment_list", draft)))
    at = {"attachment_pk": empty.pk}
    assert "这个附件还没有内容" in page_of(client.get(url("attachment_edit", draft, **at)))
    exhibit_of(section_text=None, attachment=empty)
    assert empty_attachments(draft) == []
    assert "还没有内容" not in page_of(client.get(url("attachment_list", draft)))


def test_only_the_rows_that_are_wrong_are_marked(client, draft, row, editor, kindergartens):
    sent = {"kind": "table", "metrics": ["幼儿园数", "园", "园数"], "columns": ["unit"]}
    answer = client.post(add_url(draft, row), sent)
    page = page_of(answer)
    assert [(item.words, item.is_wrong) for item in answer.context["form"].rows if item.words] == [
        ("幼儿园数", False),
        ("园", True),
        ("园数", True),
    ]
    assert [item.anchor for item in answer.context["form"].faults()] == [
        "id_caption",
        "metric-2",
        "id_columns_0",
    ]
    assert page.count("“上年”“本年”至少要选一列。") == 2  # at the top, and once by the field


def test_the_page_knows_the_other_names_of_metrics(client, draft, row, editor, kindergartens):
    names = client.get(add_url(draft, row)).context["form"].other_names
    assert json.loads(names) == {"园数": "所", "幼儿园所数": "所"}


def test_parts_that_are_not_known_to_be_one_whole_are_saved_and_told(client, draft, row, editor):
    whole, boys, girls, other = (
        MetricDefinitionFactory(name=name) for name in ("学生", "男生", "女生", "其他")
    )
    related(whole, "sum_of", part=[boys, girls])

    def answered(*names):
        sent = {"kind": "share", "caption": "男女", "metrics": list(names)}
        return page_of(client.post(add_url(draft, row), sent, follow=True))

    assert "百分比以图上各项之和为100%" not in answered("男生", "女生")
    assert "指标关系里没有记着“男生”、“其他”合起来是一个整体" in answered("男生", "其他")
    assert "“学生”包含“男生”，放在同一张构成图里会重复计算。" in answered("男生", "学生")
    assert row.exhibits.count() == 2
    assert other.name == "其他"


def test_a_history_tells_changes_of_charts_apart_from_texts(client, draft, row, editor, kindergartens):
    sent = {"kind": "comparison", "caption": "园所", "metrics": ["幼儿园数"]}
    client.post(add_url(draft, row), sent)
    page = page_of(client.get(url("section_history", draft, section_pk=row.pk)))
    assert "第 1 版 · 改动表和图" in page
    assert "添加对比图“园所”" in page
    assert "只改了表和图，文字没有变。" in page
    assert "?revision=1" not in page
    assert client.get(f"{section_url(draft, row)}?revision=1").status_code == 404


def test_who_could_change_them_is_told_why_not_and_what_to_do(client, draft, row, bureau, editor):
    department = DepartmentFactory(bureau=bureau)
    draft.section_texts.update(department=department)
    row.refresh_from_db()
    clerk = member(bureau, Role.CONTRIBUTOR, department)
    move_section(section_text=row, action="hand_in", actor=clerk)

    def told(user):
        client.force_login(user)
        return page_of(client.get(section_url(draft, row)))

    assert "本节已交稿，表和图不能改；要改，请先撤回。" in told(clerk)
    assert "表和图不能改" not in told(editor)
    move_section(section_text=row, action="approve", actor=editor)
    assert "本节已通过，表和图不能改；要改，请先退回。" in told(editor)
    assert "本节已通过，表和图不能改；要改，请科室负责人或统稿人先退回。" in told(clerk)
    assert "表和图不能改" not in told(member(bureau, Role.DIRECTOR))


def test_of_two_people_the_second_sees_what_the_first_wrote(client, draft, editor):
    attachment = AttachmentFactory(draft=draft, name="名单", text="原来的")
    address = url("attachment_edit", draft, attachment_pk=attachment.pk)
    seen = client.get(address).context["form"]["seen"].value()
    Attachment.objects.update(text="别人的")
    answer = client.post(address, {"name": "名单", "text": "我的", "seen": seen})
    page = page_of(answer)
    assert (answer.status_code, "别人的" in page, "我的" in page) == (422, True, True)
    again = {"name": "名单", "text": "合起来的", "seen": answer.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert Attachment.objects.get().text == "合起来的"


def test_the_pages_take_as_many_queries_for_one_as_for_three(client, draft, row, editor):
    def more(count):
        for _ in range(count):
            metrics = MetricDefinitionFactory.create_batch(count)
            exhibit_of(*metrics, section_text=row, kind="trend")
            exhibit_of(*metrics, section_text=None, attachment=AttachmentFactory(draft=draft), kind="trend")

    more(1)
    pages = [section_url(draft, row), *(url(name, draft) for name in ("draft_detail", "attachment_list"))]
    exhibit = row.exhibits.first()
    pages.append(url("exhibit_edit", draft, exhibit_pk=exhibit.pk))
    one = [queries_of(lambda page=page: client.get(page)) for page in pages]
    more(2)
    assert [queries_of(lambda page=page: client.get(page)) for page in pages] == one
