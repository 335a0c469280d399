"""Where pages end: lines counted as Word sets them."""

import pytest

from edusum.document.house import House
from edusum.document.model import (
    Chart,
    Column,
    Document,
    FigureRun,
    Paragraph,
    Run,
    Section,
    Series,
    SignOff,
    Table,
)
from edusum.document.pages import line_starts, number_side, pages, printed_number

LINE = "字" * 28


def text(words):
    return Paragraph((Run(words),))


def body(*blocks, **fields):
    return Document("", (Section(0, "", "", blocks=blocks),), **fields)


def lines(document, house=None):
    """How many signs stand on each page."""
    found = pages(document, house) if house else pages(document)
    return [sum(len(piece.text) for piece in page.pieces) for page in found]


@pytest.mark.parametrize(
    ("words", "starts"),
    [
        ("", [0]),
        ("字" * 26, [0]),
        ("字" * 27, [0, 26]),
        ("字" * 25 + "，字", [0, 26]),
        ("字" * 26 + "，字", [0, 27]),  # the comma hangs in the margin
        ("字" * 26 + "”字", [0, 25]),  # a closing quote takes the sign before it along
        ("字" * 25 + "“字”", [0, 25]),  # an opening one does not stay behind
        ("字" * 25 + "2025年", [0, 25]),  # a number is not broken
        ("字" * 24 + "2025年", [0, 28]),
        ("字" * 25 + "——字", [0, 25]),
        ("字\n字", [0, 2]),
        ("a" * 130, [0, 52, 108]),
    ],
)
def test_lines_begin_where_word_begins_them(words, starts):
    assert line_starts(words) == starts


@pytest.mark.parametrize(("pitch", "count"), [(28, 22), (28.95, 22), (29, 21)])
def test_a_page_holds_its_lines_of_28_characters(pitch, count):
    document = body(text(LINE * 60))
    assert lines(document, House(line_pitch=pitch))[:2] == [28 * count - 2, 28 * count]


def test_a_paragraph_is_cut_where_the_page_ends():
    first, second = pages(body(*[text("字")] * 21, text("甲" * 26 + "乙" * 5)))
    assert (first.pieces[-1].text, second.pieces[0].text) == ("甲" * 26, "乙" * 5)
    assert (first.pieces[-1].goes_on, second.pieces[0].is_tail) == (True, True)


def test_headings_move_on_with_what_they_head():
    sections = (
        Section(0, "", "", blocks=(text("字"),) * 20),
        Section(1, "一、", "甲", sections=(Section(2, "（一）", "乙", blocks=(text("丙" * 40),)),)),
    )
    first, second = pages(Document("", sections))
    assert (len(first.pieces), [piece.text[:1] for piece in second.pieces]) == (20, ["一", "（", "丙"])


def test_the_sign_off_takes_the_last_paragraph_along():
    first, second = pages(body(*[text("字")] * 20, text("末"), sign_off=SignOff("局", "2026年1月8日")))
    assert (len(first.pieces), [piece.text for piece in second.pieces]) == (20, ["末", "局", "2026年1月8日"])


def test_a_long_table_goes_on_below_its_head():
    rows = tuple((f"第{number}行",) for number in range(1, 61))
    first, *others = pages(body(Table("表", (Column("头"),), rows, "注")))
    cut = [page.pieces[0].block for page in (first, *others)]
    assert tuple(row for table in cut for row in table.rows) == rows
    assert [(table.caption, table.note, len(table.rows)) for table in cut] == [
        ("表", "", 25),
        ("", "", 26),
        ("", "注", 9),
    ]
    assert {table.columns for table in cut} == {(Column("头"),)}


def table_of(count, **fields):
    rows = tuple((f"第{number}行",) for number in range(1, count + 1))
    return Table("表", (Column("头"),), rows, "注", **fields)


