"""What a Word file carries so that it can be taken back after it was edited outside."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

from edusum.document.model import Column, Document, Paragraph, Run, Section, Table
from edusum.document.readers import docx
from edusum.document.readers.package import custom_properties
from edusum.document.section_marks import section_mark
from edusum.export.oxml.section_marks import marked
from edusum.export.redline import Author, Authorship, redline
from edusum.export.styles import STANDARD
from edusum.export.word import to_docx
from tests.export.papers import rich_paper


def words(text):
    return Paragraph((Run(text),))


TABLE = Table("", (Column("项目"),), (("学校",),))
DOCUMENT = Document(
    "工作总结",
    (
        Section(0, "", "", key="opening", blocks=(words("导语。"),)),
        Section(1, "一、", "学前教育", key="own-7", sections=(Section(2, "（一）", "学位", key="seats"),)),
        Section(1, "二、", "义务教育", key="compulsory", blocks=(words("工作扎实。"), TABLE)),
        Section(0, "", "", key="figures", blocks=(TABLE,)),
    ),
    has_contents=True,
)


def body_of(word_file):
    with ZipFile(BytesIO(word_file)) as package:
        return package.read("word/document.xml").decode()


def test_each_section_is_found_again_at_its_first_line():
    source = docx.read(to_docx(DOCUMENT))
    found = [(source.lines[line].text, mark) for line, mark in source.section_keys]
    assert found == [
        ("导语。", "opening"),
        ("一、学前教育", section_mark("own-7")),
        ("（一）学位", "seats"),
        ("二、义务教育", "compulsory"),
    ]


def test_the_name_of_a_mark_is_one_that_word_takes():
    assert section_mark("pre_school_2") == "pre_school_2"
    long = [section_mark(key) for key in ("own-7", "own_7", "x" * 60, "甲")]
    assert len(set(long)) == 4
    assert all(name.isascii() and len(name) <= 29 and "-" not in name for name in long)


def test_a_mark_goes_from_the_first_paragraph_of_a_section_to_its_last():
    blocks = [f"<w:p><w:pPr>{n}</w:pPr>字{n}</w:p>" for n in "abc"]
    assert marked(blocks, ["", "one", "one"], first=5) == [
        blocks[0],
        '<w:p><w:pPr>b</w:pPr><w:bookmarkStart w:id="5" w:name="edusum_one"/>字b</w:p>',
        '<w:p><w:pPr>c</w:pPr>字c<w:bookmarkEnd w:id="5"/></w:p>',
    ]


def test_the_file_tells_of_which_document_it_was_made():
    assert custom_properties(to_docx(DOCUMENT)) == {"EdusumSnapshot": DOCUMENT.digest}
    assert Document.from_json(DOCUMENT.to_json()).digest == DOCUMENT.digest
    assert Document("工作总结").digest != DOCUMENT.digest


def test_a_redline_carries_no_marks_that_a_rejected_change_would_leave_without_an_end():
    authorship = Authorship(Author("示例", datetime(2026, 1, 8, tzinfo=UTC)))
    assert "edusum_" not in body_of(redline(rich_paper(), DOCUMENT, STANDARD, authorship))


def test_a_mark_in_the_empty_note_of_a_turned_last_table_leaves_it_hardly_a_line():
    turned = replace(TABLE, columns=(), rows=(), is_landscape=True)
    body = body_of(to_docx(Document("", (Section(1, "一、", "情况", key="state", blocks=(turned,)),))))
    last = body[body.rindex("<w:p>") : body.rindex("<w:sectPr>")]
    assert last == (
        '<w:p><w:pPr><w:pStyle w:val="OfficialTableNote"/><w:spacing w:before="0" w:after="0" w:line="20"'
        ' w:lineRule="exact"/></w:pPr><w:bookmarkEnd w:id="1"/></w:p>'
    )
