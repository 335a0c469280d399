"""Which cell of a table a finding is about: rules can only point at the line above it."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from edusum.document.readers.source import SourceTable, SourceText
from edusum.proofreading.findings import Finding

RULE = "table-sums"
_COLUMN = re.compile("“([^”]{0,200})”一栏")
_TOLD = "表中为"


@dataclass(frozen=True, slots=True)
class Cell:
    """Cell `column` of row `row` of table number `table` of a text; `head` and `words` are its first row
    and its own, cell by cell."""

    table: int
    row: int
    column: int
    head: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def quote(self) -> str:
        """The row, as it is told without the table."""
        return "　".join(filter(None, (word.strip() for word in self.words)))


def cell_of(source: SourceText, finding: Finding) -> Cell | None:
    """The total that does not fit, in the last row of the table below the words; None for what stands in the
    text itself."""
    column = _COLUMN.search(finding.message) if finding.rule == RULE else None
    if column is None:
        return None
    total = _number(finding.evidence.rpartition(_TOLD)[2])
    for number, table in enumerate(source.tables):
        line = min(max(table.before - 1, 0), len(source.lines) - 1)
        start = source.starts[line]
        if (start, start + len(source.lines[line].text)) != (finding.start, finding.end):
            continue
        at = _column(table, column[1], total)
        if at is not None:
            return Cell(number, len(table.rows) - 1, at, table.rows[0], table.rows[-1])
    return None


def _column(table: SourceTable, name: str, total: Decimal | None) -> int | None:
    """The column of that name whose last cell is the total."""
    if not table.rows or total is None:
        return None
    head, last = table.rows[0], table.rows[-1]
    for column, (word, cell) in enumerate(zip(head, last, strict=False)):
        if word.strip() == name and _number(cell) == total:
            return column
    return None


def _number(words: str) -> Decimal | None:
    try:
        return Decimal(words.strip().replace(",", ""))
    except InvalidOperation:
        return None
