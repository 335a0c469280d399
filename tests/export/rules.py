"""What schema validators overlook in a Word file, as rules: each gives a line for every breach.

`mutants.py` proves that every one of them bites.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from zipfile import BadZipFile, ZipFile

from lxml import etree

from edusum.export.oxml import ids
from tests.export.opened import (
    CHART,
    CORE,
    DOCUMENT,
    DRAWN,
    DUBLIN,
    MAIN,
    RELATED,
    TERMS,
    TYPES,
    Opened,
    find,
    w,
)
from tests.export.page_rules import PAGE_RULES

_PIPELINE = ("begin", "separate", "end")
_STYLES = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
_TRACKED = (
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "cellIns",
    "cellDel",
    "moveFromRangeStart",
    "moveToRangeStart",
)
_OPC = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LEFTOVERS = re.compile(rb"python-docx|docProps/thumbnail|stylesWithEffects|customXml|openpyxl|LibreOffice")
_KINDS = {
    "officeDocument": "wordprocessingml.document.main+xml",
    "styles": "wordprocessingml.styles+xml",
    "settings": "wordprocessingml.settings+xml",
    "fontTable": "wordprocessingml.fontTable+xml",
    "footer": "wordprocessingml.footer+xml",
    "comments": "wordprocessingml.comments+xml",
    "theme": "theme+xml",
    "chart": "drawingml.chart+xml",
    "package": "spreadsheetml.sheet",
    "core-properties": "core-properties+xml",
    "extended-properties": "extended-properties+xml",
    "custom-properties": "custom-properties+xml",
}
_REQUIRED = (
    TYPES,
    DOCUMENT,
    "word/styles.xml",
    "word/settings.xml",
    "word/fontTable.xml",
    "word/theme/theme1.xml",
    "docProps/core.xml",
)
_LONGEST_PROPERTY = 255
_LINKS = re.compile(r"\b(?:PAGEREF|REF|HYPERLINK \\l)\s+\"?(\w+)")
Rule = Callable[[Opened], Iterator[str]]


def breaches(word_file: bytes) -> list[str]:
    """Every breach of every rule, after the rule's name; of a file in pieces nothing more is asked."""
    opened = Opened(word_file)
    if broken := [f"{sound.__name__}: {line}" for line in sound(opened)]:
        return broken
    return [f"{rule.__name__}: {line}" for rule in RULES for line in rule(opened)]


def sound(opened: Opened) -> Iterator[str]:
    """The parts that every rule reads are there, and all XML is well-formed."""
    yield from (f"no {name}" for name in _REQUIRED if name not in opened.parts)
    for name in opened.parts:
        if name.endswith((".xml", ".rels")):
            try:
                opened.tree(name)
            except etree.XMLSyntaxError as error:
                yield f"{name}: {error}"


def fields(opened: Opened) -> Iterator[str]:
    """Within a part each field begins, has a code, separates and ends; one may stand in another."""
    for name, tree in opened.texts.items():
        open_fields: list[list[str]] = []
        for element in tree.iter(f"{MAIN}fldChar", f"{MAIN}instrText", f"{MAIN}delInstrText"):
            mark = w(element, "fldCharType") or "code"
            if mark == "begin":
                open_fields.append([])
            if not open_fields:
                yield f"{name}: field marks: {mark} without begin"
                continue
            open_fields[-1].append(mark)
            if mark == "end":
                yield from (
                    f"{name}: field marks {marks}" for marks in [open_fields.pop()] if not _whole(marks)
                )
        yield from (f"{name}: field marks {marks}, never ended" for marks in open_fields)


def _whole(marks: list[str]) -> bool:
    return tuple(mark for mark in marks if mark != "code") == _PIPELINE and "code" in marks


