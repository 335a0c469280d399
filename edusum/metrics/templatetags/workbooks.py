from collections.abc import Mapping

from django import template

from edusum.metrics.workbooks.cells import text_of

register = template.Library()
register.filter("cell_text", text_of)


@register.filter
def told_for(words: Mapping[str, str], code: str) -> str:
    """What was typed for the metric, "" if nothing was."""
    return words.get(code, "")
