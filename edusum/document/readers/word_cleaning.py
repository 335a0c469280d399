"""The XML of a Word part made plain before it is read: changes accepted, hidden words out, wrappers away."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from edusum.document.readers.word_names import MC, W, is_on

_OUT = (
    *("del", "moveFrom", "delText", "delInstrText", "sdtPr", "sdtEndPr", "rubyPr", "rt"),
    *("pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblPrExChange"),
    *("numberingChange", "tblGridChange", "tabs"),
)
_UNWRAPPED = (
    *("ins", "moveTo", "sdt", "sdtContent", "hyperlink", "smartTag", "smartTagPr", "customXml", "fldSimple"),
    *("dir", "bdo", "ruby", "rubyBase", "txbx"),
)
_TRACKED = tuple(f"{W}{name}" for name in ("del", "ins", "moveFrom", "moveTo", "cellDel"))
_RUN_HELD = f"{W}rPr"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What was found on the way."""

    has_changes: bool = False
    has_hidden: bool = False


def clean(root: etree._Element) -> Cleaned:
    """Changes the tree in place; all passes but those over rare things are lxml's own."""
    has_changes = next(root.iter(*_TRACKED), None) is not None
    if has_changes:
        _accept(root)
    has_hidden = _drop_hidden(root)
    for other in list(root.iter(f"{MC}Fallback")):
        if _has_choice(other):
            _remove(other)
    etree.strip_elements(root, *(f"{W}{name}" for name in _OUT), with_tail=False)
    etree.strip_tags(root, *(f"{W}{name}" for name in _UNWRAPPED), f"{MC}AlternateContent", f"{MC}Choice")
    return Cleaned(has_changes, has_hidden)


def _accept(root: etree._Element) -> None:
    """What hangs on marks of deletion rather than in them: rows, cells, and paragraphs that are now one."""
    for mark in list(root.iter(f"{W}cellDel")):
        _remove_ancestor(mark, "tcPr", "tc")
    for mark in list(root.iter(f"{W}del", f"{W}moveFrom")):
        _remove_ancestor(mark, "trPr", "tr")
    joined = [mark for mark in root.iter(f"{W}del", f"{W}moveFrom") if _is_of_paragraph(mark)]
    for mark in reversed(joined):
        _join_with_next(mark)


def _is_of_paragraph(mark: etree._Element) -> bool:
    held = mark.getparent()
    holder = held.getparent() if held is not None and held.tag == _RUN_HELD else None
    return holder is not None and holder.tag == f"{W}pPr"


def _join_with_next(mark: etree._Element) -> None:
    """A paragraph whose end was deleted goes on in the next one, which keeps its own properties."""
    paragraph = next(mark.iterancestors(f"{W}p"), None)
    if paragraph is None:
        return
    content = [child for child in paragraph.iterchildren() if child.tag != f"{W}pPr"]
    follower = paragraph.getnext()
    if follower is None or follower.tag != f"{W}p":
        if not any(True for _ in paragraph.iter(f"{W}t")):
            _remove(paragraph)
        return
    first = next(follower.iterchildren(), None)
    for child in reversed(content):
        if first is not None and first.tag == f"{W}pPr":
            first.addnext(child)
        else:
            follower.insert(0, child)
    _remove(paragraph)


def _remove_ancestor(mark: etree._Element, holder: str, name: str) -> None:
    parent = mark.getparent()
    if parent is not None and parent.tag == f"{W}{holder}":
        owner = parent.getparent()
        if owner is not None and owner.tag == f"{W}{name}":
            _remove(owner)


def _drop_hidden(root: etree._Element) -> bool:
    runs = [run for mark in root.iter(f"{W}vanish") if is_on(mark) for run in _run_of(mark)]
    for run in runs:
        _remove(run)
    return any(next(run.iter(f"{W}t"), None) is not None for run in runs)


def _run_of(mark: etree._Element) -> Iterable[etree._Element]:
    held = mark.getparent()
    run = held.getparent() if held is not None and held.tag == _RUN_HELD else None
    return () if run is None or run.tag != f"{W}r" else (run,)


def _has_choice(other: etree._Element) -> bool:
    parent = other.getparent()
    return parent is not None and parent.find(f"{MC}Choice") is not None


def _remove(item: etree._Element) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)
