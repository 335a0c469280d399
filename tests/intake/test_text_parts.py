from hypothesis import given
from hypothesis import strategies as st

from edusum.document.readers.source import SourceLine, SourceTable, SourceText
from edusum.intake.colouring import Piece, Spot, coloured
from edusum.intake.text_parts import part_at, text_parts

LINES = st.lists(st.text("甲乙，。 ", max_size=40), max_size=12)


def source_of(lines, tables=()):
    return SourceText("txt", tuple(SourceLine(line) for line in lines), tables)


def test_parts_end_with_a_line_and_a_long_line_behind_a_stop():
    source = source_of(["甲" * 6, "乙" * 6, "丙丙丙丙丙丙，丙丙丙丙丙丙"])
    text = source.text
    assert [text[start:end] for start, end in text_parts(source, 10)] == [
        "甲" * 6,
        "乙" * 6,
        "丙丙丙丙丙丙，",
        "丙丙丙丙丙丙",
    ]


@given(LINES)
def test_parts_together_are_the_whole_text_and_none_is_too_long(lines):
    source = source_of(lines)
    parts = text_parts(source, 15)
    shown = [line for part in parts for line in coloured(source, [], {}, part)]
    assert "".join(piece.text for line in shown for piece in line.pieces) == "".join(lines)
    assert all(len(source.text[start:end].rstrip("\n")) <= 15 for start, end in parts)
    assert all(part_at(parts, start) == number for number, (start, _) in enumerate(parts, 1))


def test_a_part_has_its_own_places_and_its_own_tables():
    tables = tuple(SourceTable(before, ((str(before),),)) for before in (0, 1, 2))
    source = source_of(["甲甲甲甲", "乙乙乙乙"], tables)
    spots = [Spot(1, 7, "residue", "r0"), Spot(8, 9, "quantity", "q1")]
    shown = [list(coloured(source, spots, {}, part)) for part in text_parts(source, 5)]
    assert [[line.tables for line in lines] for lines in shown] == [
        [(tables[0],)],
        [(tables[1],), (tables[2],)],
    ]
    assert shown[1][0].pieces == (
        Piece("乙乙", "residue", "r0"),
        Piece("乙"),
        Piece("乙", "quantity", "q1", "", ("q1",)),
    )
    assert shown[1][0].start == 5
