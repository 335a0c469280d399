from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from edusum.document.house import House
from edusum.document.model import Attachment, Column, Document, Imprint, Section, SignOff, Table
from edusum.export.styles import STANDARD, layout_of
from edusum.export.word import to_docx
from tests.export.papers import SCHOOLS, paragraph
from tests.export.reading import read

WIDE = Table("", (Column("甲"), Column("乙")), (("一", "二"),), is_landscape=True)
TURNED, UPRIGHT = WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT


def paper(*blocks, **more) -> Document:
    return Document("总结", (Section(0, "", "", blocks=blocks),), **more)


def opened(document: Document):
    return docx.Document(BytesIO(to_docx(document)))


def pages(document: Document) -> list[tuple[WD_ORIENT, list[str]]]:
    """How the pages of each section are turned, and the texts on them."""
    found = []
    for section in opened(document).sections:
        texts = [
            item.text if hasattr(item, "text") else item.rows[0].cells[0].text
            for item in section.iter_inner_content()
        ]
        found.append((section.orientation, [text for text in texts if text]))
    return found


def test_a_wide_table_has_pages_of_its_own_turned_sideways():
    assert pages(paper(paragraph("上。"), WIDE, paragraph("下。"))) == [
        (UPRIGHT, ["总结", "上。"]),
        (TURNED, ["甲"]),
        (UPRIGHT, ["下。"]),
    ]


def test_wide_tables_that_follow_each_other_share_their_pages():
    assert pages(paper(paragraph("上。"), WIDE, replace(WIDE, caption="又一张"))) == [
        (UPRIGHT, ["总结", "上。"]),
        (TURNED, ["甲", "又一张", "甲"]),
    ]


def test_headings_right_above_a_wide_table_come_along():
    sections = (
        Section(1, "一、", "工作", blocks=(paragraph("上。"),)),
        Section(1, "二、", "数据", sections=(Section(2, "（一）", "学校", blocks=(WIDE,)),)),
    )
    assert pages(Document("总结", sections)) == [
        (UPRIGHT, ["总结", "一、工作", "上。"]),
        (TURNED, ["二、数据", "（一）学校", "甲"]),
    ]


def test_an_attachment_that_begins_with_a_wide_table_is_turned_as_a_whole():
    attachments = (
        Attachment("学校情况", (Section(0, "", "", blocks=(WIDE,)),)),
        Attachment("名单", (Section(0, "", "", blocks=(paragraph("某某。"),)),)),
    )
    assert pages(paper(paragraph("上。"), attachments=attachments)) == [
        (UPRIGHT, ["总结", "上。", "附件：1.学校情况", "2.名单"]),
        (TURNED, ["附件1", "学校情况", "甲"]),
        (UPRIGHT, ["附件2", "名单", "某某。"]),
    ]


def test_the_sign_off_stands_below_a_wide_table_that_ends_the_text():
    signed = paper(WIDE, sign_off=SignOff("区教育局", "2026年1月8日"))
    assert pages(signed) == [
        (UPRIGHT, ["总结"]),
        (TURNED, ["甲", "区教育局", "2026年1月8日"]),
    ]


def test_the_imprint_stands_upright_after_a_wide_table():
    attached = (Attachment("学校", (Section(0, "", "", blocks=(WIDE,)),)),)
    printed = paper(paragraph("上。"), attachments=attached, imprint=Imprint("区委办公室。"))
    assert [side for side, _ in pages(printed)] == [UPRIGHT, TURNED, UPRIGHT]


def test_a_document_may_begin_and_end_on_a_turned_page():
    assert [side for side, _ in pages(Document("", (Section(0, "", "", blocks=(WIDE,)),)))] == [TURNED]


def test_a_turned_page_has_the_margins_of_an_upright_one_turned_to_the_left():
    turned = opened(paper(SCHOOLS)).sections[-1]
    assert [length.mm for length in (turned.page_width, turned.page_height)] == pytest.approx(
        [297, 210], abs=0.02
    )
    margins = (turned.top_margin, turned.right_margin, turned.bottom_margin, turned.left_margin)
    assert [length.mm for length in margins] == pytest.approx([28, 37, 26, 35], abs=0.02)


def test_a_wide_table_is_as_wide_as_the_turned_page():
    widths = [column.width.twips for column in opened(paper(SCHOOLS)).tables[0].columns]
    assert sum(widths) == STANDARD.turned_width


def test_page_numbers_go_on_in_every_section_with_footers_of_their_own():
    sections = opened(paper(paragraph("上。"), WIDE, paragraph("下。"))).sections
    references = [
        [item.get(qn("r:id")) for item in section._sectPr.iter(qn("w:footerReference"))]
        for section in sections
    ]
    upright, turned = ["rIdFooter1", "rIdFooter2"], ["rIdFooter3", "rIdFooter4"]
    assert references == [upright, turned, upright]
    assert [section._sectPr.find(qn("w:pgNumType")) for section in sections] == [None] * 3
    assert {section.even_page_footer.is_linked_to_previous for section in sections} == {False}


def test_no_empty_paragraph_is_added_for_a_section():
    blocks = (paragraph("上。"), WIDE, paragraph("下。"))
    upright = (paragraph("上。"), replace(WIDE, is_landscape=False), paragraph("下。"))
    assert read(to_docx(paper(*blocks))) == read(to_docx(paper(*upright)))


def test_the_end_of_a_full_turned_page_takes_no_further_page():
    """An empty line below a table that fills its page would otherwise get a page of its own."""
    ends = [
        (section.orientation, list(section.iter_inner_content())[-1].paragraph_format.line_spacing)
        for section in opened(paper(WIDE, WIDE, paragraph("下。"), replace(WIDE, note="注"), WIDE)).sections
    ]
    assert ends == [(UPRIGHT, None), (TURNED, Pt(1)), (UPRIGHT, None), (TURNED, Pt(1))]
    noted = opened(paper(replace(WIDE, note="注：示例。"))).paragraphs[-1]
    assert (noted.text, noted.paragraph_format.line_spacing) == ("注：示例。", None)


def test_a_house_may_bind_its_papers_as_books():
    mirrored = docx.Document(BytesIO(to_docx(paper(), layout_of(House(is_mirrored=True)))))
    found = [file.settings.element.find(qn("w:mirrorMargins")) for file in (mirrored, opened(paper()))]
    assert [item is not None for item in found] == [True, False]
