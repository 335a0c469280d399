"""A Document → the lines that are proofread, each knowing its section: so a finding finds its way back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from edusum.document.layout import run_in_stop, subtitle_line
from edusum.document.model import (
    GAP_IN_TABLE,
    Document,
    FigureRun,
    Paragraph,
    Run,
    Section,
    Table,
)
from edusum.document.readers.source import SourceLine, SourceTable, SourceText
from edusum.proofreading.known import Linked

LineKind = Literal["title", "subtitle", "addressee", "heading", "text", "sign_off"]
_UNLEVELLED = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: `lead` of its first characters are the heading it begins with.

    `key` is its section's (""  for what stands outside of sections), `block` which of the section's blocks
    the rest is (None for a heading alone). `runs` are what the rest is made of, tokens and all.
    """

    kind: LineKind
    text: str
    key: str = ""
    level: int = _UNLEVELLED
    lead: int = 0
    block: int | None = None
    runs: tuple[Run | FigureRun, ...] = ()


@dataclass(frozen=True)
class Printed:
    """`lines` agree with `source.lines` one by one; `linked` are places of `source.text`."""

    source: SourceText
    lines: tuple[Line, ...]
    linked: tuple[Linked, ...]


def printed(document: Document) -> Printed:
    """The words of a paper in reading order; letterhead and imprint are set by forms, and left out."""
    lines: list[Line] = []
    tables: list[SourceTable] = []
    lines += _front(document)
    for section in document.sections:
        _of_section(section, lines, tables)
    if document.sign_off:
        lines += [
            Line("sign_off", words) for words in (document.sign_off.name, document.sign_off.date) if words
        ]
    for attachment in document.attachments:
        if attachment.sections:
            lines.append(Line("title", attachment.name))
        for section in attachment.sections:
            _of_section(section, lines, tables)
    source = SourceText(kind="document", lines=tuple(map(_source_line, lines)), tables=tuple(tables))
    return Printed(source, tuple(lines), tuple(_linked(source, lines)))


def _front(document: Document) -> Iterator[Line]:
    yield Line("title", document.title)
    for words in (subtitle_line(document.subtitle), document.spoken_on, document.speaker):
        if words:
            yield Line("subtitle", words)
    for words in (document.addressee, document.salutation):
        if words:
            yield Line("addressee", words)


def _of_section(section: Section, lines: list[Line], tables: list[SourceTable]) -> None:
    blocks = list(enumerate(section.blocks))
    head = f"{section.marker}{section.heading}"
    if head and section.is_run_in and blocks and isinstance(section.blocks[0], Paragraph):
        first = section.blocks[0]
        lead = head + run_in_stop(section.heading)
        lines.append(
            Line(
                "heading",
                lead + first.text,
                section.key,
                level=section.level,
                lead=len(lead),
                block=0,
                runs=first.runs,
            )
        )
        blocks = blocks[1:]
    elif head:
        lines.append(Line("heading", head, section.key, level=section.level, lead=len(head)))
    for number, block in blocks:
        if isinstance(block, Paragraph):
            lines.append(Line("text", block.text, section.key, block=number, runs=block.runs))
        elif isinstance(block, Table):
            tables.append(_table(block, before=len(lines)))
    for below in section.sections:
        _of_section(below, lines, tables)


def _table(table: Table, *, before: int) -> SourceTable:
    head = tuple(column.head for column in table.columns)
    rows = (tuple("" if cell == GAP_IN_TABLE else cell for cell in row) for row in table.rows)
    return SourceTable(before=before, rows=(head, *rows), head_rows=1)


def _source_line(line: Line) -> SourceLine:
    style = 0 if line.kind == "title" else None
    if line.kind == "heading" and line.level and line.lead == len(line.text):
        style = line.level
    return SourceLine(line.text.replace("\n", " "), style_level=style, is_centred=line.kind == "title")


def _linked(source: SourceText, lines: Iterable[Line]) -> Iterator[Linked]:
    for start, line in zip(source.starts, lines, strict=True):
        place = start + (line.lead if line.runs else 0)
        for run in line.runs:
            if isinstance(run, FigureRun):
                yield Linked(place, place + len(run.text), run.name, run.token)
            place += len(run.text)
