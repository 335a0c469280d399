"""Document → .docx in the layout of GB/T 9704—2012."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from docx.opc.coreprops import CoreProperties

from edusum.document.layout import run_in_stop, sign_off_indents, title_lines
from edusum.document.model import Document, Paragraph, Run, Section, SignOff, Table
from edusum.export.oxml import body, ids, package
from edusum.export.oxml.markup import clean
from edusum.export.styles import STANDARD, Layout

_PROPERTY_LENGTH = 255
_DATE = re.compile(r"([1-9][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})日")
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def to_docx(document: Document, layout: Layout = STANDARD) -> bytes:
    """The document as a Word file; the same document and layout always give the same bytes.

    Characters that a Word file cannot hold are left out.
    """
    word_file = package.open_reference(layout)
    _describe(word_file.core_properties, document)
    return package.saved(word_file, package.document_xml(layout, _body(document, layout)))


def _body(document: Document, layout: Layout) -> str:
    blocks = [*_opening(document, layout), *_sections(document, layout)]
    if document.sign_off:
        if blocks:
            blocks[-1] = body.keep_with_next(blocks[-1])
        blocks.extend(_sign_off(document.sign_off, layout))
    return "".join(blocks)


def _opening(document: Document, layout: Layout) -> Iterator[str]:
    lines = title_lines(document.title, layout.title_characters)
    if lines:
        yield body.title(lines)
    if document.salutation:
        yield body.plain(ids.SALUTATION, document.salutation)


def _sections(document: Document, layout: Layout) -> Iterator[str]:
    for section in document.walk():
        yield from _section(section, layout)


def _section(section: Section, layout: Layout) -> Iterator[str]:
    blocks = section.blocks
    heading = section.marker + section.heading
    level = min(section.level, len(ids.HEADINGS))
    if level and heading and section.is_run_in:
        opening = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else None
        yield _run_in(level, heading, opening)
        blocks = blocks[1:] if opening else blocks
    elif level and heading:
        yield body.heading(level, heading)
    for block in blocks:
        yield _block(block, layout)


def _run_in(level: int, heading: str, opening: Paragraph | None) -> str:
    """A heading and the text that follows it in the same paragraph, or none."""
    runs = opening.runs if opening else ()
    return body.paragraph((Run(run_in_stop(heading)), *runs), lead=body.run_in_heading(level, heading))


def _block(block: Paragraph | Table, layout: Layout) -> str:
    return body.table(block, layout) if isinstance(block, Table) else body.paragraph(block.runs)


def _sign_off(sign_off: SignOff, layout: Layout) -> Iterator[str]:
    name_em, date_em = sign_off_indents(sign_off.name, sign_off.date, layout.characters_per_line)
    yield body.sign_off(ids.SIGN_OFF_NAME, sign_off.name, name_em, layout)
    yield body.sign_off(ids.SIGN_OFF_DATE, sign_off.date, date_em, layout)


def _describe(properties: CoreProperties, document: Document) -> None:
    """What the file says of itself; dated as the document is, so that nothing depends on the clock."""
    year = f"{document.year}年" if document.year else ""
    properties.title = _property(document.title)
    properties.author = properties.last_modified_by = _property(document.bureau)
    properties.subject = _property(document.genre)
    properties.keywords = _property("，".join(filter(None, (document.bureau, year, document.genre))))
    properties.language = "zh-CN"
    properties.revision = 1
    properties.created = properties.modified = _date(document)


def _property(text: str) -> str:
    return clean(" ".join(text.split()))[:_PROPERTY_LENGTH]


def _date(document: Document) -> datetime:
    """The date of the sign-off, else the last day of the year reported on, else a fixed one."""
    signed = document.sign_off.date if document.sign_off else ""
    for date in (signed, f"{document.year}年12月31日"):
        if match := _DATE.fullmatch(date):
            with suppress(ValueError):
                year, month, day = map(int, match.groups())
                return datetime(year, month, day, tzinfo=UTC)
    return _UNDATED