def styles(opened: Opened) -> Iterator[str]:
    """Every style that is named exists and is of the right kind, among styles too."""
    kinds = {name: w(style, "type") for name, style in opened.styles.items()}
    for name, tree in opened.texts.items():
        for reference, kind in _STYLES.items():
            for element in tree.iter(MAIN + reference):
                if kinds.get(w(element, "val")) != kind:
                    yield f"{name}: unknown style {w(element, 'val')} as {reference}"
    for style_id, style in opened.styles.items():
        for reference in ("basedOn", "next", "link"):
            element = style.find(MAIN + reference)
            if element is not None and w(element, "val") not in kinds:
                yield f"style {style_id}: unknown style {w(element, 'val')} as {reference}"


def style_fonts(opened: Opened) -> Iterator[str]:
    """Styles name a font in all four slots, and the font table knows each."""
    known = {w(font, "name") for font in opened.tree("word/fontTable.xml").iter(f"{MAIN}font")}
    for element in opened.tree("word/styles.xml").iter(f"{MAIN}rFonts"):
        named = [w(element, slot) for slot in ("ascii", "hAnsi", "eastAsia", "cs")]
        yield from (f"a style lacks a font in one of four slots: {named}" for _ in [0] if None in named)
        yield from (f"font {font} is not in the font table" for font in set(named) - known - {None})


def own_fonts(opened: Opened) -> Iterator[str]:
    """Fonts belong to styles; a run may only hint which of the style's fonts it means."""
    for name, tree in opened.texts.items():
        for element in tree.iter(f"{MAIN}rFonts"):
            if set(element.attrib) != {f"{MAIN}hint"}:
                yield f"{name}: a run has fonts of its own"


def relations(opened: Opened) -> Iterator[str]:
    """Every reference of a part is among its relations, and no relation id stands twice."""
    for name in opened.parts:
        if name.endswith(".rels") or not name.endswith(".xml"):
            continue
        known = Counter(relation.name for relation in opened.relations(name))
        yield from (
            f"{name}: relation {key} stands {count} times" for key, count in known.items() if count > 1
        )
        for element in opened.tree(name).iter(etree.Element):
            for attribute, value in element.attrib.items():
                if str(attribute).startswith(RELATED) and value not in known:
                    yield f"{name}: unknown relation {value!s}"


def parts(opened: Opened) -> Iterator[str]:
    """Each relation leads to a part in the file, each part is led to, none is there twice."""
    yield from (f"{name} stands twice" for name, count in Counter(opened.names).items() if count > 1)
    reached = set()
    for owner, relation in opened.all_relations():
        reached.add(relation.target)
        if relation.is_outside:
            yield f"{owner}: relation to {relation.target} outside the file"
        elif relation.target not in opened.parts:
            yield f"{owner}: relation to missing {relation.target}"
    kept = (name for name in opened.parts if name != TYPES and not name.endswith(".rels"))
    yield from (f"{name}: nothing leads to it" for name in kept if name not in reached)


def content_types(opened: Opened) -> Iterator[str]:
    """Each part has a content type, the one that goes with the relation to it."""
    tree = opened.tree(TYPES)
    own = {
        item.get("PartName", "").lstrip("/"): item.get("ContentType", "")
        for item in tree.iter(f"{_OPC}Override")
    }
    ends = {item.get("Extension"): item.get("ContentType", "") for item in tree.iter(f"{_OPC}Default")}
    yield from (f"a content type for missing {name}" for name in own.keys() - opened.parts.keys())
    for relation in (relation for _, relation in opened.all_relations() if relation.target in opened.parts):
        end = relation.target.rpartition(".")[2]
        kind = own.get(relation.target, "" if end == "xml" else ends.get(end, ""))
        if not kind:
            yield f"{relation.target}: no content type"
        elif not kind.endswith(_KINDS.get(relation.kind, "?")):
            yield f"{relation.target}: content type {kind} for a {relation.kind}"


def cells(opened: Opened) -> Iterator[str]:
    """Each cell ends with a paragraph, each table has rows, each row cells; paragraphs follow tables."""
    for name, tree in opened.texts.items():
        for cell in tree.iter(f"{MAIN}tc"):
            if not len(cell) or cell[-1].tag != f"{MAIN}p":
                yield f"{name}: a cell does not end with a paragraph"
        yield from (
            f"{name}: a table without rows" for table in tree.iter(f"{MAIN}tbl") if find(table, "tr") is None
        )
        yield from (
            f"{name}: a row without cells" for row in tree.iter(f"{MAIN}tr") if find(row, "tc") is None
        )
    blocks = [child.tag.removeprefix(MAIN) for child in opened.document[0]]
    if any(first == "tbl" and then != "p" for first, then in pairwise(blocks)):
        yield f"{DOCUMENT}: a table is not followed by a paragraph"


