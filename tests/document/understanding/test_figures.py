"""figures.txt: clauses and, indented, their quantities: label, value (~upper), unit, role, approximation."""

from pathlib import Path

import pytest

from edusum.document.understanding.figures import MOST, Figures
from edusum.document.understanding.items import HeadingRead, QuantityRead

HERE = Path(__file__).parent


def table() -> list[tuple[str, list[str]]]:
    cases: list[tuple[str, list[str]]] = []
    for line in (HERE / "figures.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            cases[-1][1].append(line.strip())
        else:
            cases.append((line, []))
    return cases


def as_line(read: QuantityRead) -> str:
    value = f"{read.value}~{read.upper}" if read.upper else read.value
    return " ".join(filter(None, [read.label, value, read.unit or "-", read.role, read.approximation]))


@pytest.mark.parametrize(("clause", "expected"), table())
def test_a_clause_says_what_is_counted_and_how_much(clause, expected):
    assert [as_line(read) for read in Figures(clause).quantities] == expected


@pytest.mark.parametrize("words", (HERE / "no_figures.txt").read_text(encoding="utf-8").splitlines())
def test_dates_ordinals_names_and_gaps_count_nothing(words):
    assert Figures(words).quantities == ()


@pytest.mark.parametrize("clause", [clause for clause, _ in table()])
def test_places_and_quotes_are_those_of_the_text(clause):
    text = f"一、总体情况\n{clause}。\n"
    for read in Figures(text).quantities:
        assert text[read.quote_start : read.quote_start + len(read.quote)] == read.quote
        assert read.quote_start <= read.start < read.end <= read.quote_start + len(read.quote)
        assert len(read.quote) <= 60


def test_traditional_characters_read_as_simplified_ones_and_quotes_stay_as_printed():
    (read,) = Figures("全縣共有專任教師1200名，情況良好。").quantities
    assert (read.label, read.value, read.unit, read.quote) == (
        "专任教师数",
        "1200",
        "名",
        "全縣共有專任教師1200名",
    )


def test_period_and_what_is_compared_stand_as_printed():
    read = Figures("2023年全县小学在校生21000人，比上年增加350人。").quantities
    assert [(one.period, one.compared) for one in read] == [("2023年", ""), ("2023年", "上年")]


def test_under_a_heading_of_plans_figures_are_targets():
    text = "一、工作回顾\n新建学校3所。\n二、明年打算\n新建学校5所。"
    headings = [HeadingRead(1, "一、", "工作回顾", 0, 6), HeadingRead(1, "二、", "明年打算", 14, 20)]
    assert [one.role for one in Figures(text, headings=headings).quantities] == ["actual", "target"]


def test_figures_of_years_behind_that_of_the_paper_are_targets():
    assert [one.role for one in Figures("2026年建成学校5所。", year=2025).quantities] == ["target"]


def test_what_is_skipped_is_not_read():
    assert [one.value for one in Figures("新建学校3所。新建学校5所。", skip=[(0, 7)]).quantities] == ["5"]


def test_a_label_inherits_nothing_from_another_sentence():
    labels = [one.label for one in Figures("共有学前教育机构320处。城区85处。").quantities]
    assert labels == ["学前教育机构数", "城区数"]


HOSTILE = (
    "1 1.1. 1,000 1:1: 1-1- 一二三四 万亿 百分之 一个 “ 《 （ (1名 的1名 由1名 占 每年"
    " 各1名、 1名、 教师3名， 、 《》1名 １２％ a、b分别为1名、2名 全区教师 三千零五 一半 第1、2名"
    " 1亿1万 -- 12345678901234567890 +1"
)


@pytest.mark.parametrize("piece", [*HOSTILE.split(" "), "1名\n", "　", " "])
def test_no_text_takes_long_or_raises(piece):
    text = piece * (3_000 // len(piece))
    assert len(Figures(text).quantities) <= MOST


def test_pre_school_and_present_are_no_ranks():
    clauses = ("其中学前810个", "目前58所幼儿园建成", "安排1085万元", "排名前10名")
    read = [[(item.value, item.unit) for item in Figures(clause).quantities] for clause in clauses]
    assert read == [[("810", "个")], [("58", "所")], [("1085", "万元")], []]
