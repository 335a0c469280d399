import re
import time
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from openxml_audit import OpenXmlValidator

from edusum.document.model import Column, Document, FigureRun, Paragraph, Section, SignOff, Table
from edusum.export.oxml.markup import clean
from edusum.export.word import to_docx
from tests.export.papers import FIGURE, GAP, INDICATORS, TEXT, documents, paragraph, rich_paper
from tests.export.rules import breaches

VALIDATOR = OpenXmlValidator()


def read(document: Document):
    return docx.Document(BytesIO(to_docx(document)))


def lines(document: Document) -> list[tuple[str, str]]:
    """Style and text of each paragraph outside tables."""
    return [(item.style.name, item.text) for item in read(document).paragraphs]


def errors(word_file: bytes, folder) -> list[str]:
    path = folder / "paper.docx"
    path.write_bytes(word_file)
    return [str(error) for error in VALIDATOR.validate(path).errors]


def with_text(*blocks: Paragraph | Table, **more) -> Document:
    return Document("总结", (Section(0, "", "", blocks=blocks),), **more)


def test_everything_is_printed_in_order_and_in_its_style():
    assert lines(rich_paper()) == [
        ("Title", "示例区教育局关于报送2025年全区教育系统\n工作总结及2026年工作要点的报告"),
        ("公文主送机关", "区人民政府："),
        ("公文正文", TEXT),
        ("Heading 1", "一、主要工作"),
        ("Heading 2", "（一）学前教育"),
        ("公文正文", TEXT),
        ("Heading 3", "1.扩大普惠资源"),
        ("公文正文", "普惠率75%，公办园占比【待补：公办园占比】。"),
        ("Heading 4", "（1）新建公办园"),
        ("公文正文", "新建3所。"),
        ("公文正文", "（二）义务教育。学位充足。"),
        ("公文表题", "2025年主要指标"),
        ("公文表注", "注：2024年数据为示例。"),
        ("公文正文", "1.师资。" + TEXT),
        ("Heading 1", "二、下一步打算"),
        ("公文正文", TEXT),
        ("公文正文", "总体较好。"),
        ("公文署名", "示例区教育局"),
        ("公文成文日期", "2025年12月31日"),
    ]


def test_the_page_has_the_margins_of_the_standard():
    section = read(rich_paper()).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    lengths += (section.bottom_margin, section.right_margin, section.footer_distance)
    assert [length.mm for length in lengths] == pytest.approx([210, 297, 37, 28, 35, 26, 25], abs=0.02)


def test_a_run_in_heading_is_set_off_by_a_character_style():
    runs = [(run.style.name, run.text) for run in read(rich_paper()).paragraphs[10].runs]
    assert runs == [("标题 2 字符", "（二）义务教育"), ("Default Paragraph Font", "。学位充足。")]


@pytest.mark.parametrize("blocks", [(), (INDICATORS,)])
def test_a_run_in_heading_without_text_stands_as_a_sentence(blocks):
    document = Document("总结", (Section(1, "", "一是强化队伍", is_run_in=True, blocks=blocks),))
    assert lines(document)[1] == ("公文正文", "一是强化队伍。")


def test_an_opening_has_no_heading_even_if_it_is_named():
    document = Document("总结", (Section(0, "", "开头", blocks=(paragraph("各位同志："),)),))
    assert lines(document) == [("Title", "总结"), ("公文正文", "各位同志：")]


def test_gaps_stand_out_and_figures_do_not():
    runs = read(with_text(paragraph("普惠率", FIGURE, "，占比", GAP, "。"))).paragraphs[1].runs
    assert [(run.style.name, run.text) for run in runs] == [
        ("Default Paragraph Font", "普惠率75%，占比"),
        ("待补数据", "【待补：公办园占比】"),
        ("Default Paragraph Font", "。"),
    ]


def test_a_table_is_printed_whole_and_as_wide_as_the_text():
    file = read(with_text(INDICATORS))
    table = file.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["指标", "2024年", "2025年", "变化"],
        *map(list, INDICATORS.rows),
    ]
    widths = [column.width.twips for column in table.columns]
    assert sum(widths) == 8845
    assert [round(width / 8845 * 11) for width in widths] == [4, 2, 2, 3]
    assert [cell.width.twips for cell in table.rows[1].cells] == widths


