"""Which section of last year's paper answers which of this one."""

import pytest

from edusum.drafts.likeness import Candidate, alike, bare

OFFICE, SAFETY, TEACHERS = 1, 2, 3


def sections(*told):
    """Each (heading, department), or (heading, department, is_ahead)."""
    return [Candidate(pk, *item, *([False] if len(item) == 2 else [])) for pk, item in enumerate(told, 1)]


def found(own, before, place=0):
    answer = alike(own[place], own, before)
    return answer.heading if answer else None


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("（一）筑牢校园 安全防线", "筑牢校园安全防线"),
        ("一、2025年工作总结", "工作总结"),
        ("{{ 下年度 }}年工作计划", "工作计划"),
        ("1. 学前教育，普及普惠", "学前教育普及普惠"),
        ("一是抓党建", "抓党建"),
        ("一流高校建设", "一流高校建设"),
        ("2024—2025学年度招生", "招生"),
        ("", ""),
    ],
)
def test_a_heading_is_compared_without_mark_year_punctuation_and_blanks(heading, words):
    assert bare(heading) == words


def test_headings_that_share_words_answer_each_other():
    own = sections(("引才育才并举，壮大高水平教师队伍", TEACHERS), ("完善安全制度，护航平安校园", SAFETY))
    before = sections(("建设高素质专业化教师队伍", None), ("筑牢校园安全防线", None))
    assert found(own, before, 0) == "建设高素质专业化教师队伍"
    assert found(own, before, 1) == "筑牢校园安全防线"


def test_words_that_every_heading_has_make_nothing_alike():
    own = sections(("全面推进教育改革发展", OFFICE))
    assert found(own, sections(("坚持教育优质发展，推进学校改革", None))) is None


def test_the_only_section_of_a_department_answers_its_only_one():
    own = sections(("盘活各方资源，探索人工智能", SAFETY), ("抓实党建", OFFICE))
    before = sections(("数字化基础不断夯实", SAFETY), ("其他", OFFICE), ("再其他", OFFICE))
    assert found(own, before) == "数字化基础不断夯实"
    assert found(own, before, 1) is None


def test_of_two_that_are_as_near_none_is_taken():
    own = sections(("筑牢校园安全防线", None))
    before = sections(("校园安全稳定", None), ("校园安全有序", None))
    assert found(own, before) is None


def test_a_section_that_is_nearer_to_another_of_this_paper_is_left_to_that():
    own = sections(("校园安全责任", None), ("筑牢校园安全防线", None))
    before = sections(("筑牢校园安全防线体系", None))
    assert (found(own, before, 0), found(own, before, 1)) == (None, "筑牢校园安全防线体系")


def test_what_was_done_never_answers_what_is_planned():
    own = sections(("压实校园安全责任", SAFETY, True))
    assert found(own, sections(("筑牢校园安全防线", SAFETY, False))) is None
    assert found(own, sections(("筑牢校园安全防线", SAFETY, True))) == "筑牢校园安全防线"