def drawings(opened: Opened) -> Iterator[str]:
    """No drawing stands in lines of an exact height: Word would clip it."""
    for name, tree in opened.texts.items():
        for drawing in tree.iter(f"{MAIN}drawing", f"{MAIN}pict", f"{MAIN}object"):
            paragraph = next(drawing.iterancestors(f"{MAIN}p"))
            if next(drawing.iterancestors(f"{MAIN}del"), None) is not None:
                continue  # struck out, it stands in the paragraph that took its place
            if opened.inherited(paragraph, "spacing", "lineRule") == "exact":
                yield f"{name}: a drawing in exact lines"
            if any(
                w(find(row, "trPr/trHeight"), "hRule") == "exact"
                for row in drawing.iterancestors(f"{MAIN}tr")
            ):
                yield f"{name}: a drawing in a row of exact height"


def alt_texts(opened: Opened) -> Iterator[str]:
    """Each drawing tells in words what it shows."""
    for name, tree in opened.texts.items():
        for drawing in tree.iter(f"{DRAWN}docPr"):
            if not (drawing.get("descr") or "").strip():
                yield f"{name}: drawing {drawing.get('id')} without a description"


def charts(opened: Opened) -> Iterator[str]:
    """Each chart has its numbers along: a workbook that can be opened."""
    for name in opened.parts:
        if not re.fullmatch(r"word/charts/chart\d+\.xml", name):
            continue
        data = opened.tree(name).find(f"{CHART}externalData")
        key = None if data is None else data.get(f"{RELATED}id")
        books = [relation.target for relation in opened.relations(name) if relation.name == key]
        if not books:
            yield f"{name}: no embedded workbook"
        yield from (
            f"{name}: {book} is no workbook"
            for book in books
            if not _is_workbook(opened.parts.get(book, b""))
        )


