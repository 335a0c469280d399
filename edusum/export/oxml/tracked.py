"""Changes → body XML with tracked changes: what Word shows as 修订 and can accept or reject."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from lxml import etree

from edusum.export.comparison import Change, RowChange, Words, ends_well, tail
from edusum.export.oxml import ids
from edusum.export.oxml.items import BOOKMARKS, Element, W, Word, canonical, flat

Mark = Literal["", "ins", "del", "moveFrom", "moveTo"]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DELETED = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
_OLD = "_Old"
_NOT_IN_CHANGE = {f"{W}rPr", f"{W}sectPr", f"{W}pPrChange"}
_REFERENCES = {f"{W}headerReference", f"{W}footerReference"}
_EDITED: Mapping[int, Mark] = {-1: "del", 0: "", 1: "ins"}
_MOVED_FROM: Mapping[int, Mark] = {-1: "del", 0: "moveFrom"}
_MOVED_TO: Mapping[int, Mark] = {0: "moveTo", 1: "ins"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changed something and when: 2026-01-08T09:30:00Z."""

    author: str
    moment: str


class Tracker:
    """Writes changes; every mark has its number, from `first` on."""

    def __init__(self, stamp_of: Callable[[Change], Stamp], first: int = 1) -> None:
        self._stamp_of = stamp_of
        self._number = first - 1
        self._stamp = Stamp("", "")
        self._keeps_old_links = False

    def body(self, changes: Sequence[Change]) -> list[Element]:
        """The children of the body, but for the page at its end."""
        behind = tail(changes) if ends_well(changes) else ()
        stayed = changes[: len(changes) - len(behind)]
        self._keeps_old_links = any(map(_leads_on, changes))
        written: list[Element] = []
        for (_, move), group in groupby(stayed, key=lambda change: (change.fate, change.move)):
            elements = [element for change in group for element in self._written(change)]
            written += self._in_range(move, elements)
        if behind:
            written[-1:] = self._ended(written[-1], stayed[-1], behind)
        return list(self._apart(written))

    def page(self, old: Element, new: Element, stamp: Stamp) -> Element:
        """The page at the end of the body; what it was before is kept in it, but for its footers."""
        self._stamp = stamp
        page, before = deepcopy(new), deepcopy(old)
        for reference in [child for child in before if child.tag in _REFERENCES]:
            before.remove(reference)
        if _without(page, _REFERENCES) != _without(before, _REFERENCES):
            change = self._mark("sectPrChange")
            change.append(before)
            page.append(change)
        return page

    def _written(self, change: Change) -> list[Element]:
        self._stamp = self._stamp_of(change)
        written = self._told(change)
        if self._keeps_old_links and change.old and change.fate != "moved_from":
            self._keep_links(change.old.elements, written)
        return written

    def _keep_links(self, old: Iterable[Element], written: Sequence[Element]) -> None:
        """Old contents lead to headings by the names that these had; names are not tracked."""
        for element in written:
            for link in element.iter(f"{W}hyperlink"):
                link.set(f"{W}anchor", _OLD + (link.get(f"{W}anchor") or ""))
        for bookmark in [mark for element in old for mark in element.iter(BOOKMARKS[0])]:
            self._number += 1
            for place, tag in enumerate(BOOKMARKS, start=1):
                mark = etree.Element(tag)
                mark.set(f"{W}id", str(self._number))
                if tag == BOOKMARKS[0]:
                    mark.set(f"{W}name", _OLD + (bookmark.get(f"{W}name") or ""))
                written[0].insert(place, mark)

    def _told(self, change: Change) -> list[Element]:
        if change.fate == "kept":
            return list(change.item.elements)
        if change.fate in {"removed", "added"}:
            mark: Mark = "del" if change.fate == "removed" else "ins"
            return [self._whole(element, mark) for element in flat(change.item.elements)]
        if change.item.kind == "table":
            return self._edited_table(change)
        return self._edited_paragraph(change, 0, change.fate)

    def _edited_paragraph(self, change: Change, place: int, fate: str = "edited") -> list[Element]:
        """A paragraph whose words or looks changed; `place` is its number in the item."""
        assert change.old and change.new  # noqa: S101, PT018 -- what is edited or moved has both sides
        old, new = change.old.elements[place], change.new.elements[place]
        if fate == "moved_from":
            return [_paragraph(self._look(old, "moveFrom"), self._runs(change.words or [], _MOVED_FROM))]
        if fate == "moved_to":
            runs = _with_bookmarks(new, self._runs(change.words or [], _MOVED_TO))
            return [_paragraph(self._look(new, "moveTo"), runs)]
        return [_paragraph(self._look(new, before=old), self._edited_runs(old, new, change.words))]

    def _edited_runs(self, old: Element, new: Element, words: Words | None) -> list[Element]:
        if words is not None:
            return _with_bookmarks(new, self._runs(words, _EDITED))
        return [*self._wrapped(_content(old), "del"), *self._wrapped(_content(new), "ins")]

    def _edited_table(self, change: Change) -> list[Element]:
        assert change.old and change.new  # noqa: S101, PT018 -- what is edited has both sides
        old, new = change.old.element, change.new.element
        table = etree.Element(f"{W}tbl")
        for child in new:
            if child.tag == f"{W}tblPr":
                table.append(self._table_look(child, old.find(f"{W}tblPr")))
            elif child.tag != f"{W}tr":
                table.append(deepcopy(child))
        table.extend(self._row(row) for row in change.rows)
        return [table, *(self._edited_paragraph(change, 1) if len(change.new.elements) > 1 else ())]

    def _table_look(self, new: Element, old: Element | None) -> Element:
        look = deepcopy(new)
        if old is not None and canonical(old) != canonical(new):
            change = self._mark("tblPrChange")
            change.append(deepcopy(old))
            look.append(change)
        return look

    def _row(self, row: RowChange) -> Element:
        if row.new is None or row.old is None:
            there = row.new or row.old
            assert there is not None  # noqa: S101 -- a row is on one side at least
            return self._marked_row(deepcopy(there.element), "ins" if row.new else "del")
        written = deepcopy(row.new.element)
        if row.cells:
            places = [
                paragraph
                for cell in written.iterchildren(f"{W}tc")
                for paragraph in cell.iterchildren(f"{W}p")
            ]
            for place, old, words in zip(places, row.old.paragraphs, row.cells, strict=True):
                look = self._look(place, before=old)
                _replace(place, _paragraph(look, _with_bookmarks(place, self._runs(words, _EDITED))))
        return written

    def _marked_row(self, row: Element, mark: Mark) -> Element:
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = etree.Element(f"{W}trPr")
            row.insert(0, properties)
        properties.append(self._mark(mark))
        for paragraph in row.iter(f"{W}p"):
            paragraph[:] = [*paragraph.findall(f"{W}pPr"), *self._wrapped(_content(paragraph), mark)]
        return row

    def _whole(self, element: Element, mark: Mark) -> Element:
        """A paragraph or table that came or went."""
        if element.tag == f"{W}p":
            return _paragraph(self._look(element, mark), self._wrapped(_content(element), mark))
        table = deepcopy(element)
        for row in table.iterchildren(f"{W}tr"):
            self._marked_row(row, mark)
        return table

    def _ended(self, last: Element, change: Change, behind: Sequence[Change]) -> list[Element]:
        """The last paragraph that stayed, and the paragraphs behind it, which came or went.

        A file cannot lose its last paragraph mark. So that mark stays, and the one of the paragraph that
        stayed comes or goes in its place.
        """
        assert change.old and change.new  # noqa: S101, PT018 -- what stayed has both sides
        old, new = change.old.elements[-1], change.new.elements[-1]
        following = [element for item in behind for element in self._written(item)]
        end = behind[-1].item.elements[-1]
        if behind[-1].fate == "removed":
            last = _with_look(last, self._look(old, "del"))
            following[-1] = _with_look(following[-1], self._look(new, before=end))
        else:
            last = _with_look(last, self._look(new, "ins"))
            following[-1] = _with_look(following[-1], self._look(end, before=old))
        return [last, *following]

    def _look(self, paragraph: Element, mark: Mark = "", *, before: Element | None = None) -> Element | None:
        """A paragraph's properties with the mark on its end, and what they were before."""
        found = paragraph.find(f"{W}pPr")
        old = None if before is None else before.find(f"{W}pPr")
        is_changed = before is not None and _without(found, _NOT_IN_CHANGE) != _without(old, _NOT_IN_CHANGE)
        if found is None and not mark and not is_changed:
            return None
        look = deepcopy(found) if found is not None else etree.Element(f"{W}pPr")
        if mark:
            self._mark_end(look, mark)
        if is_changed:
            change = self._mark("pPrChange")
            change.append(_stripped(old))
            look.append(change)
        return look

    def _mark_end(self, look: Element, *marks: Mark) -> None:
        """The mark goes to the properties of the paragraph's end, first of all."""
        properties = look.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            section = look.find(f"{W}sectPr")
            look.insert(len(look) if section is None else look.index(section), properties)
        for place, mark in enumerate(marks):
            properties.insert(place, self._mark(mark))

    def _runs(self, words: Words, marks: Mapping[int, Mark]) -> list[Element]:
        """The words as runs, each stretch in its mark; stretches without one are left out."""
        written: list[Element] = []
        for side, stretch in words:
            if side in marks:
                written += self._wrapped(_runs_of(stretch), marks[side])
        return written

    def _wrapped(self, content: Iterable[Element], mark: Mark) -> list[Element]:
        """Runs in a mark; what else there is in a paragraph keeps its place, its runs in marks."""
        if not mark:
            return list(content)
        written: list[Element] = []
        for is_run, group in groupby(content, key=lambda child: child.tag == f"{W}r"):
            children = [_deleted(child) if mark == "del" else child for child in group]
            if is_run:
                wrapper = self._mark(mark)
                wrapper.extend(children)
                written.append(wrapper)
                continue
            for child in children:
                if child.tag not in BOOKMARKS:
                    child[:] = self._wrapped(list(child), mark)
                    written.append(child)
                elif mark == "ins":
                    written.append(child)
        return written

    def _in_range(self, move: int, elements: list[Element]) -> list[Element]:
        """What moved, between two signs that pair it with its other place."""
        if not move:
            return elements
        kind = "moveFromRange" if elements[0].find(f".//{W}moveFrom") is not None else "moveToRange"
        start = self._mark(f"{kind}Start")
        start.set(f"{W}name", f"move{move}")
        elements[0].insert(1, start)
        end = etree.Element(f"{W}{kind}End")
        end.set(f"{W}id", start.get(f"{W}id") or "")
        return [*elements, end]

    def _apart(self, elements: Iterable[Element]) -> Iterator[Element]:
        """Between two tables a paragraph that is there neither before nor after: Word would join them."""
        last = ""
        for element in elements:
            if element.tag == last == f"{W}tbl":
                look = etree.Element(f"{W}pPr")
                etree.SubElement(look, f"{W}pStyle").set(f"{W}val", ids.TABLE_NOTE)
                self._mark_end(look, "ins", "del")
                yield _paragraph(look, ())
            yield element
            last = str(element.tag)

    def _mark(self, name: str) -> Element:
        self._number += 1
        mark = etree.Element(W + name)
        mark.set(f"{W}id", str(self._number))
        mark.set(f"{W}author", self._stamp.author)
        mark.set(f"{W}date", self._stamp.moment)
        return mark


