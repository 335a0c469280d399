"""A cell of a table of a Word file, found by what its row says."""

from collections.abc import Iterator, Sequence

from edusum.document.readers.word_names import W, integer, value
from edusum.export.oxml.items import Element

_TABLE, _ROW, _CELL = f"{W}tbl", f"{W}tr", f"{W}tc"
_PARAGRAPH, _TEXT, _SPAN = f"{W}p", f"{W}t", f"{W}tcPr/{W}gridSpan"
_MOST_SPANNED = 100


def paragraph_of_cell(
    root: Element, *, head: Sequence[str], row: Sequence[str], column: int
) -> Element | None:
    """The first paragraph of the cell, of the first table that has such a first row if there is one; None
    where no row says so."""
    found: Element | None = None
    for table in root.iter(_TABLE):
        rows = table.findall(_ROW)
        cells = next(
            (cells for item in reversed(rows) if _says(cells := list(_cells(item)), row, column)), None
        )
        if cells is None:
            continue
        paragraph = next(cells[column].iter(_PARAGRAPH), None)
        if paragraph is not None and _says(list(_cells(rows[0])), head, column):
            return paragraph
        found = paragraph if found is None else found
    return found


def _says(cells: Sequence[Element], words: Sequence[str], column: int) -> bool:
    """Cells that are merged into others may be empty in the file."""
    told = [_words("".join(text.text or "" for text in cell.iter(_TEXT))) for cell in cells]
    wanted = [_words(word) for word in words]
    if len(told) != len(wanted) or not told[column] or told[column] != wanted[column]:
        return False
    return all(one == other or not one or not other for one, other in zip(told, wanted, strict=True))


def _cells(row: Element) -> Iterator[Element]:
    """A cell as often as the columns that it spans."""
    for cell in row.findall(_CELL):
        span = cell.find(_SPAN)
        wide = integer(value(span), 1) if span is not None else 1
        yield from [cell] * min(max(wide, 1), _MOST_SPANNED)


def _words(text: str) -> str:
    return "".join(text.split())
