"""Tables and charts in sections and attachments: who may change them, what fits, what is kept of it."""

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import ProtectedError

from edusum.drafts import exhibits
from edusum.drafts.deleting import WRITTEN, why_kept
from edusum.drafts.errors import ExhibitError, StepRefusedError
from edusum.drafts.exhibiting import exhibits_in_sections
from edusum.drafts.exhibits import Spec, add_exhibit, change_exhibit, delete_exhibit, move_exhibit
from edusum.drafts.models import Exhibit
from edusum.drafts.needs import codes_needed
from edusum.drafts.services import move_section, voices_of
from edusum.drafts.uses import DraftUses
from edusum.metrics.definitions import MetricInUseError, delete_definition
from edusum.metrics.needs import Papers
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import Role
from tests.factories import (
    AttachmentFactory,
    BureauFactory,
    DepartmentFactory,
    ExhibitFactory,
    ExhibitMetricFactory,
    MetricDefinitionFactory,
    exhibit_of,
    member,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def department(bureau):
    return DepartmentFactory(bureau=bureau)


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def draft(bureau, department):
    draft = started_draft(bureau=bureau, version=published_version({"学前教育": ["稳步发展。"]}))
    draft.section_texts.update(department=department)
    return draft


@pytest.fixture
def row(draft):
    return draft.section_texts.select_related("section", "draft__bureau", "department").get()


@pytest.fixture
def kindergartens():
    return MetricDefinitionFactory(name="幼儿园数", unit="所")


def table(*metrics, **fields):
    spec = {"kind": "table", "caption": "主要指标", "metrics": tuple(metric.pk for metric in metrics)}
    return Spec(**(spec | fields))


def listed(place):
    return [
        (exhibit.caption, [row.metric.name for row in exhibit.rows.all()]) for exhibit in place.exhibits.all()
    ]


def test_a_table_is_added_changed_and_taken_away_and_the_history_says_so(row, editor, kindergartens):
    exhibit = add_exhibit(place=row, spec=table(kindergartens, caption=" {{ 年度 }}年\n指标 "), actor=editor)
    assert listed(row) == [("{{ 年度 }}年 指标", ["幼儿园数"])]
    other = MetricDefinitionFactory(name="学位数")
    seen = exhibits.mark_of_exhibit(exhibit)
    spec = table(other, kindergartens, columns=frozenset({"current", "note"}), is_landscape=True)
    changed = change_exhibit(exhibit=exhibit, spec=spec, seen=seen, actor=editor)
    assert listed(row) == [("主要指标", ["学位数", "幼儿园数"])]
    assert (changed.columns, changed.is_landscape) == ({"current", "note"}, True)
    delete_exhibit(exhibit=exhibit, actor=editor)
    row.refresh_from_db()
    assert listed(row) == []
    assert (row.revision_number, row.state, row.text, row.updated_by) == (3, "untouched", None, editor)
    assert [(item.action, item.note) for item in row.revisions.order_by("number")] == [
        ("exhibit", "添加指标表“2025年 指标”"),
        ("exhibit", "修改指标表“主要指标”"),
        ("exhibit", "删去指标表“主要指标”"),
    ]


def test_saving_without_a_change_leaves_no_trace(row, editor, kindergartens):
    exhibit = add_exhibit(place=row, spec=table(kindergartens), actor=editor)
    seen = exhibits.mark_of_exhibit(exhibit)
    change_exhibit(exhibit=exhibit, spec=table(kindergartens), seen=seen, actor=editor)
    assert row.revisions.count() == 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(row, editor, kindergartens):
    exhibit = add_exhibit(place=row, spec=table(kindergartens), actor=editor)
    seen = exhibits.mark_of_exhibit(exhibit)
    change_exhibit(exhibit=exhibit, spec=table(kindergartens, caption="别人的"), seen=seen, actor=editor)
    with pytest.raises(ExhibitError, match="刚被别人改过"):
        change_exhibit(exhibit=exhibit, spec=table(kindergartens), seen=seen, actor=editor)
    assert listed(row) == [("别人的", ["幼儿园数"])]


def test_they_stand_in_the_order_in_which_they_are_put(row, editor, kindergartens):
    first, _, third = (
        add_exhibit(place=row, spec=table(kindergartens, caption=caption), actor=editor)
        for caption in "甲乙丙"
    )
    move_exhibit(exhibit=third, forward=False, actor=editor)
    move_exhibit(exhibit=first, forward=False, actor=editor)
    assert [caption for caption, _ in listed(row)] == ["甲", "丙", "乙"]
    move_exhibit(exhibit=first, forward=True, actor=editor)
    assert [caption for caption, _ in listed(row)] == ["丙", "甲", "乙"]


def test_one_that_is_gone_is_neither_moved_nor_changed_nor_deleted(row, editor, kindergartens):
    exhibit = add_exhibit(place=row, spec=table(kindergartens), actor=editor)
    Exhibit.objects.all().delete()
    for step in (
        lambda: move_exhibit(exhibit=exhibit, forward=True, actor=editor),
        lambda: change_exhibit(exhibit=exhibit, spec=table(kindergartens), seen="", actor=editor),
        lambda: delete_exhibit(exhibit=exhibit, actor=editor),
    ):
        with pytest.raises(ExhibitError, match="刚被别人删去"):
            step()


@pytest.mark.parametrize("caption", ["", "  ", "{{ 幼儿园数 }}", "{{ 没有 }}", "{{ 年度", "题" * 81])
def test_a_caption_is_needed_and_holds_names_at_most(row, editor, kindergartens, caption):
    with pytest.raises(ExhibitError):
        add_exhibit(place=row, spec=table(kindergartens, caption=caption), actor=editor)
    assert not Exhibit.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"metrics": ()}, {"columns": frozenset({"unit"})}, {"kind": "trend", "year_count": 11}]
)
def test_a_table_or_chart_without_figures_is_refused(row, editor, kindergartens, fields):
    with pytest.raises(ExhibitError):
        add_exhibit(place=row, spec=dataclasses.replace(table(kindergartens), **fields), actor=editor)


