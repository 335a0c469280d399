"""The 版记, value by value."""

import re

import pytest

from edusum.document.house import STANDARD_HOUSE, House
from edusum.document.model import Imprint
from edusum.export.oxml import imprint
from edusum.export.styles import STANDARD, layout_of

FULL = Imprint("区委办公室，区政府办公室", "示例区教育局办公室", "2026年1月8日")
TEXT = '<w:p><w:pPr><w:pStyle w:val="OfficialImprintText"/>'


def block(content: Imprint, house: House = STANDARD_HOUSE) -> str:
    (found,) = imprint.blocks(content, layout_of(house))
    return found


def paragraphs(found: str) -> list[str]:
    return re.findall(r'<w:p><w:pPr><w:pStyle w:val="OfficialImprintText"/>.*?</w:p>', found)


def test_copies_stand_one_character_in_and_turn_below_the_first_name():
    assert paragraphs(block(FULL))[0] == (
        f'{TEXT}<w:ind w:leftChars="400" w:left="1120" w:hangingChars="300" w:hanging="840"'
        ' w:rightChars="100" w:right="280"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">抄送：区委办公室，区政府办公室。</w:t></w:r></w:p>'
    )


def test_who_issues_stands_at_the_left_and_when_at_the_right():
    assert paragraphs(block(FULL))[1] == (
        f'{TEXT}<w:tabs><w:tab w:val="right" w:pos="8565"/></w:tabs>'
        '<w:ind w:leftChars="100" w:left="280"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">示例区教育局办公室</w:t><w:tab/>'
        '<w:t xml:space="preserve">2026年1月8日印发</w:t></w:r></w:p>'
    )


def test_a_long_name_leaves_the_date_a_line_of_its_own():
    issued = paragraphs(block(Imprint("", "示例自治州" * 6, "2026年1月8日")))[0]
    assert '</w:t><w:br/><w:t xml:space="preserve"></w:t><w:tab/>' in issued


@pytest.mark.parametrize(
    ("content", "rows"),
    [(FULL, 2), (Imprint("区委办公室"), 1), (Imprint("", "办公室"), 1), (Imprint("", "", "2026年1月8日"), 1)],
)
def test_what_is_missing_takes_no_row(content, rows):
    found = block(content)
    assert (found.count("<w:tr>"), len(paragraphs(found))) == (rows, rows)


def test_an_empty_imprint_is_nothing():
    assert imprint.blocks(Imprint(), STANDARD) == []
    assert imprint.blocks(Imprint(" ", "\n", ""), STANDARD) == []


def test_the_table_hangs_at_the_lower_edge_of_the_text_and_is_as_wide():
    found = block(FULL)
    assert (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page"'
        ' w:tblpX="1587" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
        '<w:tblW w:w="8845" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    ) in found
    assert found.count('<w:tcW w:w="8845" w:type="dxa"/>') == 2
    edge = '<w:p><w:pPr><w:pStyle w:val="OfficialImprintEdge"/></w:pPr></w:p>'
    assert found.startswith(f"{edge}<w:tbl>")
    assert found.endswith(f"</w:tbl>{edge}")


def test_with_mirrored_margins_it_stands_in_the_middle_of_the_page():
    found = block(FULL, House(is_mirrored=True))
    assert 'w:horzAnchor="page" w:tblpXSpec="center" w:tblpYSpec="bottom"' in found


def test_outer_lines_are_thick_and_inner_ones_thin():
    styles = imprint.styles(STANDARD)
    lines = re.findall(r'<w:(top|bottom|insideH) w:val="single" w:sz="(\d+)"', styles)
    assert lines == [("top", "8"), ("bottom", "8"), ("insideH", "6")]
    assert "<w:left w:val=" not in styles


def test_the_text_is_4号_in_the_font_of_the_text():
    styles = imprint.styles(STANDARD)
    look = re.search('w:styleId="OfficialImprintText">.*?<w:rPr>(.*?)</w:rPr>', styles)[1]
    assert look == (
        '<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:cs="仿宋_GB2312"/>'
        '<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
    )
