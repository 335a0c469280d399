"""Tables of web pages: those that hold figures, and how they read; the others only arrange the page."""

from collections.abc import Iterator

from lxml import etree

from edusum.document.readers.source import SourceTable
from edusum.document.readers.word_tables import MAX_COLUMNS, Budget

_LONGEST_CELL = 300
_BLOCKS = frozenset({"p", "div", "br", "li"})
_GROUPS = frozenset({"thead", "tbody", "tfoot"})


def is_of_figures(table: etree._Element) -> bool:
    """At least two rows and two columns, none of them with a table or long text in it."""
    cells, rows = 0, 0
    for element in table.iterdescendants("table", "tr", "td", "th"):
        if element.tag == "table":
            return False
        rows += element.tag == "tr"
        cells += element.tag != "tr"
    if rows < 2 or cells < 2 * rows - 1:
        return False
    return all(len(_words(cell)) <= _LONGEST_CELL for cell in table.iter("td", "th"))


def table_of(table: etree._Element, budget: Budget) -> SourceTable:
    """Merged cells stand in every place they cover. `before` is to be filled in."""
    rows: list[tuple[str, ...]] = []
    below: dict[int, tuple[int, str]] = {}
    head = 0
    for row in _rows(table):
        cells, is_head = _row(row, below, budget)
        head += is_head and head == len(rows)
        rows.append(tuple(cells))
    return SourceTable(0, tuple(rows), head or 1)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table.iterchildren():
        if child.tag == "tr":
            yield child
        elif child.tag in _GROUPS:
            yield from child.iterchildren("tr")


def _row(row: etree._Element, below: dict[int, tuple[int, str]], budget: Budget) -> tuple[list[str], bool]:
    """Its cells, and whether it is of the head. `below`: by column, what reaches down and how far."""
    cells: list[str] = []
    parent = row.getparent()
    is_head = parent is not None and parent.tag == "thead"
    own = list(row.iterchildren("td", "th"))
    for cell in own:
        _fill(cells, below, budget)
        words = _words(cell)
        down = min(_span(cell, "rowspan"), 1000)
        for _ in range(min(_span(cell, "colspan"), MAX_COLUMNS - len(cells))):
            budget.spend(words)
            if down > 1:
                below[len(cells)] = (down - 1, words)
            cells.append(words)
    _fill(cells, below, budget)
    return cells, is_head or (bool(own) and all(cell.tag == "th" for cell in own))


def _fill(cells: list[str], below: dict[int, tuple[int, str]], budget: Budget) -> None:
    while len(cells) in below:
        rows, words = below.pop(len(cells))
        if rows > 1:
            below[len(cells)] = (rows - 1, words)
        budget.spend(words)
        cells.append(words)


def _span(cell: etree._Element, name: str) -> int:
    said = cell.get(name, "1").strip()
    return max(int(said), 1) if said.isascii() and said.isdigit() and len(said) <= 4 else 1


def _words(cell: etree._Element) -> str:
    pieces: list[str] = []
    for element in cell.iter():
        if element is not cell and element.tag in _BLOCKS:
            pieces.append("\n")
        if element.tag not in {"script", "style"}:
            pieces.append(" ".join((element.text or "").split()))
        if element is not cell:
            pieces.append(" ".join((element.tail or "").split()))
    return "\n".join(line.strip() for line in "".join(pieces).split("\n") if line.strip())
