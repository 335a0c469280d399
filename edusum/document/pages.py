"""Where the pages of a paper end: an estimate by counting lines, as near to Word as counting comes.

Lengths in pt. A page holds 22 lines of 28 characters; what keeps with what follows moves on with it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from edusum.document.formal import ATTACHMENT_LABEL, signer_rows
from edusum.document.house import STANDARD_HOUSE, House
from edusum.document.layout import LINE_EM, em_width
from edusum.document.model import Chart, Document, Letterhead, Table
from edusum.document.pieces import Piece, Sheet, Span, printed_imprint, sheets
from edusum.document.plotting import figure_height

PAGE_HEIGHT, PAGE_WIDTH = 637.8, 442.2
TITLE_LINE = 36.0
_MM = 72 / 25.4
_ROUNDING = 0.1
_CELL_TEXT, _CELL_LINE, _CELL_MARGINS, _ROW = 12.0, 18.0, 3 * _MM, 8 * _MM + 0.5
_NARROW = 7.75 / 15.75
"""Width of a digit of the text in characters: half a character less the run spacing."""
_ABOVE_FIGURE = 6.0
_MARK_TOP, _MARK_LINE = 35 * _MM, 55.0
_IMPRINT_ROW = 9 * _MM
_OPENING, _CLOSING = r"[“‘《〈（【〔「『(\[]", r"[”’》〉）】〕」』)\]，。、；：！？,.;:!?％%…·]"
_CLUSTER = re.compile(rf"{_OPENING}*(?:[A-Za-z0-9.,:%+\-]+|—+|[^\n])?{_CLOSING}*|\n")
_HANGING = "，。、；：！？"
_SLIM = dict.fromkeys(".,", 0.25) | dict.fromkeys(":;/", 0.28) | dict.fromkeys("-()", 0.33)
_LATIN_WIDTHS: Mapping[str, Mapping[str, float]] = {
    "Times New Roman": {"A": 0.69, "a": 0.46, "0": 0.5, "%": 0.833, "+": 0.564, " ": 0.25, **_SLIM},
    "Arial": {"A": 0.69, "a": 0.51, "0": 0.556, "%": 0.889, "+": 0.584, **dict.fromkeys(" .,:;/", 0.278)},
    "Calibri": {"A": 0.57, "a": 0.48, "0": 0.507, "%": 0.715, "+": 0.498, " ": 0.226, **_SLIM},
}
"""How wide signs are in ems; A, a and 0 stand for capitals, small letters and all others."""


@dataclass(frozen=True, slots=True)
class Page:
    """One side of a sheet with what is printed on it."""

    number: int
    pieces: tuple[Piece, ...]
    is_turned: bool = False

    @property
    def is_even(self) -> bool:
        return self.number % 2 == 0


def pages(document: Document, house: House = STANDARD_HOUSE) -> tuple[Page, ...]:
    """The document page by page, paragraphs and tables cut where a page ends."""
    laid: list[Page] = []
    for sheet in sheets(document, house):
        for pieces in _Filler(house, is_turned=sheet.is_turned).filled(sheet):
            laid.append(Page(len(laid) + 1, pieces, sheet.is_turned))
    return tuple(laid)


def printed_number(page: Page, house: House = STANDARD_HOUSE) -> str:
    """— 3 — as the foot of the page has it."""
    gap = " " if house.page_number_dashes == "spaced" else ""
    return f"—{gap}{page.number}{gap}—"


def number_side(page: Page, house: House = STANDARD_HOUSE) -> str:
    """left, center or right, on an upright page."""
    if house.page_number == "center":
        return "center"
    return "left" if page.is_even else "right"


def line_starts(
    text: str, *, first: float = 2, others: float = 0, width: float = LINE_EM, latin: str = ""
) -> list[int]:
    """Where lines begin in a paragraph whose first line stands `first` characters in, the rest `others`.

    `latin`: the font of letters and digits, "" for that of the text.
    """
    if "\n" not in text and len(text) + first <= width:
        return [0]
    starts, used = [0], first
    for match in _CLUSTER.finditer(text):
        cluster = match[0]
        if cluster == "\n":
            starts.append(match.end())
            used = others
            continue
        taken = _width(cluster, latin)
        hanging = 1 if cluster[-1:] in _HANGING else 0
        if used + taken - hanging <= width:
            used += taken
        elif taken > width:
            for place, sign in enumerate(cluster, match.start()):
                if used + _width(sign, latin) > width:
                    starts.append(place)
                    used = others
                used += _width(sign, latin)
        else:
            starts.append(match.start())
            used = others + taken
    return starts


@lru_cache(maxsize=8192)  # most are single characters
def _width(text: str, latin: str) -> float:
    """In characters of the text; Word sets each sign of every font closer by the run spacing."""
    if shares := _LATIN_WIDTHS.get(latin):
        return sum(_latin_width(sign, shares) if sign.isascii() else em_width(sign) for sign in text)
    wide = em_width(text)
    narrow = 2 * (len(text) - wide)
    return wide - narrow / 2 + narrow * _NARROW


def _latin_width(sign: str, shares: Mapping[str, float]) -> float:
    usual = shares["A" if sign.isupper() else "a" if sign.islower() else "0"]
    return (shares.get(sign, usual) * 16 - 0.25) / 15.75


class _Filler:
    """Fills one page after the other with the pieces of a sheet."""

    def __init__(self, house: House, *, is_turned: bool) -> None:
        self.pitch, self.latin = house.line_pitch, house.latin_font
        self.width, self.height = (PAGE_HEIGHT, PAGE_WIDTH) if is_turned else (PAGE_WIDTH, PAGE_HEIGHT)
        self.characters = self.width / PAGE_WIDTH * LINE_EM
        self.used = 0.0
        self.page: list[Piece] = []
        self.done: list[tuple[Piece, ...]] = []

    def filled(self, sheet: Sheet) -> list[tuple[Piece, ...]]:
        heights = [self._heights(piece) for piece in sheet.pieces]
        for index, piece in enumerate(sheet.pieces):
            if (
                self.page
                and self.used + self._together(sheet.pieces, heights, index) > self.height + _ROUNDING
            ):
                self._turn_with_last()
            self._place(piece, heights[index])
        return [tuple(map(self._in_lines, page)) for page in (*self.done, self.page)]

    def _in_lines(self, piece: Piece) -> Piece:
        """The piece, its text marked where lines begin."""
        starts = self._starts(piece)[1:] if piece.kind in _IN_LINES else []
        return replace(piece, spans=_marked(piece.spans, starts)) if starts else piece

    def _together(self, pieces: Sequence[Piece], heights: Sequence[Sequence[float]], index: int) -> float:
        """What has to fit here for the piece to begin here: its first line, and what it keeps with."""
        needed = 0.0
        while index + 1 < len(pieces) and pieces[index].keeps:
            needed += sum(heights[index])
            if needed > self.height / 2:
                return heights[index][0]
            index += 1
        return needed + self._begun(pieces[index], heights[index])

    def _begun(self, piece: Piece, heights: Sequence[float]) -> float:
        """The least of a piece that stands on one page: of a table the head with a row, else a line."""
        if piece.kind in {"chart", "letterhead", "imprint", "title"}:
            return sum(heights)
        return sum(heights[:2] if piece.kind == "table" else heights[:1])

    def _turn_with_last(self) -> None:
        """A new page; of a table that keeps with what follows the last row comes along."""
        last = self.page[-1]
        self._turn()
        if last.keeps and last.kind == "table":
            head, tail = self.cut_table(last, len(self._heights(last)) - 1)
            if head is not None:
                self.done[-1] = (*self.done[-1][:-1], head)
                self._place(tail, self._heights(tail))

    def _turn(self) -> None:
        self.done.append(tuple(self.page))
        self.page, self.used = [], 0.0

    def _place(self, piece: Piece, heights: Sequence[float]) -> None:
        """The piece, cut wherever a page ends if it is a paragraph or a table."""
        rest: Piece | None = piece
        while rest is not None:
            head, tail = self._cut(rest, heights)
            if head is not None:
                self.page.append(head)
                self.used += sum(heights)
            if tail is not None:
                self._turn()
                heights = self._heights(tail)
            rest = tail

    def _cut(self, piece: Piece, heights: Sequence[float]) -> tuple[Piece | None, Piece | None]:
        """What of it stands on this page, and what on the next; what fits on no page stands where it is."""
        room = self.height + _ROUNDING - self.used
        fitting = sum(1 for height in accumulate(heights) if height <= room)
        cut = _CUTS.get(piece.kind)
        if cut is None or fitting == len(heights):
            return piece, None
        head, tail = cut(self, piece, fitting)
        return (piece, None) if head is None and not self.page else (head, tail)

    def _heights(self, piece: Piece) -> list[float]:
        """The lines of a piece (of a table: its rows), empty ones above and below included."""
        lines = self._lines(piece)
        if piece.is_spaced:
            lines[0] += self.pitch
        if piece.has_line_below:
            lines[-1] += self.pitch
        return lines

    def _lines(self, piece: Piece) -> list[float]:
        if isinstance(piece.block, Table):
            return self._rows(piece)
        if isinstance(piece.block, Chart):
            note = _CELL_LINE + _ABOVE_FIGURE if piece.block.note else 0
            return [_ABOVE_FIGURE + figure_height(piece.block) + self.pitch + note]
        if piece.letterhead:
            return [self._letterhead(piece.letterhead)]
        if piece.imprint:
            copies, name, date = printed_imprint(piece.imprint)
            rows = bool(copies) + bool(name or date)
            return [_IMPRINT_ROW * rows + _CELL_LINE * (len(copies) // LINE_EM)]
        if piece.kind in {"title", "contents"}:
            return [TITLE_LINE] * len(piece.lines)
        if piece.lines:
            return [self.pitch] * len(piece.lines)
        return [self.pitch] * len(self._starts(piece))

    def _starts(self, piece: Piece) -> list[int]:
        first, others = _INDENTS.get(piece.kind, (0.0, 0.0))
        if piece.kind == "attachment":
            first = others = first + em_width(ATTACHMENT_LABEL + piece.lead)
        return line_starts(
            piece.text,
            first=0 if piece.is_tail else first,
            others=others,
            width=self.characters,
            latin=self.latin,
        )

    def _rows(self, piece: Piece) -> list[float]:
        """Caption and head, each row, the note with the last."""
        table = piece.block
        assert isinstance(table, Table)  # noqa: S101 -- told apart by the caller
        whole = sum(max(column.width, 1) for column in table.columns) or 1
        widths = [max(column.width, 1) / whole * self.width - _CELL_MARGINS for column in table.columns]
        heads = [column.head for column in table.columns]
        heights = [_row_height(cells, widths) for cells in (heads, *table.rows)]
        if table.caption and not piece.is_tail:
            heights[0] += self.pitch
        if not piece.goes_on:
            heights[-1] += _CELL_LINE * len(line_starts(table.note, first=0, width=self.width / _CELL_TEXT))
        return heights

    def _letterhead(self, letterhead: Letterhead) -> float:
        above = [letterhead.serial, letterhead.secrecy, letterhead.urgency]
        top = max(_MARK_TOP, self.pitch * len([line for line in above if line]))
        signers = len(signer_rows(letterhead.signers)) - 1
        return top + _MARK_LINE + 4 * self.pitch + _CELL_LINE + 10 + self.pitch * max(signers, 0)

    def cut_text(self, piece: Piece, lines: int) -> tuple[Piece | None, Piece]:
        if not lines:
            return None, piece
        place = self._starts(piece)[lines]
        before, after = _cut(piece.spans, place)
        tail = replace(piece, spans=after, is_tail=True, is_spaced=False)
        return replace(piece, spans=before, goes_on=True, keeps=False), tail

    def cut_table(self, piece: Piece, rows: int) -> tuple[Piece | None, Piece]:
        """The head is repeated above the rows on the next page."""
        table = piece.block
        assert isinstance(table, Table)  # noqa: S101 -- told apart by the kind
        if rows < 2:
            return None, piece
        head = replace(table, rows=table.rows[: rows - 1], note="")
        tail = replace(table, rows=table.rows[rows - 1 :], caption="")
        return replace(piece, block=head, goes_on=True), replace(piece, block=tail, is_tail=True)


_INDENTS = dict.fromkeys(("text", "note", "heading", "attachment"), (2.0, 0.0))
_CUTS = {
    "text": _Filler.cut_text,
    "note": _Filler.cut_text,
    "heading": _Filler.cut_text,
    "addressee": _Filler.cut_text,
    "table": _Filler.cut_table,
}


_IN_LINES = frozenset({"text", "note", "heading", "addressee"})


def _row_height(cells: Sequence[str], widths: Sequence[float]) -> float:
    lines = max(
        (
            len(line_starts(cell, first=0, width=width / _CELL_TEXT))
            for cell, width in zip(cells, widths, strict=True)
        ),
        default=1,
    )
    return max(_ROW, lines * _CELL_LINE + 0.5)


def _cut(spans: Sequence[Span], place: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The text before and from a place in it; figures stay figures on both sides."""
    before, after, start = list[Span](), list[Span](), 0
    for span in spans:
        first, last = span.text[: max(place - start, 0)], span.text[max(place - start, 0) :]
        before.extend([replace(span, text=first)] if first else ())
        after.extend([replace(span, text=last)] if last else ())
        start += len(span.text)
    return tuple(before), tuple(after)


def _marked(spans: Sequence[Span], starts: Sequence[int]) -> tuple[Span, ...]:
    marked, start = list[Span](), 0
    for span in spans:
        end = start + len(span.text)
        cuts = tuple(place - start for place in starts if start <= place < end)
        marked.append(replace(span, cuts=cuts) if cuts else span)
        start = end
    return tuple(marked)
