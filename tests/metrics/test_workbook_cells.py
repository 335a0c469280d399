"""What cells of spreadsheets say: a table of what is understood and what is told back."""

import datetime as dt
import time
from decimal import Decimal

import pytest

from edusum.common.errors import EdusumError
from edusum.metrics.figures import Reading
from edusum.metrics.workbooks.cells import SheetCell, Wanted, read_cell

PEOPLE = Wanted("people", "在园幼儿数", "人")
RATE = Wanted("rate", "毛入园率", "%", "percent", 2, Decimal(0), Decimal(100))
MONEY = Wanted("money", "教育经费", "万元", "money", 2)
YUAN = Wanted("yuan", "生均公用经费", "元", "money", 0)
RATIO = Wanted("ratio", "生师比", "", "ratio", 1)
AREA = Wanted("area", "校舍面积", "平方米", "area", 2)
YEARS = Wanted("years", "年限", "年", "duration")
RANK = Wanted("rank", "位次", "位", "rank", 0, Decimal(1))
SCORE = Wanted("score", "满意度", "分", "score", 2)

UNDERSTOOD = [
    # numbers as they are
    (PEOPLE, {"value": 300}, "300"),
    (PEOPLE, {"value": 300.0}, "300"),
    (PEOPLE, {"value": 0}, "0"),
    (PEOPLE, {"value": -3}, "-3"),
    (PEOPLE, {"value": 1.2e4}, "12000"),
    (RATE, {"value": 92.3}, "92.3"),
    (RATE, {"value": 0.1 + 0.2}, "0.3"),
    (RATE, {"value": 92.34567}, "92.35"),
    (MONEY, {"value": 99999999999.99}, "99999999999.99"),
    # numbers as texts
    (PEOPLE, {"value": "300"}, "300"),
    (PEOPLE, {"value": " 300\u00a0"}, "300"),
    (PEOPLE, {"value": "\u200b300"}, "300"),
    (PEOPLE, {"value": "'300"}, "300"),
    (PEOPLE, {"value": "１２３"}, "123"),
    (PEOPLE, {"value": "12,345"}, "12345"),
    (PEOPLE, {"value": "12，345"}, "12345"),
    (PEOPLE, {"value": "0"}, "0"),
    (RATE, {"value": "92.3%"}, "92.3"),
    (RATE, {"value": "９２．３％"}, "92.3"),
    # number formats
    (RATE, {"value": 0.923, "shown_as": "0.0%"}, "92.3"),
    (RATE, {"value": 0.9234, "shown_as": "0.00%;[Red]-0.00%"}, "92.34"),
    (MONEY, {"value": 3.2, "shown_as": '0.0"亿元"'}, "32000"),
    (MONEY, {"value": 32000, "shown_as": "#,##0.00_);[Red]\\(#,##0.00\\)"}, "32000"),
    (YUAN, {"value": 650, "shown_as": '"¥"#,##0'}, "650"),
    (PEOPLE, {"value": 3.2, "shown_as": 'General"万人"'}, "32000"),
    (PEOPLE, {"value": 12000, "shown_as": "0.00E+00"}, "12000"),
    # units
    (PEOPLE, {"value": "300人"}, "300"),
    (PEOPLE, {"value": "300 名"}, "300"),
    (PEOPLE, {"value": "3.2万"}, "32000"),
    (PEOPLE, {"value": "3.2万人"}, "32000"),
    (PEOPLE, {"value": "3.2亿"}, "320000000"),
    (PEOPLE, {"value": "3千"}, "3000"),
    (MONEY, {"value": "3.2亿"}, "32000"),
    (MONEY, {"value": "3.2亿元"}, "32000"),
    (MONEY, {"value": "3.2万元"}, "3.2"),
    (MONEY, {"value": "320000000元"}, "32000"),
    (MONEY, {"value": "¥300万元整"}, "300"),
    (MONEY, {"value": "1.5千万元"}, "1500"),
    (AREA, {"value": "300㎡"}, "300"),
    (AREA, {"value": "3.2万平方米"}, "32000"),
    # kinds
    (RATIO, {"value": "1:6.3"}, "1:6.3"),
    (RATIO, {"value": "1：6.3"}, "1:6.3"),
    (RATIO, {"value": 6.3, "shown_as": '"1:"0.0'}, "1:6.3"),
    (RANK, {"value": "第3"}, "3"),
    (YEARS, {"value": "3—5年"}, "3—5 range"),
    (SCORE, {"value": 96.5}, "96.5"),
    # how exact
    (PEOPLE, {"value": "约300"}, "300 about"),
    (PEOPLE, {"value": "300多人"}, "300 over"),
    (PEOPLE, {"value": "逾3.2万人"}, "32000 over"),
    (PEOPLE, {"value": "3.2万余人"}, "32000 over"),
    (RATE, {"value": "95%以上"}, "95 at_least"),
    # words and nothing
    (PEOPLE, {"value": "不适用"}, "not_applicable"),
    (PEOPLE, {"value": "待报"}, "pending"),
    (PEOPLE, {"value": None}, "pending"),
    (PEOPLE, {"value": "  "}, "pending"),
    # formulas that the file knows the result of
    (PEOPLE, {"value": 37, "formula": "A1+B1"}, "37"),
    (RATE, {"value": 92.30000000000001, "formula": "A1/B1*100"}, "92.3"),
]
REFUSED = [
    (PEOPLE, {"value": "三百"}, "“三百”不是数字，请只填数字，如 92。"),
    (PEOPLE, {"value": "300人次"}, "表里的单位是“人次”，这项指标的单位是“人”，请换算后再填。"),
    (PEOPLE, {"value": 300.5}, "小数位太多，这项指标只填整数。"),
    (PEOPLE, {"value": int("1234567890" * 3)}, "数字太大，整数部分最多 11 位，请核对单位。"),
    (PEOPLE, {"value": "1" * 30}, "数字太大，整数部分最多 11 位，请核对单位。"),
    (PEOPLE, {"value": 1.23e29}, "数字太大，整数部分最多 11 位，请核对单位。"),
    (PEOPLE, {"value": "1 234"}, "“1 234”不是数字，请只填数字，如 92。"),
    (PEOPLE, {"value": "12,34"}, "“12,34”不是数字，请只填数字，如 92。"),
    (PEOPLE, {"value": "1e5"}, "“1e5”不是数字，请只填数字，如 92。"),
    (PEOPLE, {"value": "3OO"}, "表里的单位是“OO”，这项指标的单位是“人”，请换算后再填。"),
    (PEOPLE, {"value": "300（含民办）"}, "“300（含民办）”里有括号，请只填数字，括号里的话写到“说明”里。"),
    (PEOPLE, {"value": "①300"}, "“①300”里有序号或上下标一类的字符，看不准是多少，请只填普通数字。"),
    (PEOPLE, {"value": "½"}, "“½”里有序号或上下标一类的字符，看不准是多少，请只填普通数字。"),
    (PEOPLE, {"value": "—"}, "看不出“—”是 0、不适用还是待报，请写明。"),
    (PEOPLE, {"value": "/"}, "看不出“/”是 0、不适用还是待报，请写明。"),
    (PEOPLE, {"value": "无"}, "看不出“无”是 0、不适用还是待报，请写明。"),
    (PEOPLE, {"value": "数" * 41}, "单元格里文字太多（41 个字），请只填数字。"),
    (PEOPLE, {"value": True}, "单元格里是“是/否”（TRUE/FALSE），不是数字，请改成数字。"),
    (PEOPLE, {"value": float("inf")}, "单元格里的数没有大小，请改成普通数字。"),
    (PEOPLE, {"value": 0.923, "shown_as": "0.0%"}, "单元格显示成百分数，这项指标的单位是“人”，请核对。"),
    (RATE, {"value": 173}, "不能大于 100%，请核对。"),
    (RATE, {"value": "92.345"}, "小数位太多，这项指标最多填 2 位小数。"),
    (RATE, {"value": "百分之九十"}, "“百分之九十”不是数字，请只填数字，如 92.3。"),
    (
        MONEY,
        {"value": "3.2万"},
        "看不准“万”是不是已经算在单位“万元”里，请写成完整的单位，如“3.2万元”。",
    ),
    (MONEY, {"value": "3亿美元"}, "表里的单位是“亿美元”，这项指标的单位是“万元”，请换算后再填。"),
    (
        MONEY,
        {"value": 3.2e8, "shown_as": '0.0,"千元"'},
        "单元格的格式把数缩小了千倍显示，看不准单位，请改成普通数字。",
    ),
    (YUAN, {"value": "0.5万美元"}, "表里的单位是“万美元”，这项指标的单位是“元”，请换算后再填。"),
    (AREA, {"value": "3公顷"}, "表里的单位是“公顷”，这项指标的单位是“平方米”，请换算后再填。"),
    (RATIO, {"value": 6.3}, "“6.3”不是比，请写成“前项:后项”，如 1:6.3。"),
    (YEARS, {"value": "5—3"}, "“5—3”前大后小，请把小的写在前面，如 3—5。"),
    (RANK, {"value": 0}, "不能小于 1位，请核对。"),
    (PEOPLE, {"is_merged": True}, "这一格并在上面或左边的单元格里，看不出是谁的数，请取消合并后分别填写。"),
    (
        PEOPLE,
        {"value": "#REF!", "is_error": True, "formula": "A1"},
        "单元格显示“#REF!”（公式引用的单元格已经不在了），请改成数字。",
    ),
    (
        PEOPLE,
        {"value": "#DIV/0!", "is_error": True},
        "单元格显示“#DIV/0!”（公式里除数是 0），请改成数字。",
    ),
    (
        PEOPLE,
        {"formula": "A1+B1"},
        "公式还没有算出结果，请用 Excel 或 WPS 打开、保存一次，或直接填数字。",
    ),
    (
        PEOPLE,
        {"value": 5, "formula": "[1]Sheet1!A1"},
        "公式的数取自另一个文件，看不出是不是最新的，请改成数字。",
    ),
    (PEOPLE, {"value": 5, "formula": "YEAR(TODAY())"}, "公式的结果随打开的时间而变，请改成数字。"),
]
DATES = [dt.date(2025, 3, 5), dt.datetime(2025, 3, 5), dt.time(1, 6), dt.timedelta(minutes=66)]
DOUBTS = [
    (MONEY, {"value": "3.2亿"}, ("“3.2亿”按 32000万元 读入。",)),
    (RATE, {"value": 92.34567}, ("表里是 92.34567，按 2 位小数取 92.35。",)),
    (RATE, {"value": 0.92}, ("按 0.92% 读入；如果是 92%，请在表里改正。",)),
    (RATE, {"value": "0.92"}, ("按 0.92% 读入；如果是 92%，请在表里改正。",)),
    (RATE, {"value": "0.92%"}, ()),
    (RATE, {"value": 0.0092, "shown_as": "0.00%"}, ()),
    (PEOPLE, {"value": 37, "formula": "A1+B1"}, ("由公式算出，取表里存的结果 37。",)),
]


