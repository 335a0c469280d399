"""Names of years in running text; no database."""

import pytest

from edusum.library.year_names import YearName, advice_on_names, names_in, outdated

LIVE = ("五年规划", "普法规划")
NAMES = [
    YearName("十五", "五年规划", 2001, 2005),
    YearName("十四五", "五年规划", 2021, 2025),
    YearName("八五", "五年规划", 1991, 1995),
    YearName("八五", "普法规划", 2021, 2025),
    YearName("十五大", "党代会", 1997, 2002),
    YearName("十八大", "党代会", 2012, 2017),
    YearName("二十大", "党代会", 2022),
    YearName("“两学一做”学习教育", "集中教育活动", 2016, 2017),
    YearName("党纪学习教育", "集中教育活动", 2024, 2024),
    YearName("双减", "义务教育任务", 2021),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“十五”期间", [("十五", "五年规划")]),
        ("十五期间", [("十五", "五年规划")]),
        ("十五所学校", []),
        ("二十五期间", []),
        ("“十四五”规划", [("十四五", "五年规划")]),
        ("“十四五”学前教育发展提升行动计划", [("十四五", "五年规划")]),
        ("十四五规划收官之年", [("十四五", "五年规划")]),
        ("“八五”普法", [("八五", "普法规划")]),
        ("八五普法规划", [("八五", "普法规划")]),
        ("“八五”计划", [("八五", "五年规划")]),
        ("党的“十五大”文件", [("十五大", "党代会")]),
        ("实施十五大工程", []),
        ("党的十八大以来", []),
        ("贯彻党的二十大精神", [("二十大", "党代会")]),
        ("“两学一做”学习教育常态化", [("“两学一做”学习教育", "集中教育活动")]),
        ("两学一做学习教育", [("“两学一做”学习教育", "集中教育活动")]),
        ("落实“双减”政策", [("双减", "义务教育任务")]),
        ("{{ 五年规划 }}期间", []),
        ("", []),
    ],
)
def test_a_name_is_told_from_words_that_look_like_it(text, found):
    assert [(name.name, name.series) for name in names_in(text, NAMES)] == found


@pytest.mark.parametrize(
    ("year", "found"), [(2000, ["十四五", "二十大"]), (2024, []), (2026, ["十四五"]), (2022, [])]
)
def test_a_name_is_outdated_outside_its_years(year, found):
    text = "“十四五”期间深入学习贯彻党的二十大精神"
    assert [name.name for name in outdated(text, year, NAMES)] == found


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("“十四五”规划", ["措辞里写了“十四五”（2021—2025年），可改用 {{ 五年规划 }}，随年度变化。"]),
        ("“八五”普法", ["措辞里写了“八五”（2021—2025年），可改用 {{ 普法规划 }}，随年度变化。"]),
        ("两学一做学习教育", ["措辞里写了“两学一做”学习教育（2016—2017年），请核对现在是否还这样说。"]),
        ("党纪学习教育", ["措辞里写了“党纪学习教育”（2024年），请核对现在是否还这样说。"]),
        ("“双减”", []),
        ("党的二十大", []),
    ],
)
def test_who_writes_for_any_year_is_told_what_to_write(text, advice):
    assert advice_on_names(text, 2025, NAMES, LIVE) == advice


def test_years_are_said_in_words():
    assert [name.years for name in NAMES[-3:]] == ["2016—2017年", "2024年", "2021年以来"]


@pytest.mark.parametrize("series", ["五年规划", "普法规划", "党代会", "周年"])
def test_a_name_is_never_read_as_a_pattern(series):
    names = [YearName(name, series, 2021) for name in ("(", "(a+)+b", ".", "“”")]
    assert names_in(f"{'a' * 5000}“十四五”规划，五普法", names) == []
