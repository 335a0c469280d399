from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from openxml_audit import OpenXmlValidator

from edusum.common.errors import EdusumError
from edusum.document.house import House
from edusum.document.model import (
    Attachment,
    Column,
    Document,
    FigureRun,
    Imprint,
    Letterhead,
    Paragraph,
    Section,
    SignOff,
    Table,
)
from edusum.export.styles import STANDARD, layout_of
from edusum.export.word import MOST_COLUMNS, laid_out, to_docx, with_section_marks, written
from tests.export.papers import (
    FIGURE,
    GAP,
    INDICATORS,
    SCHOOLS,
    TEXT,
    documents,
    paragraph,
    part_paper,
    rich_paper,
    speech_paper,
)
from tests.export.reading import outline, read
from tests.export.rules import breaches

VALIDATOR = OpenXmlValidator()
SCHOOLS_TEXT = "\n".join(
    "|".join(row) for row in ([column.head for column in SCHOOLS.columns], *SCHOOLS.rows)
)


def opened(document: Document, house: House | None = None):
    return docx.Document(BytesIO(to_docx(document, layout_of(house or House()))))


def lines(document: Document, house: House | None = None) -> list[tuple[str, str]]:
    """Style and text of each paragraph outside tables."""
    return [(item.style.name, item.text) for item in opened(document, house).paragraphs]


def runs_of(document: Document, house: House | None = None) -> list[tuple[str, str]]:
    """Style and text of each run of the first paragraph below the title."""
    return [(run.style.name, run.text) for run in opened(document, house).paragraphs[1].runs]


def errors(word_file: bytes, folder) -> list[str]:
    path = folder / "paper.docx"
    path.write_bytes(word_file)
    return [str(error) for error in VALIDATOR.validate(path).errors]


def with_text(*blocks: Paragraph | Table, **more) -> Document:
    return Document("总结", (Section(0, "", "", blocks=blocks),), **more)


def test_everything_is_printed_in_order_and_in_its_style():
    assert read(to_docx(rich_paper())) == [
        ("Title", "示例区教育局关于报送2025年全区教育系统\n工作总结及2026年工作要点的报告"),
        ("Subtitle", "（征求意见稿）"),
        ("公文主送机关", "区人民政府："),
        ("公文正文", TEXT),
        ("Heading 1", "一、主要工作"),
        ("Heading 2", "（一）学前教育"),
        ("公文正文", TEXT),
        ("Heading 3", "1.扩大普惠资源"),
        ("公文正文", "普惠率75%，公办园占比【待补：公办园占比】。"),
        ("Heading 4", "（1）新建公办园"),
        ("公文正文", "新建3所。"),
        ("标题 2 字符", "（二）义务教育"),
        ("公文正文", "。学位充足。"),
        ("公文表题", "2025年主要指标"),
        (
            "表格",
            "指标|2024年|2025年|变化\n学前三年毛入园率|95.2%|97.3%|▲ 2.1 个百分点\n学校数|97所|【待补】|",
        ),
        ("公文表注", "注：2024年数据为示例。"),
        ("标题 3 字符", "1.师资"),
        ("公文正文", "。" + TEXT),
        ("公文图题", "近三年毛入园率"),
        ("公文图注", "注：2024年全市数据未公布。"),
        ("Heading 1", "二、下一步打算"),
        ("公文正文", TEXT),
        ("公文正文", "总体较好。"),
        ("公文附件说明", "附件：1.2025年主要指标"),
        ("公文附件说明", "2.先进单位名单"),
        ("公文附件说明", "3.2026年工作要点"),
        ("公文署名", "示例区教育局"),
        ("公文成文日期", "2025年12月31日"),
        ("公文附注", "（联系人：某某，电话：0000000）"),
        ("公文附件标记", "附件1"),
        ("公文附件标题", "2025年主要指标"),
        ("公文表题", "各级各类学校情况"),
        ("表格", SCHOOLS_TEXT),
        ("公文表注", ""),
        ("公文附件标记", "附件3"),
        ("公文附件标题", "2026年工作要点"),
        ("Heading 1", "一、学前教育"),
        ("公文正文", TEXT),
    ]


