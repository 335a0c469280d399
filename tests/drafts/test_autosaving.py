from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from edusum.drafts import autosaving
from edusum.drafts.errors import SectionChangedError, StepRefusedError, UnreadableTextError
from edusum.drafts.models import Revision, SectionText
from edusum.drafts.services import mark_of, move_section
from edusum.orgs.enums import Role
from tests.factories import (
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    TermFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
SPOKEN = "教育事业稳步发展。"


@pytest.fixture
def draft():
    return started_draft(version=published_version({"全年工作": [SPOKEN]}))


@pytest.fixture
def row(draft):
    return draft.section_texts.get()


@pytest.fixture
def writer(draft):
    return member(draft.bureau, Role.EDITOR, name="张三")


def save(row, text, actor, over=None):
    """Autosave over what stands there, unless it is said over what."""
    row.refresh_from_db()
    if over is None:
        over = SPOKEN if row.text is None else row.text
    return autosaving.autosave(section_text=row, text=text, seen=mark_of(over), actor=actor)


def history(row):
    return [
        (item.number, item.action, item.text, item.author.name) for item in row.revisions.order_by("number")
    ]


def test_the_first_words_freeze_the_phrases_and_make_a_revision(row, writer):
    saved = save(row, "我区教育稳步发展。\n", writer)
    assert (saved.text, saved.state, saved.updated_by) == ("我区教育稳步发展。", "writing", writer)
    assert list(saved.said_at_first.values()) == [SPOKEN]
    assert history(row) == [(1, "autosave", "我区教育稳步发展。", "张三")]


def test_what_one_person_writes_on_grows_one_revision(row, writer):
    for words in ("一。", "一二。", "一二三。"):
        save(row, words, writer)
    row.refresh_from_db()
    assert (row.text, row.revision_number) == ("一二三。", 1)
    assert history(row) == [(1, "autosave", "一二三。", "张三")]


def test_a_revision_that_grows_has_the_time_of_its_last_words(row, writer):
    save(row, "一。", writer)
    began = row.revisions.get().created_at
    save(row, "一二。", writer)
    row.refresh_from_db()
    assert began < row.revisions.get().created_at <= row.updated_at


@pytest.mark.parametrize(("age", "revisions"), [(timedelta(minutes=6.5), 1), (timedelta(minutes=5.5), 2)])
def test_who_writes_on_without_a_pause_begins_a_new_revision_every_five_minutes(row, writer, age, revisions):
    save(row, "一。", writer)
    SectionText.objects.update(created_at=timezone.now() - age)
    Revision.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    save(row, "一二。", writer)
    assert row.revisions.count() == revisions


def test_after_five_minutes_a_new_revision_begins(row, writer):
    save(row, "一。", writer)
    Revision.objects.update(created_at=timezone.now() - timedelta(minutes=5, seconds=1))
    save(row, "一二。", writer)
    assert history(row) == [(1, "autosave", "一。", "张三"), (2, "autosave", "一二。", "张三")]


def test_another_person_or_step_begins_a_new_revision(row, writer, draft):
    other = member(draft.bureau, Role.EDITOR, name="李四")
    save(row, "一。", writer)
    save(row, "一二。", other)
    move_section(section_text=row, action="hand_in", actor=other)
    save(row, "一二三。", other)
    assert [(number, action) for number, action, _, _ in history(row)] == [
        (1, "autosave"),
        (2, "autosave"),
        (3, "hand_in"),
        (4, "autosave"),
    ]
    assert row.revisions.get(number=3).text == "一二。"


def test_a_growing_revision_never_takes_much_away(row, writer):
    long = "".join(f"第{number}项工作已完成。" for number in range(10))
    save(row, long, writer)
    save(row, "删完了。", writer)
    assert history(row) == [(1, "autosave", long, "张三"), (2, "autosave", "删完了。", "张三")]


def test_a_save_over_what_one_has_not_seen_is_refused_and_says_who(row, writer, draft):
    other = member(draft.bureau, Role.EDITOR, name="李四")
    save(row, "别人写的。", other)
    with pytest.raises(SectionChangedError, match="李四已保存过本节") as refused:
        save(row, "我写的。", writer, over=SPOKEN)
    assert refused.value.current == "别人写的。"
    assert history(row) == [(1, "autosave", "别人写的。", "李四")]


def test_undoing_one_s_own_change_does_not_pass_for_having_seen_the_other_s(row, writer, draft):
    other = member(draft.bureau, Role.EDITOR)
    save(row, "开头。", writer)
    save(row, "别人写的。", other)
    with pytest.raises(SectionChangedError):
        save(row, "开头。", writer, over="开头。")


def test_the_same_text_is_no_change(row, writer):
    save(row, "一。", writer)
    save(row, " 一。\n\n", writer, over="早就不是这样")
    assert history(row) == [(1, "autosave", "一。", "张三")]


def test_a_figure_half_typed_is_not_saved_and_named(row, writer):
    MetricDefinitionFactory(name="幼儿园数")
    save(row, "共有{{ 幼儿园数 }}。", writer)
    with pytest.raises(UnreadableTextError, match="是不是想写“幼儿园数”"):
        save(row, "共有{{ 幼儿园 }}。", writer)
    with pytest.raises(UnreadableTextError):
        save(row, "共有{{ 幼儿园数。", writer)
    row.refresh_from_db()
    assert row.text == "共有{{ 幼儿园数 }}。"


def test_text_names_written_into_the_text_are_seen_written_out(row, writer):
    save(row, "{{ 本地 }}教育。", writer)
    row.refresh_from_db()
    standing = autosaving.standing_words(row)
    assert standing == "我区教育。"
    saved = save(row, "我区教育好。", writer, over=standing)
    assert saved.text == "我区教育好。"


def test_a_section_handed_in_meanwhile_is_told(row, draft):
    department = DepartmentFactory(bureau=draft.bureau)
    row.department = department
    row.save()
    clerk, head = (member(draft.bureau, role, department) for role in (Role.CONTRIBUTOR, Role.SECTION_HEAD))
    save(row, "一。", clerk)
    move_section(section_text=row, action="hand_in", actor=head)
    with pytest.raises(StepRefusedError, match="本节现在是“已交”，您不能保存"):
        save(row, "一二。", clerk)


def test_who_may_not_write_may_not_save(row, draft):
    with pytest.raises(PermissionDenied):
        save(row, "改。", member(draft.bureau, Role.DEPUTY))


def test_a_light_save_takes_few_queries_however_large_the_library_is(row, writer, django_assert_num_queries):
    few = counted(row, writer)
    MetricDefinitionFactory.create_batch(20)
    TermFactory.create_batch(3)
    for metric in MetricDefinitionFactory.create_batch(3):
        MetricValueFactory(metric=metric, bureau=row.draft.bureau)
    assert counted(row, writer) == few
    assert few <= 10


def counted(row, writer):
    words = iter(["一。", "一二。", "一二三。"])
    save(row, "。", writer)
    return queries_of(lambda: save(row, next(words), writer))


def test_settling_keeps_both_sides_in_the_history(row, writer, draft):
    other = member(draft.bureau, Role.EDITOR, name="李四")
    save(row, "别人写的。", other)
    saved = autosaving.settle(
        section_text=row, text="别人写的。", mine="我写的。", seen=mark_of("别人写的。"), actor=writer
    )
    assert saved.text == "别人写的。"
    assert history(row) == [
        (1, "autosave", "别人写的。", "李四"),
        (2, "autosave", "我写的。", "张三"),
        (3, "save", "别人写的。", "张三"),
    ]


def test_settling_on_one_s_own_text_is_one_revision(row, writer, draft):
    save(row, "别人写的。", member(draft.bureau, Role.EDITOR, name="李四"))
    autosaving.settle(
        section_text=row, text="我写的。", mine="我写的。", seen=mark_of("别人写的。"), actor=writer
    )
    assert [text for _, _, text, _ in history(row)] == ["别人写的。", "我写的。"]


@pytest.mark.parametrize("mine", ["我写的{{ 幼儿园", "我写的{{ 没有这项 }}。"])
def test_a_figure_half_typed_in_one_s_own_text_hinders_no_settling(row, writer, draft, mine):
    save(row, "别人写的。", member(draft.bureau, Role.EDITOR, name="李四"))
    autosaving.settle(section_text=row, text="合好的。", mine=mine, seen=mark_of("别人写的。"), actor=writer)
    assert [text for _, _, text, _ in history(row)] == ["别人写的。", mine, "合好的。"]
    row.refresh_from_db()
    assert row.text == "合好的。"


def test_a_save_after_another_s_step_is_judged_by_what_stands_now_not_by_what_was_read(row, writer, draft):
    save(row, "一。", writer)
    row.refresh_from_db()
    move_section(section_text=row, action="hand_in", actor=writer)
    autosaving.autosave(section_text=row, text="一二。", seen=mark_of("一。"), actor=writer)
    assert [(action, text) for _, action, text, _ in history(row)] == [
        ("autosave", "一。"),
        ("hand_in", "一。"),
        ("autosave", "一二。"),
    ]


def test_settling_over_what_changed_again_is_refused(row, writer, draft):
    other = member(draft.bureau, Role.EDITOR)
    save(row, "别人写的。", other)
    save(row, "别人又写的。", other)
    with pytest.raises(SectionChangedError):
        autosaving.settle(
            section_text=row, text="合。", mine="我。", seen=mark_of("别人写的。"), actor=writer
        )


def test_an_earlier_revision_is_restored_as_a_new_one(row, writer):
    save(row, "第一版。", writer)
    Revision.objects.update(created_at=timezone.now() - timedelta(hours=1))
    save(row, "第二版。", writer)
    autosaving.restore(section_text=row, number=1, seen=mark_of("第二版。"), actor=writer)
    assert [(number, text) for number, _, text, _ in history(row)] == [
        (1, "第一版。"),
        (2, "第二版。"),
        (3, "第一版。"),
    ]
    assert row.revisions.get(number=3).note == "恢复到第1版"


def test_the_words_of_the_template_are_restored_and_follow_the_figures_again(row, writer):
    save(row, "一。", writer)
    saved = autosaving.restore(section_text=row, number=0, seen=mark_of("一。"), actor=writer)
    assert (saved.text, saved.said_at_first, saved.state) == (None, {}, "writing")
    assert save(row, "二。", writer).text == "二。"


def test_restoring_over_what_one_has_not_seen_is_refused(row, writer):
    save(row, "一。", writer)
    with pytest.raises(SectionChangedError):
        autosaving.restore(section_text=row, number=0, seen=mark_of("旧的。"), actor=writer)
