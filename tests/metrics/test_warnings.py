"""What makes one doubt a figure: each sentence as people read it, and what is let pass."""

from decimal import Decimal

import pytest

from edusum.metrics.figures import PENDING, Figure, Reading
from edusum.metrics.relations import Relation
from edusum.metrics.warnings import by_code, warnings_of


def figure(code, now=None, before=None, *, kind="count", unit="所", decimals=0, label=""):
    return Figure(code, code, label or code, unit, kind, decimals, "neutral", reading(now), reading(before))


def reading(number):
    if number is None or isinstance(number, Reading):
        return number or PENDING
    if isinstance(number, tuple):
        return Reading("filled", None, tuple(map(Decimal, number)))
    return Reading("filled", Decimal(number))


def told(figures, *relations, past=None):
    return [doubt.words for doubt in warnings_of(figures, relations, past=past, year=2025)]


def sum_of(whole, *parts, is_overlapping=False):
    return Relation(whole, "sum_of", tuple(("part", part) for part in parts), is_overlapping)


def ratio_of(rate, top, bottom):
    return Relation(rate, "ratio_of", (("numerator", top), ("denominator", bottom)))


def kindergartens(total, public, private):
    names = ("幼儿园数", "公办园", "民办园")
    return [figure(name, number) for name, number in zip(names, (total, public, private), strict=True)]


SUM = sum_of("幼儿园数", "公办园", "民办园")


def test_parts_that_do_not_make_the_total_are_written_out_beside_the_last_part():
    [doubt] = warnings_of(kindergartens("58", "37", "23"), [SUM])
    assert (doubt.kind, doubt.code, doubt.words) == ("sum", "民办园", "37 + 23 = 60，与幼儿园数 58 不符")
    assert doubt.codes == ("幼儿园数", "公办园", "民办园")


@pytest.mark.parametrize(
    "figures",
    [
        kindergartens("60", "37", "23"),
        kindergartens(None, "37", "23"),
        kindergartens("58", "37", None),
        kindergartens("37", "37", Reading("not_applicable")),
        kindergartens(Reading("filled", Decimal(58), None, "over"), "37", "23"),
        kindergartens("58", Reading("filled", None, (Decimal(30), Decimal(40)), "range"), "23"),
    ],
)
def test_what_fits_is_unfinished_or_rough_is_let_pass(figures):
    assert told(figures, SUM) == []


def test_parts_may_already_be_too_many_before_all_are_in():
    [doubt] = warnings_of(kindergartens("30", "37", None), [SUM])
    assert (doubt.code, doubt.words) == ("公办园", "公办园 37 是其中的一部分，却大于幼儿园数 30")
    several = sum_of("幼儿园数", "公办园", "民办园", "其他园")
    figures = [*kindergartens("58", "37", "23"), figure("其他园")]
    assert told(figures, several) == ["37 + 23 = 60，已超过幼儿园数 58"]


def test_parts_that_overlap_may_be_more_than_the_whole_together_but_not_one_alone():
    overlapping = sum_of("幼儿园数", "公办园", "民办园", is_overlapping=True)
    assert told(kindergartens("58", "37", "23"), overlapping) == []
    assert told(kindergartens("30", "37", "23"), overlapping) == [
        "公办园 37 是其中的一部分，却大于幼儿园数 30"
    ]


def test_a_part_is_not_larger_than_its_whole_whatever_the_scale_of_the_units():
    part = figure("农村学生", "12000", unit="人")
    whole = figure("学生", "1.1", unit="万人", decimals=2)
    relation = Relation("农村学生", "part_of", (("whole", "学生"),))
    assert told([part, whole], relation) == ["农村学生 12000 是其中的一部分，却大于学生 1.1"]
    assert told([part, figure("学生", "1.2", unit="万人", decimals=2)], relation) == []


def test_rounded_parts_may_miss_their_total_by_what_rounding_does():
    money = {"kind": "money", "unit": "万元", "decimals": 2}
    figures = [figure("合计", "30.01", **money), figure("甲", "10", **money), figure("乙", "20", **money)]
    assert told(figures, sum_of("合计", "甲", "乙")) == []
    figures[0] = figure("合计", "30.1", **money)
    assert told(figures, sum_of("合计", "甲", "乙")) == ["10 + 20 = 30，与合计 30.1 不符"]


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("75", []),
        ("75.00", []),
        ("74", ["在园幼儿 4500 ÷ 适龄幼儿 6000 = 75%，与毛入园率 74% 不符"]),
        ("75.12", ["在园幼儿 4500 ÷ 适龄幼儿 6000 = 75%，与毛入园率 75.12% 不符"]),
        ("100", ["在园幼儿 4500 ÷ 适龄幼儿 6000 = 75%，与毛入园率 100% 不符"]),
    ],
)
def test_a_rate_is_held_against_its_numerator_and_denominator(rate, words):
    figures = [
        figure("毛入园率", rate, kind="percent", unit="%", decimals=2),
        figure("在园幼儿", "4500", unit="人"),
        figure("适龄幼儿", "6000", unit="人"),
    ]
    assert told(figures, ratio_of("毛入园率", "在园幼儿", "适龄幼儿")) == words


@pytest.mark.parametrize(
    ("terms", "words"),
    [(("1", "6.3"), []), (("1", "6.9"), ["计算机 100 : 学生 634 = 1:6.3，与机生比 1:6.9 不符"])],
)
def test_a_ratio_of_two_terms_is_held_against_them_too(terms, words):
    figures = [
        figure("机生比", terms, kind="ratio", unit="", decimals=1),
        figure("计算机", "100"),
        figure("学生", "634"),
    ]
    assert told(figures, ratio_of("机生比", "计算机", "学生")) == words


