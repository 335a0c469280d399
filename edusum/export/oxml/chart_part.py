"""The part that holds a native chart: python-pptx writes it from the values, here it gets its looks."""

from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart as Formatter
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.dml.line import LineFormat
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from edusum.document.plotting import GRID, INK, SLICE_EDGE, TEXT_SIZE, Look, Plot, Strand
from edusum.export.oxml.markup import DECLARATION, attribute
from edusum.export.oxml.workbook import code_of, decimals, number_format
from edusum.export.styles import Layout

WORKBOOK_RELATION = "rId1"

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_C = f"{{{_CHART}}}"
_SPACES = f'xmlns:c="{_CHART}" xmlns:a="{_DRAWING}" xmlns:r="{_RELATIONSHIPS}"'
_TYPES = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "pie": XL_CHART_TYPE.PIE,
}
_PATTERNS = {
    "diagonal": MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    "horizontal": MSO_PATTERN_TYPE.LIGHT_HORIZONTAL,
}
_DASHES = {
    "solid": MSO_LINE_DASH_STYLE.SOLID,
    "dash": MSO_LINE_DASH_STYLE.DASH,
    "sysDot": MSO_LINE_DASH_STYLE.ROUND_DOT,
    "lgDashDot": MSO_LINE_DASH_STYLE.LONG_DASH_DOT,
}
_MARKERS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "triangle": XL_MARKER_STYLE.TRIANGLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
}
_SIDES = {"above": "t", "below": "b", "right": "r"}
_MARKER_SIZE = 6
_LINE_WIDTH, _THIN = Pt(1.5), Pt(0.75)
_UNIT_LEFT = 0.005
_LABEL_PARTS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
_INK_FILL = f'<a:solidFill><a:srgbClr val="{INK}"/></a:solidFill>'
_NO_SHAPE = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


def chart_xml(plan: Plot, layout: Layout) -> bytes:
    """The part chart*.xml; its workbook is the part's relation `WORKBOOK_RELATION`."""
    space: Any = parse_xml(ChartXmlWriter(_TYPES[plan.form], _data(plan)).xml.encode())
    chart = Formatter(space, None)  # it would ask its part for the workbook only
    chart.has_title = False
    if plan.form == "pie":
        _format_pie(chart.plots[0], plan)
    else:
        _format_series(chart.plots[0], plan)
        _format_axes(chart.category_axis, chart.value_axis, plan)
    chart.has_legend = plan.has_legend
    if plan.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    _frame(space, plan, layout)
    etree.cleanup_namespaces(space, keep_ns_prefixes=["a", "r"])
    return DECLARATION.encode() + etree.tostring(space, encoding="UTF-8")


def _data(plan: Plot) -> CategoryChartData:
    data = CategoryChartData()
    data.categories = plan.categories
    for strand in plan.strands:
        values = [None if value is None else float(value) for value in strand.values]
        data.add_series(strand.name, values, number_format(strand))
    return data


def _format_pie(plot: Any, plan: Plot) -> None:
    series = plot.series[0]
    for index, look in enumerate(plan.slices):
        shape = series.points[index].format
        _fill(shape.fill, look)
        _rule(shape.line, SLICE_EDGE)
    shown = _shown("showCatName", "showPercent")
    _label(
        series,
        f'<c:numFmt formatCode="0.0%" sourceLinked="0"/>{_NO_SHAPE}<c:dLblPos val="outEnd"/>{shown}'
        '<c:separator>\n</c:separator><c:showLeaderLines val="0"/>',
    )
    _put(plot._element, '<c:firstSliceAng val="0"/>')


def _format_series(plot: Any, plan: Plot) -> None:
    if plan.form != "line":
        plot.gap_width = round(plan.gap * 100)
        plot.overlap = 0
    for series, strand in zip(plot.series, plan.strands, strict=True):
        if plan.form == "line":
            _format_line(series, strand.look)
        else:
            _fill(series.format.fill, strand.look)
            _rule(series.format.line, strand.look.edge)
            series.invert_if_negative = False
        _label(series, "".join(_labels(strand)))


def _format_line(series: Any, look: Look) -> None:
    series.smooth = False
    _rule(series.format.line, look.edge, _LINE_WIDTH)
    series.format.line.dash_style = _DASHES[look.dash]
    marker = series.marker
    marker.style = _MARKERS[look.marker]
    marker.size = _MARKER_SIZE
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = RGBColor.from_string("FFFFFF" if look.is_hollow else look.fill)
    _rule(marker.format.line, look.edge)


def _labels(strand: Strand) -> Iterator[str]:
    """What is printed at the values: all alike, but for those that have a place or decimals of their own."""
    sides = tuple(_SIDES[side] for side in strand.sides) or ("outEnd",) * len(strand.values)
    usual = (number_format(strand), sides[0])
    if not any(strand.labels):
        yield _shown()
        return
    for index, (value, text, side) in enumerate(zip(strand.values, strand.labels, sides, strict=True)):
        if value is None:
            continue
        if not text:
            yield f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>'
        elif (own := (code_of(decimals(value)), side)) != usual:
            yield f'<c:dLbl><c:idx val="{index}"/>{_value(*own)}</c:dLbl>'
    yield _value(*usual)


def _value(code: str, side: str) -> str:
    number = f'<c:numFmt formatCode="{code}" sourceLinked="0"/>'
    return f'{number}{_NO_SHAPE}<c:dLblPos val="{side}"/>{_shown("showVal")}'


