"""Tables of Word as rows of cells: a merged cell stands in every place it covers."""

from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from edusum.common.errors import EdusumError
from edusum.document.readers.limits import MAX_CHARACTERS, too_long
from edusum.document.readers.source import SourceLine
from edusum.document.readers.word_names import W

MAX_CELLS = 100_000
MAX_COLUMNS = 200
TR, TC = f"{W}tr", f"{W}tc"


@dataclass(slots=True)
class Cell:
    """`goes_on_down`, `goes_on_right`: it is covered by the cell above it, or before it."""

    lines: list[SourceLine] = field(default_factory=list)
    span: int = 1
    goes_on_down: bool = False
    goes_on_right: bool = False

    @property
    def words(self) -> str:
        return "\n".join(filter(None, (line.text.strip() for line in self.lines)))


@dataclass(slots=True)
class Row:
    """`skipped`: columns before its first cell."""

    cells: list[Cell] = field(default_factory=list)
    skipped: int = 0
    is_head: bool = False


@dataclass(slots=True)
class Budget:
    """What all tables of a file may still take up, cells that are repeated included."""

    cells: int = MAX_CELLS
    characters: int = MAX_CHARACTERS

    def spend(self, words: str) -> None:
        self.cells -= 1
        self.characters -= len(words)
        if self.cells < 0:
            raise too_many_cells()
        if self.characters < 0:
            raise too_long()


def too_many_cells() -> EdusumError:
    return EdusumError("文件里的表格太多太大，没有读。请删去用不着的表格，保存后再上传。")


def only_cell(table: etree._Element) -> etree._Element | None:
    """The cell of a table that has no other: a border around running text."""
    rows = list(islice(table.iterchildren(TR), 2))
    cells = [cell for row in rows for cell in islice(row.iterchildren(TC), 2)]
    return cells[0] if len(rows) == 1 and len(cells) == 1 else None


def written_out(rows: list[Row], budget: Budget) -> tuple[tuple[str, ...], ...]:
    """The words of all cells, each in every place it covers."""
    shown: list[list[str]] = []
    for row in rows:
        above = shown[-1] if shown else []
        words: list[str] = []
        _repeat(words, "", row.skipped, budget)
        for cell in row.cells:
            said = cell.words
            if cell.goes_on_down:
                said = above[len(words)] if len(words) < len(above) else said
            elif cell.goes_on_right and words:
                said = words[-1]
            _repeat(words, said, max(cell.span, 1), budget)
        shown.append(words)
    return tuple(tuple(words) for words in shown)


def _repeat(words: list[str], said: str, times: int, budget: Budget) -> None:
    for _ in range(min(times, MAX_COLUMNS - len(words))):
        budget.spend(said)
        words.append(said)


def head_rows(rows: list[Row]) -> int:
    """As the file says, else the first row and those that cells of it reach down to."""
    told = next((at for at, row in enumerate(rows) if not row.is_head), len(rows))
    covered = [any(cell.goes_on_down for cell in row.cells) for row in rows]
    reached = next((at for at, is_covered in enumerate(covered) if at and not is_covered), len(rows))
    return told or (reached if 1 < reached < len(rows) else 1)