def test_metrics_that_do_not_fit_are_named(row, editor, kindergartens):
    rate = MetricDefinitionFactory(name="入园率", percent=True)
    with pytest.raises(ExhibitError) as error:
        add_exhibit(place=row, spec=table(kindergartens, rate, kind="trend"), actor=editor)
    assert error.value.message == (
        "“幼儿园数”的单位是“所”，“入园率”的单位是“%”，不能放在同一张趋势图里，请分开来画，或改用指标表。"
    )


def test_one_place_holds_twenty(row, editor, kindergartens):
    ExhibitFactory.create_batch(20, section_text=row)
    with pytest.raises(ExhibitError, match="最多放 20 张"):
        add_exhibit(place=row, spec=table(kindergartens), actor=editor)


def test_the_people_of_the_section_may_and_others_may_not(row, bureau, department, kindergartens):
    for who in (member(bureau, Role.CONTRIBUTOR, department), member(bureau, Role.SECTION_HEAD, department)):
        add_exhibit(place=row, spec=table(kindergartens), actor=who)
        assert exhibits.may_edit_exhibits(who, row)
    for who in (member(bureau, Role.CONTRIBUTOR), member(bureau, Role.DIRECTOR)):
        with pytest.raises(PermissionDenied):
            add_exhibit(place=row, spec=table(kindergartens), actor=who)
        assert not exhibits.may_edit_exhibits(who, row)


def test_in_a_section_that_was_handed_in_they_follow_the_rule_of_its_text(
    row, bureau, department, editor, kindergartens
):
    clerk = member(bureau, Role.CONTRIBUTOR, department)
    move_section(section_text=row, action="hand_in", actor=clerk)
    with pytest.raises(StepRefusedError):
        add_exhibit(place=row, spec=table(kindergartens), actor=clerk)
    add_exhibit(place=row, spec=table(kindergartens), actor=editor)
    move_section(section_text=row, action="approve", actor=editor)
    with pytest.raises(StepRefusedError):
        add_exhibit(place=row, spec=table(kindergartens), actor=editor)
    assert Exhibit.objects.count() == 1


def test_a_section_of_nothing_but_a_table_can_be_handed_in(bureau, editor, kindergartens):
    row = started_draft(bureau=bureau, version=published_version({"附表": []})).section_texts.get()
    with pytest.raises(StepRefusedError, match="还没有文字"):
        move_section(section_text=row, action="hand_in", actor=editor)
    exhibit_of(kindergartens, section_text=row)
    assert move_section(section_text=row, action="hand_in", actor=editor).state == "handed_in"


