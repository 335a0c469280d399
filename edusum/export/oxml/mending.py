"""Words of a Word file changed where they stand, as tracked changes of whoever changed them."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from edusum.export.oxml.items import Element, W
from edusum.export.oxml.markup import clean
from edusum.export.oxml.run_cuts import Cuts, is_free, new_run, outermost
from edusum.export.oxml.tracked import Stamp
from edusum.export.oxml.word_text import Place, WordLine

_ID = f"{W}id"
_TEXT, _DELETED = f"{W}t", f"{W}delText"
_MARKS = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "bookmarkStart", "moveFromRangeStart")
_NUMBERED = tuple(W + name for name in _MARKS)


@dataclass(frozen=True, slots=True)
class Mend:
    """Characters start–end of a line as it then was are `before`, and become `after`."""

    start: int
    end: int
    before: str
    after: str
    stamp: Stamp


@dataclass(slots=True)
class Sign:
    """A character of a line. `gone`, `come`: who took it away, who put it there."""

    text: str
    place: Place | None
    gone: Stamp | None = None
    come: Stamp | None = None


def signs_of(line: WordLine) -> list[Sign]:
    return [Sign(text, line.place(number)) for number, text in enumerate(line.text)]


def mended(signs: list[Sign], mends: Iterable[Mend]) -> bool:
    """Put the changes among the signs, in their order; False if one of them does not fit, or cannot be made
    in the file (an automatic number, words in a box)."""
    for mend in mends:
        alive = [place for place, sign in enumerate(signs) if not sign.gone]
        if "".join(signs[place].text for place in alive[mend.start : mend.end]) != mend.before:
            return False
        hit = alive[mend.start : mend.end]
        if any(not signs[place].come and not _is_free(signs[place]) for place in hit):
            return False
        at = hit[-1] + 1 if hit else (alive[mend.start] if mend.start < len(alive) else len(signs))
        around = [signs[place] for place in (at - 1, at) if 0 <= place < len(signs)]
        if not any(sign.come or _is_free(sign) for sign in around):
            return False
        came = [Sign(text, None, come=mend.stamp) for text in clean(mend.after)]
        for place in reversed(hit):
            if signs[place].come:
                del signs[place]
                at -= 1
            else:
                signs[place].gone = mend.stamp
        signs[at:at] = came
    return True


class Mender:
    """Writes the changes of one file; every mark has its number."""

    def __init__(self, root: Element, cuts: Cuts) -> None:
        self._cuts = cuts
        told = (item.get(_ID, "") for item in root.iter(*_NUMBERED))
        self._number = max((int(number) for number in told if number.isdecimal()), default=0)

    def write(self, signs: Sequence[Sign]) -> None:
        """Afterwards the signs that came have places too."""
        last: Element | None = None
        waiting: list[Element] = []
        for (gone, come), group in groupby(signs, key=lambda sign: (sign.gone, sign.come)):
            stretch = list(group)
            if come:
                last = self._come(stretch, come, last, waiting)
            else:
                last = self._stand(stretch, gone, last, waiting)

    def _come(
        self, stretch: Sequence[Sign], stamp: Stamp, last: Element | None, waiting: list[Element]
    ) -> Element | None:
        text = "".join(sign.text for sign in stretch)
        run = new_run(_run_in(last), text)
        words = run[-1]
        for offset, sign in enumerate(stretch):
            sign.place = Place(words, offset)
        mark = self._mark("ins", stamp)
        mark.append(run)
        if last is None:
            waiting.append(mark)
            return None
        last.addnext(mark)
        return mark

    def _stand(
        self, stretch: Sequence[Sign], gone: Stamp | None, last: Element | None, waiting: list[Element]
    ) -> Element | None:
        """Signs of the file itself; those that are gone are put in marks, element by element."""
        for owner, group in groupby(stretch, key=lambda sign: sign.place.owner if sign.place else None):
            places = [sign.place for sign in group if sign.place]
            if owner is None:
                continue
            if not is_free(places[0]):
                last = outermost(places[-1].owner)
                continue
            if gone:
                run = self._cuts.alone(places[0], places[-1])
                last = self._taken_out(run, gone)
            else:
                run = self._cuts.behind(places[-1])
                last = run
            if waiting:
                self._put_before(self._cuts.before(places[0]), waiting, is_gone=bool(gone))
        return last

    def _put_before(self, run: Element, waiting: list[Element], *, is_gone: bool) -> None:
        """What came at the very beginning of the line, before its first run."""
        target = run.getparent() if is_gone else run
        look = run.find(f"{W}rPr")
        for mark in waiting:
            if look is not None:
                mark[0].insert(0, deepcopy(look))
            if target is not None:
                target.addprevious(mark)
        waiting.clear()

    def _taken_out(self, run: Element, stamp: Stamp) -> Element:
        mark = self._mark("del", stamp)
        run.addprevious(mark)
        mark.append(run)
        for words in run.iterchildren(_TEXT):
            words.tag = _DELETED
        return mark

    def _mark(self, name: str, stamp: Stamp) -> Element:
        self._number += 1
        mark = etree.Element(f"{W}{name}")
        mark.set(_ID, str(self._number))
        mark.set(f"{W}author", clean(stamp.author))
        mark.set(f"{W}date", stamp.moment)
        return mark


def _run_in(item: Element | None) -> Element | None:
    """The run of a mark, or the run itself."""
    if item is None or item.tag == f"{W}r":
        return item
    return item.find(f"{W}r")


def _is_free(sign: Sign) -> bool:
    return sign.place is not None and is_free(sign.place)
