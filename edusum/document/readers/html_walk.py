"""What stands on a web page, one line or table after the other, in the order of the page."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from edusum.document.readers.html_tables import is_of_figures, table_of
from edusum.document.readers.numbering_lists import written
from edusum.document.readers.source import SourceTable
from edusum.document.readers.word_tables import Budget

_DROPPED = frozenset(
    "script style noscript template svg math iframe object embed head title select"  # noqa: SIM905 -- a table
    " button textarea input audio video canvas map dialog rt rp del".split()
)
_MARGINS = frozenset({"nav", "footer", "aside"})
_BLOCKS = frozenset(
    "address article blockquote body br caption center dd details div dl dt"  # noqa: SIM905 -- a table
    " fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset({"b", "strong", "th", *_HEADINGS})
_HIDING = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|mso-hide\s{0,3}:\s{0,3}all")
_CENTRING = re.compile(r"text-align\s{0,3}:\s{0,3}center")
_LEFT = re.compile(r"text-align\s{0,3}:\s{0,3}(?:left|justify|right)")
_THICK = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)")
_BULLETED = re.compile(r"list-style(?:-type)?\s{0,3}:[^;]{0,40}(?:none|disc|circle|square)")
_CHINESE = re.compile(r"list-style(?:-type)?\s{0,3}:[^;]{0,40}(?:cjk|chinese)")
_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\ufeff]")
"""What editors of web pages leave between characters."""
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_OWN_NUMBER = re.compile(
    r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.．、:：]|第[一二三四五六七八九十]"
)
_WIDE = 0x2E80
_LAST = 9999


@dataclass(slots=True)
class Written:
    """A line of the page. `linked`: how many of its characters are links elsewhere, in `links` of them."""

    text: str = ""
    style_level: int | None = None
    mark: int = 0
    is_centred: bool = False
    is_bold: bool = True
    linked: int = 0
    links: int = 0


@dataclass(frozen=True, slots=True)
class _Around:
    """What the elements around a place make of its words."""

    heading: int | None = None
    is_centred: bool = False
    is_bold: bool = False
    is_link: bool = False
    is_literal: bool = False


@dataclass(slots=True)
class _List:
    """`number_format` as of Word's lists, "" for bullets."""

    number: int
    number_format: str


@dataclass
class Walk:
    """`items` are lines and tables; `has_margins`: menus, side columns or foot lines were left out."""

    items: list[Written | SourceTable] = field(default_factory=list)
    has_hidden: bool = False
    has_margins: bool = False
    _pieces: list[str] = field(default_factory=list)
    _line: Written = field(default_factory=Written)
    _mark: str = ""
    _around: list[_Around] = field(default_factory=lambda: [_Around()])
    _lists: list[_List] = field(default_factory=list)
    _budget: Budget = field(default_factory=Budget)

    def take(self, root: etree._Element) -> None:
        """Everything below an element, without recursion: pages nest as deep as they like."""
        walker = etree.iterwalk(root, events=("start", "end"))
        left_out = None
        for event, element in walker:
            if event == "start":
                if self._is_apart(element):
                    left_out = element
                    walker.skip_subtree()
                else:
                    self._open(element)
                    self._say(element.text)
                continue
            if left_out is element:
                left_out = None
            else:
                self._close(element)
            if element is not root:
                self._say(element.tail)
        self._end_line()

    def _is_apart(self, element: etree._Element) -> bool:
        """Whether what it holds is no text of the page, or a table, which is taken at once."""
        tag = element.tag
        if tag in _DROPPED:
            return True
        if tag in _MARGINS or element.get("role") == "navigation":
            self.has_margins = True
            return True
        if element.get("hidden") is not None or _HIDING.search(element.get("style", "").lower()):
            self.has_hidden = True
            return True
        if tag == "table" and is_of_figures(element):
            self._end_line()
            self.items.append(table_of(element, self._budget))
            return True
        return False

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._end_line()
        around = self._around[-1]
        style = element.get("style", "").lower()
        changed = {}
        if tag in _HEADINGS:
            changed["heading"] = _HEADINGS[tag]
        if tag == "center" or element.get("align") == "center" or _CENTRING.search(style):
            changed["is_centred"] = True
        elif element.get("align") in {"left", "right", "justify"} or _LEFT.search(style):
            changed["is_centred"] = False
        if tag in _BOLD or _THICK.search(style):
            changed["is_bold"] = True
        if tag == "a" and element.get("href") and not element.get("href", "").startswith("#"):
            changed["is_link"] = True
            self._line.links += 1
        if tag in {"pre", "xmp"}:
            changed["is_literal"] = True
        self._around.append(replace(around, **changed) if changed else around)  # type: ignore[arg-type]
        if tag in {"ol", "ul"}:
            self._lists.append(_list(element, tag, style))
        elif tag == "li":
            self._count(element)

    def _close(self, element: etree._Element) -> None:
        if element.tag in _BLOCKS:
            self._end_line()
        self._around.pop()
        if element.tag in {"ol", "ul"}:
            self._lists.pop()
        elif element.tag == "li":
            self._mark = ""

    def _count(self, element: etree._Element) -> None:
        """The number of an item of a list, written out before its first words."""
        self._mark = ""
        if self._lists and self._lists[-1].number_format:
            own = self._lists[-1]
            own.number = _integer(element.get("value"), own.number)
            is_chinese = own.number_format == "chineseCounting"
            self._mark = written(own.number, own.number_format) + ("、" if is_chinese else ". ")
            own.number += 1

    def _say(self, words: str | None) -> None:
        if not words:
            return
        if self._around[-1].is_literal and "\n" in words:
            for part in words.split("\n"):
                self._say(part)
                self._end_line()
            return
        if not words.strip():
            self._pieces.append(words)
            return
        around, line = self._around[-1], self._line
        if line.style_level is None:
            line.style_level = around.heading
        line.is_centred = line.is_centred or around.is_centred
        line.is_bold = line.is_bold and around.is_bold
        if around.is_link:
            line.linked += len(words.strip())
        self._pieces.append(words)

    def _end_line(self) -> None:
        said = "".join(self._pieces)
        self._pieces = []
        words = _BLANKS.sub(_blank, _UNSEEN.sub("", said)).strip()
        line, self._line = self._line, Written()
        if not words:
            return
        line.text = words
        if self._mark and not _OWN_NUMBER.match(words):
            line.text, line.mark = self._mark + words, len(self._mark)
        self._mark = ""
        self.items.append(line)


def _blank(found: re.Match[str]) -> str:
    """Blanks are one; the end of a line of the file between two hanzi is none."""
    said, start, end = found.string, found.start(), found.end()
    if "\n" in found[0] and start and end < len(said) and min(ord(said[start - 1]), ord(said[end])) > _WIDE:
        return ""
    return " "


def _list(element: etree._Element, tag: str, style: str) -> _List:
    if tag == "ul" or _BULLETED.search(style):
        return _List(1, "chineseCounting" if _CHINESE.search(style) else "")
    own = "chineseCounting" if _CHINESE.search(style) else _FORMATS.get(element.get("type", ""), "decimal")
    return _List(_integer(element.get("start"), 1), own)


def _integer(said: str | None, otherwise: int) -> int:
    digits = (said or "").strip()
    return (
        int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else min(otherwise, _LAST)
    )
