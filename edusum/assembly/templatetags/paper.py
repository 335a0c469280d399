"""What `templates/document/_paper.html` needs to lay a Document out as paper."""

from math import ceil

from django import template

from edusum.document import layout
from edusum.document.model import Document, Paragraph, Section, SignOff, Table

register = template.Library()
LINES_PER_PAGE = 22


@register.filter
def title_lines(title: str) -> tuple[str, ...]:
    """The title's lines, broken where Word breaks them."""
    return layout.title_lines(title)


@register.filter
def run_in_stop(heading: str) -> str:
    return layout.run_in_stop(heading)


@register.filter
def runs_in(section: Section) -> bool:
    """Whether the heading stands at the beginning of the section's first paragraph."""
    return section.is_run_in and bool(section.blocks) and isinstance(section.blocks[0], Paragraph)


@register.filter
def name_indent(sign_off: SignOff) -> str:
    """How far the name stands in from the right, in em, as an SVG length."""
    return f"{layout.sign_off_indents(sign_off.name, sign_off.date)[0]:g}em"


@register.filter
def date_indent(sign_off: SignOff) -> str:
    return f"{layout.sign_off_indents(sign_off.name, sign_off.date)[1]:g}em"


@register.filter
def column_shares(table: Table) -> list[str]:
    """Each column's share of the table's width, e.g. ["50%", "25%", "25%"]."""
    whole = sum(column.width for column in table.columns)
    return [f"{column.width / whole * 100:g}%" for column in table.columns]


@register.filter
def aligned_rows(table: Table) -> list[list[tuple[str, str]]]:
    """Rows of (text, alignment)."""
    return [
        [(cell, column.align) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows
    ]


@register.filter
def pages_after(document: Document) -> range:
    """The numbers of the pages after the first, a few too many: paper hides marks below its end."""
    return range(2, 4 + _lines(document) // LINES_PER_PAGE)


def _lines(document: Document) -> int:
    return 8 + sum(1 + sum(_block_lines(block) for block in section.blocks) for section in document.walk())


def _block_lines(block: Paragraph | Table) -> int:
    if isinstance(block, Table):
        return 3 + 2 * len(block.rows)
    return ceil((2 + len(block.text)) / layout.LINE_EM)
