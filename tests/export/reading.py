"""A Word file read back with python-docx, and what should be found in it: style and text, line by line."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import docx
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from edusum.document.formal import attachment_items, note_line, signing_names
from edusum.document.layout import attachment_mark, run_in_stop, spoken_line, subtitle_line, title_lines
from edusum.document.model import Chart, Document, Paragraph, Section, SignOff, Table
from edusum.export.oxml.markup import clean
from edusum.export.styles import STANDARD, Layout

TABLE = "表格"
Line = tuple[str, str]
_LOOKS = (
    "公文份号 公文密级和紧急程度 公文发文机关标志 公文签发人 公文发文字号 公文版记文字 公文版记定位 公文版记"
    " 公文目录标题 toc_1 toc_2 toc_3 公文图"
)
_APART = frozenset(name.replace("_", " ") for name in _LOOKS.split())
"""Letterhead, imprint, contents and drawings are looked at in tests of their own."""


def read(word_file: bytes) -> list[Line]:
    """Style and text of all that stands in the body; a run-in heading apart from the text that follows it."""
    body = docx.Document(BytesIO(word_file))
    return [
        line
        for item in body.iter_inner_content()
        if item.style is None or item.style.name not in _APART
        for line in ([_grid(item)] if isinstance(item, WordTable) else _lines(item))
    ]


def outline(document: Document, layout: Layout = STANDARD) -> list[Line]:
    """What should stand there."""
    lines = [*_opening(document), *_sections(document.sections, layout)]
    lines += [("公文附件说明", item) for item in _note(document, layout)]
    lines += _sign_off(document.sign_off)
    for number, attachment in enumerate(document.attachments, start=1):
        if attachment.sections:
            lines.append(("公文附件标记", attachment_mark(number, len(document.attachments))))
            lines += _broken("公文附件标题", attachment.name, 20)
            lines += _sections(attachment.sections, layout)
    return [(style, clean(text)) for style, text in lines]


def _lines(paragraph: WordParagraph) -> Iterator[Line]:
    first = paragraph.runs[0] if paragraph.runs else None
    if first is not None and first.style is not None and first.style.name.startswith("标题"):
        yield first.style.name, first.text
        yield paragraph.style.name, "".join(run.text for run in paragraph.runs[1:])
    else:
        yield paragraph.style.name, paragraph.text


def _grid(table: WordTable) -> Line:
    return TABLE, _joined([[cell.text for cell in row.cells] for row in table.rows])


def _joined(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("|".join(row) for row in rows)


def _opening(document: Document) -> Iterator[Line]:
    yield from _broken("Title", document.title, 20)
    yield from _broken("Subtitle", subtitle_line(document.subtitle), 28)
    yield from _broken("公文讲话人", spoken_line(document.spoken_on), 28)
    yield from _broken("公文讲话人", document.speaker, 28)
    if document.addressee:
        yield "公文主送机关", document.addressee
    if document.salutation:
        yield "公文称呼", document.salutation


def _broken(style: str, text: str, characters: int) -> Iterator[Line]:
    if lines := title_lines(text, characters):
        yield style, "\n".join(lines)


def _sections(sections: Sequence[Section], layout: Layout) -> Iterator[Line]:
    for section in sections:
        yield from _section(section, layout)
        yield from _sections(section.sections, layout)


def _section(section: Section, layout: Layout) -> Iterator[Line]:
    blocks = section.blocks
    heading = layout.house.printed_marker(section.marker) + section.heading
    if section.level and heading and section.is_run_in:
        opening = blocks[0].text if blocks and isinstance(blocks[0], Paragraph) else None
        yield f"标题 {section.level} 字符", heading
        yield "公文正文", run_in_stop(heading) + (opening or "")
        blocks = blocks if opening is None else blocks[1:]
    elif section.level and heading:
        yield f"Heading {section.level}", heading
    for block in blocks:
        yield from _block(block)


def _block(block: Paragraph | Table | Chart) -> Iterator[Line]:
    if isinstance(block, Paragraph):
        yield "公文正文", block.text
        return
    names = ("公文图题", "公文图注") if isinstance(block, Chart) else ("公文表题", "公文表注")
    if block.caption:
        yield names[0], block.caption
    if isinstance(block, Table) and block.columns:
        yield TABLE, _joined([[column.head for column in block.columns], *block.rows])
    if block.note or isinstance(block, Table):
        yield names[1], block.note


def _note(document: Document, layout: Layout) -> list[str]:
    names = [" ".join(attachment.name.split()) for attachment in document.attachments]
    return [item.lead + item.name for item in attachment_items(names, layout.house.dot)]


def _sign_off(sign_off: SignOff | None) -> Iterator[Line]:
    if sign_off:
        name, date, note = (" ".join(text.split()) for text in (sign_off.name, sign_off.date, sign_off.note))
        signed = [*(("公文署名", line) for line in signing_names(name)), ("公文成文日期", date)]
        yield from ((style, text) for style, text in (*signed, ("公文附注", note_line(note))) if text)
