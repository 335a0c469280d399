"""What no schema validator notices in a Word file, as rules: each gives a line for every breach."""

from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import ZipFile

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STYLE_REFERENCES = ("pStyle", "rStyle", "tblStyle")


def breaches(word_file: bytes) -> list[str]:
    """Every breach of every rule, in the parts that hold text."""
    with ZipFile(BytesIO(word_file)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    defined = {
        style.get(f"{_MAIN}styleId") for style in _tree(parts, "word/styles.xml").iter(f"{_MAIN}style")
    }
    found = [*_lost_parts(parts)]
    for name in parts:
        if name.startswith(("word/document", "word/footer", "word/header")):
            tree = _tree(parts, name)
            rules = (_open_fields(tree), _unknown_styles(tree, defined), _lost_relations(parts, name, tree))
            found += [
                f"{name}: {breach}" for rule in (*rules, _cells(tree), _own_fonts(tree)) for breach in rule
            ]
    return found


def _tree(parts: dict[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(parts[name])


def _open_fields(tree: etree._Element) -> Iterator[str]:
    """In each paragraph: begin, separate, end, and again."""
    for paragraph in tree.iter(f"{_MAIN}p"):
        marks = [mark.get(f"{_MAIN}fldCharType") for mark in paragraph.iter(f"{_MAIN}fldChar")]
        if marks != ["begin", "separate", "end"] * (len(marks) // 3):
            yield f"field marks {marks}"


def _unknown_styles(tree: etree._Element, defined: set[str | None]) -> Iterator[str]:
    for kind in _STYLE_REFERENCES:
        for reference in tree.iter(_MAIN + kind):
            if reference.get(f"{_MAIN}val") not in defined:
                yield f"unknown style {reference.get(f'{_MAIN}val')}"


def _lost_relations(parts: dict[str, bytes], name: str, tree: etree._Element) -> Iterator[str]:
    related = {relation.get("Id") for relation in _relations(parts, name)}
    for element in tree.iter():
        if element.get(_REFERENCE, None) not in {None, *related}:
            yield f"unknown relation {element.get(_REFERENCE)}"


def _lost_parts(parts: dict[str, bytes]) -> Iterator[str]:
    """Each relation leads to a part, and each part has a content type of its own."""
    types = {kind.get("PartName") for kind in _tree(parts, "[Content_Types].xml")}
    for name in parts:
        for relation in _relations(parts, name):
            target = normpath(join(dirname(name), relation.get("Target")))
            if target.lstrip("/") not in parts:
                yield f"{name}: relation to missing {target}"
        if not name.endswith(".rels") and name != "[Content_Types].xml" and f"/{name}" not in types:
            yield f"{name}: no content type"


def _relations(parts: dict[str, bytes], name: str) -> list[etree._Element]:
    relations = join(dirname(name), "_rels", name.rpartition("/")[2] + ".rels")
    return list(_tree(parts, relations)) if relations in parts else []


def _cells(tree: etree._Element) -> Iterator[str]:
    for cell in tree.iter(f"{_MAIN}tc"):
        if not len(cell) or cell[-1].tag != f"{_MAIN}p":
            yield "a cell does not end with a paragraph"


def _own_fonts(tree: etree._Element) -> Iterator[str]:
    """Fonts belong to styles."""
    yield from ("a run has fonts of its own" for _ in tree.iter(f"{_MAIN}rFonts"))
