from decimal import Decimal

import pytest

from edusum.common.errors import EdusumError
from edusum.metrics.entries import Entry, read_entry, write_entry

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
]
REFUSED = [
    ("约", {}, "“约”不是数字，请只填数字，如 92.3。"),
    ("三百", {"decimals": 0}, "“三百”不是数字，请只填数字，如 92。"),
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
]


@pytest.mark.parametrize(("text", "options", "entry"), UNDERSTOOD)
def test_a_figure_is_understood_as_people_type_it(text, options, entry):
    assert read_entry(text, **{"kind": "count", **options}) == entry


@pytest.mark.parametrize(("text", "options", "sentence"), REFUSED)
def test_what_is_no_figure_is_refused_with_a_sentence(text, options, sentence):
    with pytest.raises(EdusumError) as refused:
        read_entry(text, **{"kind": "count", **options})
    assert refused.value.message == sentence


@pytest.mark.parametrize(
    ("value", "terms", "text"),
    [
        (Decimal("97.3000"), None, "97.3"),
        (Decimal("100.0000"), None, "100"),
        (Decimal("0.0000"), None, "0"),
        (None, (Decimal("1.0000"), Decimal("6.3000")), "1:6.3"),
        (None, None, ""),
    ],
)
def test_a_stored_figure_is_written_as_people_would_type_it(value, terms, text):
    assert write_entry(value=value, terms=terms) == text
