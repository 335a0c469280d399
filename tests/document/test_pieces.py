"""What a Document prints, in order: the same as Word does."""

from dataclasses import replace

from edusum.document.house import STANDARD_HOUSE, House
from edusum.document.model import (
    Attachment,
    Column,
    Document,
    FigureRun,
    Imprint,
    Letterhead,
    Paragraph,
    Run,
    Section,
    SignOff,
    Table,
)
from edusum.document.pieces import Sheet, Span, sheets


def text(*runs):
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs))


def printed(document, house=STANDARD_HOUSE):
    return [[(piece.kind, piece.text) for piece in sheet.pieces] for sheet in sheets(document, house)]


def pieces(document, house=STANDARD_HOUSE):
    return [piece for sheet in sheets(document, house) for piece in sheet.pieces]


WIDE = Table("各校情况", (Column("学校"),), (("一小",),), is_landscape=True)
FULL = Document(
    "某区教育局工作总结",
    sections=(
        Section(0, "", "", blocks=(text("导语。"),)),
        Section(
            1,
            "一、",
            "主要工作",
            sections=(
                Section(3, "1.", "学前教育", is_run_in=True, blocks=(text("稳步发展。"),)),
                Section(2, "（二）", "一览", blocks=(WIDE,)),
            ),
        ),
    ),
    sign_off=SignOff("某区教育局", "2026年1月8日", note="联系人：某某"),
    subtitle="在全区大会上的讲话",
    speaker="某某某",
    spoken_on="2026年1月8日",
    addressee="区人民政府：",
    attachments=(Attachment("名单", (Section(0, "", "", blocks=(text("略。"),)),)), Attachment("另附")),
    letterhead=Letterhead("某区教育局文件"),
    imprint=Imprint("区委办公室", "区教育局办公室", "2026年1月8日"),
    has_contents=True,
)


def test_everything_is_printed_once_and_in_order():
    assert printed(FULL) == [
        [
            ("letterhead", ""),
            ("title", "某区教育局工作总结"),
            ("subtitle", "——在全区大会上的讲话"),
            ("subtitle", "（2026年1月8日）"),
            ("subtitle", "某某某"),
            ("addressee", "区人民政府："),
            ("text", "导语。"),
            ("heading", "一、主要工作"),
            ("text", "1.学前教育。稳步发展。"),
        ],
        [
            ("heading", "（二）一览"),
            ("table", ""),
            ("attachment", "名单"),
            ("attachment", "另附"),
            ("signed", "某区教育局"),
            ("signed", "2026年1月8日"),
            ("note", "（联系人：某某）"),
        ],
        [("mark", "附件1"), ("title", "名单"), ("text", "略。"), ("imprint", "")],
    ]
    assert [sheet.is_turned for sheet in sheets(FULL)] == [False, True, False]


def test_contents_lead_in_unless_a_letterhead_wants_text_on_the_first_page():
    first, second, *_ = printed(replace(FULL, letterhead=None))
    assert first == [
        ("contents", "目录"),
        ("entry", "一、主要工作"),
        ("entry", "（二）一览"),
        ("entry", "名单"),
    ]
    assert second[0] == ("title", "某区教育局工作总结")


def test_an_empty_line_stands_below_what_belongs_to_the_title():
    below = [piece.kind for piece in pieces(replace(FULL, letterhead=None)) if piece.has_line_below]
    assert below == ["contents", "subtitle", "title"]
    assert [piece.has_line_below for piece in pieces(Document("总结"))] == [True]


def test_an_empty_document_is_an_empty_sheet():
    assert sheets(Document("")) == (Sheet(()),)


def test_headings_below_a_part_look_one_rank_higher_than_they_are():
    document = Document(
        "总结",
        (
            Section(
                1,
                "第一部分　",
                "总结",
                sections=(Section(2, "一、", "甲", sections=(Section(3, "（一）", "乙"),)),),
            ),
        ),
    )
    headings = [
        (piece.level, piece.rank, piece.is_bold) for piece in pieces(document, House(bold_levels=(2,)))
    ]
    assert headings[1:] == [(1, 0, False), (2, 1, False), (3, 2, True)]


def test_a_house_sets_off_lead_words_marks_and_sign_off():
    figure = FigureRun("75%", "占比", "{{ 占比 }}")
    document = Document(
        "总结",
        (Section(3, "1.", "任务", blocks=(text("一是抓普惠。占比达", figure, "。"),)),),
        sign_off=SignOff("区教育局", "2026年11月18日"),
    )
    standard, own = pieces(document), pieces(document, House(lead_words="bold", dot="．", sign_off="seal"))
    assert [piece.text for piece in (standard[1], own[1])] == ["1.任务", "1．任务"]
    assert standard[2].spans == (Span("一是抓普惠。占比达"), Span("75%", "占比"), Span("。"))
    assert own[2].spans == (
        Span("一是抓普惠。", look="lead"),
        Span("占比达"),
        Span("75%", "占比"),
        Span("。"),
    )
    assert [[piece.indent for piece in both[-2:]] for both in (standard, own)] == [[7, 2], [5.5, 4]]