def test_a_table_repeats_its_head_breaks_between_rows_and_says_what_it_is():
    table = read(with_text(INDICATORS)).tables[0]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    told = [table._tbl.tblPr.find(qn(name)).get(qn("w:val")) for name in ("w:tblCaption", "w:tblDescription")]
    assert told == ["2025年主要指标", "各列依次为：指标、2024年、2025年、变化。"]


def test_cells_stand_as_their_column_says_and_a_gap_in_a_cell_stands_out():
    table = read(with_text(INDICATORS)).tables[0]
    names = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
    assert [int(name) for name in names] == [0, 2, 2, 1]
    assert [run.style.name for run in table.rows[2].cells[2].paragraphs[0].runs] == ["待补数据"]


def test_two_tables_without_captions_do_not_melt_together():
    bare = Table("", (Column("指标"),), (("甲",),))
    body = read(with_text(bare, bare)).element.body
    assert [child.tag.rpartition("}")[2] for child in body] == ["p", "tbl", "p", "tbl", "p", "sectPr"]


def test_the_sign_off_stands_in_by_the_widths_of_name_and_date():
    name, date = read(rich_paper()).paragraphs[-2:]
    indents = [item._p.pPr.ind.get(qn("w:rightChars")) for item in (name, date)]
    assert indents == ["500", "200"]
    lengths = [item.paragraph_format.right_indent.pt for item in (name, date)]
    assert lengths == pytest.approx([5 * 15.8, 2 * 15.8], abs=0.1)


def test_the_last_paragraph_goes_along_with_the_sign_off():
    *_, before, last, name, date = read(rich_paper()).paragraphs
    kept = [item.paragraph_format.keep_with_next for item in (before, last)]
    assert kept == [None, True]
    assert [item.style.paragraph_format.keep_with_next for item in (name, date)] == [True, None]


def test_the_last_row_of_a_table_goes_along_with_the_sign_off():
    file = read(with_text(INDICATORS, sign_off=SignOff("区教育局", "2026年1月8日")))
    rows = [
        {cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells}
        for row in file.tables[0].rows
    ]
    assert rows == [{None}, {None}, {True}]
    assert file.paragraphs[-3].paragraph_format.keep_with_next is True


def test_page_numbers_stand_outside_on_odd_and_even_pages():
    file = read(rich_paper())
    assert file.settings.odd_and_even_pages_header_footer is True
    section = file.sections[0]
    footers = [footer.paragraphs[0] for footer in (section.footer, section.even_page_footer)]
    assert [footer.text for footer in footers] == ["— 1 —", "— 1 —"]
    assert [int(footer.alignment) for footer in footers] == [2, 0]
    assert [footer._p.find(f".//{qn('w:instrText')}").text for footer in footers] == [" PAGE ", " PAGE "]
    indents = [
        (footer._p.pPr.ind.get(qn("w:rightChars")), footer._p.pPr.ind.get(qn("w:leftChars")))
        for footer in footers
    ]
    assert indents == [("100", None), (None, "100")]


def test_the_file_says_what_it_is():
    told = read(rich_paper()).core_properties
    assert (told.title, told.author) == (rich_paper().title, "示例区教育局")
    assert (told.subject, told.language, told.revision) == ("年度工作总结", "zh-CN", 1)
    assert told.keywords == "示例区教育局，2025年，年度工作总结"
    assert (told.comments, told.last_modified_by) == ("", "示例区教育局")
    assert told.created == told.modified == datetime(2025, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "year", "created"),
    [("2026年2月30日", 2025, (2025, 12, 31)), ("近日", 0, (2000, 1, 1)), ("2026年1月8日", 0, (2026, 1, 8))],
)
def test_the_file_is_dated_as_the_document_is(date, year, created):
    told = read(with_text(sign_off=SignOff("局", date), year=year)).core_properties
    assert told.created == datetime(*created, tzinfo=UTC)


def test_properties_longer_than_word_takes_are_cut():
    told = read(Document("总结" * 300, bureau="局\x00" * 300)).core_properties
    assert (len(told.title), told.author) == (255, "局" * 255)


