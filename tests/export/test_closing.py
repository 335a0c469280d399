"""What ends the text, value by value as the standard and the table of Word's units have it."""

import re

import pytest

from edusum.document.house import House
from edusum.document.model import SignOff
from edusum.export.oxml import closing
from edusum.export.styles import STANDARD, layout_of

SEALED = layout_of(House(sign_off="seal"))


def properties(block: str) -> str:
    return re.search("<w:pPr>(.*?)</w:pPr>", block)[1]


def text(block: str) -> str:
    return "".join(re.findall("<w:t [^>]*>(.*?)</w:t>", block))


def indents(block: str) -> str:
    return re.search("<w:ind ([^>]*)/>", block)[1]


def test_an_only_attachment_is_named_below_an_empty_line():
    assert closing.attachment_note(["统计表"], STANDARD) == [
        '<w:p><w:pPr><w:pStyle w:val="OfficialAttachmentNote"/>'
        '<w:spacing w:before="579" w:after="0" w:line="579" w:lineRule="exact"/>'
        '<w:ind w:leftChars="500" w:left="1580" w:hangingChars="300" w:hanging="948"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">附件：统计表</w:t></w:r></w:p>'
    ]


def test_several_attachments_have_their_numbers_below_each_other():
    note = closing.attachment_note([f"表{number}" for number in range(1, 13)], STANDARD)
    first = 'w:leftChars="600" w:left="1896" w:hangingChars="400" w:hanging="1264"'
    below = 'w:leftChars="600" w:left="1896" w:hangingChars="100" w:hanging="316"'
    wide = 'w:leftChars="650" w:left="2054" w:hangingChars="150" w:hanging="474"'
    assert [indents(item) for item in note] == [first, *[below] * 8, *[wide] * 3]
    assert [text(item) for item in note[:2]] == ["附件：1.表1", "2.表2"]
    assert ["<w:spacing" in item for item in note] == [True, *[False] * 11]


@pytest.mark.parametrize(
    ("house", "number", "indent"),
    [
        (House(dot="．"), "1．", 'w:leftChars="650" w:left="2054" w:hangingChars="450" w:hanging="1422"'),
        (
            House(latin_font="Times New Roman"),
            "1.",
            'w:leftChars="575" w:left="1817" w:hangingChars="375" w:hanging="1185"',
        ),
    ],
)
def test_the_indent_follows_the_dot_of_the_house(house, number, indent):
    first = closing.attachment_note(["甲", "乙"], layout_of(house))[0]
    assert (text(first), indents(first)) == (f"附件：{number}甲", indent)


def test_no_attachments_no_note():
    assert closing.attachment_note([], STANDARD) == []


def test_a_sign_off_without_seal():
    lines = closing.sign_off(SignOff("示例区教育局", "2025年12月31日"), STANDARD)
    assert [properties(line) for line in lines] == [
        '<w:pStyle w:val="OfficialSignOffName"/>'
        '<w:spacing w:before="579" w:after="0" w:line="579" w:lineRule="exact"/>'
        '<w:ind w:rightChars="500" w:right="1580"/>',
        '<w:pStyle w:val="OfficialSignOffDate"/><w:ind w:rightChars="200" w:right="632"/>',
    ]


def test_a_sign_off_with_seal():
    lines = closing.sign_off(SignOff("示例区教育和体育局", "2026年1月8日"), SEALED)
    assert [indents(line) for line in lines] == [
        'w:rightChars="250" w:right="790"',
        'w:rightChars="400" w:right="1264"',
    ]


def test_a_note_stands_in_brackets_below_the_date():
    lines = closing.sign_off(SignOff("局", "2026年1月8日", "此件公开发布"), STANDARD)
    assert lines[-1] == (
        '<w:p><w:pPr><w:pStyle w:val="OfficialSignOffNote"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">（此件公开发布）</w:t></w:r></w:p>'
    )


@pytest.mark.parametrize(
    ("sign_off", "texts"),
    [
        (SignOff("", "2026年1月8日"), ["2026年1月8日"]),
        (SignOff("示例区教育局", ""), ["示例区教育局"]),
        (SignOff(" 示例区\n教育局", " "), ["示例区 教育局"]),
        (SignOff("", ""), []),
    ],
)
def test_what_is_missing_takes_no_line(sign_off, texts):
    lines = closing.sign_off(sign_off, STANDARD)
    assert [text(line) for line in lines] == texts
    assert ["w:before=" in line for line in lines] == [True for _ in texts]


def test_name_and_date_stay_together_at_the_right():
    styles = closing.styles(STANDARD)
    line = '<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/>'
    assert f'<w:pPr><w:keepNext/>{line}<w:jc w:val="right"/></w:pPr>' in styles
    assert re.findall('w:styleId="(.*?)"', styles) == [
        "OfficialAttachmentNote",
        "OfficialSignOffName",
        "OfficialSignOffDate",
        "OfficialSignOffNote",
    ]
