"""Page numbers, upright and on pages turned sideways. GB/T 9704—2012 §7.5 and chapter 8."""

from edusum.export.oxml import ids
from edusum.export.oxml.markup import DECLARATION, NAMESPACES, exact_line, indent, run_look, style
from edusum.export.styles import TWIPS_PER_POINT, Layout, twips

_DASH = "—"


def styles(layout: Layout) -> str:
    line = exact_line(round(layout.page_number_size * TWIPS_PER_POINT))
    look = run_look(layout.page_number_font, layout.page_number_size)
    return style("paragraph", ids.FOOTER, "footer", '<w:snapToGrid w:val="0"/>' + line, look)


def footer_xml(layout: Layout, *, is_even: bool, is_turned: bool) -> bytes:
    """“— 1 —” at the outer edge, one character in, or in the middle, as the house has it.

    On a turned page it stands where it is on the others: at the left of the page, running downwards.
    """
    side = _side(layout, is_even=is_even)
    content = _turned(layout, side) if is_turned else _paragraph(layout, side)
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{content}</w:ftr>".encode()


def _side(layout: Layout, *, is_even: bool) -> str:
    if layout.house.page_number == "center":
        return "center"
    return "left" if is_even else "right"


def _paragraph(layout: Layout, side: str) -> str:
    inset = "" if side == "center" else indent(side, layout.page_number_indent, layout.page_number_size)
    return _footer(inset + f'<w:jc w:val="{side}"/>', _number(layout))


def _number(layout: Layout) -> str:
    gap = " " if layout.house.page_number_dashes == "spaced" else ""
    return _text(_DASH + gap) + _field("PAGE", "1") + _text(gap + _DASH)


def _turned(layout: Layout, side: str) -> str:
    """A cell left of the text area, its line running down: odd numbers end low, even ones begin high."""
    length = twips(layout.turned_number_length)
    width = round(layout.page_number_size * TWIPS_PER_POINT)
    place = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page"'
        f' w:tblpX="{_turned_left(layout)}" w:tblpY="{_turned_top(layout, side)}"/>'
    )
    margins = "".join(f'<w:{edge} w:w="0" w:type="dxa"/>' for edge in ("top", "left", "bottom", "right"))
    frame = (
        f'<w:tblPr>{place}<w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
    )
    cell = f'<w:tcW w:w="{width}" w:type="dxa"/><w:textDirection w:val="tbRl"/>'
    row = f'<w:cantSplit/><w:trHeight w:val="{length}" w:hRule="exact"/>'
    line = _footer(f'<w:jc w:val="{side}"/>', _number(layout))
    return (
        f"<w:tbl>{frame}<w:tr><w:trPr>{row}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr>{line}</w:tc></w:tr></w:tbl>"
        + _footer("", "")
    )


def _turned_left(layout: Layout) -> int:
    """The turned page's left edge is the upright page's lower one."""
    middle = twips(layout.margin_bottom) - twips(layout.turned_number_distance)
    return middle - round(layout.page_number_size * TWIPS_PER_POINT / 2)


def _turned_top(layout: Layout, side: str) -> int:
    """Where the cell begins, so that its text ends or begins one character from the edge of the text area."""
    length = twips(layout.turned_number_length)
    inset = round(layout.page_number_indent * layout.page_number_size * TWIPS_PER_POINT)
    places = {
        "left": twips(layout.margin_left) + inset,
        "center": twips(layout.margin_left) + (layout.text_width - length) // 2,
        "right": twips(layout.margin_left) + layout.text_width - inset - length,
    }
    return places[side]


def _footer(properties: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{ids.FOOTER}"/>{properties}</w:pPr>{runs}</w:p>'


def _text(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(instruction: str, shown: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark.format("begin") + code + mark.format("separate") + _text(shown) + mark.format("end")
