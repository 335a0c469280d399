"""What a Document prints, one thing after the other: the paper in the browser is made of pieces."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from typing import Literal

from edusum.document.formal import attachment_items, copies_line, issued_line, note_line, signed_lines
from edusum.document.house import STANDARD_HOUSE, House
from edusum.document.layout import (
    LINE_EM,
    attachment_mark,
    is_part_document,
    lead_spans,
    run_in_stop,
    spoken_line,
    subtitle_line,
    title_lines,
)
from edusum.document.model import (
    Block,
    Chart,
    Document,
    FigureRun,
    Imprint,
    Letterhead,
    Paragraph,
    Run,
    Section,
    Table,
)

Kind = Literal[
    "contents",
    "entry",
    "letterhead",
    "title",
    "subtitle",
    "addressee",
    "heading",
    "text",
    "table",
    "chart",
    "attachment",
    "signed",
    "note",
    "mark",
    "imprint",
]
RANKS = 4
"""一、 （一） 1. （1）; rank 0 is that of a part."""
CONTENTS_LEVELS = 2
_CLOSING = frozenset({"attachment", "signed", "note"})
_STOP = "。"  # behind a heading that begins a paragraph; contents leave it out


@dataclass(frozen=True, slots=True)
class Span:
    """Text inside a paragraph in one look: plain, a figure or a gap (as FigureRun), heading or lead words.

    `cuts`: where in it lines begin, once that is known.
    """

    text: str
    name: str = ""
    is_gap: bool = False
    look: Literal["", "run-in", "lead"] = ""
    cuts: tuple[int, ...] = ()

    @property
    def begins_line(self) -> bool:
        return 0 in self.cuts

    @property
    def parts(self) -> tuple[str, ...]:
        """The text, cut where lines begin inside it."""
        borders = (0, *(cut for cut in self.cuts if cut), len(self.text))
        return tuple(self.text[start:end] for start, end in pairwise(borders))


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is printed; what does not belong to its kind is empty.

    `lines`: of what is broken by us, such as the title. `level` and `rank`: of a heading, in the outline and
    in look. `label`, `lead`: what stands before an attachment's name, 附件： and 1. `indent`: from the right,
    in characters. `is_spaced`, `has_line_below`: an empty line stands above, below. `is_tail`: it goes on
    from the page before; `goes_on`: on the next. `keeps`: on one page with the beginning of what follows.
    `key`: of the section that it belongs to (Section.key).
    """

    kind: Kind
    spans: tuple[Span, ...] = ()
    lines: tuple[str, ...] = ()
    level: int = 0
    rank: int = 0
    is_bold: bool = False
    label: str = ""
    lead: str = ""
    indent: float = 0
    block: Table | Chart | None = None
    letterhead: Letterhead | None = None
    imprint: Imprint | None = None
    is_spaced: bool = False
    has_line_below: bool = False
    is_tail: bool = False
    goes_on: bool = False
    keeps: bool = False
    key: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans) or "".join(self.lines)

    @property
    def is_head(self) -> bool:
        """Whether it heads what stands below it, and goes with it onto a page turned sideways."""
        return self.keeps and (self.kind in {"heading", "mark"} or (self.kind == "title" and self.level > 0))

    @property
    def is_turned(self) -> bool:
        """Whether it stands on a page turned sideways."""
        return isinstance(self.block, Table) and self.block.is_landscape


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pieces that begin on a new page; all of them upright, or all turned sideways."""

    pieces: tuple[Piece, ...]
    is_turned: bool = False


def sheets(document: Document, house: House = STANDARD_HOUSE) -> tuple[Sheet, ...]:
    """The whole document: contents, text, attachments; a table turned sideways takes its headings along."""
    has_parts = is_part_document(document)
    parts = [[*_opening(document), *_text(document.walk(), house, has_parts)]]
    parts[0] = _with_closing(parts[0], list(_closing(document, house)))
    for number, attachment in enumerate(document.attachments, start=1):
        if attachment.sections:
            mark = attachment_mark(number, len(document.attachments))
            head = _attachment_head(mark, attachment.name, attachment.sections[0].key)
            parts.append([*head, *_text(_walk(attachment.sections), house, has_parts)])
    if document.imprint and any(printed_imprint(document.imprint)):
        parts[-1].append(Piece("imprint", imprint=document.imprint))
    contents = _contents(chain.from_iterable(parts), has_parts) if document.prints_contents else []
    return tuple(sheet for part in (contents, *parts) if part for sheet in _turned_apart(part)) or (
        Sheet(()),
    )


def printed_imprint(imprint: Imprint) -> tuple[str, str, str]:
    """抄送, 印发机关, 印发日期 as printed, "" for what is not."""
    return (copies_line(imprint), *issued_line(imprint))


def section_pieces(
    section: Section, house: House = STANDARD_HOUSE, *, has_parts: bool = False
) -> Iterator[Piece]:
    """What one section prints, without the sections below it."""
    blocks = section.blocks
    if section.level and (section.marker or section.heading):
        text = house.printed_marker(section.marker) + section.heading
        level = min(section.level, RANKS)
        rank = level - has_parts
        is_bold = rank in house.bold_levels
        if section.is_run_in:
            text += run_in_stop(text)
        if section.is_run_in and blocks and isinstance(blocks[0], Paragraph):
            spans = (Span(text, look="run-in"), *_spans(blocks[0].runs, house))
            blocks = blocks[1:]
            yield Piece("text", spans=spans, level=level, rank=rank, is_bold=is_bold, key=section.key)
        else:
            keeps = not section.is_run_in
            yield Piece(
                "heading",
                (Span(text),),
                level=level,
                rank=rank,
                is_bold=is_bold,
                keeps=keeps,
                key=section.key,
            )
    for block in blocks:
        yield _block(block, house, section.key)


def _text(sections: Iterable[Section], house: House, has_parts: bool) -> Iterator[Piece]:
    for section in sections:
        yield from section_pieces(section, house, has_parts=has_parts)


def _walk(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.sections)


def _attachment_head(mark: str, name: str, key: str) -> Iterator[Piece]:
    yield Piece("mark", spans=(Span(mark),), keeps=True, key=key)
    if lines := title_lines(name):
        yield Piece("title", lines=lines, level=1, is_spaced=True, has_line_below=True, keeps=True, key=key)


def _with_closing(text: list[Piece], closing: list[Piece]) -> list[Piece]:
    """What ends the text never stands alone on a page."""
    if closing and text:
        text[-1] = replace(text[-1], keeps=True)
    return text + closing


def _opening(document: Document) -> Iterator[Piece]:
    if document.letterhead:
        yield Piece("letterhead", letterhead=document.letterhead, keeps=True)
    under = (subtitle_line(document.subtitle), spoken_line(document.spoken_on), document.speaker)
    title = title_lines(document.title)
    head = [Piece("title", lines=title, keeps=True)] if title else []
    broken = (title_lines(text, LINE_EM) for text in under)
    head.extend(Piece("subtitle", lines=lines, keeps=True) for lines in broken if lines)
    yield from head[:-1]
    yield from (replace(piece, has_line_below=True) for piece in head[-1:])
    for text in (document.addressee, document.salutation):
        if text:
            yield Piece("addressee", spans=(Span(text),), keeps=True)


def _block(block: Block, house: House, key: str) -> Piece:
    if isinstance(block, Paragraph):
        return Piece("text", spans=tuple(_spans(block.runs, house)), key=key)
    return Piece("table" if isinstance(block, Table) else "chart", block=block, key=key)


def _closing(document: Document, house: House) -> Iterator[Piece]:
    items = attachment_items([attachment.name for attachment in document.attachments], house.dot)
    for index, item in enumerate(items):
        yield Piece(
            "attachment",
            spans=(Span(item.name),),
            label=item.label,
            lead=item.number,
            is_spaced=not index,
            keeps=bool(document.sign_off) or index + 1 < len(items),
        )
    sign_off = document.sign_off
    if sign_off is None:
        return
    signed = signed_lines(sign_off, house.sign_off)
    for index, line in enumerate(signed):
        yield Piece(
            "signed",
            spans=(Span(line.text),),
            indent=line.right,
            is_spaced=not index,
            keeps=index + 1 < len(signed),
        )
    if sign_off.note:
        yield Piece("note", spans=(Span(note_line(sign_off.note)),))


def _contents(printed: Iterable[Piece], has_parts: bool) -> list[Piece]:
    """The table of contents: headings of two levels, below parts of three."""
    entries = [
        Piece("entry", spans=(Span(_listed(piece)),), level=piece.level)
        for piece in printed
        if 0 < piece.level <= CONTENTS_LEVELS + has_parts
    ]
    return [Piece("contents", lines=("目录",), has_line_below=True, keeps=True), *entries] if entries else []


def _listed(piece: Piece) -> str:
    """A heading as the contents tell it: one that begins a paragraph without its stop and what follows."""
    if piece.is_head:
        return piece.text
    return piece.spans[0].text.removesuffix(_STOP)


def _turned_apart(pieces: Sequence[Piece]) -> Iterator[Sheet]:
    """Sheets of pieces of one direction; what ends the text stands on the page where the text ends."""
    turned = [piece.is_turned for piece in pieces]
    for index in range(1, len(pieces)):
        if turned[index - 1] and pieces[index].kind in _CLOSING:
            turned[index] = True
    for index in range(len(pieces) - 1, 0, -1):
        if turned[index] and pieces[index - 1].is_head:
            turned[index - 1] = True
    borders = [
        0,
        *(index for index in range(1, len(pieces)) if turned[index] != turned[index - 1]),
        len(pieces),
    ]
    for start, end in pairwise(borders):
        yield Sheet(tuple(pieces[start:end]), turned[start])


def _spans(runs: Iterable[Run | FigureRun], house: House) -> Iterator[Span]:
    runs = tuple(runs)
    text = "".join(run.text for run in runs)
    leads = lead_spans(text) if house.lead_words else []
    borders = sorted({border for lead in leads for border in lead})
    start = 0
    for run in runs:
        end = start + len(run.text)
        marks = [start, *(border for border in borders if start < border < end), end]
        for first, last in pairwise(marks):
            if first < last:
                is_lead = any(begin <= first and last <= stop for begin, stop in leads)
                part = run.text[first - start : last - start]
                look: Literal["", "lead"] = "lead" if is_lead else ""
                yield (
                    Span(part, run.name, run.is_gap, look)
                    if isinstance(run, FigureRun)
                    else Span(part, look=look)
                )
        start = end
