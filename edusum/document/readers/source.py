"""What a reader takes out of an old file: its text line by line, its tables, and what it laid aside.

All places are characters of `SourceText.text`, which is what people see beside what was understood of it.
"""

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Literal

AsideKind = Literal["comment", "footnote", "endnote", "header", "footer", "text_box"]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A paragraph (or a line of plain text): its words without the line break.

    `style_level` 1–9 if its style is that of a heading, 0 of a title, None if nothing is said. `mark` is how
    many of the first characters are the number of an automatic list, written out by the reader.
    """

    text: str
    style_level: int | None = None
    mark: int = 0
    is_centred: bool = False
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table that stands before line `before`: rows of cells, merged ones repeated as often as they span."""

    before: int
    rows: tuple[tuple[str, ...], ...]
    head_rows: int = 1


@dataclass(frozen=True, slots=True)
class Aside:
    """Words that belong to no line of the text; `line` is where they were hung on, if anywhere."""

    kind: AsideKind
    text: str
    line: int | None = None


@dataclass(frozen=True)
class SourceText:
    """What was read. `kind` is the format (docx, txt …); `told`: sentences on what was done or left out."""

    kind: str
    lines: tuple[SourceLine, ...]
    tables: tuple[SourceTable, ...] = ()
    asides: tuple[Aside, ...] = ()
    told: tuple[str, ...] = ()
    encoding: str = ""
    section_keys: tuple[tuple[int, str], ...] = field(default=())
    """(line, key) of the marks an export of ours left in the file, in order."""

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each line begins in `text`."""
        starts, place = [], 0
        for line in self.lines:
            starts.append(place)
            place += len(line.text) + 1
        return tuple(starts)

    def to_json(self) -> dict[str, Any]:
        """As `dataclasses.asdict` has it, which takes far longer."""
        parts = {
            name: [_plain(item) for item in getattr(self, name)] for name in ("lines", "tables", "asides")
        }
        return {field.name: getattr(self, field.name) for field in fields(self)} | parts

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "SourceText":
        """The inverse of `to_json`, of what went through JSON too."""
        tables = (
            SourceTable(item["before"], tuple(tuple(row) for row in item["rows"]), item["head_rows"])
            for item in data["tables"]
        )
        keys = tuple((line, key) for line, key in data["section_keys"])
        return cls(
            kind=data["kind"],
            lines=tuple(SourceLine(**item) for item in data["lines"]),
            tables=tuple(tables),
            asides=tuple(Aside(**item) for item in data["asides"]),
            told=tuple(data["told"]),
            encoding=data["encoding"],
            section_keys=keys,
        )


def _plain(item: SourceLine | SourceTable | Aside) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__slots__}


def from_text(text: str, *, kind: str = "txt", encoding: str = "") -> SourceText:
    """The text as it is, a line for a line; whatever ends a line, ends it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return SourceText(kind=kind, lines=tuple(SourceLine(line) for line in lines), encoding=encoding)