def _leads_on(change: Change) -> bool:
    """Whether something with links, a table of contents, went."""
    went = change.item.elements if change.fate == "removed" else ()
    return any(element.find(f".//{W}hyperlink") is not None for element in went)


def _paragraph(look: Element | None, content: Iterable[Element]) -> Element:
    paragraph = etree.Element(f"{W}p")
    if look is not None:
        paragraph.append(look)
    paragraph.extend(content)
    return paragraph


def _with_look(paragraph: Element, look: Element | None) -> Element:
    return _paragraph(look, [child for child in paragraph if child.tag != f"{W}pPr"])


def _content(paragraph: Element) -> list[Element]:
    return [deepcopy(child) for child in paragraph if child.tag != f"{W}pPr"]


def _with_bookmarks(paragraph: Element, runs: Iterable[Element]) -> list[Element]:
    """The runs between the bookmarks of the paragraph, whose places in it nobody knows any more."""
    starts, ends = ([deepcopy(mark) for mark in paragraph.iterchildren(tag)] for tag in BOOKMARKS)
    return [*starts, *runs, *ends]


def _runs_of(words: Iterable[Word]) -> Iterator[Element]:
    for _, group in groupby(words, key=lambda word: word.look):
        stretch = list(group)
        run = etree.Element(f"{W}r")
        properties = stretch[0].run.find(f"{W}rPr")
        if properties is not None:
            run.append(deepcopy(properties))
        for is_text, pieces in groupby(stretch, key=lambda word: not word.other):
            if is_text:
                text = etree.SubElement(run, f"{W}t")
                text.set(_SPACE, "preserve")
                text.text = "".join(word.text for word in pieces)
            else:
                run.extend(deepcopy(word.child) for word in pieces)
        yield run


def _deleted(run: Element) -> Element:
    for child in run:
        child.tag = _DELETED.get(str(child.tag), child.tag)
    return run


def _replace(old: Element, new: Element) -> None:
    parent = old.getparent()
    assert parent is not None  # noqa: S101 -- it stands in a cell
    parent.replace(old, new)


def _without(element: Element | None, tags: set[str]) -> list[bytes]:
    children = element if element is not None else ()
    return [canonical(child) for child in children if child.tag not in tags]


def _stripped(look: Element | None) -> Element:
    """Properties as they are kept of the time before a change."""
    kept = etree.Element(f"{W}pPr")
    kept.extend(
        deepcopy(child) for child in (look if look is not None else ()) if child.tag not in _NOT_IN_CHANGE
    )
    return kept
