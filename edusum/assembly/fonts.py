"""Fonts of papers: the usual ones, what a name may be, and what a reader's computer needs for a house."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.validators import RegexValidator

from edusum.document.house import House

LONGEST_NAME = 40
FORBIDDEN = "\"'<>&“”‘’"
font_name = RegexValidator(
    rf"^(?!\s)[^{FORBIDDEN}\\/;,，；{{}}\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+(?<!\s)\Z",
    "字体名称里只能有汉字、字母、数字、空格、下划线和连字符，请照 Word 字体列表里的名称填写，不加引号。",
)

TITLE_FONTS = ("方正小标宋简体", "方正小标宋_GBK", "华文中宋", "宋体", "黑体")
BODY_FONTS = ("仿宋_GB2312", "仿宋", "方正仿宋_GBK", "方正仿宋简体", "华文仿宋", "宋体")
HEI_FONTS = ("黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "华文黑体", "微软雅黑")
KAI_FONTS = ("楷体_GB2312", "楷体", "方正楷体_GBK", "方正楷体简体", "华文楷体")
LATIN_FONTS = ("Times New Roman", "Arial", "Calibri", "宋体")

_WITH_WINDOWS = re.compile(
    r"仿宋|楷体|黑体|宋体|SimHei|SimSun|FangSong|KaiTi|微软雅黑|Times New Roman|Arial|Calibri"
)
_ENGLISH = {"黑体": "SimHei", "宋体": "SimSun", "仿宋": "FangSong", "楷体": "KaiTi"}
_WITH_OFFICE = re.compile(r"华文.+|ST[A-Z]\w+")


@dataclass(frozen=True, slots=True)
class NeededFont:
    """A font that a paper is set in: what for, where it usually comes from, what is taken without it."""

    name: str
    used_for: str
    source: str
    instead: str

    @property
    def without(self) -> str:
        """What happens on a computer that lacks it; Word asks for some fonts by their English name, too."""
        if not self.instead:
            return "由 Word 自己挑一种"
        if _ENGLISH.get(self.name) == self.instead:
            return f"一般都有，{self.instead} 是它的英文名"
        return f"由 Word 换成{self.instead}"


def needed_fonts(house: House) -> tuple[NeededFont, ...]:
    """Each font of the house once, with everything it is used for."""
    uses: dict[str, list[str]] = {}
    instead: dict[str, str] = {}
    for name, use, fallback in _uses(house):
        uses.setdefault(name, []).append(use)
        instead.setdefault(name, fallback)
    return tuple(
        NeededFont(name, "、".join(used_for), _source(name), instead[name]) for name, used_for in uses.items()
    )


def _uses(house: House) -> Iterator[tuple[str, str, str]]:
    yield house.title_font, "标题", house.title_fallback
    yield house.body_font, "正文", house.body_fallback
    yield house.hei_font, "一级标题和表头", house.hei_fallback
    yield house.kai_font, "二级标题", house.kai_fallback
    if house.latin_font:
        yield house.latin_font, "字母和数字", ""
    yield "宋体", "页码", "SimSun"


def _source(name: str) -> str:
    if _WITH_WINDOWS.fullmatch(name):
        return "Windows 自带"
    if _WITH_OFFICE.fullmatch(name):
        return "随 Microsoft Office 安装"
    if name.endswith("_GB2312"):
        return "Windows 7 以前自带，现在多由单位统一安装"
    if name.startswith("方正"):
        return "不随 Windows 提供，多由单位购买后统一安装"
    return "请向本单位管电脑的同事要"
