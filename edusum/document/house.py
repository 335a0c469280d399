"""What houses do differently within the official layout: a House; the default is the standard itself."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from edusum.common.errors import EdusumError


@dataclass(frozen=True, slots=True)
class House:
    """One bureau's ways on paper. Source of the default: GB/T 9704—2012.

    `line_pitch` in pt: 28, 28.95 (22 lines fill the page) or 29. `bold_levels`: headings in bold, of 2, 3.
    `latin_font`: for letters and digits, "" for the font of the text. `dot`: in the mark 1. of a heading.
    `page_number`: at the outer edge or centred; `page_number_dashes`: “— 1 —” or “—1—”. `is_mirrored`: the
    wide margin is at the spine on both sides of a sheet. `lead_words`: how 一是… is set off. Each font has
    another that is taken where it is not installed.
    """

    line_pitch: float = 28.95
    bold_levels: tuple[int, ...] = ()
    latin_font: str = ""
    dot: Literal[".", "．"] = "."
    page_number: Literal["outer", "center"] = "outer"
    page_number_dashes: Literal["spaced", "tight"] = "spaced"
    is_mirrored: bool = False
    sign_off: Literal["plain", "seal"] = "plain"
    lead_words: Literal["", "bold", "kai"] = ""
    title_font: str = "方正小标宋简体"
    title_fallback: str = "方正小标宋_GBK"
    body_font: str = "仿宋_GB2312"
    body_fallback: str = "仿宋"
    hei_font: str = "黑体"
    hei_fallback: str = "SimHei"
    kai_font: str = "楷体_GB2312"
    kai_fallback: str = "楷体"

    def printed_marker(self, marker: str) -> str:
        """A heading's mark with this house's dot: 1. or 1．"""
        is_numbered = marker.endswith((".", "．")) and marker[:-1].isdecimal()
        return marker[:-1] + self.dot if is_numbered else marker

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "bold_levels": list(self.bold_levels)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "House":
        """The inverse of `to_json`; what an older record does not name is the standard."""
        unknown = data.keys() - {field.name for field in fields(cls)}
        if unknown:
            raise EdusumError("这份版式设置的格式与本系统不符，请用原版本的系统打开。")
        return cls(**{**data, "bold_levels": tuple(data.get("bold_levels", ()))})


STANDARD_HOUSE = House()
