from decimal import Decimal

import pytest

from edusum.common.errors import EdusumError
from edusum.metrics.entries import Entry, read_entry, refuse_unfit, write_entry

UNDERSTOOD = [
    ("92.3", {}, Entry(Decimal("92.3"))),
    (" 97.30 ", {}, Entry(Decimal("97.30"))),
    ("１２３", {}, Entry(Decimal("123"))),
    ("92．3", {}, Entry(Decimal("92.3"))),
    ("1,234,567", {}, Entry(Decimal("1234567"))),
    ("1，234", {}, Entry(Decimal("1234"))),
    ("92.3%", {"unit": "%"}, Entry(Decimal("92.3"))),
    ("92.3％", {"unit": "%"}, Entry(Decimal("92.3"))),
    ("39.072万元", {"unit": "万元"}, Entry(Decimal("39.072"))),
    ("749 人", {"unit": "人"}, Entry(Decimal("749"))),
    ("0", {}, Entry(Decimal("0"))),
    ("-3", {}, Entry(Decimal("-3"))),
    ("−3", {}, Entry(Decimal("-3"))),
    ("", {}, Entry()),
    ("　", {}, Entry()),
    ("75.00", {"decimals": 0}, Entry(Decimal("75.00"))),
    ("1:6.3", {"kind": "ratio"}, Entry(terms=(Decimal("1"), Decimal("6.3")))),
    ("5：5", {"kind": "ratio"}, Entry(terms=(Decimal("5"), Decimal("5")))),
    ("约300", {}, Entry(Decimal("300"), None, "about")),
    ("300左右", {}, Entry(Decimal("300"), None, "about")),
    ("95以上", {"unit": "%"}, Entry(Decimal("95"), None, "at_least")),
    ("95%以上", {"unit": "%"}, Entry(Decimal("95"), None, "at_least")),
    ("近1.5", {}, Entry(Decimal("1.5"), None, "near")),
    ("逾500人", {"unit": "人"}, Entry(Decimal("500"), None, "over")),
    ("200多", {}, Entry(Decimal("200"), None, "over")),
    ("5:5左右", {"kind": "ratio"}, Entry(None, (Decimal("5"), Decimal("5")), "about")),
    ("5比5", {"kind": "ratio"}, Entry(None, (Decimal("5"), Decimal("5")))),
    ("99999999999", {}, Entry(Decimal("99999999999"))),
    ("500余", {}, Entry(Decimal("500"), None, "over")),
    ("500余人", {"unit": "人"}, Entry(Decimal("500"), None, "over")),
    ("超过500", {}, Entry(Decimal("500"), None, "over")),
    ("接近500人", {"unit": "人"}, Entry(Decimal("500"), None, "near")),
    ("不少于3", {}, Entry(Decimal("3"), None, "at_least")),
    ("500名", {"unit": "人"}, Entry(Decimal("500"))),
    ("35以下", {}, Entry(Decimal("35"), None, "under")),
    ("35岁以下", {"unit": "岁"}, Entry(Decimal("35"), None, "under")),
    ("35岁以下", {"unit": "周岁"}, Entry(Decimal("35"), None, "under")),
    ("30以内", {}, Entry(Decimal("30"), None, "within")),
    ("不超过30天", {"unit": "天"}, Entry(Decimal("30"), None, "within")),
    ("前3名", {"kind": "rank", "unit": "位"}, Entry(Decimal("3"), None, "within")),
    ("第3", {"kind": "rank", "unit": "位"}, Entry(Decimal("3"))),
    *(
        (typed, {"unit": "年"}, Entry(None, (Decimal("3"), Decimal("5")), "range"))
        for typed in ("3-5", "3—5", "3——5", "3～5", "3〜5", "3－5", "3至5年", "3年到5年", " 3 - 5 ")
    ),
    ("70%—80%", {"unit": "%", "kind": "percent"}, Entry(None, (Decimal("70"), Decimal("80")), "range")),
    ("70-80", {"kind": "percent"}, Entry(None, (Decimal("70"), Decimal("80")), "range")),
    ("第3—5位", {"kind": "rank", "unit": "位"}, Entry(None, (Decimal("3"), Decimal("5")), "range")),
    ("1,000-2,000", {}, Entry(None, (Decimal("1000"), Decimal("2000")), "range")),
]
REFUSED = [
    ("约", {}, "“约”不是数字，请只填数字，如 92.3。"),
    ("三百", {"decimals": 0}, "“三百”不是数字，请只填数字，如 92。"),
    (
        "173%",
        {"unit": "人", "decimals": 0},
        "这项指标的单位是“人”，“%”不该写在这里。请填数量，如 92；是比率的，请填到对应的比率指标。",
    ),
    ("1.2‰", {"kind": "percent", "unit": "%"}, "这项指标按“%”填报，与“1.2‰”的单位不同，请换算后只填数字。"),
    ("三百", {}, "“三百”不是数字，请只填数字，如 92.3。"),
    ("1.2.3", {}, "“1.2.3”不是数字，请只填数字，如 92.3。"),
    ("1,23", {}, "“1,23”不是数字，请只填数字，如 92.3。"),
    ("NaN", {}, "“NaN”不是数字，请只填数字，如 92.3。"),
    ("1e5", {}, "“1e5”不是数字，请只填数字，如 92.3。"),
    ("92.3人", {"unit": "%"}, "“92.3人”不是数字，请只填数字，如 92.3。"),
    ("1" * 30, {}, "数字太大，整数部分最多 11 位，请核对单位。"),
    ("92.345", {"decimals": 2}, "小数位太多，这项指标最多填 2 位小数。"),
    ("7.5", {"decimals": 0}, "小数位太多，这项指标只填整数。"),
    ("101", {"unit": "%", "maximum": Decimal(100)}, "不能大于 100%，请核对。"),
    ("-1", {"unit": "人", "minimum": Decimal(0)}, "不能小于 0人，请核对。"),
    ("6.3", {"kind": "ratio"}, "“6.3”不是比，请写成“前项:后项”，如 1:6.3。"),
    ("1:2:3", {"kind": "ratio"}, "“1:2:3”不是比，请写成“前项:后项”，如 1:6.3。"),
    ("1:0", {"kind": "ratio"}, "比的前项不能小于 0，后项必须大于 0。"),
    ("甲:乙", {"kind": "ratio"}, "“甲:乙”不是比，请写成“前项:后项”，如 1:6.3。"),
    ("3-5", {"kind": "ratio"}, "“3-5”不是比，请写成“前项:后项”，如 1:6.3。"),
    ("5-3", {}, "“5—3”前大后小，请把小的写在前面，如 3—5。"),
    ("3-3", {}, "“3—3”两头相同，请只填一个数。"),
    ("约3-5", {}, "区间前后不能再写“约”“左右”一类的词，请只填两个数，如 3—5。"),
    ("3-", {}, "“3-”不是数字，请只填数字，如 92.3。"),
    ("80-120", {"unit": "%", "maximum": Decimal(100)}, "不能大于 100%，请核对。"),
    ("3-4.5", {"decimals": 0}, "小数位太多，这项指标只填整数。"),
    ("3-" + "1" * 12, {}, "数字太大，整数部分最多 11 位，请核对单位。"),
    ("以下", {}, "“以下”不是数字，请只填数字，如 92.3。"),
]
UNFIT = [
    ({"value": Decimal(3), "kind": "ratio"}, "这项指标是比，须有前后两项。"),
    ({"terms": (Decimal(3), Decimal(5))}, "这项指标不是比，只有一个数。"),
    ({"value": Decimal(3), "approximation": "range"}, "区间须有两个数，如 3—5。"),
    ({"terms": (Decimal(3), Decimal(5)), "kind": "ratio", "approximation": "range"},
     "这项指标是比，须有前后两项。"),
    ({"terms": (Decimal(5), Decimal(3)), "approximation": "range"},
     "“5—3”前大后小，请把小的写在前面，如 3—5。"),
    ({"terms": (Decimal(-5), Decimal(3)), "approximation": "range", "minimum": Decimal(0)},
     "不能小于 0人，请核对。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "options", "entry"), UNDERSTOOD)
def test_a_figure_is_understood_as_people_type_it(text, options, entry):
    assert read_entry(text, **{"kind": "count", **options}) == entry


@pytest.mark.parametrize(("text", "options", "sentence"), REFUSED)
def test_what_is_no_figure_is_refused_with_a_sentence(text, options, sentence):
    with pytest.raises(EdusumError) as refused:
        read_entry(text, **{"kind": "count", **options})
    assert refused.value.message == sentence


@pytest.mark.parametrize(("given", "sentence"), UNFIT)
def test_a_number_the_metric_cannot_have_is_refused_wherever_it_comes_from(given, sentence):
    usual = {"value": None, "terms": None, "kind": "count", "unit": "人", "decimals": 0}
    with pytest.raises(EdusumError) as refused:
        refuse_unfit(**{**usual, "minimum": None, "maximum": None, **given})
    assert refused.value.message == sentence


@pytest.mark.parametrize(
    ("value", "terms", "approximation", "text"),
    [
        (Decimal("97.3000"), None, "", "97.3"),
        (Decimal("100.0000"), None, "over", "100"),
        (Decimal("0.0000"), None, "", "0"),
        (None, (Decimal("1.0000"), Decimal("6.3000")), "about", "1:6.3"),
        (None, (Decimal("3.0000"), Decimal("5.0000")), "range", "3—5"),
        (None, None, "", ""),
    ],
)
def test_a_stored_figure_is_written_as_people_would_type_it(value, terms, approximation, text):
    assert write_entry(value=value, terms=terms, approximation=approximation) == text
