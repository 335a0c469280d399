"""What `templates/document/_paper.html` needs to show a Document as paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import template

from edusum.assembly import fonts
from edusum.document import pages
from edusum.document.formal import signer_rows
from edusum.document.house import STANDARD_HOUSE, House
from edusum.document.layout import em_width
from edusum.document.model import Document, Section, Table
from edusum.document.pieces import Piece, printed_imprint, section_pieces

register = template.Library()
_GAP = "【待补"
_SHORT = 3
_MARK_SIZE, _MARK_NARROWEST, _LINE = 50.0, 0.66, 441.2


@dataclass(frozen=True, slots=True)
class PaperLink:
    """Where one works at a part of the paper, or only reads it; `anchor` is the id of its first place on the
    paper."""

    url: str
    label: str
    anchor: str = ""
    is_read_only: bool = False


FRAME = "frame"
"""The key of what stands around the text: title, letterhead, sign-off."""
_FRAME_KINDS = frozenset({"letterhead", "title", "subtitle", "addressee", "signed", "note", "imprint"})


@dataclass(frozen=True, slots=True)
class Side:
    """A page as the template shows it; `number` is printed at its foot, on `side`.

    `pieces`: what is printed, each with the link to where one works at it, if it is the first of its part.
    """

    page: pages.Page
    number: str
    side: str
    pieces: Sequence[tuple[Piece, PaperLink | None]] = field(default=())


@register.simple_tag
def paper_sides(
    document: Document, house: House | str, links: Mapping[str, PaperLink] | str = ""
) -> list[Side]:
    """The pages of the document; a page that names no house shows the standard.

    `links`: by the key of a section, or FRAME.
    """
    chosen = house if isinstance(house, House) else STANDARD_HOUSE
    known = dict(links) if isinstance(links, Mapping) else {}
    return [
        Side(
            page,
            pages.printed_number(page, chosen),
            pages.number_side(page, chosen),
            list(_linked(page.pieces, known)),
        )
        for page in pages.pages(document, chosen)
    ]


def _linked(pieces: Sequence[Piece], links: dict[str, PaperLink]) -> Iterator[tuple[Piece, PaperLink | None]]:
    """Each piece with its link where another part begins; what was linked once loses its anchor."""
    before = None
    for piece in pieces:
        key = piece.key or (FRAME if piece.kind in _FRAME_KINDS else "")
        link = links.get(key)
        yield piece, link if key != before else None
        if link:
            links[key] = replace(link, anchor="")
        before = key


@register.filter
def paper_pieces(section: Section) -> Iterator[Piece]:
    """What a section and those below it print, in the standard layout."""
    yield from section_pieces(section)
    for below in section.sections:
        yield from paper_pieces(below)


@register.filter
def house_classes(house: House | str) -> str:
    """The looks of a house as class names."""
    if not isinstance(house, House):
        return ""
    looks = {
        f"paper-pitch-{house.line_pitch:g}".replace(".", "-"): house.line_pitch != STANDARD_HOUSE.line_pitch,
        f"paper-leads-{house.lead_words}": bool(house.lead_words),
        "paper-mirrored": house.is_mirrored,
    }
    return " ".join(name for name, is_shown in looks.items() if is_shown)


@register.filter
def unusual_fonts(house: House | str) -> list[str]:
    """Fonts of the house that the paper in the browser has no look for; it shows their likes."""
    if not isinstance(house, House):
        return []
    chosen = (
        (house.title_font, fonts.TITLE_FONTS),
        (house.body_font, fonts.BODY_FONTS),
        (house.hei_font, fonts.HEI_FONTS),
        (house.kai_font, fonts.KAI_FONTS),
        (house.latin_font, ("", *fonts.LATIN_FONTS)),
    )
    return [font for font, usual in chosen if font not in usual]


@register.filter
def needed_fonts(house: House) -> Sequence[fonts.NeededFont]:
    """What a reader's computer needs, for `export/_fonts_note.html`."""
    return fonts.needed_fonts(house)


@register.filter
def em(length: float) -> str:
    """A length in characters, as SVG writes it."""
    return f"{length:g}em"


@register.filter
def heading_level(piece: Piece) -> int:
    """Below the title of the paper, which is the second heading of the page."""
    return piece.level + 2


@register.filter
def column_shares(table: Table) -> list[str]:
    """Each column's share of the table's width, e.g. ["50%", "25%", "25%"]."""
    widths = [max(column.width, 1) for column in table.columns]
    return [f"{width / sum(widths) * 100:g}%" for width in widths]


@register.filter
def aligned_rows(table: Table) -> list[list[tuple[str, str, bool]]]:
    """Rows of (text, alignment, whether the figure is still missing)."""
    return [
        [(cell, column.align, cell.startswith(_GAP)) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


@register.filter
def is_unbroken(text: str) -> bool:
    """Whether it stands on one line in its cell: a number, or a short word such as 单位 and 2025年."""
    return em_width(text) <= _SHORT or sum(not sign.isascii() for sign in text) <= 1


@register.filter
def mark_look(mark: str) -> dict[str, Any]:
    """How 发文机关标志 fits on a line: it is narrowed first, then made smaller. Lengths in pt."""
    text = " ".join(mark.split())
    width = em_width(text) or 1
    size = max(min(_MARK_SIZE, int(_LINE / width / _MARK_NARROWEST * 2) / 2), 1)
    return {"text": text, "size": f"{size:g}", "width": f"{min(width * size, _LINE):g}"}


@register.filter
def signers_by_row(signers: Sequence[str]) -> list[Sequence[str]]:
    return signer_rows(signers)


@register.filter
def imprint_lines(piece: Piece) -> dict[str, str]:
    """抄送, 印发机关 and 印发日期 as printed."""
    if piece.imprint is None:
        return {}
    return dict(zip(("copies", "name", "date"), printed_imprint(piece.imprint), strict=True))
