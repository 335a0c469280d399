"""A Word file taken apart for the rules: its parts, their trees, and what they refer to."""

from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
XML = etree.XMLParser(huge_tree=True)


class Relation(NamedTuple):
    """What a part refers to; `target` is the name of a part, or an address outside the file."""

    name: str
    kind: str
    target: str
    is_outside: bool


def w(element: etree._Element | None, name: str) -> str | None:
    """An attribute of Word's own namespace; None without the element or the attribute."""
    return None if element is None else element.get(MAIN + name)


class Opened:
    """The parts by name, and their trees."""

    def __init__(self, word_file: bytes) -> None:
        with ZipFile(BytesIO(word_file)) as archive:
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}
        self._trees: dict[str, etree._Element] = {}

    def tree(self, name: str) -> etree._Element:
        if name not in self._trees:
            self._trees[name] = etree.fromstring(self.parts[name], XML)
        return self._trees[name]

    @property
    def document(self) -> etree._Element:
        return self.tree(DOCUMENT)

    @cached_property
    def texts(self) -> dict[str, etree._Element]:
        """The parts that hold text: the document, footers, headers."""
        begins = ("word/document", "word/footer", "word/header")
        return {name: self.tree(name) for name in self.parts if name.startswith(begins)}

    @property
    def sections(self) -> Iterator[etree._Element]:
        """The properties of each section, but for those that a tracked change remembers."""
        found = self.document.iter(f"{MAIN}sectPr")
        return (section for section in found if section.getparent().tag != f"{MAIN}sectPrChange")

    @cached_property
    def styles(self) -> dict[str | None, etree._Element]:
        return {w(style, "styleId"): style for style in self.tree("word/styles.xml").iter(f"{MAIN}style")}

    @property
    def settings(self) -> etree._Element:
        return self.tree("word/settings.xml")

    @property
    def core(self) -> etree._Element:
        return self.tree("docProps/core.xml")

    def relations(self, name: str) -> list[Relation]:
        """What a part refers to; the file itself is called ""."""
        relations = join(dirname(name), "_rels", f"{name.rpartition('/')[2]}.rels")
        items = self.tree(relations) if relations in self.parts else ()
        return [_relation(item, dirname(name)) for item in items]

    def all_relations(self) -> Iterator[tuple[str, Relation]]:
        for name in ("", *self.parts):
            yield from ((name, relation) for relation in self.relations(name))

    def inherited(self, paragraph: etree._Element, path: str, attribute: str) -> str | None:
        """A property of a paragraph: its own, its style's, that style's base's …, or the default's."""
        own = paragraph.find(f"{MAIN}pPr")
        for properties in (own, *self._chain(w(find(own, "pStyle"), "val"))):
            value = w(find(properties, path), attribute)
            if value is not None:
                return value
        default = self.tree("word/styles.xml").find(f"{MAIN}docDefaults/{MAIN}pPrDefault/{MAIN}pPr")
        return w(find(default, path), attribute)

    def _chain(self, style_id: str | None) -> Iterator[etree._Element | None]:
        seen: set[str | None] = set()
        while (style_id or "Normal") not in seen and (
            style := self.styles.get(style_id or "Normal")
        ) is not None:
            seen.add(style_id or "Normal")
            yield style.find(f"{MAIN}pPr")
            based_on = w(style.find(f"{MAIN}basedOn"), "val")
            if based_on is None:
                return
            style_id = based_on


def find(element: etree._Element | None, path: str) -> etree._Element | None:
    """A descendant by its names without namespace: spacing, or pPr/spacing."""
    return None if element is None else element.find("/".join(MAIN + name for name in path.split("/")))


def _relation(item: etree._Element, folder: str) -> Relation:
    outside = item.get("TargetMode") == "External"
    target = item.get("Target", "")
    whole = target if outside else normpath(join("/", folder, target)).lstrip("/")
    return Relation(item.get("Id", ""), item.get("Type", "").rpartition("/")[2], whole, outside)
