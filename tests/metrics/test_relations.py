"""What relations between metrics may be; no database."""

import pytest

from edusum.metrics.relations import (
    Metric,
    Relation,
    aggregation_problem,
    circle,
    problems_of,
    relation_problem,
)

METRICS = {
    "schools": Metric("学校数", "count", "所"),
    "primary": Metric("小学数", "count", "所"),
    "junior": Metric("初中数", "count", "所"),
    "institutions": Metric("机构数", "count", "个"),
    "pupils": Metric("在校学生数", "count", "人"),
    "girls": Metric("女生数", "count", "名"),
    "pupils_wan": Metric("全市学生数", "count", "万人"),
    "share": Metric("小学占比", "percent", "%"),
    "growth": Metric("学生增长率", "percent", "%"),
    "gain": Metric("新增学生数", "count", "人"),
    "ratio": Metric("生师比", "ratio"),
    "rank": Metric("位次", "rank", "位"),
}


def sum_of(metric, *parts, **fields):
    return Relation(metric, "sum_of", tuple(("part", part) for part in parts), **fields)


def part_of(metric, whole):
    return Relation(metric, "part_of", (("whole", whole),))


def ratio_of(metric, numerator, denominator):
    return Relation(metric, "ratio_of", (("numerator", numerator), ("denominator", denominator)))


def change_vs(metric, base):
    return Relation(metric, "change_vs", (("base", base),))


@pytest.mark.parametrize(
    "relation",
    [
        sum_of("schools", "primary", "junior"),
        sum_of("institutions", "primary", "junior"),
        part_of("girls", "pupils"),
        part_of("pupils", "pupils_wan"),
        part_of("primary", "institutions"),
        ratio_of("share", "primary", "schools"),
        ratio_of("ratio", "pupils", "schools"),
        change_vs("gain", "pupils"),
        change_vs("growth", "pupils"),
    ],
)
def test_metrics_that_go_together_are_related(relation):
    assert relation_problem(relation, METRICS) == ""


@pytest.mark.parametrize(
    ("relation", "sentence"),
    [
        (sum_of("schools", "primary"), "“学校数”的合计至少要有两个分项。"),
        (sum_of("schools"), "这类关系所涉的指标没有选齐。"),
        (sum_of("schools", "primary", "pupils"), "“在校学生数”与“学校数”的类别或单位不同，不能相加。"),
        (sum_of("schools", "primary", "primary"), "同一个指标在一个关系里只能出现一次。"),
        (sum_of("schools", "primary", "schools"), "“学校数”不能与自己相关。"),
        (sum_of("share", "primary", "junior"), "“小学占比”是比率、位次之类，不能由分项相加。"),
        (sum_of("schools", "primary", "nobody"), "没有代码为“nobody”的指标。"),
        (part_of("nobody", "schools"), "没有代码为“nobody”的指标。"),
        (part_of("rank", "schools"), "“位次”与“学校数”的类别或单位不同，不能相加。"),
        (part_of("schools", "rank"), "“位次”是比率、位次之类，不能由分项相加。"),
        (ratio_of("pupils", "primary", "schools"), "“在校学生数”不是比率，不设分子、分母。"),
        (
            ratio_of("share", "primary", "pupils"),
            "百分率的分子“小学数”与分母“在校学生数”须是同类、同单位的指标。",
        ),
        (Relation("share", "ratio_of", (("numerator", "primary"),)), "这类关系所涉的指标没有选齐。"),
        (Relation("share", "part_of", (("base", "primary"),)), "这类关系所涉的指标没有选齐。"),
        (change_vs("gain", "schools"), "“新增学生数”与“学校数”的类别或单位不同，不能是它的增减。"),
    ],
)
def test_metrics_that_do_not_go_together_are_told_in_words(relation, sentence):
    assert relation_problem(relation, METRICS) == sentence


def test_a_metric_that_would_be_a_part_of_itself_is_found():
    chain = [sum_of("schools", "primary", "junior"), part_of("institutions", "primary")]
    assert circle(chain) == ()
    assert circle([*chain, part_of("schools", "institutions")]) == ("institutions", "schools", "primary")
    assert circle([part_of("girls", "pupils"), part_of("pupils", "girls")]) == ("girls", "pupils")


def test_ratios_and_changes_make_no_circle():
    assert circle([ratio_of("share", "primary", "schools"), change_vs("schools", "share")]) == ()


def test_a_long_chain_is_walked_without_recursion():
    chain = [part_of(f"metric_{number}", f"metric_{number + 1}") for number in range(5000)]
    assert circle(chain) == ()
    assert len(circle([*chain, part_of("metric_5000", "metric_0")])) == 5001


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (ratio_of("share", "primary", "schools"), ratio_of("share", "junior", "schools"), "各只能设一个"),
        (change_vs("gain", "pupils"), change_vs("gain", "girls"), "各只能设一个"),
        (part_of("primary", "schools"), part_of("primary", "schools"), "这个关系已经设过了。"),
        (sum_of("schools", "primary", "junior"), sum_of("schools", "junior", "primary"), "已经设过了"),
        (part_of("primary", "schools"), part_of("primary", "institutions"), ""),
        (sum_of("schools", "primary", "junior"), part_of("primary", "schools"), ""),
        (
            part_of("primary", "schools"),
            part_of("schools", "primary"),
            "指标之间的合计、其中成了圈：小学数→学校数→小学数，请改掉其中一处。",
        ),
    ],
)
def test_a_relation_is_held_against_those_before_it(first, second, sentence):
    told = problems_of([first, second], standing=[], metrics=METRICS)
    assert told[0] == ""
    assert (sentence in told[1]) if sentence else told[1] == ""
    assert problems_of([second], standing=[first], metrics=METRICS) == told[1:]


@pytest.mark.parametrize(
    ("code", "aggregation", "options", "sentence"),
    [
        ("pupils", "sum", {}, ""),
        ("share", "none", {}, ""),
        ("share", "ratio", {"has_ratio": True}, ""),
        ("share", "weighted_mean", {"weight": METRICS["pupils"]}, ""),
        ("share", "sum", {}, "“小学占比”不是数量、金额或面积，各单位的数不能相加，请改选别的汇总办法。"),
        ("share", "ratio", {}, "“小学占比”按分子、分母汇总，须先设“比率”关系，指明分子和分母。"),
        ("share", "weighted_mean", {}, "加权平均须选定权数指标，其他汇总办法不填权数。"),
        ("pupils", "sum", {"weight": METRICS["schools"]}, "加权平均须选定权数指标，其他汇总办法不填权数。"),
        (
            "share",
            "weighted_mean",
            {"weight": METRICS["rank"]},
            "权数“位次”须是数量、金额或面积一类能相加的指标。",
        ),
    ],
)
def test_a_way_of_aggregation_fits_its_metric(code, aggregation, options, sentence):
    given = {"weight": None, "has_ratio": False} | options
    assert aggregation_problem(METRICS[code], aggregation, **given) == sentence
