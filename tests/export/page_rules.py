"""Rules about pages and tables: sections, page numbers, widths, heads of tables, indents."""

from collections.abc import Iterator

from lxml import etree

from edusum.export.oxml import ids
from tests.export.opened import MAIN, RELATED, Opened, find, w

_BOTH = {"default", "even"}
_INDENTS = ("firstLine", "left", "right", "hanging")


def footers(opened: Opened) -> Iterator[str]:
    """Every section has a page number for odd and for even pages, and they are told apart."""
    if find(opened.settings, "evenAndOddHeaders") is None:
        yield "odd and even pages are not told apart"
    kinds = {relation.name: relation for relation in opened.relations("word/document.xml")}
    for number, section in enumerate(opened.sections, start=1):
        references = {
            w(item, "type"): item.get(f"{RELATED}id") for item in section.iter(f"{MAIN}footerReference")
        }
        if not references.keys() >= _BOTH:
            yield f"section {number} has footers for {sorted(map(str, references))} only"
        if find(section, "titlePg") is not None and "first" not in references:
            yield f"section {number} has no footer for its first page"
        if find(section, "pgNumType") is not None and w(find(section, "pgNumType"), "start") is not None:
            yield f"section {number} begins to count anew"
        for key in references.values():
            if kinds[key].kind != "footer" if key in kinds else False:
                yield f"section {number}: {key} is no footer"
    for name, tree in opened.texts.items():
        if name.startswith("word/footer") and tree.find(f".//{MAIN}instrText") is None:
            yield f"{name}: no page number"


def pages(opened: Opened) -> Iterator[str]:
    """Pages turned sideways are the others turned to the left, margins and all; the rest are all alike."""
    upright, turned = [], []
    for section in opened.sections:
        size, margins = find(section, "pgSz"), find(section, "pgMar")
        if size is None or margins is None:
            yield "a section without page size or margins"
            continue
        width, height = int(w(size, "w") or 0), int(w(size, "h") or 0)
        is_turned = w(size, "orient") == "landscape"
        if is_turned != (width > height):
            yield f"a page of {width} × {height} with orientation {w(size, 'orient')}"
        sides = [w(margins, side) for side in ("top", "right", "bottom", "left")]
        (turned if is_turned else upright).append((width, height, *sides))
    yield from (
        f"{len(set(found))} kinds of page: {set(found)}" for found in (upright, turned) if len(set(found)) > 1
    )
    if upright and turned:
        width, height, top, right, bottom, left = upright[0]
        if turned[0] != (height, width, left, top, right, bottom):
            yield f"a turned page of {turned[0]} beside {upright[0]}"


def turned_numbers(opened: Opened) -> Iterator[str]:
    """On turned pages the page number runs downwards, on the others across."""
    targets = {relation.name: relation.target for relation in opened.relations("word/document.xml")}
    for section in opened.sections:
        is_turned = w(find(section, "pgSz"), "orient") == "landscape"
        for reference in section.iter(f"{MAIN}footerReference"):
            tree = opened.texts.get(targets.get(reference.get(f"{RELATED}id"), ""))
            runs_down = tree is not None and tree.find(f".//{MAIN}textDirection") is not None
            if tree is not None and runs_down != is_turned:
                yield f"a page number that runs {'down' if runs_down else 'across'} on the wrong pages"


def widths(opened: Opened) -> Iterator[str]:
    """Columns add up to the table, cells are as wide as their columns, every row has all columns."""
    for name, tree in opened.texts.items():
        for table in tree.iter(f"{MAIN}tbl"):
            columns = [int(w(column, "w") or 0) for column in table.iterfind(f"{MAIN}tblGrid/{MAIN}gridCol")]
            total = w(find(table, "tblPr/tblW"), "w")
            if str(sum(columns)) != total:
                yield f"{name}: columns of {sum(columns)} in a table of {total}"
            if w(find(table, "tblPr/tblLayout"), "type") != "fixed":
                yield f"{name}: a table whose columns may move"
            for row in table.iterfind(f"{MAIN}tr"):
                if _row_widths(row, columns) is False:
                    yield f"{name}: a row that does not fit the columns {columns}"


def _row_widths(row: etree._Element, columns: list[int]) -> bool:
    place = 0
    for cell in row.iterfind(f"{MAIN}tc"):
        span = int(w(find(cell, "tcPr/gridSpan"), "val") or 1)
        if w(find(cell, "tcPr/tcW"), "w") != str(sum(columns[place : place + span])):
            return False
        place += span
    return place == len(columns)


def table_heads(opened: Opened) -> Iterator[str]:
    """A table of figures has a head, repeated, in its first rows only; no row is torn; it says what it is."""
    for table in opened.document.iter(f"{MAIN}tbl"):
        rows = table.findall(f"{MAIN}tr")
        heads = [find(row, "trPr/tblHeader") is not None for row in rows]
        if heads != sorted(heads, reverse=True):
            yield "a head below other rows"
        if w(find(table, "tblPr/tblStyle"), "val") != ids.TABLE:
            continue
        if not any(heads):
            yield "a table without a head"
        if not all(find(row, "trPr/cantSplit") is not None for row in rows):
            yield "a row that may be torn over two pages"
        if not w(find(table, "tblPr/tblDescription"), "val"):
            yield "a table without a description"


def indents(opened: Opened) -> Iterator[str]:
    """An indent in characters stands beside the same in twips, for programs that know only those."""
    trees = {**opened.texts, "word/styles.xml": opened.tree("word/styles.xml")}
    for name, tree in trees.items():
        for indent in tree.iter(f"{MAIN}ind"):
            for side in _INDENTS:
                if w(indent, f"{side}Chars") is not None and w(indent, side) is None:
                    yield f"{name}: {side} in characters alone"


PAGE_RULES = (footers, pages, turned_numbers, widths, table_heads, indents)
