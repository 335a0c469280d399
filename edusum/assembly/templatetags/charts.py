"""What `templates/document/_chart.html` needs to draw a Chart on paper."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from edusum.document import charts, drawing
from edusum.document.model import Chart

register = template.Library()


@register.filter
def chart_svg(chart: Chart) -> SafeString:
    """The drawing; "" for a chart that cannot be drawn."""
    return mark_safe(drawing.svg(chart))  # noqa: S308 (drawing escapes every text)


@register.filter
def chart_gap(chart: Chart) -> str:
    """What stands in place of a chart that cannot be drawn, as in the Word file."""
    return charts.gap(chart)


@register.filter
def chart_complaint(chart: Chart) -> str:
    return charts.complaint(chart)


@register.filter
def chart_rows(chart: Chart) -> list[tuple[str, list[str]]]:
    """The numbers as rows: the category and each series' value, “—” for none."""
    return [
        (category, [_cell(series.values, at) for series in chart.series])
        for at, category in enumerate(chart.categories)
    ]


def _cell(values: tuple[str | None, ...], at: int) -> str:
    return (values[at] if at < len(values) else None) or "—"
