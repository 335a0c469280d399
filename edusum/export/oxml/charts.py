"""Native charts: the part that Word draws and edits, its workbook, and the paragraphs they stand in."""

from functools import lru_cache
from typing import NamedTuple

from edusum.document.charts import alt_text, gap, is_drawable, label
from edusum.document.model import Chart
from edusum.document.plotting import plot
from edusum.export.oxml import ids
from edusum.export.oxml.chart_part import chart_xml
from edusum.export.oxml.markup import attribute, exact_line, run_look, style, text_element
from edusum.export.oxml.workbook import workbook
from edusum.export.styles import TWIPS_PER_POINT, Layout

_EMU_PER_POINT = 12700
_FIRST_ID = 1000
"""Ids of drawings begin above it, apart from those of bookmarks."""
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLACE = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


class ChartParts(NamedTuple):
    """What goes into the package for one chart; the workbook is the chart's relation rId1."""

    chart_xml: bytes
    workbook: bytes


def chart_parts(chart: Chart, layout: Layout) -> ChartParts | None:
    """The chart and its workbook, always the same for the same chart; None if it cannot be drawn."""
    return _parts(chart, layout) if is_drawable(chart) else None


def drawing(chart: Chart, layout: Layout, relation_id: str, number: int) -> str:
    """The number-th chart of a file: the drawing, below it caption and note.

    A chart that cannot be drawn leaves a gap that stands out.
    """
    below = [(ids.FIGURE_CAPTION, chart.caption), (ids.FIGURE_NOTE, chart.note)]
    texts = [(style_id, f"<w:r>{text_element(text)}</w:r>") for style_id, text in below if text]
    paragraphs = [(ids.FIGURE, _figure(chart, layout, relation_id, number)), *texts]
    last = len(paragraphs) - 1
    return "".join(
        _paragraph(style_id, content, keep=index < last)
        for index, (style_id, content) in enumerate(paragraphs)
    )


def styles(layout: Layout) -> str:
    """Paragraphs of a drawing never have an exact line: Word would cut the drawing off."""
    off_grid = '<w:snapToGrid w:val="0"/>'
    centred = '<w:jc w:val="center"/>'
    auto = f'<w:spacing w:before="{layout.figure_space}" w:after="0" w:line="240" w:lineRule="auto"/>'
    caption = exact_line(layout.line_pitch)
    note = exact_line(layout.table_line, after=layout.figure_space)
    latin = layout.house.latin_font
    small = run_look(layout.table_font, layout.table_size, latin=latin)
    big = run_look(layout.caption_font, layout.caption_size, latin=latin)
    looks = (
        (ids.FIGURE, "公文图", off_grid + auto + centred, small),
        (ids.FIGURE_CAPTION, "公文图题", caption + centred, big),
        (ids.FIGURE_NOTE, "公文图注", off_grid + note, small),
    )
    return "".join(style("paragraph", *look, is_own=True) for look in looks)


@lru_cache(maxsize=128)
def _parts(chart: Chart, layout: Layout) -> ChartParts:
    plan = plot(chart, layout.text_width / TWIPS_PER_POINT)
    return ChartParts(chart_xml(plan, layout), workbook(plan))


def _figure(chart: Chart, layout: Layout, relation_id: str, number: int) -> str:
    if not is_drawable(chart):
        return f'<w:r><w:rPr><w:rStyle w:val="{ids.GAP}"/></w:rPr>{text_element(gap(chart))}</w:r>'
    plan = plot(chart, layout.text_width / TWIPS_PER_POINT)
    width = layout.text_width * _EMU_PER_POINT // TWIPS_PER_POINT
    height = round(plan.height * _EMU_PER_POINT)
    name = attribute(label(chart.caption) or f"图{number}")
    graphic = (
        f'<a:graphic xmlns:a="{_DRAWING}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{relation_id}"/></a:graphicData></a:graphic>'
    )
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_PLACE}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{_FIRST_ID + number}" name="{name}" descr="{attribute(alt_text(chart))}"/>'
        f"<wp:cNvGraphicFramePr/>{graphic}</wp:inline></w:drawing></w:r>"
    )


def _paragraph(style_id: str, content: str, *, keep: bool) -> str:
    together = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{together}</w:pPr>{content}</w:p>'
