from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusum.document.merging import Stretch, changes, is_clean, merge, pieces, removed_between

BASE = "全区现有幼儿园58所。学前三年毛入园率达{{ 毛入园率 }}，比上年提高。\n教师队伍稳定。"


def merged(stretches):
    return "".join(item.merged for item in stretches)


def test_changes_of_different_sentences_come_together():
    mine = BASE.replace("58所", "60所")
    theirs = BASE.replace("教师队伍稳定。", "教师队伍更加稳定，培训全员覆盖。")
    found = merge(BASE, mine, theirs)
    assert is_clean(found)
    assert merged(found) == mine.replace("教师队伍稳定。", "教师队伍更加稳定，培训全员覆盖。")


def test_changes_of_different_clauses_of_a_sentence_come_together():
    base = "新建幼儿园4所，新增学位720个，投入资金3000万元。"
    found = merge(base, base.replace("4所", "5所"), base.replace("3000万元", "3200万元"))
    assert [(item.kind, item.base, item.merged) for item in found] == [
        ("same", "新建幼儿园", "新建幼儿园"),
        ("mine", "4", "5"),
        ("same", "所，新增学位720个，投入资金", "所，新增学位720个，投入资金"),
        ("theirs", "3000", "3200"),
        ("same", "万元。", "万元。"),
    ]


def test_what_both_changed_otherwise_is_shown_by_whole_sentences():
    base = "开头。毛入园率达到九成。结尾。"
    found = merge(base, "开头。毛入园率超过九成五。结尾。", "开头。毛入园率接近九成。结尾。")
    assert found == (
        Stretch("same", "开头。", "开头。", "开头。"),
        Stretch("conflict", "毛入园率达到九成。", "毛入园率超过九成五。", "毛入园率接近九成。"),
        Stretch("same", "结尾。", "结尾。", "结尾。"),
    )


def test_changes_that_all_but_touch_are_a_conflict():
    found = merge("质量高。", "品质高。", "质量好。")
    assert [item.kind for item in found] == ["conflict"]


def test_both_doing_the_same_is_no_conflict():
    found = merge("甲。乙。", "甲。丙。", "甲。丙。")
    assert [(item.kind, item.merged) for item in found] == [("same", "甲。"), ("both", "丙。")]


def test_what_both_put_in_at_the_same_place_is_kept_by_default_theirs_first():
    found = merge("甲。", "甲。\n我的一段。", "甲。\n对方的一段。")
    assert [item.only_adds for item in found] == [False, True]
    assert merged(found) == "甲。\n对方的一段。\n我的一段。"


def test_one_deletes_what_the_other_changes_is_a_conflict():
    found = merge("甲。乙句很长。丙。", "甲。丙。", "甲。乙句很长很长。丙。")
    assert [(item.kind, item.mine, item.theirs) for item in found if item.is_conflict] == [
        ("conflict", "", "乙句很长很长。")
    ]


def test_a_token_only_changes_whole():
    assert pieces("达{{ 毛入园率|同比 }}。") == ["达", "{{ 毛入园率|同比 }}", "。"]
    found = merge("达{{ 甲 }}。", "达{{ 甲|同比 }}。", "达{{ 甲|增减 }}。")
    assert [item.kind for item in found] == ["conflict"]
    assert changes("达{{ 甲 }}。", "达{{ 甲|同比 }}。") == [
        (0, "达"),
        (-1, "{{ 甲 }}"),
        (1, "{{ 甲|同比 }}"),
        (0, "。"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("", "", 0),
        ("甲乙", "甲乙丙", 0),
        ("甲乙丙", "甲丙", 1),
        ("甲乙丙", "", 3),
        ("甲甲", "甲", 1),
        ("甲乙", "丙乙", 1),
    ],
)
def test_what_is_gone_is_counted(old, new, gone):
    assert removed_between(old, new) == gone


SENTENCES = st.lists(
    st.sampled_from(
        ["甲乙丙。", "丁戊，", "{{ 园数 }}所。", "\n", "甲丙。", "新增3所。", "新增4所。", "其他"]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(SENTENCES, SENTENCES, SENTENCES)
def test_nothing_of_any_side_is_lost(base, mine, theirs):
    found = merge(base, mine, theirs)
    sides = [("base", base), ("mine", mine), ("theirs", theirs)]
    assert ["".join(getattr(item, side) for item in found) for side, _ in sides] == [
        text for _, text in sides
    ]
    assert all(item.mine == item.base for item in found if item.kind in {"same", "theirs"})
    assert all(item.theirs == item.base for item in found if item.kind in {"same", "mine"})


@settings(max_examples=200, deadline=None)
@given(SENTENCES, SENTENCES)
def test_who_changed_nothing_gets_the_text_of_the_other(base, other):
    assert merged(merge(base, base, other)) == merged(merge(base, other, base)) == other
    assert is_clean(merge(base, other, other))


def test_the_longest_texts_take_less_than_two_seconds():
    base = "".join(f"第{number}项工作扎实推进，成效明显。" for number in range(1250))
    mine, theirs = base.replace("扎实", "稳步"), base.replace("明显", "良好")
    started = process_time()
    found = merge(base, mine, theirs)
    assert process_time() - started < 2
    assert "".join(item.mine for item in found) == mine
    assert removed_between(base, mine) > 0
