"""The sections of an old paper, one after the other, and what becomes of each in a finished draft."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from edusum.document.model import Document, Paragraph, Section, Table
from edusum.document.tokens import defuse

OWN, FOLDED, LEFT = "+", "^", "-"
"""Stands by itself (an opening as 前言) · joins what stands before it · does not come in. Else: a key."""
MOST_LEVELS_OWN = 2
"""Deeper headings that the template has not are taken for text, unless somebody says otherwise."""
_ENDS = "。：:；;！!？?"
_FULL_STOP_WANTED = re.compile(r"[\w”’》）)]$")


@dataclass(frozen=True, slots=True)
class OldSection:
    """A section as it stands in the paper; `parent` is the place of one before it, `level` 0 the opening."""

    level: int
    marker: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    parent: int | None = None
    is_run_in: bool = False
    table_count: int = 0

    @property
    def called(self) -> str:
        return f"{self.marker}{self.heading}" or "开头的话"

    @property
    def character_count(self) -> int:
        return sum(map(len, self.paragraphs))


@dataclass(frozen=True, slots=True)
class Placed:
    """A section of the draft-to-be; `came_from` are the old sections (places) whose words it has."""

    key: str
    heading: str
    paragraphs: tuple[str, ...]
    parent: int | None
    came_from: tuple[int, ...]


def old_sections(document: Document) -> list[OldSection]:
    """In reading order; nothing in them can be read as a token."""
    found: list[OldSection] = []
    _gather(document.sections, None, found)
    return found


def placed(old: Sequence[OldSection], choices: Mapping[int, str]) -> list[Placed]:
    """What the draft has, in the paper's order; what is folded joins the last section that stands before it.

    Where none does, it stands by itself. What is missing in `choices` is left out.
    """
    found: list[Placed] = []
    homes: dict[int, int] = {}
    for place, section in enumerate(old):
        choice = choices.get(place, LEFT)
        if choice == LEFT:
            continue
        if choice == FOLDED and found:
            last = found[-1]
            found[-1] = replace(
                last,
                paragraphs=last.paragraphs + as_text(section),
                came_from=(*last.came_from, place),
            )
            continue
        key = "" if choice in {OWN, FOLDED} else choice
        homes[place] = len(found)
        parent = _home(section.parent, old, homes)
        heading = section.heading.rstrip(_ENDS)
        found.append(Placed(key, heading or ("" if key else "前言"), section.paragraphs, parent, (place,)))
    return found


def usual_choices(old: Sequence[OldSection], keys: Mapping[int, str]) -> dict[int, str]:
    """What is proposed: the template's section where there is one, else by itself or as text."""
    return {
        place: keys.get(place) or (OWN if section.level <= MOST_LEVELS_OWN else FOLDED)
        for place, section in enumerate(old)
    }


def as_text(section: OldSection) -> tuple[str, ...]:
    """The section as paragraphs, its heading among them."""
    head = f"{section.marker}{section.heading}"
    if section.is_run_in and section.paragraphs:
        first, *rest = section.paragraphs
        stop = "。" if _FULL_STOP_WANTED.search(head) else ""
        return (f"{head}{stop}{first}", *rest)
    return (head, *section.paragraphs) if head else section.paragraphs


def _gather(sections: Sequence[Section], parent: int | None, found: list[OldSection]) -> None:
    for section in sections:
        own = len(found)
        tables = sum(isinstance(block, Table) for block in section.blocks)
        found.append(
            OldSection(
                level=section.level,
                marker=defuse(section.marker),
                heading=defuse(" ".join(section.heading.split())),
                paragraphs=tuple(_paragraphs(section)),
                parent=parent,
                is_run_in=section.is_run_in,
                table_count=tables,
            )
        )
        _gather(section.sections, own, found)


def _paragraphs(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield defuse(block.text)
        elif isinstance(block, Table):
            yield from map(defuse, _told(block))


def _told(table: Table) -> Iterator[str]:
    """A table in words, a row a line: 甲校：班数 12；学生数 560。"""
    if table.caption:
        yield table.caption
    heads = [_cell(column.head) for column in table.columns]
    if not any(heads[1:]):
        rows = [heads, *([_cell(cell) for cell in row] for row in table.rows)]
        yield from ("，".join(filter(None, row)) + "。" for row in rows if any(row))
        return
    for row in table.rows:
        first, *rest = map(_cell, row)
        said = [f"{head} {cell}".strip() for head, cell in zip(heads[1:], rest, strict=False) if cell]
        if first or said:
            yield "：".join(filter(None, (first, "；".join(said)))) + "。"


def _cell(words: str) -> str:
    return " ".join(words.split())


def _home(parent: int | None, old: Sequence[OldSection], homes: Mapping[int, int]) -> int | None:
    """The nearest section above that comes in."""
    while parent is not None and parent not in homes:
        parent = old[parent].parent
    return None if parent is None else homes[parent]