def test_in_attachments_only_the_editor_may(draft, bureau, department, editor, kindergartens):
    attachment = AttachmentFactory(draft=draft)
    add_exhibit(place=attachment, spec=table(kindergartens), actor=editor)
    attachment.refresh_from_db()
    assert (listed(attachment), attachment.updated_by) == ([("主要指标", ["幼儿园数"])], editor)
    with pytest.raises(PermissionDenied):
        add_exhibit(
            place=attachment, spec=table(kindergartens), actor=member(bureau, Role.SECTION_HEAD, department)
        )


def test_a_file_apart_holds_none(draft, editor, kindergartens):
    with pytest.raises(ExhibitError, match="另附文件"):
        add_exhibit(
            place=AttachmentFactory(draft=draft, is_apart=True), spec=table(kindergartens), actor=editor
        )


def test_a_metric_that_is_shown_is_not_deleted_and_the_draft_is_named(row, bureau, kindergartens):
    exhibit_of(kindergartens, section_text=row)
    manager = member(bureau, Role.LIBRARY_MANAGER)
    exhibit_of(kindergartens)
    with pytest.raises(MetricInUseError) as error:
        delete_definition(definition=kindergartens, actor=manager)
    assert error.value.uses == (
        "初稿《示例区教育局2025年工作总结》里的指标表“主要指标”",
        "另有 1 处在其他单位的初稿里",
    )
    with pytest.raises(ProtectedError):
        kindergartens.delete()


def test_uses_count_texts_of_attachments_too(draft, bureau, kindergartens):
    attachment = AttachmentFactory(draft=draft, text="共{{ 幼儿园数 }}。")
    exhibit_of(kindergartens, section_text=None, attachment=attachment)
    manager = member(bureau, Role.LIBRARY_MANAGER)
    assert DraftUses().lines(kindergartens, manager) == [
        f"初稿《示例区教育局2025年工作总结》附件“{attachment.name}”的正文",
        "初稿《示例区教育局2025年工作总结》里的指标表“主要指标”",
    ]
    assert [DraftUses().counts([kindergartens], who)[kindergartens.pk] for who in (manager, SYSTEM)] == [2, 2]


def test_the_sheet_is_told_what_tables_charts_and_attachments_take_up(draft, row, bureau, department):
    shown, attached, named = (
        MetricDefinitionFactory(code=code, name=code) for code in ("shown", "attached", "named")
    )
    exhibit_of(shown, section_text=row)
    attachment = AttachmentFactory(draft=draft, text="{{ named }}")
    exhibit_of(attached, section_text=None, attachment=attachment)
    exhibit_of(MetricDefinitionFactory())
    assert codes_needed(Papers(bureau, 2025, "year")) == {"shown", "attached", "named"}
    assert codes_needed(Papers(bureau, 2025, "year", [department.pk])) == {"shown"}
    assert named.name == "named"


def test_a_draft_in_which_somebody_put_a_table_is_kept(draft, row, editor, kindergartens):
    exhibit = add_exhibit(place=row, spec=table(kindergartens), actor=editor)
    delete_exhibit(exhibit=exhibit, actor=editor)
    assert why_kept(draft) == WRITTEN


def test_reading_takes_as_many_queries_for_one_as_for_three(draft, row, django_assert_num_queries):
    exhibit_of(MetricDefinitionFactory(), section_text=row, kind="trend")
    for _ in range(2):
        voices = voices_of(draft)
        with django_assert_num_queries(3):
            exhibits_in_sections(draft, *voices)
        for _ in range(2):
            exhibit_of(*MetricDefinitionFactory.create_batch(2), section_text=row, kind="trend")


@pytest.mark.parametrize(
    "fields",
    [
        {"section_text": None},
        {"kind": "pie"},
        {"year_count": 2},
        {"has_previous": False, "has_current": False},
        {"kind": "share", "is_landscape": True},
    ],
)
def test_the_database_keeps_what_makes_no_sense_out(row, fields):
    exhibit = Exhibit(**({"section_text": row, "kind": "table", "caption": "甲"} | fields))
    with pytest.raises(IntegrityError):
        exhibit.save()


def test_a_metric_stands_once_in_a_table(kindergartens):
    exhibit = exhibit_of(kindergartens)
    with pytest.raises(IntegrityError):
        ExhibitMetricFactory(exhibit=exhibit, metric=kindergartens)
