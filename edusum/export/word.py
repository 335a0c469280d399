"""Document → .docx in the layout of GB/T 9704—2012."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from edusum.common.errors import EdusumError
from edusum.document.layout import (
    attachment_mark,
    is_part_document,
    lead_spans,
    run_in_stop,
    spoken_line,
    subtitle_line,
    title_lines,
)
from edusum.document.model import Attachment, Chart, Document, FigureRun, Paragraph, Run, Section, Table
from edusum.export.oxml import (
    body,
    charts,
    closing,
    contents,
    ids,
    imprint,
    letterhead,
    package,
    page,
    section_marks,
    tables,
)
from edusum.export.oxml.parts import Part, chart_part
from edusum.export.oxml.small_parts import Properties
from edusum.export.styles import STANDARD, Layout, with_parts

MOST_COLUMNS = 63
"""Word takes no more in a table."""
_KEPT_BEFORE_SIGN_OFF = 4  # lines of the 附件说明, or fewer and the end of the text
_STOP = "。"  # behind a heading that begins a paragraph; contents leave it out
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_DATE = re.compile(r"([1-9][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})日")


@dataclass(slots=True)
class Flow:
    """What stands on the pages, one after the other.

    `keys` tells the section of each block (see Section.key), `turned` which ones stand on pages turned
    sideways, `heads` which ones are headings of what follows; `parts` are what the blocks refer to, `entries`
    what the table of contents tells.
    """

    layout: Layout
    has_contents: bool = False
    blocks: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    turned: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)
    parts: list[Part] = field(default_factory=list)
    entries: list[contents.Entry] = field(default_factory=list)
    charts: int = 0

    def add(self, blocks: Sequence[str], key: str = "") -> None:
        self.blocks.extend(blocks)
        self.keys.extend([key] * len(blocks))

    def add_heading(self, block: str, key: str = "") -> None:
        self.heads.add(len(self.blocks))
        self.blocks.append(block)
        self.keys.append(key)

    def add_turned(self, block: str, key: str) -> None:
        """A block on a page turned sideways; the headings right before it come along."""
        index = len(self.blocks)
        self.add((block,), key)
        self.turned.add(index)
        while index - 1 in self.heads:
            index -= 1
            self.turned.add(index)

    def listed(self, runs: str, level: int, text: str) -> str:
        """The runs of a heading, told in the table of contents if there is one."""
        if not self.has_contents or level > contents.depth(self.layout):
            return runs
        number = len(self.entries) + 1
        self.entries.append(contents.Entry(level, text, contents.anchor(number)))
        return contents.bookmarked(number, runs)


def to_docx(document: Document, layout: Layout = STANDARD) -> bytes:
    """The document as a Word file; the same document and layout always give the same bytes.

    Its sections stand between bookmarks, and it tells of which document it was made (`digest`), so that it
    can be taken back after it was edited outside. Characters that a Word file cannot hold are left out.
    Raises EdusumError for what Word cannot hold at all.
    """
    return written(with_section_marks(laid_out(document, layout)), document)


def laid_out(document: Document, layout: Layout = STANDARD) -> Flow:
    """The document as blocks of XML, ready to be written."""
    flow = Flow(with_parts(layout) if is_part_document(document) else layout, document.prints_contents)
    _opening(flow, document)
    _sections(flow, document.sections)
    _closing(flow, document)
    for number, attachment in enumerate(document.attachments, start=1):
        if attachment.sections:
            _attachment(flow, attachment, attachment_mark(number, len(document.attachments)))
    if document.imprint:
        flow.add(imprint.blocks(document.imprint, flow.layout))
    return flow


def with_section_marks(flow: Flow) -> Flow:
    """What was laid out, its sections between bookmarks."""
    blocks = section_marks.marked(flow.blocks, flow.keys, first=len(flow.entries) + 1)
    return replace(flow, blocks=blocks)


def written(flow: Flow, document: Document) -> bytes:
    """The Word file of what was laid out."""
    blocks, turned = flow.blocks, flow.turned
    if flow.entries:
        blocks, turned = _with_contents(flow)
    if turned:
        text = page.in_sections(blocks, turned, flow.layout)
        parts = [*page.turned_footers(flow.layout), *flow.parts]
    else:
        text = "".join(blocks) + page.section_properties(flow.layout)
        parts = flow.parts
    if flow.layout.house.latin_font:
        text = body.with_east_asian_marks(text)
    return package.saved(text, flow.layout, properties_of(document), parts)


def _with_contents(flow: Flow) -> tuple[list[str], set[int]]:
    """The blocks below the table of contents, and which ones are turned then."""
    table = contents.blocks(flow.entries, flow.layout)
    blocks = [*table, body.on_new_page(flow.blocks[0]), *flow.blocks[1:]]
    return blocks, {index + len(table) for index in flow.turned}


def _opening(flow: Flow, document: Document) -> None:
    """What stands above the text."""
    if document.letterhead:
        flow.add(letterhead.blocks(document.letterhead, flow.layout))
    flow.add(_title(document, flow.layout))
    for style, text in ((ids.ADDRESSEE, document.addressee), (ids.SALUTATION, document.salutation)):
        if text:
            flow.add((body.plain(style, text),))


def _title(document: Document, layout: Layout) -> list[str]:
    """The title with what belongs to it, an empty line below the last of them."""
    below = [
        (ids.SUBTITLE, subtitle_line(document.subtitle)),
        (ids.SPEAKER, spoken_line(document.spoken_on)),
        (ids.SPEAKER, document.speaker),
    ]
    lines = [
        (style, broken) for style, text in below if (broken := title_lines(text, layout.characters_per_line))
    ]
    main = title_lines(document.title, layout.title_characters)
    last = len(lines) - 1
    return [
        *([body.title(ids.TITLE, main, is_followed=bool(lines))] if main else ()),
        *(
            body.under_title(style, broken, line_below=layout.line_pitch if index == last else 0)
            for index, (style, broken) in enumerate(lines)
        ),
    ]


def _sections(flow: Flow, sections: Sequence[Section]) -> None:
    for section in sections:
        _section(flow, section)
        _sections(flow, section.sections)


def _section(flow: Flow, section: Section) -> None:
    blocks = section.blocks
    if section.level and (section.heading or section.marker):
        heading = flow.layout.house.printed_marker(section.marker) + section.heading
        level = min(section.level, len(ids.HEADINGS))
        if section.is_run_in:
            opening = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else None
            blocks = blocks[1:] if opening else blocks
            flow.add((_run_in(flow, level, heading, opening),), section.key)
        else:
            flow.add_heading(_heading(flow, level, heading), section.key)
    for block in blocks:
        if isinstance(block, Paragraph):
            flow.blocks.append(_text(flow, block.runs))
            flow.keys.append(section.key)
        else:
            _exhibit(flow, block, section.key)


def _heading(flow: Flow, level: int, text: str) -> str:
    return body.styled(ids.HEADINGS[level - 1], flow.listed(body.run(text), level, text))


def _run_in(flow: Flow, level: int, heading: str, opening: Paragraph | None) -> str:
    """A heading and the text that follows it in the same paragraph, or none."""
    runs = opening.runs if opening else ()
    lead = flow.listed(body.run_in_heading(level, heading), level, heading.removesuffix(_STOP))
    return _text(flow, (Run(run_in_stop(heading)), *runs), lead)


def _exhibit(flow: Flow, block: Table | Chart, key: str) -> None:
    if isinstance(block, Chart):
        _chart(flow, block, key)
    elif block.is_landscape:
        flow.add_turned(_table(block, flow.layout, flow.layout.turned_width), key)
    else:
        flow.add((_table(block, flow.layout, flow.layout.text_width),), key)


def _text(flow: Flow, runs: Sequence[Run | FigureRun], lead: str = "") -> str:
    if not flow.layout.house.lead_words:
        return body.paragraph(runs, lead=lead)
    return body.paragraph(runs, lead=lead, spans=lead_spans("".join(run.text for run in runs)))


def _table(content: Table, layout: Layout, width: int) -> str:
    if len(content.columns) > MOST_COLUMNS:
        raise EdusumError(
            f"表格“{content.caption}”有{len(content.columns)}列，"
            f"Word 的表格最多{MOST_COLUMNS}列，请拆成几张表。"
        )
    for number, row in enumerate(content.rows, start=1):
        if len(row) != len(content.columns):
            raise EdusumError(
                f"表格“{content.caption}”第{number}行有{len(row)}格，"
                f"表头有{len(content.columns)}列，请改成一样多。"
            )
    return tables.table(content, layout, width)


def _chart(flow: Flow, chart: Chart, key: str) -> None:
    """A chart with its workbook; one that cannot be drawn says so."""
    flow.charts += 1
    relation_id = f"rIdChart{flow.charts}"
    drawn = charts.chart_parts(chart, flow.layout)
    if drawn:
        flow.parts.append(chart_part(flow.charts, relation_id, drawn.chart_xml, drawn.workbook))
    flow.add((charts.drawing(chart, flow.layout, relation_id, flow.charts),), key)


def _closing(flow: Flow, document: Document) -> None:
    """What ends the text: never alone on a page, and on a turned one where the text ends on such."""
    note = closing.attachment_note([attachment.name for attachment in document.attachments], flow.layout)
    signed = closing.sign_off(document.sign_off, flow.layout) if document.sign_off else []
    start = len(flow.blocks) - 1
    flow.add([*note, *signed])
    if start in flow.turned:
        flow.turned.update(range(start + 1, len(flow.blocks)))
    if not signed:
        return
    first = max(len(flow.blocks) - len(signed) - _KEPT_BEFORE_SIGN_OFF, start, 0)
    for index in range(first, len(flow.blocks) - 1):
        flow.blocks[index] = body.keep_with_next(flow.blocks[index])


def _attachment(flow: Flow, attachment: Attachment, mark: str) -> None:
    flow.add_heading(body.plain(ids.ATTACHMENT_MARK, mark))
    lines = title_lines(attachment.name, flow.layout.title_characters)
    if lines:
        name = flow.listed(body.run("\n".join(lines)), 1, "".join(lines))
        flow.add_heading(body.styled(ids.ATTACHMENT_TITLE, name))
    _sections(flow, attachment.sections)


def properties_of(document: Document) -> Properties:
    """What the file says of itself; dated as the document is, so that nothing depends on the clock."""
    year = f"{document.year}年" if document.year else ""
    return Properties(
        title=document.title,
        author=document.bureau,
        subject=document.genre,
        keywords="，".join(filter(None, (document.bureau, year, document.genre))),
        dated=_date(document),
        document=document.digest,
    )


def _date(document: Document) -> datetime:
    """The date of the sign-off, else of the speech, else the last day of the year, else a fixed one."""
    signed = document.sign_off.date if document.sign_off else ""
    for date in (signed, document.spoken_on, f"{document.year}年12月31日"):
        if match := _DATE.fullmatch(date):
            with suppress(ValueError):
                year, month, day = map(int, match.groups())
                return datetime(year, month, day, tzinfo=UTC)
    return _UNDATED