def test_the_table_of_awkward_cells_is_long_enough():
    assert len(UNDERSTOOD) + len(REFUSED) + len(DATES) >= 60


@pytest.mark.parametrize(("wanted", "cell", "told"), UNDERSTOOD)
def test_a_cell_is_understood_where_it_is_certain(wanted, cell, told):
    assert _told(read_cell(SheetCell(**cell), wanted).reading) == told


@pytest.mark.parametrize(("wanted", "cell", "words"), REFUSED)
def test_a_cell_that_is_not_certain_is_told_with_what_to_do(wanted, cell, words):
    with pytest.raises(EdusumError) as refused:
        read_cell(SheetCell(**cell), wanted)
    assert refused.value.message == words


@pytest.mark.parametrize("value", DATES)
def test_what_a_spreadsheet_took_for_a_date_is_never_a_figure(value):
    with pytest.raises(EdusumError, match="存成了日期或时间"):
        read_cell(SheetCell(value), RATIO)


@pytest.mark.parametrize(("wanted", "cell", "doubts"), DOUBTS)
def test_what_was_read_otherwise_than_written_is_told(wanted, cell, doubts):
    assert read_cell(SheetCell(**cell), wanted).doubts == doubts


def test_the_unit_that_a_table_tells_counts_where_the_cell_has_none():
    assert read_cell(SheetCell(3.2), MONEY, unit="亿元").reading.value == 32000
    assert read_cell(SheetCell("3.2万元"), MONEY, unit="亿元").reading.value == Decimal("3.2")


@pytest.mark.parametrize(
    "cell",
    [
        {"value": 5, "shown_as": ";" * 8_000},
        {"value": 5, "shown_as": "0" + ";" * 100_000},
        {"value": 5, "shown_as": "[" * 100_000},
        {"value": 5, "formula": "[" * 100_000},
        {"value": 5, "formula": "TODAY " * 20_000},
    ],
)
def test_a_cell_made_to_be_slow_is_read_at_once(cell):
    began = time.process_time()
    for _ in range(20):
        assert read_cell(SheetCell(**cell), PEOPLE).reading.value == 5
    assert time.process_time() - began < 1


def _told(reading: Reading) -> str:
    if not reading.is_filled:
        return reading.state
    numbers = reading.terms or (reading.value,)
    sign = "—" if reading.approximation == "range" else ":"
    number = sign.join(f"{number.normalize():f}" for number in numbers)
    return f"{number} {reading.approximation}".strip()
