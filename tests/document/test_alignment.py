from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.document.alignment import Effort, Words, align, differences, likeness, pairs_of, rising, words

SIGNS = st.text(st.sampled_from("教育局工作，。97.3%所 a<\n\ue000\U000f0000𠮷"), max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("97.3%", ["97.3%"]),
        ("在2025年1月8日", ["在", "2025", "年", "1", "月", "8", "日"]),
        ("1,200所", ["1,200", "所"]),
        ("二十三所", ["二十三", "所"]),
        ("一是抓", ["一", "是", "抓"]),
        ("【待补：公办园占比】。", ["【待补：公办园占比】", "。"]),
        ("AI-assisted教学", ["AI-assisted", "教", "学"]),
        ("", []),
    ],
)
def test_figures_latin_words_and_gaps_change_only_whole(text, found):
    assert words(text) == found


@given(SIGNS)
def test_words_are_the_text(text):
    assert "".join(words(text)) == text


def told(old: str, new: str, effort: Effort | None = None) -> list[tuple[int, str]]:
    found = differences(words(old), words(new), Words(), effort or Effort())
    return [(side, "".join(stretch)) for side, stretch in found]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("共有97所。", "共有98所。", [(0, "共有"), (-1, "97"), (1, "98"), (0, "所。")]),
        ("达97.3%。", "达97.8%。", [(0, "达"), (-1, "97.3%"), (1, "97.8%"), (0, "。")]),
        ("稳步推进，抓好落实。", "抓好落实。", [(-1, "稳步推进，"), (0, "抓好落实。")]),
        ("抓好落实。", "抓好落实。教师队伍得到加强。", [(0, "抓好落实。"), (1, "教师队伍得到加强。")]),
        ("年内新增3所", "全年新增3所", [(-1, "年内"), (1, "全年"), (0, "新增3所")]),
        (
            "普通高中健康发展",
            "普通高中稳健发展",
            [(0, "普通高中"), (-1, "健康"), (1, "稳健"), (0, "发展")],
        ),
        (
            "新增5所，3个",
            "新增6所，4个",
            [(0, "新增"), (-1, "5"), (1, "6"), (0, "所，"), (-1, "3"), (1, "4"), (0, "个")],
        ),
        ("甲的乙", "丙的丁", [(-1, "甲的乙"), (1, "丙的丁")]),
        ("", "新", [(1, "新")]),
        ("旧", "", [(-1, "旧")]),
        ("同", "同", [(0, "同")]),
    ],
)
def test_changes_are_told_as_people_would(old, new, found):
    assert told(old, new) == found


@given(SIGNS, SIGNS)
def test_differences_hold_both_texts_and_are_always_the_same(old, new):
    found = told(old, new)
    assert "".join(text for side, text in found if side <= 0) == old
    assert "".join(text for side, text in found if side >= 0) == new
    assert told(old, new) == found


def test_without_effort_left_a_stretch_is_told_as_gone_and_new():
    assert told("甲教育工作乙", "丙教育工作丁", Effort(0)) == [(-1, "甲教育工作乙"), (1, "丙教育工作丁")]


@given(st.lists(st.integers(0, 6), max_size=40), st.lists(st.integers(0, 6), max_size=40))
def test_aligned_places_hold_equal_things_in_rising_order(old, new):
    pairs = align(old, new)
    assert all(old[a] == new[c] for a, c in pairs)
    assert all(a < x and c < y for (a, c), (x, y) in pairwise(pairs))


def test_what_stands_once_on_both_sides_holds_the_rest_together():
    assert align("xxAxxBxx", "xAxBx") == [(0, 0), (2, 1), (3, 2), (5, 3), (7, 4)]


def test_long_stretches_without_anything_of_their_own_are_not_compared():
    assert align(["甲", "乙"] * 500, ["乙", "丙", "甲", "丁"] * 250) == []


def test_the_longest_rising_part_is_kept():
    assert rising([(0, 4), (1, 0), (2, 1), (3, 3), (4, 2)]) == [(1, 0), (2, 1), (4, 2)]
    assert rising([]) == []


def test_texts_that_differ_in_figures_alone_are_alike():
    assert likeness(pairs_of("共有学校97所"), pairs_of("共有学校1,098所")) == 1
    assert likeness(pairs_of("共有学校97所"), pairs_of("校园安全")) == 0
    assert likeness(pairs_of(""), pairs_of("")) == 1
    assert likeness(pairs_of(""), pairs_of("共有")) == 0
