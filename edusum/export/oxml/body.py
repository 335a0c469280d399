"""Text in, body XML out: one escaped string, every look by a style's name."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from edusum.document.model import FigureRun, Run, Table
from edusum.export.oxml import ids
from edusum.export.oxml.markup import attribute, indent, text_element
from edusum.export.styles import TWIPS_PER_POINT, Layout, twips

_PARAGRAPH_STYLE = re.compile(r'(<w:pStyle w:val="\w+"/>)')
_GAP_BEGINS = "【待补"


def title(lines: Sequence[str]) -> str:
    """One paragraph, its lines broken where they are told."""
    return plain(ids.TITLE, "\n".join(lines))


def heading(level: int, text: str) -> str:
    """A heading on a line of its own."""
    return plain(ids.HEADINGS[level - 1], text)


def run_in_heading(level: int, text: str) -> str:
    """The beginning of a paragraph, to be given to `paragraph` as its lead."""
    return _run(text, ids.RUN_IN_HEADINGS[level - 1])


def paragraph(runs: Iterable[Run | FigureRun], *, lead: str = "") -> str:
    """A paragraph of the text; gaps stand out."""
    return _paragraph(ids.BODY, lead + "".join(_run(text, style) for style, text in _stretches(runs)))


def plain(style: str, text: str) -> str:
    """A paragraph of one run."""
    return _paragraph(style, _run(text))


def sign_off(style: str, text: str, right_em: float, layout: Layout) -> str:
    """A line of the sign-off, `right_em` characters from the right edge."""
    return _paragraph(style, _run(text), indent("right", right_em, layout.character_width / TWIPS_PER_POINT))


def table(content: Table, layout: Layout) -> str:
    """Caption, table as wide as the text, and a line for its note, which also keeps two tables apart."""
    widths = _shares([column.width for column in content.columns], layout.text_width)
    cells = [
        _cell_frame(ids.TABLE_TEXT, width, f'<w:jc w:val="{column.align}"/>')
        for column, width in zip(content.columns, widths, strict=True)
    ]
    heads = [_cell_frame(ids.TABLE_HEAD, width) for width in widths]
    height = f'<w:cantSplit/><w:trHeight w:val="{twips(layout.table_row_height)}" w:hRule="atLeast"/>'
    rows = [_row(height + "<w:tblHeader/>", heads, [column.head for column in content.columns])]
    rows.extend(_row(height, cells, row) for row in content.rows)
    caption = plain(ids.TABLE_CAPTION, content.caption) if content.caption else ""
    frame = _table_properties(content, layout) + _grid(widths)
    return f"{caption}<w:tbl>{frame}{''.join(rows)}</w:tbl>{plain(ids.TABLE_NOTE, content.note)}"


def keep_with_next(block: str) -> str:
    """The block, its last paragraph (of a table: last row and note) on one page with what follows."""
    before, row, last = block.rpartition("<w:tr>")
    return before + row + _PARAGRAPH_STYLE.sub(r"\1<w:keepNext/>", last)


def _paragraph(style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _run(text: str, style: str = "") -> str:
    if not text:
        return ""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:r>{look}{text_element(text)}</w:r>"


def _stretches(runs: Iterable[Run | FigureRun]) -> list[tuple[str, str]]:
    """Style and text of neighbours that look alike."""
    return [(style, "".join(run.text for run in group)) for style, group in groupby(runs, _run_style)]


def _run_style(run: Run | FigureRun) -> str:
    return ids.GAP if isinstance(run, FigureRun) and run.is_gap else ""


def _shares(weights: Sequence[int], total: int) -> list[int]:
    """`total` divided by weights, to the last unit."""
    wanted = [max(weight, 1) for weight in weights]
    ends = [total * sum(wanted[: index + 1]) // sum(wanted) for index in range(len(wanted))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _cell_frame(style: str, width: int, properties: str = "") -> str:
    """A cell up to its runs."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>'
    )


def _row(properties: str, frames: Sequence[str], texts: Sequence[str]) -> str:
    cells = "</w:p></w:tc>".join(
        frame + _run(text, ids.GAP if text.startswith(_GAP_BEGINS) else "")
        for frame, text in zip(frames, texts, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:p></w:tc></w:tr>"


def _table_properties(content: Table, layout: Layout) -> str:
    heads = "、".join(column.head for column in content.columns)
    described = (
        f'<w:tblCaption w:val="{attribute(content.caption)}"/>'
        f'<w:tblDescription w:val="{attribute(f"各列依次为：{heads}。")}"/>'
    )
    return (
        f'<w:tblPr><w:tblStyle w:val="{ids.TABLE}"/><w:tblW w:w="{layout.text_width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{described}</w:tblPr>'
    )


def _grid(widths: Sequence[int]) -> str:
    return "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
