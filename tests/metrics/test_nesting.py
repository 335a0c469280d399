from edusum.metrics.nesting import Nested, nested
from edusum.metrics.relations import Relation


def relation(metric, kind, *operands):
    role = "part" if kind == "sum_of" else "whole"
    return Relation(metric, kind, tuple((role, code) for code in operands))


def order(codes, *relations):
    return [(item.code, item.depth) for item in nested(codes, relations)]


def test_parts_stand_under_their_total_in_the_order_of_the_list():
    assert order(["甲", "其一", "乙", "其二"], relation("乙", "sum_of", "其二", "其一")) == [
        ("甲", 0),
        ("乙", 0),
        ("其一", 1),
        ("其二", 1),
    ]


def test_parts_of_parts_stand_deeper():
    rules = [relation("甲", "sum_of", "乙", "丙"), relation("丁", "part_of", "丙")]
    assert order(["甲", "乙", "丙", "丁"], *rules) == [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2)]


def test_a_total_that_is_not_on_the_list_indents_nothing():
    assert nested(["其一"], [relation("甲", "sum_of", "其一", "其二")]) == [Nested("其一", 0)]


def test_a_part_of_two_totals_stands_once_under_the_sum():
    rules = [relation("丙", "part_of", "乙"), relation("甲", "sum_of", "丙", "丁")]
    assert order(["甲", "乙", "丙"], *rules) == [("甲", 0), ("丙", 1), ("乙", 0)]


def test_a_round_loses_nothing():
    rules = [relation("甲", "part_of", "乙"), relation("乙", "part_of", "甲")]
    assert sorted(item.code for item in nested(["甲", "乙"], rules)) == ["乙", "甲"]
