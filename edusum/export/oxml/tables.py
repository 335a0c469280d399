"""Tables: as wide as the text, the head repeated on each page, rows unbroken."""

from collections.abc import Sequence

from edusum.document.model import Table
from edusum.export.oxml import ids
from edusum.export.oxml.body import kept, plain, run
from edusum.export.oxml.markup import attribute, text_element
from edusum.export.styles import Layout, twips

_GAP_BEGINS = "【待补"
_END_OF_CELL = "</w:p></w:tc>"


def table(content: Table, layout: Layout, width: int) -> str:
    """Caption, table `width` twips wide, and a line for its note, which also keeps two tables apart."""
    caption = plain(ids.TABLE_CAPTION, content.caption) if content.caption else ""
    grid = _grid(content, layout, width) if content.columns else ""
    return f"{caption}{grid}{plain(ids.TABLE_NOTE, content.note)}"


def _grid(content: Table, layout: Layout, width: int) -> str:
    widths = _shares([column.width for column in content.columns], width)
    cells = [
        _cell_frame(ids.TABLE_TEXT, width, f'<w:jc w:val="{column.align}"/>')
        for column, width in zip(content.columns, widths, strict=True)
    ]
    heads = [_cell_frame(ids.TABLE_HEAD, width) for width in widths]
    height = f'<w:cantSplit/><w:trHeight w:val="{twips(layout.table_row_height)}" w:hRule="atLeast"/>'
    head = _row(f"{height}<w:tblHeader/>", heads, [column.head for column in content.columns])
    rows = [_row(height, cells, row) for row in content.rows]
    if content.note and rows:
        rows[-1] = kept(rows[-1])
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = _properties(content, width)
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{head}{''.join(rows)}</w:tbl>"


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
    cells = _END_OF_CELL.join([frame + _text(text) for frame, text in zip(frames, texts, strict=True)])
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}{_END_OF_CELL}</w:tr>"


def _text(text: str) -> str:
    if text.startswith(_GAP_BEGINS):
        return run(text, ids.GAP)
    return f"<w:r>{text_element(text)}</w:r>" if text else ""


def _properties(content: Table, width: int) -> str:
    heads = "、".join(column.head for column in content.columns)
    described = (
        f'<w:tblCaption w:val="{attribute(content.caption)}"/>'
        f'<w:tblDescription w:val="{attribute(f"各列依次为：{heads}。")}"/>'
    )
    return (
        f'<w:tblPr><w:tblStyle w:val="{ids.TABLE}"/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{described}</w:tblPr>'
    )
