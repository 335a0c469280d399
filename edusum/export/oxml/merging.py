"""Two Word files in one: the bodies of both, read and written, and the parts that both refer to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from edusum.export.oxml.items import BOOKMARKS, Element, Item, W
from edusum.export.oxml.markup import NAMESPACES, RELATIONSHIPS_NAMESPACE, encoded
from edusum.export.oxml.parts import Part

_OPENING, _CLOSING = "<w:body>", "</w:body>"
_ID = f"{{{RELATIONSHIPS_NAMESPACE}}}id"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIRST_DRAWING = 1001


def read_body(word_file: bytes) -> Element:
    """The body of one of our own files; its last child is the page."""
    with ZipFile(BytesIO(word_file)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))[0]


def written_body(children: Iterable[Element]) -> str:
    """The children of a body as XML; each drawing has its own number."""
    root = etree.fromstring(f"<w:document {NAMESPACES}><w:body/></w:document>")
    root[0].extend(children)
    for number, drawing in enumerate(root.iter(_DRAWING), start=_FIRST_DRAWING):
        drawing.set("id", str(number))
    content = etree.tostring(root, encoding="unicode")
    return content[content.index(_OPENING) + len(_OPENING) : content.rindex(_CLOSING)]


def spread(blocks: Sequence[str], keys: Iterable[str]) -> Iterator[str]:
    """The key of a block for each paragraph and table in it."""
    root = etree.fromstring(encoded(f"<blocks {NAMESPACES}><b>{'</b><b>'.join(blocks)}</b></blocks>"))
    return (key for block, key in zip(root, keys, strict=False) for _ in block)


def last_bookmark(items: Iterable[Item]) -> int:
    """The highest number of a bookmark, 0 without any."""
    marks = (mark for item in items for element in item.elements for mark in element.iter(BOOKMARKS[0]))
    return max((int(mark.get(f"{W}id") or 0) for mark in marks), default=0)


def shared_parts(old: Sequence[Part], new: Sequence[Part]) -> tuple[list[Part], dict[str, str]]:
    """The parts of both papers, those that are alike once, and the new ids of those of the old one."""
    parts = list(new)
    known = {_content(part): part.relation_id for part in new}
    new_ids: dict[str, str] = {}
    number = max((_number(part) for part in new), default=0)
    for part in old:
        content = _content(part)
        if content not in known:
            number += 1
            known[content] = f"rIdOld{number}"
            parts.append(_numbered(part, number)._replace(relation_id=known[content]))
        new_ids[part.relation_id] = known[content]
    return parts, new_ids


def refer(items: Iterable[Item], new_ids: Mapping[str, str]) -> None:
    """Drawings refer to their parts by new ids."""
    for item in items:
        for element in item.elements:
            for drawing in element.iter(_CHART):
                known = drawing.get(_ID) or ""
                drawing.set(_ID, new_ids.get(known, known))


def _content(part: Part) -> tuple[bytes, ...]:
    return part.content, *(content for owned in part.parts for content in _content(owned))


def _number(part: Part) -> int:
    """3 of word/charts/chart3.xml; numbers may be left out where a chart could not be drawn."""
    return int("".join(sign for sign in part.name if sign.isdecimal()) or 0)


def _numbered(part: Part, number: int) -> Part:
    """The part, and what it owns, under another number: word/charts/chart3.xml."""
    stem, _, extension = part.name.rpartition(".")
    owned = tuple(_numbered(item, number) for item in part.parts)
    return part._replace(name=f"{stem.rstrip('0123456789')}{number}.{extension}", parts=owned)
