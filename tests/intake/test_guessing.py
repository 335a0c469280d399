import pytest

from edusum.intake.guessing import genre_of, period_of, year_of, year_of_figure


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("示例区教育局2024年工作总结", "annual_summary"),
        ("2024年工作总结和2025年工作打算", "annual_summary"),
        ("示例县教育局2024年上半年工作总结", "half_year_summary"),
        ("示例县教体局2025年工作要点", "key_points"),
        ("2025年度工作计划", "key_points"),
        ("在全区教育工作会议上的讲话", "speech"),
        ("基础教育科2024年工作小结", "department_summary"),
        ("校园安全专项整治工作总结", "campaign_summary"),
        ("关于开学的通知", ""),
        ("", ""),
    ],
)
def test_the_genre_stands_in_the_title(title, genre):
    assert genre_of(title) == genre


def test_half_a_year_is_told_by_the_title():
    assert [period_of("2024年上半年工作总结"), period_of("2024年工作总结")] == ["first_half", "year"]


@pytest.mark.parametrize(
    ("title", "text", "name", "year"),
    [
        ("2023年工作总结", "2024年1月", "2022.doc", 2023),
        ("2023—2024学年工作总结", "", "", 2023),
        ("二〇一九年工作总结", "", "", 2019),
        ("工作总结", "", "2022年总结.doc", 2022),
        ("工作总结", "2021年以来，我局……", "", 2021),
        ("工作总结", "我局……" + "教" * 2000 + "2020年12月30日", "", 2020),
        ("工作总结", "我局……" + "教" * 2000 + "\n2021年1月8日\n", "", 2020),
        ("在大会上的讲话", "同志们：" + "教" * 2000 + "\n2021年1月8日", "", 2021),
        ("工作总结", "教" * 700 + "2019年建校，2020年招生，2020年验收。" + "教" * 700, "", 2020),
        ("工作总结", "按照某教〔2016〕3号文件，2018年我局……", "", 2018),
        ("工作总结", "我局……" + "教" * 700 + "二oo五年五月八日", "", 2005),
        ("普法总结", "2002年以来" + "教" * 700 + "\n二oo五年五月八日", "", 2005),
        ("工作总结", "2004年" + "教" * 700 + "\n二○○五年三月八日", "", 2004),
        ("工作总结", "2001年以来" + "教" * 700 + "\n二〇〇五年一月八日", "", 2004),
        ("工作总结", "2001年以来" + "教" * 700 + "\n二〇〇五年十二月八日", "", 2005),
        ("工作总结", "我局……", "a1b2019c.txt", None),
        ("工作总结", "2019年，我局……", "2024年最新总结范文.doc", 2019),
        ("工作总结", "我局……", "2024年最新总结范文.doc", 2024),
        ("工作总结", "我局共有12345人，编号20231", "", None),
    ],
)
def test_the_year_comes_from_the_title_else_the_name_else_the_text(title, text, name, year):
    assert year_of(title, text, name) == year


def test_a_paper_of_a_collection_is_of_the_year_that_it_names_itself():
    title, text = "区教育局2023年工作总结", "区教育局2023年工作总结\n一、2021年工作回顾\n稳步推进。"
    assert [year_of(title, text, is_part=part) for part in (True, False)] == [2021, 2023]
    assert year_of("工作总结", "2019年，我局……", "2024年总结.doc", is_part=True) == 2019


@pytest.mark.parametrize(
    ("role", "period", "compared", "of_paper", "year"),
    [
        ("actual", "", "", 2024, 2024),
        ("actual", "2022年", "", 2024, 2022),
        ("previous", "", "上年", 2024, 2023),
        ("previous", "", "2020年底", 2024, 2020),
        ("actual", "去年", "", 2024, 2023),
        ("target", "明年", "", 2024, 2025),
        ("actual", "", "", None, None),
    ],
)
def test_a_figure_is_of_the_papers_year_unless_it_says_otherwise(role, period, compared, of_paper, year):
    assert year_of_figure(role, period, compared, of_paper) == year
