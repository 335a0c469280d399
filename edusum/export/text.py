"""Document → plain text, for pasting into an office-automation system that has a text box and nothing else.

Such boxes keep line ends, full-width spaces and tabs. So paragraphs are indented by two full-width spaces,
rows of a table have tabs between their cells (pasted into Excel or a table they fall into columns), and what
stands at the right on paper is moved there by full-width spaces, a line having 28 characters.
"""

import unicodedata
from collections.abc import Iterable, Iterator

from edusum.document.formal import (
    ATTACHMENT_LABEL,
    SIGNERS_LABEL,
    attachment_items,
    copies_line,
    issued_line,
    note_line,
    signed_lines,
)
from edusum.document.house import STANDARD_HOUSE, House
from edusum.document.layout import (
    LINE_EM,
    em_width,
    run_in_stop,
    spoken_line,
    subtitle_line,
)
from edusum.document.model import (
    Attachment,
    Block,
    Chart,
    Document,
    Imprint,
    Letterhead,
    Paragraph,
    Section,
    SignOff,
    Table,
)

INDENT = "　　"
_INVISIBLE = {"Cc", "Cs"}


def to_text(document: Document, house: House = STANDARD_HOUSE) -> str:
    """The words of the paper in reading order, each paragraph on one line; "" for an empty paper."""
    parts = [
        _letterhead(document.letterhead),
        _opening(document),
        _text(document, house),
        _attachment_note(document.attachments, house),
        _sign_off(document.sign_off, house),
        *_attachments(document.attachments, house),
        _imprint(document.imprint),
    ]
    written = ["\n".join(lines) for lines in map(list, parts) if lines]
    return "\n\n".join(written) + "\n" if written else ""


def _letterhead(head: Letterhead | None) -> Iterator[str]:
    if head:
        signers = "、".join(map(_line, head.signers))
        lines = (head.serial, head.secrecy, head.urgency, head.mark, head.number)
        yield from filter(None, map(_line, lines))
        if signers:
            yield SIGNERS_LABEL + signers


def _opening(document: Document) -> Iterator[str]:
    """Title and what stands under it, each on one line of its own: an OA system breaks lines itself."""
    under = (subtitle_line(document.subtitle), spoken_line(document.spoken_on), document.speaker)
    yield from filter(None, map(_line, (document.title, *under)))


def _text(document: Document, house: House) -> Iterator[str]:
    yield from filter(None, (_line(document.addressee), _line(document.salutation)))
    yield from _sections(document.sections, house)


def _sections(sections: Iterable[Section], house: House) -> Iterator[str]:
    for section in sections:
        yield from _section(section, house)
        yield from _sections(section.sections, house)


def _section(section: Section, house: House) -> Iterator[str]:
    heading = _heading(section, house)
    blocks = section.blocks
    if heading and section.is_run_in:
        opening = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else None
        yield INDENT + heading + run_in_stop(heading) + (_line(opening.text) if opening else "")
        blocks = blocks[1:] if opening else blocks
    elif heading:
        yield INDENT + heading
    for block in blocks:
        yield from _block(block)


def _heading(section: Section, house: House) -> str:
    return _line(house.printed_marker(section.marker) + section.heading) if section.level else ""


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        if text := _line(block.text):
            yield INDENT + text
    elif isinstance(block, Table):
        yield from _table(block)
    else:
        yield from _chart(block)


def _table(table: Table) -> Iterator[str]:
    """Caption, head and rows; nothing is padded, since letters in such a box differ in width."""
    if table.caption:
        yield INDENT + _line(table.caption)
    yield "\t".join(_line(column.head) for column in table.columns)
    for row in table.rows:
        yield "\t".join(map(_line, row))
    if table.note:
        yield INDENT + _note(table.note)


def _note(note: str) -> str:
    line = _line(note)
    return line if line.startswith(("注：", "注:")) else f"注：{line}"


def _chart(chart: Chart) -> Iterator[str]:
    """The numbers of the drawing in one line: 毛入园率（%）：2024年90.2，2025年92.3。"""
    unit = f"（{_line(chart.unit)}）" if chart.unit else ""
    rows = []
    for series in chart.series:
        points = "，".join(
            f"{_line(category)}{'：' if category[-1:].isdigit() else ''}{value if value is not None else '—'}"
            for category, value in zip(chart.categories, series.values, strict=True)
        )
        name = _line(series.name)
        is_named = len(chart.series) > 1 and name
        rows.append(f"{name} {points}" if is_named else points)
    yield f"{INDENT}{_line(chart.caption)}{unit}：{'；'.join(rows)}。"
    if chart.note:
        yield INDENT + _note(chart.note)


def _attachment_note(attachments: tuple[Attachment, ...], house: House) -> Iterator[str]:
    """附件：1.名称; further ones under the first. GB/T 9704—2012 §7.3.4."""
    for item in attachment_items([_line(attachment.name) for attachment in attachments], house.dot):
        yield INDENT + (item.label or "　" * len(ATTACHMENT_LABEL)) + item.number + item.name


def _sign_off(sign_off: SignOff | None, house: House) -> Iterator[str]:
    if sign_off is None:
        return
    for line in signed_lines(sign_off, house.sign_off):
        yield "　" * int(max(LINE_EM - line.right - em_width(line.text), 0)) + line.text
    if sign_off.note:
        yield INDENT + note_line(_line(sign_off.note))


def _attachments(attachments: tuple[Attachment, ...], house: House) -> Iterator[Iterator[str]]:
    """Those that are printed with the paper; the others go along as files of their own."""
    for number, attachment in enumerate(attachments, 1):
        if attachment.sections:
            yield _attachment(attachment, f"附件{number if len(attachments) > 1 else ''}", house)


def _attachment(attachment: Attachment, label: str, house: House) -> Iterator[str]:
    yield label
    yield _line(attachment.name)
    yield from _sections(attachment.sections, house)


def _imprint(imprint: Imprint | None) -> Iterator[str]:
    if imprint is None:
        return
    issued = "　".join(filter(None, map(_line, issued_line(imprint))))
    yield from filter(None, (_line(copies_line(imprint)), issued))


def _line(text: str) -> str:
    """On one line, without what no text box takes."""
    spaced = "".join(" " if sign in "\t\n\r\v\f" else sign for sign in text)
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in _INVISIBLE).strip()
