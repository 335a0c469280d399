from edusum.document.readers.source import SourceLine, SourceTable, SourceText, from_text
from edusum.intake.colouring import Line, Piece, Spot, coloured
from edusum.intake.slicing import sliced

SOURCE = from_text("一、办学\n在校生1200人。")


def test_a_text_is_cut_where_something_begins_or_ends():
    spots = [Spot(0, 4, "heading", "h1", "标题"), Spot(8, 13, "quantity", "q1", "在校生")]
    assert list(coloured(SOURCE, spots, {0: 1})) == [
        Line(0, (Piece("一、办学", "heading", "h1", "标题", ("h1",)),), 1),
        Line(5, (Piece("在校生"), Piece("1200人", "quantity", "q1", "在校生", ("q1",)), Piece("。"))),
    ]


def test_where_spots_meet_a_click_leads_to_the_figure_and_every_one_has_its_place():
    spots = [Spot(5, 14, "residue", "r0"), Spot(8, 13, "quantity", "q1"), Spot(8, 12, "finding", "f0")]
    assert list(coloured(SOURCE, spots, {}))[1].pieces == (
        Piece("在校生", "residue", "r0", "", ("r0",)),
        Piece("1200", "quantity finding residue", "q1", "", ("f0", "q1")),
        Piece("人", "quantity residue", "q1"),
        Piece("。", "residue", "r0"),
    )


def test_a_spot_goes_on_in_the_next_line_and_begins_once():
    lines = list(coloured(SOURCE, [Spot(2, 8, "residue", "r0")], {}))
    assert [piece for line in lines for piece in line.pieces] == [
        Piece("一、"),
        Piece("办学", "residue", "r0", "", ("r0",)),
        Piece("在校生", "residue", "r0"),
        Piece("1200人。"),
    ]


def test_tables_stand_before_their_line_or_at_the_end():
    tables = (SourceTable(1, (("甲", "1"),)), SourceTable(2, (("乙", "2"),)))
    source = SourceText("docx", (SourceLine("前"), SourceLine("后")), tables)
    assert [line.tables for line in coloured(source, [], {})] == [(), (tables[0],), (tables[1],)]


def test_a_slice_is_a_text_of_its_own():
    source = SourceText(
        "docx",
        tuple(SourceLine(text) for text in ("序", "甲文", "一、甲", "乙文", "一、乙")),
        (SourceTable(2, (("甲",),)), SourceTable(4, (("乙",),))),
        section_keys=((2, "a"), (4, "b")),
    )
    start = source.text.index("乙文")
    part = sliced(source, start, len(source.text))
    assert (part.text, part.tables, part.section_keys) == (
        "乙文\n一、乙",
        (SourceTable(1, (("乙",),)),),
        ((1, "b"),),
    )
