"""The part styles.xml: every style of a layout, the fonts in all four slots."""

from edusum.export.oxml import charts, closing, contents, footers, ids, imprint, letterhead
from edusum.export.oxml.markup import DECLARATION, NAMESPACES, exact_line, indent, run_look, style
from edusum.export.styles import TWIPS_PER_POINT, Layout, twips

_NORMAL_PARAGRAPH = (
    '<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/>'
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
)
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
_CENTRED = '<w:jc w:val="center"/>'
_OUTSIDE_THE_OUTLINE = 9
_ROOMS = (letterhead, footers, contents, charts, closing, imprint)


def styles_xml(layout: Layout) -> bytes:
    own = (_defaults, _built_in, _opening, _headings, _body, _tables, _attachments)
    written = "".join(part(layout) for part in (*own, *(room.styles for room in _ROOMS)))
    return f"{DECLARATION}<w:styles {NAMESPACES}>{written}</w:styles>".encode()


def _defaults(layout: Layout) -> str:
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_body_look(layout)}{language}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
    )


def _built_in(layout: Layout) -> str:
    line = exact_line(layout.line_pitch)
    return (
        style("paragraph", "Normal", "Normal", _NORMAL_PARAGRAPH + line, _body_look(layout), default=True)
        + style("character", "DefaultParagraphFont", "Default Paragraph Font", default=True)
        + style("numbering", "NoList", "No List", default=True)
    )


def _opening(layout: Layout) -> str:
    """The title on top of the page with what stands under it, then an empty line; no part of the outline."""
    line = exact_line(layout.line_pitch)
    name = _spoken_look(layout)
    return (
        style("paragraph", ids.TITLE, "Title", *_title(layout, _OUTSIDE_THE_OUTLINE), follow=ids.BODY)
        + style("paragraph", ids.SUBTITLE, "Subtitle", f"<w:keepNext/>{line}{_CENTRED}", name)
        + _own(ids.SPEAKER, "公文讲话人", f"<w:keepNext/>{line}{_CENTRED}", name)
        + _own(ids.ADDRESSEE, "公文主送机关", "<w:keepNext/>" + line, _body_look(layout))
        + _own(ids.SALUTATION, "公文称呼", "<w:keepNext/>" + line, _body_look(layout))
    )


def _title(layout: Layout, outline_level: int, before: int = 0) -> tuple[str, str]:
    line = exact_line(layout.title_line, before=before, after=layout.line_pitch)
    paragraph = (
        f'<w:keepNext/><w:snapToGrid w:val="0"/>{line}{_CENTRED}<w:outlineLvl w:val="{outline_level}"/>'
    )
    return paragraph, run_look(layout.title_font, layout.title_size)


def _headings(layout: Layout) -> str:
    """Headings on a line of their own, each linked with the look of a heading that begins a paragraph."""
    return "".join(
        _heading(layout, level) + _run_in_heading(layout, level) for level in range(1, len(ids.HEADINGS) + 1)
    )


def _heading(layout: Layout, level: int) -> str:
    is_part = layout.heading_ranks[level - 1] == 0
    line = exact_line(layout.line_pitch) + _CENTRED if is_part else _first_line(layout)
    return style(
        "paragraph",
        ids.HEADINGS[level - 1],
        f"heading {level}",
        f'<w:keepNext/>{line}<w:outlineLvl w:val="{level - 1}"/>',
        _heading_look(layout, level),
        follow=ids.BODY,
        link=ids.RUN_IN_HEADINGS[level - 1],
    )


def _run_in_heading(layout: Layout, level: int) -> str:
    return style(
        "character",
        ids.RUN_IN_HEADINGS[level - 1],
        f"标题 {level} 字符",
        "",
        _heading_look(layout, level),
        based_on="DefaultParagraphFont",
        link=ids.HEADINGS[level - 1],
        is_own=True,
    )


