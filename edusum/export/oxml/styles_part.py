"""The part styles.xml: every style of a layout, the fonts in all four slots."""

from edusum.export.oxml import ids
from edusum.export.oxml.markup import DECLARATION, NAMESPACES, exact_line, indent, run_look
from edusum.export.styles import TWIPS_PER_POINT, Layout, twips

_NORMAL_PARAGRAPH = (
    '<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/>'
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
)
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def styles_xml(layout: Layout) -> bytes:
    styles = "".join((_defaults(layout), _built_in(layout), _headings(layout), _own(layout), _table(layout)))
    return f"{DECLARATION}<w:styles {NAMESPACES}>{styles}</w:styles>".encode()


def _defaults(layout: Layout) -> str:
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_body_look(layout)}{language}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
    )


def _built_in(layout: Layout) -> str:
    line = exact_line(layout.line_pitch)
    return (
        _style("paragraph", "Normal", "Normal", _NORMAL_PARAGRAPH + line, _body_look(layout), default=True)
        + _style("character", "DefaultParagraphFont", "Default Paragraph Font", default=True)
        + _style("numbering", "NoList", "No List", default=True)
        + _title(layout)
        + _footer(layout)
    )


def _title(layout: Layout) -> str:
    """On top of the page, one empty body line below it; no part of the outline."""
    return _style(
        "paragraph",
        ids.TITLE,
        "Title",
        '<w:keepNext/><w:snapToGrid w:val="0"/>'
        + exact_line(layout.title_line, after=layout.line_pitch)
        + '<w:jc w:val="center"/><w:outlineLvl w:val="9"/>',
        run_look(layout.title_font, layout.title_size),
        follow=ids.BODY,
    )


def _footer(layout: Layout) -> str:
    line = exact_line(round(layout.page_number_size * TWIPS_PER_POINT))
    look = run_look(layout.page_number_font, layout.page_number_size)
    return _style("paragraph", ids.FOOTER, "footer", '<w:snapToGrid w:val="0"/>' + line, look)


def _headings(layout: Layout) -> str:
    """Headings on a line of their own, each linked with the look of a heading that begins a paragraph."""
    return "".join(
        _heading(layout, level, font) + _run_in_heading(layout, level, font)
        for level, font in enumerate(layout.heading_fonts, start=1)
    )


def _heading(layout: Layout, level: int, font: str) -> str:
    return _style(
        "paragraph",
        ids.HEADINGS[level - 1],
        f"heading {level}",
        f'<w:keepNext/>{_first_line(layout)}<w:outlineLvl w:val="{level - 1}"/>',
        run_look(font, layout.body_size, layout.run_spacing),
        follow=ids.BODY,
        link=ids.RUN_IN_HEADINGS[level - 1],
    )


def _run_in_heading(layout: Layout, level: int, font: str) -> str:
    return _style(
        "character",
        ids.RUN_IN_HEADINGS[level - 1],
        f"标题 {level} 字符",
        "",
        run_look(font, layout.body_size, layout.run_spacing),
        based_on="DefaultParagraphFont",
        link=ids.HEADINGS[level - 1],
        is_own=True,
    )


def _own(layout: Layout) -> str:
    """Styles that Word does not bring along; their names are what the user sees in the style list."""
    line = exact_line(layout.line_pitch)
    right = '<w:jc w:val="right"/>'
    table_line = '<w:snapToGrid w:val="0"/>' + exact_line(layout.table_line)
    table_look = run_look(layout.table_font, layout.table_size)
    caption = run_look(layout.caption_font, layout.caption_size)
    head = run_look(layout.table_head_font, layout.table_size)
    body = _body_look(layout)
    one_line_above = exact_line(layout.line_pitch, before=layout.line_pitch)
    looks = (
        (ids.BODY, "公文正文", _first_line(layout) + '<w:jc w:val="both"/>', body),
        (ids.SALUTATION, "公文主送机关", "<w:keepNext/>" + line, body),
        (ids.SIGN_OFF_NAME, "公文署名", "<w:keepNext/>" + one_line_above + right, body),
        (ids.SIGN_OFF_DATE, "公文成文日期", line + right, body),
        (ids.TABLE_CAPTION, "公文表题", "<w:keepNext/>" + line + '<w:jc w:val="center"/>', caption),
        (ids.TABLE_HEAD, "公文表头", "<w:keepNext/>" + table_line + '<w:jc w:val="center"/>', head),
        (ids.TABLE_TEXT, "公文表文", table_line, table_look),
        (ids.TABLE_NOTE, "公文表注", table_line, table_look),
    )
    return _gap(layout) + "".join(_own_paragraph(*look) for look in looks)


def _own_paragraph(style_id: str, name: str, paragraph: str, run: str) -> str:
    return _style("paragraph", style_id, name, paragraph, run, is_own=True)


def _gap(layout: Layout) -> str:
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{layout.gap_fill}"/>'
    return _style("character", ids.GAP, "待补数据", "", shading, based_on="DefaultParagraphFont", is_own=True)


def _table(layout: Layout) -> str:
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _BORDERS)
    properties = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders>{_cell_margins(layout)}</w:tblPr>"
    plain = f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_cell_margins(layout)}</w:tblPr>'
    return _style("table", "TableNormal", "Normal Table", default=True, table=plain) + _style(
        "table", ids.TABLE, "公文表格", based_on="TableNormal", table=properties, is_own=True
    )


def _cell_margins(layout: Layout) -> str:
    width = {"top": 0, "left": twips(layout.table_cell_margin), "bottom": 0}
    width["right"] = width["left"]
    sides = "".join(f'<w:{side} w:w="{value}" w:type="dxa"/>' for side, value in width.items())
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


def _body_look(layout: Layout) -> str:
    return run_look(layout.body_font, layout.body_size, layout.run_spacing)


def _first_line(layout: Layout) -> str:
    width = layout.character_width / TWIPS_PER_POINT
    return exact_line(layout.line_pitch) + indent("firstLine", layout.first_line_indent, width)


def _style(
    kind: str,
    style_id: str,
    name: str,
    paragraph: str = "",
    run: str = "",
    *,
    table: str = "",
    based_on: str = "Normal",
    follow: str = "",
    link: str = "",
    default: bool = False,
    is_own: bool = False,
) -> str:
    """One style; built-in unless `is_own`, shown in the list of styles unless it is a default."""
    flags = ' w:default="1"' * default + ' w:customStyle="1"' * is_own
    parts = (
        f'<w:name w:val="{name}"/>',
        "" if default else f'<w:basedOn w:val="{based_on}"/>',
        f'<w:next w:val="{follow}"/>' if follow else "",
        f'<w:link w:val="{link}"/>' if link else "",
        "<w:qFormat/>" if kind == "paragraph" else "",
        f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "",
        f"<w:rPr>{run}</w:rPr>" if run else "",
        table,
    )
    return f'<w:style w:type="{kind}"{flags} w:styleId="{style_id}">{"".join(parts)}</w:style>'
