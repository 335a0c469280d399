"""Any Word file → its lines as the reader gives them, and where in the XML each character stands."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from edusum.common.errors import EdusumError
from edusum.document.readers.numbering_lists import Lists
from edusum.document.readers.package import BROKEN, Package, parsed
from edusum.document.readers.reading import fitting
from edusum.document.readers.source import SourceLine
from edusum.document.readers.word_body import HELD, body_of
from edusum.document.readers.word_cleaning import clean
from edusum.document.readers.word_names import W
from edusum.document.readers.word_styles import Styles
from edusum.document.readers.word_words import BREAK, FIELD, WORDY, Fields, P, add
from edusum.export.oxml.items import Element

_NUMBER = "edusum-number"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_UNKNOWN = "这个 Word 文件用的是少见的写法，没有改动它。"


Piece = tuple[str, Element | None]


class Place(NamedTuple):
    """Character `offset` of the words of an element: of a w:t, or 0 of a tab, a break, a sign."""

    owner: Element
    offset: int


class Stretch(NamedTuple):
    """line[start:end] stands in one element, from its character `offset` on."""

    start: int
    end: int
    owner: Element
    offset: int


@dataclass(frozen=True)
class WordLine:
    """A line and where its characters stand; `paragraph` None for what is no paragraph of its own."""

    text: str
    stretches: Sequence[Stretch]
    paragraph: Element | None

    def place(self, character: int) -> Place | None:
        """None for the number of an automatic list, and what else no element holds."""
        index = bisect_right(self.stretches, character, key=lambda stretch: stretch.start) - 1
        if index < 0 or character >= self.stretches[index].end:
            return None
        stretch = self.stretches[index]
        return Place(stretch.owner, stretch.offset + character - stretch.start)


@dataclass(frozen=True)
class WordText:
    """`root` is the main part, to be changed in place; the places of `lines` are elements of it."""

    package: Package
    root: Element
    lines: Sequence[WordLine]


def word_text(data: bytes) -> WordText:
    """Raises EdusumError for what cannot be read, and for what cannot be changed and written again."""
    package = Package(data)
    content = package.raw(package.main)
    if content is None:
        raise EdusumError(BROKEN)
    try:
        read = parsed(content)
    except etree.XMLSyntaxError as error:
        raise EdusumError(BROKEN) from error
    root = etree.fromstring(content, _PARSER)
    body = read.find(f"{W}body")
    if root.tag != read.tag or body is None:
        raise EdusumError(_UNKNOWN)
    owners: list[Element] = []
    for own, other in zip(root.iter(P, *WORDY), read.iter(P, *WORDY), strict=True):
        other.set(_NUMBER, str(len(owners)))
        owners.append(own)
    styles = Styles(package.content("styles"), content)
    return WordText(package, root, list(_lines(package, body, styles, owners)))


def _lines(
    package: Package, content: Element, styles: Styles, owners: Sequence[Element]
) -> Iterator[WordLine]:
    clean(content)
    lists = Lists(lambda: package.part("numbering"), styles.list_id)
    body = body_of(content, styles, lists, keeps_places=True)
    paragraphs = body.paragraphs or {}
    taken: dict[Element, int] = {}
    for line in body.lines:
        _, paragraph = paragraphs.get(id(line), (line, None))
        if paragraph is None:
            yield WordLine(fitting(line).text, (), None)
            continue
        part = taken.get(paragraph, 0)
        taken[paragraph] = part + 1
        yield _line(line, paragraph, part, owners)


def _line(line: SourceLine, paragraph: Element, part: int, owners: Sequence[Element]) -> WordLine:
    """`part`: which of the paragraph's lines it is."""
    text = fitting(line).text
    own = owners[int(paragraph.get(_NUMBER, ""))]
    parts = list(_parts(_pieces(paragraph)))
    stretches: list[Stretch] = []
    at = line.mark
    for words, item in parts[part] if part < len(parts) else ():
        offset = 0
        for length, is_kept in _fitting(words):
            if is_kept and item is not None:
                owner = owners[int(item.get(_NUMBER, ""))]
                stretches.append(Stretch(at, at + length, owner, offset))
            at += length if is_kept else 0
            offset += length
    return WordLine(text, stretches if at == len(text) else (), own)


def _fitting(words: str) -> Iterator[tuple[int, bool]]:
    """How many characters one after the other the text keeps, or leaves out."""
    if len(fitting(SourceLine(words)).text) == len(words):
        yield len(words), True
        return
    for is_kept, group in groupby(words, key=lambda sign: bool(fitting(SourceLine(sign)).text)):
        yield sum(1 for _ in group), is_kept


def _pieces(paragraph: Element) -> list[Piece]:
    """The words of a paragraph as the reader puts them together, each with its element if it has one."""
    words: list[str] = []
    pieces: list[Piece] = []
    fields = Fields()
    for item in _within(paragraph):
        add(item, words, fields)
        del pieces[len(words) :]
        if item.tag != FIELD:
            pieces += [(text, item) for text in words[len(pieces) :]]
        else:
            if pieces and pieces[-1][0] is not words[len(pieces) - 1]:
                pieces.pop()
            pieces += [(text, None) for text in words[len(pieces) :]]
    return pieces


def _within(paragraph: Element) -> Iterator[Element]:
    """Its words, without those of the tables and boxes that hang on it."""
    walk = [iter(paragraph)]
    while walk:
        item = next(walk[-1], None)
        if item is None:
            walk.pop()
        elif item.tag in WORDY:
            yield item
        elif item.tag not in HELD:
            walk.append(iter(item))


def _parts(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Line by line; a break ends one, and a blank one is none where there are several."""
    if not any(BREAK in words for words, _ in pieces):
        yield list(pieces)
        return
    part: list[Piece] = []
    for words, item in (*pieces, (BREAK, None)):
        if words != BREAK:
            part.append((words, item))
            continue
        if "".join(text for text, _ in part).strip():
            yield part
        part = []
