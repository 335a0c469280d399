from decimal import Decimal

import pytest

from edusum.drafts.fitting import counted_twice, doubt_of_whole, drawn, misfit
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.relations import Relation


def figure(label, unit="人", kind="count", decimals=0):
    return Figure(code=label, name=label, label=label, unit=unit, kind=kind, decimals=decimals)


PUPILS, BOYS, SCHOOLS = figure("学生数"), figure("男生数"), figure("学校数", "所")
RATE, OTHER_RATE = figure("入学率", "%", "percent", 2), figure("巩固率", "", "percent", 2)
RATIO = figure("生师比", "", "ratio")


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        ("table", [PUPILS, SCHOOLS, RATE, RATIO]),
        ("trend", [RATE, OTHER_RATE]),
        ("comparison", [SCHOOLS]),
        ("share", [PUPILS, BOYS]),
    ],
)
def test_what_fits(kind, figures):
    assert misfit(kind, figures) == ""


@pytest.mark.parametrize(
    ("kind", "figures", "said"),
    [
        ("table", [], "还没有指标"),
        ("trend", [PUPILS, SCHOOLS], "“学生数”的单位是“人”，“学校数”的单位是“所”，不能放在同一张趋势图里"),
        ("comparison", [PUPILS, figure("分数", "", "score")], "“分数”的单位是空的"),
        ("comparison", [RATIO], "“生师比”是两项之比"),
        ("share", [PUPILS], "至少要有两项"),
        ("share", [RATE, OTHER_RATE], "“入学率”不是可以相加的数量"),
        ("share", [PUPILS, figure("人时", "人", "duration")], "“学生数”和“人时”不是同一类数量"),
        ("share", [PUPILS] * 9, "最多放 8 项指标，现在有 9 项"),
    ],
)
def test_what_does_not_fit_is_named(kind, figures, said):
    assert said in misfit(kind, figures)


def test_a_single_number_is_drawn_as_printed_and_nothing_else():
    assert drawn(RATE, Reading("filled", Decimal("97.305"))) == "97.31"
    assert drawn(PUPILS, Reading("filled", Decimal(-3))) == "-3"
    assert drawn(PUPILS, Reading()) is None
    assert drawn(PUPILS, Reading("filled", terms=(Decimal(3), Decimal(5)), approximation="range")) is None


NAMES = {"whole": "总数", "part": "部分", "piece": "小项", "rest": "其余"}
RELATIONS = (
    Relation("whole", "sum_of", (("part", "part"), ("part", "rest"), ("part", "third"))),
    Relation("piece", "part_of", (("whole", "part"),)),
    Relation("odd", "sum_of", (("part", "part"), ("part", "odd")), is_overlapping=True),
)


def named(*codes):
    return {code: NAMES.get(code, code) for code in codes}


@pytest.mark.parametrize(
    ("codes", "both"),
    [
        (("whole", "rest"), "“总数”包含“其余”"),
        (("piece", "whole"), "“总数”包含“小项”"),
        (("rest", "part", "piece"), "“部分”包含“小项”"),
        (("part", "rest"), ""),
    ],
)
def test_a_total_beside_what_is_in_it_is_refused_however_deep(codes, both):
    assert counted_twice(named(*codes), RELATIONS).split("，")[0] == both


def test_parts_of_one_whole_are_doubted_unless_all_of_them_are_there():
    assert doubt_of_whole(named("part", "rest", "third"), RELATIONS) == ""
    assert doubt_of_whole(named("part", "rest"), RELATIONS) == (
        "“部分”、“其余”只是一个整体的一部分，还有分项没有放进图里；百分比以图上各项之和为100%，请核对。"
    )
    assert doubt_of_whole(named("part", "odd"), RELATIONS) == (
        "指标关系里没有记着“部分”、“odd”合起来是一个整体，请核对有没有交叉、遗漏；百分比以图上各项之和为100%。"
    )
