"""Runs of a Word file cut so that one begins or ends exactly where somebody points; the look stays."""

from bisect import bisect_right
from copy import deepcopy

from lxml import etree

from edusum.export.oxml.items import Element, W
from edusum.export.oxml.word_text import Place

_RUN, _LOOK, _TEXT, _PARAGRAPH = f"{W}r", f"{W}rPr", f"{W}t", f"{W}p"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Cuts:
    """Remembers into which pieces the words of an element were cut, so that old places stay good."""

    def __init__(self) -> None:
        self._pieces: dict[Element, list[tuple[int, Element]]] = {}

    def before(self, place: Place) -> Element:
        """The element of the paragraph that begins with this character."""
        return self._cut(place.owner, place.offset) if is_free(place) else outermost(place.owner)

    def behind(self, place: Place) -> Element:
        """The element of the paragraph that ends with this character."""
        if not is_free(place):
            return outermost(place.owner)
        piece = self._piece(place.owner, place.offset)
        length = len(piece[1].text or "") if piece[1].tag == _TEXT else 1
        if place.offset + 1 < piece[0] + length:
            self._cut(place.owner, place.offset + 1)
        elif (following := piece[1].getnext()) is not None:
            _split(following)
        return _run(self._piece(place.owner, place.offset)[1])

    def alone(self, first: Place, last: Place) -> Element:
        """The run that holds the characters of one element from `first` to `last`, and nothing else."""
        self.before(first)
        return self.behind(last)

    def _piece(self, owner: Element, offset: int) -> tuple[int, Element]:
        pieces = self._pieces.get(owner, [(0, owner)])
        return pieces[bisect_right(pieces, offset, key=lambda piece: piece[0]) - 1]

    def _cut(self, owner: Element, offset: int) -> Element:
        begun, item = self._piece(owner, offset)
        if offset > begun and item.tag == _TEXT:
            text = item.text or ""
            rest = deepcopy(item)
            rest.tail = None
            item.text, rest.text = text[: offset - begun], text[offset - begun :]
            for part in (item, rest):
                part.set(_SPACE, "preserve")
            item.addnext(rest)
            pieces = self._pieces.setdefault(owner, [(0, owner)])
            pieces.append((offset, rest))
            pieces.sort(key=lambda piece: piece[0])
            item = rest
        return _split(item)


def is_free(place: Place) -> bool:
    """Whether its run may be cut: it is an ordinary run, and not part of what hangs on another."""
    run = place.owner.getparent()
    return run is not None and run.tag == _RUN and outermost(place.owner) is run


def outermost(item: Element) -> Element:
    """What holds the item in the flow of the text: the run at the top of its paragraph, or what is no run."""
    runs = [up for up in (item, *item.iterancestors()) if up.tag == _RUN]
    return runs[-1] if runs else level_with(item)


def level_with(item: Element) -> Element:
    """The child of the paragraph in which the item stands, or it is the item."""
    up = item
    while (parent := up.getparent()) is not None:
        if parent.tag == _PARAGRAPH:
            return up
        up = parent
    return item


def new_run(like: Element | None, text: str) -> Element:
    """A run of these words in the look of another."""
    run = etree.Element(_RUN)
    look = like.find(_LOOK) if like is not None else None
    if look is not None:
        run.append(deepcopy(look))
    words = etree.SubElement(run, _TEXT)
    words.set(_SPACE, "preserve")
    words.text = text
    return run


def _run(item: Element) -> Element:
    run = item.getparent()
    assert run is not None  # noqa: S101 -- `is_free` has looked
    return run


def _split(item: Element) -> Element:
    """The run that begins with this child: what stood before it stays in the old one."""
    run = _run(item)
    previous = item.getprevious()
    if previous is None or previous.tag == _LOOK:
        return run
    new = etree.Element(_RUN)
    for name, value in run.items():
        new.set(name, value)
    look = run.find(_LOOK)
    if look is not None:
        new.append(deepcopy(look))
    moved: list[Element] = [item, *item.itersiblings()]
    new.extend(moved)
    run.addnext(new)
    return new