def _is_workbook(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist() and archive.testzip() is None
    except BadZipFile:
        return False


def identities(opened: Opened) -> Iterator[str]:
    """Ids are unique: of drawings, bookmarks (names too) and tracked changes; bookmarks end."""
    trees = list(opened.texts.values())
    drawn = [item.get("id") for tree in trees for item in tree.iter(f"{DRAWN}docPr")]
    begun = [w(item, "id") for tree in trees for item in tree.iter(f"{MAIN}bookmarkStart")]
    names = [w(item, "name") for tree in trees for item in tree.iter(f"{MAIN}bookmarkStart")]
    ended = [w(item, "id") for tree in trees for item in tree.iter(f"{MAIN}bookmarkEnd")]
    changes = [w(item, "id") for tree in trees for item in tree.iter(*(MAIN + kind for kind in _TRACKED))]
    found = {
        "drawing": drawn,
        "bookmark": begun,
        "bookmark name": names,
        "end of bookmark": ended,
        "change": changes,
    }
    for what, keys in found.items():
        yield from (f"{what} {key} stands {count} times" for key, count in Counter(keys).items() if count > 1)
    yield from (f"bookmark {key} begins or ends only" for key in set(begun) ^ set(ended))


def links(opened: Opened) -> Iterator[str]:
    """What leads to a bookmark, a link or a field, leads to one that exists."""
    trees = list(opened.texts.values())
    names = {w(item, "name") for tree in trees for item in tree.iter(f"{MAIN}bookmarkStart")}
    leading = [w(item, "anchor") for tree in trees for item in tree.iter(f"{MAIN}hyperlink")]
    codes = [item.text or "" for tree in trees for item in tree.iter(f"{MAIN}instrText")]
    leading += [match for code in codes for match in _LINKS.findall(code)]
    yield from (
        f"a link to missing {anchor}" for anchor in leading if anchor is not None and anchor not in names
    )


def changes(opened: Opened) -> Iterator[str]:
    """A tracked change tells who and when; deleted text is marked as deleted, and no other text is."""
    for name, tree in opened.texts.items():
        for change in tree.iter(*(MAIN + kind for kind in _TRACKED)):
            if not w(change, "author") or not w(change, "date"):
                yield f"{name}: a change without author or date"
        for text in tree.iter(f"{MAIN}t", f"{MAIN}delText", f"{MAIN}instrText"):
            deleted = next(text.iterancestors(f"{MAIN}del"), None) is not None
            if deleted != (text.tag == f"{MAIN}delText"):
                place = "inside" if deleted else "outside"
                yield f"{name}: {text.tag.removeprefix(MAIN)} {place} deleted text"


def spaces(opened: Opened) -> Iterator[str]:
    """Spaces at the ends of a text are kept."""
    keep = "{http://www.w3.org/XML/1998/namespace}space"
    for name, tree in opened.texts.items():
        for text in tree.iter(f"{MAIN}t", f"{MAIN}delText"):
            if (text.text or "") != (text.text or "").strip() and text.get(keep) != "preserve":
                yield f"{name}: spaces of {text.text!r} are lost"


def language(opened: Opened) -> Iterator[str]:
    """The text is Chinese, and says so: in the defaults, for the theme, and in the properties."""
    default = find(opened.tree("word/styles.xml"), "docDefaults/rPrDefault/rPr/lang")
    theme = find(opened.settings, "themeFontLang")
    told = {"defaults": w(default, "eastAsia"), "theme": w(theme, "eastAsia")}
    told["properties"] = opened.core.findtext(f"{DUBLIN}language")
    yield from (f"language of the {where}: {value}" for where, value in told.items() if value != "zh-CN")


def properties(opened: Opened) -> Iterator[str]:
    """Title, author, times are there, none is longer than Word takes, and both times are the same."""
    for name in (
        f"{DUBLIN}title",
        f"{DUBLIN}creator",
        f"{CORE}lastModifiedBy",
        f"{TERMS}created",
        f"{TERMS}modified",
    ):
        if opened.core.find(name) is None:
            yield f"no {etree.QName(name).localname}"
    yield from (f"{item.tag} is too long" for item in opened.core if len(item.text or "") > _LONGEST_PROPERTY)
    times = {opened.core.findtext(f"{TERMS}{name}") for name in ("created", "modified")}
    yield from (f"created and modified at {times}" for _ in [0] if len(times) > 1)


def leftovers(opened: Opened) -> Iterator[str]:
    """Nothing of the tools remains: no thumbnail, no comment, none of their names."""
    for name, content in opened.parts.items():
        yield from (f"{name}: {match.decode()}" for match in _LEFTOVERS.findall(content + name.encode()))


def compatibility(opened: Opened) -> Iterator[str]:
    """Word takes the file for one of its own time."""
    found = [
        w(item, "val")
        for item in opened.settings.iter(f"{MAIN}compatSetting")
        if w(item, "name") == "compatibilityMode"
    ]
    yield from (f"compatibility mode {found}" for _ in [0] if found != ["15"])


def outline(opened: Opened) -> Iterator[str]:
    """Headings have the level of their style, the title none."""
    for level, style_id in enumerate(ids.HEADINGS):
        found = w(find(opened.styles.get(style_id), "pPr/outlineLvl"), "val")
        yield from (f"{style_id} at level {found}" for _ in [0] if found != str(level))
    found = w(find(opened.styles.get(ids.TITLE), "pPr/outlineLvl"), "val")
    yield from (f"the title at level {found}" for _ in [0] if found != "9")


RULES: tuple[Rule, ...] = (
    fields,
    styles,
    style_fonts,
    own_fonts,
    relations,
    parts,
    content_types,
    cells,
    drawings,
    alt_texts,
    charts,
    identities,
    links,
    changes,
    spaces,
    language,
    properties,
    leftovers,
    compatibility,
    outline,
    *PAGE_RULES,
)
