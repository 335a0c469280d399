from dataclasses import replace
from io import BytesIO

import docx
from docx.oxml.ns import qn

from edusum.document.model import Attachment, Document, Letterhead, Section
from edusum.export.word import to_docx
from tests.export.papers import paragraph, part_paper

BELOW = Section(3, "1.", "师资", blocks=(paragraph("丙。"),))
REPORT = Document(
    "总结",
    (
        Section(
            1,
            "一、",
            "工作",
            blocks=(paragraph("甲。"),),
            sections=(Section(2, "（一）", "学前", sections=(BELOW,)),),
        ),
        Section(1, "二、", "打算", is_run_in=True, blocks=(paragraph("乙。"),)),
    ),
    addressee="区政府：",
    has_contents=True,
)


def opened(document: Document):
    return docx.Document(BytesIO(to_docx(document)))


def lines(document: Document) -> list[tuple[str, str]]:
    return [(item.style.name, item.text) for item in opened(document).paragraphs]


def test_the_contents_stand_on_a_page_of_their_own_before_the_title():
    assert lines(REPORT)[:6] == [
        ("公文目录标题", "目录"),
        ("toc 1", "一、工作"),
        ("toc 2", "（一）学前"),
        ("toc 1", "二、打算"),
        ("Title", "总结"),
        ("公文主送机关", "区政府："),
    ]
    breaks = [item.paragraph_format.page_break_before for item in opened(REPORT).paragraphs]
    assert breaks == [*[None] * 4, True, *[None] * (len(breaks) - 5)]


def test_below_a_letterhead_the_text_begins_on_the_first_page_without_contents():
    paper = replace(REPORT, letterhead=Letterhead("示例区教育局文件", "示教〔2026〕3号"))
    assert [style for style, _ in lines(paper)[:4]] == [
        "公文发文机关标志",
        "公文发文字号",
        "Title",
        "公文主送机关",
    ]
    assert all(item.paragraph_format.page_break_before is None for item in opened(paper).paragraphs[:4])


def test_each_entry_leads_to_its_heading():
    file = opened(REPORT)
    targets = {
        mark.get(qn("w:name")): mark.getparent() for mark in file.element.body.iter(qn("w:bookmarkStart"))
    }
    entries = list(file.element.body.iter(qn("w:hyperlink")))
    found = [
        ("".join(text.text for text in targets[entry.get(qn("w:anchor"))].iter(qn("w:t"))))
        for entry in entries
    ]
    assert found == ["一、工作", "（一）学前", "二、打算。乙。"]


def test_a_heading_that_begins_a_paragraph_is_told_without_the_rest_of_it():
    """Word lists what has the character style that is linked with a heading, and nothing behind it."""
    body = opened(REPORT).element.body
    mark = list(body.iter(qn("w:bookmarkStart")))[-1]
    heading = mark.getnext()
    assert heading.find(f"{qn('w:rPr')}/{qn('w:rStyle')}").get(qn("w:val")) == "Heading1Char"
    assert (heading.text, heading.getnext().tag) == ("二、打算", qn("w:bookmarkEnd"))


def test_the_contents_are_one_field_that_word_can_bring_up_to_date():
    body = opened(REPORT).element.body
    marks = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert marks == ["begin", "separate", "end"]
    assert [code.text for code in body.iter(qn("w:instrText"))] == [' TOC \\o "1-2" \\h \\z \\u ']


def test_parts_and_attachments_are_told_too():
    assert [line for line in lines(part_paper()) if line[0].startswith("toc")] == [
        ("toc 1", "第一部分　2025年工作总结"),
        ("toc 2", "一、学前教育"),
        ("toc 3", "（一）普惠"),
        ("toc 1", "第二部分　2026年工作打算"),
        ("toc 1", "数据来源"),
    ]


def test_a_long_name_of_an_attachment_is_one_line_of_the_contents():
    name = "示例区教育局关于报送2025年全区教育系统工作总结及2026年工作要点的报告"
    attachment = Attachment(name, (Section(0, "", "", blocks=(paragraph("甲。"),)),))
    assert lines(Document("总结", attachments=(attachment,), has_contents=True))[1] == ("toc 1", name)


def test_there_are_no_contents_without_headings():
    assert lines(Document("总结", (Section(0, "", "", blocks=(paragraph("甲。"),)),), has_contents=True)) == [
        ("Title", "总结"),
        ("公文正文", "甲。"),
    ]
