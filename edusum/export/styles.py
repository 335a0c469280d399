"""Every number of the official layout, with a name. Source: GB/T 9704—2012 where a clause is given."""

from dataclasses import dataclass

TWIPS_PER_POINT = 20
MILLIMETRES_PER_INCH = 25.4
TWIPS_PER_INCH = 1440


def twips(millimetres: float) -> int:
    """Word's unit of length: 1/20 pt."""
    return round(millimetres * TWIPS_PER_INCH / MILLIMETRES_PER_INCH)


@dataclass(frozen=True, slots=True)
class Substitute:
    """What Word takes instead of a font that is not installed, and the font's PANOSE number."""

    font: str
    instead: str
    panose: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Lengths in mm, font sizes in pt, line heights and run spacing in twips, indents in characters.

    A house that differs from the standard is another Layout.
    """

    # A4, 天头 37, 订口 28, 版心 156 × 225 (5.1, 5.2.1)
    page_width: float = 210
    page_height: float = 297
    margin_top: float = 37
    margin_bottom: float = 35
    margin_left: float = 28
    margin_right: float = 26
    header_distance: float = 15
    footer_distance: float = 25  # puts the page number's dash 7 mm below the text (7.5)

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
    heading_fonts: tuple[str, str, str, str] = ("黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312")

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

    gap_fill: str = "FFD966"  # behind 【待补：…】, so that no one overlooks it

    font_substitutes: tuple[Substitute, ...] = (
        Substitute("仿宋_GB2312", "仿宋", "02010609060101010101"),
        Substitute("楷体_GB2312", "楷体", "02010609060101010101"),
        Substitute("方正小标宋简体", "方正小标宋_GBK", "02010601030101010101"),
        Substitute("黑体", "SimHei", "02010609060101010101"),
        Substitute("宋体", "SimSun", "02010600030101010101"),
    )

    @property
    def text_width(self) -> int:
        """Width of the text area in twips."""
        return twips(self.page_width) - twips(self.margin_left) - twips(self.margin_right)

    @property
    def character_width(self) -> int:
        """Width of one body character in twips, its share of the line."""
        return round(self.text_width / self.characters_per_line)

    @property
    def title_characters(self) -> int:
        """How many characters fit on a line of the title."""
        return int(self.text_width / (self.title_size * TWIPS_PER_POINT))

    @property
    def fonts(self) -> tuple[str, ...]:
        """Every font that is used, each once, in order of use."""
        used = (self.body_font, self.title_font, *self.heading_fonts, self.page_number_font)
        return tuple(dict.fromkeys((*used, self.table_font, self.table_head_font, self.caption_font)))


STANDARD = Layout()
