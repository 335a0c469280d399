"""Pages: size, margins, page numbers; and the sections of a document that has pages turned sideways."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from edusum.export.oxml import footers, ids
from edusum.export.oxml.markup import exact_line
from edusum.export.oxml.parts import Part
from edusum.export.styles import Layout, twips

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
_END_OF_PROPERTIES = "</w:pPr>"
_NOTE = f'<w:pStyle w:val="{ids.TABLE_NOTE}"/>'
_NOTHING = re.compile(r"(?:<w:bookmark(?:Start|End) [^>]*/>)*</w:p>")


def upright_footers(layout: Layout) -> list[Part]:
    """Page numbers of odd and even pages."""
    return [_footer(layout, 1, is_even=False), _footer(layout, 2, is_even=True)]


def turned_footers(layout: Layout) -> list[Part]:
    """The same for pages turned sideways, where the number stands as on the other pages of the file."""
    return [
        _footer(layout, 3, is_even=False, is_turned=True),
        _footer(layout, 4, is_even=True, is_turned=True),
    ]


def section_properties(layout: Layout, *, is_turned: bool = False) -> str:
    """The page of a section. A page is turned to the left: its top lies at the sheet's left edge."""
    upright = [layout.margin_top, layout.margin_right, layout.margin_bottom, layout.margin_left]
    turned = [layout.margin_left, layout.margin_top, layout.margin_right, layout.margin_bottom]
    top, right, bottom, left = map(twips, turned if is_turned else upright)
    width, height = twips(layout.page_width), twips(layout.page_height)
    size = f'w:w="{width}" w:h="{height}"'
    footer = layout.turned_footer_distance if is_turned else layout.footer_distance
    if is_turned:
        size = f'w:w="{height}" w:h="{width}" w:orient="landscape"'
    odd, even = (3, 4) if is_turned else (1, 2)
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{_relation_id(odd)}"/>'
        f'<w:footerReference w:type="even" r:id="{_relation_id(even)}"/>'
        f'<w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
        f' w:header="{twips(layout.header_distance)}" w:footer="{twips(footer)}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{layout.line_pitch}"/></w:sectPr>'
    )


def in_sections(blocks: Sequence[str], turned: Collection[int], layout: Layout) -> str:
    """The body: `blocks`, those of the indices `turned` on pages turned sideways."""
    sides = [index in turned for index in range(len(blocks))]
    parts = list(blocks)
    for index, (side, following) in enumerate(zip(sides, [*sides[1:], False], strict=False)):
        if side and not following:
            parts[index] = _ending_low(parts[index], layout)
    for index, (side, following) in enumerate(pairwise(sides)):
        if side != following:
            parts[index] = _ending(parts[index], section_properties(layout, is_turned=side))
    parts.append(section_properties(layout, is_turned=bool(sides) and sides[-1]))
    return "".join(parts)


def _ending_low(block: str, layout: Layout) -> str:
    """The block, a last paragraph without text hardly a line: Word might give it a page of its own else."""
    before, end, after = block.rpartition(_END_OF_PROPERTIES)
    if not (before.endswith(_NOTE) and _NOTHING.fullmatch(after)):
        return block
    return before + exact_line(layout.smallest_line) + end + after


def _ending(block: str, section: str) -> str:
    """The block, its last paragraph the end of a section."""
    before, end, after = block.rpartition(_END_OF_PROPERTIES)
    return before + section + end + after


def _footer(layout: Layout, number: int, *, is_even: bool, is_turned: bool = False) -> Part:
    content = footers.footer_xml(layout, is_even=is_even, is_turned=is_turned)
    return Part(f"word/footer{number}.xml", _TYPE, _RELATION, _relation_id(number), content)


def _relation_id(number: int) -> str:
    return f"rIdFooter{number}"