@pytest.mark.parametrize("house", [House(), House(dot="．", latin_font="Times New Roman", lead_words="bold")])
@pytest.mark.parametrize("paper", [rich_paper, speech_paper, part_paper])
def test_a_file_read_back_gives_the_documents_outline_and_text(paper, house):
    layout = layout_of(house)
    assert read(to_docx(paper(), layout)) == outline(paper(), layout)


def test_a_speech_has_subtitle_date_and_speaker_under_its_title():
    file = opened(speech_paper())
    assert lines(speech_paper())[:5] == [
        ("Title", "在全市教育系统重点工作动员会上的讲话"),
        ("Subtitle", "——在新的起点上办好人民满意的教育"),
        ("公文讲话人", "（2026年2月8日）"),
        ("公文讲话人", "某某某"),
        ("公文称呼", "同志们："),
    ]
    below = [item.paragraph_format.space_after for item in file.paragraphs[:4]]
    assert [space and space.pt for space in below] == [0, None, None, 28.95]
    assert file.core_properties.created == datetime(2026, 2, 8, tzinfo=UTC)


def test_a_speech_without_anything_under_its_title_has_one_empty_line_there():
    bare = replace(speech_paper(), subtitle="", speaker="", spoken_on="")
    title = opened(bare).paragraphs[0]
    assert title.paragraph_format.space_after is None
    assert title.style.paragraph_format.space_after.pt == 28.95


def test_the_page_has_the_margins_of_the_standard():
    section = opened(rich_paper()).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    lengths += (section.bottom_margin, section.right_margin, section.footer_distance)
    assert [length.mm for length in lengths] == pytest.approx(
        [210, 297, 37, 28, 35, 26, STANDARD.footer_distance], abs=0.02
    )


def test_a_run_in_heading_is_set_off_by_a_character_style():
    section = Section(2, "（二）", "义务教育", is_run_in=True, blocks=(paragraph("学位充足。"),))
    assert runs_of(Document("总结", (section,))) == [
        ("标题 2 字符", "（二）义务教育"),
        ("Default Paragraph Font", "。学位充足。"),
    ]


def test_words_that_lead_in_are_set_off_if_the_house_wants():
    leads = paragraph("一是抓普惠，新建", FIGURE, "。二是强师资", "。招聘教师", GAP, "。三是保安全。")
    plain = "Default Paragraph Font"
    assert runs_of(with_text(leads), House(lead_words="kai")) == [
        ("公文领句", "一是抓普惠，"),
        (plain, "新建75%。"),
        ("公文领句", "二是强师资。"),
        (plain, "招聘教师"),
        ("待补数据", "【待补：公办园占比】"),
        (plain, "。三是保安全。"),
    ]
    assert [style for style, _ in runs_of(with_text(leads))] == [plain, "待补数据", plain]


def test_a_gap_among_words_that_lead_in_still_stands_out():
    runs = runs_of(with_text(paragraph("一要补", GAP, "，还要补别的。")), House(lead_words="bold"))
    assert [style for style, _ in runs] == ["公文领句", "待补数据", "公文领句", "Default Paragraph Font"]


def test_a_house_with_another_dot_has_it_in_marks_and_in_the_names_of_attachments():
    house = House(dot="．")
    section = Section(3, "1.", "师资", sections=(Section(4, "（1）", "招聘"), Section(3, "2．", "培训")))
    document = Document("总结", (section,), attachments=(Attachment("甲"), Attachment("乙")))
    assert [text for _, text in lines(document, house)[1:]] == [
        "1．师资",
        "（1）招聘",
        "2．培训",
        "附件：1．甲",
        "2．乙",
    ]
    assert [text for _, text in lines(document)[1:4]] == ["1.师资", "（1）招聘", "2.培训"]


def test_levels_may_be_skipped():
    sections = (Section(1, "一、", "主要工作", sections=(Section(3, "1.", "师资"),)),)
    assert lines(Document("总结", sections))[1:] == [
        ("Heading 1", "一、主要工作"),
        ("Heading 3", "1.师资"),
    ]


