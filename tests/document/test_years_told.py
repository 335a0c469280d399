"""Which years are left over from an earlier paper, and which move along."""

import pytest

from edusum.document.years_told import shifted, stale_years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年，全区教育", [2024]),
        ("2023年召开", [2023]),
        ("2024年5月召开", [2024]),
        ("比2024年增加2所", []),
        ("比2023年增加2所", [2023]),
        ("自2024年以来", []),
        ("2024年起实施", []),
        ("2025年，2026年", []),
        ("2018年启动", []),
        ("《2024年工作要点》", []),
        ("{{ 指标2024年 }}2024年", [2024]),
    ],
)
def test_the_last_two_years_are_left_over_unless_compared_with_or_begun_in(text, expected):
    assert [item.year for item in stale_years(text, year=2025)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年，全区", "2025年，全区"),
        ("截至2024年底", "截至2025年底"),
        ("比2023年增加", "比2024年增加"),
        ("2025年工作打算", "2026年工作打算"),
        ("2025年是收官之年", "2025年是收官之年"),
        ("2024年5月召开", "2024年5月召开"),
        ("自2024年起", "自2024年起"),
        ("2022年建成", "2022年建成"),
        ("“2024年度先进”", "“2024年度先进”"),
    ],
)
def test_a_year_moves_on_only_where_that_is_certain(text, expected):
    assert shifted(text, year=2025).text == expected


def test_what_moved_and_what_did_not_is_told():
    told = shifted("2024年，全区建成3所。2024年5月召开大会。", year=2025)
    assert told.moved == (("2024年", "2025年"),)
    assert told.doubtful == ("2024年5月召开",)


def test_an_older_text_moves_by_as_many_years_as_it_is_old():
    told = shifted("2022年，比2021年增加3所。2023年工作打算另报。2022年5月召开大会。", year=2025, since=2022)
    assert told.text == "2025年，比2024年增加3所。2026年工作打算另报。2022年5月召开大会。"
    assert told.moved[0] == ("2022年", "2025年")
    assert told.doubtful == ("2022年5月召开",)


def test_years_in_a_fixed_stretch_stay_and_are_told():
    text = "2025年新建学校。\n表1 2025年各校班数"
    start = text.index("表1")
    moved = shifted(text, year=2026, fixed=[(start, len(text))])
    assert moved.text == "2026年新建学校。\n表1 2025年各校班数"
    assert moved.doubtful == ("2025年各校班数",)
