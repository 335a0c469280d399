from edusum.document.readers.source import SourceTable, SourceText, from_text
from edusum.proofreading.showing import CellMark, Look, Mark, Piece, ShownCell, ShownLine, shown_lines


def pieces(source, marks, figures=(), looks=None):
    lines = shown_lines(source, looks or [Look()] * len(source.lines), marks, figures)
    return [[(piece.text, piece.number) for piece in line.pieces] for line in lines]


def test_words_are_cut_where_marks_begin_and_end_over_lines_too():
    source = from_text("甲乙丙丁\n戊己")
    assert pieces(source, [Mark(1, 3, 1, "error"), Mark(3, 6, 2, "hint")]) == [
        [("甲", None), ("乙丙", 1), ("丁", 2)],
        [("戊", 2), ("己", None)],
    ]


def test_of_two_marks_on_the_same_words_the_graver_and_shorter_leads():
    source = from_text("甲乙丙丁")
    marks = [Mark(0, 4, 1, "suspect"), Mark(1, 2, 2, "suspect"), Mark(2, 3, 3, "error")]
    assert pieces(source, marks) == [[("甲", 1), ("乙", 2), ("丙", 3), ("丁", 1)]]


def test_headings_figures_tables_and_empty_lines_are_told():
    table = SourceTable(before=1, rows=(("一", "二"),))
    source = SourceText("txt", from_text("一、甲。有58所\n\n尾").lines, (table, SourceTable(3, (("三",),))))
    looks = [Look("heading", 1, 4), Look(), Look()]
    assert list(shown_lines(source, looks, [], [(5, 8)])) == [
        ShownLine(
            looks[0],
            (Piece("一、甲。", is_lead=True), Piece("有"), Piece("58所", is_figure=True)),
            number=0,
        ),
        ShownLine(looks[1], (), (((ShownCell("一"), ShownCell("二")),),), number=1),
        ShownLine(looks[2], (Piece("尾"),), number=2),
        ShownLine(Look(), (), (((ShownCell("三"),),),)),
    ]


def test_a_cell_of_a_table_is_marked_and_the_words_around_are_not():
    table = SourceTable(before=1, rows=(("学段", "数"), ("合计", "85")))
    source = SourceText("txt", from_text("一、学校\n尾").lines, (table,))
    marks = [CellMark(0, 1, 1, 7, "error")]
    lines = list(shown_lines(source, [Look(), Look()], [], cells=marks))
    assert lines[1].tables == (
        ((ShownCell("学段"), ShownCell("数")), (ShownCell("合计"), ShownCell("85", 7, "error"))),
    )
    assert [piece.number for line in lines for piece in line.pieces] == [None, None]