def test_the_same_document_gives_the_same_bytes(monkeypatch):
    first = to_docx(rich_paper())
    monkeypatch.setattr(time, "time", lambda: 4102444800.0)
    assert to_docx(rich_paper()) == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_but_the_needed_parts_is_in_the_file():
    with zipfile.ZipFile(BytesIO(to_docx(rich_paper()))) as archive:
        assert sorted(archive.namelist()) == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/app.xml",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/fontTable.xml",
            "word/footer1.xml",
            "word/footer2.xml",
            "word/settings.xml",
            "word/styles.xml",
            "word/theme/theme1.xml",
        ]


def test_markup_in_text_stays_text_and_control_characters_go():
    hostile = "a<b>&amp;\"'\x00\x0b\ud800\uffff{{ 甲 }}</w:t>"
    table = Table(hostile, (Column(hostile),), ((hostile,),), hostile)
    file = read(with_text(paragraph(hostile), table, salutation=hostile))
    kept = "a<b>&amp;\"'{{ 甲 }}</w:t>"
    assert [item.text for item in file.paragraphs] == ["总结", kept, kept, kept, kept]
    assert file.tables[0].rows[1].cells[0].text == kept


def test_line_ends_and_tabs_inside_text_are_words_own():
    assert lines(with_text(paragraph("甲\r\n乙\t丙")))[1] == ("公文正文", "甲\n乙\t丙")


def test_an_empty_document_is_a_valid_file(tmp_path):
    word_file = to_docx(Document(""))
    assert lines(Document("")) == []
    assert (errors(word_file, tmp_path), breaches(word_file)) == ([], [])


def test_a_rich_document_passes_the_validator_and_every_rule(tmp_path):
    word_file = to_docx(rich_paper())
    assert (errors(word_file, tmp_path), breaches(word_file)) == ([], [])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(documents())
def test_any_document_gives_a_valid_file_with_all_its_text(tmp_path, document):
    word_file = to_docx(document)
    assert (errors(word_file, tmp_path), breaches(word_file)) == ([], [])
    printed = "".join(
        element.text or "" for element in docx.Document(BytesIO(word_file)).element.iter(qn("w:t"))
    )
    assert squeezed(printed).replace("。", "") == squeezed("".join(said(document))).replace("。", "")


def squeezed(text: str) -> str:
    return "".join(clean(text).split())


def said(document: Document):
    """Every text of the document in the order of the page, but for the stops after run-in headings."""
    yield document.title
    yield document.salutation
    for section in document.walk():
        yield section.marker + section.heading if section.level else ""
        for block in section.blocks:
            yield block.text if isinstance(block, Paragraph) else "".join(texts_of(block))
    if document.sign_off:
        yield document.sign_off.name + document.sign_off.date


def texts_of(table: Table):
    yield table.caption
    yield from (column.head for column in table.columns)
    yield from (text for row in table.rows for text in row)
    yield table.note


@pytest.mark.parametrize(
    ("part", "pattern", "broken", "breach"),
    [
        ("word/footer1.xml", r'<w:r><w:fldChar w:fldCharType="end"/></w:r>', "", "field marks"),
        ("word/document.xml", 'w:val="OfficialBody"', 'w:val="Lost"', "unknown style Lost"),
        ("word/document.xml", 'r:id="rIdOdd"', 'r:id="rId99"', "unknown relation rId99"),
        ("word/document.xml", "</w:p></w:tc>", "</w:p><w:tbl/></w:tc>", "does not end with a paragraph"),
        (
            "word/document.xml",
            "<w:r><w:t",
            '<w:r><w:rPr><w:rFonts w:ascii="A"/></w:rPr><w:t',
            "fonts of its own",
        ),
        ("[Content_Types].xml", r'<Override PartName="/word/footer1.xml"[^>]*>', "", "no content type"),
        ("word/_rels/document.xml.rels", "footer1.xml", "footer9.xml", "relation to missing"),
    ],
)
def test_each_rule_bites(part, pattern, broken, breach):
    mutant = BytesIO()
    with zipfile.ZipFile(BytesIO(to_docx(rich_paper()))) as source, zipfile.ZipFile(mutant, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            target.writestr(name, re.sub(pattern, broken, text, count=1) if name == part else text)
    assert [breach in found for found in breaches(mutant.getvalue())] == [True]


def test_a_figure_reads_like_the_text_around_it():
    figure = FigureRun("逾3万人", "人数", "{{ 人数 }}")
    runs = read(with_text(paragraph("全区", figure, "。"))).paragraphs[1].runs
    assert [run.text for run in runs] == ["全区逾3万人。"]