def _shown(*names: str) -> str:
    """What a label shows, and that it shows nothing else."""
    return "".join(f'<c:{name} val="{int(name in names)}"/>' for name in _LABEL_PARTS)


def _label(series: Any, content: str) -> None:
    labels = series._element.get_or_add_dLbls()
    series._element.replace(labels, _parsed(f"<c:dLbls>{content}</c:dLbls>"))


def _format_axes(names: Any, values: Any, plan: Plot) -> None:
    values.minimum_scale, values.maximum_scale = float(plan.axis.low), float(plan.axis.high)
    values.major_unit = float(plan.axis.step)
    values.tick_labels.number_format = code_of(plan.axis.decimals)
    values.tick_labels.number_format_is_linked = False
    values.format.line.fill.background()
    _rule(values.major_gridlines.format.line, GRID)
    _rule(names.format.line, INK)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.major_tick_mark = names.major_tick_mark = XL_TICK_MARK.NONE
    if plan.form == "bar":
        names.reverse_order = True
        values._element.find(f"{_C}crosses").set("val", "max")
    if plan.every > 1:
        _put(names._element, f'<c:tickLblSkip val="{plan.every}"/>', before="noMultiLvlLbl")
    for axis in (names, values):
        _put(axis._element, f"<c:txPr>{_text_look('', upright=True)}</c:txPr>", before="crossAx")
    _put(values._element, '<c:crossBetween val="between"/>', before="majorUnit")
    _number_axes(names._element, values._element)
    if plan.unit_lines:
        _put(values._element, _unit(plan), before="numFmt")


def _number_axes(names: Any, values: Any) -> None:
    """Small ids: those of python-pptx may be negative, which the schema forbids."""
    new = {names.find(f"{_C}axId").get("val"): "1", values.find(f"{_C}axId").get("val"): "2"}
    for reference in names.getparent().iter(f"{_C}axId", f"{_C}crossAx"):
        reference.set("val", new[reference.get("val")])


def _unit(plan: Plot) -> str:
    """The unit as the value axis' title, level, in the upper left corner."""
    paragraphs = "".join(
        '<a:p><a:pPr algn="l"><a:defRPr b="0"/></a:pPr>'
        f'<a:r><a:rPr lang="zh-CN" b="0"/><a:t>{attribute(line)}</a:t></a:r></a:p>'
        for line in plan.unit_lines
    )
    rich = f'<c:rich><a:bodyPr rot="0" vert="horz"/><a:lstStyle/>{paragraphs}</c:rich>'
    place = f'<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="{_UNIT_LEFT}"/><c:y val="0"/>'
    layout = f"<c:layout><c:manualLayout>{place}</c:manualLayout></c:layout>"
    return f'<c:title><c:tx>{rich}</c:tx>{layout}<c:overlay val="0"/></c:title>'


def _frame(space: Any, plan: Plot, layout: Layout) -> None:
    """What is around: the plot's place, the fonts, no border, the way to the workbook."""
    _put(space, '<c:lang val="zh-CN"/>', before="chart")
    _put(space, '<c:roundedCorners val="0"/>', before="chart")
    _put(space, _NO_SHAPE, before="txPr")
    fonts = _text_look(
        f'<a:latin typeface="{attribute(layout.house.latin_font or layout.table_font)}"/>'
        f'<a:ea typeface="{attribute(layout.table_font)}"/>'
    )
    space.replace(space.find(f"{_C}txPr"), _parsed(f"<c:txPr>{fonts}</c:txPr>"))
    _put(space, f'<c:externalData r:id="{WORKBOOK_RELATION}"><c:autoUpdate val="0"/></c:externalData>')
    area = space.find(f"{_C}chart/{_C}plotArea")
    area.insert(0, _parsed(_place(plan)))
    _put(area, _NO_SHAPE)


def _place(plan: Plot) -> str:
    box = plan.box
    shares = {
        "x": box.left / plan.width,
        "y": box.top / plan.height,
        "w": box.width / plan.width,
        "h": box.height / plan.height,
    }
    values = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares.items())
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{modes}{values}</c:manualLayout></c:layout>"


def _text_look(fonts: str, *, upright: bool = False) -> str:
    body = '<a:bodyPr rot="0" vert="horz"/>' if upright else "<a:bodyPr/>"
    look = f'<a:defRPr sz="{round(TEXT_SIZE * 100)}" b="0">{_INK_FILL}{fonts}</a:defRPr>'
    return f'{body}<a:lstStyle/><a:p><a:pPr>{look}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p>'


def _fill(fill: FillFormat, look: Look) -> None:
    colour = RGBColor.from_string(look.fill)
    if look.pattern:
        fill.patterned()
        fill.pattern = _PATTERNS[look.pattern]
        fill.fore_color.rgb, fill.back_color.rgb = colour, RGBColor.from_string("FFFFFF")
    else:
        fill.solid()
        fill.fore_color.rgb = colour


def _rule(line: LineFormat, colour: str, width: int = _THIN) -> None:
    line.width = width
    line.color.rgb = RGBColor.from_string(colour)


def _put(parent: Any, xml: str, *, before: str = "") -> None:
    """The element in its place: before another, or last."""
    successor = parent.find(_C + before) if before else None
    if successor is None:
        parent.append(_parsed(xml))
    else:
        successor.addprevious(_parsed(xml))


def _parsed(xml: str) -> Any:
    return parse_xml(f"<x {_SPACES}>{xml}</x>")[0]