@pytest.mark.parametrize(("above", "counts"), [(19, [1, 3]), (20, [4])])
def test_a_table_begins_where_its_head_and_a_row_still_fit(above, counts):
    found = [piece.block for page in pages(body(*[text("字")] * above, table_of(4))) for piece in page.pieces]
    assert [len(table.rows) for table in found if table] == counts


def test_the_last_row_stays_with_the_note():
    first, second = pages(body(table_of(26)))
    assert [len(page.pieces[0].block.rows) for page in (first, second)] == [25, 1]


def test_a_table_turned_sideways_goes_on_over_several_sheets():
    found = pages(body(table_of(40, is_landscape=True)))
    assert [(page.is_turned, page.pieces[0].block.caption) for page in found] == [
        (True, "表"),
        (True, ""),
        (True, ""),
    ]
    assert sum(len(page.pieces[0].block.rows) for page in found) == 40


@pytest.mark.parametrize("is_landscape", [False, True])
@pytest.mark.parametrize("rows", range(4, 40))
def test_the_sign_off_below_a_table_takes_the_last_row_along(rows, is_landscape):
    table = table_of(rows, is_landscape=is_landscape)
    *before, last = pages(body(table, sign_off=SignOff("局", "2026年1月8日")))
    assert [piece.kind for piece in last.pieces] == ["table", "signed", "signed"]
    assert {page.is_turned for page in (*before, last)} == {is_landscape}
    printed = [row for page in (*before, last) for row in page.pieces[0].block.rows]
    assert printed == list(table.rows)


def test_a_gap_that_begins_a_line_has_no_empty_part():
    gap = FigureRun("【待补：甲】", "甲", "", is_gap=True)
    (page,) = pages(body(Paragraph((Run("字" * 26), gap))))
    first, second = page.pieces[0].spans
    assert (first.begins_line, second.begins_line, second.parts) == (False, True, ("【待补：甲】",))


@pytest.mark.parametrize(
    ("latin", "starts"),
    [("", [0, 29]), ("Times New Roman", [0, 22]), ("Arial", [0, 22]), ("Calibri", [0, 29])],
)
def test_lines_are_counted_in_the_font_of_letters_and_digits(latin, starts):
    assert line_starts("字" * 22 + "50%50%5字", latin=latin) == starts


def test_a_chart_that_does_not_fit_moves_on_whole():
    chart = Chart("trend", "图", ("2024年", "2025年"), (Series("甲", ("1", "2")),))
    assert [[piece.kind for piece in page.pieces] for page in pages(body(*[text("字")] * 15, chart))] == [
        ["text"] * 15,
        ["chart"],
    ]


def test_a_row_higher_than_a_page_still_finds_its_place():
    tall = Table("表", (Column("头"), Column("尾")), (("字" * 3000, "1"), ("短", "2")))
    assert [len(page.pieces) for page in pages(body(text("字"), tall))] != []


def test_page_numbers_stand_where_the_house_has_them():
    first, second, *_ = pages(body(text(LINE * 60)))
    assert [(printed_number(page), number_side(page)) for page in (first, second)] == [
        ("— 1 —", "right"),
        ("— 2 —", "left"),
    ]
    own = House(page_number="center", page_number_dashes="tight")
    assert [(printed_number(page, own), number_side(page, own)) for page in (first, second)] == [
        ("—1—", "center"),
        ("—2—", "center"),
    ]


def test_a_long_paper_is_laid_out_without_losing_a_sign():
    words = "全区教育系统坚持以人民为中心，2025年新增学位810个，“双减”走深走实——成效明显。" * 30
    document = body(*[text(words)] * 40)
    assert "".join(piece.text for page in pages(document) for piece in page.pieces) == words * 40


def test_text_is_marked_where_its_lines_begin():
    (page,) = pages(body(text("字" * 26 + "甲" * 28 + "乙")))
    (span,) = page.pieces[0].spans
    assert (span.cuts, span.parts) == ((26, 54), ("字" * 26, "甲" * 28, "乙"))
