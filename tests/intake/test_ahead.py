"""Which sections of a paper speak of the year to come."""

import pytest

from edusum.intake.ahead import Told, ahead_places


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("下一步工作打算", ""),
        ("2026年工作计划", ""),
        ("2026年重点工作", ""),
        ("明年工作安排", ""),
        ("奋力开创新局面", "2026年，我们将继续努力。"),
        ("奋力开创新局面", "下一步，将抓好三件事。"),
    ],
)
def test_plans_are_told_by_heading_or_first_words(heading, text):
    assert ahead_places([Told(heading, None, text)], year=2025) == {0}


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("实施特殊教育提升计划", "新建资源教室3间。"),
        ("2025年工作总结", "2025年，各项工作平稳。"),
        ("学前教育", "到2026年底前建成的幼儿园已开工3所。"),
        ("统筹安排教育经费", ""),
        ("", "2026年，我们将继续努力。"),
    ],
)
def test_what_was_done_is_not_a_plan(heading, text):
    assert ahead_places([Told(heading, None, text)], year=2025) == frozenset()


def test_what_stands_below_a_plan_is_planned():
    sections = [
        Told("学前教育"),
        Told("扩大资源", 0),
        Told("下一步打算"),
        Told("扩大资源", 2),
        Told("党的建设"),
    ]
    assert ahead_places(sections, year=2025) == {2, 3}
