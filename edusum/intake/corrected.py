"""An old paper as people corrected it, as a Document: summaries, report templates, Word files come of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from edusum.document.model import Document, Section
from edusum.document.understanding.headings import Found
from edusum.document.understanding.marks import Border, Mark, folded
from edusum.document.understanding.outline import DEEPEST, Paper, document
from edusum.document.understanding.plain import plain as simplified
from edusum.document.understanding.residue import cleaned
from edusum.intake.models import FoundHeading, SourceDocument


def document_of(row: SourceDocument) -> Document:
    """The paper without residue, with the headings that are kept, at their levels, in their words."""
    text = row.source_text.text
    plain = cleaned(folded(simplified(text))).plain
    kept = [
        heading
        for heading in row.headings.filter(is_kept=True, is_inline=False)
        if 1 <= heading.level <= DEEPEST
    ]
    found = [_found(text, heading) for heading in kept]
    read, _ = document(Paper(row.source_text, plain, found, [heading.level for heading in kept]))
    changed = [_new_words(text, heading, place) for heading, place in zip(kept, found, strict=True)]
    sections = _reworded(read.sections, iter(changed))
    return replace(read, title=row.title or read.title, sections=tuple(sections))


def _found(text: str, heading: FoundHeading) -> Found:
    words_start = _behind_mark(text, heading)
    mark = (
        Mark(
            kind="arabic",
            number=0,
            text=heading.marker,
            tail="",
            border=_border(text, heading.start),
            start=heading.start,
            end=min(heading.start + len(heading.marker), words_start),
            after=words_start,
        )
        if heading.marker
        else None
    )
    return Found(mark, heading.start, words_start, max(heading.end, words_start), heading.is_run_in)


def _behind_mark(text: str, heading: FoundHeading) -> int:
    """Where the words begin: behind the mark and the blanks around it."""
    place = heading.start
    if heading.marker:
        at = text.find(heading.marker, heading.start, heading.end)
        place = at + len(heading.marker) if at >= 0 else heading.start
    while place < heading.end and text[place].isspace():
        place += 1
    return place


def _border(text: str, start: int) -> Border:
    line = text.rfind("\n", max(0, start - 40), start)
    before = text[line + 1 if line >= 0 else max(0, start - 40) : start]
    if not before.strip() and (line >= 0 or start <= 40):
        return "line"
    return "gap" if before[-1:].isspace() else "sentence"


def _new_words(text: str, heading: FoundHeading, place: Found) -> str:
    """The words a person gave the heading; "" if it reads as it stands in the text."""
    stands = "".join(text[place.words_start : place.end].split())
    return "" if "".join(heading.words.split()) == stands else heading.words


def _reworded(sections: Sequence[Section], words: Iterator[str]) -> Iterator[Section]:
    """In the order of the text, each heading with its new words."""
    for section in sections:
        told = next(words, "") if section.level else ""
        below = tuple(_reworded(section.sections, words))
        heading = section.heading
        if told:
            last = heading[-1:]
            heading = told + last if section.is_run_in and last in ":：;；!！?？" else told
        yield replace(section, heading=heading, sections=below)
