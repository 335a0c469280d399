"""Any table: names matched to metrics, a column chosen, confirmed by a person, then previewed."""

import datetime as dt
from decimal import Decimal

import pytest

from edusum.common.errors import EdusumError
from edusum.metrics.models import MetricValue
from edusum.metrics.saving import Saved
from edusum.metrics.workbooks.importing import confirm_import, guesses, match_table, table_of
from edusum.metrics.workbooks.matching import Guess, Known, Names, bare, plain
from edusum.metrics.workbooks.previewing import preview_of
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, MetricDefinitionFactory, MetricValueFactory, member
from tests.metrics.books import downloaded, filled, received, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def office(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def library():
    return [
        MetricDefinitionFactory(
            code="schools", name="幼儿园数", unit="所", synonyms=["幼儿园总数", "园所数"]
        ),
        MetricDefinitionFactory(code="rate", name="学前三年毛入园率", percent=True),
        MetricDefinitionFactory(code="money", name="教育经费总投入", unit="万元", kind="money", decimals=2),
        MetricDefinitionFactory(code="pupils", name="小学在校生数", unit="人"),
    ]


ROWS = [
    ["示例区教育事业统计", None, None, None],
    ["指标", "单位", "2024年", "2025年"],
    ["一、幼儿园 总数", "所", 57, 58],
    ["学前三年毛入园率（%）", "%", 90.2, "92.3%"],
    ["教育经费总投入", "亿元", 3.1, 3.2],
    ["小学在校学生数", "人", "1,200", "１２３０"],
    ["平安校园", "", "", "是"],
]


def test_rows_are_matched_by_name_and_synonym_and_years_found_in_the_heading(bureau, office, library):
    row = received(bureau, office, table(ROWS))
    found = table_of(row)
    assert [(column.label, column.year) for column in found.columns] == [("2024年", 2024), ("2025年", 2025)]
    assert [line.label for line in found.rows] == [line[0] for line in ROWS[2:]]
    assert guesses(found) == [
        Guess(("schools",), is_sure=True),
        Guess(("rate",), is_sure=True),
        Guess(("money",), is_sure=True),
        Guess(("pupils",)),
        Guess(),
    ]
    assert MetricValue.objects.count() == 0


def test_only_confirmed_rows_are_taken_in_the_metrics_units(bureau, office, library):
    MetricValueFactory(metric=library[0], bureau=bureau, value=Decimal(55), note="含民办园")
    row = received(bureau, office, table(ROWS))
    row = match_table(
        row=row, column=1, chosen={0: "schools", 1: "rate", 2: "money", 3: "pupils"}, actor=office
    )
    preview = preview_of(row, office)
    assert [(step.cell, step.words, step.note, step.is_conflict) for step in preview.steps] == [
        ("Sheet!D3", "58所", "", False),
        ("Sheet!D4", "92.30%", "", False),
        ("Sheet!D5", "32000万元", "", False),
        ("Sheet!D6", "1230人", "", False),
    ]
    assert preview.steps[2].doubts[0] == "“3.2亿元”按 32000万元 读入。"
    assert confirm_import(row=row, actor=office, mark=preview.mark) == Saved(4, 0)
    value = MetricValue.objects.get(metric=library[0])
    assert (value.value, value.note) == (58, "含民办园")


def test_cells_at_fault_are_named_and_empty_ones_change_nothing(bureau, office, library):
    rows = [
        ["指标", "本年"],
        ["幼儿园数", "五十八"],
        ["学前三年毛入园率", dt.date(2025, 3, 5)],
        ["小学在校生数", None],
    ]
    row = match_table(
        row=received(bureau, office, table(rows)),
        column=0,
        chosen={0: "schools", 1: "rate", 2: "pupils"},
        actor=office,
    )
    preview = preview_of(row, office)
    assert [(fault.cell, fault.words[:12]) for fault in preview.faults] == [
        ("Sheet!B2", "“五十八”不是数字，请只"),
        ("Sheet!B3", "表格软件把它存成了日期或"),
    ]
    assert preview.remarks == ("有 1 项在表里是空的，没有导入，原来的数不变。",)


def test_metrics_may_stand_side_by_side_with_years_below(bureau, office, library):
    rows = [["年度", "幼儿园数", "小学在校生数"], ["2024年", 57, 1200], ["2025年", 58, 1230]]
    row = received(bureau, office, table(rows))
    found = table_of(row)
    assert [(column.label, column.year) for column in found.columns] == [("2024年", 2024), ("2025年", 2025)]
    row = match_table(row=row, column=1, chosen={0: "schools", 1: "pupils"}, actor=office)
    assert [(step.cell, step.words) for step in preview_of(row, office).steps] == [
        ("Sheet!B3", "58所"),
        ("Sheet!C3", "1230人"),
    ]


def test_a_heading_of_two_rows_with_merged_cells_is_put_together(bureau, office, library):
    def merge(book):
        book.active.merge_cells("B1:C1")

    rows = [["指标", "2025年", None], [None, "全区", "城区"], ["幼儿园数", 58, 30]]
    found = table_of(received(bureau, office, table(rows, do=merge)))
    assert [(column.label, column.year) for column in found.columns] == [
        ("2025年 全区", 2025),
        ("2025年 城区", 2025),
    ]


def test_rows_with_unknown_names_above_the_first_known_one_are_rows_and_no_heading(bureau, office, library):
    rows = [
        ["示例区教育事业统计", None, None, None],
        ["指标", "单位", "2024年", "2025年"],
        ["托育机构数", "所", 12, "13"],
        ["二、幼儿园", None, None, None],
        ["民办园占比", "%", 40.5, "39.8%"],
        ["幼儿园总数", "所", 57, 58],
    ]
    found = table_of(received(bureau, office, table(rows)))
    assert [(column.label, column.year) for column in found.columns] == [("2024年", 2024), ("2025年", 2025)]
    assert [line.label for line in found.rows] == ["托育机构数", "二、幼儿园", "民办园占比", "幼儿园总数"]


@pytest.mark.parametrize("second", [["年份", 2024, 2025], ["甲", 1, 2], [None, 1, 2]])
def test_years_and_numbered_columns_stay_a_heading(bureau, office, library, second):
    found = table_of(
        received(bureau, office, table([["指标", "上年", "本年"], second, ["幼儿园数", 57, 58]]))
    )
    assert [line.label for line in found.rows] == ["幼儿园数"]
    assert [column.year for column in found.columns] == [2024, 2025]


def test_the_unit_told_above_the_table_counts_for_amounts_of_money(bureau, office, library):
    rows = [["教育经费", "单位：亿元"], ["项目", "2025年"], ["教育经费总投入", 3.2], ["幼儿园数", 58]]
    row = received(bureau, office, table(rows))
    row = match_table(row=row, column=0, chosen={0: "money", 1: "schools"}, actor=office)
    assert [step.words for step in preview_of(row, office).steps] == ["32000万元", "58所"]


def test_a_unit_that_counts_something_else_is_told(bureau, office, library):
    rows = [["指标", "单位", "2025年"], ["幼儿园数", "个", 58], ["小学在校生数", "万元", 5]]
    row = received(bureau, office, table(rows))
    row = match_table(row=row, column=0, chosen={0: "schools", 1: "pupils"}, actor=office)
    preview = preview_of(row, office)
    assert preview.steps[0].doubts[0] == "表里的单位是“个”，指标的单位是“所”，数未作换算，请核对。"
    assert [fault.words for fault in preview.faults] == ["表里的单位是“万元”，这项指标的单位是“人”，请核对。"]


def test_a_csv_is_matched_as_well(bureau, office, library):
    row = received(bureau, office, "指标,2025年\n园所数,58\n".encode("gb18030"), filename="表.csv")
    row = match_table(row=row, column=0, chosen={0: "schools"}, actor=office)
    assert [(step.cell, step.words) for step in preview_of(row, office).steps] == [("B2", "58所")]


def test_an_altered_workbook_can_still_come_in_by_its_names(bureau, office, library):
    def alter(book):
        book["填报表"].delete_rows(7)

    content = filled(downloaded(bureau, office), {"E6": 58}, do=alter)
    row = received(bureau, office, content, as_table=True)
    found = table_of(row)
    assert [(column.label, column.year) for column in found.columns] == [("本年", 2025)]
    row = match_table(row=row, column=0, chosen={0: "schools"}, actor=office)
    assert [step.words for step in preview_of(row, office).steps] == ["58所"]


@pytest.mark.parametrize(
    ("column", "chosen", "words"),
    [
        (7, {0: "schools"}, "请选择取哪一列的数。"),
        (0, {}, "还没有勾选任何一行"),
        (0, {0: "schools", 1: "schools"}, "有两行对应了同一项指标"),
    ],
)
def test_what_is_not_chosen_well_is_told(bureau, office, library, column, chosen, words):
    row = received(bureau, office, table(ROWS))
    with pytest.raises(EdusumError, match=words):
        match_table(row=row, column=column, chosen=chosen, actor=office)


def test_a_table_without_any_metric_is_told(bureau, office, library):
    with pytest.raises(EdusumError, match="没有找到与指标同名的行或列"):
        received(bureau, office, table([["姓名", "年龄"], ["张三", 30]]))


def test_names_are_compared_without_what_people_write_differently():
    told = ["（一）幼儿园数", "1.幼儿园数", "其中：幼儿园数", "幼儿园 数", "幼儿园数：", "幼儿园数*"[:4]]
    assert {plain(name) for name in told} == {"幼儿园数"}
    assert plain("其他经费") == "其他经费"
    assert bare("教育经费（万元）") == "教育经费"


def test_a_name_shared_by_two_metrics_is_never_sure():
    names = Names([Known("a", "在校生数", ("学生数",)), Known("b", "在校学生数", ("学生数",))])
    assert names.guess("学生数") == Guess(("a", "b"))
    assert names.guess("在校生数") == Guess(("a",), is_sure=True)
