import pytest

from edusum.document.returned.sentences import applied, forced, standing

BASE = "甲工作完成。乙工作推进；丙工作启动。\n丁工作收尾。"


def test_a_change_goes_into_a_text_that_stands_as_it_was():
    assert applied(BASE, BASE, 1, 2, "乙工作加快；") == "甲工作完成。乙工作加快；丙工作启动。\n丁工作收尾。"


def test_a_change_goes_beside_one_that_was_made_here():
    now = BASE.replace("甲工作完成。", "甲工作全面完成，成效很好。")
    assert (
        applied(BASE, now, 1, 2, "乙工作加快；")
        == "甲工作全面完成，成效很好。乙工作加快；丙工作启动。\n丁工作收尾。"
    )


def test_changes_of_neighbours_follow_each_other():
    once = applied(BASE, BASE, 0, 1, "甲事办妥。")
    assert once is not None
    twice = applied(BASE, once, 1, 2, "另起一事；")
    assert twice == "甲事办妥。另起一事；丙工作启动。\n丁工作收尾。"


@pytest.mark.parametrize(
    ("place", "text", "result"),
    [
        (0, "先说一句。", "先说一句。" + BASE),
        (3, "补一句。", "甲工作完成。乙工作推进；丙工作启动。补一句。\n丁工作收尾。"),
        (5, "\n末段。", BASE + "\n末段。"),
    ],
)
def test_new_words_go_where_they_stood(place, text, result):
    assert applied(BASE, BASE, place, place, text) == result


def test_new_words_go_into_a_section_that_had_none():
    assert applied("", "", 0, 0, "第一句。") == "第一句。"


def test_what_both_changed_is_left_to_people():
    now = BASE.replace("乙工作推进；", "乙工作暂停；")
    assert applied(BASE, now, 1, 2, "乙工作加快；") is None
    assert standing(BASE, now, 1, 2, "乙工作加快；") == "乙工作暂停；"
    assert forced(BASE, now, 1, 2, "乙工作加快；") == "甲工作完成。乙工作加快；丙工作启动。\n丁工作收尾。"
