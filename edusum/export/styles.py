"""Every number of the official layout, with a name. Source: GB/T 9704—2012 where a clause is given."""

from dataclasses import dataclass, replace
from functools import lru_cache

from edusum.document.house import STANDARD_HOUSE, House

TWIPS_PER_POINT = 20
MILLIMETRES_PER_INCH = 25.4
TWIPS_PER_INCH = 1440


_PANOSE = {
    "仿宋_GB2312": "02010609060101010101",
    "楷体_GB2312": "02010609060101010101",
    "方正小标宋简体": "02010601030101010101",
    "黑体": "02010609060101010101",
    "宋体": "02010600030101010101",
    "Times New Roman": "02020603050405020304",
}


def twips(millimetres: float) -> int:
    """Word's unit of length: 1/20 pt."""
    return round(millimetres * TWIPS_PER_INCH / MILLIMETRES_PER_INCH)


@dataclass(frozen=True, slots=True)
class Substitute:
    """What Word takes instead of a font that is not installed, and the font's PANOSE number ("" unknown)."""

    font: str
    instead: str
    panose: str = ""


@dataclass(frozen=True)
class Layout:
    """Lengths in mm, font sizes in pt, line heights and run spacing in twips, indents in characters.

    A house that differs from the standard is another Layout, see `layout_of`; what it only chooses, such as
    the dot after a number, is read from `house`.
    """

    house: House = STANDARD_HOUSE

    # A4, 天头 37, 订口 28, 版心 156 × 225 (5.1, 5.2.1)
    page_width: float = 210
    page_height: float = 297
    margin_top: float = 37
    margin_bottom: float = 35
    margin_left: float = 28
    margin_right: float = 26
    header_distance: float = 15
    footer_distance: float = 25.5  # puts the page number's dash 7 mm below the text (7.5)
    turned_footer_distance: float = 10  # on pages turned sideways, where the number hangs beside the text

    # 22 lines of 28 characters (5.2.3): 22 × 28.95 pt and 28 × 15.75 pt just fit the text area
    characters_per_line: int = 28
    line_pitch: int = 579
    run_spacing: int = -5

    # 3号仿宋, each paragraph two characters in (5.2.2, 7.3.3)
    body_font: str = "仿宋_GB2312"
    body_size: float = 16
    first_line_indent: int = 2

    # 2号小标宋; a line is 22 pt and 7/8 of a 3号 character (7.3.1, 3.2)
    title_font: str = "方正小标宋简体"
    title_size: float = 22
    title_line: int = 720

    # 一、黑体 （一）楷体 1.仿宋 （1）仿宋, all 3号 (7.3.3)
    hei_font: str = "黑体"
    kai_font: str = "楷体_GB2312"
    has_parts: bool = False  # 第一部分 above 一、: 黑体, centred; the others a rank lower

    # 4号半角宋体, one character from the edge (7.5)
    page_number_font: str = "宋体"
    page_number_size: float = 14
    page_number_indent: int = 1

    table_font: str = "仿宋_GB2312"
    table_head_font: str = "黑体"
    table_size: float = 12
    table_line: int = 360
    table_row_height: float = 8
    table_cell_margin: float = 1.5
    caption_font: str = "黑体"
    caption_size: float = 14
    smallest_line: int = 20  # of a paragraph that should not be seen
    figure_space: int = 120  # above a chart and below its note, in twips

    gap_fill: str = "FFD966"  # behind 【待补：…】, so that no one overlooks it

    # 版头 (7.2): 发文机关标志 35 mm below the top of the text area, the red line 4 mm below 发文字号
    red: str = "FF0000"
    mark_top: float = 35
    mark_size: float = 50
    mark_narrowest: int = 66  # how far its characters may be narrowed, in %
    mark_line: float = 1.1  # height of its line for its size
    mark_rise: float = 0.13  # what of its line stands above the ink, for its size
    letterhead_number_line: int = 360
    letterhead_gap: int = 2  # empty lines below the mark, and below the red line
    signer_gap: int = 1
    red_line: int = 12  # in eighths of a point, like every line
    red_line_gap: int = 11  # in pt, from the bottom of the line of 发文字号

    # 版记: 4号仿宋, lines of 0.35 and 0.25 mm (7.4)
    imprint_size: float = 14
    imprint_indent: int = 1
    imprint_thick: int = 8
    imprint_thin: int = 6
    imprint_row_height: float = 9
    imprint_line: int = 400
    imprint_padding: int = 40  # below the text of a row, in twips: a line has more room above its ink

    # 附件说明 two characters in (7.3.4); the date of a sealed paper four characters from the right (7.3.5.1)
    attachment_note_indent: int = 2

    # the turned page number stands in a cell as long as this, so far from the text area (chapter 8)
    turned_number_length: float = 40
    turned_number_distance: float = 6.8  # its dash then stands 7 mm from the text

    font_substitutes: tuple[Substitute, ...] = ()

    @property
    def text_width(self) -> int:
        """Width of the text area in twips."""
        return twips(self.page_width) - twips(self.margin_left) - twips(self.margin_right)

    @property
    def turned_width(self) -> int:
        """Width of the text area of a page turned sideways, in twips."""
        return twips(self.page_height) - twips(self.margin_top) - twips(self.margin_bottom)

    @property
    def character_width(self) -> int:
        """Width of one body character in twips, its share of the line."""
        return round(self.text_width / self.characters_per_line)

    @property
    def title_characters(self) -> int:
        """How many characters fit on a line of the title."""
        return int(self.text_width / (self.title_size * TWIPS_PER_POINT))

    @property
    def heading_ranks(self) -> tuple[int, ...]:
        """What each level of heading looks like: 0 a part, 1 一、 2 （一） 3 1. 4 （1）."""
        return (0, 1, 2, 3) if self.has_parts else (1, 2, 3, 4)

    @property
    def heading_fonts(self) -> tuple[str, ...]:
        """The font of each level of heading."""
        fonts = (self.hei_font, self.hei_font, self.kai_font, self.body_font, self.body_font)
        return tuple(fonts[rank] for rank in self.heading_ranks)

    @property
    def fonts(self) -> tuple[str, ...]:
        """Every font that is used, each once, in order of use."""
        text = (self.body_font, self.title_font, self.hei_font, self.kai_font, self.page_number_font)
        tables = (self.table_font, self.table_head_font, self.caption_font)
        return tuple(dict.fromkeys(filter(None, (*text, *tables, self.house.latin_font))))


@lru_cache(maxsize=64)
def layout_of(house: House) -> Layout:
    """The numbers of a house's ways."""
    instead = {
        house.body_font: house.body_fallback,
        house.kai_font: house.kai_fallback,
        house.title_font: house.title_fallback,
        house.hei_font: house.hei_fallback,
        "宋体": "SimSun",
        house.latin_font: "",
    }
    return Layout(
        house=house,
        line_pitch=round(house.line_pitch * TWIPS_PER_POINT),
        body_font=house.body_font,
        title_font=house.title_font,
        hei_font=house.hei_font,
        kai_font=house.kai_font,
        table_font=house.body_font,
        table_head_font=house.hei_font,
        caption_font=house.hei_font,
        font_substitutes=tuple(
            Substitute(font, other, _PANOSE.get(font, "")) for font, other in instead.items() if font
        ),
    )


@lru_cache(maxsize=64)
def with_parts(layout: Layout) -> Layout:
    """The layout of a document that is divided into 第一部分, 第二部分."""
    return replace(layout, has_parts=True)


STANDARD = layout_of(STANDARD_HOUSE)
