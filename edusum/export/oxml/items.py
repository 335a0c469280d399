"""What stands in the body of a Word file, as items that can be compared: paragraphs, tables, contents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Literal

from lxml import etree

from edusum.document.alignment import pairs_of, words
from edusum.export.oxml import ids
from edusum.export.oxml.markup import MAIN_NAMESPACE, NAMESPACES

Element = etree._Element
W = f"{{{MAIN_NAMESPACE}}}"
BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_DRAWING_ID = re.compile(rb'(<wp:docPr\b[^>]*?) id="[^"]*"')
_NAMED_NUMBER = re.compile(rb'(<wp:docPr\b[^>]*? name="[^"]*?)\d+"')
_BOOKMARK = re.compile(rb"<w:bookmark(?:Start|End)\b[^>]*/>")
_NAMESPACE = re.compile(rb' xmlns:\w+="[^"]*"')
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Word:
    """What changes only whole: a piece of text, or something else inside a run; `look`: the run's rPr.

    `run` and `child` are where it was read: two words are one if they look and read the same.
    """

    text: str
    look: str
    other: str
    run: Element = field(compare=False, repr=False)
    child: Element = field(compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class Item:
    """A child of the body; a table has the paragraph behind it with it.

    `key` is that of its section, "" outside of sections.
    """

    kind: Literal["paragraph", "table", "group"]
    elements: tuple[Element, ...]
    key: str = ""

    @property
    def element(self) -> Element:
        return self.elements[0]

    @cached_property
    def signature(self) -> bytes:
        """The same for what looks and reads the same."""
        return b"".join(canonical(element) for element in self.elements)

    @cached_property
    def text(self) -> str:
        return "".join(text_of(element) for element in self.elements)

    @cached_property
    def plain(self) -> str:
        """The text without spaces, to recognise it by."""
        return _SPACE.sub("", self.text)

    @cached_property
    def pairs(self) -> frozenset[str]:
        return pairs_of(self.plain)

    @cached_property
    def style(self) -> str:
        return style_of(self.element) if self.kind == "paragraph" else self.kind

    @cached_property
    def section_break(self) -> bytes:
        """The end of a page section that the paragraph carries, b"" if none."""
        return section_break_of(self.elements[-1])

    @property
    def columns(self) -> bytes:
        """The widths of a table's columns."""
        grid = self.element.find(f"{W}tblGrid")
        return canonical(grid) if grid is not None else b""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading, or begins with one."""
        begins = any(f'<w:rStyle w:val="{name}"/>'.encode() in self.signature for name in ids.RUN_IN_HEADINGS)
        return begins or self.style in ids.HEADINGS

    @property
    def has_drawing(self) -> bool:
        return b"<w:drawing" in self.signature

    @cached_property
    def is_simple(self) -> bool:
        """A paragraph of runs alone, whose words can be compared."""
        return self.kind == "paragraph" and is_simple(self.element)

    @cached_property
    def rows(self) -> list["Row"]:
        return [Row(row) for row in self.element.iterchildren(f"{W}tr")] if self.kind == "table" else []


@dataclass(frozen=True, eq=False)
class Row:
    element: Element

    @cached_property
    def signature(self) -> bytes:
        return canonical(self.element)

    @cached_property
    def cells(self) -> list[Element]:
        return list(self.element.iterchildren(f"{W}tc"))

    @cached_property
    def texts(self) -> list[str]:
        return ["".join(map(text_of, cell.iterchildren(f"{W}p"))) for cell in self.cells]

    @cached_property
    def pairs(self) -> frozenset[str]:
        return pairs_of("\n".join(self.texts))

    @cached_property
    def frame(self) -> bytes:
        """All of the row but the paragraphs of its cells."""
        properties = [canonical(child) for child in self.element if child.tag != f"{W}tc"]
        cells = [canonical(child) if child.tag != f"{W}p" else b"p" for cell in self.cells for child in cell]
        return b"".join([*properties, *cells])

    @cached_property
    def paragraphs(self) -> list[Element]:
        """Those of its cells."""
        return [paragraph for cell in self.cells for paragraph in cell.iterchildren(f"{W}p")]

    @property
    def is_simple(self) -> bool:
        """Whether each cell is one paragraph of runs alone; the frames tell how many there are."""
        return all(map(is_simple, self.paragraphs))


def items_of(body: Element, keys: Sequence[str]) -> list[Item]:
    """The items in reading order; the last is a paragraph, as every Word file ends with one.

    `keys` tells the section of each child of the body but the page at its end.
    """
    items = list(_items([child for child in body if child.tag != f"{W}sectPr"], keys))
    if items and items[-1].kind != "paragraph":
        last = items.pop()
        items.extend(
            Item("paragraph" if element.tag == f"{W}p" else "table", (element,), last.key)
            for element in flat(last.elements)
        )
    return items or [Item("paragraph", (etree.fromstring(f"<w:p {NAMESPACES}/>"),))]


def _items(children: Sequence[Element], keys: Sequence[str]) -> Iterator[Item]:
    place = 0
    while place < len(children):
        end = place + 1
        kind: Literal["paragraph", "table", "group"] = "paragraph"
        if children[place].tag == f"{W}tbl":
            kind = "table"
            end += end < len(children) and children[end].tag == f"{W}p"
        elif depth := _open_fields(children[place]):
            while depth and end < len(children):
                depth += _open_fields(children[end])
                end += 1
            kind = "group"
        elif children[place].tag != f"{W}p":
            kind = "group"
        yield Item(kind, tuple(children[place:end]), keys[place])
        place = end


def flat(elements: Sequence[Element]) -> Iterator[Element]:
    """Paragraphs and tables, those inside a frame of their own, too."""
    for element in elements:
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        else:
            yield from flat(list(element))


def _open_fields(element: Element) -> int:
    marks = [mark.get(f"{W}fldCharType") for mark in element.iter(f"{W}fldChar")]
    return marks.count("begin") - marks.count("end")


def canonical(element: Element) -> bytes:
    """XML without what tells nothing: ids of drawings, bookmarks, namespaces."""
    content = _NAMESPACE.sub(b"", etree.tostring(element, with_tail=False))
    if b"<w:bookmark" in content:
        content = _BOOKMARK.sub(b"", content)
    if b"<wp:docPr" in content:
        content = _NAMED_NUMBER.sub(rb'\1"', _DRAWING_ID.sub(rb"\1", content))
    return content


def style_of(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return (style.get(f"{W}val") or "") if style is not None else ""


def section_break_of(paragraph: Element) -> bytes:
    found = paragraph.find(f"{W}pPr/{W}sectPr")
    return canonical(found) if found is not None else b""


def is_simple(paragraph: Element) -> bool:
    allowed = {f"{W}pPr", f"{W}r", *BOOKMARKS}
    return all(child.tag in allowed for child in paragraph)


def text_of(element: Element) -> str:
    """As it reads: a tab for a tab, a line end for a break."""
    signs = {f"{W}t": None, f"{W}delText": None, f"{W}tab": "\t", f"{W}br": "\n"}
    stops = set(element.iter(f"{W}tab")) & {stop for stops in element.iter(f"{W}tabs") for stop in stops}
    found = [(child, signs[str(child.tag)]) for child in element.iter(*signs) if child not in stops]
    return "".join(child.text or "" if sign is None else sign for child, sign in found)


def words_of(paragraph: Element) -> list[Word]:
    """The words of a simple paragraph; neighbouring runs of one look are read together."""
    pieces = [
        (_look(run), child)
        for run in paragraph.iterchildren(f"{W}r")
        for child in run
        if child.tag != f"{W}rPr"
    ]
    found: list[Word] = []
    for (look, is_text), group in groupby(pieces, key=lambda piece: (piece[0], piece[1].tag == f"{W}t")):
        children = [child for _, child in group]
        run, first = children[0].getparent(), children[0]
        assert run is not None  # noqa: S101 -- it was found in one
        if is_text:
            text = "".join(child.text or "" for child in children)
            found.extend(Word(word, look, "", run, first) for word in words(text))
        else:
            found.extend(_other(child, look, run) for child in children)
    return found


def _look(run: Element) -> str:
    properties = run.find(f"{W}rPr")
    return canonical(properties).decode() if properties is not None else ""


def _other(child: Element, look: str, run: Element) -> Word:
    sign = {f"{W}tab": "\t", f"{W}br": "\n"}.get(str(child.tag), "")
    return Word(sign, look, canonical(child).decode(), run, child)
