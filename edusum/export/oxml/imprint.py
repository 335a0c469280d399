"""The 版记 at the foot of the last page. GB/T 9704—2012 §7.4.

Its last line lies on the lower edge of the text area, wherever the text ends. Strictly it belongs on an even
page; a file cannot ask for that without a page of its own, so it stands on the last page, odd or even.
"""

from collections.abc import Sequence

from edusum.document.formal import COPIES_LABEL, copies_line, issued_line
from edusum.document.layout import em_width
from edusum.document.model import Imprint
from edusum.export.oxml import body, ids
from edusum.export.oxml.closing import hanging
from edusum.export.oxml.markup import exact_line, run_look, style
from edusum.export.styles import TWIPS_PER_POINT, Layout, twips


def styles(layout: Layout) -> str:
    """The table with its lines, thick outside and thin inside, its text, and the paragraphs around it."""
    text = '<w:snapToGrid w:val="0"/>' + exact_line(layout.imprint_line)
    look = run_look(layout.body_font, layout.imprint_size, latin=layout.house.latin_font)
    edge = '<w:snapToGrid w:val="0"/>' + exact_line(layout.smallest_line)
    return (
        style("table", ids.IMPRINT, "公文版记", based_on="TableNormal", table=_lines(layout), is_own=True)
        + style("paragraph", ids.IMPRINT_TEXT, "公文版记文字", text, look, is_own=True)
        + style(
            "paragraph", ids.IMPRINT_EDGE, "公文版记定位", edge, run_look(layout.body_font, 1), is_own=True
        )
    )


def blocks(imprint: Imprint, layout: Layout) -> list[str]:
    """One table that hangs on the last paragraph of the paper; nothing for an empty imprint.

    The paragraph before it begins the page where one begins here: LibreOffice begins none with such a table.
    """
    rows = [_copies(copies_line(imprint), layout), _issued(*issued_line(imprint), layout)]
    printed = [_row(row, layout) for row in rows if row]
    if not printed:
        return []
    edge = body.plain(ids.IMPRINT_EDGE, "")
    return [f"{edge}<w:tbl>{_frame(layout)}{''.join(printed)}</w:tbl>{edge}"]


def _copies(line: str, layout: Layout) -> str:
    """抄送, one character from both edges, turned lines below the first character after the colon."""
    if not line:
        return ""
    label = em_width(COPIES_LABEL)
    left = hanging(layout.imprint_indent + label, label, layout.imprint_size)
    right = f' w:rightChars="{layout.imprint_indent * 100}" w:right="{_inset(layout)}"/>'
    return body.plain(ids.IMPRINT_TEXT, line, left.removesuffix("/>") + right)


def _issued(name: str, date: str, layout: Layout) -> str:
    """Who issues at the left, when at the right; the date takes a line of its own when both are too long."""
    if not name and not date:
        return ""
    width = layout.text_width - _inset(layout)
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    places = f'w:leftChars="{layout.imprint_indent * 100}" w:left="{_inset(layout)}"'
    room = width / (layout.imprint_size * TWIPS_PER_POINT) - layout.imprint_indent - 1
    gap = "\n\t" if em_width(name + date) > room else "\t"
    return body.plain(ids.IMPRINT_TEXT, f"{name}{gap}{date}" if date else name, f"{tab}<w:ind {places}/>")


def _inset(layout: Layout) -> int:
    return round(layout.imprint_indent * layout.imprint_size * TWIPS_PER_POINT)


def _row(paragraph: str, layout: Layout) -> str:
    height = f'<w:cantSplit/><w:trHeight w:val="{twips(layout.imprint_row_height)}" w:hRule="atLeast"/>'
    cell = f'<w:tcW w:w="{layout.text_width}" w:type="dxa"/><w:vAlign w:val="center"/>'
    return f"<w:tr><w:trPr>{height}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr>{paragraph}</w:tc></w:tr>"


def _frame(layout: Layout) -> str:
    """As wide as the text area, at its lower edge.

    Placed from the edge of the page, since LibreOffice lets a table so wide hang nowhere else. Where odd and
    even pages have different margins it stands in the middle of the page, which is 1 mm from both.
    """
    side = 'w:tblpXSpec="center"' if layout.house.is_mirrored else f'w:tblpX="{twips(layout.margin_left)}"'
    place = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page"'
        f' {side} w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
    )
    described = '<w:tblCaption w:val="版记"/><w:tblDescription w:val="抄送机关、印发机关和印发日期。"/>'
    return (
        f'<w:tblPr><w:tblStyle w:val="{ids.IMPRINT}"/>{place}<w:tblW w:w="{layout.text_width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0600" w:firstRow="0" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{described}</w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{layout.text_width}"/></w:tblGrid>'
    )


def _lines(layout: Layout) -> str:
    sides: Sequence[tuple[str, int]] = (
        ("top", layout.imprint_thick),
        ("bottom", layout.imprint_thick),
        ("insideH", layout.imprint_thin),
    )
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>' for side, size in sides
    )
    inner = {"top": 0, "left": 0, "bottom": layout.imprint_padding, "right": 0}
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in inner.items())
    return f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
