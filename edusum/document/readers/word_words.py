"""The words of runs in Word: text, tabs, breaks, signs of symbol fonts, and which words fields stand for."""

import re

from lxml import etree

from edusum.document.readers.numbering_lists import written
from edusum.document.readers.word_names import M, W, value

BREAK = "\v"
"""Ends a line inside a paragraph; no XML can hold it as a character."""
T, TAB, SYM, P = f"{W}t", f"{W}tab", f"{W}sym", f"{W}p"
FIELD, INSTRUCTION = f"{W}fldChar", f"{W}instrText"
PLAIN = {
    TAB: "\t",
    f"{W}ptab": "\t",
    f"{W}br": BREAK,
    f"{W}cr": BREAK,
    f"{W}noBreakHyphen": "-",
}
WORDY = (T, *PLAIN, SYM, FIELD, INSTRUCTION, f"{M}t")
_ENCIRCLED = re.compile(r" ?eq ?\\o ?\\ac ?\( ?[○◯] ?[,，;] ?(\d{1,2}) ?\)", re.IGNORECASE)
_PRIVATE = 0xF000
_SIGNS = {
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x75: "◆", 0xA1: "○", 0xA8: "□", 0xFB: "×"}
    | {0xFC: "√", 0xFD: "☒", 0xFE: "☑", 0xD8: "➢", 0xE0: "→", 0xE8: "→"},
    "wingdings 2": {0x50: "√", 0x4F: "×", 0x52: "☑", 0x54: "☒", 0xA3: "□"}
    | {code: chr(ord("①") + code - 0x6A) for code in range(0x6A, 0x74)},
    "symbol": {0xB7: "·", 0xB4: "×", 0xB8: "÷", 0xB0: "°", 0xB1: "±", 0xA3: "≤", 0xB3: "≥"},
}
"""Signs that these fonts keep in places of their own."""


def sign(item: etree._Element) -> str:
    """What w:sym shows; "" for what no character is known."""
    try:
        code = int(value(item, "char"), 16)
    except ValueError:
        return ""
    known = _SIGNS.get(value(item, "font").casefold(), {})
    if code - _PRIVATE in known or code in known:
        return known.get(code - _PRIVATE) or known.get(code, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""


class Fields:
    """Cuts out of the pieces of a paragraph what stands in the instructions of its fields.

    One instruction says something itself: ① is drawn as `eq \\o\\ac(○,1)`, in as many runs as Word likes.
    """

    def __init__(self) -> None:
        self._begun: list[tuple[int, list[str]]] = []

    def instruct(self, words: str) -> None:
        if words and self._begun and sum(map(len, self._begun[-1][1])) < _LONGEST_INSTRUCTION:
            self._begun[-1][1].append(words)

    def meet(self, item: etree._Element, pieces: list[str]) -> None:
        kind = value(item, "fldCharType")
        if kind == "begin":
            self._begun.append((len(pieces), []))
        elif kind == "separate" and self._begun:
            begun, _ = self._begun.pop()
            del pieces[begun:]
            self._begun.append((_RESULT, []))
        elif kind == "end" and self._begun:
            begun, told = self._begun.pop()
            if begun != _RESULT:
                pieces[begun:] = [_circled("".join(told))]


_RESULT = 1 << 62
"""Stands where a field has given its result: nothing behind it is cut out any more."""
_LONGEST_INSTRUCTION = 200


def _circled(instruction: str) -> str:
    match = _ENCIRCLED.match(instruction)
    return written(int(match[1]), "decimalEnclosedCircle") if match else ""


def plain_words(item: etree._Element) -> str:
    """All words of a note or a header, its paragraphs parted by line ends."""
    pieces: list[str] = []
    fields = Fields()
    for part in item.iter(P, *WORDY):
        if part.tag == P:
            pieces.append("\n")
        else:
            add(part, pieces, fields)
    lines = "".join(pieces).replace(BREAK, "\n").split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


def add(part: etree._Element, pieces: list[str], fields: Fields) -> None:
    """The words of one of `WORDY` as one more piece."""
    tag = part.tag
    if tag == FIELD:
        fields.meet(part, pieces)
    elif tag == INSTRUCTION:
        fields.instruct(part.text or "")
    elif tag == SYM:
        pieces.append(sign(part))
    elif tag in PLAIN:
        pieces.append(PLAIN[tag])
    elif part.text:
        pieces.append(part.text.replace("\n", " "))