@pytest.mark.parametrize("blocks", [(), (INDICATORS,)])
def test_a_run_in_heading_without_text_stands_as_a_sentence(blocks):
    document = Document("总结", (Section(1, "", "一是强化队伍", is_run_in=True, blocks=blocks),))
    assert lines(document)[1] == ("公文正文", "一是强化队伍。")


def test_an_opening_has_no_heading_even_if_it_is_named():
    document = Document("总结", (Section(0, "", "开头", blocks=(paragraph("各位同志："),)),))
    assert lines(document) == [("Title", "总结"), ("公文正文", "各位同志：")]


def test_gaps_stand_out_and_figures_do_not():
    runs = opened(with_text(paragraph("普惠率", FIGURE, "，占比", GAP, "。"))).paragraphs[1].runs
    assert [(run.style.name, run.text) for run in runs] == [
        ("Default Paragraph Font", "普惠率75%，占比"),
        ("待补数据", "【待补：公办园占比】"),
        ("Default Paragraph Font", "。"),
    ]


def test_a_table_is_printed_whole_and_as_wide_as_the_text():
    file = opened(with_text(INDICATORS))
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
    table = opened(with_text(INDICATORS)).tables[0]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    told = [table._tbl.tblPr.find(qn(name)).get(qn("w:val")) for name in ("w:tblCaption", "w:tblDescription")]
    assert told == ["2025年主要指标", "各列依次为：指标、2024年、2025年、变化。"]


def test_cells_stand_as_their_column_says_and_a_gap_in_a_cell_stands_out():
    table = opened(with_text(INDICATORS)).tables[0]
    names = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
    assert [int(name) for name in names] == [0, 2, 2, 1]
    assert [run.style.name for run in table.rows[2].cells[2].paragraphs[0].runs] == ["待补数据"]


def test_two_tables_without_captions_do_not_melt_together():
    bare = Table("", (Column("指标"),), (("甲",),))
    body = opened(with_text(bare, bare)).element.body
    assert [child.tag.rpartition("}")[2] for child in body] == ["p", "tbl", "p", "tbl", "p", "sectPr"]


def kept(document: Document) -> list[bool]:
    """Which paragraphs outside tables are kept with the next, by themselves or by their style."""
    found = []
    for item in opened(document).paragraphs:
        own, of_style = item.paragraph_format.keep_with_next, item.style.paragraph_format.keep_with_next
        found.append(bool(own if own is not None else of_style))
    return found


def test_the_last_paragraph_goes_along_with_the_sign_off():
    texts = (paragraph("甲。"), paragraph("乙。"))
    signed = with_text(*texts, sign_off=SignOff("区教育局", "2026年1月8日", "联系人"))
    assert kept(signed) == [True, False, True, True, True, False]
    assert kept(with_text(*texts)) == [True, False, False]


def test_at_most_four_lines_go_along_with_the_sign_off():
    attachments = tuple(Attachment(f"名单{number}") for number in range(12))
    document = with_text(
        paragraph("甲。"), attachments=attachments, sign_off=SignOff("区教育局", "2026年1月8日")
    )
    assert kept(document) == [True, *[False] * 9, *[True] * 5, False]


def test_the_last_row_of_a_table_goes_along_with_its_note_and_the_sign_off():
    bare = replace(INDICATORS, note="")
    signed = {"sign_off": SignOff("区教育局", "2026年1月8日")}
    documents = (with_text(bare), with_text(INDICATORS), with_text(bare, **signed))
    assert [kept_rows(document) for document in documents] == [
        [False, False, False],
        [False, False, True],
        [False, False, True],
    ]
    assert opened(with_text(INDICATORS, **signed)).paragraphs[-3].paragraph_format.keep_with_next is True


def kept_rows(document: Document) -> list[bool]:
    rows = opened(document).tables[0].rows
    return [all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells) for row in rows]


def test_page_numbers_stand_outside_on_odd_and_even_pages():
    file = opened(rich_paper())
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


HOSTILE = "a<b>&amp;\"'\x00\x0b\ud800\uffff{{ 甲 }}</w:t>\u200f㐂𠮷😀"
KEPT = "a<b>&amp;\"'{{ 甲 }}</w:t>\u200f㐂𠮷😀"


