"""What paragraph styles say of a paragraph: heading or title, centred, bold, numbered."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from edusum.document.readers.package import parsed
from edusum.document.readers.word_names import W, integer, is_on, value

BODY_LEVEL = 9
"""The outline level (from 0) that says: no heading."""
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])")
_HANZI_HEADING = re.compile(r"([一二三四五六])级标题")
_LONGEST_CHAIN = 20
_LONGEST_HEAD = 20_000
"""Bytes of the root's tag, which is parsed again with every style."""
_TOLD = {f"{W}{name}": name for name in ("name", "basedOn", "outlineLvl", "jc", "b", "numPr")}
_ROOT, _STYLE, _STYLE_END, _ID = b"<w:styles", b"<w:style ", b"</w:style>", b'w:styleId="'
_USED = re.compile(rb'<w:pStyle w:val="([^"]+)"')
_OTHER_ENCODING = re.compile(rb'\s*<\?xml[^>]{0,80}encoding="(?!utf-8")', re.IGNORECASE)
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


class Styles:
    """The styles of word/styles.xml. Templates define hundreds, a paper uses five; only those are parsed."""

    def __init__(self, content: bytes | None, main: bytes = b"") -> None:
        """`main` is the part that uses them. Raises EdusumError for what must not be read."""
        self._head, self._written = _written(content or b"")
        used = {name.decode("utf-8", "replace") for name in set(_USED.findall(main))} & self._written.keys()
        self._parsed: dict[str, etree._Element | None] = {}
        if content and not self._written:
            self._parsed.update(_all_parsed(content))
        elif used:
            self._parsed.update(_all_parsed(self._xml(used)))
        self._own: dict[str, _Own] = {}
        self._known: dict[str, ParagraphStyle] = {}

    @cached_property
    def default(self) -> str:
        """The style of paragraphs that name none."""
        marked = (name for name, other in self._written.items() if b"default" in other[: other.find(b">")])
        for name in [*self._parsed, *marked]:
            item = self._item(name)
            is_default = value(item, "default") in {"1", "true", "on"}
            if is_default and value(item, "type") == "paragraph":
                return name
        return ""

    def _item(self, style: str) -> etree._Element | None:
        if style not in self._parsed:
            found = _all_parsed(self._xml([style])) if style in self._written else {}
            self._parsed[style] = found.get(style)
        return self._parsed[style]

    def _xml(self, names: Iterable[str]) -> bytes:
        definitions = (_STYLE + self._written[name] + _STYLE_END for name in names)
        return b"".join([self._head, *definitions, b"</w:styles>"])

    def of(self, style: str) -> ParagraphStyle:
        """The style of an id; an unknown id is read as a name."""
        known = self._known.get(style)
        if known is None:
            known = self._known[style] = self._read(style or self.default)
        return known

    def list_id(self, style: str) -> str:
        """The list that a numbering style stands for."""
        item = self._item(style)
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
            item = self._item(style)
            if item is None:
                return
            own = self._own.get(style)
            if own is None:
                own = self._own[style] = _own(item)
            yield own
            style = own.based_on


def _written(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    """(root's tag, definitions by id) as they stand in the XML; (b"", {}) if it is not as Word writes it."""
    start = content.find(_ROOT)
    if start < 0 or b"<!" in content or _OTHER_ENCODING.match(content):
        return b"", {}
    found: dict[str, bytes] = {}
    for other in content.split(_STYLE)[1:]:
        end, at = other.rfind(_STYLE_END), other.find(_ID) + len(_ID)
        name = other[at : other.find(b'"', at)]
        if end < 0 or not len(_ID) <= at <= other.find(b">") or b"&" in name:
            return b"", {}
        found[name.decode("utf-8", "replace")] = other[:end]
    head = content[: content.find(b">", start) + 1]
    return (head, found) if len(head) <= _LONGEST_HEAD else (b"", {})


def _all_parsed(content: bytes) -> dict[str, etree._Element]:
    """The styles of a part by their ids; a part that cannot be read is as good as none."""
    try:
        root = parsed(content)
    except etree.XMLSyntaxError:
        return {}
    return {value(item, "styleId"): item for item in root.iterchildren(f"{W}style")}


def _own(item: etree._Element) -> _Own:
    told = {_TOLD[child.tag]: child for child in item.iter() if child.tag in _TOLD}
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
