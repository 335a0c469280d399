"""Printed pages become paragraphs again."""

import pytest

from edusum.common.errors import EdusumError
from edusum.document.readers import pdf
from tests.document.readers import printed

FIRST = "一年来，全县教育系统扎实工作，办学条件明显改善，新建幼儿园12所，在园幼儿达到8600人，家长十分满意。"
SECOND = "各校坚持立德树人，开齐开足课程，教学质量稳步提高，中考优秀率比上年提高了3.5个百分点，位居全市第二。"


def read(*pages) -> list[str]:
    return [line.text for line in pdf.read(printed.pdf(pages)).lines]


def test_lines_are_joined_to_paragraphs_by_their_indents():
    page = [
        *printed.paragraph(FIRST, 700),
        *printed.paragraph("一、主要成绩", 613),
        *printed.paragraph(SECOND, 584),
    ]
    assert read(page) == [FIRST, "一、主要成绩", SECOND]


def test_a_paragraph_goes_on_on_the_next_page():
    lines = printed.paragraph(FIRST + SECOND, 130)
    head, rest = lines[:2], [(left, 760 - 29 * at, *more) for at, (left, _, *more) in enumerate(lines[2:])]
    assert read(head, rest) == [FIRST + SECOND]


def test_running_heads_and_page_numbers_are_cut_and_told():
    said = [words[at:] + words[:at] for words in (FIRST.rstrip("。"),) for at in (0, 7, 13, 22)]
    pages = [
        [(72, 800, 9, "某县教育局年度材料"), *printed.paragraph(words, 700), (290, 40, 12, f"— {number} —")]
        for number, words in enumerate(said, 1)
    ]
    source = pdf.read(printed.pdf(pages))
    assert [line.text for line in source.lines] == said
    assert source.told[1:] == ("每页重复的页眉、页脚和页码（共 8 行）已略去。",)


def test_a_title_of_two_lines_is_one_centred_line():
    page = [
        (165, 740, 22, "某县教育局关于全年工作"),
        (209, 707, 22, "完成情况的总结"),
        *printed.paragraph(FIRST, 640),
        *printed.paragraph(SECOND, 550),
    ]
    title = pdf.read(printed.pdf([page])).lines[0]
    assert (title.text, title.is_bold) == ("某县教育局关于全年工作完成情况的总结", True)


def test_a_scan_is_told():
    with pytest.raises(EdusumError, match="扫描件"):
        pdf.read(printed.pdf([[], []]))


def test_a_text_layer_of_rubbish_is_told():
    with pytest.raises(EdusumError, match="乱码"):
        pdf.read(printed.pdf([printed.paragraph("\ue0a1\ue0b2\ue1c3\ue2d4" * 30, 700)]))


def test_a_locked_file_is_told():
    key = "<" + "41" * 32 + ">"
    locked = printed.pdf(
        [printed.paragraph(FIRST, 700)],
        more=f"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>",
    )
    with pytest.raises(EdusumError, match="加了密码"):
        pdf.read(locked)


def test_a_broken_file_is_told():
    with pytest.raises(EdusumError, match="打不开"):
        pdf.read(b"%PDF-1.7\n" + b"\x00\x01" * 500)
