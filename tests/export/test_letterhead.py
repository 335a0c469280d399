"""The 版头, value by value."""

import re

import pytest

from edusum.document.model import Letterhead
from edusum.export.oxml import letterhead
from edusum.export.styles import STANDARD

GAP = 2 * 579
"""Two empty lines in twips."""


def text(block: str) -> str:
    return "".join(re.findall("<w:t [^>]*>(.*?)</w:t>", block.replace("<w:tab/>", "<w:t >\t</w:t>")))


def style_of(block: str) -> str:
    return re.search('<w:pStyle w:val="Official(.*?)"/>', block)[1]


def look(style: str, part: str) -> str:
    return re.search(f'"Official{style}">.*?<w:{part}>(.*?)</w:{part}>', letterhead.styles(STANDARD))[1]


def test_the_lines_of_a_full_head_in_their_order():
    head = Letterhead("示例区教育局文件", "示教〔2026〕3号", (), "000001", "机密★1年", "特急")
    assert [(style_of(line), text(line)) for line in letterhead.blocks(head, STANDARD)] == [
        ("Serial", "000001"),
        ("Secrecy", "机密★1年"),
        ("Secrecy", "特急"),
        ("Mark", "示例区教育局文件"),
        ("Number", "示教〔2026〕3号"),
    ]


def test_a_head_without_anything_is_nothing():
    assert letterhead.blocks(Letterhead(""), STANDARD) == []


def test_the_red_line_is_drawn_without_a_number_too():
    lines = letterhead.blocks(Letterhead("示例区教育局"), STANDARD)
    assert [(style_of(line), text(line)) for line in lines] == [("Mark", "示例区教育局"), ("Number", "")]


@pytest.mark.parametrize("lines_above", [0, 1, 2, 3])
def test_the_mark_stands_at_the_same_height_whatever_is_above(lines_above):
    above = dict.fromkeys(("serial", "secrecy", "urgency")[:lines_above], "字")
    mark = letterhead.blocks(Letterhead("示例区教育局文件", **above), STANDARD)[lines_above]
    before = int(re.search('w:before="([0-9]+)"', mark)[1])
    # 35 mm less the room above the ink in a line of 55 pt
    assert before + lines_above * 579 == 1984 - 130


@pytest.mark.parametrize(
    ("mark", "run_look"),
    [
        ("示例区教育局文件", ""),
        ("示例县教育体育局文件", '<w:w w:val="88"/>'),
        ("示例自治州示例县教育和体育局文件", '<w:w w:val="66"/><w:sz w:val="83"/><w:szCs w:val="83"/>'),
        ("局" * 40, '<w:w w:val="66"/><w:sz w:val="33"/><w:szCs w:val="33"/>'),
    ],
)
def test_a_long_mark_is_narrowed_first_and_then_made_smaller(mark, run_look):
    line = letterhead.blocks(Letterhead(mark), STANDARD)[0]
    found = re.search("<w:r>(?:<w:rPr>(.*?)</w:rPr>)?<w:t", line)[1] or ""
    assert found == run_look


def test_the_mark_is_red_and_in_the_font_of_the_title():
    assert look("Mark", "rPr") == (
        '<w:rFonts w:ascii="方正小标宋简体" w:hAnsi="方正小标宋简体" w:eastAsia="方正小标宋简体"'
        ' w:cs="方正小标宋简体"/>'
        '<w:color w:val="FF0000"/><w:spacing w:val="0"/><w:sz w:val="100"/><w:szCs w:val="100"/>'
    )
    assert '<w:jc w:val="center"/>' in look("Mark", "pPr")


def test_the_number_stands_two_lines_below_the_mark_and_above_the_title_with_the_red_line():
    assert look("Number", "pPr") == (
        '<w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
        '<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{GAP}" w:after="{GAP}" w:line="360" w:lineRule="exact"/>'
        '<w:jc w:val="center"/>'
    )


def test_secrecy_and_urgency_are_in_hei_and_signers_in_kai():
    assert 'w:eastAsia="黑体"' in look("Secrecy", "rPr")
    assert 'w:eastAsia="楷体_GB2312"' in look("Signer", "rPr")
    assert 'w:eastAsia="仿宋_GB2312"' in look("Signers", "rPr")


def rows(*signers: str, number: str = "示教呈〔2026〕12号") -> list[tuple[str, str]]:
    lines = letterhead.blocks(Letterhead("示例区教育局", number, signers), STANDARD)[1:]
    return [(style_of(line), text(line)) for line in lines]


def test_an_only_signer_stands_on_the_line_of_the_number():
    assert rows("张三") == [("Number", "示教呈〔2026〕12号\t签发人：张三")]


def test_signers_stand_two_on_a_line_the_number_on_the_last():
    assert rows("张三", "李四", "王小明") == [
        ("Signers", "\t签发人：张三\t李四"),
        ("Number", "示教呈〔2026〕12号\t\t王小明"),
    ]


def test_a_number_that_has_no_room_beside_the_signers_takes_a_line_of_its_own():
    assert rows("阿卜杜热合曼", "买买提", number="示例州教育体育发〔2026〕112号") == [
        ("Signers", "\t签发人：阿卜杜热合曼\t买买提"),
        ("Number", "示例州教育体育发〔2026〕112号"),
    ]


def test_names_end_one_character_from_the_right_below_each_other():
    first, last = letterhead.blocks(
        Letterhead("局", "示教〔2026〕3号", ("欧阳某某", "李四", "王小明")), STANDARD
    )[1:]
    # 28 characters of 316 twips: one at the right, two and four for names, one between, four for the label
    tabs = [16 * 316, 20 * 316, 25 * 316]
    for line in (first, last):
        assert re.findall('<w:tab w:val="left" w:pos="([0-9]+)"/>', line) == list(map(str, tabs))
    assert f'<w:spacing w:before="{GAP}" w:after="0" w:line="579" w:lineRule="exact"/>' in first
    assert f'<w:spacing w:before="175" w:after="{GAP}" w:line="360" w:lineRule="exact"/>' in last
    assert '<w:ind w:firstLineChars="100" w:firstLine="316"/><w:jc w:val="left"/>' in last
    assert '<w:rPr><w:rStyle w:val="OfficialSigner"/></w:rPr>' in last
