from decimal import Decimal

import pytest

from edusum.common.errors import EdusumError
from edusum.document.charts import (
    alt_text,
    complaint,
    gap,
    is_drawable,
    label,
    number,
    numbers,
    percent,
)
from edusum.document.model import Chart, Series

YEARS = ("2023年", "2024年", "2025年")


def trend(*values, unit="%"):
    return Chart("trend", "毛入园率", YEARS, (Series("全区", values),), unit)


def share(*values):
    return Chart(
        "share", "学校结构", ("城区", "镇区", "乡村")[: len(values)], (Series("学校数", values),), "所"
    )


@pytest.mark.parametrize("text", ["97.3", "97.30", "-2", "0", "1000000000000", "0.0001", "123456789012345"])
def test_plain_digits_are_a_number(text):
    assert number(text) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    ["", "97,3", "9７", "+1", "1e5", "NaN", "Infinity", ".5", "5.", "5%", " 5", "5\n", "1234567890123456"],
)
def test_anything_else_is_not(text):
    with pytest.raises(EdusumError, match="不是数字"):
        number(text)


def test_a_number_keeps_its_decimals_and_loses_a_sign_that_says_nothing():
    assert [f"{number(text):f}" for text in ("97.30", "-0", "007")] == ["97.30", "0", "7"]


def test_what_is_not_reported_is_no_number():
    assert numbers(Series("全区", ("1", None))) == (Decimal(1), None)


def test_a_share_has_one_decimal_half_up():
    assert percent(Decimal("1.25"), Decimal(1000)) == Decimal("0.1")
    assert percent(Decimal(1), Decimal(16)) == Decimal("6.3")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  示例\n区 ", "示例 区"),
        ("a\x00b\x07\x85", "ab"),
        ("\u202e反\u200f转", "反转"),
        ("\ud800半个", "半个"),
        ("长" * 25, "长" * 23 + "…"),
        ("𠮷😀", "𠮷😀"),
    ],
)
def test_a_label_is_one_short_line_of_characters_that_can_be_printed(text, shown):
    assert label(text) == shown


@pytest.mark.parametrize(
    ("chart", "sentence"),
    [
        (trend("1", "2", "3"), ""),
        (Chart("trend", "空", (), ()), "图“空”没有数据，无法绘制。请先选定指标和年份。"),
        (
            Chart("trend", "短", YEARS, (Series("全区", ("1",)),)),
            "图“短”的数值个数与类别个数不符，无法绘制。请重新选定指标。",
        ),
        (
            trend(None, None, None),
            "图“毛入园率”的数值都还没有填报，无法绘制。请先填报指标，或删去此图。",
        ),
        (trend("1", "逾2", "3"), "图“毛入园率”中的“逾2”不是数字，无法绘制。请更正该指标。"),
        (
            Chart("comparison", "多", ("校",) * 41, (Series("数", ("1",) * 41),)),
            "图“多”有41个类别，最多可画40个。请改用表格，或减少类别。",
        ),
        (
            Chart("trend", "多", YEARS, (Series("数", ("1", "2", "3")),) * 7),
            "图“多”有7组数值，最多可画6组。请改用表格，或分成几幅图。",
        ),
        (
            Chart("share", "两组", ("甲",), (Series("数", ("1",)),) * 2),
            "图“两组”有几组数值，占比图只能画一组。请改用比较图。",
        ),
        (share("1", "-1"), "图“学校结构”有负数，不能画成占比图。请改用比较图。"),
        (share("0", "0", None), "图“学校结构”各项合计为零，不能画成占比图。请改用表格。"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_sentence(chart, sentence):
    assert complaint(chart) == sentence
    assert is_drawable(chart) is not bool(sentence)
    if sentence:
        assert alt_text(chart) == sentence


def test_a_chart_that_cannot_be_drawn_leaves_a_gap_with_its_name():
    assert gap(trend(None, None, None)) == "【待补：图“毛入园率”】"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            ("93.15", "97.3", "95"),
            "全区由2023年的93.15%升至2025年的95%。最高为2024年97.3%，最低为2023年93.15%。",
        ),
        (("5", "4", "3"), "全区由2023年的5%降至2025年的3%。最高为2023年5%，最低为2025年3%。"),
        (("5", "5", "5"), "全区2025年与2023年持平，均为5%。"),
        (("5", None, "6"), "全区由2023年的5%升至2025年的6%。2024年暂无数据。"),
        ((None, None, "6"), "全区2025年为6%。2023年、2024年暂无数据。"),
    ],
)
def test_a_trend_is_told_from_its_first_to_its_last_year_with_both_extremes(values, told):
    assert alt_text(trend(*values)) == f"趋势图“毛入园率”。{told}"


def test_a_series_without_any_value_is_told_beside_one_that_has_some():
    chart = Chart("trend", "", YEARS, (Series("甲", ("1", "2", "3")), Series("乙", (None,) * 3)), "所")
    assert alt_text(chart) == (
        "趋势图。甲由2023年的1所升至2025年的3所。最高为2025年3所，最低为2023年1所。乙没有数据。"
    )


def test_a_comparison_names_every_value_of_up_to_twelve():
    chart = Chart(
        "comparison", "学校数", ("小学", "初中", "K12"), (Series("2025年", ("8", None, "3")),), "所"
    )
    assert alt_text(chart) == "比较图“学校数”。2025年：小学8所，K12为3所。初中暂无数据。"


def test_a_comparison_of_more_names_the_extremes_and_who_is_missing():
    names = tuple(f"{number}中" for number in range(1, 41))
    values = (*(None,) * 15, *map(str, range(16, 41)))
    assert alt_text(Chart("comparison", "学生", names, (Series("人数", values),), "人")) == (
        "比较图“学生”。人数：共25项。最高为40中40人，最低为16中16人。"
        + "、".join(names[:12])
        + "等15项暂无数据。"
    )


def test_a_share_names_the_whole_and_every_part():
    assert alt_text(share("57", "40", "12")) == (
        "占比图“学校结构”。学校数合计109所。城区57所（52.3%），镇区40所（36.7%），乡村12所（11.0%）。"
    )


def test_a_share_of_many_parts_names_the_twelve_largest():
    names = tuple(f"第{number}项" for number in range(13))
    text = alt_text(Chart("share", "支出", names, (Series("金额", tuple(map(str, range(13)))),), "万元"))
    assert text.startswith("占比图“支出”。金额合计78万元。其中前12项为第12项12万元（15.4%），第11项")
    assert "第0项" not in text