def test_markup_in_text_stays_text_and_control_characters_go():
    table = Table(HOSTILE, (Column(HOSTILE),), ((HOSTILE,),), HOSTILE)
    file = opened(with_text(paragraph(HOSTILE), table, salutation=HOSTILE))
    assert [item.text for item in file.paragraphs] == ["总结", KEPT, KEPT, KEPT, KEPT]
    assert file.tables[0].rows[1].cells[0].text == KEPT


@pytest.mark.parametrize(
    "document",
    [
        Document(
            "工" * 300, (Section(1, "一、", "作" * 200), Section(2, "（一）", "作" * 200, is_run_in=True))
        ),
        with_text(paragraph(TEXT * 110), sign_off=SignOff("局" * 100, "日" * 100, "注" * 100)),
        with_text(Table("表" * 200, (Column("头"),) * MOST_COLUMNS, (("格",) * MOST_COLUMNS,) * 9)),
        with_text(Table("长表", (Column("头"),) * 8, (("格",) * 8,) * 300)),
        with_text(Table("无列", (), ()), Table("", (), ((), ())), Table("无行", (Column("甲"),), ())),
        Document("总结", attachments=tuple(Attachment("名单" * number) for number in range(12))),
        Document("总结", (Section(1, "一、", ""), Section(1, "", ""), Section(3, "", "", is_run_in=True))),
        Document(
            HOSTILE, speaker=HOSTILE, attachments=(Attachment(HOSTILE, (Section(1, HOSTILE, HOSTILE),)),)
        ),
        Document("", letterhead=Letterhead(HOSTILE), imprint=Imprint(HOSTILE), has_contents=True),
    ],
)
def test_what_is_too_long_empty_or_hostile_still_gives_a_valid_file(document, tmp_path):
    word_file = to_docx(document)
    assert (errors(word_file, tmp_path), breaches(word_file)) == ([], [])
    assert read(word_file) == outline(document)


def test_a_table_with_a_row_that_does_not_fit_its_columns_is_refused_by_name():
    ragged = Table("汇总表", (Column("甲"), Column("乙")), (("一", "二"), ("三",)))
    with pytest.raises(EdusumError, match="表格“汇总表”第2行有1格，表头有2列，请改成一样多。"):
        to_docx(with_text(ragged))


def test_a_table_with_more_columns_than_word_takes_is_refused_by_name():
    table = Table("汇总表", (Column("头"),) * 64, ())
    with pytest.raises(EdusumError, match="表格“汇总表”有64列，Word 的表格最多63列，请拆成几张表。"):
        to_docx(with_text(table))


def test_line_ends_and_tabs_inside_text_are_words_own():
    assert lines(with_text(paragraph("甲\r\n乙\t丙")))[1] == ("公文正文", "甲\n乙\t丙")


def test_an_empty_document_is_a_valid_file(tmp_path):
    word_file = to_docx(Document(""))
    assert lines(Document("")) == []
    assert (errors(word_file, tmp_path), breaches(word_file)) == ([], [])


def test_a_rich_document_passes_the_validator_and_every_rule(tmp_path):
    word_file = to_docx(rich_paper())
    assert (errors(word_file, tmp_path), breaches(word_file)) == ([], [])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(documents())
def test_any_document_gives_a_valid_file_that_reads_back_whole(tmp_path, document):
    word_file = to_docx(document)
    assert (errors(word_file, tmp_path), breaches(word_file)) == ([], [])
    assert read(word_file) == outline(document)


def test_what_is_laid_out_tells_the_section_of_each_block():
    flow = laid_out(rich_paper())
    assert len(flow.blocks) == len(flow.keys)
    assert [key for key in flow.keys if key] == ["preschool", "preschool"]
    assert written(with_section_marks(flow), rich_paper()) == to_docx(rich_paper())


def test_a_figure_reads_like_the_text_around_it():
    figure = FigureRun("逾3万人", "人数", "{{ 人数 }}")
    runs = opened(with_text(paragraph("全区", figure, "。"))).paragraphs[1].runs
    assert [run.text for run in runs] == ["全区逾3万人。"]