def _heading_look(layout: Layout, level: int) -> str:
    font, rank = layout.heading_fonts[level - 1], layout.heading_ranks[level - 1]
    return _look(layout, font, layout.body_size, layout.run_spacing, bold=rank in layout.house.bold_levels)


def _body(layout: Layout) -> str:
    """The text, words that lead in, and what still has to be filled in."""
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{layout.gap_fill}"/>'
    return (
        _own(ids.BODY, "公文正文", _first_line(layout) + '<w:jc w:val="both"/>', _body_look(layout))
        + _own_character(ids.LEAD, "公文领句", _lead_look(layout))
        + _own_character(ids.GAP, "待补数据", shading)
    )


def _lead_look(layout: Layout) -> str:
    if layout.house.lead_words == "kai":
        return _look(layout, layout.kai_font, layout.body_size, layout.run_spacing)
    return "<w:b/><w:bCs/>" if layout.house.lead_words == "bold" else ""


def _tables(layout: Layout) -> str:
    line = exact_line(layout.line_pitch)
    cell = '<w:snapToGrid w:val="0"/>' + exact_line(layout.table_line)
    text = _look(layout, layout.table_font, layout.table_size)
    caption = _look(layout, layout.caption_font, layout.caption_size)
    head = _look(layout, layout.table_head_font, layout.table_size)
    return (
        _table(layout)
        + _own(ids.TABLE_CAPTION, "公文表题", f"<w:keepNext/>{line}{_CENTRED}", caption)
        + _own(ids.TABLE_HEAD, "公文表头", f"<w:keepNext/>{cell}{_CENTRED}", head)
        + _own(ids.TABLE_TEXT, "公文表文", cell, text)
        + _own(ids.TABLE_NOTE, "公文表注", cell, text)
    )


def _table(layout: Layout) -> str:
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _BORDERS)
    properties = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders>{_cell_margins(layout)}</w:tblPr>"
    plain = f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_cell_margins(layout)}</w:tblPr>'
    return style("table", "TableNormal", "Normal Table", default=True, table=plain) + style(
        "table", ids.TABLE, "公文表格", based_on="TableNormal", table=properties, is_own=True
    )


def _cell_margins(layout: Layout) -> str:
    width = {"top": 0, "left": twips(layout.table_cell_margin), "bottom": 0}
    width["right"] = width["left"]
    sides = "".join(f'<w:{side} w:w="{value}" w:type="dxa"/>' for side, value in width.items())
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


def _attachments(layout: Layout) -> str:
    """附件 on top of a page, the name on the third line; the name stands in the outline."""
    mark = "<w:keepNext/><w:pageBreakBefore/>" + exact_line(layout.line_pitch)
    look = _look(layout, layout.hei_font, layout.body_size, layout.run_spacing)
    return _own(ids.ATTACHMENT_MARK, "公文附件标记", mark, look) + _own(
        ids.ATTACHMENT_TITLE, "公文附件标题", *_title(layout, 0, before=layout.line_pitch)
    )


def _spoken_look(layout: Layout) -> str:
    return _look(layout, layout.kai_font, layout.body_size, layout.run_spacing)


def _body_look(layout: Layout) -> str:
    return _look(layout, layout.body_font, layout.body_size, layout.run_spacing)


def _look(layout: Layout, font: str, size: float, spacing: int = 0, *, bold: bool = False) -> str:
    return run_look(font, size, spacing, latin=layout.house.latin_font, bold=bold)


def _first_line(layout: Layout) -> str:
    width = layout.character_width / TWIPS_PER_POINT
    return exact_line(layout.line_pitch) + indent("firstLine", layout.first_line_indent, width)


def _own(style_id: str, name: str, paragraph: str, run: str) -> str:
    """A style that Word does not bring along; its name is what the user sees in the list of styles."""
    return style("paragraph", style_id, name, paragraph, run, is_own=True)


def _own_character(style_id: str, name: str, run: str) -> str:
    return style("character", style_id, name, "", run, based_on="DefaultParagraphFont", is_own=True)
