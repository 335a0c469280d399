"""A metric's years as a drawing, the same as on paper."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from edusum.document import drawing
from edusum.document.model import Chart

register = template.Library()


@register.filter
def metric_drawing(chart: Chart) -> SafeString:
    """The drawing; empty for a chart that cannot be drawn."""
    return mark_safe(drawing.svg(chart))  # noqa: S308 (drawing escapes every text)
