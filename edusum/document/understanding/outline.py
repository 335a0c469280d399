"""The paper as a `Document`: headings and what stands under each, without what does not belong to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from edusum.document.model import Attachment, Column, Document, Letterhead, Paragraph, Run, Section, Table
from edusum.document.readers.source import SourceTable, SourceText
from edusum.document.understanding.frame import LONGEST_TITLE, Block, Front, back, front, is_title
from edusum.document.understanding.headings import Found, behind
from edusum.document.understanding.marks import REMOVED

DEEPEST = 4
"""Levels of a Document; what is numbered below stays text."""
_SOFT = re.compile(
    r"(?<=[。!?;:\"”)]) {1,40}(?=[^ \n])| {1,40}(?=(?:同志们|各位(?:领导|代表|同志|来宾))[^。\n]{0,20}[:!,])"
)
_SENTENCE = re.compile(r"[。;:!?]")
_ENDS = '。!?;:…”")》】』」'
_WHOLE_PARAGRAPHS = frozenset({"docx", "doc", "wps", "html"})
_LONG_LINE = 20
"""A line at least this long that ends amid a sentence goes on in the next one."""
_LONGEST_LEAD = 120


@dataclass(slots=True)
class _Open:
    """A section while its blocks are gathered."""

    level: int
    marker: str = ""
    heading: str = ""
    is_run_in: bool = False
    key: str = ""
    blocks: list[Paragraph | Table] = field(default_factory=list)
    sections: list["_Open"] = field(default_factory=list)

    def closed(self) -> Section:
        return Section(
            level=self.level,
            marker=self.marker,
            heading=self.heading,
            is_run_in=self.is_run_in,
            key=self.key,
            blocks=tuple(self.blocks),
            sections=tuple(section.closed() for section in self.sections),
        )


@dataclass(frozen=True)
class Paper:
    """What `document` needs: the source, its folded text, its headings with their levels."""

    source: SourceText
    plain: str
    structure: Sequence[Found]
    levels: Sequence[int]

    @cached_property
    def is_flat(self) -> bool:
        """Whether spaces stand where lines should end, as in papers that are one line."""
        if self.plain.count("\n", 0, 2000) < 2 and len(self.plain) > 200:
            return True
        return any(heading.mark and heading.mark.border in {"soft", "gap"} for heading in self.structure)


def document(paper: Paper) -> tuple[Document, int]:
    """The Document of a paper (title "" where it has none), and where its text ends, who signs apart."""
    headings = [
        (heading, level)
        for heading, level in zip(paper.structure, paper.levels, strict=True)
        if level <= DEEPEST and not heading.is_inline
    ]
    first = headings[0][0].start if headings else len(paper.plain)
    opening = blocks(paper, 0, first)
    head = front(opening)
    gathered = _Gathered(paper)
    gathered.text(opening[head.taken :], level=0)
    attachments: tuple[Attachment, ...] = ()
    sign_off, text_end = None, len(paper.plain)
    for place, (heading, level) in enumerate(headings):
        is_last = place + 1 == len(headings)
        end = len(paper.plain) if is_last else headings[place + 1][0].start
        gathered.open(heading, level)
        below = blocks(paper, *_body(paper.plain, heading, end))
        if is_last:
            ending = back(below)
            text_end = below[ending.first].start if ending.first < len(below) else len(paper.plain)
            below, sign_off, attachments = below[: ending.first], ending.sign_off, ending.attachments
        gathered.text(below, level=level, is_run_in=heading.is_run_in)
    if not headings:
        ending = back(opening[head.taken :])
        sign_off, attachments = ending.sign_off, ending.attachments
        rest = opening[head.taken :]
        text_end = rest[ending.first].start if ending.first < len(rest) else len(paper.plain)
        gathered = _Gathered(paper)
        gathered.text(rest[: ending.first], level=0)
    gathered.tables(len(paper.source.lines))
    return _document(head, gathered, sign_off=sign_off, attachments=attachments), text_end


def _document(head: Front, gathered: "_Gathered", **rest: object) -> Document:
    letterhead = Letterhead(head.head, head.number) if head.head else None
    return Document(
        title=head.title,
        letterhead=letterhead,
        subtitle=head.subtitle,
        speaker=head.speaker,
        spoken_on=head.spoken_on,
        salutation=head.salutation,
        addressee=head.addressee,
        sections=tuple(section.closed() for section in gathered.top),
        **rest,  # type: ignore[arg-type]
    )


class _Gathered:
    """Sections as they come, each put under the last one of a higher level; tables where they stood."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.top: list[_Open] = []
        self._path: list[_Open] = []
        self._tables = list(paper.source.tables)
        self._keys = dict(paper.source.section_keys)
        self._line = 0

    def open(self, heading: Found, level: int) -> None:
        plain, text = self.paper.plain, self.paper.source.text
        self.tables(self._line_of(heading.start))
        end = _lead_end(plain, heading)
        words = without_removed(text, plain, heading.words_start, end)
        if end < len(plain) and heading.is_run_in and plain[end] in ":;!?":
            words += text[end]
        section = _Open(
            level=level,
            marker=_marker(text, heading),
            heading=words,
            is_run_in=heading.is_run_in,
            key=self._keys.get(self._line_of(heading.start), ""),
        )
        while self._path and self._path[-1].level >= level:
            self._path.pop()
        (self._path[-1].sections if self._path else self.top).append(section)
        self._path.append(section)

    def text(self, found: Sequence[Block], *, level: int, is_run_in: bool = False) -> None:
        if not self._path and found:
            self._path.append(_Open(0))
            self.top.append(self._path[-1])
        for block in found:
            self.tables(self._line_of(block.start))
            self._path[-1].blocks.append(Paragraph((Run(block.text),)))
        if level == 0:
            self._path = []

    def tables(self, line: int) -> None:
        """The tables that stand before a line."""
        while self._tables and self._tables[0].before <= line:
            table = _table(self._tables.pop(0))
            if table is None:
                continue
            if not self.top:
                self.top.append(_Open(0))
            (self._path[-1] if self._path else self.top[-1]).blocks.append(table)

    def _line_of(self, place: int) -> int:
        starts = self.paper.source.starts
        while self._line + 1 < len(starts) and starts[self._line + 1] <= place:
            self._line += 1
        return self._line