def test_spending_per_head_comes_into_its_own_unit():
    figures = [
        figure("生均经费", "1200", kind="rate_per_head", unit="元", decimals=2),
        figure("公用经费", "120", kind="money", unit="万元", decimals=2),
        figure("学生数", "1000", unit="人"),
    ]
    relation = ratio_of("生均经费", "公用经费", "学生数")
    assert told(figures, relation) == []
    figures[0] = figure("生均经费", "120", kind="rate_per_head", unit="元", decimals=2)
    assert told(figures, relation) == ["公用经费 120 ÷ 学生数 1000 = 1200元，与生均经费 120 不符"]


def test_a_change_is_held_against_both_years_of_what_changed():
    relation = Relation("新增", "change_vs", (("base", "幼儿园数"),))
    base = figure("幼儿园数", "58", "55")
    assert told([figure("新增", "3"), base], relation) == []
    assert told([figure("新增", "5"), base], relation) == ["幼儿园数比上年 58 − 55 = 3，与新增 5 不符"]
    growth = figure("新增", "5.45", kind="percent", unit="%", decimals=2)
    assert told([growth, base], relation) == []


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        (figure("增量", "8400", kind="money", unit="万元"), False),
        (figure("增量", "8470", kind="money", unit="万元"), False),
        (figure("增量", "9200", kind="money", unit="万元"), True),
        (figure("增量", "0.84", kind="money", unit="亿元", decimals=2), False),
        (figure("增量", "0.92", kind="money", unit="亿元", decimals=2), True),
        (figure("增幅", "7.3", kind="percent", unit="%", decimals=1), False),
        (figure("增幅", "7.38", kind="percent", unit="%", decimals=2), False),
        (figure("增幅", "8.5", kind="percent", unit="%", decimals=1), True),
    ],
)
def test_a_change_of_rounded_money_may_miss_by_as_much_as_rounding_does(change, is_told):
    base = figure("经费", "12.34", "11.50", kind="money", unit="亿元", decimals=2)
    relation = Relation(change.code, "change_vs", (("base", "经费"),))
    assert bool(told([change, base], relation)) is is_told


def test_a_change_in_points_is_held_to_the_decimals_of_both_rates():
    base = figure("入园率", "92.3", "90.1", kind="percent", unit="%", decimals=1)
    relation = Relation("提高", "change_vs", (("base", "入园率"),))
    assert told([figure("提高", "2.25", kind="percent", unit="%", decimals=2), base], relation) == []
    assert told([figure("提高", "4.5", kind="percent", unit="%", decimals=1), base], relation) != []


ASKED = "请核对；确实如此，请写明原因。"


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (
            figure("甲", "960", "620"),
            f"比上年增加 340所（增长 54.8%），变动较大，{ASKED}",
        ),
        (figure("甲", "0", "720"), f"上年是 720所，今年填了 0；{ASKED}"),
        (
            figure("甲", "7200", "720"),
            f"约为上年的 10 倍，是不是单位或小数点错了？{ASKED}",
        ),
        (
            figure("甲", "390720", "39.072", kind="money", unit="万元", decimals=4),
            f"约为上年的 10000 倍，是不是单位或小数点错了？{ASKED}",
        ),
        (
            figure("甲", "92.3", "75", kind="percent", unit="%", decimals=2),
            f"比上年提高 17.30 个百分点，变动较大，{ASKED}",
        ),
        (
            figure("甲", "93", "99", kind="percent", unit="%", decimals=2),
            f"比上年降低 6 个百分点，变动较大，{ASKED}",
        ),
        (
            figure("甲", ("1", "3"), ("1", "6.3"), kind="ratio", unit="", decimals=1),
            f"与上年的比相差较大，{ASKED}",
        ),
    ],
)
def test_a_leap_asks_for_a_reason(one, words):
    [doubt] = warnings_of([one], year=2025)
    assert (doubt.words, doubt.asks_reason, doubt.is_hint) == (words, True, False)


@pytest.mark.parametrize(
    "one",
    [
        figure("甲", "4", "2"),
        figure("甲", "85", "76", kind="percent", unit="%"),
        figure("甲", "30", "3", kind="rank", unit="位"),
        figure("甲", "600", None),
        figure("甲", "600", "0"),
        figure("甲", Reading("filled", None, (Decimal(3), Decimal(5)), "range"), "90"),
    ],
)
def test_small_usual_and_unknown_changes_are_let_pass(one):
    assert told([one]) == []


def test_what_leaps_every_year_may_leap_again():
    years = {2024: reading("300"), 2023: reading("900"), 2022: reading("200")}
    assert told([figure("新增学位", "900", "300")], past={"新增学位": years}) == []
    assert told([figure("新增学位", "900", "300")]) != []


def test_a_large_number_that_is_last_years_to_the_digit_gives_a_hint_only():
    [doubt] = warnings_of([figure("甲", "23457", "23457")], year=2025)
    assert (doubt.words, doubt.is_hint) == ("与上年的数一位不差，请确认不是照抄上年。", True)
    assert told([figure("甲", "23000", "23000"), figure("乙", "58", "58")]) == []


def test_a_count_below_nothing_is_doubted():
    assert told([figure("甲", "-3")]) == ["这项指标一般不会小于 0，请核对正负号。"]


def test_one_sentence_is_told_once_beside_a_metric():
    doubts = warnings_of(kindergartens("58", "37", "23"), [SUM, SUM])
    assert {code: [doubt.words for doubt in beside] for code, beside in by_code(doubts).items()} == {
        "民办园": ["37 + 23 = 60，与幼儿园数 58 不符"]
    }
