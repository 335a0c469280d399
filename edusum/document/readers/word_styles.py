"""What paragraph styles say of a paragraph: heading or title, centred, bold, numbered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from edusum.document.readers.word_names import W, integer, is_on, value

BODY_LEVEL = 9
"""The outline level (from 0) that says: no heading."""
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])")
_HANZI_HEADING = re.compile(r"([一二三四五六])级标题")
_LONGEST_CHAIN = 20
_TOLD = tuple(f"{W}{name}" for name in ("name", "basedOn", "outlineLvl", "jc", "b", "numPr"))
_STYLE, _STYLE_END = b"<w:style ", b"</w:style>"
_TITLES = frozenset({"title", "标题"})
_CONTENTS = re.compile(r"(?:toc|目录) ?(?:[1-9]|heading|标题)")


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """`level` as in SourceLine; `list_id` and `list_level` of the list it is numbered by; `is_contents`: a
    line of an automatic table of contents; `is_rich`: there is more to see to than level and centring."""

    level: int | None = None
    is_centred: bool = False
    is_bold: bool = False
    list_id: str = ""
    list_level: int = 0
    is_contents: bool = False
    is_rich: bool = False


@dataclass(frozen=True, slots=True)
class _Own:
    """What a style says itself: `told` by the names of the elements."""

    name: str
    based_on: str
    told: dict[str, etree._Element]


def without_tables(content: bytes) -> bytes:
    """The XML of word/styles.xml without its table styles, which are nine tenths of what templates define."""
    first, *others = content.split(_STYLE)
    kept = [first]
    for other in others:
        definition, end, behind = other.partition(_STYLE_END)
        is_table = b'w:type="table"' in definition[: definition.find(b">")]
        kept.append(behind if is_table and end else _STYLE + other)
    return b"".join(kept)


class Styles:
    def __init__(self, root: etree._Element | None) -> None:
        found = () if root is None else root.iterchildren(f"{W}style")
        self._styles = {value(item, "styleId"): item for item in found}
        self._own: dict[str, _Own] = {}
        default = (
            name
            for name, item in self._styles.items()
            if value(item, "default") in {"1", "true", "on"} and value(item, "type") == "paragraph"
        )
        self.default = next(default, "")
        self._known: dict[str, ParagraphStyle] = {}

    def of(self, style: str) -> ParagraphStyle:
        """The style of an id; an unknown id is read as a name."""
        known = self._known.get(style)
        if known is None:
            known = self._known[style] = self._read(style or self.default)
        return known

    def list_id(self, style: str) -> str:
        """The list that a numbering style stands for."""
        item = self._styles.get(style)
        return value(item.find(f"{W}pPr/{W}numPr/{W}numId")) if item is not None else ""

    def _read(self, style: str) -> ParagraphStyle:
        chain = list(self._chain(style))
        if not chain:
            return ParagraphStyle(level=_named_level(style))
        list_item, is_bold = _first(chain, "numPr"), is_on(_first(chain, "b"))
        return ParagraphStyle(
            level=_level(chain),
            is_centred=value(_first(chain, "jc")) == "center",
            is_bold=is_bold,
            is_rich=is_bold or list_item is not None,
            list_id="" if list_item is None else value(list_item.find(f"{W}numId")),
            list_level=0 if list_item is None else integer(value(list_item.find(f"{W}ilvl")), 0),
            is_contents=_CONTENTS.fullmatch(chain[0].name) is not None,
        )

    def _chain(self, style: str) -> Iterator[_Own]:
        """A style and those it is based on; broken files base them in a circle."""
        for _ in range(_LONGEST_CHAIN):
            if style not in self._styles:
                return
            own = self._own.get(style)
            if own is None:
                own = self._own[style] = _own(self._styles[style])
            yield own
            style = own.based_on


def _own(item: etree._Element) -> _Own:
    told = {child.tag.removeprefix(W): child for child in item.iter(*_TOLD)}
    name = value(told.pop("name", None)).strip().casefold()
    return _Own(name, value(told.pop("basedOn", None)), told)


def _first(chain: list[_Own], name: str) -> etree._Element | None:
    return next((own.told[name] for own in chain if name in own.told), None)


def _level(chain: list[_Own]) -> int | None:
    for own in chain:
        if own.name in _TITLES:
            return 0
        if own.name == "subtitle":
            return None
        if "outlineLvl" in own.told:
            return outline_level(own.told["outlineLvl"])
        level = _named_level(own.name)
        if level is not None:
            return level
    return None


def outline_level(item: etree._Element) -> int | None:
    level = integer(value(item), BODY_LEVEL)
    return level + 1 if 0 <= level < BODY_LEVEL else None


def _named_level(name: str) -> int | None:
    name = name.casefold()
    if name in _TITLES:
        return 0
    heading = _HEADING.fullmatch(name)
    if heading:
        return int(heading[1])
    hanzi = _HANZI_HEADING.search(name)
    return "一二三四五六".index(hanzi[1]) + 1 if hanzi else None