def _marker(text: str, heading: Found) -> str:
    return text[heading.mark.start : heading.mark.end].strip() if heading.mark else ""


def _lead_end(plain: str, heading: Found) -> int:
    """A run-in heading is a whole sentence: what was cut at its comma goes to the sentence's end."""
    if heading.end < len(plain) and plain[heading.end] in ",、" and heading.is_run_in:
        match = _SENTENCE.search(plain, heading.end, min(len(plain), heading.end + _LONGEST_LEAD))
        line_end = plain.find("\n", heading.end, heading.end + _LONGEST_LEAD)
        if match and (line_end < 0 or match.start() < line_end):
            return match.start()
    return heading.end


def _body(plain: str, heading: Found, end: int) -> tuple[int, int]:
    return min(behind(plain, _lead_end(plain, heading)), end), end


def blocks(paper: Paper, start: int, end: int) -> list[Block]:
    """The paragraphs between two places; a line that was cut amid a sentence is put together again."""
    plain, text = paper.plain, paper.source.text
    found: list[Block] = []
    texts: list[str] = []
    plains: list[str] = []
    begun, length, last_end = start, 0, -1
    is_flat = paper.is_flat
    joins = paper.source.kind not in _WHOLE_PARAGRAPHS
    for first, last in _lines(plain, start, end, is_flat=is_flat):
        words = without_removed(text, plain, first, last)
        if not words:
            continue
        follows = joins and first == last_end + 1 and plain[last_end] == "\n"
        if texts and not (follows and _is_cut(plains, length)):
            found.append(Block("".join(texts), "".join(plains), begun))
            texts, plains, length = [], [], 0
        if not texts:
            begun = first
        folded = plain[first:last].replace(REMOVED, "").strip()
        texts.append(words)
        if folded:
            plains.append(folded)
            length += len(folded)
        last_end = last
    if texts:
        found.append(Block("".join(texts), "".join(plains), begun))
    return found


def _lines(plain: str, start: int, end: int, *, is_flat: bool) -> Iterator[tuple[int, int]]:
    place = start
    while place < end:
        line_end = plain.find("\n", place, end)
        line_end = end if line_end < 0 else line_end
        first = place
        if is_flat:
            for match in _SOFT.finditer(plain, place, line_end):
                yield first, match.start()
                first = match.end()
        yield first, line_end
        place = line_end + 1


def _is_cut(parts: Sequence[str], length: int) -> bool:
    """Whether the lines of a paragraph so far end amid a sentence, and are no title."""
    if length < _LONG_LINE or parts[-1][-1] in _ENDS:
        return False
    return length > LONGEST_TITLE or not is_title("".join(parts))


def without_removed(text: str, plain: str, start: int, end: int) -> str:
    """text[start:end] without what does not belong to the paper, and without the blanks around it."""
    if plain.find(REMOVED, start, end) < 0:
        return text[start:end].strip()
    kept = (sign for sign, seen in zip(text[start:end], plain[start:end], strict=True) if seen != REMOVED)
    return "".join(kept).strip()


def _table(table: SourceTable) -> Table | None:
    rows = [row for row in table.rows if any(cell.strip() for cell in row)]
    if not rows:
        return None
    width = max(len(row) for row in rows)
    filled = [row + ("",) * (width - len(row)) for row in rows]
    columns = tuple(Column(cell.strip()) for cell in filled[0])
    return Table("", columns, tuple(tuple(cell.strip() for cell in row) for row in filled[1:]))
